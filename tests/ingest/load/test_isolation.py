"""Files are examined in real worker processes: what ends one ends as an error, and the next load works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from graph.errors import RosterProblem, WrongUsage
from graph.store.ledger import Ledger
from ingest.load.channel import Bounds
from ingest.load.options import LoadOptions
from ingest.load.pool import BOUNDS, close_idle, examine_all
from ingest.load.prepare import prepare
from ingest.load.process import Worker

STAMP = "演示单位名册 截至2024年6月30日 范围:990401001 全量(演示数据),\n单位编号,单位名称\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the system bounds memory and lists children on Linux")


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def book(folder: Path, name: str, rows: int) -> Path:
    path = folder / name
    path.write_text(STAMP + "".join(f"{row},演示{row}公司\n" for row in range(rows)), encoding="utf-8")
    return path


def children() -> set[int]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(each) for task in tasks for each in task.read_text().split()}


def works(folder: Path, ledger: Ledger) -> bool:
    return prepare([book(folder, "好.csv", 3)], LoadOptions(), ledger).files[0].counts["loaded"] == 3


@posix
@pytest.mark.parametrize("ending", ["SIGKILL", "SIGABRT", "SIGSEGV"])
def test_a_worker_that_dies_while_it_reads_ends_as_an_error_that_names_the_file(tmp_path, ledger, ending):
    worker = Worker(BOUNDS)
    told: list[tuple[int, int]] = []

    def end(done: int, of: int) -> None:
        told.append((done, of))
        os.kill(worker.pid, getattr(signal, ending))

    with pytest.raises(RosterProblem) as caught:
        worker.examine(book(tmp_path, "坏.csv", 30_000), LoadOptions(), ledger, end)
    worker.close()
    assert (caught.value.code, told[0]) == ("reader_died", (5_000, 30_000))
    assert "坏.csv" in caught.value.zh and str(tmp_path) not in str(caught.value)
    assert not worker.reusable
    assert works(tmp_path, ledger)


@linux
def test_a_load_of_several_files_is_refused_whole_when_a_worker_dies(tmp_path, ledger):
    close_idle()
    before = children()
    good, bad = book(tmp_path, "1.csv", 2), book(tmp_path, "2.csv", 30_000)

    def end(name: str, done: int, of: int) -> None:
        for child in children() - before:
            os.kill(child, signal.SIGKILL)

    with pytest.raises(RosterProblem) as caught:
        prepare([good, bad], LoadOptions(), ledger, on_rows=end)
    assert (caught.value.code, "2.csv" in caught.value.zh) == ("reader_died", True)
    assert (ledger.sequence, ledger.files()) == (0, [])
    close_idle()
    assert children() == before
    assert works(tmp_path, ledger)


@linux
def test_memory_is_bounded(tmp_path, ledger):
    small = Bounds(160 * 1024 * 1024, 60, 10)
    with pytest.raises(RosterProblem) as caught:
        examine_all([book(tmp_path, "大.csv", 300_000)], LoadOptions(), ledger, quiet, quiet, small)
    assert caught.value.code in ("too_big", "reader_died")  # Python says so, a native reader aborts
    assert "大.csv" in caught.value.en
    (outcome,) = examine_all([book(tmp_path, "小.csv", 4)], LoadOptions(), ledger, quiet, quiet, small)
    assert outcome.counts["loaded"] == 4


def quiet(*_: object) -> None:
    pass


def test_time_is_bounded(tmp_path, ledger):
    with pytest.raises(RosterProblem) as caught:
        examine_all(
            [book(tmp_path, "久.csv", 100_000)], LoadOptions(), ledger, quiet, quiet, Bounds(BOUNDS.memory, 0.1, 0)
        )
    assert caught.value.code == "took_too_long"
    assert works(tmp_path, ledger)


@linux
def test_an_interrupted_load_leaves_no_process_behind(tmp_path, ledger):
    close_idle()
    before = children()

    def interrupt(name: str, done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(
            [book(tmp_path, "1.csv", 30_000), book(tmp_path, "2.csv", 30_000)], LoadOptions(), ledger, None, interrupt
        )
    close_idle()
    assert children() == before
    assert works(tmp_path, ledger)


@linux
def test_a_worker_whose_parent_was_killed_ends(tmp_path):
    path = book(tmp_path, "1.csv", 3)
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom graph.store.ledger import Ledger\n"
        "from ingest.load import pool, prepare, options\n"
        f"prepare.prepare([Path({str(path)!r})], options.LoadOptions(), Ledger(Path({str(tmp_path / 'l.sqlite')!r})))\n"
        "print(pool._idle[0].pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    ended = threading.Event()
    for _ in range(100):
        if not Path(f"/proc/{int(done.stdout)}/cmdline").exists() or not _cmdline(int(done.stdout)):
            ended.set()
            break
        threading.Event().wait(0.1)
    assert ended.is_set()


def _cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@linux
def test_the_worker_of_a_big_parent_is_kept(tmp_path):
    first, second = book(tmp_path, "1.csv", 2), book(tmp_path, "2.csv", 2)
    script = (
        "from pathlib import Path\nfrom graph.store.ledger import Ledger\n"
        "from ingest.load import options, pool, prepare\n"
        "held = bytearray(400_000_000)\n"  # written in full, so it counts; a child starts with its parent's peak
        "held[::4096] = b'x' * len(held[::4096])\n"
        f"ledger = Ledger(Path({str(tmp_path / 'l.sqlite')!r}))\n"
        f"for path in ({str(first)!r}, {str(second)!r}):\n"
        "    prepare.prepare([Path(path)], options.LoadOptions(), ledger)\n    print(pool._idle[0].pid)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    pids = done.stdout.split()
    assert (len(pids), len(set(pids))) == (2, 1), done.stderr


def test_several_files_come_back_in_order_and_the_first_error_counts(tmp_path, ledger):
    files = [book(tmp_path, f"{number}.csv", 500) for number in range(8)]
    outcomes = examine_all(files, LoadOptions(), ledger, quiet, quiet)
    assert [each.draft.name for each in outcomes] == [path.name for path in files]
    for number in (5, 2, 6):
        files[number].write_text("单位编号,单位名称\n1,演示甲\n", encoding="utf-8")  # neither date nor scope
    with pytest.raises(WrongUsage) as caught:
        examine_all(files, LoadOptions(), ledger, quiet, quiet)
    assert caught.value.code == "edition_missing" and caught.value.zh.startswith("2.csv")
    assert [name in caught.value.zh for name in ("5.csv", "6.csv", "7.csv")] == [True, True, False]


def test_progress_is_told_in_the_thread_that_asked(tmp_path, ledger):
    told: list[tuple[str, int, int]] = []
    threads: set[int] = set()

    def on_file(name: str, at: int, of: int) -> None:
        told.append((name, at, of))
        threads.add(threading.get_ident())

    first, second = book(tmp_path, "1.csv", 2), book(tmp_path, "2.csv", 2)
    second.write_text(second.read_text("utf-8").replace("990401001", "990401002"), encoding="utf-8")
    prepare([first, second], LoadOptions(), ledger, on_file)
    assert told == [("1.csv", 1, 2), ("1.csv", 2, 2), ("2.csv", 2, 2), ("2.csv", 2, 2)]
    assert threads == {threading.get_ident()}


def test_a_script_without_a_guard_may_prepare_from_a_thread(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import threading\nfrom pathlib import Path\nfrom graph.store.ledger import Ledger\n"
        "from ingest.load.options import LoadOptions\nfrom ingest.load.prepare import prepare\n"
        "print('begun')\n"
        "with Ledger(Path('l.sqlite')) as ledger:\n"
        "    run = lambda: print(prepare([Path('1.csv')], LoadOptions(), ledger).files[0].counts['loaded'])\n"
        "    thread = threading.Thread(target=run)\n    thread.start()\n    thread.join()\n",
        encoding="utf-8",
    )
    book(tmp_path, "1.csv", 3)
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout.split(), done.stderr) == (["begun", "3"], "")


def test_a_worker_follows_its_parent_to_another_folder(tmp_path, ledger, monkeypatch):
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        book(folder, f"{name}.csv", 2)
        monkeypatch.chdir(folder)
        assert prepare([Path(f"{name}.csv")], LoadOptions(issuer=name), ledger).files[0].counts["loaded"] == 2
