"""Several tables on one sheet, one below the other: each a part of the sheet that is read by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from ingest.read.form import MAX_ROWS, find_form
from ingest.read.header import Header, find_header, header_at, own_cells
from ingest.read.row_kinds import RowKind, kept_text
from ingest.read.sheets import Cell, MergedRange, Sheet

# more tables on one sheet are no office's work
MAX_PARTS: Final = 200


def parts(sheet: Sheet, known: Callable[[str], bool]) -> list[Sheet]:
    """The sheet cut where a new table begins: below a blank row or a title, with headings that a format knows.

    The same headings again are the next page of one table, unless a new title stands above them. Together the
    parts hold every row of the sheet once. A sheet of one table, or of a form, comes back as it is.
    """
    cuts = [0, *_cuts(sheet, known)]
    if len(cuts) == 1:
        return [sheet]
    ends = [*cuts[1:], len(sheet.rows)]
    found = [_part(sheet, begin, end) for begin, end in zip(cuts, ends, strict=True)]
    above = _titles(found[0], known)
    return [found[0], *(replace(each, above=above) for each in found[1:])]


def _cuts(sheet: Sheet, known: Callable[[str], bool]) -> Iterator[int]:
    begin, cuts = 0, 0
    above: Header | None = None
    told: set[str] = set()
    for top, run in _thin_runs(sheet.rows):
        header = header_at(sheet, top, known)
        if header is None or header.hits < 2 or 2 * header.hits < len(header.names):
            continue
        start = _start(sheet.rows, run, top)
        titles = {str(_only(row)) for row in sheet.rows[start:top] if _only(row) is not None}
        if above is None:
            upper = _part(sheet, begin, start)
            above = find_header(upper, known)
            if above is not None:
                told |= {str(_only(row)) for row in sheet.rows[begin : begin + above.top] if _only(row) is not None}
            elif len(upper.rows) > MAX_ROWS:
                return  # no header within reach: nothing below it is a second table
            elif find_form(upper, known) is None:
                continue
        again = above is not None and header.names == above.names and titles <= told
        if start == begin or again or _is_form(_part(sheet, begin, len(sheet.rows)), header, known):
            continue
        yield start
        begin, above, told, cuts = start, header, told | titles, cuts + 1
        if cuts == MAX_PARTS:
            return


def _is_form(rest: Sheet, header: Header, known: Callable[[str], bool]) -> bool:
    form = find_form(rest, known)
    return form is not None and form.hits > header.hits


def _thin_runs(rows: list[list[Cell]]) -> Iterator[tuple[int, int]]:
    """(row, first row of the blank rows and titles right above it) for each row that has such rows above it."""
    first: int | None = None
    for index, row in enumerate(rows):
        if _is_thin(row):
            first = index if first is None else first
        else:
            if first is not None:
                yield index, first
            first = None


def _is_thin(row: list[Cell]) -> bool:
    """Whether a row is blank or holds one text, which merging may have copied."""
    only: Cell = None
    for cell in row:
        if cell is not None:
            if only is not None and cell != only:
                return False
            only = cell
    return True


def _only(row: list[Cell]) -> Cell:
    return next((cell for cell in row if cell is not None), None)


def _start(rows: list[list[Cell]], run: int, top: int) -> int:
    """Where a part begins: with the first text behind the first blank row, as notes of the table above come before."""
    blank = next((index for index in range(run, top) if _only(rows[index]) is None), None)
    if blank is None:
        return run
    return next((index for index in range(blank, top) if _only(rows[index]) is not None), top)


def _part(sheet: Sheet, begin: int, end: int) -> Sheet:
    merged = tuple(
        MergedRange(block.top - begin, block.left, min(block.bottom, end - 1) - begin, block.right)
        for block in sheet.merged
        if begin <= block.top < end
    )
    return replace(sheet, rows=sheet.rows[begin:end], merged=merged, first=sheet.first + begin)


def _titles(first: Sheet, known: Callable[[str], bool]) -> tuple[str, ...]:
    header = find_header(first, known)
    texts = (kept_text(own_cells(first, index), RowKind.TITLE) for index in range(header.top if header else 0))
    return tuple(text for text in texts if text)
