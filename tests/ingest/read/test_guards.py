"""Files that would stop or deceive the reader are refused before it sees them, with a reason and quickly."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import RosterProblem
from ingest.read.workbook import read_workbook
from tests.ingest.read.written import PLAIN, SHEET, changed

FAR = b'"XFD1048576"'


def refusal(tmp_path, data: bytes, name: str = "名册.xlsx") -> RosterProblem:
    path = tmp_path / name
    path.write_bytes(data)
    started = time.perf_counter()
    with pytest.raises(RosterProblem) as caught:
        read_workbook(path)
    assert time.perf_counter() - started < 60  # a guard against hanging, no measurement
    assert name in caught.value.zh and name in caught.value.en
    assert str(tmp_path) not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "changes",
    [
        [(b'r="B40"', b'r="XFD1048576"')],
        [(b'<c r="B40"', b"<c\n r = 'XFD1048576'")],
        [(b'<row r="40"', b'<row r="1048576"'), (b'<c r="A40" ', b"<c "), (b'<c r="B40"', b"<c")],
        [(b"<sheetData>", b"<sheetData><!-- " + b"x" * 3_000_000 + b" -->"), (b'r="B40"', b'r="XFD1048576"')],
        [(b"<c ", b"<x:c "), (b"</c>", b"</x:c>"), (b"<worksheet ", b'<worksheet xmlns:x="urn:x" '), (b'"B40"', FAR)],
    ],
)  # fmt: skip
def test_a_stray_cell_is_refused_however_it_is_written(tmp_path, changes):
    problem = refusal(tmp_path, changed(*changes))
    assert problem.code == "stray_cell"
    assert "「单位」" in problem.zh


def test_cells_without_references_are_read(tmp_path):
    path = tmp_path / "无引用.xlsx"
    path.write_bytes(changed((b'<c r="A40" ', b"<c "), (b'<c r="B40"', b"<c")))
    assert read_workbook(path).sheets[0].rows[39][:2] == ["第39公司", 39]


def test_a_lying_dimension_changes_nothing(tmp_path):
    path = tmp_path / "尺寸.xlsx"
    path.write_bytes(changed((b'<dimension ref="A1:E40"/>', b'<dimension ref="A1:XFD1048576"/>')))
    assert len(read_workbook(path).sheets[0].rows) == 40


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entities_are_refused(tmp_path, part):
    body = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    data = changed((b'standalone="yes"?>', b'standalone="yes"?>' + body), part=part)
    assert refusal(tmp_path, data).code == "entities"


def test_bombs_are_refused_before_they_are_inflated(tmp_path):
    started = time.perf_counter()
    assert refusal(tmp_path, changed(add={"xl/media/a.xml": b" " * 200_000_000})).code == "too_big"
    assert time.perf_counter() - started < 60  # a guard against hanging, no measurement
    many = changed(add={f"xl/{number}.xml": b"<a/>" for number in range(2_100)})
    assert refusal(tmp_path, many).code == "too_big"


def test_a_part_bigger_than_it_declares_is_refused(tmp_path):
    data = bytearray(changed())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        real = archive.getinfo(SHEET).file_size
    for at in range(len(data) - 4):
        if data[at : at + 4] == struct.pack("<I", real):
            data[at : at + 4] = struct.pack("<I", 100)
    assert refusal(tmp_path, bytes(data)).code == "truncated"


def test_truncated_files_are_refused_at_every_length(tmp_path):
    for length in range(4, len(PLAIN) - 1, 331):
        assert refusal(tmp_path, PLAIN[:length]).code == "truncated"


def test_formulas_without_results_are_refused_and_texts_of_formulas_not(tmp_path):
    data = changed((b'<c r="B40"><v>39</v>', b'<c r="B40"><f>1+1</f><v></v>'))
    assert refusal(tmp_path, data).code == "uncomputed"
    path = tmp_path / "空文本.xlsx"
    path.write_bytes(changed((b'<c r="B40"><v>39</v>', b'<c r="B40" t="str"><f>IF(1,"")</f><v></v>')))
    assert len(read_workbook(path).sheets[0].rows) == 40


def test_overlapping_merged_ranges_are_refused(tmp_path):
    block = b'<mergeCell ref="D1:E1"/>'
    whole = b"".join(b'<mergeCell ref="A%d:E40"/>' % row for row in range(1, 40))
    assert refusal(tmp_path, changed((block, whole))).code == "merged_overlap"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (changed(add={"xl/vbaProject.bin": b"x"}), "名册.xlsm", "macros"),
        (b"MIME-Version: 1.0\r\n\r\n<html><table></table></html>", "名册.xls", "html_as_workbook"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html></html>", "名册.xls", "html_without_table"),
        (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "名册.xls", "xml_spreadsheet"),
        (b"%PDF-1.7 ...", "名册.xlsx", "not_a_workbook"),
        (b"\x89PNG\r\n\x1a\n", "名册.csv", "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "名册.xls", "truncated"),
    ],
)  # fmt: skip
def test_other_files_are_named(tmp_path, data, name, code):
    assert refusal(tmp_path, data, name).code == code


@pytest.mark.parametrize(
    ("member", "code"),
    [("xl/workbook.bin", "xlsb"), ("content.xml", "ods"), ("word/document.xml", "docx"), ("名册.csv", "archive")],
)
def test_other_archives_are_named(tmp_path, member, code):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(member, b"x")
    assert refusal(tmp_path, memory.getvalue()).code == code


def test_an_encrypted_archive_is_named(tmp_path):
    data = bytearray(PLAIN)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert refusal(tmp_path, bytes(data)).code == "encrypted"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_flipped_bytes_end_in_rows_or_in_a_roster_problem(tmp_path_factory, seed):
    chance = random.Random(seed)
    data = bytearray(PLAIN)
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path = tmp_path_factory.mktemp("flips") / "名册.xlsx"
    path.write_bytes(bytes(data))
    try:
        book = read_workbook(path)
    except RosterProblem:
        return
    # what was read must be what was written: the checksums of the container leave no room in between
    assert [row[:2] for row in book.sheets[0].rows][1:] == [[f"第{row}公司", row] for row in range(1, 40)]
