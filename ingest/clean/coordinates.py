"""Points of the four coordinate systems that rosters use, to WGS-84.

GCJ-02 is shifted from WGS-84 by some 500 m and BD-09 by more than 1 km, so a point without its system is no point.
CGCS2000 agrees with WGS-84 to centimetres and is taken as equal. The forward shifts are the published ones;
their inverses have no closed form and are iterated to below 0.1 m (a one-step inverse is wrong by up to 4.5 m).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from ingest.clean.problems import CellProblem

Point = tuple[float, float]

# the box around the mainland, in degrees; the shift of GCJ-02 is not defined outside
WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0
_AXIS: Final = 6378245.0
_ECCENTRICITY_SQUARED: Final = 0.00669342162296594323
_BD_TURN: Final = math.pi * 3000.0 / 180.0
# about 1 cm, in degrees
_TOLERANCE: Final = 1e-7
_ROUNDS: Final = 30


class Crs(StrEnum):
    """The coordinate systems; the values are what rosters and options write."""

    WGS84 = "WGS-84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


def parse_crs(text: str) -> Crs:
    """A coordinate system by its name in any spelling (gcj02, 火星坐标, 百度 …); raises CellProblem."""
    bare = "".join(character for character in text.upper() if character.isalnum())
    crs = _NAMES.get(bare)
    if crs is None:
        raise CellProblem(
            "unknown_crs",
            "坐标系不明;请写 WGS-84、CGCS2000、GCJ-02 或 BD-09",
            "the coordinate system is unknown; write WGS-84, CGCS2000, GCJ-02 or BD-09",
        )
    return crs


_NAMES: Final[dict[str, Crs]] = {
    **dict.fromkeys(("WGS84", "EPSG4326", "GPS"), Crs.WGS84),
    **dict.fromkeys(("CGCS2000", "国家2000", "2000国家大地坐标系", "EPSG4490", "天地图"), Crs.CGCS2000),
    **dict.fromkeys(("GCJ02", "火星坐标", "火星坐标系", "高德", "高德坐标", "腾讯", "国测局"), Crs.GCJ02),
    **dict.fromkeys(("BD09", "BD09LL", "百度", "百度坐标", "百度坐标系"), Crs.BD09),
}


def to_wgs84(lon: float, lat: float, crs: Crs) -> Point:
    """(longitude, latitude) in WGS-84, degrees, of a point of the given system; error below 0.1 m.

    Raises CellProblem for points outside the mainland's box; swapped columns and metres of a projection are told apart.
    """
    _check(lon, lat)
    match crs:
        case Crs.GCJ02:
            return _inverse(wgs84_to_gcj02, (lon, lat))
        case Crs.BD09:
            return _inverse(wgs84_to_gcj02, _inverse(gcj02_to_bd09, (lon, lat)))
    return lon, lat


def from_wgs84(lon: float, lat: float, crs: Crs) -> Point:
    """The same point in another system, for maps that draw on one; inverse of :func:`to_wgs84`."""
    _check(lon, lat)
    match crs:
        case Crs.GCJ02:
            return wgs84_to_gcj02(lon, lat)
        case Crs.BD09:
            return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))
    return lon, lat


def wgs84_to_gcj02(lon: float, lat: float) -> Point:
    """The published shift from WGS-84 to GCJ-02, degrees."""
    x, y = lon - 105.0, lat - 35.0
    ripple = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + ripple
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + ripple
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    sine = math.sin(math.radians(lat))
    curve = 1 - _ECCENTRICITY_SQUARED * sine * sine
    meridian = _AXIS * (1 - _ECCENTRICITY_SQUARED) / (curve * math.sqrt(curve))
    parallel = _AXIS / math.sqrt(curve) * math.cos(math.radians(lat))
    return lon + math.degrees(east / parallel), lat + math.degrees(north / meridian)


def gcj02_to_bd09(lon: float, lat: float) -> Point:
    """The published shift from GCJ-02 to BD-09, degrees."""
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD_TURN)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD_TURN)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006


def _inverse(shift: Callable[[float, float], Point], target: Point) -> Point:
    """The point that ``shift`` moves to ``target``: the shift changes slowly, so fixed-point steps close in."""
    lon, lat = target
    for _ in range(_ROUNDS):
        there = shift(lon, lat)
        miss = target[0] - there[0], target[1] - there[1]
        lon, lat = lon + miss[0], lat + miss[1]
        if max(abs(miss[0]), abs(miss[1])) < _TOLERANCE / 10:
            break
    return lon, lat


def _check(lon: float, lat: float) -> None:
    if WEST <= lon <= EAST and SOUTH <= lat <= NORTH:
        return
    if WEST <= lat <= EAST and SOUTH <= lon <= NORTH:
        raise CellProblem(
            "swapped_coordinates",
            "经度与纬度写反了;请对调两列",
            "longitude and latitude are swapped; exchange the two columns",
        )
    if max(abs(lon), abs(lat)) > 1_000:
        raise CellProblem(
            "projected_coordinates",
            "像是投影坐标(米),不是经纬度;请换算成以度为单位的经纬度",
            "look like metres of a projection; convert them to longitude and latitude in degrees",
        )
    raise CellProblem(
        "outside_mainland",
        "坐标不在境内范围;请核对经纬度(单位为度)",
        "the point lies outside the mainland's box; check longitude and latitude (in degrees)",
    )
