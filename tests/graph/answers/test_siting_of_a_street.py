"""Siting along an invented street: what is covered before and after, what is not known, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.analysis.walking import Walk
from graph.opened import Graph, open_graph
from graph.settings import Settings
from tests.siting_books import STREET, east

DAY = "2024-06-30"


@pytest.fixture
def graph(street: Settings) -> Iterator[Graph]:
    with open_graph(street, role="planner") as opened:
        yield opened


def test_each_site_with_what_it_adds(graph: Graph) -> None:
    found = graph.siting(STREET, 2)
    assert found.plan.select("order", "name", "place_name", "gain", "newly_covered", "covered").rows() == [
        # houses 8 to 10; then 4 to 7 and the tower, in which nobody lives
        (1, "备选点乙", "街边社区", 270.0, 3, 6),
        (2, "备选点甲", "街边社区", 170.0, 5, 11),
    ]
    assert found.plan["covered_weight"].to_list() == [330.0, 500.0]
    assert found.plan["weight_share"].to_list() == [0.66, 1.0]
    assert found.plan["share"].to_list() == pytest.approx([6 / 11, 1.0])
    assert found.plan.select("longitude", "latitude").row(0) == pytest.approx(east(900), abs=1e-6)
    assert (found.value, found.proven, found.gap) == (500.0, True, 0.0)
    assert "户数" in found.objective["zh"] and "households" not in found.objective["zh"]


def test_before_and_after_with_equity(graph: Graph) -> None:
    found = graph.siting(STREET, 2)
    before, after = found.before, found.after
    assert (before.demands, before.covered, before.weight, before.covered_weight) == (11, 3, 500.0, 60.0)
    assert (after.covered, after.covered_weight, after.beyond) == (11, 500.0, 0)
    assert before.beyond > 0
    assert before.equity_of == after.equity_of == "m2"
    assert before.gini is not None and after.gini is not None and after.gini < before.gini
    assert before.share_below is not None and after.share_below is not None and after.share_below <= before.share_below
    # with a site of unknown area every venue counts as one, before as after
    point = graph.siting(STREET, points=(east(700),))
    assert (point.before.equity_of, point.after.equity_of, point.after.line) == ("venues", "venues", None)
    assert graph.siting(STREET, points=(east(700),), area_m2=80.0).after.equity_of == "m2"


def test_what_is_left_and_what_is_not_known(graph: Graph) -> None:
    found = graph.siting(STREET, 1)
    left = {row["name"]: row["reachable"] for row in found.uncovered.to_dicts()}
    assert left == dict.fromkeys(["4号楼", "5号楼", "6号楼", "7号楼", "街边大厦"], True)
    assert found.to_check["name"].to_list() == ["无坐标楼"]
    assert found.evidence.sites_without_position["name"].to_list() == ["备选点丙"]
    assert found.weight_unknown == 1  # house 5; the tower is no home
    assert found.summary["to_check"] == 1
    # the position of its community is good enough where that is asked for
    coarse = graph.siting(STREET, 1, walk=Walk(least_precision="community"))
    assert coarse.to_check.is_empty()
    assert coarse.before.demands == 12


def test_fewest_sites_and_equal_weights(graph: Graph) -> None:
    fewest = graph.siting(STREET, model="lscp", exact=True, weight="equal")
    assert (fewest.value, fewest.plan["name"].to_list()) == (2, ["备选点甲", "备选点乙"])
    assert fewest.before.weight == 11.0


def test_buildings_as_candidates_and_points(graph: Graph) -> None:
    tower = graph.siting(STREET, 1, candidates="buildings")
    assert tower.plan.select("name", "kind", "gain").rows() == [("街边大厦", "buildings", 250.0)]
    homes = graph.siting(STREET, 1, candidates="buildings", uses=("residential",))
    assert homes.plan["name"].to_list() == ["8号楼"]
    assert homes.plan["gain"].to_list() == [60.0 + 70 + 80 + 90 + 100]
    what_if = graph.siting(STREET, points=(east(500), east(0)))
    assert what_if.plan.select("order", "site", "gain").rows() == [(1, "at:1", 250.0), (None, "at:2", 0.0)]


def test_capacity_bounds_what_a_site_serves(graph: Graph) -> None:
    free, bound = (graph.siting(STREET, 1, capacities=each) for each in (False, True))
    assert free.plan["name"].to_list() == ["备选点乙"]
    # 乙 serves 100 households at most, 甲 as many as come: those of houses 4 to 8
    assert bound.plan.select("name", "gain").rows() == [("备选点甲", 250.0)]


def test_everything_it_rests_on_is_said(graph: Graph) -> None:
    found = graph.siting(STREET, 2, walk=Walk(minutes=10))
    asked = found.parameters
    assert (asked["model"], asked["sites"], asked["of"], asked["weight"]) == ("mclp", 2, "buildings", "households")
    assert (asked["minutes"], asked["speed"], asked["detour"], asked["streets"]) == (10, 1.0, 1.3, "estimate")
    assert asked["reach_metres"] == pytest.approx(600)
    assert {"buildings", "venue_positions", "place_positions", "distances"} <= set(found.evidence.rows_used)
    assert found.evidence.scope.name == "街边社区"
    # a longer way never covers fewer
    assert found.after.covered >= graph.siting(STREET, 2).after.covered
