"""Lists of a whole column at once: which spell, or which value of a dated field, holds at a day."""

from __future__ import annotations

from datetime import date
from typing import cast

import numpy as np
import numpy.typing as npt
import polars as pl

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

EPOCH = date(1970, 1, 1).toordinal()
LAST = date.max.toordinal() - EPOCH


def day_number(day: date) -> int:
    """A day as columns of days keep it."""
    return day.toordinal() - EPOCH


def any_spell(since: pl.Series, until: pl.Series, day: int) -> Flags:
    """Per row whether one of its half-open intervals holds the day."""
    rows, holds = _holding(since, until, day)
    found = np.zeros(len(since), dtype=np.bool_)
    found[rows[holds]] = True
    return found


def value_at(values: pl.Series, since: pl.Series, until: pl.Series, day: int) -> pl.Series:
    """Per row the value whose interval holds the day; null where none does."""
    rows, holds = _holding(since, until, day)
    flat = _flat(values)
    if holds.all() and len(flat) == len(values) and np.array_equal(rows, np.arange(len(values))):
        return flat
    return _first(flat, rows[holds], np.flatnonzero(holds), len(values))


def current(values: pl.Series, until: pl.Series) -> pl.Series:
    """Per row the value that holds with no end in sight; null where there is none."""
    rows = _rows(values)
    open_ = days(_flat(until)) == LAST
    return _first(_flat(values), rows[open_], np.flatnonzero(open_), len(values))


def first(values: pl.Series) -> pl.Series:
    """Per row its first value; null where there is none."""
    rows = _rows(values)
    return _first(_flat(values), rows, np.arange(len(rows), dtype=np.int64), len(values))


def days(column: pl.Series) -> npt.NDArray[np.int32]:
    """A column of days without nulls as numbers."""
    return cast("npt.NDArray[np.int32]", column.to_physical().to_numpy())


def taken(column: pl.Series, at: Positions) -> pl.Series:
    """The values at these positions; null where the position is -1."""
    if len(at) and at.min() >= 0:
        return column.gather(at)
    wanted = pl.Series(at, dtype=pl.Int64)
    return column.gather(wanted.set(wanted < 0, None)) if len(column) else column.clear(len(at))


def _holding(since: pl.Series, until: pl.Series, day: int) -> tuple[Positions, Flags]:
    """Of every interval the row that it belongs to, and whether it holds the day."""
    return _rows(since), (days(_flat(since)) <= day) & (day < days(_flat(until)))


def _rows(lists: pl.Series) -> Positions:
    lengths = lists.list.len().fill_null(0).to_numpy()
    return np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)


def _flat(lists: pl.Series) -> pl.Series:
    return lists.explode(empty_as_null=False, keep_nulls=False)


def _first(flat: pl.Series, rows: Positions, at: Positions, number: int) -> pl.Series:
    """Per row what stands at the first of its positions; rows come in order."""
    found = np.full(number, -1, dtype=np.int64)
    found[rows[::-1]] = at[::-1]  # of several the first is written last
    return taken(flat, found)
