"""Figures as sums of what is recorded: nobody twice, every sum holds, also where rosters contradict themselves."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from graph.disclosure.bands import BANDS, NOT_SAID, Sized, band, said, sizes
from graph.disclosure.roles import Role
from graph.disclosure.tabulation import members_of_organisations, members_of_units, tables
from graph.evidence.headcounts import Headcounts

PLACES = [
    ("county", "county", None),
    ("street", "subdistrict", "county"),
    ("a", "community", "street"),
    ("b", "community", "street"),
    ("estate", "residential_compound", "a"),
]


def recorded(*records: tuple[str, str, int], units=(), organisations=(), others=(), places=PLACES) -> Headcounts:
    """Units as (id, place); organisations as (id, place, superior, unit); others as (id, place)."""
    text = pl.String()
    return Headcounts(
        places=pl.DataFrame(
            [(id_, id_, level, parent) for id_, level, parent in places],
            schema={"id": text, "name": text, "level": text, "parent": text},
            orient="row",
        ),
        units=pl.DataFrame(
            [(id_, id_, place) for id_, place in units], schema={"id": text, "name": text, "place": text}, orient="row"
        ),
        organisations=pl.DataFrame(
            [(id_, id_, *more) for id_, *more in organisations],
            schema={name: text for name in ("id", "name", "place", "superior", "unit")},
            orient="row",
        ),
        others=pl.DataFrame(list(others), schema={"id": text, "place": text}, orient="row"),
        records=pl.DataFrame(
            list(records), schema={"counted": text, "category": text, "people": pl.Int64()}, orient="row"
        ),
        as_of=date(2024, 9, 30),
        version=1,
        sequence=1,
        synthetic=True,
    )


def figures(found: Headcounts, column: tuple[str, str] = ("", ""), measure: str = "members") -> dict[str, int]:
    made = next(each for each in tables(found) if each.measure == measure)
    at = made.columns.index(column)
    return {area.id: int(made.counts[n, at]) for n, area in enumerate(made.areas) if area.detailed or at == 0}


def test_a_place_is_the_sum_of_what_is_recorded_in_it():
    found = recorded(
        ("firm", "staff", 45),
        ("shop", "staff", 2),
        ("school", "staff", 100),
        units=[("firm", "a"), ("shop", "a"), ("school", "b")],
    )
    assert figures(found, measure="staff") == {
        "county": 147, "street": 147, "a": 47, "firm": 45, "shop": 2, "b": 100, "school": 100
    }  # fmt: skip


def test_a_committee_holds_its_branches_and_is_not_added_to_them():
    organisations = [
        ("committee", "a", None, None), ("first", "a", "committee", None), ("second", "b", "committee", None)
    ]  # fmt: skip
    found = recorded(
        ("committee", "members", 120), ("first", "members", 30), ("second", "members", 50), organisations=organisations
    )
    assert {name: figures(found)[name] for name in ("a", "b", "street")} == {"a": 70, "b": 50, "street": 120}
    assert members_of_organisations(found) == {"committee": 120, "first": 30, "second": 50}


def test_a_committee_that_says_less_than_its_branches_is_their_sum():
    organisations = [("committee", "street", None, None), ("first", "a", "committee", None)]
    found = recorded(("committee", "members", 24), ("first", "members", 90), organisations=organisations)
    assert figures(found) == {"county": 90, "street": 90, "a": 90, "b": 0, "street/rest": 0}


def test_what_a_place_says_of_itself_is_not_added_to_its_parts():
    organisations = [("branch", "a", None, None)]
    found = recorded(("street", "members", 300), ("branch", "members", 90), organisations=organisations)
    assert figures(found) == {"county": 300, "street": 300, "a": 90, "b": 0, "street/rest": 210}
    less = recorded(("street", "members", 80), ("branch", "members", 90), organisations=organisations)
    assert figures(less) == {"county": 90, "street": 90, "a": 90, "b": 0, "street/rest": 0}


def test_members_of_a_unit_are_those_of_its_organisation_and_a_joint_branch_is_of_none():
    found = recorded(
        ("own", "members", 12),
        ("joint", "members", 7),
        ("firm", "members", 10),
        units=[("firm", "a"), ("shop", "a")],
        organisations=[("own", "b", None, "firm"), ("joint", "a", None, None)],
    )
    assert figures(found) == {"county": 19, "street": 19, "a": 19, "firm": 12, "shop": 0, "a/rest": 7, "b": 0}
    assert members_of_units(found) == {"firm": 12}


def test_who_is_in_no_category_is_unstated_and_the_last_of_a_closed_list_follows():
    found = recorded(
        ("a", "members", 120), ("a", "members_female", 52), ("a", "members_to_35", 20), ("a", "members_floating", 8)
    )
    made = {column: figures(found, column)["a"] for column in tables(found)[0].columns}
    assert made == {
        ("", ""): 120,
        ("sex", "male"): 68, ("sex", "female"): 52, ("sex", "unstated"): 0,
        ("age", "to_35"): 20, ("age", "36_to_60"): 0, ("age", "over_60"): 0, ("age", "unstated"): 100,
        ("residence", "floating"): 8, ("residence", "others"): 112,
    }  # fmt: skip


def test_a_breakdown_of_the_committee_fills_what_its_branches_leave_unstated():
    organisations = [("committee", "a", None, None), ("first", "a", "committee", None)]
    of_committee = (("committee", "members", 120), ("committee", "members_female", 52))
    found = recorded(*of_committee, ("first", "members", 73), organisations=organisations)
    assert (figures(found)["a"], figures(found, ("sex", "female"))["a"]) == (120, 52)
    elsewhere = [("committee", "a", None, None), ("first", "b", "committee", None)]
    apart = recorded(*of_committee, ("first", "members", 73), organisations=elsewhere)
    assert (figures(apart)["a"], figures(apart)["b"]) == (47, 73)
    assert figures(apart, ("sex", "unstated"))["a"] == 47


def test_what_lies_in_a_compound_counts_for_its_community():
    found = recorded(("branch", "members", 12), organisations=[("branch", "estate", None, None)])
    assert figures(found)["a"] == 12
    assert "estate" not in figures(found)


def test_other_bodies_and_venues_count_where_they_are():
    found = recorded(
        ("hall", "volunteers", 30), ("nowhere", "volunteers", 5), others=[("hall", "b"), ("nowhere", None)]
    )
    assert figures(found, measure="volunteers") == {"county": 30, "street": 30, "a": 0, "b": 30}


def test_superiors_in_a_ring_lose_nobody():
    organisations = [("one", "a", "two", None), ("two", "b", "one", None)]
    found = recorded(("one", "members", 10), ("two", "members", 20), organisations=organisations)
    assert figures(found)["street"] == 30


def test_a_measure_or_breakdown_of_which_nothing_is_recorded_has_no_table():
    found = recorded(("a", "members", 10))
    assert [each.measure for each in tables(found)] == ["members"]
    assert tables(found)[0].breakdowns == ()
    assert tables(recorded()) == []


# --- bands ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "name"),
    [(0, "0"), (1, "1–2"), (2, "1–2"), (3, "3–49"), (49, "3–49"), (50, "50–99"), (99, "50–99"), (100, "100+")],
)
def test_bands_are_those_of_the_rules(members, name):
    assert band(members) == name
    assert name in BANDS


@pytest.mark.parametrize("role", list(Role))
def test_a_band_is_read_by_stewards_alone(role):
    every = [Sized("x", "x", "Unit", "a", each) for each in (*BANDS, None)]
    read = [said(each, role) for each in every]
    assert read == ([*BANDS, NOT_SAID[0]] if role is Role.STEWARD else [NOT_SAID[0]] * len(every))


def test_sizes_hold_all_organisations_and_units_also_those_of_which_nothing_is_recorded():
    found = recorded(
        ("branch", "members", 2),
        units=[("firm", "a")],
        organisations=[("branch", "estate", None, None), ("other", "b", None, None)],
    )
    assert [(each.id, each.kind, each.place, each.band) for each in sizes(found)] == [
        ("branch", "PartyOrganization", "a", "1–2"),
        ("other", "PartyOrganization", "b", None),
        ("firm", "Unit", "a", None),
    ]


@pytest.mark.parametrize("recorded_of_it", [{"x": "unit"}, {"branch": "its organisation"}])
def test_that_a_rest_is_there_does_not_tell_whether_a_unit_above_communities_has_anybody(recorded_of_it):
    def rows(people: int) -> list[str]:
        found = recorded(
            *((each, "members", people) for each in recorded_of_it),
            ("a", "members", 30),
            units=[("x", "street")],
            organisations=[("branch", "street", None, "x")],
        )
        return [area.id for area in tables(found)[0].areas]

    assert rows(0) == rows(1)
    assert "street/rest" in rows(0)
