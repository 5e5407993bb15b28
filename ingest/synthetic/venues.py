"""The venues of an invented community, and the sites where one could be: enough to reach most, with gaps left."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Final

from ingest.synthetic.extent import Extent
from ingest.synthetic.ground import OPEN, AreaVenue, Neighbourhood, Point, Slice
from ingest.synthetic.layout import Layout, beside, centre_of

_PER_100_HOUSEHOLDS: Final = (42, 34, 26, 44, 36, 31, 41, 22, 38, 45, 33, 28, 43, None)
"""m² of the service centres, one after the other: on both sides of 30 and of 40; the last has no area in the roster."""
_BESIDES: Final = (3, 5, 4, 6, 2, 5, 4)
"""Venues beside the service centre, by community: some have too few."""
_KINDS: Final = (("微阵地", 45), ("驿站", 30), ("活动室", 80), ("微阵地", 60), ("驿站", 25), ("活动室", 110))
_STATES: Final = {5: "暂停开放", 9: "筹建", 13: None}
_STATE_EVERY: Final = 17
_UNPLACED_EVERY: Final = 67
_BY_COMPOUND, _BY_COMMUNITY = 11, 33
"""Of so many venues these two have no coordinates: one names its compound, one its community only."""
_OPENED: Final = (date(2016, 7, 1), date(2017, 3, 1), date(2017, 11, 20), date(2018, 8, 15))
CANDIDATE: Final = "备选点"
_CANDIDATES: Final = ((120, 500), (90, 350), (160, 800))
"""m² and households that a candidate site could serve."""


def venues(extent: Extent, seed: int, land: Slice, place: Neighbourhood) -> list[AreaVenue]:
    """The venues of one community that is settled already: the centre, those at compounds, candidates in the gaps."""
    if not extent.venues:
        return []
    rng = Random(f"{seed}/{extent.code}/{place.number}/venues")
    layout = Layout.of(extent, seed, place.number)
    compounds = [name for name, home in land.compounds if home is place]
    found = [_centre(extent, rng, land, place), *_at_compounds(rng, land, place, layout, compounds)]
    return [*found, *_candidates(place, layout, compounds, found)]


def _centre(extent: Extent, rng: Random, land: Slice, place: Neighbourhood) -> AreaVenue:
    households = sum(each.households for each in land.buildings if each.community is place)
    ratio = _PER_100_HOUSEHOLDS[place.number % len(_PER_100_HOUSEHOLDS)]
    return AreaVenue(
        number=f"{place.code}F00",
        name=f"{place.name}党群服务中心",
        kind="党群服务中心",
        state=OPEN,
        opened=_OPENED[0],
        community=place,
        compound=None,
        point=beside(centre_of(place.number, extent), _shift(rng)),
        area=None if ratio is None else round(households * ratio / 100, -1),
    )


def _at_compounds(
    rng: Random, land: Slice, place: Neighbourhood, layout: Layout, compounds: list[str]
) -> Iterator[AreaVenue]:
    units = [unit.name for unit in land.units_of(place)]
    for at, compound in enumerate(compounds[: _BESIDES[place.number % len(_BESIDES)]]):
        number = place.number * 5 + at
        kind, area = _KINDS[number % len(_KINDS)]
        state = _STATES.get(number % _STATE_EVERY, OPEN)
        unplaced = number % _UNPLACED_EVERY
        point = beside(layout.middle(at), _shift(rng))
        yield AreaVenue(
            number=f"{place.code}F{at + 1:02d}",
            name=f"{compound}{kind}",
            kind=kind,
            state=state,
            opened=None if state == "筹建" else _OPENED[number % len(_OPENED)],
            community=place,
            compound=None if unplaced == _BY_COMMUNITY else compound,
            point=None if unplaced in (_BY_COMPOUND, _BY_COMMUNITY) else point,
            area=float(area),
            provider=units[number % len(units)] if units else None,
        )


def _candidates(
    place: Neighbourhood, layout: Layout, compounds: list[str], found: list[AreaVenue]
) -> Iterator[AreaVenue]:
    """One or two sites, each in the compound that lies farthest from all that is there."""
    there = [each.point for each in found if each.point is not None and each.state == OPEN]
    free = {at: layout.middle(at) for at in range(len(compounds))}
    for turn in range(min(1 + place.number % 2, len(free))):
        at = max(free, key=lambda each: min(math.dist(free[each], point) for point in there))
        point = free.pop(at)
        there.append(point)
        area, capacity = _CANDIDATES[(place.number + turn) % len(_CANDIDATES)]
        yield AreaVenue(
            number=f"{place.code}B{turn + 1:02d}",
            name=f"{compounds[at]}临街用房",
            kind="微阵地",
            state=CANDIDATE,
            opened=None,
            community=place,
            compound=compounds[at],
            point=point,
            area=float(area),
            capacity=capacity,
        )


def _shift(rng: Random) -> Point:
    return rng.uniform(-1, 1), rng.uniform(-1, 1)
