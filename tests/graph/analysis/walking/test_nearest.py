"""The nearest venue and all pairs within reach: precedence, boundaries, and every pair tried one by one."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.walking import Walk, WalkFacts, nearest, pairs
from graph.analysis.walking.straight import StraightLines
from graph.analysis.walking.streets import StreetNetwork
from graph.errors import WrongUsage
from tests.graph.analysis.walking.invented import EAST, LAT, LON, close, every_pair, placed, table, walks

WALK = Walk()


def only(facts: WalkFacts, walk: Walk = WALK, **asked) -> dict:
    (row,) = nearest(facts, walk, **asked).iter_rows(named=True)
    return row


# --- precedence -----------------------------------------------------------------------------------


def test_without_table_and_streets_the_straight_line_is_estimated():
    row = only(walks(placed(("o", 0, 0)), placed(("far", 5, 0), ("near", 0, 2))))
    assert (row["venue"], row["method"], row["precision"], row["unconnected"]) == ("near", "estimate", "point", False)
    assert row["metres"] == pytest.approx(1.3 * 200, rel=1e-4)


def test_a_row_of_the_table_counts_though_the_straight_line_is_shorter():
    facts = walks(placed(("o", 0, 0)), placed(("v", 1, 0)), table(("o", "v", 900.0)))
    assert only(facts)["metres"] == 900.0
    assert only(facts)["method"] == "table"


def test_beyond_a_long_row_of_the_table_the_next_venue_without_one_is_found():
    venues = [(f"v{number}", number, 0) for number in range(1, 12)]
    ways = table(*((("o", f"v{number}", 2000.0 + number)) for number in range(1, 11)))
    facts = walks(placed(("o", 0, 0)), placed(*venues), ways)
    row = only(facts)
    assert (row["venue"], row["method"]) == ("v11", "estimate")
    assert row["metres"] == pytest.approx(1.3 * 1100, rel=1e-3)


def test_a_row_of_the_table_needs_no_position_at_either_end():
    facts = walks(placed(("o", None, None)), placed(("v", None, None)), table(("o", "v", 250.0)))
    row = only(facts)
    assert (row["venue"], row["metres"], row["method"], row["precision"]) == ("v", 250.0, "table", "point")


def test_rows_the_other_way_round_doubles_and_unknown_ends():
    ways = table(("v", "o", 100.0), ("o", "v", 140.0), ("o", "gone", 1.0), ("nobody", "v", 1.0), ("o", "w", None))
    facts = walks(placed(("o", 0, 0)), placed(("v", 9, 0), ("w", 9, 9)), ways)
    assert only(facts)["metres"] == 140.0  # the longest: a doubtful shorter row must not bring it within reach
    assert pairs(facts, WALK, 1000)["metres"].to_list() == [140.0]


def test_a_table_of_straight_lines_is_an_estimate_by_the_same_detour():
    facts = walks(placed(("o", 0, 0)), placed(("v", 1, 0)), table(("o", "v", 200.0), straight=True))
    row = only(facts)
    assert (row["metres"], row["method"]) == (260.0, "estimate")
    assert pairs(facts, WALK, 259.9).is_empty()
    assert pairs(facts, WALK, 260)["method"].to_list() == ["estimate"]


def test_the_precision_is_the_coarser_of_both_ends():
    facts = walks(placed(("o", 0, 0), precision="building"), placed(("v", 1, 0), precision="community"))
    assert only(facts)["precision"] == "community"


def test_without_position_or_without_venues_there_is_no_distance():
    for facts in (
        walks(placed(("o", None, None)), placed(("v", 1, 0))),
        walks(placed(("o", 0, 0)), placed(("v", None, None))),
        walks(placed(("o", 0, 0)), placed()),
    ):
        assert only(facts) == {
            **dict.fromkeys(("venue", "metres", "method", "precision")),
            "origin": "o",
            "unconnected": False,
        }


def test_of_two_venues_at_one_point_the_first_is_told():
    facts = walks(placed(("o", 0, 0)), placed(("b", 1, 1), ("a", 1, 1), ("c", 1, 1)))
    assert only(facts)["venue"] == "b"


# --- streets --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def streets() -> StreetNetwork:
    """A street of 600 m to the east, of which 300 m are a street of their own; and one 3 km away."""
    lon = [LON, LON + 3 * EAST, LON + 3.2 * EAST, LON + 6 * EAST, LON + 30 * EAST, LON + 33 * EAST]
    return StreetNetwork(lon, [LAT] * 6, [0, 2, 4], [1, 3, 5])


def test_along_streets_the_way_is_that_of_the_streets(streets):
    row = only(walks(placed(("o", 0, 0)), placed(("v", 2, 0)), streets=streets))
    assert row["method"] == "street"
    assert row["metres"] == pytest.approx(200, rel=1e-3)


def test_where_no_street_leads_the_straight_line_is_not_taken_instead(streets):
    facts = walks(placed(("o", 2.9, 0)), placed(("v", 3.3, 0)), streets=streets)
    row = only(facts)
    assert (row["venue"], row["metres"], row["method"], row["unconnected"]) == (None, None, "no_path", True)
    assert pairs(facts, WALK, 1000).is_empty()


def test_a_row_of_the_table_counts_where_no_street_leads_and_the_doubt_stays(streets):
    row = only(walks(placed(("o", 2.9, 0)), placed(("v", 3.3, 0)), table(("o", "v", 70.0)), streets))
    assert (row["metres"], row["method"], row["unconnected"]) == (70.0, "table", True)


def test_who_or_what_is_off_the_network_is_estimated(streets):
    off = only(walks(placed(("o", 0, 20)), placed(("v", 1, 0)), streets=streets))
    assert (off["method"], off["unconnected"]) == ("estimate", False)
    to = only(walks(placed(("o", 0, 0)), placed(("off", 0, 4), ("v", 6, 0)), streets=streets))
    assert (to["venue"], to["method"]) == ("off", "estimate")


def test_a_row_of_the_table_replaces_the_way_along_streets_and_the_next_is_found(streets):
    venues = placed(("v", 1, 0), ("w", 2, 0))
    row = only(walks(placed(("o", 0, 0)), venues, table(("o", "v", 800.0)), streets))
    assert (row["venue"], row["method"]) == ("w", "street")


# --- boundaries -----------------------------------------------------------------------------------


def test_a_limit_is_inclusive():
    facts = walks(placed(("o", 0, 0)), placed(("v", 1, 0)), table(("o", "v", 300.0)))
    limit = WALK.minutes * 60 * WALK.speed
    assert only(facts, at_most=limit)["venue"] == "v"
    assert pairs(facts, WALK, limit).height == 1
    assert only(facts, at_most=limit - 0.001)["venue"] is None
    assert pairs(facts, WALK, limit - 0.001).is_empty()


def test_a_limit_is_inclusive_for_straight_lines_too():
    facts = walks(placed(("o", 0, 0)), placed(("v", 1, 2)))
    metres = only(facts)["metres"]
    assert only(facts, at_most=metres)["venue"] == "v"
    assert pairs(facts, WALK, metres)["metres"].to_list() == [pytest.approx(metres, rel=1e-12)]


@pytest.mark.parametrize("metres", [-1.0, float("nan"), float("inf")])
def test_a_table_of_what_is_no_length_is_refused(metres):
    with pytest.raises(WrongUsage):
        walks(placed(("o", 0, 0)), placed(("v", 1, 0)), table(("o", "v", metres)))


def test_an_id_twice_or_a_missing_column_is_refused():
    with pytest.raises(WrongUsage):
        walks(placed(("o", 0, 0), ("o", 1, 0)), placed())
    with pytest.raises(WrongUsage):
        WalkFacts(placed(("o", 0, 0)).drop("latitude"), placed(), table())


# --- every pair, one by one -----------------------------------------------------------------------

STEP = st.one_of(st.none(), st.integers(0, 12))
METRES = st.one_of(st.none(), st.integers(0, 3000).map(float))


@st.composite
def cases(draw):
    origins = [(f"o{at}", *draw(st.tuples(STEP, st.integers(0, 12)))) for at in range(draw(st.integers(1, 6)))]
    venues = [(f"v{at}", *draw(st.tuples(STEP, st.integers(0, 12)))) for at in range(draw(st.integers(0, 7)))]
    names = st.tuples(st.sampled_from([*(each[0] for each in origins), "nobody"]), st.integers(0, 8).map("v{}".format))
    rows = [
        (*(pair if draw(st.booleans()) else pair[::-1]), draw(METRES)) for pair in draw(st.lists(names, max_size=30))
    ]
    network = draw(st.sampled_from([None, *NETWORKS]))
    return walks(placed(*origins), placed(*venues), table(*rows), network)


def grid(width: int, cut: tuple[int, ...]) -> StreetNetwork:
    """Streets to the east every 200 m and one to the north; pieces of the numbers given are left out."""
    nodes = [(east, north) for north in range(0, width, 2) for east in range(width)]
    at = {node: number for number, node in enumerate(nodes)}
    along = [(at[east, north], at[east + 1, north]) for east, north in nodes if east + 1 < width]
    up = [(at[0, north], at[0, north + 2]) for north in range(0, width - 2, 2)]
    pieces = [piece for number, piece in enumerate(along + up) if number not in cut]
    lon, lat = ([LON + east * EAST for east, _ in nodes], [LAT + north * EAST * 0.87 for _, north in nodes])
    return StreetNetwork(lon, lat, *zip(*pieces, strict=True), snap_limit=120.0)


NETWORKS = [grid(8, ()), grid(8, (3, 17, 28)), grid(4, (0,))]


@settings(max_examples=120, deadline=None)
@given(cases())
def test_the_nearest_is_that_of_all_pairs_looked_at_one_by_one(facts):
    every = every_pair(facts, WALK)
    for row in nearest(facts, WALK).iter_rows(named=True):
        own = {venue: found for (origin, venue), found in every.items() if origin == row["origin"]}
        least = min((metres for metres, _ in own.values()), default=None)
        assert close(row["metres"], least)
        if row["venue"] is not None:
            metres, method = own[row["venue"]]
            assert close(metres, least)
            assert row["method"] == method


@settings(max_examples=120, deadline=None)
@given(cases(), st.sampled_from([0.0, 150.0, 390.0, 1000.0, 5000.0]))
def test_the_pairs_are_those_of_all_pairs_looked_at_one_by_one(facts, limit):
    found = {(row[0], row[1]): row[2:] for row in pairs(facts, WALK, limit).iter_rows()}
    every = every_pair(facts, WALK)
    sure = {pair for pair, (metres, _) in every.items() if metres < limit - 1e-3}
    assert sure <= set(found) <= {pair for pair, (metres, _) in every.items() if metres < limit + 1e-3}
    for pair, (metres, method) in found.items():
        assert close(metres, every[pair][0])
        assert method == every[pair][1]


@settings(max_examples=30, deadline=None)
@given(cases())
def test_pairs_come_in_order_and_each_once(facts):
    order = {name: at for frame in (facts.origins, facts.venues) for at, name in enumerate(frame["id"])}
    found = [(order[row[0]], order[row[1]]) for row in pairs(facts, WALK, 2000).iter_rows()]
    assert found == sorted(set(found))


def test_blocks_and_threads_change_nothing(monkeypatch):
    steps = [(f"o{at}", at % 37, at % 23) for at in range(700)]
    venues = placed(*((f"v{at}", at * 7 % 40, at * 11 % 31) for at in range(25)))
    facts = walks(placed(*steps), venues, table(("o5", "v1", 1.0), ("o6", "v3", 5000.0)))
    whole, within = nearest(facts, WALK), pairs(facts, WALK, 600)
    monkeypatch.setattr("graph.analysis.walking.straight._BLOCK", 64)
    monkeypatch.setattr("graph.analysis.walking.straight._PAIRS_AT_ONCE", 1)
    monkeypatch.setattr(import_module("graph.analysis.walking.nearest"), "_FEW_AT_ONCE", 1)
    for workers in (1, 3, -1):
        assert nearest(facts, WALK, workers=workers).equals(whole)
    assert pairs(facts, WALK, 600).equals(within)


def test_all_within_a_radius_are_found_in_blocks():
    venues = placed(*((f"v{at}", at % 20, at // 20) for at in range(400)))
    lines = StraightLines(venues["longitude"].to_numpy(), venues["latitude"].to_numpy())
    parts = list(lines.within(venues["longitude"].to_numpy(), venues["latitude"].to_numpy(), 105.0))
    # each but those at the edges has four neighbours and itself
    assert sum(len(metres) for _, _, metres in parts) == 400 + 4 * 400 - 4 * 20
