"""Jobs of the tests that wait until they are let go, and how jobs are begun and waited for over HTTP."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from api.jobs.declare import JobResult, Kind, Progress, Scoped, Stopped
from api.jobs.job import ENDED
from api.jobs.kinds import KINDS
from graph.disclosure.coverage import LISTS
from graph.disclosure.roles import Role
from graph.errors import NotFound

if TYPE_CHECKING:
    from tests.api.conftest import Served

PATIENCE = 30.0
SECRET = "10000000000x"


class Waiting(Scoped):
    """Parameters of a job that waits until it is let go or cancelled."""

    name: str = "a"


class Gate:
    """Jobs of the tests: each says that it runs, and waits."""

    def __init__(self) -> None:
        self.running = threading.Semaphore(0)
        self.go_on = threading.Event()
        self.deaf = threading.Event()
        """Set while a job does not look whether it is to stop."""

    def run(self, graph, asked, report, cancelled) -> JobResult:
        report(Progress("等待中", "waiting", 0.25, {"value": 7}))
        self.running.release()
        while not self.go_on.wait(0.02):
            if cancelled() and not self.deaf.is_set():
                raise Stopped
        table = KINDS["coverage"]
        return table.run(graph, table.parameters(scope=asked.scope, as_of=asked.as_of), report, cancelled)

    def fail(self, graph, asked, report, cancelled) -> JobResult:
        raise ValueError(SECRET) if asked.name == "a" else NotFound("没有", "there is none", code="of_ours")

    @property
    def kinds(self):
        return {
            **KINDS,
            "waits": Kind("waits", "等待", "waits", Waiting, LISTS, self.run),
            "fails": Kind("fails", "失败", "fails", Waiting, frozenset({Role.STEWARD}), self.fail),
        }


def begin(served: Served, what: str = "waits", key: str = "planner", **parameters: object):
    body = {"what": what, "parameters": parameters}
    return served.client.post("/v1/jobs", json=body, headers={"X-API-Key": served.keys[key]})


def call(served: Served, method: str, path: str, key: str = "planner"):
    return served.client.request(method, path, headers={"X-API-Key": served.keys.get(key, key)})


def ended(served: Served, job: str, key: str = "planner") -> dict:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        told = served.get(f"/v1/jobs/{job}", key, wait=5).json()
        if told["state"] in ENDED:
            return told
    raise AssertionError(told)


def runs(gate: Gate) -> None:
    assert gate.running.acquire(timeout=PATIENCE)
