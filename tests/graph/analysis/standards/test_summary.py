"""Counts, shares and comparisons of verdicts."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from graph.analysis.standards import Rule, compare, judge, rule_named, summarise
from graph.errors import WrongUsage
from tests.graph.analysis.standards.test_verdicts import area, facts


def verdicts(**counts: int) -> pl.DataFrame:
    return pl.DataFrame({"verdict": [name for name, count in counts.items() for _ in range(count)]})


def test_a_share_lies_between_what_is_met_and_what_may_be():
    found = summarise(verdicts(met=6, not_met=2, to_check=2))
    assert (found.all, found.low, found.high) == (10, 0.6, 0.8)


def test_of_nothing_there_is_no_share():
    found = summarise(verdicts())
    assert (found.all, found.low, found.high) == (0, None, None)
    assert found.standing(rule_named("zhengzhou_venue_500_m2")) == "no_subjects"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"met": 17, "not_met": 3}, "met"),  # 85 % exactly
        ({"met": 84, "not_met": 16}, "not_met"),
        ({"met": 16, "not_met": 3, "to_check": 1}, "to_check"),
        ({"met": 16, "not_met": 4, "to_check": 0}, "not_met"),
    ],
)
def test_the_share_that_a_rule_names_decides_on_the_whole(counts, expected):
    assert summarise(verdicts(**counts)).standing(rule_named("zhengzhou_venue_500_m2")) == expected


def test_a_rule_without_a_share_is_met_where_all_are():
    rule = rule_named("lianyun_enlarged_committee")
    assert summarise(verdicts(met=5)).standing(rule) == "met"
    assert summarise(verdicts(met=5, not_met=1)).standing(rule) == "not_met"
    assert summarise(verdicts(met=5, to_check=1)).standing(rule) == "to_check"


def test_the_two_area_standards_differ_between_30_and_40():
    forty, thirty = (
        rule_named(name)
        for name in ("zhengzhou_venue_area_per_100_households", "community_venue_area_30_per_100_households")
    )
    rows = [area(100, m2) for m2 in (45.0, 40.0, 39.9, 35.0, 30.0, 29.9)] + [{**area(1, 9.0), "households": None}]
    found = compare(*((rule, judge(rule, facts(rule, *rows))) for rule in (forty, thirty)))
    assert (found.both, found.only_a, found.only_b, found.neither, found.to_check) == (2, 0, 3, 1, 1)
    assert sorted(found.rows["value_a"]) == sorted(found.rows["value_b"]) == [30.0, 35.0, 39.9]
    assert set(found.rows["verdict_a"]) == {"not_met"}
    assert set(found.rows["verdict_b"]) == {"met"}


def test_rules_on_different_things_cannot_be_compared():
    names = ("zhengzhou_venue_area_per_100_households", "lianyun_grid_organisation")
    first, second = ((rule_named(name), judge(rule_named(name), facts(rule_named(name)))) for name in names)
    with pytest.raises(WrongUsage):
        compare(first, second)


def test_a_rule_is_in_force_from_its_first_to_its_last_day():
    told = rule_named("lianyun_grid_organisation").model_dump()
    rule = Rule.model_validate({**told, "valid_from": date(2018, 1, 1), "valid_to": date(2018, 12, 31)})
    inside = [date(2017, 12, 31), date(2018, 1, 1), date(2018, 12, 31), date(2019, 1, 1)]
    assert [rule.in_force(each) for each in inside] == [False, True, True, False]
    assert rule_named("lianyun_grid_organisation").in_force(date(1990, 1, 1))
