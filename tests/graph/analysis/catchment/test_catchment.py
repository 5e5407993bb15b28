from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.catchment import Zone, enhanced_zones, floating_catchment, one_zone
from graph.analysis.catchment.catchment import DEMAND, REACHES, SUPPLY
from graph.errors import WrongUsage


def demand(*rows):
    return pl.DataFrame(rows, schema=DEMAND, orient="row")


def supply(*rows):
    return pl.DataFrame(rows, schema=SUPPLY, orient="row")


def reaches(*rows):
    return pl.DataFrame(rows, schema=REACHES, orient="row")


HOMES = demand(("a", 100, True), ("b", 300, True), ("c", 100, True), ("d", 50, True))
VENUES = supply(("x", 400.0), ("y", 90.0), ("z", 70.0))
WAYS = reaches(("a", "x", 100.0), ("b", "x", 300.0), ("b", "y", 500.0), ("c", "y", 250.0), ("c", "x", 301.0))


def access(found):
    return dict(zip(found.origins["origin"], found.origins["access"], strict=True))


def test_two_steps_by_hand():
    found = floating_catchment(HOMES, VENUES, WAYS, one_zone(300.0))
    # x: 400 m² to 100 + 300 households (300 m is within); y: 90 m² to 100; z: nobody
    assert found.venues.select("venue", "demand", "ratio").rows() == [("x", 400, 1.0), ("y", 100, 0.9), ("z", 0, None)]
    assert access(found) == {"a": 1.0, "b": 1.0, "c": 0.9, "d": 0.0}
    assert found.without_demand.rows() == [("z", 70.0, 0)]
    assert found.handed_out == found.supplied == 490.0


def test_zones_weigh_demand_and_supply_alike():
    found = floating_catchment(HOMES, VENUES, WAYS, enhanced_zones(1.0))
    # x: 100 + 300 + 0.68·100 = 468; y: 300·0.68 + 100 = 304
    x, y = 400 / 468, 90 / 304
    assert found.venues["demand"].to_list() == pytest.approx([468, 304, 0])
    expected = {"a": x, "b": x + 0.68 * y, "c": 0.68 * x + y, "d": 0.0}
    assert access(found) == pytest.approx(expected)
    assert found.handed_out == pytest.approx(490.0)


def test_the_zones_are_five_ten_and_fifteen_minutes():
    assert enhanced_zones(0.75) == (Zone(225.0, 1.0), Zone(450.0, 0.68), Zone(675.0, 0.22))
    edge = reaches(*((home, "x", metres) for home, metres in zip("abcd", (300.0, 300.1, 900.0, 900.1), strict=True)))
    found = floating_catchment(HOMES, VENUES, edge, enhanced_zones(1.0))
    assert found.venues["demand"][0] == pytest.approx(100 + 0.68 * 300 + 0.22 * 100)
    assert access(found)["d"] == 0.0


def test_what_is_not_known_is_counted_apart():
    homes = demand(("a", 100, True), ("u", None, True), ("n", 80, False))
    venues = supply(("x", 50.0), ("y", None))
    ways = reaches(("a", "x", 10.0), ("u", "x", 10.0), ("n", "x", 10.0), ("a", "y", 10.0), ("q", "x", 1.0))
    found = floating_catchment(homes, venues, ways, one_zone(300.0))
    assert found.origins.select("origin", "access", "venues", "venues_unknown").rows() == [
        ("a", 0.5, 2, 1),
        ("u", 0.5, 1, 0),
        ("n", None, None, None),
    ]
    assert found.venues.rows() == [("x", 50.0, 100.0, 0.5, 1), ("y", None, 100.0, None, 0)]
    assert found.handed_out == found.supplied == 50.0


def test_a_venue_that_only_unknown_households_reach_has_no_ratio():
    found = floating_catchment(
        demand(("u", None, True)), supply(("x", 50.0)), reaches(("u", "x", 1.0)), one_zone(300.0)
    )
    assert found.without_demand.rows() == [("x", 50.0, 1)]
    assert found.origins["access"].to_list() == [0.0]
    assert found.handed_out == 0.0


def test_of_a_pair_given_twice_the_shorter_way_counts():
    twice = reaches(("a", "x", 1000.0), ("a", "x", 10.0), ("a", "x", 10.0))
    found = floating_catchment(HOMES, VENUES, twice, one_zone(300.0))
    assert access(found)["a"] == 4.0
    assert found.origins["venues"][0] == 1


@pytest.mark.parametrize(
    ("homes", "venues", "ways", "zones"),
    [
        (demand(("a", -1, True)), VENUES, WAYS, one_zone(300.0)),
        (HOMES, supply(("x", -1.0)), WAYS, one_zone(300.0)),
        (HOMES, supply(("x", float("nan"))), WAYS, one_zone(300.0)),
        (HOMES, VENUES, reaches(("a", "x", -5.0)), one_zone(300.0)),
        (demand(("a", 1, True), ("a", 2, True)), VENUES, WAYS, one_zone(300.0)),
        (HOMES, supply(("x", 1.0), ("x", 2.0)), WAYS, one_zone(300.0)),
        (HOMES, VENUES, WAYS, ()),
        (HOMES, VENUES, WAYS, one_zone(0.0)),
        (HOMES, VENUES, WAYS, (Zone(300.0, 0.5), Zone(200.0, 0.2))),
        (HOMES, VENUES, WAYS, (Zone(300.0, 0.5), Zone(600.0, 0.7))),
        (HOMES, VENUES, WAYS, one_zone(float("inf"))),
    ],
)
def test_what_makes_no_sense_is_refused(homes, venues, ways, zones):
    with pytest.raises(WrongUsage):
        floating_catchment(homes, venues, ways, zones)


HOUSEHOLDS = st.one_of(st.none(), st.integers(0, 2_000))
METRES = st.floats(0, 1_200)


@st.composite
def cities(draw):
    homes = draw(st.lists(HOUSEHOLDS, min_size=1, max_size=8))
    venues = draw(st.lists(st.one_of(st.none(), st.floats(0, 5_000)), min_size=1, max_size=5))
    pairs = st.tuples(st.integers(0, len(homes) - 1), st.integers(0, len(venues) - 1), METRES)
    ways = draw(st.lists(pairs, max_size=30, unique_by=lambda each: each[:2]))
    return homes, venues, ways


@given(cities(), st.sampled_from([one_zone(400.0), enhanced_zones(1.0), enhanced_zones(0.6)]))
def test_what_is_handed_out_is_what_reachable_venues_supply(city, zones):
    homes, venues, ways = city
    found = floating_catchment(
        demand(*((str(at), each, True) for at, each in enumerate(homes))),
        supply(*((str(at), each) for at, each in enumerate(venues))),
        reaches(*((str(home), str(venue), metres) for home, venue, metres in ways)),
        zones,
    )

    def weight(metres):
        return next((zone.weight for zone in zones if metres <= zone.metres), 0.0)

    asked = [sum((homes[i] or 0) * weight(m) for i, k, m in ways if k == j) for j in range(len(venues))]
    expected = [
        sum(venues[j] / asked[j] * weight(m) for i, j, m in ways if i == k and asked[j] and venues[j] is not None)
        for k in range(len(homes))
    ]
    assert found.venues["demand"].to_list() == pytest.approx(asked)
    assert found.origins["access"].to_list() == pytest.approx(expected)
    assert found.handed_out == pytest.approx(found.supplied)
    assert found.supplied == pytest.approx(sum(s for s, d in zip(venues, asked, strict=True) if d and s is not None))
