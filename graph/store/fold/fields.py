"""Values of fields: the word that counts, and the past of dated fields (ledger.md §6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from graph.model.declare import Field, History, Kind
from graph.model.statement import Value
from graph.model.time import LAST
from graph.store.fold.spells import Listing

Property = str | int | float | bool | date | list[str] | list[int] | list[float] | list[bool] | list[date]
"""What a property of a node or tie may be; absent where nothing is known."""


def folded(declared: Iterable[Field], listings: Sequence[Listing]) -> dict[str, Property]:
    """Properties of one record: every declared field that some row says something of."""
    ordered = sorted(listings, key=lambda listing: listing.order) if len(listings) > 1 else listings
    properties: dict[str, Property] = {}
    for each in declared:
        said = [(listing.edition.day, listing.fields[each.name]) for listing in ordered if each.name in listing.fields]
        if not said:
            continue
        if each.history is History.FIXED:
            value = said[-1][1]
            if value is not None:
                properties[each.name] = typed(each.kind, value)
        else:
            properties.update(_history(each, said))
    return properties


def _history(declared: Field, said: list[tuple[date, Value]]) -> dict[str, Property]:
    """Parallel lists without nulls; a null word (*none*) is a gap between them."""
    if len(said) == 1 and said[0][1] is not None:  # nearly every field of a first load
        day, value = said[0]
        now, name = typed(declared.kind, value), declared.name
        return {f"{name}_values": [now], f"{name}_from": [day], f"{name}_to": [LAST], name: now}  # type: ignore[dict-item]
    by_day = dict(said)  # of several words on one day the last in order counts
    changes: list[tuple[date, Value]] = []
    for day, value in by_day.items():
        if not changes or changes[-1][1] != value:
            changes.append((day, value))
    ends = [day for day, _ in changes[1:]] + [LAST]
    known = [
        (typed(declared.kind, value), day, end)
        for (day, value), end in zip(changes, ends, strict=True)
        if value is not None
    ]
    if not known:
        return {}
    properties: dict[str, Property] = {
        f"{declared.name}_values": [value for value, _, _ in known],  # type: ignore[dict-item]
        f"{declared.name}_from": [day for _, day, _ in known],
        f"{declared.name}_to": [end for _, _, end in known],
    }
    if known[-1][2] == LAST:
        properties[declared.name] = known[-1][0]
    return properties


def typed(kind: Kind, value: Value) -> Property:
    """A statement's value as the graph keeps it: numbers and days in their own types, sets sorted."""
    if kind is Kind.DAY:
        return date.fromisoformat(str(value))
    if kind is Kind.NUMBER:
        assert isinstance(value, int | float)
        return float(value)
    if kind is Kind.TEXTS:
        assert isinstance(value, list)
        return sorted(set(value))
    assert value is not None
    return value
