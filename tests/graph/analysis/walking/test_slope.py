from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.walking.slope import flat_metres

LENGTHS = st.floats(0, 5_000)
RISES = st.floats(-9_000, 9_000)


def flat(length, rise):
    return float(flat_metres(np.array([float(length)]), np.array([float(rise)]))[0])


def test_level_ground_and_unknown_heights_change_nothing():
    assert flat(80, 0) == 80
    assert flat(80, np.nan) == 80
    assert flat(0, 0) == 0


@pytest.mark.parametrize(("slope", "factor"), [(0.02, 1.002451), (0.05, 1.015352), (0.1, 1.209534), (0.3, 2.435702)])
def test_the_mean_of_both_directions_of_toblers_function(slope, factor):
    # Tobler's speeds: 6 exp(-3.5 |s + 0.05|) km/h, on the level 6 exp(-0.175) = 5.037 km/h
    level, up, down = (6 * np.exp(-3.5 * abs(s + 0.05)) for s in (0, slope, -slope))
    assert factor == pytest.approx((level / up + level / down) / 2, abs=1e-6)
    assert flat(100, 100 * slope) == pytest.approx(100 * factor, abs=1e-3)


@given(LENGTHS, RISES)
def test_flat_metres_are_never_less_than_the_length(length, rise):
    assert flat(length, rise) >= length
    assert np.isfinite(flat(length, rise))


@given(LENGTHS, RISES)
def test_up_is_as_far_as_down(length, rise):
    assert flat(length, rise) == flat(length, -rise)


@given(LENGTHS, st.floats(0, 9_000), st.floats(0, 9_000))
def test_a_higher_climb_is_never_shorter(length, rise, other):
    low, high = sorted((rise, other))
    assert flat(length, low) <= flat(length, high) * (1 + 1e-12)


def test_heights_that_do_not_fit_count_as_a_climb_of_one_to_one():
    assert flat(0.1, 10) == pytest.approx(flat(10, 10))
    assert flat(10, 10) == pytest.approx(10 * np.exp(3.5) * (1 + np.exp(-0.35)) / 2)
