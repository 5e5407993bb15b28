from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from graph.evidence.streets import read_streets
from graph.store.folder_lock import FolderLock
from ingest.clean.coordinates import Crs, from_wgs84
from ingest.streets import load
from tests.api.command.conftest import run
from tests.ingest.streets.drawn import at, collection, line, osm, write

TOWN = collection(
    line(at(0, 0, 3.0), at(100, 0, 9.0), at(200, 0), name="甲路"),
    line(at(100, 0), at(100, 100), name="乙路"),
    line(at(50, -50), at(50, 50), name="丙路"),
    {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": at(0, 0)}},
)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return write(tmp_path / "town.geojson", TOWN)


def test_streets_are_loaded_told_replaced_and_removed(town: Path, data: Path, tmp_path: Path) -> None:
    assert run("streets", "--data", data, "--json").json == {"streets": None}
    assert "gongjian streets" in run("streets", "--data", data).out
    loaded = run("streets", town, "--data", data, "--json").json["streets"]
    assert [each.stat().st_mode & 0o077 for each in (data, data / "streets")] == [0, 0]
    assert {name: loaded[name] for name in ("source", "nodes", "edges", "components", "crossings", "heights")} == {
        "source": "town.geojson",
        "nodes": 6,
        "edges": 4,
        "components": 2,
        "crossings": 1,
        "heights": True,
    }
    assert loaded["left_out"] == {"no_line": 1}
    assert loaded["km"] == pytest.approx(0.415, abs=0.002)
    assert str(tmp_path) not in json.dumps(loaded)
    assert run("streets", "--data", data, "--json").json["streets"] == loaded
    shown = run("streets", "--data", data).out
    assert "town.geojson" in shown
    assert "不是线" in shown
    other = write(tmp_path / "other.geojson", collection(line(at(0, 0), at(100, 0))))
    assert "other.geojson" in run("streets", other, "--data", data).out
    assert len(read_streets(data).start) == 1  # type: ignore[union-attr]
    assert run("streets", "--remove", "--data", data, "--json").json == {"removed": True}
    assert run("streets", "--remove", "--data", data, "--json").json == {"removed": False}
    assert read_streets(data) is None


def test_an_extract_of_openstreetmap_is_loaded(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "town.osm"
    ways = {10: ([1, 2], {"highway": "residential"}), 11: ([1, 2], {"highway": "motorway"})}
    path.write_text(osm({1: at(0, 0), 2: at(100, 0)}, ways))
    loaded = run("streets", path, "--data", data, "--json").json["streets"]
    assert (loaded["edges"], loaded["heights"], loaded["left_out"]) == (1, False, {"not_walkable": 1})
    assert run("streets", path, "--crs", "GCJ-02", "--data", data).code == 2


@pytest.mark.parametrize("crs", [Crs.GCJ02, Crs.BD09])
def test_shifted_streets_are_put_back(data: Path, tmp_path: Path, crs: Crs) -> None:
    drawn = [list(from_wgs84(*at(east, 0), crs)) for east in (0, 100)]
    path = write(tmp_path / "town.geojson", collection(line(*drawn)))
    assert run("streets", path, "--crs", crs.lower(), "--data", data, "--json").json["streets"]["crs"] == crs
    found = read_streets(data)
    assert found is not None
    assert np.allclose(np.sort(found.longitude), [120.0, 120.001], atol=1e-6)


def test_a_file_that_is_wrong_changes_nothing(town: Path, data: Path, tmp_path: Path) -> None:
    run("streets", town, "--data", data)
    before = run("streets", "--data", data, "--json").json
    for name, content, code in (
        ("cut.geojson", town.read_text(encoding="utf-8")[:300], "damaged"),
        ("swapped.geojson", json.dumps(collection(line([30.0, 120.0], [30.1, 120.0]))), "swapped_coordinates"),
        ("none.geojson", json.dumps(collection()), "no_streets"),
        ("points.geojson", json.dumps(collection(TOWN["features"][3])), "no_streets"),
        ("town.shp", "", "unknown_suffix"),
        ("town.osm", "<osm>", "damaged"),
        ("empty.osm", osm({}, {}), "no_streets"),
    ):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        done = run("streets", path, "--data", data, "--json")
        assert (done.code, done.json["error"]["code"]) == (1, code), name
        assert name in done.json["error"]["zh"]
        assert run("streets", "--data", data, "--json").json == before


def test_a_wrong_call_is_refused(town: Path, data: Path, tmp_path: Path) -> None:
    for words in (
        (tmp_path / "missing.geojson",),
        (town, "--crs", "Beijing 54"),
        ("--crs", "GCJ-02"),
        (town, "--remove"),
    ):
        assert run("streets", *words, "--data", data).code == 2
    assert not data.exists()


def test_a_name_that_tells_of_a_person_is_not_kept(data: Path, tmp_path: Path) -> None:
    path = write(tmp_path / f"路网(联系人 13{0:09}).geojson", TOWN)
    loaded = run("streets", path, "--data", data, "--json")
    assert f"{0:09}" not in loaded.out
    assert loaded.json["streets"]["edges"] == 4


def test_two_loads_at_once_do_not_mix(town: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("streets", town, "--data", data)
    monkeypatch.setattr(load, "_WAIT_SECONDS", 0.0)
    with FolderLock(data / "streets") as lock:
        assert lock.take()
        assert run("streets", town, "--data", data, "--json").json["error"]["code"] == "store_busy"
        assert run("streets", "--data", data, "--json").json["streets"]["edges"] == 4
