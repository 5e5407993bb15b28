"""Acts on a data folder, each also as a process of its own that a test can kill: ``python -m tests.loader ACT BOOKS``.

The settings come from the environment. Each act can be run again: what is done already is not done twice.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graph.model.time import Moment
from graph.opened import open_graph
from graph.settings import Settings
from graph.store.backup import back_up
from graph.store.erasure import plan_erasure
from graph.store.opening import open_store
from graph.store.restoring import restore
from ingest.load.commit import commit
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare
from tests.faults.rosters import FIRST_DAY, SCOPE, SECOND_DAY, unit

if TYPE_CHECKING:
    from tests.conftest import Address

ROOT = Path(__file__).resolve().parents[1]
READY = "ready"
ERASED = unit(2)
UNTOLD = LoadOptions()
WAIT_SECONDS = 60.0
"""For another loader."""


def load(settings: Settings, books: Path, options: LoadOptions = UNTOLD) -> None:
    """Load what is not loaded yet."""
    with open_store(settings) as store:
        prepared = prepare([books], options, store.ledger)
        if prepared.files:
            commit(store, prepared, wait=WAIT_SECONDS)


def load_first(settings: Settings, books: Path) -> None:
    """Load the first edition of all rosters."""
    load(settings, books / "first", _complete(FIRST_DAY))


def load_second(settings: Settings, books: Path) -> None:
    """Load the second edition of the units."""
    load(settings, books / "second", _complete(SECOND_DAY))


def undo_second(settings: Settings, books: Path) -> None:
    """Take the second edition back."""
    names = {path.name for path in (books / "second").iterdir()}
    with open_store(settings) as store:
        for number in {file.load for file in store.ledger.files() if file.live and file.name in names}:
            store.undo(number, wait_seconds=WAIT_SECONDS)


def erase_one(settings: Settings, books: Path) -> None:
    """Erase a unit's rows in every edition."""
    with open_store(settings) as store:
        rows = [row for file in store.ledger.files() for row in store.ledger.rows(file.id)]
        found = [row.id for row in rows if row.payload is not None and f'"{ERASED}"'.encode() in row.payload]
        if found:
            store.erase(plan_erasure(store.ledger, found).marks, wait_seconds=WAIT_SECONDS)


def write_backup(settings: Settings, books: Path) -> None:
    """Write the data folder's backup."""
    with open_store(settings) as store:
        if not _backup(settings).exists():
            back_up(store.ledger, _backup(settings))


def restore_backup(settings: Settings, books: Path) -> None:
    """Put the backup in the ledger's place."""
    restore(settings, _backup(settings))


ACTS: dict[str, Callable[[Settings, Path], None]] = {
    "load": load,
    "load_first": load_first,
    "load_second": load_second,
    "undo_second": undo_second,
    "erase_one": erase_one,
    "write_backup": write_backup,
    "restore_backup": restore_backup,
}


def start(act: str, books: Path, settings: Settings) -> subprocess.Popen[str]:
    """Begin an act in a process of its own; returns when it is about to open the graph."""
    command = [sys.executable, "-m", "tests.loader", act, str(books)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(settings), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == READY, process.communicate()[1]
    return process


def settings_of(server: Address, data: Path) -> Settings:
    """Settings of a data folder whose graph is on the suite's engine."""
    return Settings(uri=server.uri, user=server.user, password=server.password, database=server.database, data=data)


def environment(settings: Settings) -> Mapping[str, str]:
    """The environment of a process that is to find these settings."""
    given = {name: value for name, value in settings.model_dump().items() if value is not None}
    if settings.password is not None:
        given["password"] = settings.password.get_secret_value()
    others = {name: value for name, value in os.environ.items() if not name.startswith("GONGJIAN_")}
    return others | {f"GONGJIAN_{name.upper()}": str(value) for name, value in given.items()}


def content(settings: Settings) -> tuple[str, int]:
    """The content hash as the graph itself holds it, and how many acts the ledger has; brings the graph up to date."""
    with open_graph(settings, role="steward") as graph:
        health = graph.doctor(full=True)
        assert health.good, health.findings
        return health.content_hash, graph.store.ledger.sequence


def _complete(day: str) -> LoadOptions:
    return LoadOptions(edition=Moment.parse(day), scope=SCOPE, complete=True)


def _backup(settings: Settings) -> Path:
    return settings.data / "backup.zip"


if __name__ == "__main__":
    print(READY, flush=True)
    ACTS[sys.argv[1]](Settings(), Path(sys.argv[2]))
