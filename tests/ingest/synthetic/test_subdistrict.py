"""What the generator promises of its workbooks: same bytes, published totals, known headings, nothing real."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from graph.errors import RosterProblem
from ingest.check.detect import recognise
from ingest.check.personal_columns import personal_headings
from ingest.clean.identifiers import parse_organisation_code, parse_unified_code
from ingest.formats.catalog import format_named, formats
from ingest.read.headings import normalise_heading
from ingest.read.table import find_table
from ingest.read.workbook import read_workbook
from ingest.synthetic import Written, assert_totals, subdistrict

SEEDS = (2, 7, 2018, 990101)
PUBLISHED = {
    "units": (601, 699),
    "founding_members": (63, 63),
    "members": (104, 104),
    "sectors": (4, 4),
    "areas": (7, 7),
    "communities": (7, 7),
    "projects_signed": (21, 21),
    "consultations": (21, 29),
}


def texts(written: Written) -> set[str]:
    """Every text of every cell."""
    found: set[str] = set()
    for file in written.files:
        for sheet in openpyxl.load_workbook(file.path).worksheets:
            found |= {cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)}
    return found


def test_equal_seeds_give_equal_bytes(written: Written, tmp_path: Path) -> None:
    again = subdistrict(tmp_path, seed=1)
    assert [file.path.name for file in again.files] == [file.path.name for file in written.files]
    assert [file.path.read_bytes() for file in again.files] == [file.path.read_bytes() for file in written.files]
    assert (again.planted, again.pending, again.gaps) == (written.planted, written.pending, written.gaps)


def test_another_process_gives_the_same_bytes(written: Written, tmp_path: Path) -> None:
    # sets are ordered by a hash that differs from process to process: none may show in the files
    program = "import sys; from pathlib import Path; from ingest.synthetic import subdistrict; "
    program += "subdistrict(Path(sys.argv[1]), seed=1)"
    for salt in ("1", "2"):
        folder = tmp_path / salt
        subprocess.run(
            [sys.executable, "-c", program, str(folder)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": salt},
        )
        for file in written.files:
            assert (folder / file.path.name).read_bytes() == file.path.read_bytes()


def test_no_clock_is_in_the_files(written: Written) -> None:
    for file in written.files:
        with zipfile.ZipFile(file.path) as archive:
            assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2018-10-01T"}


def test_other_seeds_give_other_rosters(written: Written, tmp_path: Path) -> None:
    other = subdistrict(tmp_path, seed=2)
    units = next(file.path for file in written.files if file.format == "units")
    assert (other.folder / units.name).read_bytes() != units.read_bytes()


def test_published_totals_are_met(written: Written) -> None:
    met = assert_totals(written.folder)
    assert {each.code: (each.low, each.high) for each in met} == PUBLISHED
    assert all(each.low <= each.value <= each.high for each in met)
    assert set(written.totals) == set(PUBLISHED)
    assert all(written.totals.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_seed_meets_them(seed: int, tmp_path: Path) -> None:
    made = subdistrict(tmp_path, seed=seed)
    assert len(assert_totals(tmp_path)) == len(PUBLISHED)
    assert len(made.pending) == 5
    assert len(made.planted) == 5


def test_a_missed_total_is_told(written: Written, tmp_path: Path) -> None:
    folder = shutil.copytree(written.folder, tmp_path / "copy")
    path = next(folder.glob("*_共建协议台账_*.xlsx"))
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_rows(5)
    book.save(path)
    with pytest.raises(RosterProblem, match="projects_signed"):
        assert_totals(folder)


def test_a_member_in_two_areas_is_told(written: Written, tmp_path: Path) -> None:
    folder = shutil.copytree(written.folder, tmp_path / "copy")
    path = next(folder.glob("*_联合会成员名册_*.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[3] if cell.value == "成员单位")
    sheet.cell(5, column).value = sheet.cell(4, column).value
    book.save(path)
    with pytest.raises(RosterProblem, match="twice"):
        assert_totals(folder)


def test_a_missing_roster_is_told(tmp_path: Path) -> None:
    with pytest.raises(RosterProblem, match="驻区单位名册"):
        assert_totals(tmp_path)


def test_every_heading_is_known_to_its_format(written: Written) -> None:
    known = {
        name: {normalise_heading(each) for column in declared.columns.values() for each in column.headings}
        for name, declared in formats().items()
    }
    every = frozenset().union(*known.values())
    for file in written.files:
        table = find_table(read_workbook(file.path).sheets[0], every.__contains__)
        assert table is not None
        assert len(table.rows) == file.rows
        headings = {column.normalised.rsplit("·", 1)[-1] for column in table.columns}
        # 序号 numbers the rows and 联系电话 is there to be dropped: no format reads them
        unread = headings - known[file.format]
        assert unread <= {"序号", "联系电话"}
        assert "联系电话" in personal_headings()


def test_every_file_is_taken_for_its_own_format(written: Written) -> None:
    for file in written.files:
        recognised = recognise(read_workbook(file.path).sheets[0], file.path.name)
        assert recognised is not None
        assert recognised.declared.name == file.format


def test_the_buildings_have_headings_of_two_rows_and_the_bodies_merged_cells(written: Written) -> None:
    paths = {file.format: file.path for file in written.files}
    buildings = read_workbook(paths["buildings"]).sheets[0]
    table = find_table(buildings, {"楼栋名称", "用途", "户数"}.__contains__)
    assert table is not None
    assert table.header_rows == (3, 4)
    bodies = read_workbook(paths["coordinating_bodies"]).sheets[0]
    assert any(block.bottom > block.top > 2 for block in bodies.merged)


def test_dates_come_in_every_office_style(written: Written) -> None:
    path = next(file.path for file in written.files if file.format == "units")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    column = next(cell.column for cell in sheet[3] if cell.value == "入驻日期")
    cells = [sheet.cell(row, column).value for row in range(4, sheet.max_row)]
    assert any(hasattr(cell, "year") for cell in cells)
    written_dates = "\n".join(cell for cell in cells if isinstance(cell, str))
    for style in (r"^\d{4}-\d\d-\d\d$", r"^\d{4}\.\d+\.\d+$", r"^\d{4}年\d+月\d+日$", r"^\d{4}年\d+月$"):
        assert re.search(style, written_dates, re.MULTILINE)


def test_codes_are_sound_and_of_no_region_that_exists(written: Written) -> None:
    wrong = {(each.file, each.row) for each in written.planted if each.code == "code_check"}
    unified = 0
    for file in written.files:
        for number, row in enumerate(openpyxl.load_workbook(file.path).worksheets[0].iter_rows(values_only=True), 1):
            for cell in row:
                if (
                    isinstance(cell, str)
                    and re.fullmatch(r"[0-9A-Z]{18}", cell)
                    and (file.path.name, number) not in wrong
                ):
                    assert parse_unified_code(cell)[2:8] == "990101"
                    unified += 1
                if isinstance(cell, str) and re.fullmatch(r"99\d{6}[0-9X]", cell) and file.format != "places":
                    assert parse_organisation_code(cell) == cell
    assert unified > 600


def test_telephones_cannot_exist_and_persons_are_placeholders(written: Written) -> None:
    every = texts(written)
    phones = {text for text in every if re.fullmatch(r"1\d{10}", text)}
    assert phones
    assert all(text.startswith("1000000") for text in phones)
    units = format_named("units").columns
    personal = [heading for name in ("contact", "legal_representative") for heading in units[name].headings]
    for file in written.files:
        sheet = openpyxl.load_workbook(file.path).worksheets[0]
        rows = [*sheet.iter_rows(values_only=True)]
        top = next(index for index, row in enumerate(rows) if row[0] == "序号")
        for column in [index for index, heading in enumerate(rows[top]) if heading in {*personal, "党组织书记"}]:
            held = {row[column] for row in rows[top + 1 :] if row[column] is not None}
            assert all(re.fullmatch(r"演示[甲乙丙丁戊己庚辛壬癸]|空缺|无", str(each)) for each in held)


def test_no_place_of_the_case_is_named_in_the_rosters(written: Written) -> None:
    real = ("北山", "上保", "宝石", "友谊", "松木场", "金祝", "沿山河", "曲院", "西湖")
    assert not [text for text in texts(written) if any(name in text for name in real)]
    assert written.stands_for["演示街道"] == "北山街道"
    # communities stand for communities only as a whole
    assert not {"甲社区", "乙社区"} & set(written.stands_for)


def test_the_army_unit_has_no_address_and_no_numbers(written: Written) -> None:
    path = next(file.path for file in written.files if file.format == "units")
    rows = [*openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    headings = [str(heading) for heading in rows[2]]
    (army,) = [dict(zip(headings, row, strict=True)) for row in rows[3:] if row[4] == "部队"]
    assert {heading for heading, cell in army.items() if cell is not None} <= {
        "序号",
        "单位编号",
        "统一社会信用代码",
        "单位名称",
        "单位性质",
        "经营状态",
        "所在社区",
    }
    assert army["统一社会信用代码"] in (None, "无")
