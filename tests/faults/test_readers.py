"""Readers beside a load: each answer is wholly of one version, and whoever reads slowly holds up nobody."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import create_app, uvicorn_options
from api.keys import create_key
from graph.disclosure.roles import Role
from graph.errors import LoadInProgress
from graph.model.time import Moment
from graph.opened import Graph, open_graph
from graph.settings import Settings
from graph.store import project
from graph.store.bolt import Bolt
from graph.store.opening import open_store
from graph.store.store import Store
from ingest.load.commit import commit
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare
from tests.conftest import Address
from tests.faults.conftest import BUILDINGS, Books
from tests.faults.rosters import FIRST_HOUSEHOLDS, SCOPE, SECOND_DAY, SECOND_HOUSEHOLDS
from tests.loader import content, load_first, load_second, settings_of

PATH = "/v1/questions/buildings"
FIGURES = {1: [FIRST_HOUSEHOLDS] * BUILDINGS, 2: [SECOND_HOUSEHOLDS] * BUILDINGS}
"""Households of all buildings by the graph's sequence."""
WORKERS = 4
SLOW = 3 * WORKERS


@pytest.fixture
def settings(books: Books, server: Address, bolt: Bolt, tmp_path: Path) -> Settings:
    """Of a graph that holds the first edition."""
    made = settings_of(server, tmp_path / "data")
    load_first(made, books.folder)
    return made


@pytest.fixture
def key(settings: Settings) -> dict[str, str]:
    return {"X-API-Key": create_key(settings, label="reader", role=Role.PLANNER)[1]}


@dataclass
class Reader:
    """Asks the same over and over by both doors, and keeps what it was told."""

    client: TestClient
    graph: Graph
    key: dict[str, str]
    done: threading.Event
    told: list[int]
    """Sequence of each answer; 0 where a load was being written."""

    def read_on(self) -> None:
        while not self.done.is_set():
            self.by_http()
            self.by_python()

    def by_http(self) -> None:
        answer = self.client.get(PATH, params={"limit": 1000}, headers=self.key)
        if answer.status_code == 503:
            assert answer.json()["code"] == "load_in_progress"
            assert int(answer.headers["Retry-After"]) > 0
            self.told.append(0)
            return
        page = answer.json()
        self._keep(page["graph"]["sequence"], [row["households"] for row in page["rows"]])

    def by_python(self) -> None:
        try:
            answer = self.graph.answer("buildings", {}).answer
        except LoadInProgress:
            self.told.append(0)
            return
        self._keep(answer.sequence, [row["households"] for row in answer.rows])

    def _keep(self, sequence: int, found: list[object]) -> None:
        assert found == FIGURES[sequence]
        self.told.append(sequence)


def write_second(store: Store, books: Books, progress: project.Progress) -> None:
    options = LoadOptions(edition=Moment.parse(SECOND_DAY), scope=SCOPE, complete=True)
    commit(store, prepare([books.folder / "second"], options, store.ledger), progress=progress)


def test_readers_never_see_half_a_load(
    books: Books, settings: Settings, key: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "BATCH", 25)  # many instants at which half of it is written
    failures: list[BaseException] = []
    with (
        TestClient(create_app(settings)) as client,
        open_graph(settings) as graph,
        open_graph(settings) as other,
        open_store(settings) as store,
    ):
        beside = Reader(client, graph, key, threading.Event(), [])
        between = Reader(client, other, key, threading.Event(), [])

        def read_on() -> None:
            try:
                beside.read_on()
            except BaseException as error:
                failures.append(error)

        def look(done: int, of: int) -> None:
            between.by_http()
            between.by_python()

        thread = threading.Thread(target=read_on)
        thread.start()
        while len(beside.told) < 2 and thread.is_alive():
            time.sleep(0.01)
        write_second(store, books, look)
        now = len(beside.told)
        while len(beside.told) < now + 4 and thread.is_alive():
            time.sleep(0.01)
        beside.done.set()
        thread.join()
    assert not failures, failures
    assert set(beside.told) == {0, 1, 2}
    assert beside.told.index(1) < beside.told.index(0) < beside.told.index(2)
    assert set(between.told) == {0} and len(between.told) > 20
    assert content(settings) == (books.second, 2)


# --- slow readers -----------------------------------------------------------------------------------


@contextmanager
def served(settings: Settings) -> Iterator[int]:
    """The real service on a port of its own, with small buffers, so that a slow reader is felt."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        app = create_app(settings, workers=WORKERS)
        service = uvicorn.Server(uvicorn.Config(app, **uvicorn_options(settings)))
        thread = threading.Thread(target=service.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not service.started and thread.is_alive():
                time.sleep(0.02)
            yield int(listener.getsockname()[1])
        finally:
            service.should_exit = True
            thread.join()


def ask(port: int, key: dict[str, str]) -> socket.socket:
    """Send a question and leave its answer unread."""
    asker = socket.socket()
    asker.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    asker.connect(("127.0.0.1", port))
    asker.settimeout(120)
    headers = {"Host": "127.0.0.1", "Connection": "close", "Accept": "application/json", **key}
    lines = [f"GET {PATH}?limit=1000 HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    asker.sendall("\r\n".join(lines).encode())
    return asker


def read_whole(asker: socket.socket, piece: int = 65536) -> tuple[int, list[int]]:
    """Sequence and figures of the answer, read piece by piece to its end."""
    heard = b""
    while more := asker.recv(piece):
        heard += more
    asker.close()
    page = json.loads(heard.partition(b"\r\n\r\n")[2])
    return page["graph"]["sequence"], [row["households"] for row in page["rows"]]


def test_slow_readers_hold_up_nobody(books: Books, settings: Settings, key: dict[str, str]) -> None:
    with served(settings) as port:
        slow = []
        for _ in range(SLOW):
            slow.append(ask(port, key))
            assert slow[-1].recv(1) == b"H"  # it is being answered, and takes no more than a byte of it
        assert read_whole(ask(port, key)) == (1, FIGURES[1])
        load_second(settings, books.folder)
        assert read_whole(ask(port, key)) == (2, FIGURES[2])
        for each in slow:
            each.recv(1)
        assert read_whole(ask(port, key), piece=7) == (2, FIGURES[2])
        # the old answers are still whole
        assert [read_whole(each) for each in slow] == [(1, FIGURES[1])] * SLOW
    assert content(settings) == (books.second, 2)


def test_a_question_held_open_holds_up_no_load(books: Books, settings: Settings) -> None:
    query = "MATCH (b:Building) RETURN b.id AS id ORDER BY id"
    with open_store(settings) as store:
        rows = store.bolt.stream(query, {}, fetch_size=1)
        first = next(rows)["id"]
        load_second(settings, books.folder)
        assert content(settings) == (books.second, 2)
        ids = [first, *(row["id"] for row in rows)]
    assert len(set(ids)) == BUILDINGS
