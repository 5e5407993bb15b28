"""For which format a sheet is taken, why, and how a person may say otherwise."""

from __future__ import annotations

import pytest

from graph.errors import RosterProblem
from ingest.check.detect import Recognised, recognise
from ingest.formats.catalog import format_named
from ingest.read.sheets import Cell, Sheet

PLACES = ("小区名称", "所在社区", "户数", "地址")


def sheet(headings: tuple[str, ...], *rows: tuple[Cell, ...], name: str = "Sheet1", title: str | None = None) -> Sheet:
    above: list[list[Cell]] = [[title, *[None] * (len(headings) - 1)]] if title else []
    return Sheet(name, [*above, [*headings], *([*row] for row in rows)])


def taken(found: Recognised | None) -> Recognised:
    assert found is not None
    return found


def test_the_grounds_name_headings_columns_and_the_runner_up() -> None:
    rows = (("甲一苑", "甲社区", 396, "演示甲路1号"),)
    grounds = taken(recognise(sheet(PLACES, *rows), "a.csv")).grounds
    assert (grounds.format, grounds.asked, grounds.book) == ("compounds", False, None)
    assert grounds.matched == (
        ("小区名称", "小区名称"),
        ("所在社区", "所在社区"),
        ("户数", "户数"),
        ("地址", "地址"),
    )
    assert grounds.runner_up is not None
    assert grounds.runner_up.matched == 3
    assert grounds.runner_up.format in {"buildings", "places"}
    assert grounds.runner_up.lacks


def test_a_heading_that_nobody_knows_is_told() -> None:
    found = taken(recognise(sheet((*PLACES, "吉祥物"), ("甲一苑", "甲社区", 396, "演示甲路1号", "龙")), "a.csv"))
    assert found.unknown == ("吉祥物",)
    assert "吉祥物" not in [written for written, _ in found.grounds.matched]


def test_the_title_of_a_book_decides_between_formats_that_fit_alike() -> None:
    headings = ("认领事项", "认领单位", "认领日期", "项目名称", "启动日期", "共建单位")
    row = ("操场停车", "甲局", "2024-01-02", "停车", "2024-01-02", "乙校")
    with pytest.raises(RosterProblem) as refused:
        recognise(sheet(headings, row), "a.csv")
    assert refused.value.code == "format_unclear"
    assert "--format Sheet1=" in refused.value.zh
    for where in ({"name": "双认领台账"}, {"title": "甲街道双认领台账 截至2024年6月30日"}):
        found = taken(recognise(sheet(headings, row, **where), "a.csv"))
        assert (found.declared.name, found.grounds.book) == ("claims", "双认领台账")
    found = taken(recognise(sheet(headings, row), "甲街道共建项目进展表.csv"))
    assert (found.declared.name, found.grounds.book) == ("projects", "共建项目进展表")


def test_a_title_never_outweighs_the_headings() -> None:
    found = taken(recognise(sheet(PLACES, ("甲一苑", "甲社区", 396, "演示甲路1号"), name="资源清单"), "资源清单.csv"))
    assert found.declared.name == "compounds"


def test_a_person_may_say_otherwise() -> None:
    headings = ("小区名称", "所属社区", "户数", "级别")
    rows = (("甲一苑", "甲社区", 396, "小区"), ("乙一苑", "乙社区", 402, "小区"))
    assert taken(recognise(sheet(headings, *rows), "a.csv")).declared.name == "places"
    asked = taken(recognise(sheet(headings, *rows), "a.csv", format_named("compounds")))
    assert asked.declared.name == "compounds"
    assert asked.unknown == ("级别",)
    assert asked.grounds.asked
    assert asked.grounds.runner_up is None


def test_who_asks_for_a_format_is_told_what_it_lacks() -> None:
    with pytest.raises(RosterProblem) as refused:
        recognise(sheet(PLACES, ("甲一苑", "甲社区", 396, "演示甲路1号")), "a.csv", format_named("claims"))
    assert refused.value.code == "format_unknown"
    assert "认领事项" in refused.value.zh


# --- columns told by the title ----------------------------------------------------------------------

ITEMS = ("清单事项", "提出单位", "所在社区", "数量")
ITEM = ("操场停车", "甲校", "甲社区", 40)


@pytest.mark.parametrize(
    ("where", "file", "kind"),
    [
        ({"name": "资源清单"}, "三张清单汇总表.xlsx", "resource"),
        ({"name": "需求"}, "资源清单.xlsx", "need"),
        ({"title": "甲街道服务需求清单"}, "a.csv", "need"),
        ({}, "微心愿清单_20240630.csv", "wish"),
    ],
)
def test_the_nearest_title_tells_the_kind(where: dict[str, str], file: str, kind: str) -> None:
    found = taken(recognise(sheet(ITEMS, ITEM, **where), file))
    assert (found.declared.name, found.told) == ("lists", {"kind": kind})
    assert found.grounds.from_title[0][0] == "清单类别"


@pytest.mark.parametrize("title", ["资源清单、需求清单汇总", "甲街道清单汇总"])
def test_a_title_that_names_several_or_none_tells_nothing(title: str) -> None:
    with pytest.raises(RosterProblem) as refused:
        recognise(sheet(ITEMS, ITEM, title=title), "a.csv")
    assert refused.value.code == "format_unknown"
    assert "清单类别" in refused.value.zh


def test_a_column_of_the_sheet_comes_before_its_title() -> None:
    found = taken(recognise(sheet((*ITEMS, "清单类别"), (*ITEM, "需求"), name="资源清单"), "a.csv"))
    assert found.told == {}


@pytest.mark.parametrize(
    ("title", "headings", "code"),
    [
        ("某街道未亮身份党员花名册", ("姓名", "所在党组织", "所在社区"), "undeclared_members"),
        ("某社区困难群众帮扶对象名册", ("姓名", "所在社区", "帮扶单位"), "persons_helped"),
        ("某街道人才名录", ("姓名", "单位名称", "所在社区"), "talent_directory"),
    ],
)
def test_rosters_that_are_refused_by_design_are_refused_before_a_format_is_looked_for(title, headings, code) -> None:
    with pytest.raises(RosterProblem) as refused:
        recognise(sheet(headings, ("某某", "甲", "乙"), title=title), "a.csv")
    assert refused.value.code == code
    assert "某某" not in str(refused.value)
