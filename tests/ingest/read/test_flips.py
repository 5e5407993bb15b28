"""Flipped bytes and cut files: an error, or every row is accounted for against an independent parse (ledger.md §2).

A few hundred in the suite; ``GONGJIAN_FLIPS=10000`` runs as many and prints what became of them. Of an .xlsx the parts
are changed below their checksums as well, where the container itself would not notice.
"""

from __future__ import annotations

import csv
import io
import os
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlrd
import xlsxwriter

from graph.errors import GongjianError, RosterProblem
from graph.store.ledger import Ledger
from ingest.load.channel import Bounds
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome
from ingest.load.pool import BOUNDS
from ingest.load.process import Worker
from ingest.read.delimited import decode
from tests.ingest.read.written import compound, label, number, stream

FLIPS = int(os.environ.get("GONGJIAN_FLIPS", "300"))
TITLE = "演示单位名册 截至2024年6月30日 范围:990401001 全量"
HEADINGS = ("单位编号", "单位名称", "单位性质", "从业人数", "入驻日期")
ROWS = [
    (f"DW{at}", f"演示{at}公司", "学校" if at % 7 else "不知何物", at % 50, date(2020, 1, at % 28 + 1))
    for at in range(60)
]


def by_xlsxwriter() -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        sheet = book.add_worksheet("单位")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range("A1:E1", TITLE)
        sheet.write_row(1, 0, HEADINGS)
        for at, row in enumerate(ROWS, start=2):
            sheet.write_row(at, 0, row[:4])
            sheet.write_datetime(at, 4, row[4], day)
        sheet.write_row(62, 0, ("合计", None, None, 999))
        sheet.write("A64", "填表人:演示甲")
    return memory.getvalue()


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    for row in ((TITLE,), HEADINGS, *ROWS):
        book.active.append(row)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def as_text(encoding: str) -> bytes:
    memory = io.StringIO(newline="")
    csv.writer(memory).writerows(((TITLE,), HEADINGS, *ROWS, ("x", "一\n二,三"), ()))
    return memory.getvalue().encode(encoding)


def as_xls() -> bytes:
    cells = label(0, 0, TITLE) + b"".join(label(1, at, each) for at, each in enumerate(HEADINGS))
    for at, row in enumerate(ROWS[:25], start=2):
        cells += b"".join(label(at, column, row[column]) for column in range(3)) + number(at, 3, row[3])
    return compound({"Workbook": stream(cells)})


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data))]


def flipped_inside(data: bytes, chance: random.Random) -> bytes:
    """Bytes of one part changed, and the archive closed over them as if nothing had happened."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        parts = [each for each in old.namelist() if each.endswith((".xml", ".rels"))]
        weights = [4 if "sheet1" in each or "sharedStrings" in each else 1 for each in parts]
        (chosen,) = chance.choices(parts, weights)
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, flipped(body, chance) if name == chosen else body)
    return memory.getvalue()


def rows_of_xlsx(data: bytes) -> int:
    cells = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]._cells
    return max((row for (row, _), cell in cells.items() if cell.value is not None))  # none: it dropped the sheet


def rows_of_text(data: bytes) -> int:
    text, _ = decode(data, "x")
    marks = Counter({mark: sum(line.count(mark) for line in text[:20_000].splitlines()[:50]) for mark in ",\t;"})
    delimiter = marks.most_common(1)[0][0]
    return sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def rows_of_xls(data: bytes) -> int:
    return int(xlrd.open_workbook(file_contents=data, logfile=io.StringIO()).sheet_by_index(0).nrows)


Made = tuple[str, bytes, Callable[[bytes], int], tuple[Callable[[bytes, random.Random], bytes], ...]]
SOUND: tuple[Made, ...] = (
    ("xlsxwriter.xlsx", by_xlsxwriter(), rows_of_xlsx, (flipped, cut, flipped_inside, flipped_inside)),
    ("openpyxl.xlsx", by_openpyxl(), rows_of_xlsx, (flipped, cut, flipped_inside, flipped_inside)),
    ("utf-8.csv", as_text("utf-8-sig"), rows_of_text, (flipped, flipped, cut)),
    ("gb18030.csv", as_text("gb18030"), rows_of_text, (flipped, flipped, cut)),
    ("utf-16.csv", as_text("utf-16"), rows_of_text, (flipped, flipped, cut)),
    ("biff8.xls", as_xls(), rows_of_xls, (flipped, flipped, cut)),
)


@pytest.fixture
def examined(tmp_path: Path) -> Iterator[Callable[[str, bytes], list[FileOutcome]]]:
    """Examines bytes in a worker, which a native crash may end and which is then replaced."""
    workers = [Worker(Bounds(BOUNDS.memory, 120, 0))]
    with Ledger(tmp_path / "ledger.sqlite") as ledger:

        def examine(name: str, data: bytes) -> list[FileOutcome]:
            path = tmp_path / name
            path.write_bytes(data)
            if not workers[-1].reusable:
                workers.append(Worker(Bounds(BOUNDS.memory, 120, 0)))
            return workers[-1].examine(path, LoadOptions(), ledger, lambda done, of: None)

        yield examine
    for worker in workers:
        worker.close()


def is_accounted(outcome: FileOutcome) -> bool:
    counts = outcome.counts
    return counts["rows"] == sum(counts[state] for state in ("loaded", "duplicates", "ignored", "returned"))


@pytest.mark.parametrize(("name", "data", "rows_of", "_"), SOUND, ids=[each[0] for each in SOUND])
def test_the_sound_files_are_accounted_for(examined, name, data, rows_of, _):
    (outcome,) = examined(name, data)
    assert is_accounted(outcome)
    assert outcome.counts["rows"] == rows_of(data)
    assert outcome.counts["returned"] > 0 and outcome.counts["loaded"] > 20


def test_a_changed_file_ends_in_an_error_or_in_rows_that_are_accounted_for(examined):
    tally: Counter[str] = Counter()
    wrong: list[tuple[str, int, str]] = []
    for seed in range(FLIPS):
        chance = random.Random(seed)
        name, data, rows_of, ways = SOUND[seed % len(SOUND)]
        changed = chance.choice(ways)(data, chance)
        try:
            outcomes = examined(name, changed)
        except GongjianError as error:
            tally[f"{type(error).__name__} {error.code}"] += 1
            if error.code in ("unforeseen", "reader_died", "took_too_long"):
                wrong.append((name, seed, error.en))
            continue
        rows = sum(outcome.counts["rows"] for outcome in outcomes)
        try:
            expected = rows_of(changed)
        except Exception:  # the other parser, which owes nobody an error of its own, could not read it at all
            tally["loaded; the other parser fails"] += 1
            expected = rows
        tally["loaded"] += 1
        if not all(map(is_accounted, outcomes)) or rows != expected:
            wrong.append((name, seed, f"{rows} rows, by the other parser {expected}"))
    if FLIPS > 1_000:
        print(*(f"{count:6} {what}" for what, count in tally.most_common()), sep="\n")
    assert wrong == []
    assert {"loaded", "RosterProblem truncated", "RosterProblem encoding"} <= {*tally}


def test_an_error_is_a_roster_problem_or_says_what_is_missing(examined):
    with pytest.raises(RosterProblem):
        examined("x.xlsx", by_xlsxwriter()[:-40])
