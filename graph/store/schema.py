"""Constraints and indexes, derived from the declarations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

from graph.model.registry import node_types, tie_types

BOOK_KEEPING_LABELS = ("Lease", "Load")


def statements() -> Iterator[str]:
    """One statement per constraint or index; each can be run again without harm."""
    for label in (*BOOK_KEEPING_LABELS, *node_types()):
        yield f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label, declared in node_types().items():
        for field in declared.all_fields:
            if field.indexed:
                yield f"CREATE INDEX {label.lower()}_{field.name} IF NOT EXISTS FOR (n:{label}) ON (n.{field.name})"


FOLD_VERSION = 1
"""Raised when the same rows are folded to other records than before."""


@cache
def fingerprint() -> str:
    """Names the model that a graph was built with; another one means that the graph is brought up to date first."""
    declared = [FOLD_VERSION, *node_types().values(), *tie_types().values()]
    return hashlib.sha256(repr(declared).encode()).hexdigest()[:16]
