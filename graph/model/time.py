"""Days known with a precision, and half-open intervals whose ends are known within bounds.

No bound is ever null: an unknown past is ``FIRST``, an open future is ``LAST``. So Cypher and frames compare
plain dates and need no rule for missing values.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

FIRST = date(1, 1, 1)
LAST = date(9999, 12, 31)


class Liveness(StrEnum):
    """What is known of a fact at a date."""

    LIVE = "live"
    NOT_LIVE = "not_live"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day known to lie in ``[earliest, latest]`` (both inclusive): 2024-06 is 1 June to 30 June."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError(f"a moment cannot end ({self.latest}) before it begins ({self.earliest})")

    @classmethod
    def day(cls, day: date) -> Self:
        """A moment known to the day."""
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """A moment known to the month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> Self:
        """A moment known to the year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def precision(self) -> str:
        """``day``, ``month``, ``year``, or ``range`` for anything between."""
        if self.earliest == self.latest:
            return "day"
        if self == Moment.month(self.earliest.year, self.earliest.month):
            return "month"
        return "year" if self == Moment.year(self.earliest.year) else "range"

    @property
    def order(self) -> tuple[date, int]:
        """The total order of ledger.md §1: by the latest possible day, then the more precise first."""
        return self.latest, (self.latest - self.earliest).days

    def text(self) -> str:
        """ISO text with no more precision than is known: ``2024``, ``2024-06``, ``2024-06-30`` or ``a/b``."""
        if self.precision == "day":
            return self.earliest.isoformat()
        if self.precision == "month":
            return self.earliest.isoformat()[:7]
        if self.precision == "year":
            return self.earliest.isoformat()[:4]
        return f"{self.earliest.isoformat()}/{self.latest.isoformat()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of :meth:`text`; raises ValueError for anything else."""
        if "/" in text:
            first, last = text.split("/")
            return cls(date.fromisoformat(first), date.fromisoformat(last))
        if len(text) == 4:
            return cls.year(int(text))
        if len(text) == 7:
            return cls.month(int(text[:4]), int(text[5:]))
        return cls.day(date.fromisoformat(text))


@dataclass(frozen=True, slots=True)
class Interval:
    """Half-open: live from some day in ``[start_earliest, start_latest]`` until before ``[end_earliest, end_latest]``.

    An end of ``LAST`` is open; a start of ``FIRST`` says nothing is known of the past.
    """

    start_earliest: date
    start_latest: date
    end_earliest: date = LAST
    end_latest: date = LAST

    def at(self, day: date) -> Liveness:
        """What is known at a day (ledger.md §7)."""
        if day < self.start_earliest or day >= self.end_latest:
            return Liveness.NOT_LIVE
        if self.start_latest <= day < self.end_earliest:
            return Liveness.LIVE
        return Liveness.UNCERTAIN

    def touches(self, other: Interval) -> bool:
        """Whether the two may overlap or follow each other without a day between."""
        return self.start_earliest <= other.end_latest and other.start_earliest <= self.end_latest

    def united(self, other: Interval) -> Interval:
        """Live while either is: the earlier start, the later end, each with its own bounds."""
        return Interval(
            min(self.start_earliest, other.start_earliest),
            min(self.start_latest, other.start_latest),
            max(self.end_earliest, other.end_earliest),
            max(self.end_latest, other.end_latest),
        )


def day_after(day: date) -> date:
    """The next day; ``LAST`` stays ``LAST``."""
    return day if day == LAST else day + timedelta(days=1)
