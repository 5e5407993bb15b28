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
    """Rows ``top`` to ``bottom`` (zero-based) are headings; one written text and one Heading for each column."""

    top: int
    bottom: int
    written: tuple[str, ...]
    headings: tuple[Heading, ...]


def find_header(sheet: Sheet, known: Callable[[str], bool]) -> Header | None:
    """The header of the first table of a sheet; None where no row has enough known headings.

    Two known headings are enough; one is, where the table has a single column.
    """
    best: tuple[tuple[int, int], Header] | None = None
    near = [block for block in sheet.merged if block.top < SEARCHED_ROWS]
    # a row inside a range merged downwards belongs to the row above it
    inner = {index for block in near for index in range(block.top + 1, min(block.bottom, SEARCHED_ROWS) + 1)}
    for top in range(min(len(sheet.rows), SEARCHED_ROWS)):
        filled = [cell for cell in own_cells(sheet, top) if cell is not None]
        texts = sum(1 for cell in filled if isinstance(cell, str))
        if top in inner or 2 * texts <= len(filled):
            continue
        starting = [block for block in near if block.top == top]
        for depth in _depths(sheet, top, starting) if len(filled) > 1 else [1]:
            header = _header(sheet, top, depth, known)
            hits = len({each.name for each in header.headings if each.name and known(each.name)})
            titled = sum(1 for each in header.headings if each.name)
            enough = hits >= min(2, titled) and hits >= 1
            # of two equally good readings the one with fewer rows: a title above is no heading
            if enough and (best is None or (hits, -depth) > best[0]):
                best = (hits, -depth), header
    return None if best is None else best[1]


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
    return Header(top, top + depth - 1, tuple("·".join(stack) for stack in stacks), headings)


def _stack(cells: list[Cell]) -> list[str]:
    """The texts of one column's heading from the top down, each once."""
    texts: list[str] = []
    for cell in cells:
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        text = "" if cell is None else " ".join(str(cell).split())
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
