"""The process in which files are examined: bounded in memory and time, so that no file can take the service down.

Memory and processor time are bounded by the system where it can (RLIMIT_AS and RLIMIT_CPU: Linux; on macOS the memory
bound has no effect). Elsewhere the limits of ``ingest.read.limits`` and the parent's clock remain.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import msgspec

from graph.errors import GongjianError
from graph.store.ledger import FileEntry, RowEntry
from ingest.load.channel import (
    ROWS_IN_PART,
    Advanced,
    Asked,
    Bounds,
    Channel,
    Examined,
    Failed,
    GaveUp,
    Job,
    Part,
    Ready,
    Told,
)
from ingest.load.examine import examine
from ingest.load.outcome import FileOutcome


def serve() -> None:
    """Examine one file after the other until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its workers itself
    channel = _own_channel()
    try:
        bounds = channel.receive()
        assert isinstance(bounds, Bounds)
        _bound_memory(bounds.memory)
        channel.send(Ready())
        while True:
            job = channel.receive()
            assert isinstance(job, Job)
            _bound_processor(job.seconds)
            if not _work(channel, job):
                return  # what a lack of memory left behind is nothing to go on with
    except (EOFError, OSError):
        return  # the parent is done, or gone


def _own_channel() -> Channel:
    """The pipes to the parent, out of reach of whatever a library prints."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return Channel(incoming, outgoing)


def _work(channel: Channel, job: Job) -> bool:
    """Examine one file and answer; False where the process should end."""
    try:
        record = _Record(channel, job.secret)
        outcomes = examine(job.path, job.options, record, lambda done, of: channel.send(Advanced(done, of)))
        _hand_over(channel, outcomes)
    except GongjianError as error:
        channel.send(Failed(type(error).__name__, error.zh, error.en, error.code))
    except MemoryError:
        channel.send(GaveUp("memory", ""))
        return False
    except (EOFError, OSError):
        raise
    except Exception as error:
        channel.send(GaveUp("unforeseen", _place(error)))
    return True


def _hand_over(channel: Channel, outcomes: list[FileOutcome]) -> None:
    bare: list[FileOutcome] = []
    for position, outcome in enumerate(outcomes):
        rows = outcome.draft.rows
        for begin in range(0, len(rows), ROWS_IN_PART):
            channel.send(Part(position, msgspec.msgpack.encode(rows[begin : begin + ROWS_IN_PART])))
        bare.append(replace(outcome, draft=replace(outcome.draft, rows=())))
    channel.send(Examined(bare, _resident()))


def _place(error: Exception) -> str:
    """Kind and place of an error: its own words may quote a cell."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(at.filename).name}:{at.lineno}"


class _Record:
    """The ledger as far as a file needs it; every question goes to the parent, who holds it."""

    def __init__(self, channel: Channel, secret: bytes) -> None:
        self._channel = channel
        self.secret = secret
        self.row = lru_cache(maxsize=1)(self._row)  # asked twice in a row for each number

    def files(self) -> list[FileEntry]:
        return self._ask(None).files or []

    def _row(self, number: int) -> RowEntry | None:
        return self._ask(number).row

    def _ask(self, row: int | None) -> Told:
        self._channel.send(Asked(row))
        told = self._channel.receive()
        assert isinstance(told, Told)
        return told


def _bound_memory(size: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))
    except (ValueError, OSError):
        return  # a system that knows the limit but does not keep it


def _bound_processor(seconds: float) -> None:
    """A worker whose parent was killed must end too, even inside a reader that never returns."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 60
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _resident() -> int:
    # not the peak of getrusage: a child begins with the peak of its parent, which may be a whole service
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
