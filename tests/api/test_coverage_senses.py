"""The three senses of coverage over HTTP: scopes, filters, reasons, two dates, and what the public may not learn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from tests.api.conftest import Served, issue
from tests.api.job_gate import begin, ended
from tests.subdistrict import Subdistrict

NOW, BETWEEN = "2018-10-31", "2018-06-30"
SUBDISTRICT = "990201001"
OTHER_TOWER = "Building:object_code:990201001002B0001"
PATHS = ("senses", "patterns", "sense-rates", "place-rates", "ties", "change", "catchment")


@pytest.fixture(scope="module")
def here(subdistrict: Subdistrict) -> Iterator[Served]:
    """The application over the invented subdistrict."""
    with (
        subdistrict.open() as graph,
        TestClient(create_app(subdistrict.settings), base_url="http://127.0.0.1:8000") as client,
    ):
        assert graph.store.state().synthetic
        yield Served(client, subdistrict.settings, issue(subdistrict.settings))


def ask(here: Served, path: str, key: str | None = "planner", **more: object):
    given = {"as_of": NOW, "scope": SUBDISTRICT, **more}
    return here.get(f"/v1/coverage/{path}".rstrip("/"), key, **given)


def rows(here: Served, path: str, key: str | None = "planner", **more: object) -> list[dict[str, object]]:
    answer = ask(here, path, key, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


def test_every_answer_names_its_parameters_and_its_rows(here):
    for path in PATHS:
        told = ask(here, path, since=BETWEEN) if path == "change" else ask(here, path)
        assert told.status_code == 200, told.text
        body = told.json()
        assert {"theta", "layers_version", "minutes", "streets"} <= set(body["parameters"])
        assert body["rows_used"]["buildings"] > 0
        assert [column["name"] for column in body["columns"]] == list(body["rows"][0])


def test_buildings_are_filtered_by_their_pattern(here):
    everything = rows(here, "senses")
    for sense in ("organisation", "place", "tie"):
        for bit in ("yes", "no", "to_check"):
            kept = rows(here, "senses", **{sense: bit})
            assert kept == [each for each in everything if each[f"{sense}_sense"] == bit]
    both = rows(here, "senses", organisation="yes", place="no")
    assert [each["name"] for each in both] == ["丑大厦"]
    assert [each["name"] for each in rows(here, "", organisation="yes", place="no")] == ["丑大厦"]
    assert ask(here, "senses", place="perhaps").status_code == 400


def test_one_building_is_a_scope_with_its_whole_chain(here):
    answer = ask(here, "senses", scope=OTHER_TOWER, explain=True).json()
    assert (answer["scope"], answer["parameters"]["building"]) == ({"id": OTHER_TOWER, "name": "丑大厦"}, OTHER_TOWER)
    [row] = answer["rows"]
    assert {step["sense"] for step in row["reasons"]} == {"organisation", "place", "tie"}
    assert [(each["sense"], each["code"]) for each in row["remedies"]] == [("place", "open_venue")]
    assert [each["id"] for each in rows(here, "", scope=OTHER_TOWER)] == [OTHER_TOWER]
    assert ask(here, "senses", scope="Building:object_code:1").status_code == 404


def test_a_walk_of_ones_own_counts(here):
    longer = rows(here, "senses", minutes=15)
    assert [each["place_sense"] for each in longer if each["id"] == OTHER_TOWER] == ["yes"]
    assert ask(here, "senses", speed=0.5).status_code == 400  # elders would be faster
    assert ask(here, "senses", minutes=0).status_code == 400


def test_a_layer_narrows_the_ties(here):
    found = {each["place"]: each for each in rows(here, "ties", layer="goods")}
    assert found["Place:division:990201001001"]["standing"] == "signed_not_acted"
    assert found["Place:division:990201001002"]["standing"] == "kept"


def test_change_by_rows_counts_and_rates(here):
    single = rows(here, "change", since=BETWEEN, what="units")
    told = {each["name"]: each["change"] for each in single}
    assert told["演示物流公司"] == "disappeared"
    counts = rows(here, "change", since=BETWEEN, what="units", table="counts")
    assert sum(each["number"] for each in counts if each["is_total"]) == len(single)
    assert rows(here, "change", since=BETWEEN, table="rates")[0]["is_total"]
    assert ask(here, "change", since=NOW).status_code == 400
    assert ask(here, "change").status_code == 400


def test_catchments_by_table(here):
    assert {each["name"] for each in rows(here, "catchment", table="buildings")} > {"子大厦"}
    assert rows(here, "catchment", table="venues")
    [total] = [each for each in rows(here, "catchment", enhanced=True) if each["is_total"]]
    assert 0 <= total["gini"] < 1


def test_numbers_of_staff_are_for_stewards_and_the_read_is_noted(here):
    assert "staff" not in rows(here, "patterns")[0]
    assert sum(each["staff"] for each in rows(here, "patterns", "steward") if each["is_total"]) > 0


@pytest.mark.parametrize("path", PATHS)
def test_the_public_reads_aggregates_by_standard_parameters_alone(here, path):
    needed = {"since": BETWEEN} if path == "change" else {}
    answer = ask(here, path, None, **needed)
    if path not in ("sense-rates", "place-rates"):
        assert answer.status_code == 403
        return
    assert answer.status_code == 200
    assert {each["denominator"] for each in answer.json()["rows"]} == {"buildings"}
    # a few buildings are no figure, and no other scope, parameter or group finds them out
    assert {each["all"] for each in answer.json()["rows"]} == {None}
    assert answer.json()["rows_used"] is None
    for more in ({"minutes": 6}, {"speed": 1.1}, {"elders_speed": 0.7}, {"by": "subdistrict"}, {"scope": OTHER_TOWER}):
        assert ask(here, path, None, **more).status_code == 403, more
    assert ask(here, path, None, scope="Place:name:东苑@Place:division:990201001001").status_code == 403


@pytest.mark.parametrize("bit", ["organisation", "place", "tie"])
def test_the_public_filters_no_list(here, bit):
    assert ask(here, "", None, **{bit: "no"}).status_code == 403


@pytest.mark.parametrize("scope", ["Place:name:东苑@Place:division:990201001001", "Grid:object_code:990201001001001"])
def test_a_compound_and_a_grid_are_scopes(here, scope):
    names = {"东苑1幢", "东苑2幢"}
    assert {row["name"] for row in rows(here, "senses", scope=scope)} == names
    assert {row["name"] for row in rows(here, "", scope=scope)} == names
    assert ask(here, "senses", scope="Grid:object_code:1").json()["code"] == "not_found"
    assert ask(here, "sense-rates", None, scope=scope).status_code == 403


@pytest.mark.parametrize(
    ("path", "key", "asked"),
    [
        ("patterns", "planner", {"by": "subdistrict", "minutes": 15}),
        ("patterns", "steward", {"layer": "project", "at_least": "own"}),
        ("change", "planner", {"since": BETWEEN, "what": "units", "table": "rows"}),
        ("change", "planner", {"since": BETWEEN, "sense": "tie", "table": "rates"}),
        ("catchment", "researcher", {"enhanced": True, "table": "venues"}),
    ],
)
def test_a_job_gives_what_the_endpoint_answers(here, path, key, asked):
    whole = {"as_of": NOW, "scope": SUBDISTRICT, **asked}
    body = {"what": f"coverage_{path}", "parameters": whole}
    begun = here.client.post("/v1/jobs", json=body, headers={"X-API-Key": here.keys[key]})
    assert begun.status_code == 202, begun.text
    told = ended(here, begun.json()["id"], key)
    assert (told["state"], told["problem"]) == ("done", None)
    read, expected = here.get(told["result"], key).json(), ask(here, path, key, limit=1000, **asked).json()
    assert read["rows"] == expected["rows"] != []
    for name in ("columns", "parameters", "scope", "data_as_of", "question", "notice"):
        assert read[name] == expected[name], name


def test_jobs_of_the_senses_are_refused_as_the_endpoints_are(here):
    assert here.client.post("/v1/jobs", json={"what": "coverage_patterns"}).status_code == 403
    assert begin(here, "coverage_change", as_of=NOW).status_code == 400  # without the earlier date
    assert begin(here, "coverage_catchment", speed=0.5, elders_speed=0.9).status_code == 400


def test_every_scope_of_the_public_is_told_of_one_coverage(here):
    covers = here.client.app.state.covers
    for scope in ("990201001001", "990201001002", SUBDISTRICT):
        assert rows(here, "sense-rates", None, scope=scope)
    public = [found for key, found in covers._kept.items() if key[2] is None]
    assert len(public) == 1
    assert public[0].evidence.scope.id is None
