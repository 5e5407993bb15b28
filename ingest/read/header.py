"""Where the headings of a table are: the row or rows with most headings that some format knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ingest.read.headings import Heading, parse_heading
from ingest.read.sheets import Cell, MergedRange, Sheet

# real headings stand near the top: below titles, filling notes and a line for office and date
SEARCHED_ROWS: Final = 60
MAX_DEPTH: Final = 3


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``top`` to ``bottom`` (zero-based) are headings; one written text and one Heading for each column.

    ``hits`` tells how many different ones of them some format knows.
    """

    top: int
    bottom: int
    written: tuple[str, ...]
    headings: tuple[Heading, ...]
    hits: int

    @property
    def names(self) -> tuple[str, ...]:
        """The normalised headings that are there."""
        return tuple(each.name for each in self.headings if each.name)


def find_header(sheet: Sheet, known: Callable[[str], bool]) -> Header | None:
    """The header of the first table of a sheet; None where no row has enough known headings.

    Two known headings are enough; one is, where the table has a single column.
    """
    near = [block for block in sheet.merged if block.top < SEARCHED_ROWS]
    # a row inside a range merged downwards belongs to the row above it
    inner = {index for block in near for index in range(block.top + 1, min(block.bottom, SEARCHED_ROWS) + 1)}
    tops = (top for top in range(min(len(sheet.rows), SEARCHED_ROWS)) if top not in inner)
    best: Header | None = None
    for header in (header_at(sheet, top, known) for top in tops):
        # the headings again, further down the table, are no better than those above it, also where they take one row
        # less; only a reading that begins inside the other one may be the better one for that
        if header is not None and (
            best is None or header.hits > best.hits or (header.top <= best.bottom and _fitness(header) > _fitness(best))
        ):
            best = header
    return best


def header_at(sheet: Sheet, top: int, known: Callable[[str], bool]) -> Header | None:
    """The header that begins at a row (zero-based); None where the row has not enough known headings."""
    filled = [cell for cell in own_cells(sheet, top) if cell is not None]
    texts = sum(1 for cell in filled if isinstance(cell, str))
    if 2 * texts <= len(filled):
        return None
    starting = [block for block in sheet.merged if block.top == top]
    depths = _depths(sheet, top, starting) if len(filled) > 1 else [1]
    found = [_header(sheet, top, depth, known) for depth in depths]
    return max(
        (each for each in found if each.hits and each.hits >= min(2, len(each.names))), key=_fitness, default=None
    )


def _fitness(header: Header) -> tuple[int, int]:
    """Of two equally good readings the one with fewer rows: a title above is no heading."""
    return header.hits, header.top - header.bottom


def own_cells(sheet: Sheet, index: int) -> list[Cell]:
    """The cells of a row without the copies that merged ranges put there."""
    cells = sheet.rows[index]
    covering = [block for block in sheet.merged if block.top <= index <= block.bottom]
    if not covering:
        return cells
    own = list(cells)
    for block in covering:
        for column in range(block.left, min(block.right + 1, len(own))):
            if (index, column) != (block.top, block.left):
                own[column] = None
    return own


def _depths(sheet: Sheet, top: int, starting: list[MergedRange]) -> list[int]:
    """How many rows a header that begins at ``top`` may have, the likeliest first.

    A heading merged downwards says it outright; one merged across has its parts in the next row.
    """
    left = min(MAX_DEPTH, len(sheet.rows) - top)
    spans = [block.bottom - top + 1 for block in starting]
    downwards = [span for span in spans if 1 < span <= left]
    if downwards:
        return [max(downwards)]
    across = [block for block in starting if block.right > block.left]
    if not across or left < 2:
        return [1]
    parted = {column for block in across for column in range(block.left, block.right + 1)}
    below = own_cells(sheet, top + 1)
    parts = [cell for column, cell in enumerate(below) if column in parted]
    rest = [cell for column, cell in enumerate(below) if column not in parted]
    # texts below the merged headings and nothing below the others: these are their parts, known or not
    if rest and all(isinstance(cell, str) for cell in parts) and not any(cell is not None for cell in rest):
        return [2]
    return [1, 2]


def _header(sheet: Sheet, top: int, depth: int, known: Callable[[str], bool]) -> Header:
    rows = sheet.rows[top : top + depth]
    width = max(len(row) for row in rows)
    stacks = [_stack([row[index] for row in rows]) for index in range(width)]
    repeated = Counter(parse_heading(stack[-1]).name for stack in stacks if len(stack) > 1)
    headings = tuple(_heading(stack, known, repeated) for stack in stacks)
    hits = len({each.name for each in headings if each.name and known(each.name)})
    return Header(top, top + depth - 1, tuple("·".join(stack) for stack in stacks), headings, hits)


def _stack(cells: list[Cell]) -> list[str]:
    """The texts of one column's heading from the top down, each once.

    One cell may hold several, as a workbook of returned rows writes those of two rows (党组织情况·党组织名称).
    """
    texts: list[str] = []
    for cell in cells:
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        for part in ("" if cell is None else str(cell)).split("·"):
            text = " ".join(part.split())
            if text and (not texts or texts[-1] != text):
                texts.append(text)
    return texts


def _heading(stack: list[str], known: Callable[[str], bool], repeated: Counter[str]) -> Heading:
    """A known sub-heading stands by itself, unless it stands below two tops (甲方·名称, 乙方·名称)."""
    parts = [parse_heading(text) for text in stack]
    names = [each.name for each in parts if each.name]
    unit = next((each.unit for each in reversed(parts) if each.unit), None)
    if not names:
        return Heading("", unit)
    joined = "·".join(names)
    if len(names) == 1 or known(joined):
        return Heading(joined, unit)
    alone = repeated[names[-1]] < 2
    return Heading(names[-1] if alone and known(names[-1]) else joined, unit)
