"""The index beside measuring every edge, on edges of very different length."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.walking.snapping import EdgeIndex

COORDINATES = st.tuples(st.integers(-3_000, 3_000), st.integers(-3_000, 3_000), st.integers(-5, 5))
SHORT = st.tuples(st.integers(-30, 30), st.integers(-30, 30), st.just(0))


@given(
    nodes=st.lists(st.one_of(COORDINATES, SHORT), min_size=2, max_size=40),
    data=st.data(),
    points=st.lists(st.one_of(COORDINATES, SHORT), min_size=1, max_size=10),
    limit=st.sampled_from([0.0, 40.0, 500.0, 1e5]),
)
def test_the_nearest_edge_is_that_of_measuring_all(nodes, data, points, limit):
    places, asked = np.array(nodes, float), np.array(points, float)
    number = st.integers(0, len(nodes) - 1)
    edges = np.array(data.draw(st.lists(st.tuples(number, number), min_size=1, max_size=60)))
    found = EdgeIndex(places, edges[:, 0], edges[:, 1]).snap(asked, limit)
    for row, point in enumerate(asked):
        legs = [_leg(point, places[a], places[b]) for a, b in edges]
        if min(legs) > limit:
            assert found.edge[row] == -1
            assert found.metres[row] == np.inf
            continue
        assert found.metres[row] == pytest.approx(min(legs), abs=1e-5)
        assert legs[found.edge[row]] == pytest.approx(min(legs), abs=1e-5)
        a, b = places[edges[found.edge[row]]]
        there = a + found.share[row] * (b - a)
        assert np.linalg.norm(point - there) == pytest.approx(found.metres[row], abs=1e-6)


def _leg(point, a, b):
    course = b - a
    share = np.clip((point - a) @ course / (course @ course), 0, 1) if course @ course else 0.0
    return float(np.linalg.norm(point - a - share * course))


def test_of_equally_near_edges_the_first_counts():
    places = np.array([[0, 0, 0], [100, 0, 0], [100, 100, 0]], float)
    index = EdgeIndex(places, np.array([1, 0]), np.array([2, 1]))
    assert index.snap(np.array([[110.0, -10.0, 0.0]]), 50.0).edge.tolist() == [0]
