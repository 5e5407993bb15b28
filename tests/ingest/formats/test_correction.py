"""A workbook whose sheets are of several formats: each told by its own title, or by the person who loads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from graph.errors import NotFound
from graph.model.statement import decode
from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome
from ingest.load.prepare import prepare

Sheets = dict[str, list[list[str | int]]]
ITEMS: list[str | int] = ["清单事项", "提出单位", "所在社区", "数量"]
COMPOUNDS: list[list[str | int]] = [
    ["小区名称", "所属社区", "户数", "级别"],
    ["甲一苑", "甲社区", 396, "小区"],
    ["乙一苑", "乙社区", 402, "小区"],
]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def book(folder: Path, name: str, sheets: Sheets) -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as made:
        for title, rows in sheets.items():
            sheet = made.add_worksheet(title)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return path


def outcomes(ledger: Ledger, path: Path, *sheets: tuple[str, str], whole: str | None = None) -> list[FileOutcome]:
    options = LoadOptions(Moment.parse("2024-06-30"), scope="990101001", format=whole, sheet_formats=tuple(sheets))
    return [*prepare([path], options, ledger).files]


def test_each_of_three_lists_has_the_kind_of_its_sheet(tmp_path: Path, ledger: Ledger) -> None:
    sheets: Sheets = {
        "资源清单": [ITEMS, ["操场停车", "甲校", "甲社区", 40], ["会议室", "甲局", "甲社区", 1]],
        "需求清单": [ITEMS, ["夜间停车难", "甲社区党委", "甲社区", 60]],
        "项目清单": [ITEMS, ["错时停车", "甲社区党委", "甲社区", 1]],
    }
    (lists,) = outcomes(ledger, book(tmp_path, "三张清单汇总表.xlsx", sheets))
    said = [decode(row.payload).subjects[0] for row in lists.draft.rows if row.payload is not None]
    assert [(subject.name, subject.fields["kind"]) for subject in said] == [
        ("操场停车", "resource"),
        ("会议室", "resource"),
        ("夜间停车难", "need"),
        ("错时停车", "project"),
    ]
    assert [grounds.from_title for grounds in lists.taken_for] == [
        (("清单类别", "资源"),),
        (("清单类别", "需求"),),
        (("清单类别", "项目"),),
    ]
    assert {grounds.book for grounds in lists.taken_for} == {"三张清单汇总表"}


def test_one_sheet_may_be_corrected_and_the_others_stay(tmp_path: Path, ledger: Ledger) -> None:
    path = book(tmp_path, "台账.xlsx", {"第一批": COMPOUNDS, "第二批": COMPOUNDS})
    (places,) = outcomes(ledger, path)
    assert places.draft.format == "places"
    found = {each.draft.format: each for each in outcomes(ledger, path, ("第二批", "compounds"))}
    assert {row.sheet for row in found["places"].draft.rows} == {"第一批"}
    assert {row.sheet for row in found["compounds"].draft.rows} == {"第二批"}
    assert [grounds.asked for each in found.values() for grounds in each.taken_for] == [False, True]
    assert found["compounds"].unknown == ("级别",)


def test_what_is_said_of_one_sheet_comes_before_what_is_said_of_all(tmp_path: Path, ledger: Ledger) -> None:
    path = book(tmp_path, "台账.xlsx", {"第一批": COMPOUNDS, "第二批": COMPOUNDS})
    found = outcomes(ledger, path, ("第一批", "places"), whole="compounds")
    assert [(each.draft.format, each.taken_for[0].sheet) for each in found] == [
        ("places", "第一批"),
        ("compounds", "第二批"),
    ]


def test_a_sheet_that_is_not_there_is_not_passed_over(tmp_path: Path, ledger: Ledger) -> None:
    path = book(tmp_path, "台账.xlsx", {"第一批": COMPOUNDS})
    with pytest.raises(NotFound) as refused:
        outcomes(ledger, path, ("第三批", "compounds"))
    assert "第三批" in refused.value.zh
    assert "第一批" in refused.value.zh


def test_a_format_that_is_not_there_is_told_with_those_that_are(tmp_path: Path, ledger: Ledger) -> None:
    path = book(tmp_path, "台账.xlsx", {"第一批": COMPOUNDS})
    with pytest.raises(NotFound) as refused:
        outcomes(ledger, path, ("第一批", "compound"))
    assert "compounds(小区台账)" in refused.value.zh


def test_the_summary_of_three_lists_under_its_usual_headings(tmp_path: Path, ledger: Ledger) -> None:
    headings: list[str | int] = ["清单序号", "类别", "项目", "提供/需求单位", "数量", "时限", "认领单位", "完成情况"]
    row: list[str | int] = ["ZY01", "场地", "操场停车", "甲校", 40, "2024年12月", "甲社区党委", "未认领"]
    path = book(tmp_path, "三张清单汇总表.xlsx", {"资源清单": [headings, row, ["ZY02", *row[1:]]]})
    (lists,) = outcomes(ledger, path)
    assert lists.returned == ()
    assert lists.unknown == ("认领单位",)  # told, not dropped in silence: claims have a book of their own
    (first, _) = (decode(each.payload).subjects[0] for each in lists.draft.rows if each.payload is not None)
    assert first.fields == {
        "number": "ZY01",
        "kind": "resource",
        "category": "场地",
        "quantity": 40.0,
        "valid_to": "2024-12-31",
        "state": "open",
    }
