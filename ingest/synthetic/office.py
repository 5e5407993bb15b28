"""Workbooks in the layout that offices use: title, stamp line, headings, rows, totals, signature line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from random import Random

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ingest.synthetic.written import Dirt, FoundDirt, Pending, Planted, WrittenFile

Cell = str | int | float | date | None

# the workbook's own date would otherwise be that of the clock: equal seeds must give equal bytes
CREATED = datetime(2018, 10, 1)
SERIAL = "序号"


@dataclass(slots=True)
class Line:
    """One row: heading → cell; with the fault or the dangling reference that was planted in it, as (heading, word)."""

    cells: Mapping[str, Cell]
    fault: tuple[str, str] | None = None
    pending: tuple[str, str] | None = None
    dirt: tuple[Dirt, ...] = ()
    raw: tuple[Cell, ...] | None = None
    """Written as it is, without a serial number: a row that is no data."""


@dataclass(slots=True)
class Book:
    """One workbook to write; ``groups`` are (heading above, headings below), an empty heading above for none."""

    format: str
    title: str
    edition: date
    scope: str
    complete: bool
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    lines: list[Line]
    summed: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    """Headings whose equal cells in following rows become one merged cell."""
    area: str = "演示街道"
    misprinted: str | None = None
    """A summed heading whose total is written wrong."""
    foot: tuple[tuple[str, Dirt], ...] = ()
    """Lines below everything else."""
    dirt: list[FoundDirt] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)

    @property
    def headings(self) -> list[str]:
        """All headings, the serial number first."""
        return [SERIAL, *(each for _, below in self.groups for each in below)]

    @property
    def name(self) -> str:
        """File name: what it is and its date."""
        return f"{self.area}_{self.title}_{self.edition:%Y%m%d}.xlsx"

    @property
    def headline(self) -> str:
        """The title above the table: what it is, and that it is invented."""
        return f"{self.area}{self.title}(演示数据)"

    @property
    def stamp(self) -> str:
        """Edition date, scope and completeness in the form that the reader looks for."""
        day = f"{self.edition.year}年{self.edition.month}月{self.edition.day}日"
        return f"截至{day} · 范围:{self.scope} · {'全量' if self.complete else '增量'}"


def columns(*headings: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Headings without anything above them."""
    return (("", headings),)


def write(folder: Path, book: Book) -> WrittenFile:
    """Write one workbook; notes in ``book`` where its planted rows came to stand."""
    path = folder / book.name
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as workbook:
        workbook.set_properties({"title": f"{book.title}(演示数据)", "created": CREATED})
        _write_sheet(workbook, book)
    return file_of(book, path)


def file_of(book: Book, path: Path) -> WrittenFile:
    """What a file says of itself."""
    rows = sum(1 for line in book.lines if line.raw is None)
    return WrittenFile(path, book.format, book.edition, book.scope, book.complete, rows)


def _write_sheet(workbook: xlsxwriter.Workbook, book: Book) -> None:
    sheet = workbook.add_worksheet(book.title)
    bold = workbook.add_format({"bold": True, "align": "center", "border": 1})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    centred = workbook.add_format({"valign": "vcenter"})
    headings = book.headings
    sheet.merge_range(0, 0, 0, len(headings) - 1, book.headline, bold)
    sheet.write_string(1, 0, book.stamp)
    first = _write_headings(sheet, book, bold)
    for row, cells in enumerate(data_rows(book), start=first):
        for column, cell in enumerate(cells):
            if headings[column] not in book.merged:
                _write_cell(sheet, row, column, cell, day)
        note(book, book.lines[row - first], Place(book.name, book.title, row + 1))
    for heading in book.merged:
        _write_merged(sheet, book, heading, first, centred)
    last = first + len(book.lines)
    for row, cells in enumerate(foot_rows(book, Place(book.name, book.title, last + 1)), start=last):
        for column, cell in enumerate(cells):
            _write_cell(sheet, row, column, cell, day)


def data_rows(book: Book, first: int = 1) -> Iterator[Sequence[Cell]]:
    """The rows of the table, numbered from ``first``; those that are no data as they stand."""
    number = first
    headings = book.headings[1:]
    for line in book.lines:
        if line.raw is not None:
            yield line.raw
        else:
            yield [number, *map(line.cells.get, headings)]
            number += 1


def foot_rows(book: Book, first: Place) -> Iterator[Sequence[Cell]]:
    """Totals, notes and the signature line; ``first`` is where the first of them stands."""
    headings = book.headings
    if book.summed:
        totals: list[Cell] = ["合计", *[None] * (len(headings) - 1)]
        for heading in book.summed:
            numbers = [line.cells.get(heading) for line in book.lines]
            total = round(sum(each for each in numbers if isinstance(each, int | float)), 2)
            totals[headings.index(heading)] = total + 7 if heading == book.misprinted else total
        if book.misprinted is not None:
            dirt = Dirt("total_misprinted", book.misprinted, "remark", "total_mismatch")
            book.dirt.append(FoundDirt(first.file, first.sheet, first.row, dirt))
        yield totals
    for position, (text, dirt) in enumerate(book.foot, start=bool(book.summed)):
        book.dirt.append(FoundDirt(first.file, first.sheet, first.row + position, dirt))
        yield [text]
    yield ["填表人:(演示)", *[None] * (min(4, len(headings) - 1) - 1), "审核:(演示)"]


def _write_headings(sheet: Worksheet, book: Book, bold: Format) -> int:
    """Write one or two rows of headings; returns the first row of data."""
    if all(not above for above, _ in book.groups):
        for column, heading in enumerate(book.headings):
            sheet.write_string(2, column, heading, bold)
        return 3
    sheet.merge_range(2, 0, 3, 0, SERIAL, bold)
    column = 1
    for above, below in book.groups:
        if above:
            sheet.merge_range(2, column, 2, column + len(below) - 1, above, bold)
        for heading in below:
            if above:
                sheet.write_string(3, column, heading, bold)
            else:
                sheet.merge_range(2, column, 3, column, heading, bold)
            column += 1
    return 4


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, day: Format) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _write_merged(sheet: Worksheet, book: Book, heading: str, first: int, form: Format) -> None:
    column = book.headings.index(heading)
    texts = [str(line.cells.get(heading) or "") for line in book.lines]
    start = 0
    for end in range(1, len(texts) + 1):
        if end == len(texts) or texts[end] != texts[start]:
            if end - start > 1:
                sheet.merge_range(first + start, column, first + end - 1, column, texts[start], form)
            else:
                sheet.write_string(first + start, column, texts[start], form)
            start = end


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row came to stand: physical row from 1."""

    file: str
    sheet: str
    row: int


def note(book: Book, line: Line, place: Place) -> None:
    """Keep where a row stands that has to be returned, to stay pending, or that was made dirty."""
    if line.fault is not None:
        book.planted.append(Planted(place.file, place.sheet, place.row, *line.fault))
    if line.pending is not None:
        book.pending.append(Pending(place.file, place.sheet, place.row, *line.pending))
    book.dirt += [FoundDirt(place.file, place.sheet, place.row, dirt) for dirt in line.dirt]


def office_date(rng: Random, day: date, *, coarse: bool = True) -> Cell:
    """A day in one of the ways in which offices write it; ``coarse`` allows a month without its day."""
    ways: list[Cell] = [
        day,
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ]
    if coarse:
        ways.append(f"{day.year}年{day.month}月")
    return rng.choice(ways)


def placeholder(number: int) -> str:
    """Stands where an office writes a person's name; it is nobody's."""
    return f"演示{'甲乙丙丁戊己庚辛壬癸'[number % 10]}"


def impossible_phone(number: int) -> str:
    """Eleven digits that no telephone has: numbers never begin with 1000."""
    return f"1000000{number % 10000:04d}"
