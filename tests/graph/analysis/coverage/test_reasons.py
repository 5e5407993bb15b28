from __future__ import annotations

import pytest

from graph.analysis.coverage import BUILDING_DEFAULTS, OPEN_QUESTIONS, REMEDIES, STEPS, cover, explain, uncovered
from graph.analysis.coverage.remedies import SETTLED_BY
from graph.errors import WrongUsage


def office(facts, *tenants, **rows):
    units = [{"id": name, "grid": "G"} for name, _ in tenants]
    tenancies = [{"unit": name, "staff": staff} for name, staff in tenants]
    rows.setdefault("buildings", [{"id": "b"}])
    return cover(facts(units=units, tenancies=tenancies, **rows))


def told(coverage, what="buildings", one="b", at_least=None):
    return explain(coverage, [one], what=what, at_least=at_least).row(0, named=True)


def met(row):
    return {reason["step"]: reason["met"] for reason in row["reasons"]}


def test_chain_of_a_blank_office(facts):
    row = told(office(facts, ("u", 5)))
    assert [reason["step"] for reason in row["reasons"]] == list(STEPS)
    assert met(row) == {
        "in_grid": True,
        "grid_has_organisation": False,
        "named": False,
        "duty_assigned": None,
        "own_or_joint": None,
        "tenants_share": False,
        "roster_complete": True,
        "dates_certain": True,
        "described": True,
    }
    evidence = {reason["step"]: reason["evidence"] for reason in row["reasons"]}
    assert (evidence["in_grid"], evidence["tenants_share"], evidence["roster_complete"]) == (["G"], ["u"], ["S"])
    assert all(reason["zh"] and reason["en"] for reason in row["reasons"])
    assert (row["asked"], row["organisations"], row["remedy"]["code"]) == ("dependent", [], "form_joint")


def test_no_grid_is_told(facts):
    row = told(office(facts, ("u", 5), buildings=[{"id": "b", "grid": None}]))
    assert (met(row)["in_grid"], met(row)["grid_has_organisation"]) == (False, None)


def test_chain_of_a_unit_has_no_tenants_step(facts):
    row = told(cover(facts(units=[{"id": "u"}])), "units", "u")
    assert "tenants_share" not in met(row)
    assert row["remedy"]["code"] == "send_instructor"


def test_organisations_that_give_the_mode(facts):
    covering = [
        {"organisation": "o1", "mode": "joint"},
        {"organisation": "o2", "mode": "joint"},
        {"organisation": "o3", "mode": "liaison"},
        {"organisation": "o4", "mode": "own", "liveness": "uncertain"},
    ]
    coverage = office(facts, ("u", 5), covering=covering)
    assert told(coverage, "units", "u")["organisations"] == ["o1", "o2"]
    assert told(coverage)["organisations"] == ["o1", "o2"]
    assert told(coverage)["remedy"] is None


def test_blanket_duty_is_told_and_gives_the_nominal_mode(facts):
    covering = [{"organisation": "street", "target": "S", "target_type": "Place", "mode": "territorial"}]
    row = told(cover(facts(units=[{"id": "u"}], covering=covering)), "units", "u", "territorial")
    assert (met(row)["named"], met(row)["duty_assigned"]) == (False, False)
    assert (row["organisations"], row["remedy"]["code"]) == (["street"], "name_in_row")


def test_named_duty_without_anybody_responsible_asks_for_a_name(facts):
    covering = [{"mode": "liaison", "responsible": None}]
    for editions in ([{}], []):
        row = told(cover(facts(units=[{"id": "u"}], covering=covering, editions=editions)), "units", "u")
        assert (met(row)["named"], met(row)["duty_assigned"]) == (True, False)
        assert row["remedy"]["code"] == "name_responsible"


def test_neighbouring_joint_branch_in_the_building_then_in_the_grid(facts):
    joint = {"organisation": "j", "target": "v", "mode": "joint"}
    coverage = office(facts, ("u", 50), ("v", 5), covering=[joint])
    for row in (told(coverage), told(coverage, "units", "u")):
        assert (row["remedy"]["code"], row["remedy"]["evidence"]) == ("extend_joint", ["j"])
    units = [{"id": "u", "grid": "G"}, {"id": "v", "grid": "G"}, {"id": "w", "grid": "H"}]
    apart = cover(facts(units=units, covering=[joint]))
    assert told(apart, "units", "u")["remedy"]["evidence"] == ["j"]
    assert told(apart, "units", "w")["remedy"]["code"] == "send_instructor"


@pytest.mark.parametrize(
    ("tenants", "rows", "code"),
    [
        ([], {}, "survey_tenants"),
        ([("u", None), ("v", 5)], {"covering": [{"mode": "own"}]}, "survey_staff"),
        ([("u", 5)], {"editions": []}, "load_complete_roster"),
        ([("u", 5)], {"buildings": [{"id": "b", "liveness": "uncertain"}]}, "confirm_dates"),
        ([("u", 5)], {"covering": [{"liveness": "uncertain"}]}, "settle_tenants"),
    ],
)
def test_what_is_open_is_settled_first(facts, tenants, rows, code):
    assert told(office(facts, *tenants, **rows))["remedy"]["code"] == code


def test_housing_without_anything_gets_a_territorial_duty(facts):
    coverage = cover(facts(buildings=[{"id": "b", "use": "residential"}]))
    assert told(coverage)["remedy"]["code"] == "assign_territorial"


def test_vacant_and_closed_have_no_remedy(facts):
    coverage = cover(
        facts(buildings=[{"id": "b", "operating": "vacant"}], units=[{"id": "u", "operating_state": "closed"}])
    )
    assert told(coverage)["remedy"] is None
    assert told(coverage, "units", "u")["remedy"] is None


def test_unknown_ids_give_no_row(facts):
    assert explain(cover(facts()), ["nobody"]).is_empty()


def test_every_open_question_has_a_remedy_with_words():
    assert set(SETTLED_BY) == set(OPEN_QUESTIONS)
    assert set(SETTLED_BY.values()) <= set(REMEDIES)
    assert all(zh and en for zh, en in [*REMEDIES.values(), *OPEN_QUESTIONS.values()])


def standings(frame):
    return dict(frame.select("id", "standing").iter_rows())


def test_uncovered_by_the_default_of_the_use(facts):
    grid = {"target": "G", "target_type": "Grid", "mode": "territorial"}
    named = [{"target": one, "target_type": "Building", "mode": "liaison"} for one in ("office", "shop")]
    buildings = [
        {"id": "home", "use": "residential", "households": 9},
        {"id": "far_home", "use": "residential", "households": 90, "grid": None},
        {"id": "office", "use": "office"},
        {"id": "shop", "use": "commercial"},
        {"id": "unknown_tenants", "use": "commercial"},
        {"id": "empty", "use": "office", "operating": "vacant"},
    ]
    tenancies = [{"unit": "u", "building": one, "staff": 1} for one in ("office", "shop")]
    given = facts(buildings=buildings, units=[{"id": "u"}], tenancies=tenancies, covering=[grid, *named])
    coverage = cover(given)
    found = uncovered(coverage)
    assert standings(found) == {"far_home": "gap", "office": "gap", "unknown_tenants": "to_check"}
    assert found["id"].to_list() == ["far_home", "office", "unknown_tenants"]
    assert dict(found.select("id", "asked").iter_rows())["office"] == BUILDING_DEFAULTS["office"]
    assert "home" in standings(uncovered(coverage, "liaison"))
    assert standings(uncovered(coverage, "nominal")) == {"far_home": "gap"}


def test_uncovered_units_leave_out_those_not_operating(facts):
    units = [{"id": "u"}, {"id": "v", "operating_state": "closed"}, {"id": "w", "place": None}]
    coverage = cover(facts(units=units))
    assert standings(uncovered(coverage, what="units")) == {"u": "gap", "w": "to_check"}


@pytest.mark.parametrize("mode", ["blank", "to_check", "vacant", "anything"])
def test_a_mode_that_cannot_be_asked_for_is_refused(facts, mode):
    with pytest.raises(WrongUsage):
        uncovered(cover(facts()), mode)
