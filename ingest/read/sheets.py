"""What a roster file holds once read: sheets of typed cells with true row numbers. Everything here can be pickled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A merged block of cells, zero-based and inclusive at both ends."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows[i]`` is physical row ``first + i + 1``; merged values stand in every cell of their range.

    ``hidden`` marks a sheet that the office's program does not show. A cell in error holds the program's
    own word for it, such as ``#REF!``. A part of a sheet with several tables begins below its ``first`` physical
    rows, and ``above`` holds the titles of the whole sheet, which may state the date and scope of all its tables.
    """

    name: str
    rows: list[list[Cell]]
    merged: tuple[MergedRange, ...] = ()
    hidden: bool = False
    first: int = 0
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as read: ``kind`` is xlsx, xls, csv or html by content, ``encoding`` only for the last two.

    ``name`` has no folder.
    """

    name: str
    sha256: str
    kind: str
    encoding: str | None
    sheets: tuple[Sheet, ...]
