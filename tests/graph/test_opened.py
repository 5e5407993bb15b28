"""The object that people hold, on the invented subdistrict: coverage, origins, roles, dates, closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

import graph
from graph import Graph, open_graph
from graph.errors import GongjianError, NotFound, Refused

NOW, BETWEEN, LATER = date(2018, 10, 31), date(2018, 6, 30), date(2020, 1, 31)
SUBDISTRICT = "990201001"
TOWER, HOUSE, MIXED = (f"Building:object_code:990201001001B000{number}" for number in (1, 2, 4))
FACTORY = "Building:object_code:990201001001B0005"
OTHER_TOWER, NAMESAKE, HALL = (f"Building:object_code:990201001002B000{number}" for number in (1, 2, 3))
SCHOOL = "Unit:uscc:129902019950000249"


@pytest.fixture
def g(subdistrict) -> Iterator[Graph]:
    with subdistrict.open("planner") as opened:
        yield opened


def modes(data: pl.DataFrame, by: str = "id") -> dict[str, str]:
    return dict(data.select(by, pl.col("mode").cast(pl.String)).iter_rows())


def reason(explained: pl.DataFrame, step: str) -> bool | None:
    return next(each["met"] for each in explained["reasons"][0] if each["step"] == step)


def totals(data: pl.DataFrame) -> dict[tuple[str, str], tuple[int, int, int]]:
    kept = data.filter("is_total").select("denominator", "rate", "all", "covered", "to_check")
    return {row[:2]: row[2:] for row in kept.iter_rows()}


# --- coverage -----------------------------------------------------------------------------------


def test_buildings_have_the_mode_of_what_covers_them(g):
    assert modes(g.coverage(SUBDISTRICT, as_of=NOW).buildings) == {
        TOWER: "joint",  # all staff of its one operating tenant is in a joint branch
        HOUSE: "own",  # the branch of its compound
        "Building:object_code:990201001001B0003": "own",
        MIXED: "blank",  # its grid has no organisation: the worse of its two uses
        FACTORY: "vacant",
        OTHER_TOWER: "dependent",  # named by a branch
        NAMESAKE: "nominal",  # its grid's branch is gone; a blanket duty over the community is left
        HALL: "nominal",
    }


@pytest.mark.parametrize("day", [NOW, BETWEEN])
def test_the_mode_of_a_building_does_not_hang_on_the_scope_asked(g, day):
    whole = modes(g.coverage(SUBDISTRICT, as_of=day).buildings)
    for community in ("子社区", "丑社区"):
        here = modes(g.coverage(community, as_of=day).buildings)
        assert here
        assert here == {each: whole[each] for each in here}


def test_units_have_the_mode_of_what_names_them(g):
    assert modes(g.coverage(SUBDISTRICT, as_of=NOW).units, "name") == {
        "演示甲局": "blank",
        "演示中学": "own",
        "演示科技公司": "joint",
        "演示文化公司": "nominal",  # left the joint branch; the branch of its new building is no duty for it by name
        "演示便利店": "blank",
        "演示食品店": "nominal",  # 兜底 without somebody responsible
        "演示科贸公司": "nominal",
        "演示社会服务中心": "nominal",
        "演示医院": "liaison",
    }


def test_an_earlier_date_makes_what_changed_since_uncertain(g):
    cover = g.coverage(SUBDISTRICT, as_of=BETWEEN)
    found = modes(cover.buildings)
    assert (found[NAMESAKE], found[OTHER_TOWER], found[TOWER]) == ("to_check", "to_check", "joint")
    assert cover.buildings.filter(id=NAMESAKE)["to_check_because"].to_list() == [["date_uncertain"]]
    units = modes(cover.units, "name")
    assert (units["演示文化公司"], units["演示物流公司"], units["演示医院"]) == ("to_check", "to_check", "liaison")


def test_a_gap_needs_a_roster_that_is_recent_enough(g):
    late = g.coverage(SUBDISTRICT, as_of=LATER)
    assert modes(late.buildings)[MIXED] == "to_check"
    assert "roster_too_old" in late.buildings.filter(id=MIXED)["to_check_because"][0]
    assert modes(late.buildings)[HOUSE] == "own"  # what is covered is not doubted for want of a roster
    assert modes(g.coverage(SUBDISTRICT, as_of=LATER, freshness_days=500).buildings)[MIXED] == "blank"


def test_uncovered_lists_what_falls_short_most_households_first(g):
    listed = g.coverage(SUBDISTRICT, as_of=NOW).uncovered()
    assert listed.select("id", "asked", "standing").rows() == [
        (NAMESAKE, "territorial", "gap"),
        (MIXED, "territorial", "gap"),
        (HALL, "dependent", "gap"),
    ]


def test_the_chain_of_reasons_and_the_remedy(g):
    cover = g.coverage(SUBDISTRICT, as_of=NOW)
    mixed, namesake, house = (cover.explain([each]) for each in (MIXED, NAMESAKE, HOUSE))
    assert [reason(mixed, step) for step in ("in_grid", "grid_has_organisation", "named")] == [True, False, False]
    assert reason(mixed, "roster_complete") is True
    assert mixed["remedy"][0]["code"] == "send_instructor"
    assert namesake["remedy"][0]["code"] == "assign_territorial"
    assert house["remedy"][0] is None
    assert reason(house, "named") is True
    assert "PartyOrganization:name:东苑党支部@Place:division:990201001001" in house["organisations"][0]
    shop = cover.explain(["Unit:uscc:92990201995000067E"], what="units")
    assert shop["remedy"][0]["code"] == "name_responsible"


def test_rates_name_their_denominator_and_give_bounds(g):
    now = totals(g.coverage(SUBDISTRICT, as_of=NOW).rates(None))
    assert now[("units", "organisation")] == (7, 2, 0)
    assert now[("units", "work")] == (7, 3, 0)
    assert now[("firms", "work")] == (3, 1, 0)
    assert now[("societies", "organisation")] == (1, 0, 0)
    between = totals(g.coverage(SUBDISTRICT, as_of=BETWEEN).rates(None))
    # the firm that left the joint branch, and the one whose state nobody recorded, may or may not count
    assert between[("units", "organisation")] == (9, 2, 2)
    assert between[("units", "work")] == (9, 3, 2)


def test_a_scope_leaves_out_the_other_community(g):
    cover = g.coverage("丑社区", as_of=NOW)
    assert set(cover.buildings["id"]) == {OTHER_TOWER, NAMESAKE, HALL}
    # the roster that proves the gap is of the subdistrict, above the scope asked
    assert modes(cover.buildings)[NAMESAKE] == "nominal"
    assert totals(cover.rates(None))[("units", "work")] == (3, 1, 0)
    counts = cover.counts(None).select(pl.col("mode").cast(pl.String), "buildings", "households")
    assert set(counts.iter_rows()) == {("dependent", 1, 0), ("nominal", 2, 40)}


@pytest.mark.parametrize("role", ["public", "unit"])
def test_who_may_not_see_lists_still_reads_aggregates(subdistrict, role):
    with subdistrict.open(role) as g:
        cover = g.coverage(SUBDISTRICT, as_of=NOW)
        # seven units are too few to be published
        assert cover.rates(None)["all"].null_count() == cover.rates(None).height > 0
        lists = (
            lambda: cover.buildings,
            cover.counts,
            lambda: cover.units,
            cover.uncovered,
            lambda: cover.uncovered(what="units"),
            lambda: cover.explain([MIXED]),
        )
        for refused in lists:
            with pytest.raises(Refused) as caught:
                refused()
            assert "子社区商住楼" not in str(caught.value)


# --- origins ------------------------------------------------------------------------------------


def test_origins_lead_to_file_sheet_and_row(g):
    found = g.origins(SCHOOL)
    # a delimited file has one sheet without a name; rows are physical, below a title and the headings
    assert [(each.file, each.sheet, each.row, each.load, each.edition) for each in found] == [
        ("units_2017_12.csv", "", 4, 2, "2017-12-31"),
        ("units_2018_03.csv", "", 4, 2, "2018-03-31"),
        ("units_2018_09.csv", "", 4, 2, "2018-09-30"),
    ]


def test_origins_of_a_thing_that_nobody_lists_are_empty(g):
    assert g.origins("Unit:uscc:nobody") == []


def test_origins_of_a_published_figure_lead_to_the_case(g):
    figure = g.ask("observations", as_of=NOW, case="jia", measure="communities")["observation"][0]
    rows = [(each.file, each.sheet, each.load) for each in g.origins(figure)]
    assert rows == [("jia.toml", "observations", 3)]


# --- asking -------------------------------------------------------------------------------------


def test_a_frame_has_the_declared_columns_that_the_role_may_see(g, subdistrict):
    planner = g.ask("tenancies", as_of=NOW, scope=SUBDISTRICT)
    with subdistrict.open("steward") as other:
        steward = other.ask("tenancies", as_of=NOW, scope=SUBDISTRICT)
    assert "staff" not in planner.columns
    assert steward.schema["staff"] == pl.Int64
    assert planner.equals(steward.drop("staff"))


def test_an_answer_without_rows_keeps_its_columns_and_types(g):
    empty = g.ask("grids", as_of=NOW, scope="北山街道")
    assert empty.is_empty()
    assert empty.schema["households"] == pl.Int64


def test_as_of_changes_an_answer_and_is_kept_with_it(g):
    now, before = (g.answer("grids", {}, as_of=day, scope=SUBDISTRICT) for day in (NOW, BETWEEN))
    assert (len(now.rows), len(before.rows)) == (3, 4)
    assert (now.answer.as_of, before.answer.as_of) == (NOW, BETWEEN)
    assert now.answer.synthetic
    assert now.answer.sequence == g.store.state().sequence >= 3


def test_an_unknown_question_names_those_there_are(g):
    with pytest.raises(NotFound, match="grids_without_organisation"):
        g.ask("grid_without_organisation")


def test_leaving_the_block_closes_the_graph(subdistrict):
    with subdistrict.open() as g:
        assert g.scope("甲街道", NOW).id == "Place:division:990201001"
    with pytest.raises(GongjianError):
        g.ask("places", as_of=NOW)


def test_a_role_that_does_not_exist_is_refused_at_once(subdistrict):
    with subdistrict.open():
        pass  # so that the graph stands
    with pytest.raises(ValueError, match="mayor"), open_graph(subdistrict.settings, role="mayor"):
        raise AssertionError("never opened")


def test_health_of_the_loaded_subdistrict(g):
    health = g.doctor(full=True)
    assert health.good


def test_the_front_door_has_two_names():
    assert graph.__all__ == ["Graph", "open_graph"]


def test_the_loaded_cases_stand_side_by_side(g):
    found = g.comparison(as_of=NOW)
    shown = dict(found.practices.select("practice", "演示案例甲").rows())
    assert shown == {"党建联席会议": "named", "面积标准": "unnamed", "共建联合会(联盟)": "named"}
    pairs = found.pairs.select("measure", "comparable", "obstacles").rows()
    # no article of the two says when its figures were counted
    assert pairs == [("grids", False, ["level", "undated"]), ("volunteers", False, ["level", "undated"])]
    assert dict(found.completeness.select("case", "facts").rows())["演示案例甲"] == 29
