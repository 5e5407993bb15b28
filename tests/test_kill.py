"""kill -9 at random instants of a load: what was acknowledged is there once, and a re-run ends at the same hash.

``GONGJIAN_KILLS`` sets the number of kills (default 2 for the loader and 1 for the engine).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.store.bolt import Bolt
from graph.store.engine import status, stop
from ingest.synthetic import subdistrict

if TYPE_CHECKING:
    from tests.conftest import Address

LOADER = Path(__file__).with_name("loader.py")
KILLS = int(os.environ.get("GONGJIAN_KILLS", "2"))
SEED = 20181008

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX systems")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books")
    subdistrict(folder, seed=1)
    return folder


def load(*arguments: str | Path) -> str:
    done = subprocess.run([sys.executable, LOADER, *map(str, arguments)], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def killed_after(seconds: float, *arguments: str | Path) -> bool:
    """Whether the loader was still at work when it was killed."""
    loader = subprocess.Popen([sys.executable, LOADER, *map(str, arguments)], stdout=subprocess.DEVNULL)
    try:
        loader.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        loader.send_signal(signal.SIGKILL)
        loader.wait()
        return True
    return False


def test_a_killed_loader_loses_nothing(books: Path, tmp_path: Path, server: Address, bolt: Bolt) -> None:
    login = (server.uri, server.user, server.password)
    began = time.monotonic()
    clean, loads = load(books, tmp_path / "clean", *login).split()
    whole = time.monotonic() - began
    moments = random.Random(SEED)
    killed = 0
    for number in range(KILLS):
        bolt.wipe()
        data = tmp_path / f"killed-{number}"
        killed += killed_after(moments.uniform(0.2, 1.0) * whole, books, data, *login)
        assert load(books, data, *login).split() == [clean, loads]
    assert killed > 0


def test_a_killed_engine_loses_nothing(books: Path, tmp_path: Path, server: Address) -> None:
    if server.dialect != "embedded":
        pytest.skip("the engine's own process is the embedded engine's; Neo4j is started by the test script")
    clean = load(books, tmp_path / "clean").split()
    moments = random.Random(SEED)
    for number in range(max(1, KILLS // 3)):
        data = tmp_path / f"killed-{number}"
        loader = subprocess.Popen([sys.executable, LOADER, books, data], stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(4.0, 9.0))
        found = status(data / "engine")
        if found.running and found.pid is not None:
            os.kill(found.pid, signal.SIGKILL)
        loader.wait(timeout=240)
        assert load(books, data).split() == clean
        stop(data / "engine")
