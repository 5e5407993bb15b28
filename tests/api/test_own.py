"""A unit reads its own records and nothing else, and objects to them; a steward answers."""

from __future__ import annotations

import json
import sqlite3

import pytest
from fastapi.testclient import TestClient

from api.keys import create_key
from api.objections import FILE, LONGEST_TEXT, MOST_OPEN, State, answer_objection, objections
from api.routes.cases import OPEN
from graph.disclosure.roles import Role
from graph.errors import NotFound, Refused, WrongUsage
from graph.model.statement import Assertion, Subject, Tie
from graph.opened import open_graph
from graph.questions.catalog import questions
from graph.store.ledger import FileDraft
from graph.store.opening import open_store
from tests.api.conftest import Served
from tests.api.test_access import REQUIRED
from tests.graph.store.invented import by_name, code, community, roster

HERE = "Place:division:999901001001"
UNIT = f"Unit:name:甲测试公司2@{HERE}"
OTHER = f"Unit:name:甲测试公司3@{HERE}"
PHONE = "154" + "0000" + "7001"


def agreement(name: str, *parties: str) -> Assertion:
    ties = tuple(
        Tie("PARTY_TO", by_name(each, "Unit", community()), 0, side)
        for each, side in zip(parties, ("first", "second"), strict=False)
    )
    return Assertion((Subject("Agreement", (), name, community(), {"signed_on": "2024-02-01"}),), ties)


def counted(unit: str, people: int) -> Assertion:
    fields = {"category": "members", "people": people, "counted_on": "2024-03-31"}
    subject = Subject("Headcount", (code(f"{unit} members", "serial"),), None, community(), fields)
    return Assertion((subject,), (Tie("COUNTS", 0, by_name(unit, "Unit", community())),))


@pytest.fixture(scope="module")
def told(served: Served) -> Served:
    """The application with agreements of two units, and a key for one of them."""
    with open_store(served.settings) as store:
        store.load(more())
    served.keys["unit"] = create_key(served.settings, label="校", role=Role.UNIT, unit=UNIT)[1]
    return served


def more() -> list[FileDraft]:
    return [
        roster("agreements", "2024-02-01", agreement("甲协议", "甲测试公司2"), agreement("别家协议", "甲测试公司3")),
        roster("headcounts", "2024-03-31", counted("甲测试公司2", 4), counted("甲测试公司3", 3)),
    ]


def rows(told: Served, path: str = "/v1/own") -> list[dict]:
    answer = told.get(path, "unit", limit=1000)
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


def test_a_unit_reads_its_node_its_ties_and_its_events(told: Served) -> None:
    found = rows(told)
    assert {row["record"] for row in found if row["about"] == "unit"} == {UNIT}
    assert {(row["type"], row["other_name"]) for row in found if row["about"] == "tie"} == {
        ("LOCATED_IN", "甲社区"),
        ("LOCATED_IN", "甲大厦"),
        ("PARTY_TO", "甲协议"),
    }
    assert {
        row["field"]: row["value"] for row in found if row["about"] == "event" and row["field"] != "identifier"
    } == {
        None: None,
        "name": "甲协议",
        "signed_on": "2024-02-01",
    }
    assert ("staff", "72") in {(row["field"], row["value"]) for row in found}
    assert ("kind", "非公有制企业") in {(row["field"], row["value"]) for row in found}
    text = json.dumps(found, ensure_ascii=False)
    assert not any(each in text for each in ("测试公司3", "别家", "Headcount", "测试公司1"))


def test_the_rows_that_its_records_come_from(told: Served) -> None:
    found = rows(told, "/v1/own/sources")
    assert {row["record"] for row in found} == {row["record"] for row in rows(told)}
    assert set(found[0]) == {"record", "file", "sheet", "row", "load", "edition"}


def test_reads_of_its_figures_are_noted(told: Served) -> None:
    before = noted(told)
    rows(told)
    rows(told, "/v1/own/sources")
    [read] = noted(told)[len(before) :]
    assert (read["role"], read["question"], read["scope"], read["columns"], read["rows"]) == (
        "unit",
        "own",
        UNIT,
        ["staff"],
        1,
    )


def noted(told: Served) -> list[dict]:
    with open_graph(told.settings, role="steward") as graph:
        return graph.reads()


def elsewhere() -> list[str]:
    asked = [f"/v1/questions/{name}" for name in questions() if name != "events_between"]
    lists = ["/v1/places", "/v1/coverage", "/v1/coverage/rates", "/v1/coverage/counts", "/v1/loads"]
    senses = ["senses", "patterns", "sense-rates", "place-rates", "ties", "change", "catchment"]
    lists += [f"/v1/coverage/{each}" for each in senses]
    rules = [f"/v1/standards{each}" for each in ("", "/term_not_overdue", "/term_not_overdue/against/term_not_overdue")]
    cases = ["/v1/cases/comparison", "/v1/cases/lianyun/assertions", "/v1/cases/lianyun/questions"]
    people = ["/v1/people?quarter=2024Q1", "/v1/people/sizes?quarter=2024Q1"]
    jobs = ["/v1/siting", "/v1/jobs", "/v1/jobs/{id}", "/v1/jobs/{id}/result"]
    return [*asked, *lists, *rules, *cases, *people, *jobs, f"/v1/sources/{UNIT}"]


@pytest.mark.parametrize("path", elsewhere())
def test_everything_else_is_refused(told: Served, path: str) -> None:
    answer = told.get(path, "unit", **REQUIRED.get(path.rsplit("/", 1)[-1], {}))
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json"), path


def test_every_route_of_the_service_is_refused_or_its_own(told: Served) -> None:
    """So that a route which is added later is thought of."""
    tried = {path.split("?")[0].replace("lianyun", "{case}") for path in elsewhere()}
    tried |= {
        path.replace("/term_not_overdue", "/{rule}", 1).replace("/term_not_overdue", "/{other}") for path in tried
    }
    own = {"/v1/own", "/v1/own/sources", "/v1/own/objections", "/v1/questions/events_between"}
    sent = {"/v1/jobs/{id}/again"}  # refused in test_jobs
    published = {"/v1/cases", "/v1/cases/{case}", *(f"/v1/cases/{{case}}/{name}" for name in (*OPEN, "passages"))}
    there = {path for path in told.client.get("/openapi.json").json()["paths"] if path.startswith("/v1/")}
    assert there - own - sent - published - {"/v1/questions", "/v1/sources/{id}"} <= tried
    assert [each["name"] for each in told.get("/v1/questions", "unit").json()["questions"]] == ["events_between"]


@pytest.mark.parametrize("unit", [OTHER, "甲测试公司2", "甲测试公司3", "没有的单位"])
def test_a_question_of_another_unit(told: Served, unit: str) -> None:
    answer = told.get("/v1/questions/events_between", "unit", unit=unit, place="甲社区")
    assert (answer.status_code, answer.json()["code"]) == (403, "own_only")


def test_a_question_of_itself(told: Served) -> None:
    answer = told.get("/v1/questions/events_between", "unit", unit=UNIT, place="甲社区")
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("reader", [None, "public", "planner", "steward", "steward_of_area"])
def test_nobody_else_reads_there(told: Served, reader: str | None) -> None:
    for path in ("/v1/own", "/v1/own/sources", "/v1/own/objections"):
        assert told.get(path, reader).json()["code"] == "units_only"


def test_the_graph_itself_keeps_a_unit_to_its_own(told: Served) -> None:
    with open_graph(told.settings, role="unit") as graph:
        assert graph.own_records(UNIT).name == "甲测试公司2"
        for refused in (
            lambda: graph.ask("units"),
            lambda: graph.ask("events_between", unit=OTHER, place="甲社区"),
            lambda: graph.coverage().units,
            lambda: graph.origins(UNIT),
            lambda: graph.reads(),
        ):
            with pytest.raises(Refused):
                refused()


def test_a_unit_that_is_gone(told: Served) -> None:
    told.keys["gone"] = create_key(told.settings, label="x", role="unit", unit="Unit:name:无")[1]
    assert told.get("/v1/own", "gone").json()["code"] == "unit_not_found"


# --- objections -----------------------------------------------------------------------------------


def post(told: Served, body: object, key: str = "unit"):
    headers = {"X-API-Key": told.keys[key]}
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    client: TestClient = told.client
    return client.post("/v1/own/objections", content=sent, headers=headers)


def test_an_objection_is_filed_listed_and_answered(told: Served) -> None:
    tie = next(row["record"] for row in rows(told) if row["other_name"] == "甲大厦")
    filed = post(told, {"record": tie, "field": "staff", "text": "人数是去年的", "wished": "80"})
    assert filed.status_code == 201, filed.text
    number = filed.json()["id"]
    assert (filed.json()["state"], filed.json()["word"]) == ("open", None)
    with pytest.raises(WrongUsage):
        answer_objection(told.settings, number, State.ACCEPTED, " ")
    answer_objection(told.settings, number, State.ACCEPTED, "下期名册更正")
    with pytest.raises(WrongUsage):
        answer_objection(told.settings, number, State.DECLINED, "改主意")
    with pytest.raises(NotFound):
        answer_objection(told.settings, 10**6, State.DECLINED, "无")
    listed = next(row for row in rows(told, "/v1/own/objections") if row["id"] == number)
    assert (listed["said"], listed["state_zh"], listed["word"]) == ("人数是去年的", "已采纳", "下期名册更正")
    # the record is what it was: only a roster changes it
    assert ("staff", "72") in {(row["field"], row["value"]) for row in rows(told) if row["record"] == tie}
    told.keys["other"] = create_key(told.settings, label="x", role="unit", unit=OTHER)[1]
    assert told.get("/v1/own/objections", "other").json()["rows"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "invalid_parameters"),
        (b"\xff\xfe", "invalid_parameters"),
        ({"text": "x"}, "invalid_parameters"),
        ({"record": UNIT, "text": "x", "more": "y"}, "invalid_parameters"),
        ({"record": UNIT, "text": "长" * (LONGEST_TEXT + 1)}, "invalid_parameters"),
        ({"record": UNIT, "text": " \u200b "}, "objection_text"),
        ({"record": UNIT, "text": f"请打{PHONE}"}, "objection_personal"),
        ({"record": UNIT, "text": "不对", "wished": PHONE}, "objection_personal"),
        ({"record": UNIT, "field": "no_such", "text": "x"}, "invalid_parameters"),
        ({"record": OTHER, "text": "x"}, "record_not_own"),
        ({"record": "PartyMember:x", "text": "x"}, "record_not_own"),
        (b'{"record": "' + b"x" * 9000 + b'"}', "body_too_large"),
    ],
)
def test_what_is_not_taken(told: Served, body: object, code: str) -> None:
    before = len(objections(told.settings))
    refused = post(told, body)
    assert refused.json()["code"] == code
    assert PHONE not in refused.text
    assert len(objections(told.settings)) == before


def test_a_lone_surrogate_is_no_letter(told: Served) -> None:
    answer = post(told, b'{"record": "' + UNIT.encode() + b'", "text": "a\\ud800b"}')
    assert answer.status_code in (201, 400)


def test_there_are_not_too_many(told: Served) -> None:
    told.keys["eager"] = create_key(told.settings, label="x", role="unit", unit=OTHER)[1]
    codes = [post(told, {"record": OTHER, "text": f"第{n}条"}, "eager").status_code for n in range(MOST_OPEN + 1)]
    assert codes == [201] * MOST_OPEN + [403]
    # answering them makes room among the open ones, not within the day
    for each in objections(told.settings, unit=OTHER, state=State.OPEN):
        answer_objection(told.settings, each.id, State.DECLINED, "不采纳")
    assert post(told, {"record": OTHER, "text": "又一条"}, "eager").json()["code"] == "too_many_objections"


def test_nothing_filed_is_ever_changed(told: Served) -> None:
    assert post(told, {"record": UNIT, "text": "名称有误"}).status_code == 201
    db = sqlite3.connect(told.settings.data / FILE)
    for statement in ("UPDATE objection SET said = 'x'", "DELETE FROM objection", "DELETE FROM answer"):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(statement)
    db.close()
