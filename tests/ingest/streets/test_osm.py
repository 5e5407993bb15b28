from __future__ import annotations

import bz2
import gzip
import sys

import osmium
import pytest

from graph.errors import RosterProblem, WrongUsage
from ingest.streets.osm import read_osm
from ingest.streets.walkable import why_not
from tests.ingest.streets.drawn import at, osm

TOWN = osm(
    {1: at(0, 0), 2: at(100, 0), 3: at(200, 0), 4: at(100, 50)},
    {
        10: ([1, 2, 3], {"highway": "residential"}),
        11: ([2, 4], {"highway": "steps"}),
        12: ([1, 4], {"highway": "motorway"}),
        13: ([3, 4], {"highway": "service", "access": "private"}),
        14: ([1, 99, 3, 4, 98], {"highway": "path"}),
        15: ([1, 2], {"waterway": "river"}),
    },
)


@pytest.mark.parametrize("packed", [".osm", ".osm.gz", ".osm.bz2", ".osm.pbf"])
def test_ways_of_an_extract_are_read(tmp_path, packed):
    path = tmp_path / f"town{packed}"
    if packed == ".osm.pbf":
        plain = tmp_path / "plain.osm"
        plain.write_text(TOWN)
        with osmium.SimpleWriter(str(path)) as writer:
            for each in osmium.FileProcessor(str(plain)):
                writer.add(each)
    else:
        pack = {".osm": bytes, ".osm.gz": gzip.compress, ".osm.bz2": bz2.compress}[packed]
        path.write_bytes(pack(TOWN.encode()))
    lines = read_osm(path)
    assert list(lines.node) == [1, 2, 3, 2, 4, 1, 3, 4]
    assert list(lines.feature) == [10, 11, 14, 14]
    assert list(lines.begins) == [0, 3, 5, 6]
    assert lines.longitude[1] == pytest.approx(120.001)
    assert lines.left_out == {"not_walkable": 1, "foot_forbidden": 1, "nodes_missing": 2}


@pytest.mark.parametrize("content", [b"", b"garbage", TOWN[:300].encode(), TOWN.replace('ref="1"', 'ref="x"').encode()])
@pytest.mark.parametrize("suffix", [".osm", ".osm.pbf"])
def test_a_damaged_extract_is_refused(tmp_path, content, suffix):
    path = tmp_path / f"town{suffix}"
    path.write_bytes(content)
    with pytest.raises(RosterProblem) as told:
        read_osm(path)
    assert told.value.code == "damaged"
    assert str(tmp_path) not in told.value.en


def test_without_the_reader_the_error_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(WrongUsage) as told:
        read_osm(tmp_path / "town.osm")
    assert told.value.code == "osmium_missing"
    assert "pip install" in told.value.zh


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ({"highway": "steps"}, None),
        ({"highway": "footway", "access": "no", "foot": "yes"}, None),
        ({"highway": "footway", "foot": "no"}, "foot_forbidden"),
        ({"highway": "residential", "access": "private"}, "foot_forbidden"),
        ({"highway": "residential", "access": "destination"}, None),
        ({"highway": "trunk"}, "no_footway_stated"),
        ({"highway": "trunk", "foot": "designated"}, None),
        ({"highway": "trunk", "sidewalk:left": "yes"}, None),
        ({"highway": "trunk", "sidewalk": "no"}, "no_footway_stated"),
        ({"highway": "cycleway"}, "no_footway_stated"),
        ({"highway": "motorway", "foot": "yes"}, "not_walkable"),
        ({"highway": "construction"}, "not_walkable"),
    ],
)
def test_who_walks_where(tags, reason):
    assert why_not(tags) == reason
