"""Jobs: whose they are, what others see of them, and how many there may be."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.access import Caller
from api.jobs import store as kept
from api.jobs.job import State
from api.jobs.store import JobStore
from api.keys import create_key, revoke_key
from graph.disclosure.roles import Role
from graph.errors import Refused, StoreBusy
from tests.api.conftest import DAY, Served
from tests.api.job_gate import SECRET, Gate, begin, call, ended, runs

# --- who may ------------------------------------------------------------------------------------------


def test_jobs_are_for_keys_of_their_kinds_roles(working: Served) -> None:
    anonymous = working.client.post("/v1/jobs", json={"what": "coverage"})
    assert (anonymous.status_code, anonymous.json()["code"]) == (403, "key_needed")
    assert begin(working, "coverage", "public").json()["code"] == "refused"
    assert begin(working, "fails", "planner").json()["code"] == "refused"
    assert begin(working, "coverage", "planner", theta=0.4).json()["code"] == "refused"
    working.keys["unit"] = create_key(working.settings, label="x", role="unit", unit="Unit:name:x")[1]
    assert begin(working, "coverage", "unit").json()["code"] == "own_only"
    assert call(working, "POST", "/v1/jobs/x/again", "unit").json()["code"] == "own_only"
    assert working.get("/v1/jobs", "steward").json()["jobs"] == []


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"{", "invalid_parameters"),
        (b'{"what": "nothing"}', "invalid_parameters"),
        (b'{"what": "coverage", "parameters": {"theta": 3}}', "invalid_parameters"),
        (b'{"what": "coverage", "parameters": {"as_of": "1/2/2024"}}', "invalid_parameters"),
        (b'{"what": "coverage", "parameters": {"' + SECRET.encode() + b'": 1}}', "invalid_parameters"),
        ('{"what": "coverage", "parameters": {"scope": "没有这个地方"}}'.encode(), "place_not_found"),
        (b'{"what": "' + b"x" * 300_000 + b'"}', "body_too_large"),
    ],
)
def test_what_is_not_taken(working: Served, sent: bytes, code: str) -> None:
    answer = working.client.post("/v1/jobs", content=sent, headers={"X-API-Key": working.keys["planner"]})
    assert (400 <= answer.status_code < 500, answer.json()["code"]) == (True, code)
    assert SECRET not in answer.text
    assert working.get("/v1/jobs", "planner").json()["jobs"] == []


def test_an_area_holds_for_jobs_too(working: Served) -> None:
    assert begin(working, "coverage", "area", scope="乙社区").json()["code"] == "outside_area"
    job = begin(working, "coverage", "area", table="buildings").json()["id"]
    read = working.get(ended(working, job, "area")["result"], "area").json()
    assert read["scope"]["name"] == "甲社区"
    assert "乙社区" not in json.dumps(read, ensure_ascii=False)


def test_others_are_not_shown_and_the_steward_sees_no_parameters(working: Served, gate: Gate) -> None:
    job = begin(working).json()["id"]
    runs(gate)
    for reader in ("researcher", "area", "steward_of_area"):
        for method, path in (
            ("GET", f"/v1/jobs/{job}"),
            ("GET", f"/v1/jobs/{job}/result"),
            ("DELETE", f"/v1/jobs/{job}"),
            ("POST", f"/v1/jobs/{job}/again"),
        ):
            assert call(working, method, path, reader).json()["code"] == "job_not_found", (reader, path)
        assert working.get("/v1/jobs", reader).json()["jobs"] == []
    [seen] = working.get("/v1/jobs", "steward").json()["jobs"]
    assert (seen["id"], seen["state"], seen["parameters"], seen["known"]) == (job, "running", None, {})
    gate.go_on.set()
    ended(working, job)
    assert working.get(f"/v1/jobs/{job}", "steward").json()["result"] is None
    assert working.get(f"/v1/jobs/{job}/result", "steward").json()["code"] == "job_of_another"
    assert call(working, "POST", f"/v1/jobs/{job}/again", "steward").json()["code"] == "job_of_another"


def test_a_key_that_is_no_longer_what_it_was_reads_nothing(working: Served, gate: Gate) -> None:
    key, text = create_key(working.settings, label="x", role="planner")
    working.keys["changing"] = text
    job = begin(working, "coverage", "changing").json()["id"]
    assert ended(working, job, "changing")["state"] == "done"
    _change(working, "UPDATE key SET area = '999901001001' WHERE id = ?", key.id)
    for path in (f"/v1/jobs/{job}", f"/v1/jobs/{job}/result"):
        answer = working.get(path, "changing")
        assert (answer.status_code, answer.json()["code"]) == (403, "key_changed")
    revoke_key(working.settings, key.id)
    assert working.get(f"/v1/jobs/{job}/result", "changing").status_code == 401


def test_a_job_whose_key_was_revoked_while_it_waited_is_not_done(working: Served, gate: Gate) -> None:
    for number in range(2):
        begin(working, name=str(number))
        runs(gate)
    key, working.keys["gone"] = create_key(working.settings, label="x", role="planner")
    job = begin(working, "waits", "gone").json()["id"]
    revoke_key(working.settings, key.id)
    gate.go_on.set()
    told = ended(working, job, "steward")
    assert (told["state"], told["problem"]["code"]) == ("failed", "key_changed")


def _change(served: Served, statement: str, *values: object) -> None:
    with sqlite3.connect(served.settings.data / "keys.sqlite") as db:
        db.execute(statement, values)
    db.close()


def test_each_read_of_figures_of_people_is_noted(working: Served) -> None:
    job = begin(working, "coverage", "steward", theta=0.4, as_of=DAY).json()["id"]
    address = ended(working, job, "steward")["result"]
    log = working.settings.data / "audit.log"
    assert not log.exists()
    for _ in range(2):
        assert working.get(address, "steward", limit=3).status_code == 200
    noted = [json.loads(line)["detail"] for line in log.read_text("utf-8").splitlines()]
    assert [(each["columns"], each["rows"], each["as_of"]) for each in noted] == [(["mode"], 3, DAY)] * 2


# --- bounds -------------------------------------------------------------------------------------------


def test_a_key_has_a_few_at_a_time(working: Served, gate: Gate) -> None:
    for number in range(kept.MOST_OF_KEY):
        assert begin(working, name=str(number)).status_code == 202
    refused = begin(working)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_jobs")
    assert refused.headers["retry-after"]
    assert begin(working, "coverage", "researcher").status_code == 202
    gate.go_on.set()


def test_all_keys_together_have_a_bound_and_take_turns(tmp_path: Path) -> None:
    jobs = JobStore(tmp_path)
    for number in range(kept.MOST):
        jobs.add("waits", Caller(Role.PLANNER, f"key{number // kept.MOST_OF_KEY}"), {})
    with pytest.raises(StoreBusy) as full:
        jobs.add("waits", Caller(Role.PLANNER, "another"), {})
    assert full.value.code == "jobs_full"
    assert jobs.begin(["something else"]) is None
    begun = [jobs.begin(["waits"]) for _ in range(9)]
    # each key's first job before any key's second
    assert [each.key for each in begun if each] == [*(f"key{n}" for n in range(8)), "key0"]


def _done(jobs: JobStore, key: str, body: str) -> str:
    job = jobs.add("waits", Caller(Role.PLANNER, key), {})
    assert jobs.begin(["waits"]) is not None
    jobs.done(job.id, 1, {"body": body})
    return job.id


def test_results_are_kept_for_some_days_and_some_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = JobStore(tmp_path)
    old, new = _done(jobs, "a", "x"), _done(jobs, "a", "y")
    past = (datetime.now(UTC) - kept.KEPT_FOR - timedelta(days=1)).isoformat()
    with sqlite3.connect(jobs.folder / "jobs.sqlite") as db:
        db.execute("UPDATE job SET ended = ? WHERE id = ?", (past, old))
    db.close()
    third = _done(jobs, "a", "z" * 100)
    assert [each.id for each in jobs.listed(None, None, 10)] == [third, new]
    monkeypatch.setattr(kept, "KEPT_BYTES", 250)
    fourth, fifth = _done(jobs, "a", "z" * 100), _done(jobs, "a", "z" * 100)
    assert [each.id for each in jobs.listed(None, None, 10)] == [fifth, fourth]
    assert jobs.result(fourth) == {"body": "z" * 100}
    monkeypatch.setattr(kept, "KEPT_JOBS", 1)
    sixth = _done(jobs, "a", "z")
    assert [each.id for each in jobs.listed(None, None, 10)] == [sixth]
    monkeypatch.setattr(kept, "LARGEST", 10)
    with pytest.raises(Refused):
        _done(jobs, "a", "z" * 11)


def test_an_erasure_takes_results_with_their_bytes_and_stops_what_has_read(tmp_path: Path) -> None:
    jobs = JobStore(tmp_path)
    assert jobs.forget_results() == 0
    assert not jobs.folder.exists()
    done = _done(jobs, "a", SECRET)
    running = jobs.add("waits", Caller(Role.PLANNER, "a"), {})
    assert jobs.begin(["waits"]) is not None
    assert jobs.forget_results() == 1
    assert (jobs.get(done), jobs.result(done), jobs.to_stop()) == (None, None, {running.id})
    jobs.done(running.id, 1, {"body": SECRET})
    told = jobs.get(running.id)
    assert told is not None and told.state is State.CANCELLED
    assert jobs.result(running.id) is None
    assert not [path for path in jobs.folder.iterdir() if SECRET.encode() in path.read_bytes()]


def test_the_list_goes_on_where_it_ended_also_when_jobs_are_added(working: Served) -> None:
    jobs = JobStore(working.settings.data)
    me = working.keys["planner"].split("_")[1]
    ids = [_done(jobs, me, "x") for _ in range(5)][::-1]
    first = working.get("/v1/jobs", "planner", limit=2).json()
    _done(jobs, me, "x")
    second = working.get("/v1/jobs", "planner", limit=2, cursor=first["next_cursor"]).json()
    third = working.get("/v1/jobs", "planner", limit=2, cursor=second["next_cursor"]).json()
    assert [each["id"] for page in (first, second, third) for each in page["jobs"]] == ids
    assert third["next_cursor"] is None
    stolen = working.get("/v1/jobs", "steward", limit=2, cursor=first["next_cursor"])
    assert stolen.json()["code"] == "cursor_mismatch"
