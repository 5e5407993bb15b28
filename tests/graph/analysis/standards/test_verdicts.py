"""Verdicts at every threshold of the rules, on frames; what is not known is to check, and said."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from graph.analysis.standards import EDITIONS, REACHES, SCHEMA, Facts, Rule, judge, rule_named, rules
from graph.evidence.standards import LAST_YEAR
from graph.model.declare import Kind
from graph.questions.catalog import question_named

DAY = date(2018, 10, 31)
TYPES = {
    Kind.TEXT: pl.String(),
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.DAY: pl.Date(),
    Kind.TEXTS: pl.List(pl.String()),
}
PLACES = pl.DataFrame({"id": ["P", "A"], "parent": [None, "P"]}, schema={"id": pl.String(), "parent": pl.String()})


def facts(
    rule: Rule, *rows: dict[str, object], complete: bool = True, age: int = 30, as_of: date = DAY, reach: date = DAY
) -> Facts:
    """Rows of the rule's question, in community A; every roster it needs is complete unless told otherwise."""
    assert rule.evidence is not None
    columns = question_named(rule.evidence.question).columns
    schema = {name: TYPES[each.kind] for name, each in columns.items()}
    told = {rule.evidence.place: "A"} if rule.evidence.place else {}
    if "liveness" in columns:
        told["liveness"] = "live"
    made = [{**dict.fromkeys(columns), **told, rule.evidence.id: f"S{at}", **row} for at, row in enumerate(rows)]
    formats = {rule.evidence.absence, *(item.absence for item in rule.items)} - {None}
    editions = [(name, "P", as_of - timedelta(days=age), complete) for name in formats]
    return Facts(
        pl.DataFrame(made, schema=schema, orient="row"),
        as_of,
        PLACES,
        pl.DataFrame(editions, schema=EDITIONS, orient="row"),
        pl.DataFrame([(name, "P", reach) for name in formats], schema=REACHES, orient="row"),
        date(DAY.year - 1, 12, 31) if LAST_YEAR in rule.evidence.parameters.values() else None,
    )


def verdict(name: str, row: dict[str, object], **more: object) -> str | None:
    """The verdict on one row; None where the rule is not asked of it."""
    rule = rule_named(name)
    found = judge(rule, facts(rule, row, **more))["verdict"].to_list()
    return found[0] if found else None


def area(households: int, m2: float) -> dict[str, object]:
    return {"households": households, "area_m2": m2, "area_m2_high": m2}


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def size(members: int, kind: str) -> dict[str, object]:
    return {"members": members, "kind": kind}


BOUNDARIES = [
    ("zhengzhou_venue_area_per_100_households", area(100, 40.0), "met"),
    ("zhengzhou_venue_area_per_100_households", area(100, 39.9), "not_met"),
    ("zhengzhou_venue_area_per_100_households", area(1500, 600.0), "met"),
    ("zhengzhou_venue_area_per_100_households", area(1501, 600.0), "not_met"),
    ("community_venue_area_30_per_100_households", area(100, 30.0), "met"),
    ("community_venue_area_30_per_100_households", area(100, 29.9), "not_met"),
    ("lianyun_venue_over_600_m2", {"kind": "service_centre", "opening_state": "open", "area_m2": 600.0}, "not_met"),
    ("lianyun_venue_over_600_m2", {"kind": "service_centre", "opening_state": "open", "area_m2": 600.1}, "met"),
    ("lianyun_venue_over_600_m2", {"kind": "hall", "opening_state": "open", "area_m2": 10.0}, None),
    ("lianyun_venue_over_600_m2", {"kind": "service_centre", "opening_state": "closed", "area_m2": 10.0}, None),
    ("lianyun_venue_over_600_m2", {"kind": "service_centre", "opening_state": "candidate", "area_m2": 10.0}, None),
    ("zhengzhou_venue_500_m2", {"kind": "service_centre", "opening_state": "open", "area_m2": 500.0}, "met"),
    ("zhengzhou_venue_500_m2", {"kind": "service_centre", "opening_state": "open", "area_m2": 499.9}, "not_met"),
    *(
        ("zhengzhou_office_party_area", {**area(0, m2), "area_above_ground_m2": 90_000.0, "use": "office"}, found)
        for m2, found in ((27.0, "met"), (26.9, "not_met"))
    ),
    *(
        ("zhengzhou_workers_per_300_households", {"households": households, "officers": 2}, found)
        for households, found in ((599, "met"), (600, "met"), (899, "met"), (900, "not_met"))
    ),
    ("zhengzhou_service_fund", {"amount_yuan": 200_000.0}, "met"),
    ("zhengzhou_service_fund", {"amount_yuan": 199_999.0}, "not_met"),
    ("zhengzhou_party_fund", {"amount_yuan": 30_000.0}, "met"),
    ("zhengzhou_party_fund", {"amount_yuan": 29_999.0}, "not_met"),
    *(
        (name, {"last_held_on": ago(days)}, found)
        for name in (
            "zhengzhou_conference_quarterly",
            "yantai_conference_quarterly",
            "beishan_community_conference_quarterly",
            "beishan_consultation_quarterly",
        )
        for days, found in ((91, "met"), (92, "met"), (93, "not_met"))
    ),
    ("beishan_exchange_yearly", {"last_held_on": ago(366)}, "met"),
    ("beishan_exchange_yearly", {"last_held_on": ago(367)}, "not_met"),
    ("lianyun_agreement_yearly", {"last_signed_on": ago(366)}, "met"),
    ("lianyun_agreement_yearly", {"last_signed_on": ago(367)}, "not_met"),
    ("zhengzhou_units_report_yearly", {"last_assessed_on": ago(366)}, "met"),
    ("zhengzhou_units_report_yearly", {"last_assessed_on": ago(367)}, "not_met"),
    ("lianyun_branch_venue", {"venues": 1, "venues_high": 1}, "met"),
    ("lianyun_branch_venue", {"venues": 0, "venues_high": 0}, "not_met"),
    ("lianyun_enlarged_committee", {"bodies": 1, "bodies_high": 1}, "met"),
    ("lianyun_enlarged_committee", {"bodies": 0, "bodies_high": 0}, "not_met"),
    ("lianyun_grid_organisation", {"kind": "dedicated", "organisations": 1, "organisations_high": 1}, "met"),
    ("lianyun_grid_organisation", {"kind": "dedicated", "organisations": 0, "organisations_high": 0}, "not_met"),
    ("lianyun_grid_organisation", {"kind": "police", "organisations": 0, "organisations_high": 0}, None),
    *(
        (name, {column: people}, found)
        for name, column in (("beihai_station_staff", "staff"), ("beihai_grid_officers", "officers"))
        for people, found in ((0, "not_met"), (1, "met"), (2, "met"), (3, "not_met"))
    ),
    ("yantai_unit_project", {"operating_state": "operating", "taken_up": 1}, "met"),
    ("yantai_unit_project", {"operating_state": "operating", "taken_up": 0}, "not_met"),
    *(
        (
            "branch_min_3_members",
            {"operating_state": "operating", "members_full": full, "organisations": own, "organisations_high": own},
            found,
        )
        for full, own, found in ((2, 0, None), (3, 0, "not_met"), (3, 1, "met"))
    ),
    ("branch_max_50_members", size(49, "branch"), "met"),
    ("branch_max_50_members", size(50, "branch"), "met"),
    ("branch_max_50_members", size(51, "branch"), "not_met"),
    ("branch_max_50_members", size(51, "general_branch"), None),
    *(
        ("joint_branch_max_5_units", {"kind": "joint_branch", "units": units, "units_high": units}, found)
        for units, found in ((5, "met"), (6, "not_met"))
    ),
    *(
        ("branch_committee_7_members", {"kind": "branch", "members_full": full, "seats": seats}, found)
        for full, seats, found in (
            (6, 1, None),
            (7, 1, "not_met"),
            (7, 2, "not_met"),
            (7, 3, "met"),
            (30, 7, "met"),
            (30, 8, "not_met"),
        )
    ),
    ("general_branch_50_members", size(49, "branch"), None),
    ("general_branch_50_members", size(50, "branch"), None),
    ("general_branch_50_members", size(51, "branch"), "not_met"),
    ("general_branch_50_members", size(51, "general_branch"), "met"),
    ("general_branch_50_members", size(99, "branch"), "not_met"),
    ("general_branch_50_members", size(100, "branch"), None),
    ("committee_100_members", size(99, "general_branch"), None),
    ("committee_100_members", size(100, "general_branch"), "not_met"),
    ("committee_100_members", size(100, "committee"), "met"),
    *(
        (
            "term_community_5_years",
            {"kind": "committee", "place_level": "community", "units_high": 0, "elected_term": years},
            found,
        )
        for years, found in ((3, "not_met"), (5, "met"), (6, "not_met"))
    ),
    *(
        ("term_branch_3_years", {"kind": "branch", "units": 1, "elected_term": years}, found)
        for years, found in ((2, "not_met"), (3, "met"), (5, "not_met"))
    ),
    *(
        ("term_committee_5_years", {"kind": "committee", "units": units, "elected_term": years}, found)
        for units, years, found in ((1, 4, "not_met"), (1, 5, "met"), (0, 3, None))
    ),
    ("term_not_overdue", {"kind": "branch", "ends_on": DAY}, "met"),
    ("term_not_overdue", {"kind": "branch", "ends_on": ago(1)}, "not_met"),
    ("zhengzhou_three_lists", {"resources": 1, "needs": 1, "projects": 1}, "met"),
    ("zhengzhou_three_lists", {"resources": 1, "needs": 0, "projects": 1}, "not_met"),
    *(
        (
            "beishan_six_haves",
            {"series": 1, "venues": 1, "planned": 1, "completed": 1, "last_activity_on": ago(days)},
            found,
        )
        for days, found in ((366, "to_check"), (367, "not_met"))
    ),
]


@pytest.mark.parametrize(("name", "row", "expected"), BOUNDARIES)
def test_a_threshold_is_where_the_rule_says(name, row, expected):
    assert verdict(name, row) == expected


def test_every_rule_that_can_be_checked_has_its_boundary_here():
    assert {name for name, _, _ in BOUNDARIES} == {rule.id for rule in rules().values() if rule.checkable}


# --- what is not known ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "row", "lacking"),
    [
        ("zhengzhou_venue_area_per_100_households", {**area(1, 9.0), "households": None}, ["households"]),
        ("zhengzhou_venue_area_per_100_households", {**area(100, 9.0), "area_m2_high": None}, ["area_m2_high"]),
        ("zhengzhou_office_party_area", {**area(0, 9.0), "use": "office"}, ["area_above_ground_m2"]),
        ("yantai_conference_quarterly", {}, ["last_held_on"]),
        ("branch_max_50_members", {"kind": "branch"}, ["members"]),
        ("term_not_overdue", {"kind": "branch"}, ["ends_on"]),
        (
            "branch_min_3_members",
            {"operating_state": "operating", "organisations": 0, "organisations_high": 0},
            ["members_full"],
        ),
    ],
)
def test_missing_data_is_to_check_and_named(name, row, lacking):
    rule = rule_named(name)
    found = judge(rule, facts(rule, row)).row(0, named=True)
    assert found["verdict"] == "to_check"
    assert found["lacking"] == lacking
    assert len(found["lacking_zh"]) == len(found["lacking_en"]) == len(lacking)
    assert found["remedy"]["code"] == "complete_record"
    assert found["shortfall"] is None


def test_both_ends_of_an_uncertain_value_decide():
    name = "zhengzhou_venue_area_per_100_households"
    assert verdict(name, {"households": 100, "area_m2": 40.0, "area_m2_high": None}) == "met"
    assert verdict(name, {"households": 100, "area_m2": 30.0, "area_m2_high": 39.0}) == "not_met"
    rule = rule_named(name)
    between = judge(rule, facts(rule, {"households": 100, "area_m2": 30.0, "area_m2_high": 41.0})).row(0, named=True)
    assert (between["verdict"], between["lacking"]) == ("to_check", ["uncertain"])


@pytest.mark.parametrize("base", [0, -1])
def test_a_base_of_nothing_is_to_check(base):
    rule = rule_named("zhengzhou_venue_area_per_100_households")
    found = judge(rule, facts(rule, area(base, 0.0))).row(0, named=True)
    assert (found["verdict"], found["required"], found["lacking"]) == ("to_check", None, ["households"])


def test_a_subject_that_may_be_gone_is_to_check():
    rule = rule_named("lianyun_branch_venue")
    found = judge(rule, facts(rule, {"venues": 0, "venues_high": 0, "liveness": "uncertain"})).row(0, named=True)
    assert (found["verdict"], found["lacking"]) == ("to_check", ["liveness"])


def test_who_complies_need_not_be_known_to_be_asked():
    row = {"operating_state": None, "organisations": 1, "organisations_high": 1}
    assert verdict("branch_min_3_members", row) == "met"


def test_who_may_not_be_asked_does_not_raise_a_share():
    rule = rule_named("zhengzhou_venue_500_m2")
    row = {"kind": "service_centre", "opening_state": None, "area_m2": 900.0}
    found = judge(rule, facts(rule, row)).row(0, named=True)
    assert (found["verdict"], found["lacking"]) == ("to_check", ["opening_state"])


def test_a_requirement_of_whole_numbers_is_rounded_down():
    rule = rule_named("zhengzhou_workers_per_300_households")
    asked = judge(rule, facts(rule, *({"households": each, "officers": 9} for each in (299, 300, 899, 900))))
    assert sorted(asked["required"]) == [0, 1, 2, 3]


def test_rows_come_with_shortfall_worst_first():
    rule = rule_named("zhengzhou_venue_area_per_100_households")
    found = judge(
        rule, facts(rule, area(100, 50.0), area(100, 39.0), area(100, 10.0), {**area(1, 1.0), "households": None})
    )
    assert found["verdict"].to_list() == ["not_met", "not_met", "to_check", "met"]
    assert found["shortfall"].to_list() == [30.0, 1.0, None, None]
    assert found.schema == SCHEMA
    assert [each and each["code"] for each in found["remedy"]] == [
        "meet_standard",
        "meet_standard",
        "complete_record",
        None,
    ]


def test_no_subjects_make_no_rows():
    for rule in rules().values():
        if rule.checkable:
            assert judge(rule, facts(rule)).schema == SCHEMA
