"""A table of one row is a table, also where one of its cells is a word that elsewhere is a heading."""

from __future__ import annotations

from ingest.read.sheets import Sheet
from ingest.read.table import find_table

KNOWN = {"小区名称", "所属社区", "户数", "级别", "小区"}


def test_a_row_below_its_headings_is_no_form() -> None:
    sheet = Sheet("名册", [["小区名称", "所属社区", "户数", "级别"], ["甲一苑", "甲社区", 396, "小区"]])
    table = find_table(sheet, KNOWN.__contains__)
    assert table is not None
    assert table.header_rows == (1,)
    assert [row.cells for row in table.rows] == [["甲一苑", "甲社区", 396, "小区"]]


def test_labels_with_their_values_are_a_form() -> None:
    sheet = Sheet("名册", [["小区名称", "甲一苑", "级别", "小区"], ["所属社区", "甲社区", "户数", 396]])
    table = find_table(sheet, KNOWN.__contains__)
    assert table is not None
    assert {column.heading for column in table.columns} == {"小区名称", "级别", "所属社区", "户数"}
    assert len(table.rows) == 1
