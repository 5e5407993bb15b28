"""The place sense: what is surely within reach, surely beyond it, or to be checked; and its rates."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.coverage.place_rates import PLACE_DENOMINATORS, place_rates
from graph.analysis.coverage.place_sense import FRAMES, LINES, PLACE_WHY, PlaceFacts, place_sense
from graph.analysis.walking import Walk, WalkFacts
from graph.errors import WrongUsage
from tests.graph.analysis.walking.invented import placed, table

WALK = Walk()
PLACES = [
    {"id": "T", "level": "city"},
    {"id": "S1", "level": "subdistrict", "parent": "T"},
    {"id": "S2", "level": "subdistrict", "parent": "T"},
    {"id": "C", "level": "community", "parent": "S1"},
    {"id": "D", "level": "community", "parent": "S1"},
    {"id": "E", "level": "community", "parent": "S2"},
]
DEFAULTS = {
    "buildings": {"place": "C", "vacant": False, "liveness": "live"},
    "venues": {"opening_state": "open", "place": "C", "liveness": "live"},
    "places": {},
}


def frame(name, rows):
    full = [{**dict.fromkeys(FRAMES[name]), **DEFAULTS[name], **row} for row in rows]
    return pl.DataFrame(full, schema=FRAMES[name])


def facts(buildings, venues, ways=None, streets=None) -> PlaceFacts:
    """Each of both with ``at`` (steps of 100 m to the east and north, or None) and, perhaps, ``precision``."""
    origins, ends = (
        pl.concat(
            [
                placed(),
                *(
                    placed((row["id"], *(row.get("at") or (None, None))), precision=row.get("precision", "point"))
                    for row in rows
                ),
            ]
        )
        for rows in (buildings, venues)
    )
    bare = [
        [{k: v for k, v in row.items() if k not in ("at", "precision")} for row in rows] for rows in (buildings, venues)
    ]
    walks = WalkFacts(origins, ends, table() if ways is None else ways, streets)
    return PlaceFacts(frame("buildings", bare[0]), frame("venues", bare[1]), frame("places", PLACES), walks)


def one(venues, ways=None, walk=WALK, **building):
    (row,) = place_sense(facts([{"id": "b", "at": (0, 0), **building}], venues, ways), walk).buildings.iter_rows(
        named=True
    )
    return row


NEAR, FAR = {"id": "v", "name": "站", "at": (1, 0)}, {"id": "v", "at": (9, 0)}


def test_a_sure_venue_near_by_is_within_reach():
    row = one([NEAR])
    assert (row["standing"], row["why"]) == ("within", None)
    assert (row["venue"], row["venue_name"], row["method"], row["precision"]) == ("v", "站", "estimate", "point")
    assert row["metres"] == pytest.approx(130, rel=1e-3)
    assert row["minutes"] == pytest.approx(130 / 60, rel=1e-3)
    assert row["minutes_elders"] == pytest.approx(130 / 45, rel=1e-3)


def test_beyond_reach_the_nearest_is_told():
    row = one([FAR])
    assert (row["standing"], row["standing_elders"], row["why"], row["venue"]) == ("beyond", "beyond", None, "v")
    assert row["metres"] == pytest.approx(1170, rel=1e-3)


@pytest.mark.parametrize(
    ("metres", "standings"),
    [
        (202.5, ("within", "within", "within", "within")),
        (225.0, ("within", "within", "within", "within")),
        (225.1, ("within", "beyond", "within", "within")),
        (270.0, ("within", "beyond", "within", "within")),
        (270.1, ("within", "beyond", "beyond", "within")),
        (300.0, ("within", "beyond", "beyond", "within")),
        (300.1, ("beyond", "beyond", "beyond", "within")),
        (330.0, ("beyond", "beyond", "beyond", "within")),
        (330.1, ("beyond", "beyond", "beyond", "beyond")),
    ],
)
def test_each_speed_has_its_own_inclusive_line(metres, standings):
    row = one([FAR], table(("b", "v", metres)))
    columns = ("standing", "standing_elders", "standing_slower", "standing_faster")
    assert tuple(row[column] for column in columns) == standings


# --- to check -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["preparing", "closed", "suspended", "candidate"])
def test_a_venue_that_is_not_open_counts_for_nothing(state):
    row = one([{**NEAR, "opening_state": state}])
    assert (row["standing"], row["venue"], row["possible_venue"]) == ("beyond", None, None)


@pytest.mark.parametrize("doubt", [{"opening_state": None}, {"liveness": "uncertain"}])
def test_a_venue_that_may_be_open_makes_to_check(doubt):
    row = one([{**NEAR, **doubt}, {**FAR, "id": "w"}])
    assert (row["standing"], row["why"]) == ("to_check", "venue_uncertain")
    assert (row["venue"], row["possible_venue"]) == ("w", "v")
    assert row["possible_metres"] == pytest.approx(130, rel=1e-3)
    assert one([{**FAR, **doubt}])["standing"] == "beyond"


def test_without_any_venue_recorded_nothing_is_a_gap():
    row = one([])
    assert (row["standing"], row["standing_elders"], row["why"]) == ("to_check", "to_check", "no_venues_recorded")


def test_a_building_without_position_is_to_check_and_never_covered():
    row = one([NEAR], at=None)
    assert (row["standing"], row["why"], row["metres"]) == ("to_check", "no_position", None)


def test_a_row_of_the_table_settles_a_building_without_position():
    assert one([NEAR], table(("b", "v", 300.0)), at=None)["standing"] == "within"
    beyond = one([NEAR], table(("b", "v", 301.0)), at=None)
    assert (beyond["standing"], beyond["why"], beyond["metres"]) == ("to_check", "no_position", 301.0)


@pytest.mark.parametrize("precision", ["compound", "building", "point"])
def test_a_compound_s_point_is_fine_enough_by_default(precision):
    assert one([NEAR], precision=precision)["standing"] == "within"
    assert one([{**NEAR, "precision": precision}])["standing"] == "within"
    assert one([FAR], precision=precision)["standing"] == "beyond"


def test_a_community_s_point_decides_neither_way():
    for venue in (NEAR, FAR):
        row = one([venue], precision="community")
        assert (row["standing"], row["why"]) == ("to_check", "coarse_position")


def test_a_venue_placed_by_its_community_is_to_check_near_by_and_in_that_community():
    coarse = {"precision": "community", "place": "D"}
    assert one([{**NEAR, **coarse}])["why"] == "coarse_position"
    assert one([{**FAR, **coarse}])["standing"] == "beyond"
    assert one([{**FAR, **coarse, "place": "C"}])["why"] == "coarse_position"


def test_a_fine_venue_decides_though_a_coarse_one_is_nearer():
    row = one([{**NEAR, "precision": "community"}, {"id": "w", "at": (2, 0)}])
    assert (row["standing"], row["venue"]) == ("within", "w")


def test_the_precision_that_is_asked_for_can_be_chosen():
    assert one([NEAR], precision="community", walk=Walk(least_precision="community"))["standing"] == "within"
    assert one([NEAR], precision="compound", walk=Walk(least_precision="point"))["why"] == "coarse_position"


def test_an_open_venue_without_position_leaves_its_own_community_open():
    lost = {"id": "w", "at": None}
    row = one([FAR, lost])
    assert (row["standing"], row["why"]) == ("to_check", "no_venue_position")
    assert one([FAR, {**lost, "place": "D"}])["standing"] == "beyond"
    assert one([FAR, {**lost, "opening_state": "closed"}])["standing"] == "beyond"
    assert one([NEAR, lost])["standing"] == "within"


def test_a_building_that_may_not_be_there_is_neither_covered_nor_a_gap():
    for venue in (NEAR, FAR):
        row = one([venue], liveness="uncertain")
        assert (row["standing"], row["why"]) == ("to_check", "date_uncertain")


def test_every_code_has_words_in_both_languages():
    for words in (PLACE_WHY, LINES, PLACE_DENOMINATORS):
        for zh, en in words.values():
            assert any("\u4e00" <= each <= "\u9fff" for each in zh)
            assert en.isascii()


def test_facts_that_do_not_belong_together_are_refused():
    two = facts([{"id": "a", "at": (0, 0)}, {"id": "b", "at": (1, 0)}], [NEAR])
    with pytest.raises(WrongUsage):
        replace(two, buildings=two.buildings.reverse())
    with pytest.raises(WrongUsage):
        replace(two, venues=two.venues.drop("name"))


# --- rates ----------------------------------------------------------------------------------------


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
