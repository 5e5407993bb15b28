"""The workbook of returned rows: to be mended and loaded again, as an addition to what it came from.

Each row bears the number of its row in the ledger; by it ``gongjian load`` knows the roster and edition to add to.
Texts are written as texts, so that nothing in them runs as a formula; personal columns come back empty.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from ingest.check.detect import FORMAT, REASON, RETURNED_NUMBER
from ingest.load.outcome import FileOutcome, ReturnedRow
from ingest.read.sheets import Cell
from ingest.report.sections import reasons
from ingest.report.workbook import new_workbook

NOTE = "请在本表改好各行后保存,再用 gongjian load 导入本文件;不要改动「退回编号」列,个人信息列已清空"
_UNFIT = re.compile(r"[\[\]:*?/\\']")
_EXACT_BELOW = 10**15
_NAME_LENGTH = 31  # of a sheet, as workbooks allow

LedgerRow = tuple[int, str, str, int, str]
"""(row id, file, sheet, physical row, reason), as ``Ledger.returned`` gives them."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    file: FileOutcome
    name: str
    rows: list[tuple[int, ReturnedRow]]


def write_returned(files: Sequence[FileOutcome], recorded: Sequence[LedgerRow], path: Path) -> tuple[Path, ...]:
    """Write the returned rows to ``path``, one sheet for each sheet they came from; returns the files written.

    Rows of two files of one format go to separate workbooks (``…-2.xlsx``), because the sheets of one workbook
    that have one format are one roster. Nothing is written where no row came back. Raises OSError.
    """
    numbered = _numbered(files, recorded)
    volumes: list[list[_Sheet]] = []
    for file in files:
        sheets = [_Sheet(file, name, numbered[id(file)][name]) for name in numbered[id(file)]]
        if not sheets:
            continue
        free = (each for each in volumes if file.draft.format not in {other.file.draft.format for other in each})
        volume = next(free, None)
        if volume is None:
            volumes.append(volume := [])
        volume.extend(sheets)
    paths = [path if not at else path.with_stem(f"{path.stem}-{at + 1}") for at in range(len(volumes))]
    for place, volume in zip(paths, volumes, strict=True):
        _write(place, volume)
    return tuple(paths)


def _numbered(
    files: Sequence[FileOutcome], recorded: Sequence[LedgerRow]
) -> dict[int, dict[str, list[tuple[int, ReturnedRow]]]]:
    """Per file and sheet the returned rows with their numbers in the ledger, which keeps the order of files."""
    numbers: dict[tuple[str, str, int], deque[int]] = defaultdict(deque)
    for number, name, sheet, row, _ in recorded:
        numbers[(name, sheet, row)].append(number)
    found: dict[int, dict[str, list[tuple[int, ReturnedRow]]]] = {}
    for file in files:
        sheets = found.setdefault(id(file), {})
        for each in file.returned:
            number = numbers[(file.draft.name, each.sheet, each.number)].popleft()
            sheets.setdefault(each.sheet, []).append((number, each))
    return found


def _write(path: Path, sheets: list[_Sheet]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    taken: set[str] = set()
    with new_workbook(path) as workbook:
        formats = {
            "heading": workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#F0F0F0"}),
            "faulty": workbook.add_format({"bg_color": "#FFD9D9"}),
            "note": workbook.add_format({"italic": True, "font_color": "#AA0000"}),
            "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "faulty_day": workbook.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FFD9D9"}),
        }
        for each in sheets:
            page = workbook.add_worksheet(_fit(f"{each.name}", taken))
            _write_sheet(page, each, formats)


def _write_sheet(page: Worksheet, sheet: _Sheet, formats: dict[str, object]) -> None:
    headings = _headings(sheet)
    draft = sheet.file.draft
    mark = "【演示数据】" if draft.synthetic else ""
    page.write_string(0, 0, f"{mark}{draft.name} 退回待改的行({FORMAT}{draft.format})。{NOTE}", formats["note"])
    for column, heading in enumerate((RETURNED_NUMBER, REASON, *headings)):
        page.write_string(1, column, heading, formats["heading"])
    for line, (number, row) in enumerate(sheet.rows, start=2):
        page.write_number(line, 0, number)
        page.write_string(line, 1, f"原第 {row.number} 行:{reasons(row.faults)}")
        faulty = {
            column: ";".join(fault.zh for fault in row.faults if fault.column == column)
            for column in dict.fromkeys(fault.column for fault in row.faults)
        }
        for column, (heading, cell) in enumerate(_cells(row, headings, sheet.file.as_presence), start=2):
            _write_cell(page, (line, column), cell, formats, faulty=heading in faulty)
            if heading in faulty:
                page.write_comment(line, column, faulty[heading], {"x_scale": 2})
    page.set_column(0, 0, 10)
    page.set_column(1, 1, 40)
    page.set_column(2, 2 + len(headings), 16)
    page.freeze_panes(2, 2)


def _headings(sheet: _Sheet) -> list[str]:
    """The original headings; those kept as presence stand there to be filled in again, dropped ones do not."""
    found = dict.fromkeys(heading for _, row in sheet.rows for heading in row.headings if heading != REASON)
    return [*found, *(heading for heading in sheet.file.as_presence if heading not in found)]


def _cells(row: ReturnedRow, headings: list[str], as_presence: tuple[str, ...]) -> Iterator[tuple[str, Cell]]:
    cells = dict(zip(row.headings, row.cells, strict=True))
    for heading in headings:
        cell = cells.get(heading)
        if isinstance(cell, bool):
            # whether a post is filled travels back, who fills it does not
            cell = ("有" if cell else "空缺") if heading in as_presence else ("是" if cell else "否")
        yield heading, cell


def _write_cell(page: Worksheet, at: tuple[int, int], cell: Cell, formats: dict[str, object], *, faulty: bool) -> None:
    mark = formats["faulty"] if faulty else None
    if cell is None:
        if faulty:
            page.write_blank(*at, None, mark)
    elif isinstance(cell, date) and cell.year >= 1900:
        day = datetime(cell.year, cell.month, cell.day) if not isinstance(cell, datetime) else cell
        page.write_datetime(*at, day, formats["faulty_day" if faulty else "day"])
    elif isinstance(cell, int | float) and abs(cell) < _EXACT_BELOW:
        page.write_number(*at, cell, mark)
    else:
        page.write_string(*at, str(cell), mark)


def _fit(name: str, taken: set[str]) -> str:
    """A sheet name that workbooks allow and that is not taken yet."""
    base = _UNFIT.sub("_", name).strip()[:_NAME_LENGTH] or "Sheet"
    found, number = base, 2
    while found.casefold() in taken:
        tail = f" ({number})"
        found, number = base[: _NAME_LENGTH - len(tail)] + tail, number + 1
    taken.add(found.casefold())
    return found
