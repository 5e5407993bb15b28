"""The records of a snapshot at one day: what is possible, what is live, which one of several ties counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import TypeVar

import numpy as np
import polars as pl

from graph.evidence.snapshot.histories import (
    Flags,
    Positions,
    any_spell,
    current,
    day_number,
    days,
    first,
    taken,
    value_at,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes of one type at the day, by row number: whether they are possible, and whether live."""

    possible: Flags
    live: Flags


@dataclass(frozen=True, slots=True)
class Ties:
    """The possible ties of one part: their row numbers, ends (row numbers of nodes) and whether they are live."""

    rows: Positions
    source: Positions
    target: Positions
    live: Flags
    roles: pl.Series


class AtDate:
    """One day of a snapshot. What was worked out is kept as long as the object; several threads may ask."""

    def __init__(self, parts: Mapping[str, pl.DataFrame], as_of: date) -> None:
        self.parts = parts
        self.as_of = as_of
        self._day = day_number(as_of)
        self._kept: dict[tuple[str, ...], object] = {}
        self._lock = RLock()

    def once(self, key: tuple[str, ...], work: Callable[[], T]) -> T:
        """The result of ``work``, which is done at the first call with a key."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = work()
            return self._kept[key]  # type: ignore[return-value]

    def nodes(self, label: str) -> Nodes:
        """Which nodes of a type are possible and live: one of their spells is."""
        return self.once(("nodes", label), lambda: self._nodes(self.parts[label]))

    def _nodes(self, part: pl.DataFrame) -> Nodes:
        return Nodes(
            any_spell(part["start_earliest"], part["end_latest"], self._day),
            any_spell(part["start_latest"], part["end_earliest"], self._day),
        )

    def ties(self, name: str) -> Ties:
        """The possible ties of a part, in its order."""
        return self.once(("ties", name), lambda: self._ties(self.parts[name]))

    def _ties(self, part: pl.DataFrame) -> Ties:
        rows = np.flatnonzero((days(part["start_earliest"]) <= self._day) & (self._day < days(part["end_latest"])))
        live = (days(part["start_latest"]) <= self._day) & (self._day < days(part["end_earliest"]))
        return Ties(
            rows,
            part["source"].to_numpy()[rows].astype(np.int64),
            part["target"].to_numpy()[rows].astype(np.int64),
            live[rows],
            part["role"].gather(rows),
        )

    def picked(self, name: str, roles: Collection[str], *, standing: bool = False) -> Positions:
        """Per source the target that counts, -1 for none: a live tie before an uncertain one, then the least id.

        ``standing`` leaves out targets that are not possible themselves.
        """
        key = ("picked", name, *sorted(roles), str(standing))
        return self.once(key, lambda: self._picked(name, roles, standing=standing))

    def _picked(self, name: str, roles: Collection[str], *, standing: bool) -> Positions:
        source, _, target = name.split("-")
        ties = self.ties(name)
        wanted = ties.roles.is_in(list(roles)).to_numpy()
        if standing:
            wanted &= self.nodes(target).possible[ties.target]
        return self.best(source, target, [(ties, wanted)])

    def best(self, source: str, target: str, among: Collection[tuple[Ties, Flags]]) -> Positions:
        """The same among several parts' ties, each with those that are wanted; nodes are numbered in order of id."""
        number = self.parts[target].height
        found = np.full(self.parts[source].height, 2 * number, dtype=np.int64)
        for ties, wanted in among:
            rank = np.where(ties.live[wanted], 0, number) + ties.target[wanted]
            np.minimum.at(found, ties.source[wanted], rank)
        return np.where(found < 2 * number, found % max(number, 1), -1)

    # --- values -----------------------------------------------------------------------------------

    def ids(self, label: str) -> pl.Series:
        """Ids by row number."""
        return self.parts[label]["id"]

    def value(self, part: str, field: str) -> pl.Series:
        """A dated field at the day, by row number."""
        return self.once(("value", part, field), lambda: value_at(*self._lists(part, field), self._day))

    def said(self, part: str, field: str) -> pl.Series:
        """The same; before the first word what was said first."""
        values, _, _ = self._lists(part, field)
        return self.once(("said", part, field), lambda: _coalesced(self.value(part, field), lambda: first(values)))

    def names(self, label: str) -> pl.Series:
        """Names by row number: that of the day, else the current one, else the first."""
        return self.once(("names", label), lambda: self._names(label))

    def _names(self, label: str) -> pl.Series:
        values, _, until = self._lists(label, "name")
        found = _coalesced(self.value(label, "name"), lambda: current(values, until))
        return _coalesced(found, lambda: first(values))

    def liveness(self, label: str) -> pl.Series:
        """``live`` or ``uncertain``, by row number."""
        return self.once(("liveness", label), lambda: liveness(self.nodes(label).live))

    def _lists(self, part: str, field: str) -> tuple[pl.Series, pl.Series, pl.Series]:
        frame = self.parts[part]
        return frame[f"{field}_values"], frame[f"{field}_from"], frame[f"{field}_to"]


def liveness(live: Flags) -> pl.Series:
    """The words for flags."""
    return taken(pl.Series(["uncertain", "live"]), live.astype(np.int64))


def _coalesced(found: pl.Series, otherwise: Callable[[], pl.Series]) -> pl.Series:
    return found if not found.null_count() else found.zip_with(found.is_not_null(), otherwise())
