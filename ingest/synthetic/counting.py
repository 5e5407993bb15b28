"""Count what a folder of rosters holds, with another reader than the ingest's: openpyxl, and csv for text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl

from graph.errors import RosterProblem

Row = Mapping[str, object]

_SERIAL = "序号"
_ANY = ("*",)


@dataclass(frozen=True, slots=True)
class Count:
    """What to count in the rosters of these titles, all files of the latest edition taken together.

    ``where`` names the words that a column may hold (``*`` for any), ``year`` the year in which a date must lie,
    ``above`` a number that must be exceeded; of the rows left: their number, the different texts of ``distinct``, or
    the sum of ``sum``.
    ``each_once`` and ``filled`` are required of every row of the roster.
    """

    books: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year: Mapping[str, int] = field(default_factory=dict)
    above: Mapping[str, float] = field(default_factory=dict)
    distinct: str | None = None
    sum: str | None = None
    times: float = 1
    """What the sum is multiplied by, where a column counts in 万元."""
    least: str | None = None
    """The smallest number of a column."""
    filled: tuple[str, ...] = ()
    each_once: str | None = None


class Rosters:
    """The rosters of a folder by their title."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[str, list[Row]] = {}

    def number(self, count: Count) -> float:
        """What the count finds; raises RosterProblem (``total_missed``) for a roster that is not there or not sound."""
        rows = [row for title in count.books for row in self._rows(title)]
        self._require(count, rows)
        kept = [row for row in rows if _fits(count, row)]
        if count.distinct is not None:
            return len({row[count.distinct] for row in kept if row[count.distinct] is not None})
        if count.sum is not None:
            return round(sum(_number(row[count.sum]) for row in kept) * count.times, 4)
        if count.least is not None:
            return min((_number(row[count.least]) for row in kept), default=0)
        return len(kept)

    def _require(self, count: Count, rows: list[Row]) -> None:
        whole = all(row[heading] for row in rows for heading in count.filled)
        if not whole or (count.each_once is not None and len({row[count.each_once] for row in rows}) != len(rows)):
            titles = "、".join(count.books)
            needed = "、".join(count.filled)
            raise RosterProblem(
                f"《{titles}》中有重复的「{count.each_once}」,或缺{needed};请重新生成演示名册",
                f"the roster {titles} has somebody twice, or without {needed}: generate it again",
                code="total_missed",
            )

    def _rows(self, title: str) -> list[Row]:
        if title not in self._tables:
            self._tables[title] = [row for path in self._latest(title) for row in _numbered_rows(path)]
        return self._tables[title]

    def _latest(self, title: str) -> list[Path]:
        found = sorted(path for suffix in ("xlsx", "csv") for path in self._folder.glob(f"*_{title}_*.{suffix}"))
        if not found:
            raise RosterProblem(
                f"文件夹里没有《{title}》;请重新生成演示名册",
                f"the folder has no workbook {title}: generate the synthetic rosters again",
                code="total_missed",
            )
        last = max(_edition(path) for path in found)
        return [path for path in found if _edition(path) == last]


def _edition(path: Path) -> str:
    return path.stem.rpartition("_")[2]


def _fits(count: Count, row: Row) -> bool:
    return bool(
        all(str(row[heading]) in words or (words == _ANY and row[heading]) for heading, words in count.where.items())
        and all(_year(row[heading]) == year for heading, year in count.year.items())
        and all(_number(row[heading]) > least for heading, least in count.above.items())
    )


def _year(cell: object) -> int:
    """The year of a date however it is written."""
    return cell.year if isinstance(cell, date) else int(str(cell)[:4])


def _number(cell: object) -> float:
    return float(str(cell)) if cell not in (None, "") else 0.0


def _numbered_rows(path: Path) -> Iterator[Row]:
    """Rows that bear a serial number, below the headings; a merged cell counts for all rows that it spans."""
    headings: list[str] = []
    for cells in _text_rows(path) if path.suffix == ".csv" else _sheet_rows(path):
        if cells[0] == _SERIAL:
            headings = [str(cell) for cell in cells]
        elif headings and str(cells[0]).isdecimal():
            yield dict(zip(headings, cells, strict=True))


def _text_rows(path: Path) -> Iterator[list[object]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            yield [cell or None for cell in row]


def _sheet_rows(path: Path) -> Iterator[list[object]]:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    spanned = {
        (row, block.min_col): sheet.cell(block.min_row, block.min_col).value
        for block in sheet.merged_cells.ranges
        for row in range(block.min_row, block.max_row + 1)
        if block.min_col == block.max_col
    }
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield [spanned.get((number, column), cell) for column, cell in enumerate(cells, start=1)]
    book.close()
