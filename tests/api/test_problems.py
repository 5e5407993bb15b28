"""Problems: RFC 9457, bilingual, without any value, and without anything of the inside."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from graph.errors import StoreError, StoreFull
from graph.store.bolt import Bolt
from tests.api.conftest import Served

SECRET = "测试甲乙丙13900000000"
MEMBERS = {"type", "title", "status", "code", "detail_zh", "detail_en"}


@pytest.mark.parametrize(
    ("path", "parameters", "status"),
    [
        ("/v1/questions/units", {"scope": SECRET}, 404),
        ("/v1/questions/units_of_place", {"place": SECRET}, 404),
        ("/v1/questions/units_of_place", {}, 400),
        ("/v1/questions/units", {"as_of": SECRET}, 400),
        ("/v1/questions/units", {"as_of": "1719705600"}, 400),
        ("/v1/questions/units", {"as_of": "2024-02-30"}, 400),
        ("/v1/questions/units", {"limit": SECRET}, 400),
        ("/v1/questions/units", {"format": SECRET}, 400),
        ("/v1/questions/units", {"cursor": SECRET}, 400),
        ("/v1/questions/units", {"scope": ""}, 400),
        ("/v1/questions/units", {"scope": SECRET * 100}, 400),
        ("/v1/questions/units", {SECRET: SECRET}, 400),
        ("/v1/questions/units", {"scope": [SECRET, SECRET]}, 400),
        ("/v1/questions/" + SECRET, {}, 404),
        ("/v1/coverage", {"theta": SECRET}, 400),
        ("/v1/coverage", {"theta": "0"}, 400),
        ("/v1/coverage", {"theta": "nan"}, 400),
        ("/v1/coverage", {"at_least": SECRET}, 400),
        ("/v1/coverage", {"what": SECRET}, 400),
        ("/v1/coverage/rates", {"by": SECRET}, 400),
        ("/v1/coverage/rates", {"by": "road_segment"}, 400),
        ("/v1/sources/" + SECRET, {}, 404),
        ("/v1/loads", {"scope": SECRET}, 400),
        ("/" + SECRET, {}, 404),
        ("/docs/assets/" + SECRET, {}, 404),
        ("/docs/assets/..%2f..%2f..%2fapp.py", {}, 404),
        ("/first", {"token": SECRET}, 401),
        ("/first", {}, 400),
    ],
)
def test_no_problem_echoes_a_value(served: Served, path: str, parameters: dict, status: int, caplog) -> None:
    answer = served.get(path, **parameters)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert MEMBERS <= set(body) <= MEMBERS | {"errors"}
    assert body["type"] == f"urn:gongjian:problem:{body['code']}"
    assert body["status"] == status
    assert SECRET not in answer.text
    assert SECRET not in caplog.text


def test_several_wrong_parameters_are_all_named(served: Served) -> None:
    body = served.get("/v1/questions/units", limit="x", as_of="y").json()
    assert body["code"] == "invalid_parameters"
    assert {each["parameter"] for each in body["errors"]} == {"limit", "as_of"}
    assert all(each["detail_zh"] and each["detail_en"] for each in body["errors"])


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        ({"limit": "x", "as_of": "y"}, "请检查参数:as_of、limit", "check the parameters: as_of, limit"),
        (
            {SECRET: "1"},
            "有这里没有的参数,可用的见 errors",
            "there are unknown parameters; errors lists the known ones",
        ),
    ],
)
def test_a_problem_of_parameters_reads_well(served: Served, asked: dict, zh: str, en: str) -> None:
    body = served.get("/v1/questions/units", **asked).json()
    assert (body["detail_zh"], body["detail_en"]) == (zh, en)


def test_unknown_parameters_are_counted_beside_the_known(served: Served) -> None:
    [error] = served.get("/v1/loads", nothing="1").json()["errors"]
    assert error == {
        "parameter": "?",
        "detail_zh": "有 1 个参数这里没有;可用:limit、cursor、format",
        "detail_en": "unknown parameters: 1; known ones: limit, cursor, format",
    }


def test_parameters_named_and_unknown_together(served: Served) -> None:
    body = served.client.get("/v1/questions/units?limit=1&limit=2&nothing=1").json()
    assert body["detail_zh"] == "请检查参数:limit;有这里没有的参数,可用的见 errors"
    assert body["detail_en"].startswith("check the parameters: limit; there are unknown parameters")


@pytest.mark.parametrize("path", ["/v1/questions/none", "/v1/loads"])
def test_english_lists_have_english_commas(served: Served, path: str) -> None:
    body = served.get(path, "planner" if path.endswith("none") else None).json()
    assert "、" not in body["detail_en"]


def test_the_link_of_the_first_key_echoes_nothing_either(served: Served, caplog) -> None:
    for asked, status in (({"token": SECRET}, 401), ({"token": SECRET * 100}, 400), ({}, 400)):
        answer = served.client.post("/first", params=asked)
        assert answer.status_code == status
        assert SECRET not in answer.text + caplog.text


def test_an_unknown_question_lists_those_there_are(served: Served) -> None:
    assert "observations、places" in served.get("/v1/questions/none", None).json()["detail_zh"]
    assert "organisation_chain" in served.get("/v1/questions/none", "planner").json()["detail_en"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_is_written(served: Served, method: str) -> None:
    answer = served.client.request(method, "/v1/questions/units", headers={"X-API-Key": served.keys["steward"]})
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET"


def test_a_fault_of_the_program_says_nothing_of_the_inside(serve: Callable[..., Served], caplog) -> None:
    served = serve()
    app = served.client.app

    async def unforeseen() -> None:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error

    async def of_the_store() -> None:
        raise StoreError(SECRET, SECRET)

    app.add_api_route("/unforeseen", unforeseen)
    app.add_api_route("/of_the_store", of_the_store)
    with caplog.at_level(logging.DEBUG):
        answers = [served.get("/unforeseen"), served.get("/of_the_store")]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (500, "internal"),
        (500, "store_error"),
    ]
    assert all(SECRET not in answer.text and "test_problems" not in answer.text for answer in answers)
    assert all(answer.headers["x-content-type-options"] == "nosniff" for answer in answers)
    assert SECRET not in caplog.text
    assert "unexpected RuntimeError at test_problems.py:" in caplog.text
    assert "StoreError (store_error)" in caplog.text


def test_what_passes_by_itself_says_when_to_come_back(serve: Callable[..., Served]) -> None:
    served = serve()

    async def full() -> None:
        raise StoreFull("磁盘已满", "the disk is full")

    served.client.app.add_api_route("/full", full)
    answer = served.get("/full")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (
        507,
        "store_full",
        "2",
    )


def test_while_a_load_is_written(served: Served, pool: Bolt) -> None:
    def writing(on: bool) -> None:
        pool.write(lambda tx: tx.run("MATCH (l:Lease {id: 'lease'}) SET l.writing = $on", {"on": on}))

    served.get("/v1/coverage")  # so that it could be answered from what is kept
    writing(True)
    try:
        for path in ("/v1/questions/units", "/v1/places", "/v1/coverage", "/v1/coverage/rates"):
            answer = served.get(path)
            assert (answer.status_code, answer.json()["code"]) == (503, "load_in_progress")
            assert answer.headers["retry-after"] == "2"
        health = served.get("/health", None)
        assert (health.status_code, health.json()["writing"]) == (200, True)
    finally:
        writing(False)
    assert served.get("/v1/coverage").status_code == 200
