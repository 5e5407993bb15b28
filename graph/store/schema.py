"""Constraints and indexes, derived from the declarations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache

import orjson

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
    declared = [FOLD_VERSION, *map(asdict, node_types().values()), *map(asdict, tie_types().values())]
    # sets are sorted: their own order differs from process to process
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return hashlib.sha256(orjson.dumps(declared, default=sorted, option=options)).hexdigest()[:16]
