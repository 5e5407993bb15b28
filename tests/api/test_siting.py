"""``/v1/siting`` and the job of the same name: the plan, the formats, who may ask, and what is refused."""

from __future__ import annotations

import json
import time
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from api.jobs.job import ENDED
from graph.opened import open_graph
from graph.settings import Settings
from graph.store.bolt import Bolt
from tests.api.conftest import Served
from tests.conftest import Address
from tests.loader import settings_of
from tests.siting_books import STREET, SUBDISTRICT, east, load_books, write_street

PATIENCE = 60.0


@pytest.fixture(scope="module")
def settings(server: Address, pool: Bolt, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a graph that holds the street."""
    folder = tmp_path_factory.mktemp("books")
    write_street(folder)
    pool.wipe()
    made = settings_of(server, tmp_path_factory.mktemp("data"))
    load_books(made, folder)
    return made


def at(*metres: float) -> str:
    return ";".join(",".join(map(str, east(each))) for each in metres)


def test_the_plan_is_that_of_the_library(served: Served, settings: Settings) -> None:
    told = served.get("/v1/siting", "planner", sites=2, scope=STREET).json()
    with open_graph(settings) as graph:
        found = graph.siting(STREET, 2)
    assert told["rows"] == found.plan.to_dicts()
    assert [row["name"] for row in told["rows"]] == ["备选点乙", "备选点甲"]
    summary = told["summary"]
    assert (summary["value"], summary["proven"], summary["uncovered"]) == (500, True, 0)
    assert summary["after"] == found.after.described()
    assert [each["name"] for each in summary["to_check_first"]] == ["无坐标楼"]
    assert [each["name"] for each in summary["sites_without_position_first"]] == ["备选点丙"]
    assert told["parameters"] == json.loads(json.dumps(found.parameters))
    assert told["graph"]["version"] == found.evidence.reading.state.version


def test_it_is_as_described(served: Served) -> None:
    told = served.get("/v1/siting", "planner", sites=1).json()
    operation = served.get("/openapi.json", None).json()["paths"]["/v1/siting"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator(schema).validate(told)
    named = {each["name"]: each["schema"] for each in operation["parameters"]}
    assert {"sites", "model", "of", "weight", "candidates", "uses", "at", "minutes", "scope", "as_of"} <= set(named)


@pytest.mark.parametrize("asked", [{"format": "geojson"}, {"headers": {"Accept": "application/geo+json"}}])
def test_the_sites_on_a_map(served: Served, asked: dict) -> None:
    answer = served.get("/v1/siting", "planner", sites=2, **asked)
    assert answer.headers["content-type"] == "application/geo+json"
    told = answer.json()
    assert told["type"] == "FeatureCollection"
    assert told["summary"]["value"] == 500
    first = told["features"][0]
    assert first["geometry"]["type"] == "Point"
    assert first["geometry"]["coordinates"] == pytest.approx(east(900), abs=1e-6)
    assert first["properties"]["name"] == "备选点乙"


def test_a_sheet_says_the_figures_in_its_headers(served: Served) -> None:
    answer = served.get("/v1/siting", "planner", sites=2, format="csv")
    assert len(answer.text.splitlines()) == 3
    summary = json.loads(unquote(answer.headers["x-gongjian-summary"]))
    assert (summary["value"], summary["gap"]) == (500, 0)


def test_what_if_here(served: Served) -> None:
    told = served.get("/v1/siting", "planner", at=at(500, 0)).json()
    assert [(row["order"], row["gain"]) for row in told["rows"]] == [(1, 250), (None, 0)]
    uses = served.get("/v1/siting", "planner", sites=1, candidates="buildings", uses="office,public").json()
    assert [row["name"] for row in uses["rows"]] == ["街边大厦"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "bad_siting"),
        ({"sites": 0}, "invalid_parameters"),
        ({"sites": 9}, "wrong_usage"),
        ({"sites": 1, "model": "best"}, "invalid_parameters"),
        ({"sites": 1, "of": "grid"}, "invalid_parameters"),
        ({"sites": 1, "model": "lscp"}, "bad_siting"),
        ({"sites": 1, "minutes": -1}, "invalid_parameters"),
        ({"at": "120.1"}, "invalid_parameters"),
        ({"at": "120.1,x"}, "invalid_parameters"),
        ({"at": "nan,30"}, "bad_siting"),
        ({"at": "220.1,30"}, "bad_siting"),
        ({"sites": 1, "candidates": "points"}, "bad_siting"),
        ({"sites": 1, "weight": "population"}, "refused"),
        ({"sites": 1, "scope": "没有"}, "place_not_found"),
        ({"sites": 1, "of": "park"}, "bad_siting"),
    ],
)
def test_what_is_not_taken(served: Served, asked: dict, code: str) -> None:
    answer = served.get("/v1/siting", "planner", **asked)
    assert 400 <= answer.status_code < 500
    assert answer.json()["code"] == code, answer.text


def test_residents_are_for_stewards_and_noted(served: Served, settings: Settings) -> None:
    asked = {"of": "community", "weight": "population", "at": at(500)}
    with open_graph(settings, role="steward") as graph:
        before = len(graph.reads())
        assert served.get("/v1/siting", "steward", **asked).status_code == 200
        [noted] = graph.reads()[before:]
    assert (noted["question"], noted["key"]) == ("siting", served.keys["steward"].split("_")[1])


def test_an_area_bounds_whom_it_is_for(served: Served) -> None:
    assert served.get("/v1/siting", "area", sites=1).json()["scope"]["id"] == f"Place:division:{STREET}"
    assert served.get("/v1/siting", "area", sites=1, scope=SUBDISTRICT).json()["code"] == "outside_area"


# --- the job ------------------------------------------------------------------------------------------


def ended(served: Served, parameters: dict, key: str = "planner") -> dict:
    sent = {"what": "siting", "parameters": parameters}
    begun = served.client.post("/v1/jobs", json=sent, headers={"X-API-Key": served.keys[key]})
    assert begun.status_code == 202, begun.text
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        told = served.get(begun.headers["location"], key, wait=5).json()
        if told["state"] in ENDED:
            return told
    raise AssertionError(told)


def test_the_job_proves_what_the_endpoint_answers(served: Served) -> None:
    job = ended(served, {"sites": 2, "scope": STREET, "seconds": 10})
    assert job["state"] == "done", job
    told = served.get(job["result"], "planner").json()
    at_once = served.get("/v1/siting", "planner", sites=2, scope=STREET).json()
    assert told["rows"] == at_once["rows"]
    assert told["summary"]["ended"] == "proven"
    assert (told["parameters"]["exact"], told["parameters"]["seconds"]) == (True, 10)
    assert served.get(job["result"], "planner", format="geojson").json()["type"] == "FeatureCollection"


def test_points_in_a_body(served: Served) -> None:
    job = ended(served, {"at": [list(east(500)), list(east(800))], "area_m2": 60})
    assert served.get(job["result"], "planner").json()["summary"]["after"]["equity_of"] == "m2"


def test_a_job_that_cannot_be_solved_says_why(served: Served) -> None:
    job = ended(served, {"sites": 9})
    assert (job["state"], job["problem"]["code"]) == ("failed", "wrong_usage")
    assert "2" in job["problem"]["detail_zh"]


def test_an_answer_without_points_is_no_map(served: Served) -> None:
    sent = {"what": "coverage", "parameters": {}}
    begun = served.client.post("/v1/jobs", json=sent, headers={"X-API-Key": served.keys["planner"]})
    assert served.get(begun.headers["location"], "planner", wait=25).json()["state"] in ("running", "done")
    end = time.monotonic() + PATIENCE
    while served.get(begun.headers["location"], "planner", wait=5).json()["state"] != "done":
        assert time.monotonic() < end
    refused = served.get(begun.headers["location"] + "/result", "planner", format="geojson")
    assert (refused.status_code, refused.json()["code"]) == (406, "not_acceptable")
