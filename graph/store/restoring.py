"""A backup becomes the ledger again; the graph is built from it on whichever engine is in use, proven by its hash."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import StoreMismatch
from graph.settings import Settings
from graph.store.backup import RELEASES, Manifest, damaged, releases_in, unpacked
from graph.store.bolt import Bolt
from graph.store.content import foreseen, recompute
from graph.store.folder_lock import FolderLock
from graph.store.lease import read_state
from graph.store.ledger import Ledger
from graph.store.ledger.faults import DAMAGED, mapped
from graph.store.opening import LEDGER_FILE, connect, open_store
from graph.store.project import Progress
from graph.store.schema import fingerprint
from graph.store.snapshot_folder import remove_snapshots

WAIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did; ``content_hash`` was recomputed from the graph itself."""

    manifest: Manifest
    content_hash: str
    aside: Path | None
    """Where the former ledger lies now."""
    erased_again: int
    """Rows of the backup that had been erased since it was made."""
    tombstones_lost: bool
    """Whether the former ledger was unreadable, so that erasures after the backup must be asked for again."""
    keys_differ: bool
    """Whether keys were changed since the backup: those of the backup are in use again."""


def restore(settings: Settings, path: Path, progress: Progress | None = None) -> Restored:
    """Put the ledger of a backup in the place of the present one, which is kept aside, and build the graph anew.

    Nothing is changed before the backup has proven whole and fit for this folder and this engine. What was erased
    after the backup was made stays erased. Stop a running service first: it holds the former ledger open.
    """
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as closing:
        closing.enter_context(FolderLock(settings.data)).wait(WAIT_SECONDS)
        folder = closing.enter_context(_workspace(settings.data))
        manifest, unpacked_at = unpacked(path, folder)
        copy = closing.enter_context(Ledger(unpacked_at))
        _proven(copy, manifest, path)
        releases = releases_in(path, manifest)
        bolt, attachment, address = connect(settings)
        closing.callback(bolt.close)
        if attachment is not None:
            closing.callback(attachment.close)
        former = _former(settings.data / LEDGER_FILE)
        if former is not None:
            closing.enter_context(former)
        lost = former is None and (settings.data / LEDGER_FILE).exists()
        graph = _graph_of(bolt, copy, former)
        erased = _erase_again(copy, former)
        keys_differ = former is not None and former.id == copy.id and former.keys != copy.keys
        if graph is not None:
            copy.adopt(graph, address)
        _put_back(releases, settings.data / RELEASES)
        remove_snapshots(settings.data)
        aside = _exchange(settings.data / LEDGER_FILE, former, copy)
    return Restored(manifest, _built(settings, progress), aside, erased, lost, keys_differ)


@contextmanager
def _workspace(data: Path) -> Iterator[Path]:
    """A folder for the unpacked ledger; what a restore that was killed left of its own goes first."""
    for left in data.glob(".restore-*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as folder:
        yield Path(folder)


def _proven(copy: Ledger, manifest: Manifest, path: Path) -> None:
    if copy.id != manifest.ledger or copy.sequence != manifest.sequence:
        raise damaged(path)
    # under another model the same rows give other records: then the graph is compared with the ledger alone
    if manifest.model == fingerprint() and f"{foreseen(copy):064x}" != manifest.content_hash:
        raise damaged(path)


def _former(path: Path) -> Ledger | None:
    """The present ledger; None where there is none, or it cannot be read any more."""
    if not path.exists():
        return None
    try:
        found = Ledger(path)
        try:
            found.tombstones()
        except sqlite3.Error as error:
            found.close()
            raise mapped(error, path) from error
        return found
    except StoreMismatch as error:
        if error.code == DAMAGED:
            return None
        raise


def _graph_of(bolt: Bolt, copy: Ledger, former: Ledger | None) -> str | None:
    """Id of the graph in the database, which is to be that of the restored ledger; None where it is empty."""
    empty = former.id if former is not None and former.sequence == 0 else None
    if former is not None and former.id not in (copy.id, empty):
        raise _foreign()
    state = read_state(bolt)
    if state is None:
        return None
    if state.ledger not in (copy.id, empty):
        raise _foreign()
    mine = "MATCH (l:Lease {id: 'lease'}) SET l.ledger = $ledger, l.active = true"
    bolt.write(lambda tx: tx.run(mine, {"ledger": copy.id}))
    return state.graph


def _foreign() -> StoreMismatch:
    return StoreMismatch(
        "这份备份属于另一本底账,没有改动任何内容;请用 --data 给一个空的数据文件夹(用 Neo4j 时再给一个空的数据库)",
        "this backup is of another ledger; nothing was changed: give an empty data folder with --data (and with Neo4j "
        "an empty database)",
        code="foreign_ledger",
    )


def _put_back(releases: dict[str, bytes], folder: Path) -> None:
    """What was released once stays as it was: a release that is there already is not replaced."""
    for name, content in releases.items():
        target = folder / name
        if not target.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            target.touch(mode=0o600)
            target.write_bytes(content)


def _erase_again(copy: Ledger, former: Ledger | None) -> int:
    if former is None:
        return 0
    kept = former.tombstones()
    if set(kept.rows()) <= set(copy.tombstones().rows()):
        return 0
    _, rows = copy.bury(kept)
    copy.scrub()
    return rows


def _exchange(place: Path, former: Ledger | None, copy: Ledger) -> Path | None:
    """Put the restored ledger in place, in one transaction where there is a sound one already."""
    aside = place.with_name(f"ledger-before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite")
    if former is not None:
        former.backup(aside)
        former.replace_by(copy)
        return aside
    unreadable = place.exists()
    if unreadable:
        for ending in ("", "-wal", "-shm"):  # the three belong together
            part = place.with_name(place.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
    unready = place.with_name(f"{place.name}.part")
    unready.unlink(missing_ok=True)
    copy.backup(unready)
    unready.rename(place)
    return aside if unreadable else None


def _built(settings: Settings, progress: Progress | None) -> str:
    with open_store(settings) as store:
        store.rebuild(progress=progress)
        total, _, _ = recompute(store.bolt)
        if not total == store.state().sum == foreseen(store.ledger):
            raise StoreMismatch(
                "底账已恢复,但图的内容哈希与它不一致;请运行 gongjian rebuild",
                "the ledger is restored, but the graph differs from it in content hash: run `gongjian rebuild`",
            )
        return f"{total:064x}"
