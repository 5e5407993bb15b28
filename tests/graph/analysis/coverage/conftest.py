"""A small invented subdistrict S: community C with compound P and grid G, and a fresh complete roster of S."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from graph.analysis.coverage import SCHEMAS, CoveringFacts, empty

AS_OF = date(2026, 6, 1)
Row = dict[str, Any]

DEFAULTS: dict[str, Row] = {
    "buildings": {"use": "office", "place": "C", "grid": "G", "liveness": "live"},
    "units": {"kind": "non_public_firm", "operating_state": "operating", "place": "C", "liveness": "live"},
    "tenancies": {"building": "b", "liveness": "live"},
    "covering": {
        "organisation": "o",
        "target": "u",
        "target_type": "Unit",
        "mode": "own",
        "named_by_row": True,
        "responsible": True,
        "liveness": "live",
    },
    "places": {},
    "grids": {},
    "editions": {"scope": "S", "edition_date": date(2026, 1, 1), "complete": True},
}
PLACES = [
    {"id": "D", "level": "county"},
    {"id": "S", "level": "subdistrict", "parent": "D"},
    {"id": "C", "level": "community", "parent": "S"},
    {"id": "P", "level": "residential_compound", "parent": "C"},
]


def frame(name: str, rows: list[Row]) -> pl.DataFrame:
    full = [{**dict.fromkeys(SCHEMAS[name]), **DEFAULTS[name], **row} for row in rows]
    return pl.DataFrame(full, schema=SCHEMAS[name]) if full else empty(name)


def build(as_of: date = AS_OF, **rows: list[Row]) -> CoveringFacts:
    given = {"places": PLACES, "grids": [{"id": "G", "place": "C"}], "editions": [{}], **rows}
    frames = {name: frame(name, given.get(name, [])) for name in SCHEMAS}
    return CoveringFacts(**frames, as_of=as_of)


@pytest.fixture(scope="session")
def facts() -> Callable[..., CoveringFacts]:
    """Builds facts from rows; what a row does not say comes from ``DEFAULTS``."""
    return build
