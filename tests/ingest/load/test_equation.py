"""rows = loaded + duplicates + ignored + returned (ledger.md §2), the rows counted by a parser that is not ours."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.formats.catalog import FOLDER, formats
from ingest.load.examine import examine
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome
from ingest.synthetic import subdistrict

STATES = ("loaded", "duplicates", "ignored", "returned")
OPTIONS = LoadOptions(edition=Moment.day(date(2018, 9, 30)), scope="990101001", complete=True, keyed_members=True)


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def rows_by_sheet(path: Path) -> dict[str, int]:
    """The last row that holds anything, of each sheet that holds anything."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {"": sum(1 for _ in csv.reader(file))}
    book = openpyxl.load_workbook(path, data_only=True)
    filled = {
        sheet.title: [row for row, cells in enumerate(sheet.iter_rows(values_only=True), start=1) if any_of(cells)]
        for sheet in book.worksheets
    }
    return {name: rows[-1] for name, rows in filled.items() if rows}


def any_of(cells: tuple[object, ...]) -> bool:
    return any(cell is not None for cell in cells)


def account(path: Path, outcomes: list[FileOutcome]) -> None:
    read = {name: rows for name, rows in rows_by_sheet(path).items() if name not in outcomes[0].unread_sheets}
    assert sum(outcome.counts["rows"] for outcome in outcomes) == sum(read.values())
    for outcome in outcomes:
        counts = outcome.counts
        assert counts["rows"] == sum(counts[state] for state in STATES)
        # every row of data has an entry of its own, at its physical place
        places = {(row.sheet, row.number) for row in outcome.draft.rows}
        assert len(places) == len(outcome.draft.rows) == counts["rows"] - counts["ignored"]
        assert all(1 <= number <= read[sheet] for sheet, number in places)
        assert len(outcome.returned) == counts["returned"]


@pytest.mark.parametrize("name", sorted(formats()))
def test_each_sample_is_accounted_for(name: str, ledger: Ledger) -> None:
    path = FOLDER / name / "sample.csv"
    account(path, examine(path, OPTIONS, ledger))


def test_each_workbook_of_the_synthetic_subdistrict_is_accounted_for(tmp_path: Path, ledger: Ledger) -> None:
    written = subdistrict(tmp_path / "books", seed=4)
    for file in written.files:
        account(file.path, examine(file.path, LoadOptions(), ledger))
