"""The operating system's lock on a folder: the truth about who owns an engine's data, and who loads."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.errors import StoreBusy


class FolderLock:
    """The operating system's exclusive lock on the folder; it ends with the process, also after ``kill -9``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether it could be had; never waits."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def wait(self, seconds: float) -> None:
        """Take it, waiting for another holder as long as told; StoreBusy then."""
        deadline = time.monotonic() + seconds
        while not self.take():
            if time.monotonic() >= deadline:
                raise StoreBusy(
                    "本机另一个导入正在进行,请等它结束后重试",
                    "another load is running on this machine: try again when it is done",
                )
            time.sleep(0.1)

    def release(self) -> None:
        """Give it back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
