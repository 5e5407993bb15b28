"""Sheets taken apart: whatever stands on them, every row is told once and no cell is lost on the way."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.read.form import find_form
from ingest.read.parts import parts
from ingest.read.sheets import Cell, MergedRange, Sheet
from ingest.read.table import find_table

KNOWN = {"单位名称", "单位性质", "从业人数", "楼栋名称", "户数", "所在社区", "联系人"}
WORDS = ["演示甲", "演示名册", "学校", "合计", "小计", "注:说明", "填表人:某", "必填", "社区"]
CELLS: list[Cell] = [*sorted(KNOWN), *WORDS, 12, 3.5, None, None, None]


def known(heading: str) -> bool:
    return heading in KNOWN


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Sheets of headings, values and blanks at random, now and then with a merged range that is filled."""
    width = draw(st.integers(1, 5))
    row = st.lists(st.sampled_from(CELLS), min_size=width, max_size=width)
    rows: list[list[Cell]] = draw(st.lists(row, min_size=1, max_size=14))
    merged: list[MergedRange] = []
    for top in range(0, len(rows) - 1, 2):
        if draw(st.integers(0, 3)) == 0:
            left = draw(st.integers(0, width - 1))
            block = MergedRange(top, left, draw(st.integers(top, top + 1)), width - 1)
            for index in range(block.top, block.bottom + 1):
                rows[index][left:] = [rows[top][left]] * (width - left)
            if (block.top, block.left) != (block.bottom, block.right):
                merged.append(block)
    return Sheet("甲", rows, tuple(merged))


@settings(max_examples=150, deadline=None)
@given(sheets())
def test_every_row_is_told_once(sheet: Sheet) -> None:
    found = parts(sheet, known)
    assert [row for part in found for row in part.rows] == sheet.rows
    assert [part.first for part in found] == [sum(len(each.rows) for each in found[:at]) for at in range(len(found))]
    for part in found:
        table = find_table(part, known)
        if table is not None:
            told = [*table.header_rows, *(row.number for row in table.rows), *(each.row for each in table.ignored)]
            assert sorted(told) == list(range(part.first + 1, part.first + len(part.rows) + 1))


@settings(max_examples=150, deadline=None)
@given(sheets())
def test_a_form_loses_no_value(sheet: Sheet) -> None:
    form = find_form(sheet, known)
    if form is None:
        return
    first = form.top
    labelled = {row for row, kind in form.other_rows.items() if kind.value == "form"} | {first}
    numbers = [cell for row in sorted(labelled) for cell in _own(sheet, row) if isinstance(cell, int | float)]
    assert sorted(numbers) == sorted(entry.value for entry in form.entries if isinstance(entry.value, int | float))


def _own(sheet: Sheet, row: int) -> list[Cell]:
    from ingest.read.header import own_cells

    return own_cells(sheet, row)


def test_parts_keep_their_merged_ranges_and_the_titles_above() -> None:
    table: list[list[Cell]] = [["单位名称", "单位性质"], ["演示甲", "学校"]]
    other: list[list[Cell]] = [["楼栋名称", "户数"], ["1幢", "甲"], ["1幢", "乙"]]
    sheet = Sheet("甲", [["截至2024年6月30日", None], *table, [None, None], *other], (MergedRange(5, 0, 6, 0),))
    first, second = parts(sheet, known)
    assert (first.first, len(first.rows), first.merged) == (0, 4, ())
    assert (second.first, second.merged) == (4, (MergedRange(1, 0, 2, 0),))
    assert second.above == ("截至2024年6月30日",)
