"""What rosters assert, apart from what only a published case says: names, ties and the ids behind a count."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.registry import node_types, tie_types
from graph.store.fold import SEPARATOR
from graph.store.store import Store

CASE = "case"
"""The format of case files in the ledger."""


def in_rosters(store: Store, keys: Iterable[str]) -> frozenset[str]:
    """Those of some nodes and ties (by key) that a roster asserts; StoreMismatch where there is no ledger here."""
    ledger = store.ledger
    formats = ledger.formats_asserting(keys)
    return frozenset(key for key, told in formats.items() if told - {CASE})


def named_in_rosters(store: Store, label: str, name: str) -> tuple[str, ...]:
    """Ids of the nodes of a type that bear a name, now or once, in some roster; sorted."""
    if label not in node_types():
        raise KeyError(label)
    query = f"MATCH (n:{label}) WHERE n.name = $name OR $name IN coalesce(n.name_values, []) RETURN n.id AS id"
    found, _ = store.read(query, {"name": name})
    return tuple(sorted(in_rosters(store, (str(row["id"]) for row in found))))


def ties_in_rosters(store: Store, source: str, kind: str, target: str) -> tuple[str, ...]:
    """Keys of the ties of a type from one node to another that some roster asserts; sorted."""
    if kind not in tie_types():
        raise KeyError(kind)
    query = f"MATCH (a {{id: $source}})-[r:{kind}]->(b {{id: $target}}) RETURN r.role AS role, r.spell AS spell"
    found, _ = store.read(query, {"source": source, "target": target})
    keys = (SEPARATOR.join((source, kind, str(row["role"]), str(row["spell"]), target)) for row in found)
    return tuple(sorted(in_rosters(store, keys)))
