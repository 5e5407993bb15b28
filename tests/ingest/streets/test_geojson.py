from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import RosterProblem
from ingest.streets import json_stream
from ingest.streets.geojson import read_geojson
from ingest.streets.json_stream import JsonStream
from tests.ingest.streets.drawn import at, collection, line, write


def points(lines):
    return list(zip(lines.longitude, lines.latitude, strict=True))


def test_lines_and_their_heights_are_read(tmp_path):
    many = {"type": "MultiLineString", "coordinates": [[at(0, 0), at(0, 5)], [at(9, 9), at(9, 8), at(9, 7)]]}
    mixed = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": at(0, 0)}, many]}
    path = write(
        tmp_path / "s.geojson",
        collection(
            line(at(0, 0, 12.5), at(10, 0)),
            {"type": "Feature", "properties": None, "geometry": many},
            {"type": "Feature", "properties": {}, "geometry": mixed},
            {"type": "Feature", "properties": {}, "geometry": None},
            {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": []}},
        ),
    )
    lines = read_geojson(path)
    assert list(lines.begins) == [0, 2, 4, 7, 9]
    assert list(lines.feature) == [1, 2, 2, 3, 3]
    assert points(lines)[:2] == [(120.0, 30.0), (120.0001, 30.0)]
    assert lines.height[0] == 12.5
    assert math.isnan(lines.height[1])
    assert lines.left_out == {"no_line": 2}


@pytest.mark.parametrize("content", [line(at(0, 0), at(1, 1)), line(at(0, 0), at(1, 1))["geometry"]])
def test_a_single_feature_or_geometry_is_read(tmp_path, content):
    assert len(read_geojson(write(tmp_path / "s.json", content)).longitude) == 2


def test_tags_of_openstreetmap_decide_who_walks(tmp_path):
    tagged = collection(
        line(at(0, 0), at(1, 0), highway="residential"),
        line(at(0, 0), at(2, 0), highway="motorway"),
        line(at(0, 0), at(3, 0), highway="trunk"),
        line(at(0, 0), at(4, 0), highway="trunk", sidewalk="both"),
        line(at(0, 0), at(5, 0), highway="Service", access="private"),
        line(at(0, 0), at(6, 0), fclass="steps"),
        line(at(0, 0), at(7, 0), waterway="river"),
    )
    lines = read_geojson(write(tmp_path / "s.geojson", tagged))
    assert list(lines.feature) == [1, 4, 6]
    assert lines.left_out == {"not_walkable": 1, "no_footway_stated": 1, "foot_forbidden": 1, "no_highway": 1}


def test_lines_without_any_tag_are_all_streets(tmp_path):
    lines = read_geojson(write(tmp_path / "s.geojson", collection(line(at(0, 0), at(1, 0), name="甲路"))))
    assert (len(lines.begins), dict(lines.left_out)) == (1, {})


def test_where_only_motorways_bear_tags_lines_without_are_left_out_too(tmp_path):
    file = collection(line(at(0, 0), at(1, 0), highway="motorway"), line(at(0, 0), at(2, 0), power="line"))
    lines = read_geojson(write(tmp_path / "s.geojson", file))
    assert list(lines.begins) == []
    assert lines.left_out == {"not_walkable": 1, "no_highway": 1}


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4490"])
def test_a_crs_that_is_wgs84_is_taken(tmp_path, name):
    crs = {"type": "name", "properties": {"name": name}}
    file = collection(line(at(0, 0), at(1, 0)), crs=crs)
    assert len(read_geojson(write(tmp_path / "s.geojson", file)).begins) == 1


@pytest.mark.parametrize(
    "crs", [{"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, {"type": "link"}, "EPSG:2433", 7]
)
def test_another_crs_is_refused_wherever_it_stands(tmp_path, crs):
    for file in (
        {"crs": crs, **collection(line(at(0, 0), at(1, 0)))},
        {**collection(line(at(0, 0), at(1, 0))), "crs": crs},
    ):
        assert refused(write(tmp_path / "s.geojson", file)).code == "other_crs"


@pytest.mark.parametrize(
    "coordinates",
    [
        [at(0, 0), [120.0]],
        [at(0, 0), ["120", "30"]],
        [at(0, 0), [True, 30]],
        [at(0, 0), [None, 30]],
        [at(0, 0), [120.0, float("nan")]],
        [at(0, 0), [120.0, 30.0, float("inf")]],
        [at(0, 0), [10**400, 30]],
        [at(0, 0), {}],
        [at(0, 0), 5],
        7,
        None,
    ],
)
def test_a_bad_point_names_the_feature(tmp_path, coordinates):
    bad = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": coordinates}}
    told = refused(write(tmp_path / "路网.geojson", collection(line(at(0, 0), at(1, 0)), bad)))
    assert told.code == "bad_feature"
    assert "路网.geojson" in told.zh
    assert "第 2 个要素" in told.zh
    assert "feature 2" in told.en
    assert "120" not in told.en


@pytest.mark.parametrize("feature", [7, None, [], {"geometry": 5}, {"geometry": {"type": "MultiLineString"}}])
def test_a_feature_that_is_none_is_named(tmp_path, feature):
    assert refused(write(tmp_path / "s.geojson", collection(feature))).code == "bad_feature"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "damaged"),
        (b"{", "damaged"),
        (b'{"type": "FeatureCollection"', "damaged"),
        (b'{"type": "FeatureCollection", "features": [{"type"', "damaged"),
        (b'{"type": "FeatureCollection", "features": []} x', "damaged"),
        (b'{"type": "FeatureCollection", "features": [{} {}]}', "damaged"),
        (b"not json at all", "damaged"),
        (b"[1, 2]", "damaged"),
        (b"{7: 1}", "damaged"),
        (b"PK\x03\x04", "damaged"),
        ('{"type": "甲"}'.encode("gb18030"), "encoding"),
        (b'{"a": ' + b"[" * 100_000, "too_deep"),
        (b"{}", "no_geojson"),
        (b'{"type": "Topology", "objects": {}}', "no_geojson"),
    ],
)
def test_what_is_no_geojson_is_refused(tmp_path, text, code):
    path = tmp_path / "s.geojson"
    path.write_bytes(text)
    assert refused(path).code == code


def refused(path):
    with pytest.raises(RosterProblem) as told:
        read_geojson(path)
    return told.value


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "s.geojson"
    path.write_text(json.dumps(collection(line(at(0, 0), at(1, 0)))), encoding="utf-8-sig")
    assert len(read_geojson(path).begins) == 1


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=12,
)


@given(
    members=st.dictionaries(st.text(), JSON, max_size=4),
    items=st.lists(JSON, max_size=6),
    indent=st.sampled_from([None, 1]),
    chunk=st.integers(1, 9),
)
def test_a_stream_reads_what_the_whole_reads(tmp_path_factory, members, items, indent, chunk):
    path = tmp_path_factory.getbasetemp() / "streamed.json"
    told = {**members, "features": items}
    path.write_text(json.dumps(told, indent=indent, ensure_ascii=False), "utf-8")
    before, json_stream._CHUNK = json_stream._CHUNK, chunk
    try:
        with path.open("rb") as file:
            found = list(JsonStream(file).members("features"))
    finally:
        json_stream._CHUNK = before
    streamed = [value for name, value in found if name == "features"]
    assert streamed == told["features"]
    assert {name: value for name, value in found if name != "features"} == {
        name: value for name, value in told.items() if name != "features"
    }
