"""The totals that the article publishes, read back from the workbooks with another reader than the ingest's."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl

from graph.errors import RosterProblem
from ingest.clean.numbers import parse_interval

Row = Mapping[str, object]

_SERIAL = "序号"


@dataclass(frozen=True, slots=True)
class Declared:
    """A published total: ``published`` as the article writes it, ``how`` the rosters meet it."""

    code: str
    passage: str
    published: str
    how: str


@dataclass(frozen=True, slots=True)
class TotalMet:
    """A total found in the workbooks, with the interval [low, high] that the published words allow."""

    code: str
    passage: str
    published: str
    how: str
    low: float
    high: float
    value: int


@cache
def _article() -> Mapping[str, Any]:
    with Path(__file__).with_name("beishan.toml").open("rb") as file:
        return MappingProxyType(tomllib.load(file))


def totals_declared() -> tuple[Declared, ...]:
    """The totals of ``beishan.toml``."""
    return tuple(Declared(**each) for each in _article()["totals"])


def stands_for() -> Mapping[str, str]:
    """Invented places → what of the case they stand for; communities only as a whole, never one for one."""
    return MappingProxyType(dict(_article()["stands_for"]))


def assert_totals(folder: Path) -> tuple[TotalMet, ...]:
    """Every published total with the number found in the workbooks of ``folder``.

    Raises RosterProblem (``total_missed``) naming the totals that lie outside their interval, or the roster that is
    not there.
    """
    books = _Books(folder)
    found = []
    for each in totals_declared():
        interval = parse_interval(each.published)
        value = _COUNTS[each.code](books)
        found.append(TotalMet(each.code, each.passage, each.published, each.how, interval.low, interval.high, value))
    missed = [each.code for each in found if not each.low <= each.value <= each.high]
    if missed:
        codes = "、".join(missed)
        raise RosterProblem(
            f"演示名册与文章公布的总数不符:{codes};请重新生成该文件夹",
            f"the synthetic rosters miss published totals ({', '.join(missed)}): generate the folder again",
            code="total_missed",
        )
    return tuple(found)


class _Books:
    """The workbooks of a folder by their title."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[str, list[Row]] = {}

    def rows(self, title: str) -> list[Row]:
        """The numbered rows of the roster with that title."""
        if title not in self._tables:
            self._tables[title] = _numbered_rows(self._path(title))
        return self._tables[title]

    def _path(self, title: str) -> Path:
        found = sorted(self._folder.glob(f"*_{title}_*.xlsx"))
        if not found:
            raise RosterProblem(
                f"文件夹里没有《{title}》;请重新生成演示名册",
                f"the folder has no workbook {title}: generate the synthetic rosters again",
                code="total_missed",
            )
        return found[-1]


def _numbered_rows(path: Path) -> list[Row]:
    """Rows that bear a serial number, below the headings; a merged cell counts for all rows that it spans."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    spanned = {
        (row, block.min_col): sheet.cell(block.min_row, block.min_col).value
        for block in sheet.merged_cells.ranges
        for row in range(block.min_row, block.max_row + 1)
        if block.min_col == block.max_col
    }
    headings: list[str] = []
    found: list[Row] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if cells[0] == _SERIAL:
            headings = [str(cell) for cell in cells]
        elif headings and isinstance(cells[0], int):
            whole = [spanned.get((number, column), cell) for column, cell in enumerate(cells, start=1)]
            found.append(dict(zip(headings, whole, strict=True)))
    book.close()
    return found


def _members(books: _Books) -> list[Row]:
    """The members of the association; nobody may stand there twice, or without a sector or an area."""
    rows = books.rows("联合会成员名册")
    whole = all(row["界别"] and row["片区"] for row in rows)
    if not whole or len({row["成员单位"] for row in rows}) != len(rows):
        raise RosterProblem(
            "《联合会成员名册》中有成员重复,或缺界别、片区;请重新生成演示名册",
            "the roster of members has somebody twice, or without sector or area: generate it again",
            code="total_missed",
        )
    return rows


def _year(cell: object) -> int:
    """The year of a date however it is written."""
    return cell.year if isinstance(cell, date) else int(str(cell)[:4])


def _consultations(books: _Books) -> int:
    return sum(
        1
        for row in books.rows("共建活动台账")
        if row["活动类别"] == "议事协商" and row["是否开展"] == "是" and _year(row["活动日期"]) == 2018
    )


_COUNTS: dict[str, Callable[[_Books], int]] = {
    "units": lambda books: len(books.rows("驻区单位名册")),
    "founding_members": lambda books: sum(1 for row in _members(books) if _year(row["加入日期"]) == 2011),
    "members": lambda books: len(_members(books)),
    "sectors": lambda books: len({row["界别"] for row in _members(books)}),
    "areas": lambda books: len({row["片区"] for row in _members(books)}),
    "communities": lambda books: sum(1 for row in books.rows("地点名册") if row["级别"] == "社区"),
    "projects_signed": lambda books: len(books.rows("共建协议台账")),
    "consultations": _consultations,
}
