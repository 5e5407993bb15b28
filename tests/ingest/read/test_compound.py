"""Old .xls and .et files, written here byte by byte: the format is small enough, and no writer is a dependency."""

from __future__ import annotations

import random
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import RosterProblem
from ingest.read.workbook import read_workbook
from tests.ingest.read.written import CELLS, compound, number, record, stream


def problem_of(tmp_path, data: bytes) -> RosterProblem:
    path = tmp_path / "名册.xls"
    path.write_bytes(data)
    with pytest.raises(RosterProblem) as caught:
        read_workbook(path)
    return caught.value


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
