"""Rows of totals compared with the sum of what they stand under; a difference is told, it returns no row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.check.detect import Recognised
from ingest.clean.numbers import parse_number
from ingest.clean.problems import CellProblem
from ingest.clean.text import Said, said_as
from ingest.read.sheets import Cell
from ingest.read.table import Row, Total

# a subtotal is of the rows since the last total of its rank or above
_RANKS: Final = {"小计": 0, "小计数": 0, "总计": 2}
_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class TotalMismatch:
    """A 合计 row that does not agree with the sum of its column; ``summed`` is None where a cell is no number."""

    sheet: str
    row: int
    column: str
    stated: float
    summed: float | None


def mismatches(recognised: Recognised, rows: Sequence[Row]) -> Iterator[TotalMismatch]:
    """The totals of a table that agree with no sum they may stand for: of their own rows, or of all rows.

    A column with a cell that is no number cannot be summed, and that is told in place of the sum.
    """
    headings = {column.index: column.heading for column in recognised.table.columns}
    for total in recognised.table.totals:
        for index, stated in total.numbers.items():
            if index not in recognised.columns:
                continue
            sums = [_sum(each, index) for each in (_own(total, recognised.table.totals, rows), rows)]
            if any(each is not None and abs(each - stated) <= _TOLERANCE * max(1.0, abs(stated)) for each in sums):
                continue
            summed = None if sums[0] is None else round(sums[0], 6)
            yield TotalMismatch(recognised.sheet.name, total.row, headings[index], stated, summed)


def _own(total: Total, totals: Sequence[Total], rows: Sequence[Row]) -> list[Row]:
    """The rows of a total: above it up to the one before, or below it where it stands first."""
    rank = _rank(total)
    others = [each.row for each in totals if _rank(each) >= rank and each.row != total.row]
    first = max((row for row in others if row < total.row), default=0)
    own = [row for row in rows if first < row.number < total.row]
    if own:
        return own
    last = min((row for row in others if row > total.row), default=None)
    return [row for row in rows if row.number > total.row and (last is None or row.number < last)]


def _rank(total: Total) -> int:
    return _RANKS.get(total.word, 1)


def _sum(rows: Sequence[Row], index: int) -> float | None:
    try:
        numbers = [said_as(_plain, row.cells[index]) for row in rows if index < len(row.cells)]
    except CellProblem:
        return None
    return sum(each for each in numbers if not isinstance(each, Said))


def _plain(cell: Cell) -> float:
    """The number as it stands there: a total is written in the unit of its column."""
    return parse_number(cell)
