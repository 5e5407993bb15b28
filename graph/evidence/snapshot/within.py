"""What lies within a scope at a day: places by row number, and through ties whatever lies in them."""

from __future__ import annotations

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
        ids = self.at.ids("Place")
        return ids.is_in(pl.Series(self.scope.places, dtype=pl.String).implode()).to_numpy()

    def kept(self, rows: Positions, place: Positions) -> Positions:
        """Those of some row numbers whose place (by row number, -1 for none) is in the scope."""
        return rows if self.whole else rows[self.holds(place[rows])]

    def holds(self, place: Positions) -> Flags:
        """Whether each place is in the scope; False for none (-1)."""
        return np.append(self.places, False)[place]

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
