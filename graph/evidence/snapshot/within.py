"""What lies within a scope at a day: places by row number, and through ties whatever lies in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from graph.evidence.snapshot.at_date import AtDate
from graph.evidence.snapshot.histories import Flags, Positions
from graph.questions.asking import Scope

HIGHEST = 8
"""Steps up from a place that a question looks."""


@dataclass(frozen=True)
class Within:
    """A scope as flags over the places of a snapshot."""

    at: AtDate
    scope: Scope

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.scope.id is None

    @cached_property
    def places(self) -> Flags:
        """Which places are in the scope, by row number."""
        return self._flags(self.scope.places)

    @cached_property
    def compounds(self) -> Flags:
        """Which places bring the buildings that they are the compound of."""
        return self._flags(self.scope.compounds)

    def _flags(self, places: tuple[str, ...]) -> Flags:
        return self.at.ids("Place").is_in(pl.Series(places, dtype=pl.String).implode()).to_numpy()

    def kept(self, rows: Positions, place: Positions, compound: Positions | None = None) -> Positions:
        """Those of some row numbers whose place or compound (by row number, -1 for none) is in the scope."""
        if self.whole:
            return rows
        return rows[self.holds(place[rows], None if compound is None else compound[rows])]

    def holds(self, place: Positions, compound: Positions | None = None) -> Flags:
        """Whether each place is in the scope, or each compound brings what lies in it; False for none (-1)."""
        there = np.append(self.places, False)[place]
        return there if compound is None else there | np.append(self.compounds, False)[compound]

    @cached_property
    def touched(self) -> dict[str, Flags]:
        """By type which nodes a possible tie of any role puts into the scope, units also by their building."""
        found = {label: self._lying(f"{label}-PART_OF-Place", self.places) for label in ("Building", "Grid", "Place")}
        found["Place"] |= self.places
        found["Unit"] = self._lying("Unit-LOCATED_IN-Place", self.places)
        found["Unit"] |= self._lying("Unit-LOCATED_IN-Building", found["Building"])
        return found

    def _lying(self, name: str, there: Flags) -> Flags:
        ties = self.at.ties(name)
        found = np.zeros(self.at.parts[name.split("-")[0]].height, dtype=np.bool_)
        found[ties.source[there[ties.target]]] = True
        return found

    def editions(self, formats: Collection[str]) -> pl.DataFrame:
        """Rosters of these formats by the date, whose scope holds the scope asked, or lies within it."""
        found = self.at.parts["Edition"].filter(pl.col("format").is_in(formats) & (pl.col("day") <= self.at.as_of))
        if not self.whole:
            near = pl.Series([*self.scope.places, *self.above], dtype=pl.String)
            found = found.filter(pl.col("scope").is_in(near.implode()))
        return found.rename({"id": "edition"})

    @cached_property
    def above(self) -> list[str]:
        """Ids of the places above the scope's own, by possible ties of any role."""
        ids = self.at.ids("Place")
        ties = self.at.ties("Place-PART_OF-Place")
        found = np.zeros(len(ids), dtype=np.bool_)
        front = (ids == self.scope.id).fill_null(False).to_numpy().copy()
        for _ in range(HIGHEST):
            step = np.zeros_like(found)
            step[ties.target[front[ties.source]]] = True
            front = step
            found |= step
        return ids.filter(pl.Series(found)).to_list()
