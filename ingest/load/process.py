"""A worker as its parent sees it: whatever ends it comes back as an error that names the file.

A worker is a plain child process with pipes, not one of ``multiprocessing``: those import the caller's main module
again, which a researcher's script need not survive; and a fork would copy the threads' locks and the Java engine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from graph import errors
from graph.errors import GongjianError, RosterProblem, StoreUnavailable
from graph.store.ledger import RowDraft
from ingest.load import deaths
from ingest.load.channel import Advanced, Asked, Bounds, Channel, Examined, Failed, GaveUp, Job, Part, Ready, Told
from ingest.load.mends import Recorded
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome
from ingest.read.naming import file_name

_KEPT_BELOW: Final = 256 * 1024 * 1024
_START: Final = "import sys; sys.path[:] = sys.argv[1:]; from ingest.load.worker import serve; serve()"

OnRows = Callable[[int, int], None]
_rows_of = msgspec.msgpack.Decoder(list[RowDraft]).decode


def size_of(path: Path) -> int:
    """Bytes of a file; 0 for one that has gone, of which its reader will speak."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


class Worker:
    """One child process that examines files, one at a time."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.reusable = True
        self._owner = os.getpid()
        self._ready = self._late = False
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a panic of the reader may quote what it read
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._channel = Channel(self._process.stdout, self._process.stdin)

    @property
    def pid(self) -> int:
        """The number of the process, for those who watch it."""
        return self._process.pid

    @property
    def waiting(self) -> bool:
        """Whether it still runs, and for this process: one that was forked off shares the pipes of its parent."""
        return self._owner == os.getpid() and self._process.poll() is None

    def examine(self, path: Path, options: LoadOptions, recorded: Recorded, on_rows: OnRows) -> list[FileOutcome]:
        """Examine one file; raises what the examination raises, and RosterProblem where the process did not survive."""
        self.reusable = False  # until it has answered: a question left open would be taken for the next file's
        self._come_up()
        seconds = self.bounds.seconds_for(size_of(path))
        clock = threading.Timer(seconds, self._overdue)
        clock.daemon = True
        clock.start()
        try:
            self._channel.send(Job(path.absolute(), options, recorded.secret, seconds))
            return self._answer(file_name(path), recorded, on_rows)
        except (EOFError, OSError) as error:
            raise self._death(file_name(path)) from error
        finally:
            clock.cancel()

    def _come_up(self) -> None:
        try:
            if not self._ready:
                self._channel.send(self.bounds)
                self._ready = isinstance(self._channel.receive(), Ready)
        except (EOFError, OSError) as error:
            raise StoreUnavailable(
                f"读取名册的程序启动不了(代码 {self._process.wait()});请确认内存足够、安装完整,再试一次",
                f"the process that reads rosters cannot start (code {self._process.wait()}): check that there is "
                "memory and that the installation is whole, and try again",
                code="reader_unavailable",
            ) from error

    def _answer(self, name: str, recorded: Recorded, on_rows: OnRows) -> list[FileOutcome]:
        rows: dict[int, list[RowDraft]] = {}
        while True:
            match self._channel.receive():
                case Asked(None):
                    self._channel.send(Told(recorded.files(), None))
                case Asked(int(number)):
                    self._channel.send(Told(None, recorded.row(number)))
                case Advanced(done, of):
                    on_rows(done, of)
                case Part(outcome, packed):
                    rows.setdefault(outcome, []).extend(_rows_of(packed))
                case Examined(outcomes, resident):
                    self.reusable = resident < _KEPT_BELOW
                    return [
                        replace(each, draft=replace(each.draft, rows=rows.get(position, [])))
                        for position, each in enumerate(outcomes)
                    ]
                case Failed(error, zh, en, code):
                    self.reusable = True
                    kind: type[GongjianError] = getattr(errors, error)
                    raise kind(zh, en, code=code)
                case GaveUp(why, detail):
                    self.reusable = why != "memory"
                    raise (
                        deaths.too_much(name, self.bounds.memory)
                        if why == "memory"
                        else deaths.unforeseen(name, detail)
                    )
                case _:
                    raise EOFError

    def _overdue(self) -> None:
        self._late = True
        self._process.kill()

    def _death(self, name: str) -> RosterProblem:
        code = self._process.wait()
        return deaths.took_too_long(name) if self._late else deaths.reader_died(name, code)

    def kill(self) -> None:
        """End the process at once; whoever waits for its answer gets the error of a worker that died."""
        self._process.kill()

    def close(self) -> None:
        """End the process and wait for its end."""
        self._process.kill()
        self._process.wait()
        self._channel.close()
