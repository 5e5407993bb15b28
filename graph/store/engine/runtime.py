"""What the engine's folder holds beside the data: lock, runtime file, version, logs.

folder/lock          held by the running engine; released by the system however it ends
folder/engine.json   where it listens and how to log in, for its owner's eyes (mode 0600); fresh at every start
folder/version       version of the engine that last wrote here
folder/log/          bounded logs
folder/databases/, folder/config/   the engine's own
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from graph.store.folder_lock import FolderLock

DISTRIBUTION = "arcadedb-embedded"
DATABASE = "gongjian"
OWNER = "root"
READER = "reader"


@dataclass(frozen=True, slots=True)
class Runtime:
    """Where one running engine listens, and its fresh secrets."""

    pid: int
    bolt_port: int
    http_port: int
    lifeline_port: int
    token: str
    password: str
    reader_password: str
    version: str
    since: str

    @property
    def uri(self) -> str:
        """Its Bolt address."""
        return f"bolt://127.0.0.1:{self.bolt_port}"

    def save(self, folder: Path) -> None:
        """Write the runtime file at once and readable by its owner only."""
        draft = folder / "engine.json.draft"
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
        draft.replace(folder / "engine.json")

    @classmethod
    def load(cls, folder: Path) -> Runtime | None:
        """What the runtime file says, which may be stale; None where there is none or it is not ours."""
        try:
            return cls(**json.loads((folder / "engine.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    @staticmethod
    def remove(folder: Path) -> None:
        """Take the runtime file away."""
        (folder / "engine.json").unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Whether an engine runs in a folder, and what it says of itself.

    ``users`` counts attached processes, ``since`` is an ISO instant in UTC, ``disk_bytes`` is what the folder takes.
    A running engine without ``pid`` is just starting or stopping.
    """

    folder: Path
    running: bool
    disk_bytes: int
    pid: int | None = None
    users: int = 0
    uri: str | None = None
    version: str | None = None
    since: str | None = None


def locked(folder: Path) -> bool:
    """Whether an engine owns the folder now."""
    if not folder.is_dir():
        return False
    with FolderLock(folder) as lock:
        return not lock.take()


def engine_version() -> str | None:
    """Version of the engine installed here; None where this platform has none."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return None


def folder_version(folder: Path) -> str | None:
    """Version of the engine that last wrote the folder; None for a fresh one."""
    try:
        return (folder / "version").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def newer(version: str, than: str) -> bool:
    """Whether a version such as ``26.10.2.post1`` comes after another."""
    return _numbers(version) > _numbers(than)


def disk_bytes(folder: Path) -> int:
    """Bytes of all files below the folder, as the files say."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except FileNotFoundError:  # the engine renames its files while we look
                continue
    return total


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
