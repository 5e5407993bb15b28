"""The tie sense: windows at their edges, roll-up, agreements, and what may only be unknown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.coverage.tie_sense import STANDINGS, TIE_OPEN, TIE_SCHEMAS, TieFacts, tie_sense
from graph.errors import WrongUsage

NOW = date(2018, 10, 31)
PLACES = [("S", None), ("C", "S"), ("K", "C"), ("E", "S")]


def ago(days: int) -> date:
    return NOW - timedelta(days=days)


def event(where: str, days: int | None, *, delivered: bool | None = True, earliest: int | None = None, **more: Any):
    day = None if days is None else ago(days)
    first = day if earliest is None else ago(earliest)
    row = {"event": f"{where}{days}{delivered}{earliest}", "type": "Activity", "kind": "clinic", "place": where}
    return {**row, "earliest": first, "day": day, "delivered": delivered, **more}


def agreement(where: str, *, cadence: int | None = None, signed: int = 400, ends: date | None = None):
    row = {"agreement": f"A{where}{cadence}{signed}", "place": where, "signed_on": ago(signed)}
    return {**row, "ends_on": ends, "cadence_days": cadence}


RECENT = ({"format": "activities", "scope": "S", "day": ago(30)},)


def facts(events=(), agreements=(), editions=RECENT) -> TieFacts:
    def frame(name: str, rows: Any) -> pl.DataFrame:
        schema = TIE_SCHEMAS[name]
        return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)

    places = pl.DataFrame(PLACES, schema=TIE_SCHEMAS["places"], orient="row")
    return TieFacts(frame("events", events), frame("agreements", agreements), frame("editions", editions), places, NOW)


def standing(where: str = "C", given: TieFacts | None = None, **asked: Any) -> str:
    return tie_sense(given or facts(), [where], **asked)["standing"].item()


# --- the window -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "told"), [(0, "kept"), (365, "kept"), (366, "none"), (-1, "none")])
def test_an_event_counts_within_365_days_both_ends_included(days, told):
    assert standing(given=facts([event("C", days)])) == told


@pytest.mark.parametrize(("days", "told"), [(90, "kept"), (91, "signed_not_acted")])
def test_the_cadence_of_an_agreement_counts_to_the_day(days, told):
    assert standing(given=facts([event("C", days)], [agreement("C", cadence=90)])) == told


def test_the_shortest_cadence_in_force_counts():
    signed = [agreement("C", cadence=200), agreement("C", cadence=100), agreement("C")]
    row = tie_sense(facts([event("C", 150)], signed), ["C"]).row(0, named=True)
    assert (row["standing"], row["cadence_days"], row["since"]) == ("signed_not_acted", 100, ago(100))
    assert row["agreements"][0] == "AC100400"


@pytest.mark.parametrize(
    ("ends", "signed", "told"),
    [(NOW, 400, "signed_not_acted"), (ago(1), 400, "none"), (None, 0, "signed_not_acted"), (None, -1, "none")],
)
def test_an_agreement_is_in_force_from_its_signing_to_its_last_day(ends, signed, told):
    assert standing(given=facts([], [agreement("C", cadence=30, ends=ends, signed=signed)])) == told


def test_when_an_agreement_is_first_to_be_acted_on_is_told():
    row = tie_sense(facts([], [agreement("C", cadence=90, signed=10)]), ["C"]).row(0, named=True)
    assert (row["standing"], row["first_due_on"]) == ("signed_not_acted", NOW + timedelta(days=80))


# --- places ---------------------------------------------------------------------------------------


def test_an_event_counts_for_all_above_it_and_none_below():
    found = tie_sense(facts([event("C", 5)]), ["S", "C", "K", "E"])
    assert dict(found.select("place", "standing").iter_rows()) == {"C": "kept", "S": "kept", "K": "none", "E": "none"}
    assert standing("C", facts([event("K", 5)])) == "kept"
    assert standing("C", facts([event("S", 5)])) == "none"


def test_one_event_of_several_places_counts_once_above_them():
    both = [event("C", 5, event="x"), event("E", 5, event="x")]
    assert tie_sense(facts(both), ["S"])["events"].item() == 1


# --- what may only be unknown ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "told", "because"),
    [
        ([event("C", 5, delivered=False)], "none", []),
        ([event("C", 5, delivered=None)], "to_check", ["delivered_unknown"]),
        ([event("C", 360, earliest=370)], "to_check", ["event_date_uncertain"]),
        ([event("C", -3, earliest=3)], "to_check", ["event_date_uncertain"]),
        ([event("C", None)], "to_check", ["event_date_uncertain"]),
        ([event("C", None, delivered=None)], "to_check", ["delivered_unknown"]),
        ([event("C", None, delivered=False)], "none", []),
        ([event("C", 400, delivered=None)], "none", []),
        ([event("C", 5), event("C", None)], "kept", []),
    ],
)
def test_an_uncertain_event_makes_to_check_only_where_it_alone_would_decide(events, told, because):
    row = tie_sense(facts(events), ["C"]).row(0, named=True)
    assert (row["standing"], row["to_check_because"]) == (told, because)


@pytest.mark.parametrize(
    ("editions", "layer", "because"),
    [
        ([], None, ["no_event_roster"]),
        ([{"format": "activities", "scope": "E", "day": ago(1)}], None, ["no_event_roster"]),
        ([{"format": "activities", "scope": "K", "day": ago(1)}], None, ["no_event_roster"]),
        ([{"format": "activities", "scope": "S", "day": ago(367)}], None, ["event_roster_too_old"]),
        ([{"format": "activities", "scope": "S", "day": ago(366)}], None, []),
        ([{"format": "activities", "scope": "C", "day": ago(-1)}], None, ["no_event_roster"]),
        ([{"format": "claims", "scope": "S", "day": ago(1)}], "organisation", ["no_event_roster"]),
        ([{"format": "meetings", "scope": "S", "day": ago(1)}], "organisation", []),
    ],
)
def test_a_gap_is_told_only_by_a_recent_roster_of_such_events_that_holds_the_place(editions, layer, because):
    row = tie_sense(facts(editions=editions), ["C"], layer=layer).row(0, named=True)
    assert (row["standing"], row["to_check_because"]) == ("to_check" if because else "none", because)
    assert set(because) <= set(TIE_OPEN)


def test_what_happened_needs_no_roster():
    assert standing(given=facts([event("C", 1)], editions=[])) == "kept"


def test_a_layer_asks_for_events_of_its_own():
    mixed = facts([event("C", 5), event("C", 6, type="Meeting", kind=None)])
    assert [standing(given=mixed, layer=each) for each in ("activity", "organisation", "goods")] == [
        "kept",
        "kept",
        "to_check",
    ]


def test_what_cannot_be_asked_is_refused():
    for asked in ({"layer": "money"}, {"cadence": 0}, {"freshness_days": -1}):
        with pytest.raises(WrongUsage):
            tie_sense(facts(), ["C"], **asked)
    with pytest.raises(WrongUsage, match="signed_on"):
        TieFacts(facts().events, facts().agreements.drop("signed_on"), facts().editions, facts().places, NOW)


# --- properties -----------------------------------------------------------------------------------

DAYS = st.integers(-20, 800)
EVENTS = st.lists(
    st.builds(
        lambda where, days, width, delivered, number: event(
            where, days, delivered=delivered, earliest=days + width, event=f"e{number}"
        ),
        st.sampled_from("SCKE"),
        DAYS,
        st.integers(0, 60),
        st.sampled_from([True, False, None]),
        st.integers(0, 10_000),
    ),
    max_size=8,
)


@given(EVENTS, st.sampled_from("SCKE"), st.integers(1, 700), st.integers(0, 300))
def test_a_longer_cadence_never_loses_a_tie(events, where, cadence, longer):
    before, after = (standing(where, facts(events), cadence=days) for days in (cadence, cadence + longer))
    assert before in STANDINGS
    if before == "kept":
        assert after == "kept"
    if before == "to_check":
        assert after in ("to_check", "kept")


@given(EVENTS, st.sampled_from("SCKE"))
def test_one_more_delivered_event_never_loses_a_tie(events, where):
    more = [*events, event(where, 3, event="more")]
    assert standing(where, facts(more)) == "kept"
    kept = {row["place"] for row in tie_sense(facts(events), "SCKE").to_dicts() if row["standing"] == "kept"}
    assert kept <= {row["place"] for row in tie_sense(facts(more), "SCKE").to_dicts() if row["standing"] == "kept"}
