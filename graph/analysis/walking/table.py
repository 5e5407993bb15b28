"""The loaded table of ways as arrays of row numbers, with each pair once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.analysis.walking.facts import WalkFacts
from graph.analysis.walking.methods import ESTIMATE, TABLED
from graph.analysis.walking.parameters import Walk

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tabled:
    """Pairs of row numbers of origins and venues, ordered by origin, then metres, then venue."""

    origin: Integers
    venue: Integers
    metres: Floats
    method: Integers
    """A row that gives the straight line only is an estimate, by the same detour as ours."""
    rung: Integers
    """How coarse the origin is meant, as a number of the ladder."""
    _keys: Integers
    _venues: int

    @classmethod
    def of(cls, facts: WalkFacts, walk: Walk) -> Tabled:
        """Rows of known ends in either direction, the longest of each pair."""
        if facts.table.is_empty():  # a million origins are not numbered for nothing
            nothing = np.zeros(0, np.int64)
            return cls(nothing, nothing, np.zeros(0), nothing, nothing, nothing, facts.venues.height)
        starts, ends = (
            frame.select("id").with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
            for frame in (facts.origins, facts.venues)
        )
        rows = facts.table.filter(pl.col("metres").is_not_null()).with_columns(
            pl.when("straight").then(pl.col("metres") * walk.detour).otherwise("metres").alias("metres"),
            pl.when("straight").then(ESTIMATE).otherwise(TABLED).cast(pl.Int64).alias("method"),
            pl.col("precision").to_physical().cast(pl.Int64).fill_null(0).alias("rung"),
        )
        turned = rows.rename({"origin": "venue", "venue": "origin"})
        found = (
            pl.concat([rows, turned.select(rows.columns)])
            .join(starts.rename({"id": "origin", "number": "from"}), on="origin")
            .join(ends.rename({"id": "venue", "number": "to"}), on="venue")
            .sort("from", "to", "metres", "rung")
            .unique(["from", "to"], keep="last", maintain_order=True)
            .sort("from", "metres", "to")
        )
        origin, venue = (found[name].to_numpy() for name in ("from", "to"))
        metres, method, rung = (found[name].to_numpy() for name in ("metres", "method", "rung"))
        keys = np.sort(origin * facts.venues.height + venue)
        return cls(origin, venue, metres, method, rung, keys, facts.venues.height)

    def holds(self, origin: Integers, venue: Integers) -> Booleans:
        """Whether each pair of row numbers is in the table."""
        wanted = origin * self._venues + venue
        if not len(self._keys):
            return np.zeros(len(wanted), bool)
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.asarray(self._keys[at] == wanted)

    def least(self) -> Integers:
        """Numbers of the rows that are the shortest of their origin."""
        first = np.ones(len(self.origin), bool)
        first[1:] = self.origin[1:] != self.origin[:-1]
        return np.flatnonzero(first)
