"""Several files examined at once, each in a worker process; the outcome does not depend on how many there are."""

from __future__ import annotations

import atexit
import os
import queue
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from graph.errors import GongjianError, RosterProblem, WrongUsage
from graph.store.ledger import FileEntry, RowEntry
from ingest.load import deaths
from ingest.load.channel import Bounds
from ingest.load.mends import Recorded
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome
from ingest.load.process import Worker, size_of
from ingest.read import limits

BOUNDS: Final = Bounds(limits.MAX_WORKER_BYTES, limits.MAX_SECONDS, limits.MAX_SECONDS_PER_MEGABYTE)
MOST_WORKERS: Final = 4
# starting a worker takes as long as examining about so many bytes: a second one for less would only burn a processor
_WORTH_A_WORKER: Final = 512 * 1024
_OTHERS_TOLD: Final = 20

OnFile = Callable[[Path, bool], None]
"""Called with a file when it is begun (False) and when it is done (True)."""
OnRows = Callable[[Path, int, int], None]
"""Called now and then with a file, its rows checked so far, and its rows."""


def examine_all(
    files: Sequence[Path],
    options: LoadOptions,
    recorded: Recorded,
    on_file: OnFile,
    on_rows: OnRows,
    bounds: Bounds = BOUNDS,
) -> list[FileOutcome]:
    """The outcomes of all files, in their order; raises the error of the first file that has one.

    What readers find wrong in other files is told with it, so that all can be mended at once.
    The callbacks are called in the calling thread; whatever is raised there, Ctrl-C too, ends the workers.
    """
    task = _Task(files, options, _Shared(recorded), bounds, on_file, on_rows)
    threads = [threading.Thread(target=task.drive, daemon=True) for _ in range(_workers_for(files))]
    for thread in threads:
        thread.start()
    try:
        driving = len(threads)
        while driving:
            call = task.next_call()
            if call is None:
                driving -= 1
            else:
                call()
    finally:
        task.stop()
        for thread in threads:
            thread.join()
    return task.outcomes()


def _workers_for(files: Sequence[Path]) -> int:
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    size = sum(map(size_of, files))
    return min(len(files), processors, MOST_WORKERS, 1 + size // _WORTH_A_WORKER)


class _Shared:
    """The ledger for several threads: one question at a time."""

    def __init__(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self._lock = threading.Lock()
        self.secret = recorded.secret

    def files(self) -> list[FileEntry]:
        with self._lock:
            return self._recorded.files()

    def row(self, number: int) -> RowEntry | None:
        with self._lock:
            return self._recorded.row(number)


class _Task:
    """The files of one load on their way through the workers."""

    def __init__(
        self,
        files: Sequence[Path],
        options: LoadOptions,
        recorded: Recorded,
        bounds: Bounds,
        on_file: OnFile,
        on_rows: OnRows,
    ) -> None:
        self._files = files
        self._options = options
        self._recorded = recorded
        self._bounds = bounds
        self._on_file = on_file
        self._on_rows = on_rows
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._next = 0
        self._found: dict[int, list[FileOutcome] | Exception] = {}
        self._working: set[Worker] = set()

    def next_call(self) -> Callable[[], None] | None:
        """What to call next; None as often as a driver has ended."""
        while True:
            try:
                return self._calls.get(timeout=1)  # on Windows a wait without end cannot be interrupted
            except queue.Empty:
                continue

    def drive(self) -> None:
        """Take file after file through a worker, until there is none left or one has ended it."""
        worker: Worker | None = None
        try:
            while (position := self._take()) is not None:
                path = self._files[position]
                self._calls.put(partial(self._on_file, path, False))
                try:
                    worker = self._fit(worker)
                    rows = partial(self._tell_rows, path)
                    self._found[position] = worker.examine(path, self._options, self._recorded, rows)
                except Exception as error:
                    self._found[position] = error
                    if not _is_of_the_file(error):
                        self.take_no_more()
                self._calls.put(partial(self._on_file, path, True))
        finally:
            if worker is not None:
                self._working.discard(worker)
                _keep(worker)
            self._calls.put(None)

    def _take(self) -> int | None:
        with self._lock:
            if self._next >= len(self._files):
                return None
            self._next += 1
            return self._next - 1

    def _fit(self, worker: Worker | None) -> Worker:
        """The same worker, or another where it has died or grown too big."""
        if worker is not None and worker.reusable:
            return worker
        if worker is not None:
            self._working.discard(worker)
            worker.close()
        fresh = _idle_one(self._bounds) or Worker(self._bounds)
        self._working.add(fresh)
        return fresh

    def _tell_rows(self, path: Path, done: int, of: int) -> None:
        self._calls.put(partial(self._on_rows, path, done, of))

    def take_no_more(self) -> None:
        """Begin no further file. Those before that one are begun by then, so the first error is always the same."""
        with self._lock:
            self._next = len(self._files)

    def stop(self) -> None:
        """End whatever still works."""
        self.take_no_more()
        for worker in tuple(self._working):
            worker.kill()

    def outcomes(self) -> list[FileOutcome]:
        """All outcomes in order of the files, or the first error."""
        found = [self._found[position] for position in sorted(self._found)]
        errors = [each for each in found if isinstance(each, Exception)]
        if errors:
            raise _with_others(errors)
        return [outcome for each in found if not isinstance(each, Exception) for outcome in each]


def _is_of_the_file(error: Exception) -> bool:
    """Whether somebody has to mend the file, and has found it wrong soon: the next files may well be read."""
    return isinstance(error, RosterProblem | WrongUsage) and error.code not in deaths.CODES


def _with_others(errors: Sequence[Exception]) -> Exception:
    """The first error, with the words of the others that are of files; each names its own file."""
    first, others = (
        errors[0],
        [each for each in errors[1:] if isinstance(each, GongjianError) and _is_of_the_file(each)],
    )
    if not others or not isinstance(first, GongjianError) or not _is_of_the_file(first):
        return first
    told, rest = others[:_OTHERS_TOLD], len(others) - _OTHERS_TOLD
    zh = [first.zh, *(each.zh for each in told)] + ([f"另有 {rest} 个文件也要改"] if rest > 0 else [])
    en = [first.en, *(each.en for each in told)] + ([f"{rest} more files need mending"] if rest > 0 else [])
    return type(first)("\n".join(zh), "\n".join(en), code=first.code)


_idle: list[Worker] = []
_idle_lock = threading.Lock()


def _idle_one(bounds: Bounds) -> Worker | None:
    """The worker that was kept for the next load, if it is as fit as a new one."""
    with _idle_lock:
        worker = _idle.pop() if _idle else None
    if worker is None or (worker.waiting and worker.bounds == bounds):
        return worker
    worker.close()
    return None


def _keep(worker: Worker) -> None:
    """Keep one worker for the next load of this process, small and sound; end any other."""
    with _idle_lock:
        if worker.reusable and worker.waiting and not _idle:
            _idle.append(worker)
            return
    worker.close()


@atexit.register
def close_idle() -> None:
    """End the worker that waits for another load."""
    with _idle_lock:
        while _idle:
            _idle.pop().close()
