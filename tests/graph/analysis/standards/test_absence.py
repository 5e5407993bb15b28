"""What is not listed: only a complete roster, or a register that reaches far enough, shows that it is not there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from graph.analysis.standards import judge, rule_named
from tests.graph.analysis.standards.test_verdicts import ago, facts, verdict


@pytest.mark.parametrize(
    ("complete", "age", "expected"), [(True, 366, "not_met"), (True, 367, "to_check"), (False, 1, "to_check")]
)
def test_only_a_complete_and_recent_roster_shows_that_something_is_not_there(complete, age, expected):
    assert (
        verdict("lianyun_enlarged_committee", {"bodies": 0, "bodies_high": 0}, complete=complete, age=age) == expected
    )


@pytest.mark.parametrize(("days", "expected"), [(92, "to_check"), (93, "not_met")])
def test_a_register_shows_what_was_not_held_where_it_reaches_past_the_last_day(days, expected):
    """A meeting after the end of the register may only not be entered yet."""
    name, held = "yantai_conference_quarterly", ago(200)
    assert verdict(name, {"last_held_on": held}, reach=held + timedelta(days=days)) == expected
    rule = rule_named(name)
    told = judge(rule, facts(rule, {"last_held_on": held}, reach=held)).row(0, named=True)
    assert (told["value"], told["value_high"], told["lacking"]) == (None, 200.0, ["last_held_on"])


@pytest.mark.parametrize(("end", "expected"), [(date(2017, 12, 30), "to_check"), (date(2017, 12, 31), "not_met")])
def test_money_of_a_year_falls_short_where_the_register_reaches_its_end(end, expected):
    assert verdict("zhengzhou_party_fund", {"amount_yuan": 29_999.0}, reach=end) == expected
    assert verdict("zhengzhou_party_fund", {"amount_yuan": 30_000.0}, reach=end) == "met"


@pytest.mark.parametrize(("days", "expected"), [(366, "to_check"), (367, "not_met")])
def test_an_activity_may_not_be_entered_yet(days, expected):
    held = ago(400)
    row = {"series": 1, "venues": 1, "planned": 1, "completed": 1, "last_activity_on": held}
    assert verdict("beishan_six_haves", row, reach=held + timedelta(days=days)) == expected


def test_a_roster_of_another_place_shows_nothing():
    rule = rule_named("lianyun_branch_venue")
    told = facts(rule, {"venues": 0, "venues_high": 0, "place": "elsewhere"}, {"venues": 0, "venues_high": 0})
    assert sorted(judge(rule, told)["verdict"]) == ["not_met", "to_check"]
