"""Siting through the graph: a published instance gives its published values, and the answer says what it rests on."""

from __future__ import annotations

import pytest

from graph.errors import Refused, WrongUsage
from graph.opened import open_graph
from graph.settings import Settings

ALL = 200_000.0
"""Metres that hold every way of the instance."""


@pytest.fixture
def graph(stores: Settings):
    with open_graph(stores, role="steward") as opened:
        yield opened


PEOPLE = {"of": "community", "weight": "population", "reach": 5000.0}


def test_the_fewest_stores_that_reach_everybody(graph) -> None:
    found = graph.siting(model="lscp", exact=True, **PEOPLE)
    assert (found.value, found.proven, found.plan.height) == (8, True, 8)
    assert found.uncovered.filter("reachable").is_empty()


def test_four_stores_that_reach_the_most(graph) -> None:
    found = graph.siting(sites=4, exact=True, **PEOPLE)
    assert (found.value, found.bound, found.proven) == (875_247, 875_247, True)
    assert found.plan["covered_weight"].to_list()[-1] == found.after.covered_weight == 875_247
    assert found.before.covered_weight == 0
    assert found.plan["newly_weight"].sum() == pytest.approx(found.plan["gain"].sum())


def test_four_stores_with_the_shortest_ways(graph) -> None:
    found = graph.siting(sites=4, model="p_median", exact=True, **PEOPLE | {"farthest": ALL})
    assert found.value == pytest.approx(2_848_268_129.7145, abs=1e-3)
    assert found.proven


def test_only_stewards_weigh_by_residents(stores: Settings) -> None:
    with open_graph(stores, role="planner") as graph:
        with pytest.raises(Refused):
            graph.siting(sites=4, **PEOPLE)
        found = graph.siting(sites=4, **PEOPLE | {"weight": "households"})
        assert found.people == ()
        assert found.value <= found.bound
    with open_graph(stores, role="public") as graph, pytest.raises(Refused):
        graph.siting(sites=4)


def test_reads_by_residents_are_noted(graph) -> None:
    before = len(graph.reads())
    found = graph.siting(sites=2, **PEOPLE)
    [noted] = graph.reads()[before:]
    assert (noted["question"], noted["columns"], noted["rows"]) == ("siting", list(found.people), 2)


@pytest.mark.parametrize(
    "asked",
    [
        {"sites": None},
        {"sites": 17},
        {"sites": 3, "model": "lscp"},
        {"sites": 3, "of": "buildings"},
        {"sites": 3, "candidates": "points"},
        {"points": ((200.0, 0.0),)},
        {"sites": 3, "reach": -1.0},
        {"sites": 3, "farthest": 10.0},
        {"sites": 3, "of": "grid"},
    ],
)
def test_what_cannot_be_asked(graph, asked: dict) -> None:
    with pytest.raises(WrongUsage):
        graph.siting(**{**PEOPLE, **asked})
