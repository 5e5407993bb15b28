from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analysis.coverage import cover
from graph.errors import WrongUsage


def building(facts, theta=0.5, use="office", tenants=(), building=None, **rows):
    """Tenants are (mode or None, staff, overrides of unit or tenancy)."""
    units, tenancies, covering = [], [], list(rows.pop("covering", []))
    for number, (mode, staff, *over) in enumerate(tenants):
        extra = over[0] if over else {}
        name = f"u{number}"
        units.append({"id": name, **extra.get("unit", {})})
        tenancies.append({"unit": name, "staff": staff, **extra.get("tenancy", {})})
        if mode is not None:
            covering.append({"target": name, "mode": mode, "organisation": f"o{number}"})
    given = facts(
        buildings=[{"id": "b", "use": use, **(building or {})}],
        units=units,
        tenancies=tenancies,
        covering=covering,
        **rows,
    )
    return cover(given, theta=theta).buildings.row(0, named=True)


def on_building(mode="own", **over):
    return {"target": "b", "target_type": "Building", "mode": mode, **over}


@pytest.mark.parametrize(
    ("tenants", "mode"),
    [
        ([("own", 50), (None, 50)], "own"),
        ([("own", 49), (None, 51)], "blank"),
        ([("own", 20), ("joint", 30), (None, 50)], "joint"),
        ([("own", 20), ("joint", 29), ("territorial", 51)], "territorial"),
        ([("own", 40), ("nominal", 60)], "nominal"),
        ([("liaison", 0.1), ("liaison", 0.2), (None, 0.3)], "liaison"),
        ([("own", 1), (None, 0)], "own"),
    ],
)
def test_best_mode_with_half_of_the_staff(facts, tenants, mode):
    got = building(facts, tenants=tenants)
    assert (got["mode"], got["lower_mode"], got["upper_mode"]) == (mode, mode, mode)


def test_theta_moves_the_bar(facts):
    tenants = [("own", 30), (None, 70)]
    assert building(facts, theta=0.3, tenants=tenants)["mode"] == "own"
    assert building(facts, theta=0.31, tenants=tenants)["mode"] == "blank"
    assert building(facts, theta=1, tenants=[("own", 99), ("joint", 1)])["mode"] == "joint"


@pytest.mark.parametrize("theta", [0, -0.1, 1.01])
def test_theta_out_of_range_is_refused(facts, theta):
    with pytest.raises(WrongUsage):
        cover(facts(), theta=theta)


def test_covers_that_names_the_building_beats_its_tenants(facts):
    assert building(facts, tenants=[(None, 10)], covering=[on_building("joint")])["mode"] == "joint"
    assert building(facts, tenants=[("own", 10)], covering=[on_building("joint")])["mode"] == "own"


def test_unknown_staff_on_both_sides_of_theta_is_to_check(facts):
    got = building(facts, tenants=[("own", 80), (None, None)])
    assert (got["mode"], got["lower_mode"], got["upper_mode"]) == ("to_check", "blank", "own")
    assert got["to_check_because"] == ["staff_unknown"]


def test_unknown_staff_of_a_covered_tenant_is_to_check_too(facts):
    assert building(facts, tenants=[("own", None), (None, 80)])["mode"] == "to_check"


def test_unknown_staff_that_changes_nothing_is_decided(facts):
    assert building(facts, tenants=[("own", 50), (None, 50), ("own", None)])["mode"] == "own"
    assert building(facts, tenants=[("own", 49), (None, 51), (None, None)])["mode"] == "blank"
    assert building(facts, tenants=[("liaison", None)])["mode"] == "liaison"
    assert building(facts, tenants=[("liaison", None), ("own", 0)])["lower_mode"] == "liaison"


def test_the_certain_part_of_bounds_is_reported(facts):
    got = building(facts, tenants=[("own", 30), ("territorial", None)])
    assert (got["mode"], got["upper_mode"]) == ("territorial", "own")
    assert got["to_check_because"] == ["staff_unknown"]


def test_full_share_is_never_reached_by_unknown_staff_alone(facts):
    got = building(facts, theta=1, tenants=[("own", None), (None, 1)])
    assert (got["mode"], got["upper_mode"]) == ("blank", "blank")


def test_closed_and_suspended_tenants_do_not_count(facts):
    shut = [(None, 500, {"unit": {"operating_state": state}}) for state in ("closed", "suspended")]
    assert building(facts, tenants=[("own", 10), *shut])["mode"] == "own"


def test_tenant_of_unknown_state_may_or_may_not_count(facts):
    unknown = {"unit": {"operating_state": None}}
    got = building(facts, tenants=[("own", 10), (None, 90, unknown)])
    assert (got["mode"], got["to_check_because"]) == ("to_check", ["operating_state_unknown"])
    assert building(facts, tenants=[("own", 90), (None, 10, unknown)])["mode"] == "own"


@pytest.mark.parametrize("what", ["unit", "tenancy"])
def test_uncertain_tenant_never_covers_but_may_uncover(facts, what):
    unsure = {what: {"liveness": "uncertain"}}
    got = building(facts, tenants=[("own", 90, unsure), (None, 10)])
    assert (got["mode"], got["to_check_because"]) == ("to_check", ["date_uncertain"])
    assert building(facts, tenants=[("own", 90, unsure)])["mode"] == "to_check"
    assert building(facts, tenants=[(None, 90, unsure), ("own", 10)])["mode"] == "to_check"
    assert building(facts, tenants=[("own", 90), (None, 10, unsure)])["mode"] == "own"


def test_tenants_to_check_make_bounds(facts):
    unproven = {"unit": {"place": "elsewhere"}}
    got = building(facts, tenants=[(None, 60, unproven), (None, 40)])
    assert (got["mode"], got["to_check_because"]) == ("to_check", ["tenants_to_check"])
    assert building(facts, tenants=[(None, 40, unproven), (None, 60)])["mode"] == "blank"


def test_no_tenants_recorded_is_to_check_not_blank(facts):
    got = building(facts)
    assert (got["mode"], got["to_check_because"]) == ("to_check", ["no_tenant_data"])
    assert building(facts, covering=[on_building("joint")])["mode"] == "joint"


def test_only_closed_tenants_are_no_proof_of_vacancy(facts):
    shut = {"unit": {"operating_state": "closed"}}
    assert building(facts, tenants=[("own", 9, shut)])["to_check_because"] == ["no_tenant_data"]


@pytest.mark.parametrize(("target", "kind"), [("b", "Building"), ("P", "Place"), ("G", "Grid")])
def test_housing_by_building_compound_or_grid(facts, target, kind):
    covering = [{"target": target, "target_type": kind, "mode": "joint"}]
    got = building(facts, use="residential", building={"compound": "P"}, covering=covering)
    assert got["mode"] == "joint"


@pytest.mark.parametrize("use", ["office", "commercial", "public"])
@pytest.mark.parametrize(("target", "kind"), [("P", "Place"), ("G", "Grid"), ("C", "Place")])
def test_territory_reaches_business_as_nominal(facts, use, target, kind):
    covering = [{"target": target, "target_type": kind, "mode": "own"}]
    got = building(facts, use=use, building={"compound": "P"}, tenants=[(None, 5)], covering=covering)
    assert got["mode"] == "nominal"


def test_housing_under_a_community_duty_alone_is_nominal(facts):
    covering = [{"target": "C", "target_type": "Place", "mode": "territorial"}]
    assert building(facts, use="residential", covering=covering)["mode"] == "nominal"


def test_housing_ignores_shops_in_it(facts):
    assert building(facts, use="residential", tenants=[("own", 90)])["mode"] == "blank"


def test_mixed_use_is_the_worse_of_both(facts):
    grid = [{"target": "G", "target_type": "Grid", "mode": "joint"}]
    assert building(facts, use="mixed", tenants=[("liaison", 5)], covering=grid)["mode"] == "liaison"
    assert building(facts, use="mixed", tenants=[("own", 5)], covering=grid)["mode"] == "joint"
    assert building(facts, use="mixed", tenants=[("own", 5)])["mode"] == "blank"
    assert building(facts, use="mixed", covering=grid)["mode"] == "to_check"


def test_unknown_use_is_decided_only_where_both_uses_agree(facts):
    got = building(facts, use=None, tenants=[("own", 5)])
    assert (got["mode"], got["lower_mode"], got["upper_mode"]) == ("to_check", "blank", "own")
    assert got["to_check_because"] == ["use_unknown"]
    assert building(facts, use=None, tenants=[(None, 5)])["mode"] == "blank"


@pytest.mark.parametrize("use", ["residential", "office", "mixed"])
def test_stated_vacant_without_tenants_or_residents(facts, use):
    vacant = {"operating": "vacant"}
    got = building(facts, use=use, building=vacant)
    assert (got["mode"], got["lower_mode"], got["upper_mode"]) == ("vacant", None, None)
    assert got["to_check_because"] == []
    assert building(facts, use=use, building={**vacant, "households": 0})["mode"] == "vacant"


@pytest.mark.parametrize("use", ["residential", "office"])
def test_stated_vacant_is_not_believed_against_tenants_or_residents(facts, use):
    vacant = {"operating": "vacant"}
    assert building(facts, use=use, building={**vacant, "households": 3})["mode"] != "vacant"
    assert building(facts, use=use, building=vacant, tenants=[("own", 3)])["mode"] != "vacant"
    unsure = {"tenancy": {"liveness": "uncertain"}}
    assert building(facts, use=use, building=vacant, tenants=[("own", 3, unsure)])["mode"] != "vacant"


def test_stated_vacant_with_closed_tenants_only_is_vacant(facts):
    shut = {"unit": {"operating_state": "closed"}}
    assert building(facts, building={"operating": "vacant"}, tenants=[("own", 3, shut)])["mode"] == "vacant"


def test_date_uncertain_building_is_to_check(facts):
    got = building(facts, building={"liveness": "uncertain"}, tenants=[("own", 3)])
    assert (got["mode"], got["lower_mode"], got["upper_mode"]) == ("to_check", "blank", "own")


@pytest.mark.parametrize("use", ["residential", "office"])
def test_a_gap_needs_a_roster_that_holds_the_building(facts, use):
    got = building(facts, use=use, building={"place": "elsewhere"}, tenants=[(None, 3)])
    assert (got["mode"], got["to_check_because"]) == ("to_check", ["no_complete_roster"])
    held = building(facts, use=use, building={"place": None, "compound": "P"}, tenants=[(None, 3)])
    assert held["mode"] == "blank"


def test_stated_vacant_with_tenants_that_may_not_be_there_is_to_check(facts):
    unsure = {"tenancy": {"liveness": "uncertain"}}
    given = {"building": {"operating": "vacant"}, "covering": [on_building("own")]}
    got = building(facts, tenants=[("own", 3, unsure)], **given)
    assert (got["mode"], got["lower_mode"], got["to_check_because"]) == ("to_check", "blank", ["date_uncertain"])
    unknown = {"unit": {"operating_state": None}}
    got = building(facts, tenants=[("own", 3, unknown)], **given)
    assert (got["mode"], got["to_check_because"]) == ("to_check", ["operating_state_unknown"])


def test_a_tenant_from_elsewhere_counts_for_the_building_and_stands_in_no_list(facts):
    """60 staff registered elsewhere without an organisation, 20 with a branch, 10 without."""
    rows = {
        "buildings": [{"id": "b"}],
        "tenancies": [{"unit": name, "staff": staff} for name, staff in (("far", 60), ("own", 20), ("none", 10))],
        "covering": [{"target": "own", "mode": "own"}],
    }
    near = facts(units=[{"id": "own"}, {"id": "none"}], **rows)
    assert cover(near).buildings["mode"].to_list() == ["own"]  # what is left out of the facts cannot count
    guests = facts(units=[{"id": "far"}], buildings=[], tenancies=[]).units
    found = cover(replace(near, guests=guests))
    assert found.buildings["mode"].to_list() == ["blank"]
    assert set(found.units["id"]) == {"own", "none"}
