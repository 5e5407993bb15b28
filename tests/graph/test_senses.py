"""Coverage in three senses on the invented subdistrict: one building, a community, two dates, roles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from graph import Graph
from graph.analysis.walking import Walk
from graph.errors import NotFound, Refused, WrongUsage

NOW, BETWEEN, LATER = date(2018, 10, 31), date(2018, 6, 30), date(2020, 1, 31)
SUBDISTRICT = "990201001"
TOWER, HOUSE = (f"Building:object_code:990201001001B000{number}" for number in (1, 2))
FACTORY = "Building:object_code:990201001001B0005"
OTHER_TOWER = "Building:object_code:990201001002B0001"


@pytest.fixture
def g(subdistrict) -> Iterator[Graph]:
    with subdistrict.open("planner") as opened:
        yield opened


def test_a_building_inherits_the_tie_of_its_community(g):
    cover = g.coverage(SUBDISTRICT, as_of=NOW)
    ties = {row["place"]: row for row in cover.ties.to_dicts()}
    community = ties["Place:division:990201001001"]
    assert (community["standing"], community["cadence_days"]) == ("kept", 365)
    assert community["last_day"] == date(2018, 8, 20)  # the meeting of a grid's branch, which is in the community
    # an undated event that an article tells of is all that is known of the compound
    compound = ties["Place:name:东苑@Place:division:990201001001"]
    assert (compound["standing"], compound["to_check_because"]) == ("to_check", ["event_date_uncertain"])
    assert set(cover.senses()["tie_sense"]) == {"yes"}


def test_a_layer_narrows_the_tie_sense(g):
    places = g.coverage("丑社区", as_of=NOW, layer="project").ties
    assert places.filter(place=pl.lit("Place:division:990201001002"))["last_day"].item() == date(2018, 8, 25)
    goods = g.coverage("子社区", as_of=NOW, layer="goods").ties.filter(place=pl.lit("Place:division:990201001001"))
    assert goods["standing"].item() == "signed_not_acted"  # claims are under way, none is kept
    with pytest.raises(WrongUsage):
        g.coverage("子社区", as_of=NOW, layer="money")


def test_a_gap_of_long_ago_is_to_check(g):
    late = g.coverage("子社区", as_of=LATER).ties.filter(place=pl.lit("Place:division:990201001001"))
    assert late["standing"].item() == "to_check"
    assert late["to_check_because"].to_list() == [["event_date_uncertain", "event_roster_too_old"]]


@pytest.mark.parametrize("what", ["buildings", "units"])
def test_what_is_told_of_a_building_does_not_hang_on_the_scope(g, what):
    whole = g.coverage(SUBDISTRICT, as_of=NOW).senses(what)
    parts = [g.coverage(each, as_of=NOW).senses(what) for each in ("子社区", "丑社区")]
    columns = ["id", "pattern", "last_event", *(["metres", "venue", "why"] if what == "buildings" else [])]
    assert pl.concat(parts).select(columns).sort("id").rows() == whole.select(columns).sort("id").rows()


def test_one_building_is_a_scope_of_its_own(g):
    whole = g.coverage(SUBDISTRICT, as_of=NOW)
    one = g.coverage(OTHER_TOWER, as_of=NOW)
    assert (one.evidence.scope.id, one.evidence.scope.name) == (OTHER_TOWER, "丑大厦")
    assert one.buildings.rows() == whole.buildings.filter(id=OTHER_TOWER).rows()
    assert one.senses().rows() == whole.senses().filter(id=OTHER_TOWER).rows()
    assert one.units["name"].to_list() == ["演示文化公司", "演示科贸公司"]
    assert one.senses("units")["name"].to_list() == ["演示文化公司"]  # the other one is suspended
    assert one.chain([OTHER_TOWER]).rows() == whole.chain([OTHER_TOWER]).rows()
    assert one.place_rates(None).filter(line="standard", denominator="buildings")["all"].item() == 1
    assert one.parameters["building"] == OTHER_TOWER
    with pytest.raises(NotFound):
        g.coverage("Building:object_code:1", as_of=NOW)


def test_a_vacant_building_is_asked_nothing(g):
    one = g.coverage(FACTORY, as_of=NOW)
    assert one.senses().is_empty()
    assert one.buildings["mode"].to_list() == ["vacant"]


def test_patterns_filter_and_count(g):
    cover = g.coverage(SUBDISTRICT, as_of=NOW)
    everything = cover.senses()
    counted = cover.patterns(None)
    for pattern, buildings in counted.select("pattern", "buildings").iter_rows():
        assert cover.senses(pattern=pattern).height == everything.filter(pattern=pattern).height == buildings
    assert "staff" not in counted.columns
    assert cover.patterns("subdistrict").filter(~pl.col("is_total"))["buildings"].sum() == everything.height


def test_staff_are_counted_for_stewards_and_the_read_is_noted(subdistrict):
    with subdistrict.open("steward") as g:
        counted = g.coverage(SUBDISTRICT, as_of=NOW).patterns(None)
        assert counted["staff"].sum() > 0
        assert g.reads()[-1]["columns"] == ["staff", "staff_unknown"]


def test_a_faster_and_a_longer_walk_lose_nobody(g):
    def within(**walk: float) -> set[str]:
        rows = g.coverage(SUBDISTRICT, as_of=NOW, walk=Walk(**walk)).access
        return set(rows.filter(pl.col("standing") == "within")["id"])

    assert within() < within(minutes=15.0)
    assert within() <= within(speed=1.5)
    assert OTHER_TOWER in within(minutes=15.0) - within()


def test_every_parameter_is_in_the_answer(g):
    told = g.coverage(SUBDISTRICT, as_of=NOW, walk=Walk(minutes=10), layer="people").parameters
    assert told["minutes"] == 10 and told["layer"] == "people" and told["streets"] == "estimate"
    assert {"theta", "freshness_days", "speed", "elders_speed", "detour", "layers_version", "cadence_days"} <= set(told)
    assert told["asked_of_buildings"]["office"] == "dependent"


def test_rows_used_tell_what_was_read_when_it_was(g):
    cover = g.coverage(SUBDISTRICT, as_of=NOW)
    assert "place_events" not in cover.rows_used
    assert cover.ties.height
    assert cover.rows_used["place_events"] > 20


# --- two dates ------------------------------------------------------------------------------------


def test_change_tells_what_became_of_each(g):
    change = g.coverage(SUBDISTRICT, as_of=NOW).change(BETWEEN, what="units")
    told = dict(change.rows.select("name", pl.col("change").cast(pl.String)).iter_rows())
    assert told["演示物流公司"] == "disappeared"
    assert told["演示科贸公司"] == "no_longer_asked"
    assert told["演示中学"] == "still_covered"
    assert told["演示文化公司"] == "settled_uncovered"
    assert change.counts()["number"].sum() == change.rows.height
    total = change.rates.filter("is_total", rate=pl.lit("work"), denominator=pl.lit("units")).row(0, named=True)
    assert (total["all_then"], total["all_now"], total["covered_change"]) == (9, 7, 0)


def test_change_in_another_sense(g):
    change = g.coverage(SUBDISTRICT, as_of=NOW).change(BETWEEN, sense="place")
    told = dict(change.rows.select("id", pl.col("change").cast(pl.String)).iter_rows())
    assert told[FACTORY] == "still_not_asked"
    assert told[HOUSE] == "still_covered"
    assert change.rates["rate"].unique().to_list() == ["place"]


@pytest.mark.parametrize("since", [NOW, LATER])
def test_change_looks_back(g, since):
    with pytest.raises(WrongUsage):
        g.coverage(SUBDISTRICT, as_of=NOW).change(since)


# --- catchments -----------------------------------------------------------------------------------


def test_catchments_hand_out_what_there_is(g):
    found = g.coverage(SUBDISTRICT, as_of=NOW).catchment(enhanced=True)
    given = found.buildings.select((pl.col("access") * pl.col("households")).sum()).item()
    assert given == pytest.approx(found.venues.filter(pl.col("demand") > 0)["supply"].sum())
    total = found.equity("place").filter("is_total").row(0, named=True)
    assert 0 <= total["gini"] < 1
    assert found.buildings.filter(id=FACTORY).is_empty()


# --- roles ----------------------------------------------------------------------------------------


def test_the_public_reads_no_lists_and_chooses_no_parameters(subdistrict):
    with subdistrict.open("public") as g:
        cover = g.coverage(SUBDISTRICT, as_of=NOW)
        refused = [
            lambda: cover.access,
            lambda: cover.ties,
            lambda: cover.senses(),
            lambda: cover.patterns(),
            lambda: cover.chain([TOWER]),
            lambda: cover.change(BETWEEN),
            lambda: cover.catchment(),
            lambda: cover.sense_rates("subdistrict"),
            lambda: g.coverage(TOWER, as_of=NOW),
            lambda: g.coverage(SUBDISTRICT, as_of=NOW, walk=Walk(minutes=6)),
            lambda: g.coverage(SUBDISTRICT, as_of=NOW, layer="people"),
            lambda: g.coverage(SUBDISTRICT, as_of=NOW, cadence=100),
        ]
        for each in refused:
            with pytest.raises(Refused):
                each()
        for told in (cover.sense_rates(), cover.place_rates()):
            assert told["denominator"].unique().to_list() == ["buildings"]
            assert told["all"].null_count() == told.height > 0  # seven buildings are too few to be published
        assert set(cover.sense_rates()["rate"]) == {"place", "elders", "tie"}


# --- scopes below the community -------------------------------------------------------------------

ESTATE = "Place:name:东苑@Place:division:990201001001"
GRID = "Grid:object_code:990201001001001"


@pytest.mark.parametrize("day", [NOW, BETWEEN])
@pytest.mark.parametrize("scope", [ESTATE, GRID])
def test_what_lies_below_the_community_is_told_as_within_it(g, scope, day):
    wide, one = g.coverage(SUBDISTRICT, as_of=day), g.coverage(scope, as_of=day)
    homes = pl.col("compound" if scope == ESTATE else "grid") == scope
    inside = wide.evidence.facts.buildings.filter(homes)["id"].to_list()
    assert (one.evidence.scope.id, len(inside)) == (scope, 2)
    there = pl.col("id").is_in(inside)
    assert one.buildings.rows() == wide.buildings.filter(there).rows()
    assert one.senses().rows() == wide.senses().filter(there).rows()
    assert one.access.rows() == wide.access.filter(there).rows()
    assert one.chain(inside).rows() == wide.chain(inside).rows()
    assert one.place_rates(None).filter(line="standard", denominator="buildings")["all"].item() == len(inside)


def test_a_compound_tells_of_its_own_ties(g):
    assert ESTATE in g.coverage(ESTATE, as_of=NOW).ties["place"].to_list()
    assert g.coverage(GRID, as_of=NOW).parameters["grid"] == GRID


def test_nothing_is_counted_twice_though_compounds_are_scopes(g):
    whole = g.coverage(SUBDISTRICT, as_of=NOW).buildings.height
    parts = [g.coverage(each, as_of=NOW) for each in ("子社区", "丑社区")]
    assert sum(each.buildings.height for each in parts) == whole
    estates = [g.coverage(each, as_of=NOW) for each in (ESTATE, "Place:name:东苑@Place:division:990201001002")]
    assert [each.buildings.height for each in estates] == [2, 1]
    assert all(g.ask("buildings", as_of=NOW, scope=each.evidence.scope.id).height for each in estates)


def test_an_unknown_grid_is_not_found(g):
    with pytest.raises(NotFound):
        g.coverage("Grid:object_code:1", as_of=NOW)


def test_the_public_is_told_of_each_scope_out_of_one_coverage(subdistrict):
    with subdistrict.open("public") as public:
        whole = public.coverage(as_of=NOW)
        for scope in ("子社区", "丑社区", SUBDISTRICT):
            own = public.coverage(scope, as_of=NOW)
            told = whole.told_of(public.scope(scope, NOW))
            assert told.evidence.scope == own.evidence.scope
            for rates in ("rates", "sense_rates", "place_rates"):
                assert getattr(told, rates)().rows() == getattr(own, rates)().rows()
