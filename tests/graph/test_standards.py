"""Standards through the graph: every rule against rows reasoned by hand from the rosters in tests/cases/subdistrict."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from graph.analysis import standards as analysis
from graph.analysis.standards import rules
from graph.answers import standards as answers
from graph.disclosure.standards import people_columns
from graph.errors import NotFound, Refused, WrongUsage

FOLDER = Path(__file__).parents[1] / "cases" / "standards"
DAY = date(2018, 10, 31)
STREET = "990201001"
COLUMNS = ("name", "verdict", "value", "required", "shortfall", "lacking")
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.toml"))
    for number, case in enumerate(tomllib.loads(path.read_text("utf-8"))["cases"], start=1)
]
OF_PEOPLE = sorted(rule.id for rule in rules().values() if people_columns(rule))


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_verdicts_are_those_reasoned_from_the_rosters(subdistrict, name, case):
    with subdistrict.open() as graph:
        found = graph.standards(case["scope"], as_of=case["as_of"]).rows(name)
    expected = [tuple(None if value == "" else value for value in row) for row in case["rows"]]
    assert found.select(COLUMNS).rows() == expected, case["why"]


def test_the_summary_lists_every_standard_and_counts_its_rows(subdistrict):
    with subdistrict.open() as graph:
        found = graph.standards(STREET, as_of=DAY)
        summary = found.summary
        assert summary["rule"].to_list() == list(rules())
        for row in summary.filter(status="judged").iter_rows(named=True):
            verdicts = found.rows(row["rule"])["verdict"].to_list()
            assert row["all"] == len(verdicts) == row["met"] + row["not_met"] + row["to_check"]
            assert row["not_met"] == verdicts.count("not_met")
    unchecked = summary.filter(status="not_checkable")
    assert unchecked.height == sum(not rule.checkable for rule in rules().values())
    assert all(unchecked["reason_zh"])
    assert found.evidence.rows_used["community_venues"] == 2


@pytest.mark.parametrize("role", ["planner", "researcher"])
def test_standards_of_numbers_of_people_are_for_stewards(subdistrict, role):
    with subdistrict.open(role) as graph:
        found = graph.standards(STREET, as_of=DAY)
        told = found.summary.filter(found.summary["rule"].is_in(OF_PEOPLE))
        assert set(told["status"]) == {"withheld"}
        assert (
            told.select("all", "met", "not_met", "to_check", "low", "high", "standing").null_count().row(0)
            == (len(OF_PEOPLE),) * 7
        )
        for name in OF_PEOPLE:
            with pytest.raises(Refused):
                found.rows(name)
            with pytest.raises(Refused):
                found.compare(name, name)
        assert not {"organisation_sizes", "unit_members", "community_staff"} & set(found.evidence.rows_used)
        assert found.rows("lianyun_grid_organisation").height == 3


@pytest.mark.parametrize("role", ["public", "unit"])
def test_others_read_no_list_of_what_falls_short(subdistrict, role):
    with subdistrict.open(role) as graph, pytest.raises(Refused):
        graph.standards(STREET, as_of=DAY)


def test_a_read_of_people_is_noted_and_another_is_not(subdistrict):
    with subdistrict.open() as graph:
        before = len(graph.reads())
        graph.standards(STREET, as_of=DAY).rows("lianyun_grid_organisation")
        assert len(graph.reads()) == before
        graph.standards(STREET, as_of=DAY).rows("branch_max_50_members")
        noted = graph.reads()[before:]
    assert [(each["question"], each["columns"], each["rows"]) for each in noted] == [
        ("standards/branch_max_50_members", ["members"], 5)
    ]


def test_two_standards_on_one_roster(subdistrict):
    names = ("zhengzhou_venue_area_per_100_households", "community_venue_area_30_per_100_households")
    with subdistrict.open("planner") as graph:
        found = graph.standards(STREET, as_of=date(2018, 3, 31)).compare(*names)
        assert (found.both, found.only_a, found.only_b, found.neither, found.to_check) == (1, 0, 0, 2, 0)
        assert found.rows.is_empty()
        with pytest.raises(WrongUsage):
            graph.standards(STREET, as_of=DAY).compare(names[0], "lianyun_grid_organisation")


def test_what_cannot_be_checked_says_why(subdistrict):
    with subdistrict.open() as graph:
        found = graph.standards(STREET, as_of=DAY)
        with pytest.raises(WrongUsage, match="电梯"):
            found.rows("zhengzhou_lift_subsidy")
        with pytest.raises(NotFound):
            found.rows("no_such_standard")


def test_a_standard_out_of_force_is_said_to_be(subdistrict, monkeypatch):
    name = "lianyun_grid_organisation"
    ended = rules()[name].model_copy(update={"valid_to": date(2018, 6, 30)})
    monkeypatch.setattr(answers, "rules", lambda: {name: ended})
    monkeypatch.setattr(answers, "rule_named", lambda _: ended)
    with subdistrict.open() as graph:
        found = graph.standards(STREET, as_of=DAY)
        (row,) = found.summary.to_dicts()
        assert (row["status"], row["all"]) == ("not_in_force", None)
        assert "2018-06-30" in row["reason_zh"]
        with pytest.raises(WrongUsage, match="2018-06-30"):
            found.rows(name)
        assert graph.standards(STREET, as_of=date(2018, 6, 30)).rows(name).height == 4


def test_the_frames_have_the_declared_columns(subdistrict):
    with subdistrict.open() as graph:
        found = graph.standards(STREET, as_of=DAY)
        assert found.summary.schema == answers.SUMMARY
        assert found.rows("lianyun_grid_organisation").schema == analysis.SCHEMA
