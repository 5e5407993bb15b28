"""The store behind the service: bounded in time and number, opened again after a loss, let go at the end."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app, uvicorn_options
from api.serving import QUEUE, Serving
from graph.disclosure.reads import Read, Reads
from graph.disclosure.roles import Role
from graph.errors import StoreBusy, StoreMismatch, StoreUnavailable, WrongUsage
from graph.settings import Settings
from graph.store import engine
from graph.store.opening import open_store
from graph.store.store import Store
from tests.api.conftest import Served, files, issue


@contextmanager
def opened(settings: Settings, **bounds: float) -> Iterator[Serving]:
    serving = Serving(settings, open_store, **bounds)  # type: ignore[arg-type]
    serving.open()
    try:
        yield serving
    finally:
        serving.close()


def test_who_waits_too_long_is_told_so(settings: Settings) -> None:
    go_on = threading.Event()

    async def ask(serving: Serving) -> None:
        began = time.monotonic()
        with pytest.raises(StoreUnavailable) as late:
            await serving.run(lambda store: go_on.wait(20))
        assert late.value.code == "question_timeout"
        assert time.monotonic() - began < 15
        go_on.set()
        assert await serving.run(lambda store: store.state().sequence) == 1

    with opened(settings, workers=1, seconds=0.2) as serving:
        try:
            asyncio.run(ask(serving))
        finally:
            go_on.set()


def test_a_full_house_refuses_and_recovers(settings: Settings) -> None:
    go_on, workers = threading.Event(), 2

    async def ask(serving: Serving) -> None:
        crowd = [asyncio.create_task(serving.run(lambda store: go_on.wait(20))) for _ in range(workers * (1 + QUEUE))]
        await asyncio.sleep(0.1)
        with pytest.raises(StoreBusy) as refused:
            await serving.run(lambda store: True)
        assert refused.value.code == "busy"
        # the state of the service is asked beside the queue
        assert await serving.probe(lambda store: store.state().writing) is False
        go_on.set()
        assert all(await asyncio.gather(*crowd))
        assert await serving.run(lambda store: True)

    with opened(settings, workers=workers) as serving:
        try:
            asyncio.run(ask(serving))
        finally:
            go_on.set()


def test_a_request_out_of_time(serve: Callable[..., Served]) -> None:
    answer = serve(seconds=0.00001).get("/v1/questions/units")
    assert (answer.status_code, answer.json()["code"]) == (503, "question_timeout")
    assert answer.headers["retry-after"] == "2"


def test_graphs_are_kept_from_request_to_request_for_each_role_and_store(settings: Settings) -> None:
    with opened(settings) as serving, open_store(settings) as store:
        first = serving.graph(store, Role.PLANNER)
        assert serving.graph(store, Role.PLANNER) is first
        assert serving.graph(store, Role.STEWARD).role is Role.STEWARD
        with open_store(settings) as other:
            assert serving.graph(other, Role.PLANNER).store is other


# --- loss -----------------------------------------------------------------------------------------


def test_a_store_that_is_not_there_yet(settings: Settings) -> None:
    there = threading.Event()

    def opener(wanted: Settings) -> Store:
        if not there.is_set():
            raise StoreUnavailable("打不开 /secret/path", "cannot open /secret/path")
        return open_store(wanted)

    with TestClient(create_app(settings, opener=opener)) as client:
        assert client.get("/health").status_code == 503
        answer = client.get("/v1/places")
        assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
        assert "secret" not in answer.text
        there.set()
        client.app.state.serving._failed_at = 0.0  # the pause is over
        assert client.get("/v1/places").status_code == 200
        assert client.get("/health").json()["status"] == "ok"


@pytest.mark.parametrize("error", [WrongUsage("改", "change it"), StoreMismatch("换", "another folder")])
def test_what_waiting_does_not_mend_ends_the_start(settings: Settings, error: Exception) -> None:
    def opener(_: Settings) -> Store:
        raise error

    with pytest.raises(type(error)), TestClient(create_app(settings, opener=opener)):
        pass


@pytest.mark.skipif("GONGJIAN_TEST_URI" in os.environ, reason="kills an embedded engine of its own")
def test_after_a_crash_of_the_engine(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, linger_seconds=1, engine_memory_mb=256)
    with open_store(settings) as store:
        store.load(files())
    with TestClient(create_app(settings)) as client:
        key = issue(settings)["planner"]
        before = client.get("/v1/questions/units", headers={"X-API-Key": key}).json()["rows"]
        pid = engine.status(tmp_path / "engine").pid
        assert pid is not None
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        began = time.monotonic()
        lost = client.get("/v1/questions/units", headers={"X-API-Key": key})
        assert time.monotonic() - began < 14
        assert (lost.status_code, lost.headers["content-type"]) == (503, "application/problem+json")
        assert lost.json()["code"] == "store_unavailable"
        again = client.get("/v1/questions/units", headers={"X-API-Key": key})
        assert again.status_code == 200, again.text
        assert again.json()["rows"] == before
        assert engine.status(tmp_path / "engine").pid != pid
    engine.stop(tmp_path / "engine")


# --- a machine without the ledger -----------------------------------------------------------------


def test_a_machine_that_only_reads(serve: Callable[..., Served], tmp_path: Path) -> None:
    served = serve(tmp_path)
    assert served.get("/v1/questions/units").status_code == 200
    for path in ("/v1/loads", "/v1/sources/Unit:name:x"):
        answer = served.get(path)
        assert (answer.status_code, answer.json()["code"]) == (409, "no_ledger")
    assert served.get("/v1/questions/tenancies").json()["rows"][0]["staff"] == 71
    noted = tmp_path / "audit.log"
    assert '"question": "tenancies"' in noted.read_text("utf-8")
    if os.name == "posix":
        assert noted.stat().st_mode & 0o777 == 0o600


def test_notes_of_many_threads_are_all_there(settings: Settings) -> None:
    reads = Reads(settings.data)
    read = Read(None, "public", "none", None, "2024-06-30", [], 0)
    with open_store(settings) as store:
        count = store.ledger._db.execute("SELECT count(*) FROM audit").fetchone()[0]
        threads = [threading.Thread(target=reads.note, args=(store, replace(read, rows=each))) for each in range(20)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert store.ledger._db.execute("SELECT count(*) FROM audit").fetchone()[0] == count + 20


def test_it_listens_on_this_machine_only_and_keeps_no_access_log() -> None:
    options = uvicorn_options(Settings())
    assert (options["host"], options["access_log"], options["server_header"]) == ("127.0.0.1", False, False)


def test_a_question_that_outlives_its_request_ends_before_the_store_does(settings: Settings) -> None:
    ended: list[int] = []

    async def ask(serving: Serving) -> None:
        def slow(store: Store) -> None:
            time.sleep(0.5)
            ended.append(store.state().sequence)

        with pytest.raises(StoreUnavailable):
            await serving.run(slow)

    with opened(settings, seconds=0.05) as serving:
        asyncio.run(ask(serving))
    assert ended == [1]
