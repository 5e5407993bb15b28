"""The content hash (ledger.md §11): one SHA-256 per node and tie, summed, so that order does not matter.

Left out is declared book-keeping: properties in ``BOOK_KEEPING`` and nodes of no declared type (Load, Lease).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

import orjson

from graph.model.registry import node_types, tie_types
from graph.store.bolt import Bolt
from graph.store.fold import Record, fold, gather
from graph.store.ledger import Ledger

BOOK_KEEPING = frozenset({"load"})
MODULUS = 1 << 256


def digest(label: str, ends: tuple[str, str] | None, properties: Mapping[str, object]) -> bytes:
    """Hash of one record: its label, its ends and its properties in canonical form (sorted keys, typed values)."""
    content = {name: value for name, value in properties.items() if value is not None and name not in BOOK_KEEPING}
    # named apart, so that a day and a text that looks like one do not hash alike
    days = [
        name
        for name, value in content.items()
        if (kind := type(value)) is date or (kind is list and value and type(value[0]) is date)  # type: ignore[index]
    ]
    days.sort()
    return hashlib.sha256(orjson.dumps([label, ends, days, content], option=orjson.OPT_SORT_KEYS)).digest()


def add(total: int, *, new: bytes | None = None, old: bytes | None = None) -> int:
    """The sum after one record came, went or changed."""
    if new is not None:
        total += int.from_bytes(new)
    if old is not None:
        total -= int.from_bytes(old)
    return total % MODULUS


def summed(records: Iterable[Record]) -> int:
    """The content hash that a graph of these records has."""
    return sum(int.from_bytes(digest(each.label, each.ends, each.properties)) for each in records) % MODULUS


def foreseen(ledger: Ledger) -> int:
    """The content hash of the graph that a ledger folds to, whatever graph there is."""
    return summed(fold(gather(ledger)).records.values())


def recompute(bolt: Bolt) -> tuple[int, int, int]:
    """Content hash as the graph itself holds it, with the number of nodes and ties read."""
    total = nodes = ties = 0
    for label in node_types():
        for row in bolt.stream(f"MATCH (n:{label}) RETURN properties(n) AS properties", {}):
            total = add(total, new=digest(label, None, _mapping(row["properties"])))
            nodes += 1
    for kind in tie_types():
        query = f"MATCH (a)-[r:{kind}]->(b) RETURN a.id AS source, b.id AS target, properties(r) AS properties"
        for row in bolt.stream(query, {}):
            ends = (str(row["source"]), str(row["target"]))
            total = add(total, new=digest(kind, ends, _mapping(row["properties"])))
            ties += 1
    return total, nodes, ties


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value
