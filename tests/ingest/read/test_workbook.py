"""Real files of common programs, read true: places, types, merged ranges, hidden sheets, cells in error."""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
import shutil
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from graph.errors import RosterProblem
from ingest.read.sheets import MergedRange
from ingest.read.workbook import read_workbook


@pytest.fixture
def office_file(tmp_path):
    path = tmp_path / "甲街道名册.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("单位")
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet.merge_range("C3:E3", "甲街道单位名册")
        sheet.write_row("C4", ["名称", "成立", "人数"])
        sheet.write("C5", "甲公司")
        sheet.write_datetime("D5", datetime(2024, 6, 30), day)
        sheet.write_number("E5", 12)
        sheet.merge_range("C6:C7", "乙公司")
        sheet.write_datetime("D6", datetime(2024, 6, 30, 8, 30), day)
        sheet.write_boolean("E6", True)
        sheet.write_formula("D7", "=1/0", None, "#DIV/0!")
        sheet.write_formula("E7", "=E5+1", None, 13)
        book.add_worksheet("空表")
        book.add_worksheet("字典").hide()
    return path


def test_rows_keep_their_place_and_cells_their_type(office_file):
    book = read_workbook(office_file)
    assert (book.name, book.kind, book.encoding) == ("甲街道名册.xlsx", "xlsx", None)
    assert book.sha256 == hashlib.sha256(office_file.read_bytes()).hexdigest()
    units, empty, words = book.sheets
    assert [row[2:] for row in units.rows] == [
        [None, None, None],
        [None, None, None],
        ["甲街道单位名册"] * 3,
        ["名称", "成立", "人数"],
        ["甲公司", date(2024, 6, 30), 12],
        ["乙公司", datetime(2024, 6, 30, 8, 30), True],
        ["乙公司", "#DIV/0!", 13],
    ]
    assert {tuple(row[:2]) for row in units.rows} == {(None, None)}
    assert set(units.merged) == {MergedRange(2, 2, 2, 4), MergedRange(5, 2, 6, 2)}
    assert (empty.rows, empty.hidden, words.hidden, units.hidden) == ([], False, True, False)


def test_the_suffix_does_not_matter(office_file, tmp_path):
    renamed = tmp_path / "名册.xls"
    shutil.copy(office_file, renamed)
    assert read_workbook(renamed).sheets == read_workbook(office_file).sheets


def test_a_result_can_cross_processes(office_file):
    book = read_workbook(office_file)
    assert pickle.loads(pickle.dumps(book)) == book
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(read_workbook, (office_file,)) == book


def test_a_value_is_filled_into_its_merged_range_only(tmp_path):
    path = tmp_path / "合并.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["社区", "户数"])
        sheet.merge_range("A2:A3", "甲社区")
        sheet.write_column("B2", [1, 2, 3])
    assert read_workbook(path).sheets[0].rows[1:] == [["甲社区", 1], ["甲社区", 2], [None, 3]]


def test_files_of_openpyxl_and_wide_tables(tmp_path):
    path = tmp_path / "宽表.xlsx"
    book = openpyxl.Workbook()
    for row in range(1, 301):
        book.active.append([f"{row}-{column}" for column in range(80)])
    book.save(path)
    rows = read_workbook(path).sheets[0].rows
    assert (len(rows), {len(row) for row in rows}) == (300, {80})
    assert rows[299][79] == "300-79"


def test_a_styled_blank_cell_far_away_harms_nobody(tmp_path):
    path = tmp_path / "格式.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "名称")
        sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    assert read_workbook(path).sheets[0].rows == [["名称"]]


def test_missing_and_empty_files_are_named_without_their_folder(tmp_path):
    (tmp_path / "空.xlsx").write_bytes(b"")
    for name, code in (("空.xlsx", "empty_file"), ("没有.xlsx", "unreadable")):
        with pytest.raises(RosterProblem) as caught:
            read_workbook(tmp_path / name)
        assert caught.value.code == code
        assert name in caught.value.zh
        assert str(tmp_path) not in str(caught.value)
