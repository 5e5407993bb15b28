"""Streets of an invented area: simple blocks across its communities, and a hill, so that slope matters."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ingest.synthetic.ground import Neighbourhood, Point, Slice
from ingest.synthetic.layout import REACH

STREETS: Final = "streets.geojson"
_BLOCKS: Final = 8
"""Blocks of a community in each direction, of some 110 m by 140 m."""
_HILL_METRES: Final = 60.0
_HILL_WIDTH: Final = 0.003

Position = tuple[float, float, float]


def write_streets(folder: Path, lands: Iterable[Slice]) -> Path:
    """Write ``streets.geojson`` for ``gongjian streets``: WGS-84 with heights, marked synthetic; equal for equal lands.

    The hill stands in the first community. Neighbouring communities share the street between them.
    """
    places = [place for land in lands for place in land.communities]
    path = folder / STREETS
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", "synthetic": true, "name": "演示数据", "features": [\n')
        file.write(",\n".join(_feature(number, line) for number, line in enumerate(_lines(places), start=1)))
        file.write("\n]}\n")
    return path


def _lines(places: list[Neighbourhood]) -> Iterator[list[Position]]:
    centres = {place.centre for place in places}
    for place in places:
        top = places[0].centre
        offsets = [REACH * (2 * number / _BLOCKS - 1) for number in range(_BLOCKS + 1)]
        for offset in offsets:
            # the neighbour to the east or north draws the street on the border
            border = offset == offsets[-1]
            if not (border and _neighbour(place, 0, 1) in centres):
                yield [_position(place.centre, east, offset, top) for east in offsets]
            if not (border and _neighbour(place, 1, 0) in centres):
                yield [_position(place.centre, offset, north, top) for north in offsets]


def _neighbour(place: Neighbourhood, east: int, north: int) -> Point:
    return round(place.centre[0] + 2 * REACH * east, 6), round(place.centre[1] + 2 * REACH * north, 6)


def _position(centre: Point, east: float, north: float, top: Point) -> Position:
    lon, lat = round(centre[0] + east, 6), round(centre[1] + north, 6)
    away = ((lon - top[0]) ** 2 + (lat - top[1]) ** 2) / _HILL_WIDTH**2
    return lon, lat, round(_HILL_METRES * math.exp(-away), 1)


def _feature(number: int, line: list[Position]) -> str:
    return json.dumps(
        {
            "type": "Feature",
            "properties": {"name": f"演示路{number}号"},
            "geometry": {"type": "LineString", "coordinates": line},
        },
        ensure_ascii=False,
    )
