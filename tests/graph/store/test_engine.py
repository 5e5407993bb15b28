"""The embedded engine as a process: found, shared, outliving its users, surviving kill -9. Only this engine."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import graph
from graph.errors import GongjianError, StoreFull, StoreMismatch, StoreUnavailable
from graph.store.bolt import Bolt
from graph.store.engine import Attachment, attach, status, stop
from graph.store.engine.lifeline import ask, hold
from graph.store.engine.runtime import FolderLock, Runtime, newer

MEMORY = 256
KILLS = int(os.environ.get("GONGJIAN_TEST_KILLS", "2"))
ROOT = str(Path(str(graph.__file__)).parents[1])


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a Chinese name; whatever runs there is stopped."""
    place = tmp_path / "数据 engine"
    yield place
    if place.exists():
        stop(place)


def start(folder: Path, linger: float = 30) -> Attachment:
    return attach(folder, linger_seconds=linger, memory_mb=MEMORY)


def opened(held: Attachment) -> Bolt:
    return Bolt(held.uri, held.user, held.password, database=held.database, reader=held.reader, retry_seconds=1)


def until(true: Callable[[], bool], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def kill(held: Attachment) -> None:
    os.kill(held.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def test_one_engine_for_two_that_attach_at_once(folder: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda _: start(folder), range(2))
    assert (first.pid, first.uri) == (second.pid, second.uri)
    assert status(folder).users == 2
    first.close()
    assert until(lambda: status(folder).users == 1)
    second.close()


def test_data_outlive_a_clean_stop_and_strangers_see_nothing(folder: Path) -> None:
    with start(folder) as held, opened(held) as bolt:
        bolt.write(lambda w: w.run("CREATE (:EngineTest {id: 1})"))
        now = status(folder)
        assert (now.running, now.pid, now.users, now.uri) == (True, held.pid, 1, held.uri)
        assert now.disk_bytes > 0
        assert held.uri.startswith("bolt://127.0.0.1:")
    assert stop(folder)
    assert not status(folder).running
    assert not (folder / "engine.json").exists()
    assert not stop(folder)
    if sys.platform != "win32":
        for place in (folder, *folder.rglob("*")):
            assert not stat.S_IMODE(place.stat().st_mode) & 0o077, place
    with start(folder) as held, opened(held) as bolt:
        assert bolt.count_everything() == (1, 0)


def test_it_lingers_after_the_last_user_then_stops(folder: Path) -> None:
    held = start(folder, linger=2)
    held.close()
    time.sleep(0.5)
    with start(folder) as again:
        assert again.pid == held.pid
        time.sleep(2.5)
        assert status(folder).running, "it must not stop under a user"
    assert until(lambda: not status(folder).running, 10)


def test_a_user_that_is_killed_is_noticed(folder: Path) -> None:
    held = start(folder)
    code = "import sys, time; from pathlib import Path; from graph.store.engine import attach\n"
    code += "a = attach(Path(sys.argv[1])); print(a.pid, flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as user:
        assert user.stdout is not None
        assert int(user.stdout.readline()) == held.pid
        assert status(folder).users == 2
        user.kill()
    assert until(lambda: status(folder).users == 1)
    held.close()


def test_the_starter_may_go_and_its_pipes_close(folder: Path) -> None:
    """`gongjian … | cat` must end although the engine goes on."""
    code = "import sys; from pathlib import Path; from graph.store.engine import attach\n"
    code += f"print(attach(Path(sys.argv[1]), memory_mb={MEMORY}).pid)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    with start(folder) as held:
        assert held.pid == int(done.stdout)
        if sys.platform != "win32":
            assert os.getsid(held.pid) == held.pid, "it must not die with the terminal of its starter"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals; `stop` asks over the lifeline")
def test_signals_stop_it_cleanly(folder: Path, number: signal.Signals) -> None:
    with start(folder) as held, opened(held) as bolt:
        bolt.write(lambda w: w.run("CREATE (:EngineTest {id: 1})"))
        os.kill(held.pid, number)
        assert until(lambda: not status(folder).running)
        assert not (folder / "engine.json").exists()
        with pytest.raises(StoreUnavailable):
            bolt.read("RETURN 1")
    assert not list((folder / "log").glob("hs_err*"))


def put(bolt: Bolt, batch: int) -> None:
    rows = [{"id": f"{batch}-{i}", "batch": batch} for i in range(20)]
    cypher = "UNWIND $rows AS row MERGE (n:EngineTest {id: row.id}) SET n += row"
    bolt.write(lambda w: w.run(cypher, {"rows": rows}))


def test_kill_in_mid_write_loses_nothing_acknowledged(folder: Path) -> None:
    """Batches of 20 nodes: each acknowledged one is there, none is there in part."""
    acknowledged: set[int] = set()
    number = 0
    for _ in range(KILLS):
        held = start(folder)
        with opened(held) as bolt:
            bolt.schema("CREATE CONSTRAINT engine_test IF NOT EXISTS FOR (n:EngineTest) REQUIRE n.id IS UNIQUE")
            timer = threading.Timer(1.0, kill, [held])
            timer.start()
            with pytest.raises(StoreUnavailable):
                while True:
                    number += 1
                    put(bolt, number)
                    acknowledged.add(number)
            timer.join()
        held.close()
        with start(folder) as again, opened(again) as bolt:
            assert again.pid != held.pid
            found = {
                r["batch"]: r["n"] for r in bolt.read("MATCH (n:EngineTest) RETURN n.batch AS batch, count(n) AS n")
            }
        assert acknowledged <= set(found)
        assert set(found.values()) == {20}
    assert len(acknowledged) >= KILLS
    print(f"{KILLS} kills, {len(acknowledged)} acknowledged batches, none lost")


def test_a_stale_runtime_file_is_passed_over(folder: Path) -> None:
    with start(folder) as held:
        stale = Runtime.load(folder)
    assert stale is not None
    stop(folder)
    stale.save(folder)
    assert status(folder).running is False
    with start(folder) as again:
        assert again.pid != held.pid
        (folder / "engine.json").write_text("{broken", encoding="utf-8")
        assert Runtime.load(folder) is None
        assert status(folder).running, "the lock is the truth"
        stale.remove(folder)
        os.kill(again.pid, signal.SIGTERM)


def test_lifeline_refuses_strangers(folder: Path) -> None:
    with start(folder):
        runtime = Runtime.load(folder)
        assert runtime is not None
        stranger = replace(runtime, token="not-the-token")
        assert hold(stranger) is None
        assert ask(stranger, "STOP") is None
        assert ask(runtime, "SHUTDOWN") is None
        assert status(folder).users == 1


def test_files_cannot_be_read_through_cypher(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("秘密\n", encoding="utf-8")
    with start(folder) as held, opened(held) as bolt:
        cypher = f"LOAD CSV FROM '{secret.as_uri()}' AS line RETURN line"
        for run in (bolt.read, lambda text: bolt.write(lambda w: w.run(text))):
            with pytest.raises(GongjianError):
                run(cypher)


def test_a_folder_of_a_newer_engine_is_refused(folder: Path) -> None:
    folder.mkdir()
    (folder / "version").write_text("99.1.0\n", encoding="utf-8")
    with pytest.raises(StoreMismatch, match=r"99\.1\.0"):
        start(folder)
    assert not status(folder).running
    assert not (folder / "databases").exists(), "it must not be touched"


def test_versions_are_compared_by_number() -> None:
    assert newer("26.10.2.post1", "26.9.9")
    assert newer("26.10.2.post1", "26.10.2")
    assert not newer("26.10.2", "26.10.2")


def test_a_heap_that_cannot_be_had_says_so(folder: Path) -> None:
    with pytest.raises(StoreFull, match="GONGJIAN_ENGINE_MEMORY_MB") as caught:
        attach(folder, memory_mb=1)
    assert caught.value.code == "store_memory"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="GONGJIAN_DATA"):
        attach(tmp_path / "file" / "engine")


def test_a_lock_is_one_owners(tmp_path: Path) -> None:
    with FolderLock(tmp_path) as first:
        assert first.take()
        assert not FolderLock(tmp_path).take()
    assert FolderLock(tmp_path).take()
