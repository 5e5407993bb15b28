"""Bring a data folder and its graph to this version of the program and to the engine in use; nothing is read again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.errors import NotFound, StoreMismatch
from graph.settings import Settings
from graph.store.content import foreseen, recompute
from graph.store.lease import read_state
from graph.store.ledger.file import copy_as_it_is, version_of
from graph.store.ledger.migration import VERSION
from graph.store.opening import LEDGER_FILE, connect, open_store
from graph.store.schema import fingerprint


@dataclass(frozen=True, slots=True)
class Migration:
    """What was found and what was done; ``content_hash`` was recomputed from the graph itself."""

    version_found: int
    version: int
    aside: Path | None
    """Where the ledger of the older version lies now."""
    model_changed: bool
    graph_built: bool
    """Whether the engine in use had no graph yet, so that it was built there."""
    rolled_forward: int | None
    content_hash: str
    engine: str
    synthetic: bool


def migrate(settings: Settings) -> Migration:
    """Migrate ledger and graph, and prove the graph against the ledger; a second run finds nothing to do."""
    path = settings.data / LEDGER_FILE
    if not path.exists():
        raise NotFound(
            "数据文件夹里还没有底账;请用 --data 指到存放底账的文件夹",
            "this data folder has no ledger: point --data to the folder that has one",
        )
    found = version_of(path)
    aside = _set_aside(path, found)
    bolt, attachment, _ = connect(settings)
    try:
        before = read_state(bolt)
    finally:
        bolt.close()
    try:
        with open_store(settings) as store:
            total, _, _ = recompute(store.bolt)
            if not total == store.state().sum == foreseen(store.ledger):
                raise StoreMismatch(
                    "图与底账的内容哈希不一致;请运行 gongjian rebuild",
                    "graph and ledger differ in content hash: run `gongjian rebuild`",
                )
            return Migration(
                version_found=found,
                version=VERSION,
                aside=aside,
                model_changed=before is not None and before.model != fingerprint(),
                graph_built=before is None,
                rolled_forward=store.rolled_forward,
                content_hash=f"{total:064x}",
                engine=store.bolt.server,
                synthetic=store.state().synthetic,
            )
    finally:
        if attachment is not None:
            attachment.close()


def _set_aside(path: Path, version: int) -> Path | None:
    if not 0 < version < VERSION:
        return None
    aside = path.with_name(f"ledger-version-{version}.sqlite")
    if aside.exists():  # of a run that was interrupted
        aside.unlink()
    copy_as_it_is(path, aside)
    return aside
