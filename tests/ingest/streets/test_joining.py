from __future__ import annotations

import math

import numpy as np
import pytest

from graph.errors import RosterProblem
from ingest.clean.coordinates import Crs, from_wgs84
from ingest.streets.crossings import crossings
from ingest.streets.joining import joined
from ingest.streets.lines import Lines
from ingest.streets.positions import to_wgs84_lines
from tests.ingest.streets.drawn import at


def lines(*drawn):
    found = Lines()
    for number, positions in enumerate(drawn, start=1):
        found.begin(number)
        for position in positions:
            found.longitude.append(position[0])
            found.latitude.append(position[1])
            found.height.append(position[2] if len(position) > 2 else math.nan)
    return found


def net(*drawn):
    return joined(lines(*drawn), "s.geojson")


def degrees_of(found):
    """How many edges meet at each node, in order."""
    return sorted(np.bincount(np.concatenate((found.start, found.end)), minlength=len(found.longitude)).tolist())


def test_lines_join_where_their_points_coincide():
    found = net([at(0, 0), at(100, 0), at(200, 0)], [at(100, 0), at(100, 100)])
    assert degrees_of(found) == [1, 1, 1, 3]
    assert crossings(found) == 0


def test_points_within_half_a_metre_are_one_node():
    assert degrees_of(net([at(0, 0), at(100, 0)], [at(100.3, 0.2), at(200, 0)])) == [1, 1, 2]
    assert degrees_of(net([at(0, 0), at(100, 0)], [at(100.8, 0), at(200, 0)])) == [1, 1, 1, 1]


def test_a_line_of_close_points_does_not_shrink_to_one():
    found = net([at(east / 3, 0) for east in range(301)])
    assert len(found.longitude) > 100
    assert degrees_of(found)[:3] == [1, 1, 2]
    assert max(found.longitude) - min(found.longitude) == pytest.approx(100e-5, abs=1e-5)


def test_lines_that_cross_do_not_join_and_are_counted():
    found = net([at(0, 0), at(100, 0)], [at(50, -50), at(50, 50)])
    assert degrees_of(found) == [1, 1, 1, 1]
    assert crossings(found) == 1


def test_a_line_that_ends_on_another_without_a_point_there_is_counted():
    assert crossings(net([at(0, 0), at(100, 0)], [at(50, 0), at(50, 50)])) == 1
    assert crossings(net([at(0, 0), at(100, 0)], [at(50, 2), at(50, 50)])) == 0


def test_crossings_of_long_pieces_are_all_found():
    # a grid of 12 by 9 streets, each one piece of about a kilometre
    across = [[at(0, 80 * row), at(1000, 80 * row)] for row in range(12)]
    down = [[at(90 * column + 20, -10), at(90 * column + 20, 1000)] for column in range(9)]
    assert crossings(net(*across, *down)) == 12 * 9


def test_a_bridge_is_not_joined_to_the_street_below():
    street = [at(0, 0, 5.0), at(50, 0, 5.0), at(100, 0, 5.0)]
    bridge = [at(50, -50, 12.0), at(50, 0, 12.0), at(50, 50, 12.0)]
    assert degrees_of(net(street, bridge)) == [1, 1, 1, 1, 2, 2]
    level = [[east, north, 6.5] for east, north, _ in bridge]
    found = net(street, level)
    assert degrees_of(found) == [1, 1, 1, 1, 4]
    assert sorted(found.height.tolist()) == [5.0, 5.0, 5.75, 6.5, 6.5]


def test_what_has_no_length_is_left_out():
    found = net([at(0, 0), at(0, 0)], [at(5, 5)], [], [at(0, 0), at(10, 0), at(10, 0)])
    assert (len(found.start), dict(found.left_out)) == (1, {"too_short": 3})


def test_a_jump_in_a_line_is_left_out():
    found = net([at(0, 0), at(100, 0), [121.0, 30.0], at(200, 0), at(300, 0)])
    assert (len(found.start), dict(found.left_out)) == (2, {"jump": 2})


def test_streets_drawn_twice_are_there_once():
    assert len(net([at(0, 0), at(50, 0)], [at(50, 0), at(0, 0)]).start) == 1


def test_nothing_gives_nothing():
    found = net()
    assert (len(found.start), crossings(found)) == (0, 0)


def test_numbered_nodes_join_by_number_only():
    drawn = lines([at(0, 0), at(100, 0)], [at(100, 0), at(200, 0)])
    drawn.node.extend([1, 2, 3, 4])
    assert degrees_of(joined(drawn, "s.osm")) == [1, 1, 1, 1]
    drawn = lines([at(0, 0), at(100, 0)], [at(100, 0), at(200, 0)])
    drawn.node.extend([1, 2, 2, 4])
    assert degrees_of(joined(drawn, "s.osm")) == [1, 1, 2]


@pytest.mark.parametrize("crs", [Crs.GCJ02, Crs.BD09])
def test_shifted_points_come_back(crs):
    written = [list(from_wgs84(*at(east, 10.0), crs)) for east in range(0, 500, 100)]
    moved = to_wgs84_lines(lines(written), crs, "s.geojson")
    assert list(moved.longitude) == pytest.approx([at(east, 10.0)[0] for east in range(0, 500, 100)], abs=1e-6)
    assert list(moved.latitude) == pytest.approx([at(0, 10.0)[1]] * 5, abs=1e-6)


@pytest.mark.parametrize(
    ("point", "code"),
    [([30.0, 120.0], "swapped_coordinates"), ([5e5, 3e6], "projected_coordinates"), ([0.0, 0.0], "outside_mainland")],
)
def test_a_point_out_of_place_names_its_feature(point, code):
    with pytest.raises(RosterProblem) as told:
        to_wgs84_lines(lines([at(0, 0), at(1, 0)], [at(0, 0), point]), Crs.WGS84, "路网.geojson")
    assert told.value.code == code
    assert "路网.geojson" in told.value.zh
    assert "feature 2" in told.value.en
