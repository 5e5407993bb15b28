"""Rows that came back are read as what they were, though title, sheet and options that decided it stay behind."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from graph.model.statement import decode
from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome
from ingest.load.prepare import prepare
from ingest.report.returned import write_returned

EDITION = LoadOptions(Moment.parse("2024-06-30"), scope="990101001")
LIST = (
    "甲街道服务需求清单,,,\n清单事项,提出单位,所在社区,提出日期\n停车难,甲社区党委,甲社区,{}\n助学,甲社区党委,甲社区,\n"
)
COMPOUNDS = "小区名称,所属社区,户数,级别\n甲一苑,甲社区,{},小区\n乙一苑,甲社区,40,小区\n"


def mended(folder: Path, text: str, wrong: str, right: object, options: LoadOptions) -> tuple[FileOutcome, FileOutcome]:
    """The outcome of the returned row once mended, and that of a file that was right at once."""
    (folder / "dirty.csv").write_text(text.format(wrong), encoding="utf-8")
    (folder / "clean.csv").write_text(text.format(right), encoding="utf-8")
    with Ledger(folder / "ledger.sqlite") as ledger:
        (clean,) = prepare([folder / "clean.csv"], options, ledger).files
        dirty = prepare([folder / "dirty.csv"], options, ledger)
        load = ledger.record(dirty.drafts)
        (path,) = write_returned(dirty.files, ledger.returned(load), folder / "returned.xlsx")
        book = openpyxl.load_workbook(path)
        mend(book.worksheets[0], wrong, right)
        book.save(path)
        (again,) = prepare([path], LoadOptions(), ledger).files
    return again, clean


def mend(sheet: Worksheet, wrong: str, right: object) -> None:
    (cell,) = (each for row in sheet.iter_rows(min_row=3, min_col=3) for each in row if str(each.value) == wrong)
    cell.value = right


@pytest.mark.parametrize(
    ("text", "wrong", "right", "asked"),
    [(LIST, "二月三十", "2024-02-28", None), (COMPOUNDS, "三十户左右", 30, "compounds")],
    ids=["told by its title", "told by the person who loaded it"],
)
def test_a_mended_row_says_what_a_clean_one_had_said(
    tmp_path: Path, text: str, wrong: str, right: object, asked: str | None
) -> None:
    options = LoadOptions(EDITION.edition, scope=EDITION.scope, format=asked)
    again, clean = mended(tmp_path, text, wrong, right, options)
    assert again.draft.format == clean.draft.format == (asked or "lists")
    (row,) = again.draft.rows
    assert row.mends is not None
    assert row.payload is not None
    assert row.payload == clean.draft.rows[0].payload
    if asked is None:
        assert decode(row.payload).subjects[0].fields["kind"] == "need"
