"""All pairs of an origin and a venue within a distance, for siting and catchments; never a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.analysis.walking.facts import WalkFacts
from graph.analysis.walking.methods import ESTIMATE, METHOD, STREET
from graph.analysis.walking.nearest import Ends
from graph.analysis.walking.parameters import ROUNDING, Walk
from graph.analysis.walking.straight import StraightLines
from graph.analysis.walking.table import Tabled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
_Part = tuple[Integers, Integers, Floats, Integers]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs as arrays: row numbers of origin and venue, flat metres, and the code of the method (see ``METHOD``)."""

    origin: Integers
    venue: Integers
    metres: Floats
    method: NDArray[np.uint8]


def pairs_within(facts: WalkFacts, walk: Walk, at_most: float) -> Pairs:
    """Every pair at most ``at_most`` flat metres apart (inclusive), ordered by origin, then venue.

    What counts as the distance of a pair is told at :func:`~graph.analysis.walking.nearest.nearest`. Memory grows with
    the pairs there are, not with origins times venues.
    """
    limit = at_most * (1 + ROUNDING)
    ends, tabled = Ends.of(facts), Tabled.of(facts, walk)
    near = tabled.metres <= limit
    parts: list[_Part] = [(tabled.origin[near], tabled.venue[near], tabled.metres[near], tabled.method[near])]
    for part in chain(_along_streets(facts, ends, limit), _straight(ends, walk, limit)):
        kept = ~tabled.holds(part[0], part[1]) & (part[2] <= limit)
        parts.append((part[0][kept], part[1][kept], part[2][kept], part[3][kept]))
    origin, venue = (np.concatenate([part[end] for part in parts]) for end in range(2))
    metres = np.concatenate([part[2] for part in parts])
    method = np.concatenate([part[3] for part in parts]).astype(np.uint8)
    order = np.lexsort((venue, origin))
    return Pairs(origin[order], venue[order], metres[order], method[order])


def pairs(facts: WalkFacts, walk: Walk, at_most: float) -> pl.DataFrame:
    """The same as a frame of ids: origin, venue, metres, method."""
    found = pairs_within(facts, walk, at_most)
    return pl.DataFrame(
        {
            "origin": facts.origins["id"].gather(found.origin),
            "venue": facts.venues["id"].gather(found.venue),
            "metres": found.metres,
            "method": pl.Series(found.method, dtype=pl.UInt8).cat.to(METHOD),
        }
    )


def _along_streets(facts: WalkFacts, ends: Ends, limit: float) -> Iterator[_Part]:
    here, there = np.flatnonzero(ends.origin_on), np.flatnonzero(ends.venue_on)
    if facts.streets is None or not len(here) or not len(there):
        return
    origins, venues = ((ends.origin_lon[here], ends.origin_lat[here]), (ends.venue_lon[there], ends.venue_lat[there]))
    first, second, metres = facts.streets.pairs(*origins, *venues, limit)
    yield here[first], there[second], metres, np.full(len(first), STREET)


def _straight(ends: Ends, walk: Walk, limit: float) -> Iterator[_Part]:
    for origins, venues in ends.unpaved():
        lines = StraightLines(ends.venue_lon[venues], ends.venue_lat[venues])
        for first, second, metres in lines.within(
            ends.origin_lon[origins], ends.origin_lat[origins], limit / walk.detour
        ):
            yield origins[first], venues[second], metres * walk.detour, np.full(len(first), ESTIMATE)
