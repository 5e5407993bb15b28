"""The engine the suite runs on: Neo4j where GONGJIAN_TEST_URI is set, else the embedded engine, started once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

from graph.store.bolt import Bolt
from graph.store.engine import attach, stop
from tests.subdistrict import Subdistrict

# a busy machine is no fault of the code: how fast things are is measured, not tested
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


SLOW = frozenset({"faults", "test_kill.py", "test_two_loaders.py", "test_additions.py", "test_demo.py"})
"""Folders and files of few tests that take long: they start engines and kill them."""
REACHING = frozenset({"server", "subdistrict"})
"""Fixtures that open the graph under test."""


@dataclass(frozen=True)
class Address:
    """How to log in to the graph under test."""

    uri: str
    user: str
    password: str
    dialect: str
    database: str | None = None
    reader: tuple[str, str] | None = None
    folder: Path | None = None

    def open(self) -> Bolt:
        return Bolt(
            self.uri,
            self.user,
            self.password,
            database=self.database,
            reader=self.reader,
            folder=self.folder,
        )


def pytest_report_header() -> str:
    uri = os.environ.get("GONGJIAN_TEST_URI")
    return f"ENGINE UNDER TEST: {'Neo4j at ' + uri if uri else 'EMBEDDED (ArcadeDB); set GONGJIAN_TEST_URI for Neo4j'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server run what reaches it; what touches no engine, or starts an embedded one of its own, ran there.

    Else the slow files come first, so that no worker is left with one of them when the others are done.
    """
    if "GONGJIAN_TEST_URI" not in os.environ:
        items.sort(key=lambda item: not SLOW.intersection(item.path.parts))
        return
    here = [item for item in items if REACHING.intersection(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in here])
    items[:] = here


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The engine's address; its data belong to the tests."""
    if uri := os.environ.get("GONGJIAN_TEST_URI"):
        user, password = os.environ.get("GONGJIAN_TEST_USER", "neo4j"), os.environ["GONGJIAN_TEST_PASSWORD"]
        yield Address(uri, user, password, "neo4j")
        return
    folder = tmp_path_factory.mktemp("engine")
    with attach(folder, linger_seconds=5, memory_mb=512) as held:
        yield Address(held.uri, held.user, held.password, "embedded", held.database, held.reader, folder)
    stop(folder)


@pytest.fixture(scope="session")
def pool(server: Address) -> Iterator[Bolt]:
    """One pool for the whole session."""
    with server.open() as bolt:
        yield bolt


@pytest.fixture
def bolt(pool: Bolt) -> Bolt:
    """The pool, over an empty graph (constraints of earlier tests stay)."""
    pool.wipe()
    return pool


@pytest.fixture(scope="session")
def subdistrict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subdistrict]:
    """The invented subdistrict: ``with subdistrict.open("planner") as g``."""
    found = Subdistrict(tmp_path_factory.mktemp("subdistrict"))
    if os.environ.get("GONGJIAN_TEST_URI"):
        yield found
        return
    with found.open():  # holds the engine up until the last test
        yield found
