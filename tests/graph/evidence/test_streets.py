from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from graph.analysis.walking.streets import StreetNetwork
from graph.errors import StoreMismatch
from graph.evidence.streets import FOLDER, MANIFEST, described, keep, read_streets, remove

ABOUT = {
    "source": "路网.geojson",
    "sha256": "0" * 64,
    "crs": "WGS-84",
    "loaded_on": "2024-06-30",
    "crossings": 0,
    "left_out": {},
}


def network(*heights, longitude=(120.0, 120.001, 120.002, 120.01, 120.011)):
    return StreetNetwork(longitude, [30.0] * 5, [0, 1, 3], [1, 2, 4], heights or None)


@pytest.fixture
def data(tmp_path):
    (tmp_path / FOLDER).mkdir()
    return tmp_path


def folders(data):
    return sorted(each.name for each in (data / FOLDER).iterdir() if each.is_dir())


def test_where_nothing_was_loaded_there_is_nothing(tmp_path):
    assert described(tmp_path) is None
    assert read_streets(tmp_path) is None
    assert remove(tmp_path) is False


def test_what_is_kept_comes_back(data):
    told = keep(data, network(1.0, 2.0, np.nan, 4.0, 5.0), ABOUT)
    assert described(data) == told
    assert (told.nodes, told.edges, told.components, told.heights) == (5, 3, 2, True)
    assert told.edges_without_height == 1
    assert (told.km, told.outside_km) == pytest.approx((0.289, 0.096), abs=0.002)
    found = read_streets(data)
    assert found.longitude.tolist() == [120.0, 120.001, 120.002, 120.01, 120.011]
    assert found.start.tolist() == [0, 1, 3]
    assert np.array_equal(found.height, [1.0, 2.0, np.nan, 4.0, 5.0], equal_nan=True)
    assert read_streets(data) is found


def test_equal_networks_have_one_version_and_the_next_replaces_the_last(data):
    first = keep(data, network(), ABOUT)
    assert keep(data, network(), {**ABOUT, "source": "b.geojson"}).version == first.version
    assert described(data).source == "b.geojson"
    other = keep(data, network(longitude=(120.0, 120.001, 120.002, 120.01, 120.012)), ABOUT)
    assert other.version != first.version
    assert keep(data, network(1, 1, 1, 1, 1), ABOUT).version != other.version
    assert folders(data) == [described(data).version]


def test_what_is_removed_is_gone(data):
    keep(data, network(), ABOUT)
    assert remove(data) is True
    assert (described(data), read_streets(data), folders(data)) == (None, None, [])


@pytest.mark.parametrize("name", ["nodes.arrow", "edges.arrow"])
@pytest.mark.parametrize("spoil", [lambda old: old[:40], lambda old: old[:-300], lambda old: b"", None])
def test_damaged_files_are_told_and_mended_by_loading_again(data, name, spoil):
    told = keep(data, network(longitude=(121.0, 121.001, 121.002, 121.01, 121.011)), ABOUT)
    path = data / FOLDER / told.version / name
    if spoil is None:
        path.unlink()
    else:
        path.write_bytes(spoil(path.read_bytes()))
    remove_from_memory()
    with pytest.raises(StoreMismatch) as damaged:
        read_streets(data)
    assert damaged.value.code == "streets_damaged"
    keep(data, network(longitude=(121.0, 121.001, 121.002, 121.01, 121.011)), ABOUT)
    assert read_streets(data).longitude[0] == 121.0


def remove_from_memory():
    from graph.evidence import streets

    streets._read.cache_clear()


def test_a_changed_number_is_found(data):
    told = keep(data, network(longitude=(122.0, 122.001, 122.002, 122.01, 122.011)), ABOUT)
    path = data / FOLDER / told.version / "nodes.arrow"
    content = path.read_bytes()
    number = np.float64(122.001).tobytes()
    assert content.count(number) == 1
    path.write_bytes(content.replace(number, np.float64(122.5).tobytes()))
    remove_from_memory()
    with pytest.raises(StoreMismatch):
        read_streets(data)


@pytest.mark.parametrize("manifest", [b"", b"{", b'{"form": 1}'])
def test_a_damaged_manifest_is_told(data, manifest):
    keep(data, network(), ABOUT)
    (data / FOLDER / MANIFEST).write_bytes(manifest)
    with pytest.raises(StoreMismatch):
        described(data)


def test_files_of_another_form_count_as_none(data):
    keep(data, network(), ABOUT)
    path = data / FOLDER / MANIFEST
    path.write_text('{"form": 999, "parts": []}')
    assert described(data) is None
    assert read_streets(data) is None


def test_a_write_that_fails_leaves_the_former_network(data, monkeypatch):
    first = keep(data, network(), ABOUT)
    monkeypatch.setattr("os.fsync", _full)
    with pytest.raises(OSError, match="no room"):
        keep(data, network(1, 2, 3, 4, 5), ABOUT)
    monkeypatch.undo()
    assert described(data) == first
    assert read_streets(data).height.tolist() == pytest.approx([np.nan] * 5, nan_ok=True)
    assert folders(data) == [first.version]


def _full(handle):
    raise OSError(28, "no room")


def test_what_a_crash_left_is_cleared_by_the_next_load(data):
    first = keep(data, network(), ABOUT)
    dying = (
        "import os, pathlib; from tests.graph.evidence.test_streets import ABOUT, network, keep;"
        "pathlib.Path.replace = lambda *a: os._exit(9);"
        f"keep(pathlib.Path({str(data)!r}), network(1, 2, 3, 4, 5), ABOUT)"
    )
    assert subprocess.run([sys.executable, "-c", dying], check=False).returncode == 9
    assert described(data) == first
    assert read_streets(data) is not None
    assert len(folders(data)) > 1
    keep(data, network(), ABOUT)
    assert folders(data) == [first.version]
