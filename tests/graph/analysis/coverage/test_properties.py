"""What must hold of any facts: monotone, indifferent to order, and bounds that equal all worlds tried one by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.coverage import SCHEMAS, Coverage, cover, explain, rates
from graph.analysis.coverage.modes import BEST, RANKS
from graph.analysis.coverage.tenants import tenant_bounds

LIVENESS = st.sampled_from(["live", "live", "uncertain"])
UNITS, BUILDINGS = ["u0", "u1", "u2"], ["b0", "b1", "b2"]
TARGETS = [
    *(("Unit", one) for one in UNITS),
    *(("Building", one) for one in BUILDINGS),
    ("Grid", "G"),
    ("Place", "P"),
    ("Place", "C"),
    ("Place", "S"),
]
# to_check may hide anything above nominal, but is no coverage: it stands between the two.
WORTH = {
    "blank": 0,
    "nominal": 1,
    "to_check": 1.5,
    "territorial": 2,
    "liaison": 3,
    "dependent": 4,
    "joint": 5,
    "own": 6,
}


@st.composite
def covering_fact(draw, liveness=LIVENESS):
    kind, target = draw(st.sampled_from(TARGETS))
    return {
        "organisation": draw(st.sampled_from(["o1", "o2"])),
        "target": target,
        "target_type": kind,
        "mode": draw(st.sampled_from(["own", "joint", "dependent", "liaison", "territorial", "nominal"])),
        "named_by_row": draw(st.booleans()),
        "responsible": draw(st.sampled_from([True, False, None])),
        "liveness": draw(liveness),
    }


@st.composite
def rows(draw):
    uses = st.sampled_from(["residential", "office", "mixed", None])
    buildings = [
        {
            "id": one,
            "use": draw(uses),
            "compound": draw(st.sampled_from(["P", None])),
            "grid": draw(st.sampled_from(["G", None])),
            "households": draw(st.sampled_from([0, 5, None])),
            "operating": draw(st.sampled_from(["vacant", None, None])),
            "liveness": draw(LIVENESS),
        }
        for one in BUILDINGS
    ]
    units = [
        {
            "id": one,
            "place": draw(st.sampled_from(["C", "elsewhere", None])),
            "operating_state": draw(st.sampled_from(["operating", "operating", "closed", None])),
            "liveness": draw(LIVENESS),
        }
        for one in UNITS
    ]
    tenancy = st.fixed_dictionaries(
        {
            "unit": st.sampled_from(UNITS),
            "building": st.sampled_from(BUILDINGS),
            "staff": st.sampled_from([None, 0.0, 1.0, 3.0, 0.1, 0.2]),
            "liveness": LIVENESS,
        }
    )
    return {
        "buildings": buildings,
        "units": units,
        "tenancies": draw(st.lists(tenancy, max_size=6)),
        "covering": draw(st.lists(covering_fact(), max_size=5)),
        "editions": draw(st.sampled_from([[], [{}]])),
    }


def both(coverage: Coverage):
    return [*coverage.units.iter_rows(named=True), *coverage.buildings.iter_rows(named=True)]


@given(rows(), covering_fact())
@settings(max_examples=100, deadline=None)
def test_another_covering_fact_never_worsens_a_mode(facts, given_rows, extra):
    before = both(cover(facts(**given_rows)))
    after = both(cover(facts(**{**given_rows, "covering": [*given_rows["covering"], extra]})))
    for old, new in zip(before, after, strict=True):
        assert (old["mode"] == "vacant") == (new["mode"] == "vacant")
        if old["mode"] != "vacant":
            assert RANKS[new["lower_mode"]] >= RANKS[old["lower_mode"]]
            # to_check stands beside the order: a duty that was uncertain and becomes certain may turn out nominal
            if old["mode"] != "to_check":
                assert WORTH[new["mode"]] >= WORTH[old["mode"]]


@given(rows(), covering_fact(liveness=st.just("uncertain")))
@settings(max_examples=60, deadline=None)
def test_an_uncertain_covering_fact_never_makes_covered(facts, given_rows, extra):
    before = both(cover(facts(**given_rows)))
    after = both(cover(facts(**{**given_rows, "covering": [*given_rows["covering"], extra]})))
    assert [row["lower_mode"] for row in after] == [row["lower_mode"] for row in before]


@given(rows(), st.sampled_from(UNITS), st.sampled_from(BUILDINGS), st.sampled_from([None, 0.0, 2.0]))
@settings(max_examples=60, deadline=None)
def test_an_uncertain_tenancy_never_makes_covered(facts, given_rows, unit, building, staff):
    extra = {"unit": unit, "building": building, "staff": staff, "liveness": "uncertain"}
    before = cover(facts(**given_rows)).buildings
    after = cover(facts(**{**given_rows, "tenancies": [*given_rows["tenancies"], extra]})).buildings
    for old, new in zip(before.iter_rows(named=True), after.iter_rows(named=True), strict=True):
        assert RANKS[new["lower_mode"] or "blank"] <= RANKS[old["lower_mode"] or "blank"]


@given(rows(), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_order_of_rows_never_matters(facts, given_rows, seed):
    one = facts(**given_rows)
    other = replace(one, **{name: getattr(one, name).sample(fraction=1.0, shuffle=True, seed=seed) for name in SCHEMAS})
    first, second = cover(one), cover(other)
    assert first.units.sort("id").equals(second.units.sort("id"))
    assert first.buildings.sort("id").equals(second.buildings.sort("id"))
    assert rates(first).equals(rates(second))
    assert explain(first, BUILDINGS).equals(explain(second, BUILDINGS[::-1]))


@given(rows())
@settings(max_examples=80, deadline=None)
def test_every_open_row_says_why_and_bounds_hold(facts, given_rows):
    for row in both(cover(facts(**given_rows))):
        if row["mode"] == "vacant":
            continue
        lower, upper = RANKS[row["lower_mode"]], RANKS[row["upper_mode"]]
        assert lower <= upper
        unstated = row.get("activity") == "unknown"
        assert bool(row["to_check_because"]) == (lower < upper or unstated)
        assert (row["mode"] == "to_check") == (lower < RANKS["territorial"] and lower < upper)


TENANT = st.fixed_dictionaries(
    {
        "staff": st.sampled_from([None, 0.0, 1.0, 2.0, 5.0]),
        "bounds": st.sampled_from([(0, 0), (0, 6), (2, 2), (2, 5), (5, 5), (6, 6)]),
        "sure": st.booleans(),
    }
)


def worlds(tenants, theta):
    """Best modes of the building in every world: who is there, how many, at which mode."""
    choices = [
        [
            (there, staff, rank)
            for there in ((True,) if one["sure"] else (True, False))
            for staff in ((0.0, 1e9) if one["staff"] is None else (one["staff"],))
            for rank in set(one["bounds"])
        ]
        for one in tenants
    ]
    for world in product(*choices):
        present = [(staff, rank) for there, staff, rank in world if there]
        total = sum(staff for staff, _ in present)
        if not present:
            yield from (0, BEST)  # whoever else is there is not known
        elif total == 0:
            yield from (min(rank for _, rank in present), max(rank for _, rank in present))
        else:
            shares = (sum(s for s, r in present if r >= m) / total >= theta - 1e-7 for m in range(BEST, 0, -1))
            yield next((m for m, holds in zip(range(BEST, 0, -1), shares, strict=True) if holds), 0)


@given(st.lists(TENANT, min_size=1, max_size=4), st.sampled_from([0.25, 0.5, 0.8]))
@settings(max_examples=200, deadline=None)
def test_tenant_bounds_equal_the_worst_and_best_of_all_worlds(tenants, theta):
    frame = pl.DataFrame(
        {
            "unit": [str(n) for n in range(len(tenants))],
            "building": "b",
            "at": pl.Series([0] * len(tenants), dtype=pl.UInt32),
            "staff": pl.Series([one["staff"] for one in tenants], dtype=pl.Float64),
            "lower": pl.Series([one["bounds"][0] for one in tenants], dtype=pl.Int8),
            "upper": pl.Series([one["bounds"][1] for one in tenants], dtype=pl.Int8),
            "sure": [one["sure"] for one in tenants],
            "dated": True,
        }
    )
    got = tenant_bounds(frame, 1, theta).row(0, named=True)
    results = list(worlds(tenants, theta))
    assert (got["tenant_lower"], got["tenant_upper"]) == (min(results), max(results))
