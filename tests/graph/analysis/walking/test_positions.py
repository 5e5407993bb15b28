"""The ladder of precision: a point of one's own, else that of what one lies in, each labelled."""

from __future__ import annotations

import polars as pl
import pytest

from graph.analysis.walking import PLACED, positions

POINT = {"longitude": 120.0, "latitude": 30.0}
NOWHERE = (None, None, None)


def frame(rows, **columns) -> pl.DataFrame:
    schema = {"id": pl.String, "longitude": pl.Float64, "latitude": pl.Float64, **columns}
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)


def found(buildings=(), venues=(), places=()):
    house = {"place": pl.String, "compound": pl.String}
    return positions(
        frame(buildings, **house), frame(venues, building=pl.String, **house), frame(places, level=pl.String)
    )


def of(data: pl.DataFrame, name: str):
    assert data.schema == pl.Schema(PLACED)
    return data.filter(pl.col("id") == name).row(0)[1:]


def test_a_building_climbs_to_its_compound_then_its_community():
    placed = found(
        buildings=[
            {"id": "own", "longitude": 121.0, "latitude": 31.0, "compound": "P", "place": "C"},
            {"id": "compound", "compound": "P", "place": "C"},
            {"id": "community", "compound": "unknown", "place": "C"},
            {"id": "nowhere", "place": "elsewhere"},
        ],
        places=[
            {"id": "P", "level": "residential_compound", **POINT},
            {"id": "C", "level": "community", "longitude": 122.0, "latitude": 32.0},
        ],
    ).buildings
    assert placed["id"].to_list() == ["own", "compound", "community", "nowhere"]
    assert of(placed, "own") == (121.0, 31.0, "point")
    assert of(placed, "compound") == (120.0, 30.0, "compound")
    assert of(placed, "community") == (122.0, 32.0, "community")
    assert of(placed, "nowhere") == NOWHERE


def test_a_place_without_a_point_has_the_mean_of_its_buildings_own_points():
    placed = found(
        buildings=[
            {"id": "a", "longitude": 120.0, "latitude": 30.0, "compound": "P", "place": "C"},
            {"id": "b", "longitude": 120.2, "latitude": 30.4, "compound": "P", "place": "C"},
            {"id": "c", "longitude": 121.0, "latitude": 31.0, "place": "C"},
            {"id": "d", "compound": "P", "place": "C"},
        ],
        places=[
            {"id": "P", "level": "residential_compound"},
            {"id": "C", "level": "community"},
            {"id": "empty", "level": "community"},
            {"id": "own", "level": "community", **POINT},
        ],
    )
    assert of(placed.places, "P") == (pytest.approx(120.1), pytest.approx(30.2), "compound")
    assert of(placed.places, "C") == (pytest.approx(120.4), pytest.approx(91.4 / 3), "community")
    assert of(placed.places, "empty") == NOWHERE
    assert of(placed.places, "own") == (120.0, 30.0, "point")
    assert of(placed.buildings, "d") == (pytest.approx(120.1), pytest.approx(30.2), "compound")


def test_a_venue_climbs_by_its_building_too():
    placed = found(
        buildings=[
            {"id": "tower", **POINT, "place": "C"},
            {"id": "bare", "compound": "P", "place": "C"},
        ],
        venues=[
            {"id": "own", "longitude": 121.0, "latitude": 31.0, "building": "tower"},
            {"id": "building", "building": "tower", "place": "C"},
            {"id": "its_compound", "building": "bare"},
            {"id": "compound", "compound": "P", "place": "C"},
            {"id": "community", "place": "C"},
            {"id": "nowhere"},
        ],
        places=[
            {"id": "P", "level": "residential_compound", "longitude": 122.0, "latitude": 32.0},
            {"id": "C", "level": "community", "longitude": 123.0, "latitude": 33.0},
        ],
    ).venues
    assert of(placed, "own") == (121.0, 31.0, "point")
    assert of(placed, "building") == (120.0, 30.0, "building")
    assert of(placed, "its_compound") == (122.0, 32.0, "compound")
    assert of(placed, "compound") == (122.0, 32.0, "compound")
    assert of(placed, "community") == (123.0, 33.0, "community")
    assert of(placed, "nowhere") == NOWHERE


@pytest.mark.parametrize(
    "half",
    [
        {"longitude": 120.0},
        {"latitude": 30.0},
        {"longitude": 120.0, "latitude": float("nan")},
        {"longitude": 500_000.0, "latitude": 30.0},
    ],
)
def test_half_a_point_is_none(half):
    placed = found(buildings=[{"id": "b", "place": "C", **half}], places=[{"id": "C", "level": "community"}])
    assert of(placed.buildings, "b") == NOWHERE
    assert of(placed.places, "C") == NOWHERE
