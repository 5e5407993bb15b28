"""Jobs: begun, looked after, read, cancelled, and kept over the end of the service."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from api.jobs.job import State
from api.jobs.store import JobStore
from api.jobs.telling import JOB, LISTED
from tests.api.conftest import DAY, Served, issue
from tests.api.job_gate import PATIENCE, SECRET, Gate, begin, call, ended, runs

# --- a job's life -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"table": "rates"}, "/v1/coverage/rates"),
        ({"table": "rates", "by": "kind"}, "/v1/coverage/rates"),
        ({"table": "buildings", "by": "use"}, "/v1/coverage/counts"),
        ({"table": "units", "scope": "甲社区"}, "/v1/coverage/counts"),
    ],
)
def test_the_result_is_what_the_endpoint_answers(working: Served, asked: dict, path: str) -> None:
    begun = begin(working, "coverage", as_of=DAY, **asked)
    assert begun.status_code == 202, begun.text
    where = begun.headers["location"]
    assert where == f"/v1/jobs/{begun.json()['id']}"
    told = ended(working, begun.json()["id"])
    assert (told["state"], told["problem"], told["result"]) == ("done", None, f"{where}/result")
    assert told["parameters"]["as_of"] == told["data_as_of"] == DAY
    table = asked.pop("table")
    at_once = working.get(path, "planner", as_of=DAY, **asked, **({} if table == "rates" else {"what": table}))
    read = working.get(told["result"], "planner").json()
    assert at_once.status_code == 200, at_once.text
    expected = at_once.json()
    assert read["rows"] == expected["rows"] != []
    for name in ("columns", "graph", "scope", "data_as_of", "rows_used", "question", "notice"):
        assert read[name] == expected[name], name


def test_formats_and_pages_of_a_result(working: Served) -> None:
    job = begin(working, "coverage", as_of=DAY, by="kind").json()["id"]
    address = ended(working, job)["result"]
    whole = working.get(address, "planner").json()
    lines = working.get(address, "planner", format="ndjson")
    assert [json.loads(line) for line in lines.text.splitlines()] == whole["rows"]
    sheet = working.get(address, "planner", headers={"Accept": "text/csv"})
    assert sheet.headers["content-type"].startswith("text/csv")
    assert len(sheet.text.splitlines()) == len(whole["rows"]) + 1
    rows, cursor = [], None
    while True:
        page = working.get(address, "planner", limit=5, **({} if cursor is None else {"cursor": cursor})).json()
        rows += page["rows"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert rows == whole["rows"]
    other = ended(working, begin(working, "coverage", as_of=DAY).json()["id"])["result"]
    foreign = working.get(address, "planner", limit=5).json()["next_cursor"]
    assert working.get(other, "planner", limit=5, cursor=foreign).json()["code"] == "cursor_mismatch"


def test_two_at_once_and_the_third_waits(working: Served, gate: Gate) -> None:
    ids = [begin(working, name=str(n)).json()["id"] for n in range(3)]
    runs(gate)
    runs(gate)
    states = [working.get(f"/v1/jobs/{job}", "planner").json() for job in ids]
    assert [each["state"] for each in states] == ["running", "running", "queued"]
    assert [each["progress"] for each in states] == [0.25, 0.25, None]
    assert (states[0]["progress_zh"], states[0]["known"]) == ("等待中", {"value": 7})
    early = working.get(f"/v1/jobs/{ids[0]}/result", "planner")
    assert (early.status_code, early.json()["code"]) == (409, "job_not_done")
    gate.go_on.set()
    assert [(told["state"], told["progress"]) for told in (ended(working, job) for job in ids)] == [("done", 1.0)] * 3
    listed = working.get("/v1/jobs", "planner").json()["jobs"]
    assert [each["id"] for each in listed] == ids[::-1]


def test_a_job_that_runs_is_cancelled_and_begun_again(working: Served, gate: Gate) -> None:
    job = begin(working).json()["id"]
    runs(gate)
    gate.deaf.set()
    for _ in range(2):  # asked twice it is the same
        answer = call(working, "DELETE", f"/v1/jobs/{job}")
        assert (answer.status_code, answer.json()["state"], answer.json()["cancelling"]) == (200, "running", True)
    gate.deaf.clear()
    assert ended(working, job)["state"] == "cancelled"
    refused = working.get(f"/v1/jobs/{job}/result", "planner")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_not_done")
    again = call(working, "POST", f"/v1/jobs/{job}/again")
    assert (again.status_code, again.json()["state"], again.json()["ended"]) == (202, "queued", None)
    runs(gate)
    gate.go_on.set()
    assert ended(working, job)["state"] == "done"
    assert call(working, "POST", f"/v1/jobs/{job}/again").json()["code"] == "job_not_ended"


def test_one_that_waits_is_cancelled_at_once_and_one_that_ended_is_forgotten(working: Served, gate: Gate) -> None:
    first, second, third = (begin(working, name=str(n)).json()["id"] for n in range(3))
    runs(gate)
    runs(gate)
    assert call(working, "DELETE", f"/v1/jobs/{third}").json()["state"] == "cancelled"
    gate.go_on.set()
    assert {ended(working, job)["state"] for job in (first, second)} == {"done"}
    assert call(working, "DELETE", f"/v1/jobs/{first}").status_code == 204
    for path in (f"/v1/jobs/{first}", f"/v1/jobs/{first}/result"):
        assert (working.get(path, "planner").status_code, working.get(path, "planner").json()["code"]) == (
            404,
            "job_not_found",
        )
    assert JobStore(working.settings.data).result(first) is None
    assert {each["id"] for each in working.get("/v1/jobs", "planner").json()["jobs"]} == {second, third}


def test_a_long_poll_ends_with_the_state(working: Served, gate: Gate) -> None:
    job = begin(working).json()["id"]
    runs(gate)
    answers: list[dict] = []
    asking = threading.Thread(target=lambda: answers.append(ended(working, job)))
    asking.start()
    assert working.get(f"/v1/jobs/{job}", "planner", wait=0.3).json()["state"] == "running"
    gate.go_on.set()
    asking.join(PATIENCE)
    assert answers[0]["state"] == "done"
    assert working.get(f"/v1/jobs/{job}", "planner", wait=25).json()["state"] == "done"
    assert working.get(f"/v1/jobs/{job}", "planner", wait=26).json()["code"] == "invalid_parameters"


def test_a_long_poll_does_not_hold_up_the_end_of_the_service(working: Served, gate: Gate) -> None:
    job = begin(working).json()["id"]
    runs(gate)
    told = threading.Event()
    working.client.app.state.jobs.ending = told.is_set
    answers: list[str] = []
    asking = threading.Thread(
        target=lambda: answers.append(working.get(f"/v1/jobs/{job}", "planner", wait=25).json()["state"])
    )
    asking.start()
    told.set()
    asking.join(20)
    assert answers == ["running"]


def test_a_failure_is_a_problem_without_internals(working: Served) -> None:
    inside = ended(working, begin(working, "fails", "steward").json()["id"], "steward")
    assert (inside["state"], inside["problem"]["code"]) == ("failed", "internal")
    ours = ended(working, begin(working, "fails", "steward", name="b").json()["id"], "steward")
    assert ours["problem"] == {"code": "of_ours", "detail_zh": "没有", "detail_en": "there is none"}
    refused = working.get(f"/v1/jobs/{ours['id']}/result", "steward")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_failed")
    assert "没有" in refused.json()["detail_zh"]
    for path in (working.settings.data / "jobs").glob("jobs.sqlite*"):
        assert SECRET.encode() not in path.read_bytes()


# --- the service ends and begins ------------------------------------------------------------------------


@contextmanager
def service(settings, gate: Gate) -> Iterator[Served]:
    from fastapi.testclient import TestClient

    from api.app import create_app

    with TestClient(create_app(settings, kinds=gate.kinds, job_workers=1)) as client:
        yield Served(client, settings)


def test_the_end_of_the_service_interrupts_and_the_queue_stays(settings, tmp_path: Path) -> None:
    own = settings.model_copy(update={"data": tmp_path})
    keys, gate = issue(own), Gate()
    with service(own, gate) as first:
        first.keys = keys
        running, waiting = (begin(first, name=name).json()["id"] for name in "ab")
        runs(gate)
    jobs = JobStore(tmp_path)
    assert {job: jobs.get(job).state for job in (running, waiting)} == {
        running: State.INTERRUPTED,
        waiting: State.QUEUED,
    }
    gate.go_on.set()
    with service(own, gate) as second:
        second.keys = keys
        assert ended(second, waiting)["state"] == "done"
        assert call(second, "POST", f"/v1/jobs/{running}/again").status_code == 202
        assert ended(second, running)["state"] == "done"
        assert second.get(f"/v1/jobs/{running}/result", "planner").status_code == 200


def test_a_second_service_on_the_folder_queues_and_takes_over(settings, tmp_path: Path) -> None:
    own = settings.model_copy(update={"data": tmp_path})
    keys, first_gate, second_gate = issue(own), Gate(), Gate()
    with service(own, second_gate) as second:
        second.keys = keys
        begin(second)
        runs(second_gate)
        with service(own, first_gate) as other:
            other.keys = keys
            job = begin(other).json()["id"]
            # what the one runs is not marked as interrupted by the other
            assert [each["state"] for each in other.get("/v1/jobs", "planner").json()["jobs"]] == ["queued", "running"]
            second_gate.go_on.set()
            assert ended(other, job)["state"] == "done"
    assert first_gate.running.acquire(blocking=False) is False


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_the_file_is_its_owners_only(working: Served) -> None:
    ended(working, begin(working, "coverage").json()["id"])
    for path in (working.settings.data / "jobs").glob("jobs.sqlite*"):
        assert path.stat().st_mode & 0o777 == 0o600


# --- OpenAPI --------------------------------------------------------------------------------------------


def test_jobs_are_as_described(working: Served) -> None:
    described = working.get("/openapi.json", None).json()["paths"]
    body = described["/v1/jobs"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    Draft202012Validator.check_schema(body)
    asked = {"what": "coverage", "parameters": {"as_of": DAY, "by": "kind"}}
    Draft202012Validator(body).validate(asked)
    assert not Draft202012Validator(body).is_valid({"what": "coverage", "parameters": {"by": "nothing"}})
    begun = begin(working, "coverage", **asked["parameters"])
    Draft202012Validator(JOB).validate(begun.json())
    job = ended(working, begun.json()["id"])
    Draft202012Validator(JOB, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(job)
    Draft202012Validator(LISTED).validate(working.get("/v1/jobs", "planner").json())
    schema = described["/v1/jobs/{id}/result"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator(schema).validate(working.get(job["result"], "planner").json())
