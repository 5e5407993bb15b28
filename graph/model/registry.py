"""All node and tie types, found by walking ``graph/model/types``: a new type is a new file there, entered nowhere."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from graph.model import types
from graph.model.declare import Field, NodeType, TieType

T = TypeVar("T")


@cache
def node_types() -> Mapping[str, NodeType]:
    """Node types by name, in order of identification and name."""
    found = sorted(_declared(NodeType), key=lambda declared: (declared.stage, declared.name))
    return MappingProxyType({declared.name: declared for declared in found})


@cache
def tie_types() -> Mapping[str, TieType]:
    """Tie types by name."""
    found = sorted(_declared(TieType), key=lambda declared: declared.name)
    return MappingProxyType({declared.name: declared for declared in found})


@cache
def personal_types() -> frozenset[str]:
    """Names of the node types that stand for single persons, and of the ties that lead from or to them."""
    persons = {name for name, declared in node_types().items() if declared.personal}
    ties = {
        name
        for name, declared in tie_types().items()
        if any(persons.intersection((*sources, *targets)) for sources, targets in declared.ends)
    }
    return frozenset(persons | ties)


@cache
def field_of(owner: str, name: str) -> Field:
    """The field of a node or tie type; KeyError where it is not declared."""
    fields = node_types()[owner].all_fields if owner in node_types() else tie_types()[owner].fields
    return next(declared for declared in fields if declared.name == name)


def _declared(kind: type[T]) -> list[T]:
    found: list[T] = []
    for module in pkgutil.iter_modules(types.__path__):
        contents = vars(importlib.import_module(f"{types.__name__}.{module.name}"))
        found.extend(value for value in contents.values() if isinstance(value, kind))
    return found
