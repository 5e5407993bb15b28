"""The service is killed while a job runs: the job is known as interrupted afterwards, and can be begun again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.keys import create_key
from graph.settings import Settings
from graph.store.bolt import Bolt
from tests.conftest import Address
from tests.faults.conftest import Books
from tests.loader import ROOT, environment, load_first, settings_of

PATIENCE = 60.0
SERVICE = """
import sys, time, uvicorn
from api.app import create_app, uvicorn_options
from api.jobs.declare import Kind, Scoped, Stopped
from api.jobs.kinds import KINDS
from graph.disclosure.coverage import LISTS
from graph.settings import Settings

def run(graph, asked, report, cancelled):
    while not cancelled():
        time.sleep(0.02)
    raise Stopped

slow = Kind("coverage", "慢", "slow", KINDS["coverage"].parameters, LISTS, run)
settings = Settings(port=int(sys.argv[1]))
uvicorn.run(create_app(settings, kinds={"coverage": slow}), **uvicorn_options(settings))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_a_job_that_was_cut_off_is_begun_again(
    books: Books, server: Address, bolt: Bolt, tmp_path: Path, how: str
) -> None:
    settings = settings_of(server, tmp_path / "data")
    load_first(settings, books.folder)
    _, text = create_key(settings, label="x", role="planner")
    job = cut_off(settings, text, getattr(signal, how, signal.SIGTERM))
    with TestClient(create_app(settings), headers={"X-API-Key": text}) as client:
        assert state_of(client, job, until="interrupted")["state"] == "interrupted"
        assert client.get(f"/v1/jobs/{job}/result").status_code == 409
        assert client.post(f"/v1/jobs/{job}/again").status_code == 202
        assert state_of(client, job, until="done")["state"] == "done"
        rows = client.get(f"/v1/jobs/{job}/result").json()["rows"]
        assert rows == client.get("/v1/coverage/rates").json()["rows"]


def cut_off(settings: Settings, key: str, sent: int) -> str:
    """The id of a job that ran in a service when a signal ended it."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVICE, str(port)], cwd=ROOT, env=environment(settings), stderr=subprocess.PIPE
    )
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers={"X-API-Key": key}, timeout=PATIENCE) as client:
            wait_for(client, process)
            job = client.post("/v1/jobs", json={"what": "coverage"}).json()["id"]
            assert state_of(client, job, until="running")["state"] == "running"
        os.kill(process.pid, sent)
        process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
        process.communicate()
    return str(job)


def wait_for(client: httpx2.Client, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    process.kill()
    raise AssertionError(f"the service did not start: {process.communicate()[1].decode()}")


def state_of(client: httpx2.Client | TestClient, job: str, *, until: str) -> dict:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        told = client.get(f"/v1/jobs/{job}", params={"wait": 5}).json()
        if told["state"] == until:
            break
    return told
