from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from polars.testing import assert_frame_equal

from graph.analysis.coverage import MODES, cover

AS_OF = date(2026, 6, 1)
ORDER = ["own", "joint", "dependent", "liaison", "territorial", "nominal", "blank"]


def unit(facts, **rows):
    rows.setdefault("units", [{"id": "u"}])
    return cover(facts(**rows)).units.row(0, named=True)


def test_table_of_modes_is_in_order():
    ranked = [mode.code for mode in sorted(MODES, key=lambda m: -1 if m.rank is None else m.rank, reverse=True)]
    assert ranked[:7] == ORDER
    assert {m.code: m.zh for m in MODES} == {
        "own": "单独组建",
        "joint": "联合组建",
        "dependent": "依托组建",
        "liaison": "选派指导员",
        "territorial": "属地兜底",
        "nominal": "名义覆盖(未落实到人)",
        "blank": "空白点",
        "to_check": "待摸排",
        "vacant": "空置",
    }


@pytest.mark.parametrize(("better", "worse"), list(pairwise(ORDER[:-1])))
def test_best_live_mode_wins(facts, better, worse):
    got = unit(facts, covering=[{"mode": worse, "organisation": "o1"}, {"mode": better, "organisation": "o2"}])
    assert got["mode"] == got["lower_mode"] == got["upper_mode"] == better
    assert got["to_check_because"] == []


def test_without_any_fact_is_blank(facts):
    assert unit(facts)["mode"] == "blank"


@pytest.mark.parametrize("mode", ["liaison", "territorial"])
@pytest.mark.parametrize(
    ("named", "responsible", "counts"),
    [(True, True, True), (False, True, False), (True, False, False), (True, None, False), (False, None, False)],
)
def test_liaison_and_territorial_count_only_when_named_and_responsible(facts, mode, named, responsible, counts):
    got = unit(facts, covering=[{"mode": mode, "named_by_row": named, "responsible": responsible}])
    assert got["mode"] == (mode if counts else "nominal")


@pytest.mark.parametrize("mode", ["own", "joint", "dependent"])
def test_formed_modes_do_not_depend_on_naming(facts, mode):
    got = unit(facts, covering=[{"mode": mode, "named_by_row": False, "responsible": None}])
    assert got["mode"] == mode


@pytest.mark.parametrize(
    ("target", "kind"), [("G", "Grid"), ("C", "Place"), ("S", "Place"), ("D", "Place"), ("b", "Building")]
)
def test_duty_over_what_holds_the_unit_is_nominal(facts, target, kind):
    got = unit(
        facts,
        units=[{"id": "u", "grid": "G"}],
        buildings=[{"id": "b"}],
        tenancies=[{"unit": "u"}],
        covering=[{"target": target, "target_type": kind, "mode": "territorial"}],
    )
    assert got["mode"] == "nominal"


def test_duty_over_another_place_does_not_reach(facts):
    assert unit(facts, covering=[{"target": "P", "target_type": "Place"}])["mode"] == "blank"


@pytest.mark.parametrize(
    ("edition", "because"),
    [
        ({"complete": False}, "no_complete_roster"),
        ({"scope": "P"}, "no_complete_roster"),
        ({"scope": "elsewhere"}, "no_complete_roster"),
        ({"edition_date": AS_OF + timedelta(days=1)}, "no_complete_roster"),
        ({"edition_date": AS_OF - timedelta(days=367)}, "roster_too_old"),
    ],
)
@pytest.mark.parametrize("covering", [[], [{"mode": "nominal"}]])
def test_a_gap_needs_a_fresh_complete_roster(facts, edition, because, covering):
    got = unit(facts, editions=[edition], covering=covering)
    assert (got["mode"], got["upper_mode"]) == ("to_check", "own")
    assert got["lower_mode"] == ("nominal" if covering else "blank")
    assert got["to_check_because"] == [because]


@pytest.mark.parametrize("scope", ["C", "S", "D"])
@pytest.mark.parametrize("days", [0, 366])
def test_any_scope_above_proves_a_gap_up_to_366_days(facts, scope, days):
    editions = [{"scope": scope, "edition_date": AS_OF - timedelta(days=days)}]
    assert unit(facts, editions=editions)["mode"] == "blank"


def test_a_covered_mode_needs_no_roster(facts):
    assert unit(facts, editions=[], covering=[{"mode": "territorial"}])["mode"] == "territorial"


def test_unit_without_place_cannot_be_proven_a_gap(facts):
    got = unit(facts, units=[{"id": "u", "place": None}])
    assert (got["mode"], got["to_check_because"]) == ("to_check", ["place_unknown"])


def test_a_cycle_of_places_ends(facts):
    places = [{"id": "C", "parent": "S"}, {"id": "S", "parent": "C"}]
    assert unit(facts, places=places)["mode"] == "blank"


def test_an_uncertain_fact_is_to_check_never_covered(facts):
    got = unit(facts, covering=[{"mode": "own", "liveness": "uncertain"}])
    assert (got["mode"], got["lower_mode"], got["upper_mode"]) == ("to_check", "blank", "own")
    assert got["to_check_because"] == ["date_uncertain"]


@pytest.mark.parametrize("certain", ["own", "joint"])
def test_a_certain_fact_as_good_wins_over_an_uncertain_one(facts, certain):
    covering = [{"mode": certain}, {"mode": "joint", "organisation": "o2", "liveness": "uncertain"}]
    got = unit(facts, covering=covering)
    assert (got["mode"], got["upper_mode"], got["to_check_because"]) == (certain, certain, [])


def test_a_certain_nominal_duty_is_not_enough_against_an_uncertain_better_one(facts):
    covering = [{"mode": "nominal"}, {"mode": "joint", "organisation": "o2", "liveness": "uncertain"}]
    assert unit(facts, covering=covering)["mode"] == "to_check"


def test_a_covered_mode_is_kept_while_a_better_one_is_uncertain(facts):
    covering = [{"mode": "liaison"}, {"mode": "own", "organisation": "o2", "liveness": "uncertain"}]
    got = unit(facts, covering=covering)
    assert (got["mode"], got["upper_mode"], got["to_check_because"]) == ("liaison", "own", ["date_uncertain"])


def test_a_unit_that_is_itself_date_uncertain_is_to_check(facts):
    got = unit(facts, units=[{"id": "u", "liveness": "uncertain"}], covering=[{"mode": "own"}])
    assert (got["mode"], got["lower_mode"], got["upper_mode"]) == ("to_check", "blank", "own")


@pytest.mark.parametrize(
    ("state", "activity"),
    [("operating", "operating"), ("suspended", "not_operating"), ("closed", "not_operating"), (None, "unknown")],
)
def test_activity(facts, state, activity):
    assert unit(facts, units=[{"id": "u", "operating_state": state}])["activity"] == activity


def test_places_that_nothing_lies_in_change_nothing(facts):
    """A few houses of a large city: only the places that occur are climbed from."""
    rows = {
        "units": [{"id": f"u{number}", "place": place} for number, place in enumerate(("C", "P", "S", None, "X"))],
        "buildings": [{"id": "b", "compound": "P"}, {"id": "c", "place": None}],
        "covering": [{"target": "S", "target_type": "Place", "mode": "territorial"}, {"target": "u1"}],
    }
    few = facts(**rows)
    many = facts(
        **rows, places=[*few.places.to_dicts(), *({"id": f"Y{number}", "parent": "D"} for number in range(40))]
    )
    assert few.places.height < few.units.height + few.buildings.height < many.places.height
    assert_frame_equal(cover(few).units, cover(many).units)
    assert_frame_equal(cover(few).buildings, cover(many).buildings)
