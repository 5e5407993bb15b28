from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.coordinates import Crs, from_wgs84, gcj02_to_bd09, parse_crs, to_wgs84
from ingest.clean.problems import CellProblem


def metres(one, other):
    east = math.radians(one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, math.radians(one[1] - other[1])) * 6371008.8


def test_published_vector_between_gcj02_and_bd09():
    assert gcj02_to_bd09(116.404, 39.915) == pytest.approx((116.41036949, 39.92133699), abs=1e-8)
    wgs84 = to_wgs84(116.41036949, 39.92133699, Crs.BD09)
    assert metres(wgs84, to_wgs84(116.404, 39.915, Crs.GCJ02)) < 0.01


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # the three points of eviltransform's own tests (MIT)
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_published_vectors_from_wgs84_to_gcj02(wgs84, gcj02):
    assert metres(from_wgs84(*wgs84, Crs.GCJ02), gcj02) < 0.02
    assert metres(to_wgs84(*gcj02, Crs.GCJ02), wgs84) < 0.02


@given(st.floats(74, 135), st.floats(18, 53.5), st.sampled_from(list(Crs)))
def test_round_trip_is_below_a_tenth_of_a_metre(lon, lat, crs):
    assert metres(to_wgs84(*from_wgs84(lon, lat, crs), crs), (lon, lat)) < 0.1


def test_cgcs2000_is_taken_as_wgs84():
    assert to_wgs84(119.2, 34.6, Crs.CGCS2000) == (119.2, 34.6)


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (34.6, 119.2, "swapped_coordinates"),
        (0.0, 0.0, "outside_mainland"),
        (2.35, 48.85, "outside_mainland"),
        (40512345.0, 3856789.0, "projected_coordinates"),
        (float("nan"), 30.0, "outside_mainland"),
    ],
)
def test_refused(lon, lat, code):
    for crs in Crs:
        with pytest.raises(CellProblem) as caught:
            to_wgs84(lon, lat, crs)
        assert caught.value.code == code


def test_names_of_systems():
    assert parse_crs("gcj02") is parse_crs("GCJ-02") is parse_crs("高德") is Crs.GCJ02
    assert {parse_crs(each) for each in Crs} == set(Crs)
    with pytest.raises(CellProblem):
        parse_crs("地方坐标系")
