"""Old .xls and .et files, written here byte by byte: the format is small enough, and no writer is a dependency."""

from __future__ import annotations

import random
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import RosterProblem
from ingest.read.workbook import read_workbook


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def error(row: int, column: int, word: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, word, 1))


def stream(cells: bytes, *, protected: bool = False) -> bytes:
    """A BIFF8 workbook stream with one sheet 单位."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    if protected:
        begin += record(0x002F, struct.pack("<HHH", 1, 1, 1) + b"\x00" * 48)
    title = "单位".encode("utf-16-le")
    length = len(begin) + 4 + 8 + len(title) + 4
    bound = record(0x0085, struct.pack("<IBBBB", length, 0, 0, 2, 1) + title)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    return begin + bound + record(0x000A, b"") + sheet + cells + record(0x000A, b"")


def entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    title = (name + "\x00").encode("utf-16-le")
    head = title.ljust(64, b"\x00") + struct.pack("<HBB", len(title), kind, 1)
    return head + struct.pack("<III", 0xFFFFFFFF, right, child) + b"\x00" * 36 + struct.pack("<IQ", start, size)


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file of 512-byte sectors: FAT in sector 0, directory in sector 1, streams behind."""
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    names = list(streams)
    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    sectors = b""
    for place, name in enumerate(names, start=1):
        body = streams[name].ljust(max(4096, -(-len(streams[name]) // 512) * 512), b"\x00")
        first, count = len(fat), len(body) // 512
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
        right = place + 1 if place < len(names) else 0xFFFFFFFF
        directory += entry(name, 2, first, len(body), right=right)
        sectors += body
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\x00" * 6 + struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header = header.ljust(512, b"\xff")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return header + table + directory.ljust(512, b"\x00") + sectors


def problem_of(tmp_path, data: bytes) -> RosterProblem:
    path = tmp_path / "名册.xls"
    path.write_bytes(data)
    with pytest.raises(RosterProblem) as caught:
        read_workbook(path)
    return caught.value


CELLS = label(0, 0, "单位名称") + label(0, 1, "人数") + label(2, 0, "甲公司") + number(2, 1, 12) + error(3, 1, 23)


@pytest.mark.parametrize("name", ["名册.xls", "名册.et", "名册.xlsx"])
def test_rows_types_and_errors(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(compound({"Workbook": stream(CELLS)}))
    book = read_workbook(path)
    assert (book.kind, [sheet.name for sheet in book.sheets]) == ("xls", ["单位"])
    assert book.sheets[0].rows == [["单位名称", "人数"], [None, None], ["甲公司", 12], [None, "#REF!"]]


def test_a_stray_cell_is_refused(tmp_path):
    for row, column in ((65535, 255), (65535, 65535)):
        found = problem_of(tmp_path, compound({"Workbook": stream(CELLS + number(row, column, 1))}))
        assert found.code == "stray_cell"
        assert "「单位」" in found.zh


def test_passwords_macros_and_other_documents_are_named(tmp_path):
    assert problem_of(tmp_path, compound({"Workbook": stream(CELLS, protected=True)})).code == "encrypted"
    assert problem_of(tmp_path, compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"})).code == "encrypted"
    assert problem_of(tmp_path, compound({"Workbook": stream(CELLS), "_VBA_PROJECT": b"x"})).code == "macros"
    assert problem_of(tmp_path, compound({"WordDocument": b"x"})).code == "not_a_workbook"


@pytest.mark.parametrize(
    "claim",
    [
        record(0x0200, struct.pack("<IIHHH", 2, 0x60000000, 0, 8, 0)),
        record(0x0200, struct.pack("<IIHHH", 0x60000002, 6, 0, 8, 0)),
        record(0x0200, struct.pack("<IIHHH", 0, 6, 0, 0xFFFF, 0)),
    ],
)
def test_claims_that_would_exhaust_the_memory_are_refused(tmp_path, claim):
    assert problem_of(tmp_path, compound({"Workbook": stream(claim + CELLS)})).code == "truncated"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_flipped_bytes_end_in_rows_or_in_a_roster_problem(tmp_path_factory, seed):
    chance = random.Random(seed)
    data = bytearray(compound({"Workbook": stream(CELLS)}))
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data) - 3_600)] = chance.randrange(256)
    path = tmp_path_factory.mktemp("flips") / "名册.xls"
    path.write_bytes(bytes(data))
    try:
        book = read_workbook(path)
    except RosterProblem as problem:
        assert "名册.xls" in problem.zh
        return
    assert all(len(sheet.rows) <= 65_536 for sheet in book.sheets)


def test_chains_that_run_in_circles_end(tmp_path):
    data = bytearray(compound({"Workbook": stream(CELLS)}))
    struct.pack_into("<I", data, 512 + 4 * 2, 2)
    assert problem_of(tmp_path, bytes(data)).code == "truncated"
