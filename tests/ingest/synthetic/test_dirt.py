"""What was planted in a dirty district against what the ingest makes of it: nothing missed, nothing more."""

from __future__ import annotations

import csv
import re
from collections import Counter
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import Prepared
from ingest.load.prepare import prepare
from ingest.report.faults import FAULTS
from ingest.synthetic import Written, dirt_kinds, district
from ingest.synthetic.canaries import canaries
from ingest.synthetic.dirt import SPARE_HEADING
from ingest.synthetic.roster_folder import ABOUT, PLANTED

Spot = tuple[str, str, int]
STATES = {"returned": "returned", "loaded": "accepted", "duplicate": "duplicate"}
DECLARED = {
    each.name
    for sorts in (
        *dirt_kinds.BY_KIND.values(),
        dirt_kinds._COUNT_CURES,
        dirt_kinds._SENTINELS,
        dirt_kinds._FREE,
        dirt_kinds._REQUIRED,
        dirt_kinds._SEVERAL,
    )
    for each in sorts
}


@pytest.fixture(scope="module", params=[1, 4])
def dirty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Written, Prepared, Path]:
    folder = tmp_path_factory.mktemp("dirty")
    written = district(folder / "rosters", seed=request.param, buildings=600, dirt=True)
    with Ledger(folder / "ledger.sqlite") as ledger:
        prepared = prepare([written.folder], LoadOptions(), ledger)
        ledger.record(prepared.drafts)
    return written, prepared, folder


def planted(written: Written, *outcomes: str) -> set[Spot]:
    return {(each.file, each.sheet, each.row) for each in written.dirt if each.dirt.outcome in outcomes}


def test_exactly_what_was_planted_is_returned_for_exactly_its_reason(dirty: tuple[Written, Prepared, Path]) -> None:
    written, prepared, _ = dirty
    returned = {
        (file.draft.name, row.sheet, row.number, fault.code)
        for file in prepared.files
        for row in file.returned
        for fault in row.faults
    }
    expected = {
        (each.file, each.sheet, each.row, each.dirt.code) for each in written.dirt if each.dirt.outcome == "returned"
    }
    assert len(expected) > 100
    both = len(returned & expected)
    precision, recall = both / len(returned), both / len(expected)
    assert (precision, recall, returned ^ expected) == (1.0, 1.0, set())


def test_every_other_row_of_data_is_loaded_once(dirty: tuple[Written, Prepared, Path]) -> None:
    written, prepared, _ = dirty
    found = {(file.draft.name, row.sheet, row.number): row.state for file in prepared.files for row in file.draft.rows}
    odd = {
        (each.file, each.sheet, each.row): STATES[each.dirt.outcome]
        for each in written.dirt
        if each.dirt.outcome in STATES
    }
    expected = {spot: odd.get(spot, "accepted") for file in written.files for spot in data_rows(file.path)}
    assert found == expected
    assert not planted(written, "ignored", "remark") & set(found)


def test_the_rows_of_each_file_add_up_to_those_that_another_parser_counts(
    dirty: tuple[Written, Prepared, Path],
) -> None:
    written, prepared, _ = dirty
    rows = {file.path.name: sum(map(len, sheets(file.path).values())) for file in written.files}
    for file in prepared.files:
        counts = file.counts
        parts = [counts[each] for each in ("loaded", "duplicates", "ignored", "returned")]
        assert counts["rows"] == sum(parts) == rows[file.draft.name], file.draft.name
    assert {file.draft.name for file in prepared.files} == set(rows)


def test_a_wrong_total_is_told_and_no_other(dirty: tuple[Written, Prepared, Path]) -> None:
    written, prepared, _ = dirty
    told = {
        (file.draft.name, each.sheet, each.row)
        for file in prepared.files
        for each in file.mismatches
        if each.summed is not None
    }
    assert told == planted(written, "remark")
    assert told


def test_columns_that_nobody_knows_are_told_and_personal_ones_dropped(dirty: tuple[Written, Prepared, Path]) -> None:
    written, prepared, _ = dirty
    spare = {each.file for each in written.dirt if each.dirt.kind == "telephone_in_unknown_column"}
    told = {file.draft.name for file in prepared.files if any(each.endswith(SPARE_HEADING) for each in file.unknown)}
    assert told == spare != set()
    assert {heading for file in prepared.files for heading in file.dropped} >= {"联系电话"}


def test_nothing_personal_leaves_the_reader(dirty: tuple[Written, Prepared, Path]) -> None:
    _, prepared, folder = dirty
    kept = b"".join(path.read_bytes() for path in folder.glob("ledger.sqlite*")).decode("utf-8", "ignore")
    told = repr(prepared)
    assert not [each for each in canaries() if each in kept or each in told]


def test_the_ledger_of_dirt_stands_beside_and_is_not_loaded(dirty: tuple[Written, Prepared, Path]) -> None:
    written, prepared, _ = dirty
    with (written.folder / ABOUT / PLANTED).open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert len(rows) == len(written.dirt)
    assert {(row["file"], row["sheet"], int(row["row"])) for row in rows if row["outcome"] == "returned"} == planted(
        written, "returned"
    )
    assert PLANTED not in {file.draft.name for file in prepared.files}


def test_every_sort_of_dirt_and_every_layout_is_planted(tmp_path: Path) -> None:
    found: Counter[str] = Counter()
    for seed in range(3):
        for each in district(tmp_path / str(seed), seed=seed, buildings=900, dirt=True).dirt:
            found[each.dirt.kind] += 1
            assert not each.dirt.code or each.dirt.code in {*FAULTS, "total_mismatch"}
    layouts = {"workbook", "headings_of_two_rows", "web_page_as_xls", "forms"}
    layouts |= {f"text_{encoding}" for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030")}
    across_rows = {"one_code_two_names", "one_name_two_codes", "end_before_start", "row_twice", "total_misprinted"}
    no_data = {"empty_row", "numbered_row", "headings_again", "column_numbers", "filling_hints", "example_row", "note"}
    assert set(found) >= DECLARED | layouts | across_rows | no_data | {"signature", "subtotal", "crs_missing"}


def test_equal_seeds_plant_alike(tmp_path: Path) -> None:
    first, second = (district(tmp_path / name, seed=9, buildings=200, dirt=True) for name in "ab")
    assert first.dirt == second.dirt
    assert all((tmp_path / "b" / each.path.name).read_bytes() == each.path.read_bytes() for each in first.files)


# --- the files read by other means than the ingest's ----------------------------------------------------


def sheets(path: Path) -> dict[str, list[list[object]]]:
    """All physical rows of a file by sheet."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}
    if path.suffix == ".xls":
        lines = re.findall("<tr>(.*?)</tr>", path.read_text("utf-8"), re.DOTALL)
        return {
            "": [[unescape(cell) or None for cell in re.findall("<td.*?>(.*?)</td>", line, re.S)] for line in lines]
        }
    for encoding in ("utf-16", "utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="") as file:
                return {"": [[cell or None for cell in row] for row in csv.reader(file)]}
        except UnicodeError:
            continue
    raise AssertionError(path.name)


def data_rows(path: Path) -> set[Spot]:
    """Rows that bear a serial number and something else; of a form, where its labels begin."""
    found: set[Spot] = set()
    for sheet, rows in sheets(path).items():
        if len(rows[2]) == 2:
            found.add((path.name, sheet, 3))
            continue
        columns = [
            number for number, row in enumerate(rows, 1) if [*map(str, range(1, len(row) + 1))] == [*map(str, row)]
        ]
        for number, row in enumerate(rows, start=1):
            filled = [cell for cell in row if cell is not None]
            if str(row[0] if row else "").isdecimal() and len(filled) > 1 and number not in columns:
                found.add((path.name, sheet, number))
    return found
