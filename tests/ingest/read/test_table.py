"""Tables as offices send them: titles, merged headings, notes, hints, totals, signatures; every row accounted for."""

from __future__ import annotations

import string

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.row_kinds import RowKind
from ingest.read.sheets import MergedRange, Sheet
from ingest.read.table import Table, find_table
from ingest.read.workbook import read_workbook

KNOWN = {"序号", "单位名称", "党员数", "预备党员数", "建筑面积", "备注", "所属社区", "甲方·名称", "乙方·名称", "名称"}


def known(heading: str) -> bool:
    return heading in KNOWN


def table_of(rows: list[list[object]], merged: tuple[MergedRange, ...] = ()) -> Table:
    width = max(len(row) for row in rows)
    sheet = Sheet("单位", [[*row, *[None] * (width - len(row))] for row in rows], merged)
    table = find_table(sheet, known)
    assert table is not None
    assert_all_accounted(table, sheet)
    return table


def assert_all_accounted(table: Table, sheet: Sheet) -> None:
    numbers = [*table.header_rows, *(row.number for row in table.rows), *(each.row for each in table.ignored)]
    assert sorted(numbers) == list(range(1, len(sheet.rows) + 1))


def kinds(table: Table) -> dict[int, str]:
    return {each.row: each.kind.value for each in table.ignored}


@pytest.fixture
def office_table(tmp_path):
    """A workbook with everything that offices put around a table."""
    path = tmp_path / "甲街道.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("单位")
        sheet.merge_range("A1:F1", "甲街道2024年单位名册")
        sheet.merge_range("A2:C2", "填报单位：甲街道")
        sheet.merge_range("D2:F2", "填报日期：2024年6月30日  填表人：某某甲")
        for cells, text in (
            ("A3:A4", "序号"),
            ("B3:B4", "*单位\n名称"),
            ("E3:E4", "建筑面积（㎡）"),
            ("F3:F4", "备注"),
        ):
            sheet.merge_range(cells, text)
        sheet.merge_range("C3:D3", "党员情况")
        sheet.write_row("C4", ["党员数（人）", "预备党员数"])
        sheet.write_row("A5", ["选填", "必填", "必填", "选填", "选填", "选填"])
        sheet.write_row("A6", ["示例", "某某公司", 3, 0, 100, "无"])
        sheet.write_row("A7", [1, "甲公司", 3, 0, 120.5])
        sheet.write_row("A8", [2, "合计餐饮店", 5, 1, 80])
        sheet.write_row("A10", [3])
        sheet.merge_range("A11:B11", "合 计：")
        sheet.write_row("C11", [8, 1, 200.5])
        sheet.merge_range("A12:F12", "注：1.党员数含预备党员。")
        sheet.merge_range("A13:F13", "2.面积为建筑面积。")
        sheet.write_row("A15", ["填表人：某某甲", None, "审核人：某某乙", None, "（盖章）"])
        sheet.merge_range("A16:F16", "2024年6月30日")
    return read_workbook(path).sheets[0]


def test_everything_around_a_table(office_table):
    table = find_table(office_table, known)
    assert table is not None
    assert_all_accounted(table, office_table)
    assert table.header_rows == (3, 4)
    assert [(each.normalised, each.unit) for each in table.columns] == [
        ("序号", None), ("单位名称", None), ("党员数", "人"), ("预备党员数", None), ("建筑面积", "m2"), ("备注", None),
    ]  # fmt: skip
    assert table.columns[2].heading == "党员情况·党员数(人)".replace("(", "（").replace(")", "）")
    assert [row.cells[1] for row in table.rows] == ["甲公司", "合计餐饮店"]
    assert kinds(table) == {
        1: "title", 2: "signature", 5: "hint", 6: "example", 9: "blank", 10: "blank", 11: "total",
        12: "note", 13: "note", 14: "blank", 15: "signature", 16: "signature",
    }  # fmt: skip
    assert [(total.row, total.word, total.numbers) for total in table.totals] == [(11, "合计", {2: 8, 3: 1, 4: 200.5})]
    assert total_equals_sum(table, 4)


def total_equals_sum(table: Table, column: int) -> bool:
    return sum(row.cells[column] for row in table.rows) == table.totals[0].numbers[column]


def test_names_of_people_who_filled_it_in_are_not_kept(office_table):
    table = find_table(office_table, known)
    assert table is not None
    texts = {each.row: each.text for each in table.ignored}
    assert texts[1] == "甲街道2024年单位名册"
    assert texts[2] == "填报单位:甲街道 填报日期:2024年6月30日"
    assert "某某" not in "".join(text or "" for text in texts.values())


def test_sub_headings_that_stand_twice_keep_their_top():
    merged = (MergedRange(0, 0, 0, 1), MergedRange(0, 2, 0, 3))
    table = table_of([["甲方", "甲方", "乙方", "乙方"], ["名称", "代码", "名称", "代码"], ["a", "b", "c", "d"]], merged)
    assert [each.normalised for each in table.columns] == ["甲方·名称", "甲方·代码", "乙方·名称", "乙方·代码"]
    assert table.header_rows == (1, 2)


def test_a_title_merged_over_the_table_is_no_heading():
    merged = (MergedRange(0, 0, 0, 2), MergedRange(1, 1, 1, 2))
    rows = [["名册", "名册", "名册"], ["甲街道", "2024年", "2024年"], ["单位名称", "党员数", "备注"], ["a", 1, "x"]]
    table = table_of(rows, merged)
    assert (table.header_rows, [row.number for row in table.rows]) == ((3,), [4])


def test_a_heading_repeated_on_each_printed_page():
    header = ["单位名称", "党员数", "备注"]
    table = table_of([["名册"], header, ["a", 1], ["名册"], header, ["b", 2]])
    assert kinds(table) == {1: "title", 4: "title", 5: "header"}
    assert [row.number for row in table.rows] == [3, 6]


def test_numbers_of_columns_under_the_heading():
    table = table_of([["单位名称", "党员数", "预备党员数", "备注"], ["1", "2", "3", "4"], ["甲", 1, 2, "x"]])
    assert kinds(table) == {2: "column_numbers"}


@pytest.mark.parametrize(
    "row",
    [
        ["合计餐饮店", 3, 1, "甲路"],
        ["小计便利店", 3, None, None],
        ["合计", "乙类", "丙类", "甲路"],
        ["备注文化公司", 3, 1, "甲路"],
        ["注册会计师事务所", 3, None, None],
        ["审核科技公司", 3, None, None],
        ["示例科技公司", 3, 1, None],
        ["说明书印刷厂", None, None, None],
        ["负责人：某", 3, 1, "甲路"],
        [0, 0, 0, 0],
        ["单位名称公司", "党员数", 1, None],
    ],
)
def test_a_data_row_is_never_swallowed(row):
    rows = [["单位名称", "党员数", "预备党员数", "备注"], *[["甲公司", 1, 2, "x"]] * 5, row, ["乙公司", 1, 2, "x"]]
    assert 7 in {each.number for each in table_of(rows).rows}


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        (["小计", None, 4, "—"], {2: 4}),
        ([9, "总计", "1,234", "5人"], {2: 1234, 3: 5}),
        (["甲社区", "小计", 4, 0], {2: 4, 3: 0}),
        (["合计：", None, None, None], {}),
        (["合计:35人", None, None, None], {}),
    ],
)
def test_rows_of_totals(row, numbers):
    rows = [["所属社区", "单位名称", "党员数", "预备党员数"], ["甲社区", "甲", 3, 0], row, ["乙社区", "乙", 1, 0]]
    table = table_of(rows)
    assert [(each.row, each.numbers) for each in table.totals] == [(3, numbers)]


def test_columns_of_data_without_a_heading_are_shown():
    table = table_of([["单位名称", None, "党员数", None], ["甲", "密", 3, None]])
    assert [(each.index, each.normalised) for each in table.columns] == [(0, "单位名称"), (1, ""), (2, "党员数")]


def test_sheets_without_known_headings_have_no_table():
    for rows in ([], [["甲", "乙"], ["丙", "丁"]], [[1, 2], [3, 4]], [[None]], [["单位名称", "某事", "另一事"]]):
        assert find_table(Sheet("字典", rows), known) is None


def test_a_table_of_one_column():
    table = table_of([["单位名称"], ["甲公司"], ["乙公司"], ["合计"]])
    assert [row.number for row in table.rows] == [2, 3]


words = st.sampled_from(
    [
        "合计",
        "小计",
        "注：",
        "备注",
        "填表人：",
        "审核人",
        "示例",
        "必填",
        "单位名称",
        "党员数",
        "序号",
        "甲公司",
        " ",
        "2024年6月",
    ]
)
cells = st.one_of(st.none(), words, st.integers(0, 9), st.text(string.printable, max_size=3))


row_lists = st.lists(st.lists(cells, min_size=4, max_size=4), max_size=12)
places = st.tuples(st.integers(0, 12), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))


@given(row_lists, st.lists(st.lists(cells, min_size=4, max_size=4), max_size=3), st.lists(places, max_size=3))
def test_every_row_is_accounted_for_once(below, above, blocks):
    rows = [*above, ["序号", "单位名称", "党员数", "备注"], *below]
    merged = tuple(MergedRange(top, left, top + down, min(left + right, 3)) for top, left, down, right in blocks)
    sheet = Sheet("单位", rows, merged)
    table = find_table(sheet, known)
    if table is not None:
        assert_all_accounted(table, sheet)
        assert {each.row for each in table.totals} == {each.row for each in table.ignored if each.kind is RowKind.TOTAL}
