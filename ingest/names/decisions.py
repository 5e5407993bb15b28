"""A steward's verdict as an assertion: which identifiers it names, and the tie that stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from graph.model.names import matching
from graph.model.statement import RECORD, Assertion, Decision, Identifier, Reference, Tie
from graph.store.fold.aliases import name_and_place, parsed

ROLES: Final[Mapping[str, str]] = {"LOCATED_IN": "main", "PART_OF": "administrative"}
"""The ties that a review may settle, with the role under which they are kept."""


def identifier_of(record: str) -> Identifier:
    """The identifier by which a decision names an entity: that of its id; raises ValueError for no id of one."""
    anchor = parsed(record)
    if anchor is None:
        raise ValueError("not an entity's id")
    return Identifier(anchor[1], anchor[2], date.fromisoformat(anchor[3]) if anchor[3] else None)


def name_identifier(name: str, place: str | None, start: date | None = None, end: date | None = None) -> Identifier:
    """The identifier of a name within a place, valid for a time."""
    return Identifier("name", f"{matching(name)}@{place or ''}", start, end)


def record_identifier(record: str) -> Identifier:
    """The identifier by which a decision names the end of a tie."""
    return Identifier(RECORD, record)


def reference_of(record: str) -> Reference:
    """What a row would write to mean the entity of this id; raises ValueError for no id of one."""
    anchor = parsed(record)
    if anchor is None:
        raise ValueError("not an entity's id")
    if anchor[1] != "name":
        identifier = identifier_of(record)
        return Reference((anchor[0],), (identifier,), text=identifier.value)
    name, place = name_and_place(anchor)
    return Reference((anchor[0],), (), name, reference_of(place) if place else None, name)


def assertion_of(decision: Decision) -> Assertion:
    """All that a decided row says; of a tie that is settled, the tie as well. Raises ValueError for unsound ends."""
    ties: tuple[Tie, ...] = ()
    if decision.type in ROLES:
        ends = reference_of(decision.first.value), reference_of(decision.second.value)
        if decision.verdict == "same":
            ties = (Tie(decision.type, *ends, ROLES[decision.type]),)
    return Assertion(ties=ties, decisions=(decision,))
