"""Small invented walks, and what they come to when every pair is looked at by itself."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from graph.analysis.walking import PLACED, TABLE, Walk, WalkFacts
from graph.analysis.walking.metres import metres_between
from graph.analysis.walking.streets import StreetNetwork

Row = dict[str, Any]
LON, LAT = 120.0, 30.0
EAST = 100 / 96_486.3  # about 100 m, in degrees of longitude at 30° north
NORTH = 100 / 110_852.4


def placed(*rows: tuple[str, float | None, float | None], precision: str = "point") -> pl.DataFrame:
    """Positions by id and steps of about 100 m to the east and to the north; None where there is none."""
    listed = [
        {
            "id": name,
            "longitude": None if east is None else LON + east * EAST,
            "latitude": None if north is None else LAT + north * NORTH,
            "precision": None if east is None else precision,
        }
        for name, east, north in rows
    ]
    return pl.DataFrame(listed, schema=PLACED)


def table(*rows: tuple[str, str, float | None], straight: bool = False) -> pl.DataFrame:
    """Ways by origin, venue and metres."""
    listed = [
        {"origin": origin, "venue": venue, "metres": metres, "precision": "point", "straight": straight}
        for origin, venue, metres in rows
    ]
    return pl.DataFrame(listed, schema=TABLE)


def walks(
    origins: pl.DataFrame, venues: pl.DataFrame, ways: pl.DataFrame | None = None, streets: StreetNetwork | None = None
) -> WalkFacts:
    """Facts, without a table unless one is given."""
    return WalkFacts(origins, venues, table() if ways is None else ways, streets)


def every_pair(facts: WalkFacts, walk: Walk) -> dict[tuple[str, str], tuple[float, str]]:
    """Metres and method of every pair that has any, one by one."""
    tabled: dict[tuple[str, str], float] = {}
    for row in facts.table.iter_rows(named=True):
        if row["metres"] is not None:
            for pair in ((row["origin"], row["venue"]), (row["venue"], row["origin"])):
                tabled[pair] = max(tabled.get(pair, 0.0), row["metres"])
    found = {}
    for start in facts.origins.iter_rows(named=True):
        for end in facts.venues.iter_rows(named=True):
            pair = (start["id"], end["id"])
            if pair in tabled:
                found[pair] = (tabled[pair], "table")
                continue
            length = _way(facts, start, end, walk)
            if length is not None:
                found[pair] = length
    return found


def _way(facts: WalkFacts, start: Row, end: Row, walk: Walk) -> tuple[float, str] | None:
    if None in (start["longitude"], end["longitude"]):
        return None
    ends = [[each[name]] for each in (start, end) for name in ("longitude", "latitude")]
    if facts.streets is not None:
        on = [facts.streets.snap(*ends[at : at + 2]).edge[0] >= 0 for at in (0, 2)]
        if all(on):
            at, metres = facts.streets.nearest(*ends)
            return (float(metres[0]), "street") if at[0] >= 0 else None
    return walk.detour * float(metres_between(*ends)[0]), "estimate"


def close(one: float | None, other: float | None) -> bool:
    """Equal but for rounding."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
