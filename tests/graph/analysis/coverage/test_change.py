"""Change between two dates: every pair of standings, what came and went, and the rates."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.coverage import CHANGES, change_counts, changed, cover, rate_differences, rates, standings
from graph.analysis.coverage.change import STANDING
from graph.analysis.coverage.modes import MODE

PLACES = pl.DataFrame({"id": ["S", "C"], "level": ["subdistrict", "community"], "parent": [None, "S"]})


def frame(found: dict[str, str]) -> pl.DataFrame:
    rows = [{"id": each, "name": each, "place": "C", "place_name": "子", "mode": "blank"} for each in found]
    schema = {"id": pl.String, "name": pl.String, "place": pl.String, "place_name": pl.String, "mode": MODE}
    return pl.DataFrame(rows, schema=schema).with_columns(pl.Series("standing", list(found.values()), pl.String))


def change(then: str | None, now: str | None) -> str:
    sides = [frame({} if each is None else {"b": each}) for each in (then, now)]
    return changed(*sides)["change"].item()


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        (None, "no", "appeared"),
        ("yes", None, "disappeared"),
        ("no", None, "disappeared"),
        ("no", "yes", "newly_covered"),
        ("yes", "no", "newly_uncovered"),
        ("to_check", "yes", "settled_covered"),
        ("to_check", "no", "settled_uncovered"),
        ("yes", "to_check", "became_to_check"),
        ("no", "to_check", "became_to_check"),
        ("not_asked", "no", "newly_asked"),
        ("yes", "not_asked", "no_longer_asked"),
        ("yes", "yes", "still_covered"),
        ("no", "no", "still_uncovered"),
        ("to_check", "to_check", "still_to_check"),
        ("not_asked", "not_asked", "still_not_asked"),
    ],
)
def test_every_change_has_its_name(then, now, told):
    assert change(then, now) == told


def test_every_pair_of_standings_is_a_change_that_has_words():
    found = {change(then, now) for then in (None, *STANDING) for now in (None, *STANDING) if then or now}
    assert found == set(CHANGES)


SIDE = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(STANDING))


@given(SIDE, SIDE)
def test_changes_account_for_everything_that_was_or_is_there(then, now):
    found = changed(frame(then), frame(now))
    assert set(found["id"]) == {*then, *now}
    counted = change_counts(found, PLACES, "place")
    for total in (True, False):
        assert counted.filter(pl.col("is_total") == total)["number"].sum() == len({*then, *now})
    grown = set(found.filter(pl.col("change") == "newly_uncovered")["id"])
    assert grown == {each for each in then if then[each] == "yes" and now.get(each) == "no"}


@given(SIDE)
def test_nothing_changes_between_a_date_and_itself(side):
    found = changed(frame(side), frame(side))
    assert all(each.startswith("still_") for each in found["change"].to_list())


def test_a_unit_that_closed_is_no_gap(facts):
    unit, duty = {"id": "u"}, {"target": "u", "mode": "own"}
    then = cover(facts(units=[unit], covering=[duty]))
    now = cover(facts(units=[{**unit, "operating_state": "closed"}], covering=[duty]))
    found = changed(standings(then, "units"), standings(now, "units"))
    assert found["change"].to_list() == ["no_longer_asked"]


def test_rates_are_put_side_by_side(facts):
    units = [{"id": "u"}, {"id": "w"}]
    then = cover(facts(units=units, covering=[{"target": "u"}]))
    now = cover(facts(units=units, covering=[{"target": "u"}, {"target": "w"}]))
    total = rate_differences(rates(then), rates(now)).filter(
        "is_total", rate=pl.lit("work"), denominator=pl.lit("units")
    )
    assert total.select("covered_then", "covered_now", "covered_change", "low_change").row(0) == (1, 2, 1, 0.5)


def test_a_rate_that_is_on_one_side_only_has_no_difference(facts):
    then, now = cover(facts(units=[])), cover(facts(units=[{"id": "u"}], covering=[{"target": "u"}]))
    found = rate_differences(rates(then), rates(now))
    assert found.height == rates(now).height
    assert found["low_change"].null_count() == found.height
    assert found["all_then"].null_count() == found.height
