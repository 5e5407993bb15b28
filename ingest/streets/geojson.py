"""Lines of a GeoJSON file (RFC 7946), read feature by feature."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.errors import RosterProblem
from ingest.read.naming import file_name
from ingest.read.problems import file_problem
from ingest.streets.json_stream import Damaged, JsonStream
from ingest.streets.lines import MOST_POINTS, Lines
from ingest.streets.walkable import why_not

_SAME_AS_WGS84: Final = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG/0/4326", "EPSG::4490", "EPSG:4490", "CGCS2000")
"""Names in a ``crs`` member (before RFC 7946) of systems that are WGS-84 to less than a metre."""
NO_LINE: Final = "no_line"
NO_HIGHWAY: Final = "no_highway"


def read_geojson(path: Path) -> Lines:
    """The walkable lines of a GeoJSON file; RosterProblem names file, feature and reason where it cannot be read.

    A third coordinate is the height in metres. Where features bear OpenStreetMap's ``highway`` (or ``fclass``, as in
    Geofabrik's extracts), ways that cannot be walked are left out, and so are lines without that tag; where none does,
    every line counts. The file is never whole in memory.
    """
    name, lines, tagged = file_name(path), Lines(), bytearray()
    try:
        with path.open("rb") as file:
            _read(JsonStream(file), name, lines, tagged)
    except Damaged as error:
        raise _no_json(name, error.character) from error
    except UnicodeDecodeError as error:
        raise file_problem("encoding", name, "不是 UTF-8 编码;请另存为 UTF-8", "is no UTF-8: save it so") from error
    except RecursionError as error:
        raise file_problem(
            "too_deep", name, "层层嵌套过深,不是路网文件", "is nested too deeply to be a file of streets"
        ) from error
    # ways that were left out for their tags speak for the file too
    if (any(tagged) or set(lines.left_out) - {NO_LINE}) and not all(tagged):
        return lines.without((at for at, each in enumerate(tagged) if not each), NO_HIGHWAY)
    return lines


def _read(stream: JsonStream, name: str, lines: Lines, tagged: bytearray) -> None:
    rest: dict[str, object] = {}
    number = 0
    for member, value in stream.members("features"):
        if member == "features":
            number += 1
            _feature(value, number, name, lines, tagged)
        else:
            rest[member] = value
    _refuse_crs(rest.get("crs"), name)
    kind = rest.get("type")
    if kind == "Feature" or kind in _GEOMETRIES:
        _feature(rest if kind == "Feature" else {"geometry": rest}, 1, name, lines, tagged)
    elif kind != "FeatureCollection":
        raise file_problem(
            "no_geojson",
            name,
            "不是 GeoJSON(没有要素集合 FeatureCollection);请导出为 GeoJSON 的线要素",
            "is no GeoJSON (it has no FeatureCollection): export lines as GeoJSON",
        )


_GEOMETRIES: Final = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)


def _feature(feature: object, number: int, name: str, lines: Lines, tagged: bytearray) -> None:
    """Take the lines of one feature, or count why they are left out."""
    if not isinstance(feature, dict):
        raise _bad(name, number, "不是要素", "is no feature")
    tags = _tags(feature.get("properties"))
    found = list(_paths(feature.get("geometry"), number, name))
    if not found:
        lines.left_out[NO_LINE] += 1
        return
    reason = why_not(tags) if "highway" in tags else None
    if reason is not None:
        lines.left_out[reason] += len(found)
        return
    for positions in found:
        lines.begin(number)
        tagged.append("highway" in tags)
        for position in positions:
            _point(position, number, name, lines)


def _tags(properties: object) -> dict[str, str]:
    if not isinstance(properties, dict):
        return {}
    tags = {key: value.strip().lower() for key, value in properties.items() if isinstance(value, str) and value.strip()}
    if "highway" not in tags and "fclass" in tags:
        tags["highway"] = tags["fclass"]
    return tags


def _paths(geometry: object, number: int, name: str) -> Iterator[list[object]]:
    """The runs of positions in a geometry; none for points and areas."""
    if geometry is None:
        return
    if not isinstance(geometry, dict):
        raise _bad(name, number, "的几何不合规格", "has a geometry that is none")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        for part in parts if isinstance(parts, list) else ():
            yield from _paths(part, number, name)
    elif kind in ("LineString", "MultiLineString"):
        paths = [coordinates] if kind == "LineString" else coordinates
        for path in paths if isinstance(paths, list) else [None]:
            if not isinstance(path, list):
                raise _bad(name, number, "的坐标不是点的列表", "has coordinates that are no list of points")
            yield path


def _point(position: object, number: int, name: str, lines: Lines) -> None:
    fits = isinstance(position, list) and len(position) >= 2
    numbers = position[:3] if fits and isinstance(position, list) else []
    try:
        values = [float(each) for each in numbers if not isinstance(each, bool | str)]
    except (TypeError, OverflowError):
        values = []
    if len(values) < max(2, len(numbers)) or not all(map(math.isfinite, values)):
        raise _bad(
            name,
            number,
            "有一点的坐标不是数(应为 [经度, 纬度] 或 [经度, 纬度, 高程])",
            "has a point that is no numbers",
        )
    if len(lines.longitude) >= MOST_POINTS:
        raise too_big(name)
    lines.longitude.append(values[0])
    lines.latitude.append(values[1])
    lines.height.append(values[2] if len(values) > 2 else math.nan)


def _refuse_crs(crs: object, name: str) -> None:
    """Refuse a file that says it is in another system than WGS-84; its numbers would put every street elsewhere."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    declared = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(declared, str) and any(declared.upper().endswith(each) for each in _SAME_AS_WGS84):
        return
    raise file_problem(
        "other_crs",
        name,
        "写明用的不是 WGS-84 坐标系(crs 一项);请在地图软件里按 WGS-84(EPSG:4326)重新导出",
        "says that it is not in WGS-84 (its member crs): export it again in WGS-84 (EPSG:4326)",
    )


def _bad(name: str, number: int, zh: str, en: str) -> RosterProblem:
    return file_problem("bad_feature", name, f"的第 {number} 个要素{zh};请改正", f"feature {number} {en}: mend it")


def _no_json(name: str, character: int) -> RosterProblem:
    return file_problem(
        "damaged",
        name,
        f"在第 {character + 1} 个字符附近不是完整的 JSON(可能没有下载完);请重新导出",
        f"is no whole JSON near character {character + 1} (perhaps cut off): export it again",
    )


def too_big(name: str) -> RosterProblem:
    """More points than one machine should hold."""
    return file_problem(
        "too_big",
        name,
        f"的点超过 {MOST_POINTS:,} 个;请裁剪到本市范围再导入",
        f"has more than {MOST_POINTS:,} points: cut it to the city",
    )
