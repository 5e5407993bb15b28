"""The nearest venue of each origin: by the loaded table, else along streets, else estimated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.analysis.walking.facts import WalkFacts
from graph.analysis.walking.methods import ESTIMATE, METHOD, NO_PATH, STREET, UNKNOWN
from graph.analysis.walking.parameters import ROUNDING, Walk
from graph.analysis.walking.precision import NOWHERE, PRECISION
from graph.analysis.walking.straight import StraightLines
from graph.analysis.walking.table import Tabled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Codes = NDArray[np.int8]
Number = TypeVar("Number", np.int64, np.float64)

_FEW_AT_ONCE = 2_000_000
"""Bound on origins times candidates that are looked through in one go."""


def nearest(facts: WalkFacts, walk: Walk, *, at_most: float | None = None, workers: int = 1) -> pl.DataFrame:
    """The nearest venue of every origin, in their order.

    Columns: ``origin``, ``venue``, ``metres`` (flat), ``method`` (``METHOD``), ``precision`` (``PRECISION``, the
    coarser of both ends), ``unconnected``: the streets lead to no venue from here, so whether one that the table does
    not name is near is not known; where nothing else gives a distance the method is ``no_path``. Null where there is
    no venue within ``at_most`` metres (inclusive; None: however far), or the origin has neither position nor row.

    Of each pair the way counts that is known best: the row of the table, also where the straight line is shorter; the
    way along streets, where both ends are on the network; else ``walk.detour`` times the straight line. ``workers``
    threads search for straight lines (-1: one a processor).
    """
    ends = Ends.of(facts)
    found = _Found.nothing(len(ends.origin_rung))
    tabled = Tabled.of(facts, walk)
    _by_table(found, tabled)
    unconnected = _by_streets(found, facts, ends, tabled)
    for origins, venues in ends.unpaved():
        _by_estimate(found, ends, tabled, walk, (origins, venues), workers)
    return _framed(found, facts, ends, unconnected, at_most)


@dataclass(frozen=True, slots=True)
class Ends:
    """Positions of both ends as arrays, and which of them are on the street network."""

    origin_lon: Floats
    origin_lat: Floats
    venue_lon: Floats
    venue_lat: Floats
    origin_rung: Codes
    venue_rung: Codes
    origin_on: Booleans
    venue_on: Booleans

    @classmethod
    def of(cls, facts: WalkFacts) -> Ends:
        """Null positions become NaN; without a network nothing is on it."""
        lon, lat, rung, on = [], [], [], []
        for frame in (facts.origins, facts.venues):
            lon.append(frame["longitude"].fill_null(np.nan).to_numpy())
            lat.append(frame["latitude"].fill_null(np.nan).to_numpy())
            rung.append(frame["precision"].to_physical().fill_null(NOWHERE).cast(pl.Int8).to_numpy())
            nowhere = np.zeros(frame.height, bool)
            on.append(nowhere if facts.streets is None else facts.streets.snap(lon[-1], lat[-1]).edge >= 0)
        return cls(lon[0], lat[0], lon[1], lat[1], *rung, *on)

    def unpaved(self) -> list[tuple[Integers, Integers]]:
        """Row numbers of origins and venues with positions of which at least one end is not on the network."""
        origins, venues = np.isfinite(self.origin_lon + self.origin_lat), np.isfinite(self.venue_lon + self.venue_lat)
        parts = ((origins & ~self.origin_on, venues), (self.origin_on, venues & ~self.venue_on))
        return [(np.flatnonzero(of), np.flatnonzero(to)) for of, to in parts if of.any() and to.any()]


@dataclass(frozen=True, slots=True)
class _Found:
    """The best so far of each origin."""

    venue: Integers
    metres: Floats
    method: Codes
    rung: Codes
    """Precision of the row of the table that gave it; -1 where none did: then both ends have their own."""

    @classmethod
    def nothing(cls, size: int) -> _Found:
        codes = (np.full(size, each, np.int8) for each in (UNKNOWN, -1))
        return cls(np.full(size, -1), np.full(size, np.inf), *codes)

    def better(self, origin: Integers, venue: Integers, metres: Floats, method: int) -> None:
        """Take what is nearer than what there is; of equal ones what came first stays."""
        nearer = metres < self.metres[origin]
        if len(origin) == len(self.venue) and nearer.all():  # all at once: nothing to pick apart
            self.venue[:], self.metres[:], self.method[:], self.rung[:] = venue, metres, method, -1
            return
        at = origin[nearer]
        self.venue[at], self.metres[at], self.method[at], self.rung[at] = venue[nearer], metres[nearer], method, -1


def _by_table(found: _Found, tabled: Tabled) -> None:
    rows = tabled.least()
    at = tabled.origin[rows]
    found.venue[at], found.metres[at] = tabled.venue[rows], tabled.metres[rows]
    found.method[at], found.rung[at] = tabled.method[rows], tabled.rung[rows]


def _by_streets(found: _Found, facts: WalkFacts, ends: Ends, tabled: Tabled) -> Booleans:
    """Ways along streets to what the table does not name; returns who is on the network and reaches no venue on it."""
    unconnected = np.zeros(len(ends.origin_on), bool)
    here, there = np.flatnonzero(ends.origin_on), np.flatnonzero(ends.venue_on)
    if facts.streets is None or not len(here) or not len(there):
        return unconnected
    to = (ends.venue_lon[there], ends.venue_lat[there])
    at, metres = facts.streets.nearest(ends.origin_lon[here], ends.origin_lat[here], *to)
    unconnected[here] = at < 0
    here, venue, metres = here[at >= 0], there[at[at >= 0]], metres[at >= 0]
    known = tabled.holds(here, venue)
    found.better(here[~known], venue[~known], metres[~known], STREET)
    # The nearest one by street has a length of its own: another can matter only where it is nearer than that row.
    open_ = here[known & (metres < found.metres[here])]
    step = max(1, _FEW_AT_ONCE // len(there))
    by_reach = open_[np.argsort(found.metres[open_], kind="stable")]
    for begin in range(0, len(by_reach), step):
        part = by_reach[begin : begin + step]
        reach = float(found.metres[part].max())
        first, second, length = facts.streets.pairs(ends.origin_lon[part], ends.origin_lat[part], *to, reach)
        _least_untabled(found, tabled, part[first], there[second], length, STREET)
    return unconnected


def _by_estimate(
    found: _Found, ends: Ends, tabled: Tabled, walk: Walk, among: tuple[Integers, Integers], workers: int
) -> None:
    """Estimates to what the table does not name: the nearest, and for those whose nearest it names the next ones."""
    origins, venues = among
    lines = StraightLines(ends.venue_lon[venues], ends.venue_lat[venues])
    at, straight = lines.nearest(_taken(ends.origin_lon, origins), _taken(ends.origin_lat, origins), workers)
    venue, metres = _taken(venues, at), straight * walk.detour
    if not len(tabled.origin):
        found.better(origins, venue, metres, ESTIMATE)
        return
    known = tabled.holds(origins, venue)
    found.better(origins[~known], venue[~known], metres[~known], ESTIMATE)
    open_, count = origins[known & (metres < found.metres[origins])], 1
    while len(open_) and count < lines.size:
        count = min(count * 4, lines.size)
        step = max(1, _FEW_AT_ONCE // count)
        still = []
        for begin in range(0, len(open_), step):
            part = open_[begin : begin + step]
            number, straight = lines.nearest_few(ends.origin_lon[part], ends.origin_lat[part], count)
            pairs = np.repeat(part, count), venues[number.ravel()]
            _least_untabled(found, tabled, *pairs, straight.ravel() * walk.detour, ESTIMATE)
            # Whatever was not looked at lies beyond the last one.
            still.append(part[straight[:, -1] * walk.detour < found.metres[part]])
        open_ = np.concatenate(still)


def _least_untabled(
    found: _Found, tabled: Tabled, origin: Integers, venue: Integers, metres: Floats, method: int
) -> None:
    kept = ~tabled.holds(origin, venue)
    origin, venue, metres = origin[kept], venue[kept], metres[kept]
    order = np.lexsort((venue, metres, origin))
    origin, venue, metres = origin[order], venue[order], metres[order]
    first = np.ones(len(origin), bool)
    first[1:] = origin[1:] != origin[:-1]
    found.better(origin[first], venue[first], metres[first], method)


def _taken(values: NDArray[Number], which: Integers) -> NDArray[Number]:
    """``values[which]``, without a copy where that is all of them in order, as it is for a city."""
    everything = len(which) == len(values) and (len(which) == 0 or (np.diff(which) == 1).all())
    return values if everything else values[which]


def _framed(found: _Found, facts: WalkFacts, ends: Ends, unconnected: Booleans, at_most: float | None) -> pl.DataFrame:
    limit = np.inf if at_most is None else at_most * (1 + ROUNDING)
    there = (found.venue >= 0) & (found.metres <= limit)
    method = np.where(
        there, found.method, np.where(unconnected & (found.venue < 0), np.int8(NO_PATH), np.int8(UNKNOWN))
    )
    own = np.maximum(ends.origin_rung, ends.venue_rung[found.venue]) if facts.venues.height else ends.origin_rung
    rung = np.where(there, np.where(found.rung >= 0, found.rung, own), np.int8(NOWHERE))
    return pl.DataFrame(
        {
            "origin": facts.origins["id"],
            "venue": _named(np.where(there, found.venue, -1), facts.venues["id"]),
            "metres": pl.Series(np.where(there, found.metres, np.nan), nan_to_null=True),
            "method": _named(method, pl.Series(METHOD.categories, dtype=METHOD)),
            "precision": _named(rung, pl.Series(PRECISION.categories, dtype=PRECISION)),
            "unconnected": unconnected,
        }
    )


def _named(numbers: Integers | Codes, names: pl.Series) -> pl.Series:
    """The names of numbers; null where there is none of that number."""
    known = (numbers >= 0) & (numbers < len(names))
    return names.extend_constant(None, 1).gather(np.where(known, numbers, len(names)).astype(np.uint32))
