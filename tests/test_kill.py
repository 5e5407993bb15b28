"""kill -9 at random instants of every act: what was acknowledged is there once, and a re-run ends at the same hash.

``GONGJIAN_KILLS`` sets how many processes are killed (default 4), and a tenth as many engines, at least one.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.engine import status, stop
from tests.faults.rosters import FIRST_STAFF, SECOND_STAFF, write_organisations, write_places, write_units
from tests.loader import ACTS, content, settings_of, start

if TYPE_CHECKING:
    from tests.conftest import Address

KILLS = int(os.environ.get("GONGJIAN_KILLS", "4"))
SEED = 20181008
CYCLE = (
    "load_first",
    "write_backup",
    "load_second",
    "erase_one",
    "restore_backup",  # what was erased stays erased
    "load_second",
    "undo_second",
)
PATIENCE = 240
State = tuple[str, int]
Kill = Callable[["subprocess.Popen[str]", Settings, float], bool]
"""Kills something some seconds from now; whether the act was still at work by then."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX systems")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books")
    write_places(folder / "first")
    write_organisations(folder / "first", units=40)
    write_units(folder / "first", units=40, staff=FIRST_STAFF)
    write_units(folder / "second", units=50, staff=SECOND_STAFF)
    return folder


def kill_the_process(process: subprocess.Popen[str], settings: Settings, seconds: float) -> bool:
    if _ended(process, seconds):
        return False
    process.send_signal(signal.SIGKILL)
    return True


def kill_a_reader_else_the_process(process: subprocess.Popen[str], settings: Settings, seconds: float) -> bool:
    """A reader's death the act itself must survive, with an error or by going on."""
    if _ended(process, seconds):
        return False
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for child in children.read_text().split() if children.exists() else ():
        os.kill(int(child), signal.SIGKILL)
        return True
    return kill_the_process(process, settings, 0)


def kill_the_engine(process: subprocess.Popen[str], settings: Settings, seconds: float) -> bool:
    folder = settings.data / "engine"
    while process.poll() is None and status(folder).pid is None:  # it is only just being started
        time.sleep(0.05)
    if _ended(process, seconds):
        return False
    pid = status(folder).pid
    if pid is not None:
        os.kill(pid, signal.SIGKILL)
    return pid is not None


def _ended(process: subprocess.Popen[str], seconds: float) -> bool:
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def clean_run(books: Path, settings: Settings) -> tuple[list[State], list[float]]:
    """The state after each act of the cycle, and how many seconds the act takes."""
    states, seconds = [], []
    for act in CYCLE:
        process = start(act, books, settings)
        began = time.monotonic()
        errors = process.communicate(timeout=PATIENCE)[1]
        assert process.returncode == 0, errors
        seconds.append(time.monotonic() - began)
        states.append(content(settings))
    return states, seconds


def kill_again_and_again(books: Path, offices: Iterator[Settings], kills: int, ways: tuple[Kill, ...]) -> None:
    """Kill in act after act; each must leave the state before it or after it, and end well when it is run again."""
    states, seconds = clean_run(books, next(offices))
    moments = random.Random(SEED)
    killed = 0
    for settings in itertools.islice(offices, kills + 5):
        for at, act in enumerate(CYCLE):
            process = start(act, books, settings)
            killed += moments.choice(ways)(process, settings, moments.uniform(0, seconds[at]))
            errors = process.communicate(timeout=PATIENCE)[1]
            if at > 0:
                assert content(settings) in (states[at - 1], states[at]), (act, killed, errors)
            ACTS[act](settings, books)
            assert content(settings) == states[at], (act, killed, errors)
            if killed >= kills:
                return
    pytest.fail(f"only {killed} of {kills} were killed in time")


def test_killed_processes_lose_nothing(books: Path, tmp_path: Path, server: Address, bolt: Bolt) -> None:
    def offices() -> Iterator[Settings]:
        for number in itertools.count():
            bolt.wipe()
            yield settings_of(server, tmp_path / f"office-{number}")

    kill_again_and_again(books, offices(), KILLS, (kill_the_process, kill_a_reader_else_the_process))


def test_killed_engines_lose_nothing(books: Path, tmp_path: Path, server: Address) -> None:
    if server.dialect != "embedded":
        pytest.skip("the engine's own process is the embedded engine's; Neo4j is started by the test script")

    def offices() -> Iterator[Settings]:
        for number in itertools.count():
            settings = Settings(data=tmp_path / f"office-{number}", linger_seconds=10, engine_memory_mb=512)
            try:
                yield settings
            finally:
                stop(settings.data / "engine")

    made = offices()
    try:
        kill_again_and_again(books, made, max(1, KILLS // 10), (kill_the_engine,))
    finally:
        made.close()
