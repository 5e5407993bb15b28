"""Files on record are told by name and bytes without being read; whatever else was said or changed is read again."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from graph.errors import WrongUsage
from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import Prepared
from ingest.load.prepare import prepare
from ingest.load.unchanged import is_unchanged

STAMP = "演示单位名册 截至2024年6月30日 范围:990401001 全量(演示数据),\n单位编号,单位名称\n"
BARE = "单位编号,单位名称\n1,演示甲\n"
SAID = LoadOptions(edition=Moment.parse("2024-06-30"), scope="990401001", issuer="甲|乙", complete=True, format="units")


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def book(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def record(ledger: Ledger, path: Path, options: LoadOptions) -> Prepared:
    found = prepare([path], options, ledger)
    ledger.record(found.drafts, withdraws=found.withdraws)
    return found


def test_a_file_on_record_is_not_read(tmp_path, ledger):
    path = book(tmp_path, "a.csv", STAMP + "1,演示甲\n")
    record(ledger, path, LoadOptions())
    read: list[str] = []
    again = prepare([path], LoadOptions(), ledger, lambda name, at, of: read.append(name))
    assert (again.files, again.unchanged, read) == ((), ("a.csv",), [])


def test_options_that_repeat_the_record_or_say_nothing_change_nothing(tmp_path, ledger):
    path = book(tmp_path, "a.csv", BARE)
    record(ledger, path, SAID)
    assert is_unchanged(path, SAID, ledger.files())
    assert prepare([path], LoadOptions(), ledger).unchanged == ("a.csv",)


@pytest.mark.parametrize(
    "other",
    [
        LoadOptions(edition=Moment.parse("2024-07-31")),
        LoadOptions(scope="990401002"),
        LoadOptions(issuer="丙"),
        LoadOptions(complete=False),
        LoadOptions(format="buildings"),
        LoadOptions(replaces=1),
        LoadOptions(adds_to=1),
        LoadOptions(sheet_formats=(("单位", "units"),)),
    ],
)
def test_options_that_say_something_else_are_read(tmp_path, ledger, other):
    path = book(tmp_path, "a.csv", BARE)
    record(ledger, path, SAID)
    assert not is_unchanged(path, other, ledger.files())


def test_the_same_bytes_under_another_name_and_another_file_of_that_name_are_read(tmp_path, ledger):
    path = book(tmp_path, "a.csv", STAMP + "1,演示甲\n")
    record(ledger, path, LoadOptions())
    renamed = book(tmp_path, "b.csv", path.read_text("utf-8"))
    assert not is_unchanged(renamed, LoadOptions(), ledger.files())
    assert prepare([renamed], LoadOptions(), ledger).unchanged == ("b.csv",)  # reading it shows the same
    with pytest.raises(WrongUsage):
        prepare([book(tmp_path / "x", "a.csv", STAMP + "1,演示乙\n")], LoadOptions(), ledger)


def test_a_file_taken_back_is_loaded_again(tmp_path, ledger):
    path = book(tmp_path, "a.csv", STAMP + "1,演示甲\n")
    record(ledger, path, LoadOptions())
    ledger.record_undo(1)
    assert len(record(ledger, path, LoadOptions()).files) == 1
    assert prepare([path], LoadOptions(), ledger).unchanged == ("a.csv",)


def test_a_file_of_two_formats_counts_only_whole(tmp_path, ledger):
    path = tmp_path / "两种.xlsx"
    stamp = "截至2024年6月30日 范围:990401001 全量"
    with xlsxwriter.Workbook(path) as made:
        for title, headings, row in (
            ("单位", ("单位编号", "单位名称"), ("1", "演示甲")),
            ("楼宇", ("楼宇编码", "楼宇名称", "所在社区"), ("L1", "演示楼", "甲社区")),
        ):
            sheet = made.add_worksheet(title)
            sheet.write(0, 0, stamp)
            sheet.write_row(1, 0, headings)
            sheet.write_row(2, 0, row)
    first = record(ledger, path, LoadOptions())
    assert {each.draft.format for each in first.files} == {"units", "buildings"}
    assert prepare([path], LoadOptions(), ledger).unchanged == ("两种.xlsx",)
    record(ledger, book(tmp_path, "改.csv", STAMP + "2,演示乙\n"), LoadOptions(replaces=1))
    assert not is_unchanged(path, LoadOptions(), ledger.files())
    with pytest.raises(WrongUsage) as caught:  # its units are a second file of that date now
        prepare([path], LoadOptions(), ledger)
    assert caught.value.code == "second_file"
