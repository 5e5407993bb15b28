"""What the public reads of coverage: no figure of a community so small that it names somebody (design §6)."""

from __future__ import annotations

import polars as pl
import pytest

from graph.analysis.coverage import REMEDIES, STEPS
from graph.analysis.coverage.reasons import SCHEMA as EXPLAINED
from graph.disclosure.coverage import (
    SMALLEST,
    STAFF_REMEDIES,
    STAFF_STEPS,
    STANDARD_THETA,
    coarsened,
    refuse_grouping,
    refuse_lists,
    refuse_parameters,
    refuse_theta,
    released_place_rates,
    released_rates,
    released_sense_rates,
)
from graph.disclosure.roles import Role
from graph.errors import Refused
from graph.questions.asking import Scope


def rates(sizes: dict[str, int]) -> pl.DataFrame:
    total = sum(sizes.values())
    rows = [(area, False, size) for area, size in sizes.items()] + [(None, True, total)]
    return pl.DataFrame(
        {
            "area": [row[0] for row in rows],
            "is_total": [row[1] for row in rows],
            "rate": ["organisation"] * len(rows),
            "denominator": ["units"] * len(rows),
            "all": [row[2] for row in rows],
            "covered": [row[2] // 2 for row in rows],
            "to_check": [0] * len(rows),
            "state_unknown": [0] * len(rows),
            "low": [0.5] * len(rows),
            "high": [0.5] * len(rows),
        }
    )


def shown(frame: pl.DataFrame, figure: str) -> set[str | None]:
    return set(frame.filter(pl.col(figure).is_not_null())["area"])


WHOLE = Scope(None, "全部", ())


def test_a_small_community_takes_the_next_one_with_it_so_that_the_total_does_not_tell() -> None:
    released = released_rates(rates({"甲": 3, "乙": 20, "丙": 40}), WHOLE)
    assert shown(released, "all") == shown(released, "low") == {"丙", None}


def test_what_small_communities_have_together_is_not_small() -> None:
    assert shown(released_rates(rates({"甲": 3, "乙": 8, "丙": 40}), WHOLE), "covered") == {"丙", None}
    assert shown(released_rates(rates({"甲": 3, "乙": 4, "丙": 40, "丁": 50}), WHOLE), "covered") == {"丁", None}


def test_the_threshold_itself_is_shown() -> None:
    released = released_rates(rates({"甲": SMALLEST, "乙": SMALLEST + 1}), WHOLE)
    assert shown(released, "all") == {"甲", "乙", None}


def test_a_small_total_is_hidden_too() -> None:
    assert shown(released_rates(rates({"甲": 2, "乙": 3}), WHOLE), "all") == set()


@pytest.mark.parametrize("places", [["甲"], ["乙"], ["丙"], ["丙", "丁"], ["乙", "丙", "丁"]])
def test_another_scope_tells_nothing_more(places: list[str]) -> None:
    given = rates({"甲": 3, "乙": 20, "丙": 40, "丁": 50})
    whole = dict(released_rates(given, WHOLE).select("area", "all").iter_rows())
    *parts, total = sorted(
        released_rates(given, Scope("here", "", tuple(places))).select("area", "all").iter_rows(),
        key=lambda row: (row[0] is None, row[0]),
    )
    assert parts == [(area, whole[area]) for area in sorted(places)]
    known = [whole[area] for area in places]
    assert total == (None, None if None in known else sum(known))


@pytest.mark.parametrize("by", ["kind", "subdistrict"])
def test_the_public_groups_by_place_alone(by: str) -> None:
    refuse_grouping(Role.PLANNER, by)
    with pytest.raises(Refused):
        refuse_grouping(Role.PUBLIC, by)


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.UNIT])
def test_lists_are_refused(role: Role) -> None:
    with pytest.raises(Refused):
        refuse_lists(role)


# --- what tells of staff ----------------------------------------------------------------------------


def explained(step: str, met: bool | None, remedy: str | None = "survey_staff") -> pl.DataFrame:
    told = {"step": step, "met": met, "zh": "原话", "en": "as it was", "evidence": ["Unit:a"]}
    advice = None if remedy is None else {"code": remedy, "zh": "原话", "en": "as it was", "evidence": []}
    rows = [{"id": "b", "asked": "own", "organisations": [], "reasons": [told], "remedy": advice}]
    return pl.DataFrame(rows, schema=EXPLAINED)


@pytest.mark.parametrize("role", [Role.PLANNER, Role.RESEARCHER])
def test_a_short_and_an_unknown_share_of_staff_read_alike(role):
    short, unknown = (coarsened(explained("tenants_share", met), role) for met in (False, None))
    assert short.equals(unknown)
    [step] = short["reasons"][0]
    assert (step["met"], step["zh"], step["evidence"]) == (None, "暂不具备单独组建条件或情况待摸排", [])
    assert short["remedy"][0]["code"] == "survey_tenants"
    assert short["remedy"][0]["zh"] == REMEDIES["survey_tenants"][0]


def test_stewards_read_the_reasons_as_they_are():
    given = explained("tenants_share", False)
    assert coarsened(given, Role.STEWARD).equals(given)


@pytest.mark.parametrize(("step", "met"), [("tenants_share", True), ("named", False), ("in_grid", None)])
def test_what_tells_of_nobody_stays(step, met):
    given = explained(step, met, remedy="name_in_row")
    assert coarsened(given, Role.PLANNER).equals(given)
    assert coarsened(explained(step, met, remedy=None), Role.PLANNER)["remedy"][0] is None


def test_steps_and_remedies_that_are_coarsened_are_there():
    assert set(STEPS) >= STAFF_STEPS
    assert set(REMEDIES) >= {*STAFF_REMEDIES, *STAFF_REMEDIES.values()}


@pytest.mark.parametrize("role", list(Role))
def test_theta_is_for_stewards(role):
    refuse_theta(role, STANDARD_THETA)
    if role is Role.STEWARD:
        refuse_theta(role, 0.3)
        return
    with pytest.raises(Refused, match="theta"):
        refuse_theta(role, 0.3)


# --- place and tie ----------------------------------------------------------------------------------


def sensed(sizes: dict[str, int]) -> pl.DataFrame:
    """Rates of all senses over buildings, households and units, each community of so many."""
    one = rates(sizes).drop("state_unknown", "rate", "denominator")
    return pl.concat(
        one.with_columns(pl.lit(rate).alias("rate"), pl.lit(of).alias("denominator"))
        for rate in ("organisation", "place", "elders", "tie")
        for of in ("buildings", "households", "units")
    )


def test_of_the_senses_the_public_reads_place_and_tie_of_buildings() -> None:
    told = released_sense_rates(sensed({"甲": 30, "乙": 20}), WHOLE)
    assert set(told.select("rate", "denominator").rows()) == {
        (each, "buildings") for each in ("place", "elders", "tie")
    }
    assert told["all"].null_count() == 0


@pytest.mark.parametrize("places", [["甲"], ["乙", "丙"], ["甲", "乙", "丙", "丁"]])
@pytest.mark.parametrize("line", ["place", "tie"])
def test_no_scope_tells_of_a_community_of_few_buildings(places: list[str], line: str) -> None:
    given = sensed({"甲": 3, "乙": 20, "丙": 40, "丁": 50})
    whole = released_sense_rates(given, WHOLE).filter(rate=line)
    here = released_sense_rates(given, Scope("here", "", tuple(places))).filter(rate=line)
    known = dict(whole.filter(~pl.col("is_total")).select("area", "covered").iter_rows())
    assert known["甲"] is None and known["乙"] is None
    for area, covered in here.filter(~pl.col("is_total")).select("area", "covered").iter_rows():
        assert covered == known[area]
    total = here.filter("is_total")["covered"].item()
    assert (total is None) == any(known[each] is None for each in places)


def test_every_pace_of_a_small_community_is_withheld() -> None:
    given = sensed({"甲": 3, "乙": 20, "丙": 40}).filter(pl.col("rate") != "organisation").rename({"rate": "line"})
    told = released_place_rates(given.with_columns(pl.lit(0).alias("unknown")), WHOLE)
    assert set(told["denominator"]) == {"buildings"}
    assert shown(told, "covered") == shown(told, "unknown") == {"丙", None}


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_no_lists_chooses_no_parameters(role: Role) -> None:
    refuse_parameters(role, [])
    if role in (Role.PUBLIC, Role.UNIT):
        with pytest.raises(Refused, match="walk"):
            refuse_parameters(role, ["walk"])
    else:
        refuse_parameters(role, ["walk", "layer"])
