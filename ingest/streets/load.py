"""One file of streets becomes the street network of a data folder."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from graph.analysis.walking.streets import StreetNetwork
from graph.errors import RosterProblem, WrongUsage
from graph.evidence.streets import FOLDER, Streets, keep, remove
from graph.store.folder_lock import FolderLock
from ingest.clean.coordinates import Crs
from ingest.read.naming import file_name
from ingest.read.problems import file_problem
from ingest.streets.crossings import crossings
from ingest.streets.geojson import NO_HIGHWAY, NO_LINE, read_geojson
from ingest.streets.joining import DEGENERATE, JUMP, joined
from ingest.streets.lines import Lines
from ingest.streets.osm import NODES_MISSING, read_osm
from ingest.streets.positions import to_wgs84_lines
from ingest.streets.walkable import FORBIDDEN, NO_FOOTWAY, NOT_WALKABLE

REASONS: Final = {
    NO_LINE: ("不是线(点、面或没有几何)", "no lines (points, areas, or without geometry)"),
    NO_HIGHWAY: ("没有 highway 标签,而文件中别的线有", "without the tag highway, which other lines of the file have"),
    NOT_WALKABLE: ("不是可步行的道路(高速、在建等)", "no ways that are walked (motorways, under construction …)"),
    FORBIDDEN: ("禁止步行或不对外开放(foot、access)", "closed to walkers (foot, access)"),
    NO_FOOTWAY: ("快速路、自行车道等,未注明可步行", "trunk roads, cycleways … that do not say that one may walk"),
    DEGENERATE: ("没有长度", "of no length"),
    JUMP: ("两点相距超过 5 公里的线段", "pieces of more than 5 km between two points"),
    NODES_MISSING: ("断开处(数据裁剪,缺少节点)", "gaps (nodes that are not in the extract)"),
}
"""Why lines are left out, in Chinese and English."""
_GEOJSON: Final = (".geojson", ".json")
_OSM: Final = (".osm", ".pbf", ".osm.gz", ".osm.bz2")
_WAIT_SECONDS: Final = 10.0


def load_streets(path: Path, data: Path, crs: Crs | None = None) -> Streets:
    """Read a GeoJSON file or an OpenStreetMap extract and keep it as the street network of the data folder.

    ``crs``: the coordinate system of a GeoJSON file that is not in WGS-84. Nothing is changed where anything is wrong:
    RosterProblem for the file, WrongUsage for the call, StoreBusy while another load of streets is running.
    """
    name = file_name(path)
    if not path.is_file():
        raise WrongUsage(f"找不到文件 {name}", f"there is no file {name}", code="no_such_file")
    lines = _lines(path, name, crs)
    net = joined(to_wgs84_lines(lines, crs or Crs.WGS84, name), name)
    if not len(net.start):
        raise _no_streets(name, net.left_out)
    network = StreetNetwork(net.longitude, net.latitude, net.start, net.end, net.height)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    about = {
        "source": name,
        "sha256": sha256,
        "crs": str(crs or Crs.WGS84),
        "loaded_on": datetime.now(UTC).date().isoformat(),
        "crossings": crossings(net),
        "left_out": dict(sorted(net.left_out.items())),
    }
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / FOLDER).mkdir(mode=0o700, exist_ok=True)
    with FolderLock(data / FOLDER) as lock:
        lock.wait(_WAIT_SECONDS)
        return keep(data, network, about)


def remove_streets(data: Path) -> bool:
    """Remove the street network of the data folder; whether there was one."""
    if not (data / FOLDER).exists():
        return False
    with FolderLock(data / FOLDER) as lock:
        lock.wait(_WAIT_SECONDS)
        return remove(data)


def _lines(path: Path, name: str, crs: Crs | None) -> Lines:
    """Read by the reader that the suffix asks for."""
    lower = path.name.lower()
    if lower.endswith(_GEOJSON):
        return read_geojson(path)
    if lower.endswith(_OSM):
        if crs not in (None, Crs.WGS84):
            raise WrongUsage(
                "OpenStreetMap 的数据都是 WGS-84;请去掉 --crs",
                "data of OpenStreetMap are always in WGS-84: leave out --crs",
                code="crs_of_osm",
            )
        return read_osm(path)
    raise file_problem(
        "unknown_suffix",
        name,
        f"不是能读的路网文件;能读 {'、'.join((*_GEOJSON, *_OSM))},其他格式请先在地图软件里导出为 GeoJSON(WGS-84)",
        f"is no file of streets that can be read ({', '.join((*_GEOJSON, *_OSM))}): export it as GeoJSON (WGS-84)",
    )


def _no_streets(name: str, left_out: Counter[str]) -> RosterProblem:
    zh = ";".join(f"{REASONS[reason][0]} {count}" for reason, count in sorted(left_out.items()))
    en = "; ".join(f"{REASONS[reason][1]}: {count}" for reason, count in sorted(left_out.items()))
    return file_problem(
        "no_streets",
        name,
        "里没有可步行的街道" + (f"(未取:{zh})" if zh else "") + ";请确认导出的是道路线",
        "has no street to walk" + (f" (left out: {en})" if en else "") + "; check that lines of streets were exported",
    )
