"""The engine's own process: ``python -m graph.store.engine.process FOLDER LINGER_SECONDS MEMORY_MB``.

Started by ``attach`` with the folder as its working directory. Standard output is the parent's pipe: one line of
JSON on it tells why the start failed; once the engine serves, the pipe is closed and all output goes to the log.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
import time
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from graph.store.engine.lifeline import Lifelines
from graph.store.engine.runtime import Runtime, engine_version, folder_version, newer
from graph.store.engine.server import Server
from graph.store.folder_lock import FolderLock

LOCK_PATIENCE = 1.0  # seconds; a look at the status holds the lock for an instant
KEPT_LOGS = 5


class Interrupts:
    """SIGTERM and SIGINT as a flag: left to themselves they are ignored by the engine, or crash it."""

    def __init__(self) -> None:
        self.came = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)
        if sys.platform != "win32":
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def _note(self, number: int, frame: object) -> None:
        self.came = True

    def __call__(self) -> bool:
        """Whether one came."""
        return self.came


class Report:
    """The parent's pipe, taken off standard output before the Java runtime can write there."""

    def __init__(self, log: Path) -> None:
        self._pipe: int | None = os.dup(1)
        if log.exists():
            log.replace(log.with_suffix(".before.log"))  # may tell why the last engine ended
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        os.close(handle)

    def failed(self, kind: str, text: str) -> None:
        """Tell why, to whoever still listens."""
        print(f"{kind}: {text}", file=sys.stderr, flush=True)
        if self._pipe is not None:
            with suppress(OSError):  # the parent may have gone while we started; the log has it
                os.write(self._pipe, json.dumps({"kind": kind, "text": text[:2000]}).encode() + b"\n")
            self.close()

    def close(self) -> None:
        """Let go of the pipe, so that a shell pipeline with the parent in it can end."""
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None


def main(arguments: list[str]) -> int:
    """Run one engine until it is no longer needed; 0 after a clean stop."""
    folder, linger, memory = Path(arguments[0]), float(arguments[1]), int(arguments[2])
    os.umask(0o077)  # the engine writes data and backups readable by everybody otherwise
    (folder / "log").mkdir(mode=0o700, exist_ok=True)
    report = Report(folder / "log" / "process.log")
    with FolderLock(folder) as lock:
        if not _taken(lock):
            report.failed("locked", "another engine owns this folder")
            return 1
        try:
            return _run(folder, linger, memory, report)
        except BaseException as error:
            traceback.print_exc()
            report.failed("error", f"{type(error).__name__}: {error}")
            return 1


def _run(folder: Path, linger: float, memory: int, report: Report) -> int:
    installed, written = engine_version() or "", folder_version(folder)
    if written is not None and newer(written, installed):
        report.failed("newer", written)
        return 1
    interrupts = Interrupts()
    _prune_logs(folder / "log")
    # Written before the engine opens the data: from then on an older engine must not open them.
    (folder / "version").write_text(installed + "\n", encoding="utf-8")
    Runtime.remove(folder)
    lifelines = Lifelines(secrets.token_urlsafe(24), linger)
    server = Server(folder, memory)
    try:
        server.start()
        _announce(folder, lifelines, server, installed)
        report.close()
        lifelines.serve(interrupts)
    finally:
        # In this order: nobody new can come, nobody finds us, then the data are closed.
        lifelines.close()
        Runtime.remove(folder)
        server.stop()
    return 0


def _announce(folder: Path, lifelines: Lifelines, server: Server, version: str) -> None:
    Runtime(
        pid=os.getpid(),
        bolt_port=server.bolt_port,
        http_port=server.http_port,
        lifeline_port=lifelines.port,
        token=lifelines.token,
        password=server.password,
        reader_password=server.reader_password,
        version=version,
        since=datetime.now(UTC).isoformat(timespec="seconds"),
    ).save(folder)


def _taken(lock: FolderLock) -> bool:
    end = time.monotonic() + LOCK_PATIENCE
    while not lock.take():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _prune_logs(log: Path) -> None:
    """Keep the newest of the files that the engine begins afresh at every start (its main log rotates itself)."""
    for pattern in ("server-event-log-*", "hs_err_pid*"):
        for old in sorted(log.glob(pattern), key=lambda path: path.stat().st_mtime)[:-KEPT_LOGS]:
            old.unlink(missing_ok=True)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Not sys.exit: threads of the Java runtime that are left would keep the process alive.
    os._exit(code)
