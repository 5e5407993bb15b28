"""Ways of an OpenStreetMap extract: .osm, .osm.pbf, .osm.gz, .osm.bz2."""

from __future__ import annotations

import math
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Final

from graph.errors import WrongUsage
from ingest.read.naming import file_name
from ingest.read.problems import file_problem
from ingest.streets.geojson import too_big
from ingest.streets.lines import MOST_POINTS, Lines
from ingest.streets.walkable import why_not

NODES_MISSING: Final = "nodes_missing"


def read_osm(path: Path) -> Lines:
    """The walkable ways of an extract. Ways join where they share a node; heights are not read (few nodes have any).

    Where a way's nodes are not in the file (an extract cut at its border), the way goes as far as they are; each such
    gap is counted. WrongUsage where the reader is not installed, RosterProblem for a file that it cannot read.
    """
    osmium, name, lines = _reader(), file_name(path), Lines()
    kinds = osmium.osm.NODE | osmium.osm.WAY
    try:
        ways = (
            osmium.FileProcessor(str(path), kinds)
            .with_locations()
            .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
            .with_filter(osmium.filter.KeyFilter("highway"))
        )
        for way in ways:
            tags = {tag.k: tag.v.strip().lower() for tag in way.tags}
            reason = why_not(tags)
            if reason is None:
                nodes = ((each.ref, each.location) for each in way.nodes)
                _take(way.id, [(ref, at.lon, at.lat) if at.valid() else None for ref, at in nodes], lines)
            else:
                lines.left_out[reason] += 1
            if len(lines.longitude) > MOST_POINTS:
                raise too_big(name)
    except (RuntimeError, ValueError, OverflowError) as error:
        # the reader's own text may quote what it read
        raise file_problem(
            "damaged",
            name,
            "不是完好的 OpenStreetMap 数据(可能没有下载完,或后缀与内容不符);请重新取得",
            "is no whole OpenStreetMap extract (perhaps cut off, or its suffix is wrong): fetch it again",
        ) from error
    return lines


def _take(way: int, nodes: list[tuple[int, float, float] | None], lines: Lines) -> None:
    """Take the runs of nodes that are in the file; the gaps between them are counted."""
    for missing, run in groupby(nodes, lambda node: node is None):
        if missing:
            lines.left_out[NODES_MISSING] += 1
            continue
        lines.begin(way)
        for node in run:
            assert node is not None  # of a run that is there
            lines.node.append(node[0])
            lines.longitude.append(node[1])
            lines.latitude.append(node[2])
            lines.height.append(math.nan)


def _reader() -> ModuleType:
    try:
        import osmium
        import osmium.filter
    except ImportError as error:
        raise WrongUsage(
            "读取 OpenStreetMap 数据需要 osmium,尚未安装;请运行 pip install -e '.[osm]',或改用 GeoJSON",
            "an OpenStreetMap extract is read by osmium, which is not installed: run pip install -e '.[osm]', or use "
            "GeoJSON",
            code="osmium_missing",
        ) from error
    found: ModuleType = osmium
    return found
