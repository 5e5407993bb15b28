"""Rates of the place sense, and what must hold of any facts."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.coverage.place_rates import PLACE_DENOMINATORS, place_rates
from graph.analysis.coverage.place_sense import LINES, place_sense
from graph.analysis.walking import Walk
from graph.errors import WrongUsage
from tests.graph.analysis.coverage.place_facts import NEAR, WALK, facts
from tests.graph.analysis.walking.invented import table


def rate(found, line, denominator, area=None, total=True):
    kept = found.filter(
        (pl.col("line") == line)
        & (pl.col("denominator") == denominator)
        & (pl.col("is_total") == total)
        & pl.col("area").eq_missing(pl.lit(area, pl.String))
    )
    (row,) = kept.iter_rows(named=True)
    return tuple(row[name] for name in ("all", "covered", "to_check", "unknown", "low", "high"))


def test_buildings_and_households_stand_side_by_side():
    found = place_rates(
        place_sense(
            facts(
                [
                    {"id": "in", "at": (0, 0), "households": 30},
                    {"id": "out", "at": (9, 0), "households": 50},
                    {"id": "lost", "at": None, "households": 20, "place": "D"},
                    {"id": "unstated", "at": (1, 0), "place": "nowhere"},
                    {"id": "empty", "at": (0, 0), "households": 1000, "vacant": True},
                ],
                [NEAR],
            ),
            WALK,
        )
    )
    assert rate(found, "standard", "buildings") == (4, 2, 1, 0, 0.5, 0.75)
    assert rate(found, "standard", "households") == (100, 30, 20, 1, 0.3, 0.5)
    assert rate(found, "standard", "households", "C", total=False) == (80, 30, 0, 0, 0.375, 0.375)
    assert rate(found, "standard", "households", "nowhere", total=False) == (0, 0, 0, 1, None, None)


def test_a_level_gathers_what_lies_below_it_and_what_lies_nowhere():
    buildings = [{"id": name, "at": (0, 0), "place": name} for name in ("C", "D", "E", "nowhere")]
    found = place_rates(place_sense(facts(buildings, [NEAR]), WALK), "subdistrict")
    counts = {area: rate(found, "standard", "buildings", area, total=False)[0] for area in ("S1", "S2", None)}
    assert counts == {"S1": 2, "S2": 1, None: 1}
    with pytest.raises(WrongUsage):
        place_rates(place_sense(facts(buildings, [NEAR]), WALK), "province")


def test_without_grouping_there_is_the_total_alone():
    found = place_rates(place_sense(facts([{"id": "b", "at": (0, 0)}], [NEAR]), WALK), None)
    assert found["is_total"].all()
    assert found.height == len(LINES) * len(PLACE_DENOMINATORS)


# --- of any facts ---------------------------------------------------------------------------------

AT = st.one_of(st.none(), st.tuples(st.integers(0, 8), st.integers(0, 3)))
PLACE = st.sampled_from(["C", "D", "E", None])
PRECISION = st.sampled_from(["point", "point", "compound", "community"])
BUILDING = st.fixed_dictionaries(
    {
        "at": AT,
        "place": PLACE,
        "precision": PRECISION,
        "households": st.one_of(st.none(), st.integers(0, 50)),
        "vacant": st.sampled_from([False, False, True]),
        "liveness": st.sampled_from(["live", "live", "uncertain"]),
    }
)
VENUE = st.fixed_dictionaries(
    {
        "at": AT,
        "place": PLACE,
        "precision": PRECISION,
        "opening_state": st.sampled_from(["open", "open", None, "closed"]),
        "liveness": st.sampled_from(["live", "live", "uncertain"]),
    }
)
WAYS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(50, 900).map(float)), max_size=12)


@st.composite
def any_facts(draw, venues=4):
    buildings = [{"id": f"b{at}", **row} for at, row in enumerate(draw(st.lists(BUILDING, min_size=1, max_size=6)))]
    listed = [{"id": f"v{at}", **row} for at, row in enumerate(draw(st.lists(VENUE, max_size=venues)))]
    ways = [(f"b{start}", f"v{end}", metres) for start, end, metres in draw(WAYS)]
    return buildings, listed, ways


def within(found) -> dict[str, set[str]]:
    return {
        column: set(found.buildings.filter(pl.col(column) == "within")["id"])
        for column in ("standing", "standing_elders", "standing_slower", "standing_faster")
    }


@settings(max_examples=60, deadline=None)
@given(any_facts(), VENUE, st.lists(st.integers(50, 900).map(float), max_size=6))
def test_another_venue_never_lowers_coverage(given_facts, venue, metres):
    buildings, venues, ways = given_facts
    before = place_sense(facts(buildings, venues, table(*ways)), WALK)
    more = [(f"b{at}", "new", each) for at, each in enumerate(metres)]
    after = place_sense(facts(buildings, [*venues, {"id": "new", **venue}], table(*ways, *more)), WALK)
    now = within(after)
    assert all(covered <= now[line] for line, covered in within(before).items())


@settings(max_examples=60, deadline=None)
@given(any_facts(), st.floats(1, 20), st.floats(0, 20))
def test_more_minutes_never_lower_coverage_nor_its_upper_bound(given_facts, minutes, more):
    buildings, venues, ways = given_facts
    known = facts(buildings, venues, table(*ways))
    short, long = (place_sense(known, Walk(minutes=each)) for each in (minutes, minutes + more))
    assert all(covered <= within(long)[line] for line, covered in within(short).items())
    beyond = [set(each.buildings.filter(pl.col("standing") == "beyond")["id"]) for each in (short, long)]
    assert beyond[1] <= beyond[0]


@settings(max_examples=60, deadline=None)
@given(any_facts())
def test_slower_walkers_reach_no_more(given_facts):
    buildings, venues, ways = given_facts
    found = within(place_sense(facts(buildings, venues, table(*ways)), WALK))
    assert found["standing_elders"] <= found["standing_slower"] <= found["standing"] <= found["standing_faster"]


@settings(max_examples=60, deadline=None)
@given(any_facts())
def test_the_city_is_the_sum_of_its_subdistricts_and_of_what_lies_in_none(given_facts):
    buildings, venues, ways = given_facts
    found = place_rates(place_sense(facts(buildings, venues, table(*ways)), WALK), "subdistrict")
    keys, counts = ["line", "denominator"], ["all", "covered", "to_check", "unknown"]
    parts = found.filter(~pl.col("is_total")).group_by(keys).agg(pl.col(counts).sum()).sort(keys)
    total = found.filter("is_total").select(*keys, *counts).sort(keys)
    assert parts.equals(total)


@settings(max_examples=60, deadline=None)
@given(any_facts())
def test_a_reason_is_told_exactly_where_it_is_to_check(given_facts):
    buildings, venues, ways = given_facts
    rows = place_sense(facts(buildings, venues, table(*ways)), WALK).buildings
    assert rows.select(((pl.col("standing") == "to_check") == pl.col("why").is_not_null()).all()).item()
    lost = rows.filter(pl.col("why") == "no_position")
    assert lost.filter(pl.col("standing") == "within").is_empty()
