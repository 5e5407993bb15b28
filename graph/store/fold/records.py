"""Records of the graph, made from what rows say of one node or tie and from its spells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from graph.model.declare import Field
from graph.model.registry import node_types, tie_types
from graph.model.time import Interval
from graph.store.fold.fields import Property, folded
from graph.store.fold.spells import Listing, Spell

TieKey = tuple[str, str, str, str]
"""(from, type, to, role): a tie without its spell."""

SEPARATOR = "\x1f"
"""Stands between the parts of a tie's key; no id holds it, because cleaning drops control characters."""


class Record(NamedTuple):
    """One node or tie as the graph holds it. Many records share one mapping of properties, so nobody changes it."""

    key: str
    label: str
    properties: Mapping[str, Property]
    ends: tuple[str, str] | None = None
    """Ids of both ends; None for a node."""
    rows: tuple[int, ...] = ()
    """The rows that assert it; not part of its content."""


class _Bounds(NamedTuple):
    """What a spell says in the properties of its record."""

    interval: Interval
    start_stated: bool
    end_stated: bool
    disputed: bool


class RecordMaker:
    """Makes records; what a spell says is written out once for all records that say the same, which are most."""

    def __init__(self) -> None:
        self._fields: dict[str, Mapping[str, Field]] = {
            **{name: {each.name: each for each in declared.all_fields} for name, declared in node_types().items()},
            **{name: {each.name: each for each in declared.fields} for name, declared in tie_types().items()},
        }
        self._of_node: dict[tuple[_Bounds, ...], Mapping[str, Property]] = {}
        self._of_tie: dict[tuple[str, int, _Bounds], Mapping[str, Property]] = {}

    def node(
        self, entity: str, label: str, identifiers: list[str], listed: Sequence[Listing], found: Iterable[Spell]
    ) -> Record:
        """The record of an entity that ``listed`` rows define, live in the spells ``found``."""
        properties = folded(self._fields[label], listed)
        bounds = tuple(_bounds(spell) for spell in found)
        if bounds not in self._of_node:
            self._of_node[bounds] = _node_bounds(bounds)
        properties |= self._of_node[bounds]
        properties["id"] = entity
        properties["identifiers"] = identifiers
        return Record(entity, label, properties, rows=rows_of(listed))

    def tie(self, key: TieKey, number: int, spell: Spell) -> Record:
        """The record of a tie in its spell of that number, from 1."""
        source, kind, target, role = key
        shared = (role, number, _bounds(spell))
        bounds = self._of_tie.get(shared)
        if bounds is None:
            bounds = self._of_tie[shared] = _tie_bounds(*shared)
        properties = folded(self._fields[kind], spell.listings)
        name = SEPARATOR.join((source, kind, role, str(number), target))
        return Record(
            name, kind, {**properties, **bounds} if properties else bounds, (source, target), rows_of(spell.listings)
        )


def rows_of(listed: Sequence[Listing]) -> tuple[int, ...]:
    """The rows that assert a record, each once, in order."""
    if len(listed) == 1:
        return (listed[0].entry.row,)
    return tuple(sorted({listing.entry.row for listing in listed}))


def _bounds(spell: Spell) -> _Bounds:
    return _Bounds(spell.interval, spell.start_stated, spell.end_stated, spell.disputed)


def _node_bounds(found: tuple[_Bounds, ...]) -> dict[str, Property]:
    properties: dict[str, Property] = {
        "start_earliest": [each.interval.start_earliest for each in found],
        "start_latest": [each.interval.start_latest for each in found],
        "end_earliest": [each.interval.end_earliest for each in found],
        "end_latest": [each.interval.end_latest for each in found],
        "start_stated": [each.start_stated for each in found],
        "end_stated": [each.end_stated for each in found],
    }
    if any(each.disputed for each in found):
        properties["disputed"] = True
    return properties


def _tie_bounds(role: str, number: int, bounds: _Bounds) -> dict[str, Property]:
    properties: dict[str, Property] = {
        "role": role,
        "spell": number,
        "start_earliest": bounds.interval.start_earliest,
        "start_latest": bounds.interval.start_latest,
        "end_earliest": bounds.interval.end_earliest,
        "end_latest": bounds.interval.end_latest,
        "start_stated": bounds.start_stated,
        "end_stated": bounds.end_stated,
    }
    if bounds.disputed:
        properties["disputed"] = True
    return properties
