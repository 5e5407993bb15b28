"""From the loaded subdistrict to figures: which counts are taken, where they count, and what the open graph gives."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from graph.disclosure.tabulation import tables
from graph.errors import NotFound, Refused, WrongUsage
from graph.evidence.headcounts import Headcounts, headcounts
from graph.questions.asking import Asking

QUARTER, END = "2018Q3", date(2018, 9, 30)
FIRST, SECOND = "Place:division:990201001001", "Place:division:990201001002"


def read(subdistrict, as_of: date = END) -> Headcounts:
    with subdistrict.open() as graph:
        return headcounts(Asking(graph.store), as_of)


def recorded(found: Headcounts) -> dict[tuple[str, str], int]:
    return {(counted, category): people for counted, category, people in found.records.iter_rows()}


def test_a_count_stands_before_what_the_roster_of_organisations_says(subdistrict):
    found = recorded(read(subdistrict))
    assert found["PartyOrganization:org_code:995001027", "members_female"] == 52
    assert found["PartyOrganization:org_code:995001027", "members"] == 120
    assert found["PartyOrganization:org_code:995001043", "members"] == 14  # no count of its own: the roster's
    assert found["Unit:uscc:129902019950000249", "staff"] == 100


def test_a_count_is_of_its_quarter_and_those_within_a_year(subdistrict):
    before = recorded(read(subdistrict, date(2018, 9, 29)))
    late = recorded(read(subdistrict, date(2019, 12, 31)))
    for found in (before, late):
        assert not [category for _, category in found if category == "members_female"]
        assert found["PartyOrganization:org_code:995001027", "members"] == 120


def test_organisations_of_several_units_are_of_none(subdistrict):
    def unit_of(found: Headcounts) -> str | None:
        row = found.organisations.filter(pl.col("id") == "PartyOrganization:org_code:995001051")
        return row["unit"][0]

    assert unit_of(read(subdistrict)) == "Unit:uscc:91990201995000032Y"
    assert unit_of(read(subdistrict, date(2018, 3, 31))) is None


def test_the_sums_of_the_subdistrict(subdistrict):
    """120 of the first committee with its branches, 38 of the school beside it, 90 of the second committee."""
    members, staff = tables(read(subdistrict))[:2]
    totals = {area.id: int(members.counts[at, 0]) for at, area in enumerate(members.areas)}
    assert (totals[FIRST], totals[SECOND], totals["Place:division:990201001"]) == (158, 90, 248)
    assert totals["Unit:uscc:129902019950000249"] == 38
    women = members.columns.index(("sex", "female"))
    assert {area.id: int(members.counts[at, women]) for at, area in enumerate(members.areas) if area.id == FIRST} == {
        FIRST: 52
    }
    assert staff.measure == "staff"
    assert int(staff.counts[staff.areas.index(next(each for each in staff.areas if each.id == FIRST)), 0]) == 231


def test_the_open_graph_releases_once_and_reads_by_role(subdistrict):
    with subdistrict.open() as graph:
        with pytest.raises(WrongUsage):
            graph.release_people(f"{date.today().year + 1}Q1")
        made = graph.release_people(QUARTER)
        assert graph.release_people(QUARTER) == made
        assert graph.release_of(QUARTER) == made.without_figures()
        assert graph.released_quarters() == [QUARTER]
        sizes = graph.organisation_sizes(QUARTER, scope="丑社区")
        assert dict(sizes.drop_nulls("band").select("name", "band").iter_rows())["丑大厦党支部"] == "3–49"
    with subdistrict.open("public") as graph:
        with pytest.raises(Refused):
            graph.release_people("2018Q4")
        with pytest.raises(NotFound, match="2018Q3"):
            graph.people("2018Q2")
        rows = graph.people(QUARTER, "staff", scope="甲街道").rows
        assert dict(rows.select("area_name", "value").iter_rows()) == {"甲街道": 473, "子社区": 231, "丑社区": 242}
    with subdistrict.open("planner") as graph:
        found = graph.people(QUARTER, "staff", scope="Unit:uscc:92990201995000059K")
        assert found.rows["value"].to_list() == [None]
        with pytest.raises(NotFound):
            graph.people(QUARTER, "staff", scope="Place:name:东苑@" + FIRST)
        with pytest.raises(Refused):
            graph.coverage(theta=0.4)
