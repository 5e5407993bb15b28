"""Ways along streets, beside Floyd and Warshall's, straight lines, and a small town reckoned by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.walking import routing
from graph.analysis.walking.metres import metres_between, metres_per_degree
from graph.analysis.walking.streets import StreetNetwork
from graph.errors import WrongUsage

EAST, NORTH = (float(each) for each in metres_per_degree(30.0))


def degrees(east, north):
    """Points so many metres from 120° E 30° N, by the plane that touches there."""
    return 120.0 + np.asarray(east, float) / EAST, 30.0 + np.asarray(north, float) / NORTH


def network(points, edges, height=None, **more):
    lon, lat = degrees(*np.array(points, float).T)
    start, end = np.array(edges, int).reshape(-1, 2).T
    return StreetNetwork(lon, lat, start, end, height, **more)


@pytest.fixture
def town():
    """A block of 100 m by 200 m, a street to the east of it, and a lane 300 m south that no street joins.

    3 --- 2
    |     |      200 m
    0 --- 1 --- 4
      100   100
    5 --- 6
    """
    points = [(0, 0), (100, 0), (100, 200), (0, 200), (200, 0), (0, -300), (100, -300)]
    return network(points, [(0, 1), (1, 2), (2, 3), (3, 0), (1, 4), (5, 6)])


def test_ways_go_along_streets_with_the_legs_to_them(town):
    # from 10 m north of the middle of 0-1 to 20 m west of the point 150 m up 0-3: 10 + 50 + 150 + 20
    index, metres = town.nearest(*degrees([50], [10]), *degrees([-20], [150]))
    assert index.tolist() == [0]
    assert metres == pytest.approx([230.0], abs=0.01)


def test_points_on_one_edge_meet_directly(town):
    _, metres = town.nearest(*degrees([150], [5]), *degrees([180], [-5]))
    assert metres == pytest.approx([40.0], abs=0.01)


def test_around_the_block_the_shorter_side_counts(town):
    # middle of 3-2 from 30 m east of 0: left 30 + 200 + 50, right 70 + 200 + 50
    _, metres = town.nearest(*degrees([30], [0]), *degrees([50], [200]))
    assert metres == pytest.approx([280.0], abs=0.01)


def test_what_no_street_joins_has_no_distance(town):
    index, metres = town.nearest(*degrees([50, 50], [0, -300]), *degrees([0], [-300]))
    assert index.tolist() == [-1, 0]
    assert metres.tolist() == [np.inf, pytest.approx(50.0, abs=0.01)]
    assert town.pairs(*degrees([50], [0]), *degrees([0], [-300]), np.inf)[0].tolist() == []


def test_a_point_far_from_all_streets_is_not_on_the_network(town):
    edge = town.snap(*degrees([200, 200, 200], [199.99, 200.01, 0]))
    assert edge.edge.tolist() == [1, 1, 4]
    assert town.snap(*degrees([400, 400.5], [0, 0])).edge.tolist() == [4, -1]
    near = network([(0, 0), (100, 0)], [(0, 1)], snap_limit=20.0)
    assert near.nearest(*degrees([0, 0], [20.5, 19.5]), *degrees([100], [0]))[0].tolist() == [-1, 0]


def test_points_without_position_are_nowhere(town):
    lon, lat = np.array([np.nan, 120.0]), np.array([30.0, 30.0])
    assert town.nearest(lon, lat, lon, lat)[0].tolist() == [-1, 1]
    first, second, _ = town.pairs(lon, lat, lon, lat, 10.0)
    assert (first.tolist(), second.tolist()) == ([1], [1])


def test_the_limit_is_inclusive():
    line = network([(0, 0), (300, 0)], [(0, 1)])
    exact = line.length[0]
    for at_most, found in ((exact, 0), (exact - 1e-6, -1)):
        assert line.nearest(*degrees([0], [0]), *degrees([300], [0]), at_most)[0].tolist() == [found]
        assert len(line.pairs(*degrees([0], [0]), *degrees([300], [0]), at_most)[0]) == found + 1


def test_of_venues_at_one_door_the_first_is_told(town):
    index, metres = town.nearest(*degrees([50], [0]), *degrees([100, 100, 100], [0, 0, 0]))
    assert index.tolist() == [0]
    # same place on the street, different legs: the shortest leg wins
    index, metres = town.nearest(*degrees([50], [0]), *degrees([70, 70], [-40, -10]))
    assert index.tolist() == [1]
    assert metres == pytest.approx([30.0], abs=0.01)


def test_of_two_parallel_ways_the_shorter_counts():
    doubled = network([(0, 0), (100, 0)], [(0, 1), (1, 0), (0, 1)])
    assert doubled.nearest(*degrees([0], [0]), *degrees([100], [0]))[1] == pytest.approx([100.0], abs=0.01)


def test_heights_make_ways_longer():
    # 100 m that rise by 10: (exp(0.35) + exp(0.35 - 0.35)) / 2, by hand from Tobler's function
    hill = network([(0, 0), (100, 0), (200, 0)], [(0, 1), (1, 2)], [0.0, 10.0, np.nan])
    expected = 100 * (np.exp(3.5 * 0.1) + np.exp(3.5 * 0.05 - 0.175)) / 2
    assert expected == pytest.approx(120.953, abs=0.001)
    assert hill.flat == pytest.approx([expected, 100.0], abs=0.01)
    there = hill.nearest(*degrees([0], [0]), *degrees([100], [0]))[1]
    back = hill.nearest(*degrees([100], [0]), *degrees([0], [0]))[1]
    assert there == pytest.approx([expected], abs=0.01)
    assert back == pytest.approx(there, abs=1e-9)
    halfway = hill.nearest(*degrees([50], [30]), *degrees([100], [0]))[1]
    assert halfway == pytest.approx([30 + expected / 2], abs=0.01)


def test_a_detour_on_the_level_beats_the_way_over_the_hill():
    points = [(0, 0), (100, 0), (200, 0), (100, -40)]
    over = network(points, [(0, 1), (1, 2), (0, 3), (3, 2)], [0, 30, 0, 0])
    around = 2 * np.hypot(100, 40)
    assert over.nearest(*degrees([0], [0]), *degrees([200], [0]))[1] == pytest.approx([around], abs=0.01)


def test_components_are_numbered_from_the_longest(town):
    assert town.component.tolist() == [0, 0, 0, 0, 0, 1, 1]


def test_a_network_without_streets_reaches_nothing():
    empty = StreetNetwork([], [], [], [])
    assert empty.nearest([120.0], [30.0], [120.0], [30.0])[0].tolist() == [-1]
    assert len(empty.pairs([120.0], [30.0], [120.0], [30.0], 100.0)[0]) == 0


def test_no_points_give_no_answers(town):
    assert [len(each) for each in town.nearest([], [], [120.0], [30.0])] == [0, 0]
    assert town.nearest([120.0], [30.0], [], [])[0].tolist() == [-1]
    assert [len(each) for each in town.pairs([], [], [], [], 5.0)] == [0, 0, 0]


@pytest.mark.parametrize(
    "arrays",
    [([120.0], [30.0, 31.0], [], []), ([120.0], [30.0], [0], [1]), ([np.nan], [30.0], [], []), ([1], [1], [0], [])],
)
def test_arrays_that_make_no_network_are_refused(arrays):
    with pytest.raises(WrongUsage) as refused:
        StreetNetwork(*arrays)
    assert refused.value.code == "bad_network"


# --- beside brute force ------------------------------------------------------------------------------

METRES = st.integers(-600, 600)
POINTS = st.lists(st.tuples(METRES, METRES), min_size=1, max_size=8)


@st.composite
def towns(draw):
    nodes = draw(st.lists(st.tuples(METRES, METRES), min_size=2, max_size=9))
    number = st.integers(0, len(nodes) - 1)
    edges = draw(st.lists(st.tuples(number, number), min_size=1, max_size=14))
    heights = draw(st.lists(st.one_of(st.just(np.nan), st.integers(0, 80)), min_size=len(nodes), max_size=len(nodes)))
    return network(nodes, edges, np.array(heights, float), snap_limit=draw(st.sampled_from([50.0, 200.0, 2000.0])))


def brute_force(net, origins, targets):
    """All distances by Floyd and Warshall over the edges cut at each snapped point, every edge measured."""
    nodes = len(net.longitude)
    origin, target = _measured(net, *degrees(*np.array(origins).T)), _measured(net, *degrees(*np.array(targets).T))
    placed = [each for each in (*origin, *target) if each is not None]
    size = nodes + len(placed)
    d = np.full((size, size), np.inf)
    np.fill_diagonal(d, 0.0)

    def join(a, b, metres):
        d[a, b] = d[b, a] = min(d[a, b], metres)

    for edge, (a, b) in enumerate(zip(net.start, net.end, strict=True)):
        join(a, b, net.flat[edge])
        on = [(nodes + k, share) for k, (at, share, _) in enumerate(placed) if at == edge]
        for k, share in on:
            join(a, k, share * net.flat[edge])
            join(k, b, (1 - share) * net.flat[edge])
            for other, beside in on:
                join(k, other, abs(share - beside) * net.flat[edge])
    for k in range(size):
        d = np.minimum(d, d[:, k, None] + d[None, k, :])
    numbers = iter(range(nodes, size))
    rows = [None if each is None else (next(numbers), each[2]) for each in origin]
    columns = [None if each is None else (next(numbers), each[2]) for each in target]
    return np.array(
        [[np.inf if r is None or c is None else d[r[0], c[0]] + r[1] + c[1] for c in columns] for r in rows]
    )


def _measured(net, lon, lat):
    """(edge, share, leg) of each point by measuring every edge in space."""
    at, points = net._frame.coordinates(net.longitude, net.latitude), net._frame.coordinates(lon, lat)
    found = []
    for point in points:
        best = None
        for edge, (a, b) in enumerate(zip(net.start, net.end, strict=True)):
            course = at[b] - at[a]
            share = float(np.clip((point - at[a]) @ course / (course @ course), 0, 1)) if course @ course else 0.0
            leg = float(np.linalg.norm(point - at[a] - share * course))
            if leg <= net.snap_limit and (best is None or leg < best[2] - 1e-6):
                best = (edge, share, leg)
        found.append(best)
    return found


@settings(max_examples=150)
@given(towns(), POINTS, POINTS, st.sampled_from([150.0, 500.0, np.inf]))
def test_distances_are_those_of_brute_force(net, origins, targets, at_most):
    expected = brute_force(net, origins, targets)
    expected[expected > at_most] = np.inf
    given_points = (*degrees(*np.array(origins).T), *degrees(*np.array(targets).T))
    index, metres = net.nearest(*given_points, at_most)
    assert metres == pytest.approx(expected.min(axis=1), abs=1e-5)
    assert ((index >= 0) == np.isfinite(metres)).all()
    told = expected[np.arange(len(origins)), index]
    assert told[index >= 0] == pytest.approx(metres[index >= 0], abs=1e-5)
    first, second, along = net.pairs(*given_points, at_most)
    assert list(zip(first, second, strict=True)) == sorted(set(zip(first, second, strict=True)))
    found = np.full(expected.shape, np.inf)
    found[first, second] = along
    assert found == pytest.approx(expected, abs=1e-5)


@settings(max_examples=150)
@given(towns(), POINTS, POINTS)
def test_no_way_is_shorter_than_the_straight_line(net, origins, targets):
    here, there = degrees(*np.array(origins).T), degrees(*np.array(targets).T)
    first, second, metres = net.pairs(*here, *there, np.inf)
    straight = metres_between(here[0][first], here[1][first], there[0][second], there[1][second])
    assert (metres >= straight - 1e-6).all()


@settings(max_examples=100)
@given(towns(), POINTS, POINTS, st.sampled_from([0.0, 90.0, 300.0]))
def test_it_does_not_matter_how_the_search_is_shared_out(net, origins, targets, at_most):
    given_points = (*degrees(*np.array(origins).T), *degrees(*np.array(targets).T))
    whole = net.pairs(*given_points, at_most)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(routing, "_SQUARE", 0.5)
        patched.setattr(routing, "_LEAST_SQUARE", 60.0)
        patched.setattr(routing, "_CELLS_AT_ONCE", 30)
        parts = net.pairs(*given_points, at_most)
    assert [each.tolist() for each in parts[:2]] == [each.tolist() for each in whole[:2]]
    assert parts[2] == pytest.approx(whole[2], abs=1e-9)


@settings(max_examples=60)
@given(towns(), POINTS, POINTS)
def test_there_is_as_far_as_back(net, origins, targets):
    here, there = degrees(*np.array(origins).T), degrees(*np.array(targets).T)
    first, second, metres = net.pairs(*here, *there, 800.0)
    turned = net.pairs(*there, *here, 800.0)
    back = dict(zip(zip(*turned[:2], strict=True), turned[2], strict=True))
    assert {(b, a): pytest.approx(m, abs=1e-6) for a, b, m in zip(first, second, metres, strict=True)} == back
