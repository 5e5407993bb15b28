"""``/v1/standards``: who may read what, pages, formats, comparison, notes of reads."""

from __future__ import annotations

import csv
import io

import pytest

from graph.analysis.standards import SCHEMA, rules
from graph.answers.standards import SUMMARY
from graph.disclosure.reads import Reads
from graph.store.opening import open_store
from tests.api.conftest import DAY

GRIDS, FORTY, THIRTY = (
    "lianyun_grid_organisation",
    "zhengzhou_venue_area_per_100_households",
    "community_venue_area_30_per_100_households",
)


@pytest.mark.parametrize("path", ["", f"/{FORTY}", f"/{FORTY}/against/{THIRTY}"])
def test_the_public_reads_no_standards(served, path):
    answer = served.get(f"/v1/standards{path}", key=None, as_of=DAY)
    assert answer.status_code == 403


def test_the_list_has_every_standard(served):
    told = served.get("/v1/standards", key="planner", as_of=DAY).json()
    assert [row["rule"] for row in told["rows"]] == list(rules())
    assert set(told["rows"][0]) == set(SUMMARY)
    withheld = [row for row in told["rows"] if row["status"] == "withheld"]
    assert withheld
    assert all(row["all"] is None for row in withheld)
    assert {row["status"] for row in served.get("/v1/standards", as_of=DAY).json()["rows"]} == {
        "judged",
        "not_checkable",
    }


def test_one_standard_row_by_row_with_its_counts(served):
    told = served.get(f"/v1/standards/{FORTY}", key="planner", as_of=DAY).json()
    assert {row["name"]: row["verdict"] for row in told["rows"]} == {"甲社区": "to_check", "乙社区": "to_check"}
    assert set(told["rows"][0]) == set(SCHEMA)
    assert told["rows"][0]["remedy"]["code"] == "complete_record"
    assert {name: told["summary"][name] for name in ("all", "met", "not_met", "to_check")} == {
        "all": 2,
        "met": 0,
        "not_met": 0,
        "to_check": 2,
    }
    assert told["data_as_of"] == DAY


def test_pages_and_sheets(served):
    first = served.get(f"/v1/standards/{FORTY}", key="planner", as_of=DAY, limit=1).json()
    second = served.get(f"/v1/standards/{FORTY}", key="planner", as_of=DAY, limit=1, cursor=first["next_cursor"]).json()
    assert second["next_cursor"] is None
    assert first["rows"] != second["rows"]
    # a cursor is of its own standard
    other = served.get(f"/v1/standards/{THIRTY}", key="planner", as_of=DAY, limit=1, cursor=first["next_cursor"])
    assert other.status_code == 400
    sheet = served.get(f"/v1/standards/{FORTY}", key="planner", as_of=DAY, format="csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert {row["lacking_zh"] for row in rows} == {"户数; 一年内的完整名册"}


def test_two_standards_side_by_side(served):
    told = served.get(f"/v1/standards/{FORTY}/against/{THIRTY}", key="planner", as_of=DAY).json()
    assert told["summary"] == {"both": 0, "only_a": 0, "only_b": 0, "neither": 0, "to_check": 2}
    assert told["rows"] == []
    wrong = served.get(f"/v1/standards/{FORTY}/against/{GRIDS}", key="planner", as_of=DAY)
    assert wrong.status_code == 400


def test_standards_of_people_are_for_stewards_and_their_reads_are_noted(served):
    path = "/v1/standards/branch_max_50_members"
    refused = served.get(path, key="planner", as_of=DAY)
    assert (refused.status_code, refused.json()["code"]) == (403, "standard_withheld")
    assert served.get(path, as_of=DAY).status_code == 200
    with open_store(served.settings) as store:
        (*_, last) = Reads(served.settings.data).listed(store)
    assert (last["question"], last["columns"]) == ("standards/branch_max_50_members", ["members"])


def test_a_key_with_an_area_reads_its_area(served):
    told = served.get(f"/v1/standards/{FORTY}", key="area", as_of=DAY).json()
    assert [row["name"] for row in told["rows"]] == ["甲社区"]
    assert served.get(f"/v1/standards/{FORTY}", key="area", as_of=DAY, scope="乙社区").status_code == 403


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("no_such_standard", 404, "not_found"), ("zhengzhou_lift_subsidy", 400, "not_checkable")],
)
def test_what_cannot_be_asked_says_why(served, name, status, code):
    answer = served.get(f"/v1/standards/{name}", as_of=DAY)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
