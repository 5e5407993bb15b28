"""A full disk under the ledger or under the embedded engine: the message says so, and nothing is half done for good."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from graph.errors import LoadInProgress
from graph.opened import Graph, open_graph
from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.engine import stop
from graph.store.ledger import Ledger
from graph.store.opening import LEDGER_FILE
from tests.conftest import Address
from tests.faults.conftest import BUILDINGS, Books, Gongjian, second_edition
from tests.faults.rosters import FIRST_HOUSEHOLDS
from tests.loader import content, load_first, settings_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of files and mounts are of POSIX systems")
FAILED, UNFINISHED = 1, 4
Disk = Callable[[Path, int], None]


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Makes a folder a disk of so many megabytes."""
    with ExitStack() as mounted:

        def mount(folder: Path, megabytes: int) -> None:
            folder.mkdir(parents=True, mode=0o700)
            command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "gongjian", str(folder)]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode != 0:
                pytest.skip(f"NOT TESTED: A FULL DISK. It needs the right to mount a small one: {done.stderr.strip()}")
            mounted.callback(subprocess.run, ["umount", "--lazy", str(folder)], check=True)

        yield mount


def fill(folder: Path, *, leaving: int) -> Path:
    """Fill a disk up to some bytes; the file that does it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            file.truncate(max(0, file.tell() - leaving))
    return ballast


def households(reader: Graph) -> list[int]:
    return reader.ask("buildings")["households"].to_list()


def says_that_the_disk_is_full(text: str) -> bool:
    return "磁盘已满" in text and "disk" in text and "Traceback" not in text


@pytest.mark.parametrize("leaving", [0, 100_000, 300_000])
def test_the_ledgers_disk_is_full(
    books: Books, gongjian: Gongjian, disk: Disk, server: Address, bolt: Bolt, tmp_path: Path, leaving: int
) -> None:
    settings = settings_of(server, tmp_path / "data")
    disk(settings.data, 8)
    load_first(settings, books.folder)
    with open_graph(settings) as reader:
        ballast = fill(settings.data, leaving=leaving)
        refused = gongjian(settings, *second_edition(books))
        assert refused.code in (FAILED, UNFINISHED), refused
        assert says_that_the_disk_is_full(refused.err), refused
        if refused.code == FAILED:  # nothing was recorded, and who reads goes on reading
            assert reader.store.ledger.sequence == 1
            assert households(reader) == [FIRST_HOUSEHOLDS] * BUILDINGS
        ballast.unlink()
    again = gongjian(settings, *second_edition(books))
    assert again.code == 0, again
    assert content(settings) == (books.second, 2)


@pytest.mark.parametrize("largest", [40_000, 120_000])
def test_the_ledger_may_not_grow(
    books: Books, gongjian: Gongjian, server: Address, bolt: Bolt, tmp_path: Path, largest: int
) -> None:
    settings = settings_of(server, tmp_path / "data")
    load_first(settings, books.folder)
    refused = gongjian(settings, *second_edition(books), largest=largest)
    assert refused.code in (FAILED, UNFINISHED), refused
    assert says_that_the_disk_is_full(refused.err), refused
    with Ledger(settings.data / LEDGER_FILE) as ledger:
        recorded = ledger.sequence
    assert recorded == (1 if refused.code == FAILED else 2)
    if refused.code == FAILED:
        with open_graph(settings) as reader:
            assert households(reader) == [FIRST_HOUSEHOLDS] * BUILDINGS
    again = gongjian(settings, *second_edition(books))
    assert again.code == 0, again
    assert content(settings) == (books.second, 2)


def test_the_engines_disk_is_full(
    books: Books, gongjian: Gongjian, disk: Disk, server: Address, tmp_path: Path
) -> None:
    if server.dialect != "embedded":
        pytest.skip("the disk of a Neo4j server is its operator's")
    settings = Settings(data=tmp_path / "data", linger_seconds=60, engine_memory_mb=256)
    disk(settings.data / "engine", 128)
    load_first(settings, books.folder)
    try:
        with open_graph(settings) as reader:
            ballast = fill(settings.data / "engine", leaving=0)
            refused = gongjian(settings, *second_edition(books))
            assert refused.code in (FAILED, UNFINISHED), refused
            assert says_that_the_disk_is_full(refused.err), refused
            try:
                assert households(reader) == [FIRST_HOUSEHOLDS] * BUILDINGS
            except LoadInProgress:  # half a load is shown to nobody
                assert refused.code == UNFINISHED
            ballast.unlink()
        again = gongjian(settings, *second_edition(books))
        assert again.code == 0, again
        assert content(settings) == (books.second, 2)
    finally:
        stop(settings.data / "engine")
