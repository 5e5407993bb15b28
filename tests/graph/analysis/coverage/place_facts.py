"""Invented facts for the place sense: a few communities, buildings and venues on steps of 100 m."""

from __future__ import annotations

import polars as pl

from graph.analysis.coverage.place_sense import FRAMES, PlaceFacts, place_sense
from graph.analysis.walking import Walk, WalkFacts
from tests.graph.analysis.walking.invented import placed, table

WALK = Walk()
PLACES = [
    {"id": "T", "level": "city"},
    {"id": "S1", "level": "subdistrict", "parent": "T"},
    {"id": "S2", "level": "subdistrict", "parent": "T"},
    {"id": "C", "level": "community", "parent": "S1"},
    {"id": "D", "level": "community", "parent": "S1"},
    {"id": "E", "level": "community", "parent": "S2"},
]
DEFAULTS = {
    "buildings": {"place": "C", "vacant": False, "liveness": "live"},
    "venues": {"opening_state": "open", "place": "C", "liveness": "live"},
    "places": {},
}


def frame(name, rows):
    full = [{**dict.fromkeys(FRAMES[name]), **DEFAULTS[name], **row} for row in rows]
    return pl.DataFrame(full, schema=FRAMES[name])


def facts(buildings, venues, ways=None, streets=None) -> PlaceFacts:
    """Each of both with ``at`` (steps of 100 m to the east and north, or None) and, perhaps, ``precision``."""
    origins, ends = (
        pl.concat(
            [
                placed(),
                *(
                    placed((row["id"], *(row.get("at") or (None, None))), precision=row.get("precision", "point"))
                    for row in rows
                ),
            ]
        )
        for rows in (buildings, venues)
    )
    bare = [
        [{k: v for k, v in row.items() if k not in ("at", "precision")} for row in rows] for rows in (buildings, venues)
    ]
    walks = WalkFacts(origins, ends, table() if ways is None else ways, streets)
    return PlaceFacts(frame("buildings", bare[0]), frame("venues", bare[1]), frame("places", PLACES), walks)


def one(venues, ways=None, walk=WALK, **building):
    (row,) = place_sense(facts([{"id": "b", "at": (0, 0), **building}], venues, ways), walk).buildings.iter_rows(
        named=True
    )
    return row


NEAR, FAR = {"id": "v", "name": "站", "at": (1, 0)}, {"id": "v", "at": (9, 0)}
