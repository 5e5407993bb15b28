"""Rosters in two editions, what a clean run of them gives, and the command line as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.settings import Settings
from graph.store.bolt import Bolt
from tests.conftest import Address
from tests.faults.rosters import (
    FIRST_HOUSEHOLDS,
    SCOPE,
    SECOND_DAY,
    SECOND_HOUSEHOLDS,
    write_buildings,
    write_places,
)
from tests.loader import ROOT, content, environment, load_first, load_second, settings_of

BUILDINGS = 600


@dataclass(frozen=True)
class Run:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


Gongjian = Callable[..., Run]


@dataclass(frozen=True)
class Books:
    """Rosters in two editions, and the content hash after each of them."""

    folder: Path
    first: str
    second: str


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory, server: Address, pool: Bolt) -> Books:
    """Some hundred buildings, the second edition with other figures."""
    folder = tmp_path_factory.mktemp("books")
    write_places(folder / "first")
    write_buildings(folder / "first", buildings=BUILDINGS, households=FIRST_HOUSEHOLDS)
    write_buildings(folder / "second", buildings=BUILDINGS, households=SECOND_HOUSEHOLDS)
    pool.wipe()
    settings = settings_of(server, tmp_path_factory.mktemp("clean"))
    load_first(settings, folder)
    first, _ = content(settings)
    load_second(settings, folder)
    second, _ = content(settings)
    assert first != second
    return Books(folder, first, second)


@pytest.fixture
def gongjian() -> Gongjian:
    """Runs a command in a process of its own, with its files no larger than ``largest`` bytes where that is given."""

    def run(settings: Settings, *words: object, largest: int | None = None) -> Run:
        def limited() -> None:
            import resource

            if largest is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

        program = "from api.command.main import app; app()"
        done = subprocess.run(
            [sys.executable, "-c", program, *map(str, words)],
            cwd=ROOT,
            env=environment(settings),
            capture_output=True,
            text=True,
            timeout=240,
            preexec_fn=None if largest is None else limited,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    return run


def second_edition(books: Books) -> tuple[object, ...]:
    """The words of the command that loads it."""
    return ("load", books.folder / "second", "--edition", SECOND_DAY, "--scope", SCOPE, "--complete", "--yes")
