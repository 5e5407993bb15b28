"""Against geodesic distances by Vincenty's formula, which shares no step with ours."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.walking.metres import LocalFrame, metres_between, metres_per_degree

AXIS, FLATTENING = 6_378_137.0, 1 / 298.257_223_563


def vincenty(west: float, south: float, east: float, north: float) -> float:
    """The geodesic on the ellipsoid in metres (T. Vincenty, Survey Review 23, 1975, inverse formula)."""
    minor = AXIS * (1 - FLATTENING)
    first, second = (math.atan((1 - FLATTENING) * math.tan(math.radians(each))) for each in (south, north))
    turn = turned = math.radians(east - west)
    for _ in range(200):
        across = math.cos(second) * math.sin(turned)
        along = math.cos(first) * math.sin(second) - math.sin(first) * math.cos(second) * math.cos(turned)
        sine = math.hypot(across, along)
        if sine == 0:
            return 0.0
        cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(turned)
        angle = math.atan2(sine, cosine)
        azimuth = math.cos(first) * math.cos(second) * math.sin(turned) / sine
        flat = 1 - azimuth**2
        middle = cosine - 2 * math.sin(first) * math.sin(second) / flat if flat else 0.0
        share = FLATTENING / 16 * flat * (4 + FLATTENING * (4 - 3 * flat))
        inner = middle + share * cosine * (2 * middle**2 - 1)
        before, turned = turned, turn + (1 - share) * FLATTENING * azimuth * (angle + share * sine * inner)
        if abs(turned - before) < 1e-13:
            break
    squared = flat * (AXIS**2 - minor**2) / minor**2
    a = 1 + squared / 16384 * (4096 + squared * (-768 + squared * (320 - 175 * squared)))
    b = squared / 1024 * (256 + squared * (-128 + squared * (74 - 47 * squared)))
    third = b / 6 * middle * (4 * sine**2 - 3) * (4 * middle**2 - 3)
    return minor * a * (angle - b * sine * (middle + b / 4 * (cosine * (2 * middle**2 - 1) - third)))


def test_the_test_s_own_formula_gives_the_published_example():
    """Flinders Peak to Buninyong, 54 972.271 m (Geoscience Australia, GDA technical manual; its ellipsoid differs
    from ours by less than a millimetre here)."""
    flinders = (144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600))
    buninyong = (143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600))
    assert vincenty(*flinders, *buninyong) == pytest.approx(54_972.271, abs=0.01)


AWAY = st.floats(-0.5, 0.5)


@given(st.floats(73, 135), st.floats(4, 53), AWAY, AWAY)
def test_within_a_city_it_is_the_geodesic_to_one_part_in_ten_thousand(west, south, across, up):
    found = float(metres_between(west, south, west + across, south + up))
    assert found == pytest.approx(vincenty(west, south, west + across, south + up), rel=1e-4, abs=1e-5)


@given(st.floats(73, 135), st.floats(4, 53), AWAY, AWAY)
def test_coordinates_of_a_frame_give_the_same_length_wherever_its_reference_is(west, south, across, up):
    lon, lat = np.array([west, west + across]), np.array([south, south + up])
    for frame in (LocalFrame.amid(lon, lat), LocalFrame(100.0, 20.0)):
        one, other = frame.coordinates(lon, lat)
        assert np.linalg.norm(one - other) == pytest.approx(float(metres_between(*one_by_one(lon, lat))), abs=1e-6)


def one_by_one(lon, lat):
    return lon[0], lat[0], lon[1], lat[1]


def test_a_frame_points_east_and_north_and_has_its_origin_at_the_reference():
    frame = LocalFrame.amid([119.0, 121.0, np.nan], [29.0, 31.0, np.nan])
    assert (frame.longitude, frame.latitude) == (120.0, 30.0)
    east, north, same = frame.coordinates([120.001, 120.0, 120.0], [30.0, 30.001, 30.0])
    assert east[0] == pytest.approx(96.486, abs=0.001)
    assert north[1] == pytest.approx(110.852, abs=0.001)
    assert max(abs(east[1]), abs(north[0])) < 0.01
    assert np.abs(same).max() < 1e-6


def test_without_any_position_there_is_still_a_frame():
    assert LocalFrame.amid([np.nan], [np.nan]) == LocalFrame(0.0, 0.0)


@given(st.floats(4, 53))
def test_the_metres_of_a_degree_are_those_of_a_short_way(latitude):
    east, north = metres_per_degree(latitude)
    step = 1e-4
    assert float(metres_between(120, latitude, 120 + step, latitude)) == pytest.approx(float(east) * step, rel=1e-6)
    half = step / 2
    up = float(metres_between(120, latitude - half, 120, latitude + half))
    assert up == pytest.approx(float(north) * step, rel=1e-6)


@given(*[st.tuples(st.floats(120, 120.3), st.floats(30, 30.3))] * 3)
def test_a_way_of_two_pieces_is_never_shorter_than_the_straight_line(one, between, other):
    direct = float(metres_between(*one, *other))
    assert float(metres_between(*one, *between)) + float(metres_between(*between, *other)) >= direct - 1e-6
