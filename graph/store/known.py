"""What was known at an act of the past: compared with another, or built as a graph of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import NotFound, StoreMismatch, WrongUsage
from graph.settings import Settings
from graph.store.content import recompute, summed
from graph.store.fold import Record, Supposition, fold, gather
from graph.store.ledger import Ledger
from graph.store.opening import LEDGER_FILE, open_store


def records_at(ledger: Ledger, act: int) -> dict[str, Record]:
    """The graph's records as of an act (0: nothing yet), whatever came later; what was erased since stays erased."""
    if not 0 <= act <= ledger.sequence:
        raise NotFound(f"没有编号为 {act} 的导入;用 gongjian loads 查看", f"no load {act}: see `gongjian loads`")
    return fold(gather(ledger, Supposition(known=act))).records


@dataclass(frozen=True, slots=True)
class Difference:
    """How two states of the graph differ, record by record."""

    added: tuple[Record, ...]
    removed: tuple[Record, ...]
    changed: tuple[tuple[Record, Record], ...]
    names: Mapping[str, str]
    """Name by id, of every node in either state that bears one; the later state's word counts."""
    joined: Mapping[str, str]
    """Of nodes that are no longer there: the node that bears one of their identifiers now."""
    parted: Mapping[str, str]
    """Of nodes that are new: the node that bore one of their identifiers before."""


def difference(before: Mapping[str, Record], after: Mapping[str, Record]) -> Difference:
    """Compare two states by their records' keys and properties; which rows assert them does not count."""
    added = tuple(after[key] for key in sorted(after.keys() - before.keys()))
    removed = tuple(before[key] for key in sorted(before.keys() - after.keys()))
    changed = tuple(
        (before[key], after[key])
        for key in sorted(before.keys() & after.keys())
        if before[key].properties != after[key].properties
    )
    return Difference(
        added=added,
        removed=removed,
        changed=changed,
        names=_names(before) | _names(after),
        joined=_elsewhere(removed, after),
        parted=_elsewhere(added, before),
    )


def _names(records: Mapping[str, Record]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, record in records.items():
        past = record.properties.get("name_values")
        name = record.properties.get("name") or (past[-1] if isinstance(past, list) and past else None)
        if record.ends is None and isinstance(name, str):
            found[key] = name
    return found


def _elsewhere(nodes: tuple[Record, ...], others: Mapping[str, Record]) -> dict[str, str]:
    wanted = {node.key for node in nodes if node.ends is None}
    bearers = {
        bearer: other.key
        for other in (others.values() if wanted else ())
        for each in _identifiers(other)
        if (bearer := f"{other.label}:{each}") in wanted
    }
    return {key: bearers[key] for key in wanted if key in bearers}


def _identifiers(record: Record) -> list[str]:
    found = record.properties.get("identifiers")
    return [str(each) for each in found] if isinstance(found, list) else []


@dataclass(frozen=True, slots=True)
class PastView:
    """A data folder that shows what was known at an act."""

    folder: Path
    act: int
    nodes: int
    ties: int
    content_hash: str
    synthetic: bool


def build_past(ledger: Ledger, act: int, folder: Path, settings: Settings) -> PastView:
    """Make a data folder of its own with the ledger up to ``act`` and its graph, on the embedded engine there.

    It answers all questions and refuses loads. Its content hash is that of the same acts folded here.
    """
    expected = summed(records_at(ledger, act).values())
    if act == 0:
        raise WrongUsage("导入编号从 1 起", "loads are numbered from 1")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUsage(
            f"{folder.name} 已有内容;请用 --to 给一个空的或还没有的文件夹",
            f"{folder.name} is not empty: give an empty or a new folder with --to",
            code="folder_not_empty",
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unready = folder / f"{LEDGER_FILE}.part"  # never taken for a ledger before it is cut
    ledger.backup(unready)
    with Ledger(unready) as copy:
        copy.truncate(act)
    unready.rename(folder / LEDGER_FILE)
    with open_store(settings.model_copy(update={"data": folder, "uri": None})) as store:
        total, nodes, ties = recompute(store.bolt)
        if total != expected:
            raise StoreMismatch(
                "旧貌的内容哈希与底账不一致;请删去该文件夹后重试",
                "the past view differs from the ledger in content hash: remove its folder and try again",
            )
        return PastView(folder, act, nodes, ties, f"{total:064x}", store.state().synthetic)
