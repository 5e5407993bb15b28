"""The projector: writes what changed between two foldings to the graph, in idempotent batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import orjson

from graph.collector import collector_paused
from graph.model.registry import node_types
from graph.store.bolt import Bolt, Writing
from graph.store.content import add, digest
from graph.store.fold import SEPARATOR, Folded, Record
from graph.store.lease import Lease

T = TypeVar("T")
BATCH = 5_000
Progress = Callable[[int, int], None]
"""Called with records written and records to write."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a projection has to write."""

    upserts: tuple[tuple[Record, bytes], ...]
    gone: tuple[str, ...]
    unchanged: int

    @property
    def size(self) -> int:
        """Number of records to write."""
        return len(self.upserts) + len(self.gone)


@dataclass(frozen=True, slots=True)
class _Batch:
    statement: str
    rows: list[dict[str, object]]
    new: list[bytes]
    old: list[bytes]


@collector_paused()
def change(folded: Folded, known: dict[str, bytes]) -> Change:
    """Compare the folded records with what the graph is known to hold (hash by key)."""
    upserts: list[tuple[Record, bytes]] = []
    for key, record in folded.records.items():
        hashed = digest(record.label, record.ends, record.properties)
        if known.get(key) != hashed:
            upserts.append((record, hashed))
    gone = sorted(key for key in known if key not in folded.records)
    return Change(tuple(upserts), tuple(gone), len(folded.records) - len(upserts))


def project(
    bolt: Bolt,
    lease: Lease,
    planned: Change,
    known: dict[str, bytes],
    *,
    start: int,
    load: int,
    progress: Progress | None = None,
) -> int:
    """Write a change batch by batch; returns the content sum afterwards.

    ``start`` is the sum before. Each transaction renews the lease and sets the absolute sum, so a batch that is
    repeated after a crash changes nothing, and a loader that lost its lease cannot commit.
    """
    total, written = start, 0
    for batch in _batches(planned, known, load):
        for new in batch.new:
            total = add(total, new=new)
        for old in batch.old:
            total = add(total, old=old)
        bolt.write(_work(lease, batch, total))
        written += len(batch.rows)
        if progress is not None:
            progress(written, planned.size)
    return total


def _work(lease: Lease, batch: _Batch, total: int) -> Callable[[Writing], None]:
    def work(tx: Writing) -> None:
        lease.renew(tx, sum=f"{total:064x}", writing=True)
        tx.run(batch.statement, {"rows": batch.rows})

    return work


def _batches(planned: Change, known: dict[str, bytes], load: int) -> Iterator[_Batch]:
    """Nodes before the ties that need them; ties go before the nodes they hang on."""
    nodes: dict[str, list[tuple[Record, bytes]]] = defaultdict(list)
    ties: dict[tuple[str, str, str], list[tuple[Record, bytes]]] = defaultdict(list)
    for record, hashed in planned.upserts:
        if record.ends is None:
            nodes[record.label].append((record, hashed))
        else:
            ties[(_label(record.ends[0]), record.label, _label(record.ends[1]))].append((record, hashed))
    for label in sorted(nodes):
        statement = f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row.properties"
        yield from _upserts(statement, nodes[label], known, load)
    for source, kind, target in sorted(ties):
        statement = (
            f"UNWIND $rows AS row MATCH (a:{source} {{id: row.source}}) MATCH (b:{target} {{id: row.target}}) "
            f"MERGE (a)-[r:{kind} {{role: row.role, spell: row.spell}}]->(b) SET r = row.properties"
        )
        yield from _upserts(statement, ties[(source, kind, target)], known, load)
    yield from _deletions(planned.gone, known)


def _upserts(
    statement: str, records: Sequence[tuple[Record, bytes]], known: dict[str, bytes], load: int
) -> Iterator[_Batch]:
    for part in _parts(sorted(records, key=lambda each: each[0].key)):
        yield _Batch(
            statement,
            [_row(record, load) for record, _ in part],
            [hashed for _, hashed in part],
            [known[record.key] for record, _ in part if record.key in known],
        )


def _row(record: Record, load: int) -> dict[str, object]:
    properties = {**record.properties, "load": load}
    if record.ends is None:
        return {"id": record.key, "properties": properties}
    source, target = record.ends
    role, spell = record.properties["role"], record.properties["spell"]
    return {"source": source, "target": target, "role": role, "spell": spell, "properties": properties}


def _deletions(gone: Iterable[str], known: dict[str, bytes]) -> Iterator[_Batch]:
    nodes: dict[str, list[str]] = defaultdict(list)
    ties: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for key in gone:
        parts = key.split(SEPARATOR)
        if len(parts) == 1:
            nodes[_label(key)].append(key)
        else:
            ties[(_label(parts[0]), parts[1], _label(parts[4]))].append(key)
    for (source, kind, target), keys in sorted(ties.items()):
        statement = (
            f"UNWIND $rows AS row MATCH (a:{source} {{id: row.source}})-[r:{kind} {{role: row.role, spell: row.spell}}]"
            f"->(b:{target} {{id: row.target}}) DELETE r"
        )
        for part in _parts(keys):
            yield _Batch(statement, [_tie_of(key) for key in part], [], [known[key] for key in part])
    for label, keys in sorted(nodes.items()):
        statement = f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) DETACH DELETE n"
        for part in _parts(keys):
            yield _Batch(statement, [{"id": key} for key in part], [], [known[key] for key in part])


def _tie_of(key: str) -> dict[str, object]:
    source, _, role, spell, target = key.split(SEPARATOR)
    return {"source": source, "target": target, "role": role, "spell": int(spell)}


def empty(bolt: Bolt, lease: Lease) -> None:
    """Delete every node and tie of the declared types, batch by batch under the lease."""
    for label in node_types():
        statement = f"MATCH (n:{label}) WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS deleted"
        while bolt.write(_emptying(lease, statement)):
            pass


def _emptying(lease: Lease, statement: str) -> Callable[[Writing], bool]:
    def work(tx: Writing) -> bool:
        lease.renew(tx)
        return bool(tx.run(statement)[0]["deleted"])

    return work


def _label(entity: str) -> str:
    return entity.split(":", 1)[0]


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def settled(
    folded: Folded, planned: Change, noted: Mapping[str, tuple[bytes, bytes]]
) -> Iterator[tuple[str, bytes, bytes]]:
    """What the ledger has to note anew: (key, hash, rows as JSON); also where only the rows behind it changed."""
    hashes = {record.key: hashed for record, hashed in planned.upserts}
    for key, record in folded.records.items():
        hashed = hashes.get(key) or noted[key][0]
        rows = orjson.dumps(record.rows)
        if noted.get(key) != (hashed, rows):
            yield key, hashed, rows
