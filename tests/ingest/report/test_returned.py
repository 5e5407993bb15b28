from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import xlsxwriter

from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import Prepared
from ingest.load.prepare import prepare
from ingest.report.returned import NOTE, write_returned
from tests.ingest.report.conftest import OPTIONS


def _written(prepared: Prepared, ledger: Ledger, path: Path) -> tuple[Path, ...]:
    load = ledger.record(prepared.drafts)
    return write_returned(prepared.files, ledger.returned(load), path)


def test_only_returned_rows_come_back_with_number_reason_and_mark(
    prepared: Prepared, ledger: Ledger, tmp_path: Path
) -> None:
    (path,) = _written(prepared, ledger, tmp_path / "returned.xlsx")
    (sheet,) = openpyxl.load_workbook(path).worksheets
    assert NOTE in sheet["A1"].value
    headings = [cell.value for cell in sheet[2]]
    assert headings[:2] == ["退回编号", "退回原因"]
    assert sheet.max_row == 4
    rows = {sheet.cell(row, 3).value: row for row in (3, 4)}
    assert set(rows) == {"试验乙支部", "试验丙支部"}
    row = rows["试验乙支部"]
    numbers = [number for number, *_ in ledger.returned(1)]
    assert sheet.cell(row, 1).value == numbers[0]
    assert "组织类别:" in sheet.cell(row, 2).value
    assert "成立日期:" in sheet.cell(row, 2).value
    faulty = sheet.cell(row, headings.index("组织类别") + 1)
    sound = sheet.cell(row, headings.index("所在社区") + 1)
    assert faulty.fill.fgColor.rgb == "FFFFD9D9"
    assert faulty.comment is not None
    assert sound.comment is None
    assert sound.fill.fgColor.rgb != "FFFFD9D9"


def test_no_personal_cell_comes_back_in_any_part_of_the_workbook(
    prepared: Prepared, ledger: Ledger, tmp_path: Path
) -> None:
    import zipfile

    (path,) = _written(prepared, ledger, tmp_path / "returned.xlsx")
    with zipfile.ZipFile(path) as parts:
        content = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    for secret in ("1000000000", "演示乙", "演示丙", "19900000000", "联系电话"):
        assert secret not in content, secret
    # whether somebody is responsible counts, so there is a column to say it again
    assert "覆盖责任人" in content


def test_what_looks_like_a_formula_is_a_text(ledger: Ledger, tmp_path: Path) -> None:
    source = tmp_path / "formula.csv"
    source.write_text("单位名称,单位性质,所在社区\n=HYPERLINK(1),鞋,=1+1\n@x,鞋,-2+3\n", encoding="utf-8")
    (path,) = _written(prepare([source], OPTIONS, ledger), ledger, tmp_path / "returned.xlsx")
    (sheet,) = openpyxl.load_workbook(path).worksheets
    cells = [cell for row in sheet.iter_rows(min_row=3, min_col=3) for cell in row if cell.value is not None]
    assert {cell.value for cell in cells} >= {"=HYPERLINK(1)", "=1+1", "@x", "-2+3"}
    assert {cell.data_type for cell in openpyxl.load_workbook(path, data_only=True).active["C"][2:]} == {"s"}
    import zipfile

    with zipfile.ZipFile(path) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist() if "sheet" in name)


def test_types_of_cells_survive_the_way_back(ledger: Ledger, tmp_path: Path) -> None:
    source = tmp_path / "types.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet("单位")
        for column, heading in enumerate(("单位名称", "单位性质", "从业人数", "入驻日期", "单位编号")):
            sheet.write_string(0, column, heading)
        sheet.write_string(1, 0, "试验甲公司")
        sheet.write_string(1, 1, "鞋")
        sheet.write_number(1, 2, 12)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 3, datetime(2019, 6, 30), day)
        sheet.write_string(1, 4, "0007")
    (path,) = _written(prepare([source], OPTIONS, ledger), ledger, tmp_path / "returned.xlsx")
    back = openpyxl.load_workbook(path)["单位"]
    cells = {back.cell(2, column).value: back.cell(3, column).value for column in range(3, 8)}
    assert cells["从业人数"] == 12
    assert cells["入驻日期"].date() == date(2019, 6, 30)
    assert cells["单位编号"] == "0007"


def test_two_files_of_one_format_come_back_apart_and_both_can_be_mended(
    ledger: Ledger, organisations: Path, tmp_path: Path
) -> None:
    later = tmp_path / "later_20241231.csv"
    later.write_text(organisations.read_text("utf-8").replace("试验乙", "试验丁"), encoding="utf-8")
    first = organisations.rename(tmp_path / "first_20240630.csv")
    options = LoadOptions(complete=True, scope="990201001")
    prepared = prepare([first, later], options, ledger)
    paths = _written(prepared, ledger, tmp_path / "returned.xlsx")
    assert [path.name for path in paths] == ["returned.xlsx", "returned-2.xlsx"]
    for path, edition in zip(paths, ("2024-06-30", "2024-12-31"), strict=True):
        (mended,) = prepare([path], LoadOptions(), ledger).files
        assert mended.draft.edition == edition
        assert {row.mends for row in mended.draft.rows} <= {number for number, *_ in ledger.returned(1)}
        assert {fault.code for row in mended.returned for fault in row.faults}.isdisjoint({"no_returned_row"})


def test_a_row_that_comes_back_a_second_time_has_one_column_of_reasons(
    prepared: Prepared, ledger: Ledger, tmp_path: Path
) -> None:
    (path,) = _written(prepared, ledger, tmp_path / "returned.xlsx")
    again = prepare([path], LoadOptions(), ledger)
    load = ledger.record(again.drafts)
    (second,) = write_returned(again.files, ledger.returned(load), tmp_path / "again.xlsx")
    headings = [cell.value for cell in openpyxl.load_workbook(second).active[2]]
    assert headings.count("退回原因") == headings.count("退回编号") == 1
    assert len(headings) == len(set(headings))


def test_nothing_is_written_where_nothing_came_back(ledger: Ledger, tmp_path: Path) -> None:
    source = tmp_path / "units.csv"
    source.write_text("单位名称,单位性质\n试验甲公司,非公企业\n", encoding="utf-8")
    prepared = prepare([source], OPTIONS, ledger)
    assert _written(prepared, ledger, tmp_path / "returned.xlsx") == ()
    assert not (tmp_path / "returned.xlsx").exists()


def test_a_form_that_came_back_is_mended_as_a_row(ledger: Ledger, tmp_path: Path) -> None:
    source = tmp_path / "登记表.csv"
    source.write_text("单位名称,试验甲公司\n单位性质,鞋\n从业人数,12\n", encoding="utf-8")
    (path,) = _written(prepare([source], OPTIONS, ledger), ledger, tmp_path / "returned.xlsx")
    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book.active[2]]
    assert "原第 1 行" in book.active.cell(3, 2).value
    book.active.cell(3, headings.index("单位性质") + 1, "学校")
    book.save(path)
    (mended,) = prepare([path], LoadOptions(), ledger).files
    assert (mended.counts["loaded"], mended.returned) == (1, ())
    (row,) = mended.draft.rows
    assert row.mends == next(number for number, *_ in ledger.returned(1))


def test_a_row_below_two_rows_of_headings_is_mended_as_a_row(ledger: Ledger, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("序号", "党组织情况", None, None, "所在单位情况", None),
        (None, "党组织名称", "党组织书记", "组织类别", "单位名称", "单位性质类别"),
        (1, "试验甲支部", "空缺", "党党", "试验甲公司", "非公企业"),
    ):
        book.active.append(row)
    for block in ("A1:A2", "B1:D1", "E1:F1"):
        book.active.merge_cells(block)
    book.save(tmp_path / "采集表.xlsx")
    (path,) = _written(prepare([tmp_path / "采集表.xlsx"], OPTIONS, ledger), ledger, tmp_path / "returned.xlsx")
    back = openpyxl.load_workbook(path)
    headings = [cell.value for cell in back.active[2]]
    back.active.cell(3, headings.index("党组织情况·组织类别") + 1, "党支部")
    back.save(path)
    (mended,) = prepare([path], LoadOptions(), ledger).files
    assert (mended.counts["loaded"], mended.returned, mended.unknown) == (1, (), ())


def test_what_stands_right_of_a_post_comes_back(ledger: Ledger, tmp_path: Path) -> None:
    source = tmp_path / "岗位名册.csv"
    source.write_text(
        "任职组织,岗位名称,岗位类别,所在社区,任职日期\n试验甲支部,书记,书记,子社区,2016-13-01\n", encoding="utf-8"
    )
    (path,) = _written(prepare([source], OPTIONS, ledger), ledger, tmp_path / "returned.xlsx")
    row = [cell.value for cell in openpyxl.load_workbook(path).active[3]]
    assert row[2:] == ["试验甲支部", "书记", "书记", "子社区", "2016-13-01"]
