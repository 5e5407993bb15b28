"""Values of fields: the word that counts, and the past of dated fields (ledger.md §6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from graph.model.declare import Field, History, Kind
from graph.model.statement import Value
from graph.model.time import LAST
from graph.store.fold.spells import Listing

Property = str | int | float | bool | date | list[str] | list[int] | list[float] | list[bool] | list[date]
"""What a property of a node or tie may be; absent where nothing is known."""


def folded(declared: Mapping[str, Field], listings: Sequence[Listing]) -> dict[str, Property]:
    """Properties of one record: every declared field, by name, that some row says something of."""
    if len(listings) == 1:  # nearly all of a first load
        return _of_one(declared, listings[0])
    ordered = sorted(listings, key=lambda listing: listing.order)
    properties: dict[str, Property] = {}
    for each in declared.values():
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


def _of_one(declared: Mapping[str, Field], listing: Listing) -> dict[str, Property]:
    properties: dict[str, Property] = {}
    for name, value in listing.fields.items():
        each = declared.get(name)
        if each is None or value is None:
            continue
        now = typed(each.kind, value)
        if each.history is History.DATED:
            values, since, until = _parallel(name)
            properties[values], properties[since], properties[until] = [now], [listing.edition.day], [LAST]  # type: ignore[assignment]
        properties[name] = now
    return properties


@cache
def _parallel(name: str) -> tuple[str, str, str]:
    """Names of the lists that hold the past of a dated field."""
    return f"{name}_values", f"{name}_from", f"{name}_to"


def _history(declared: Field, said: list[tuple[date, Value]]) -> dict[str, Property]:
    """Parallel lists without nulls; a null word (*none*) is a gap between them."""
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
    values, since, until = _parallel(declared.name)
    properties: dict[str, Property] = {
        values: [value for value, _, _ in known],  # type: ignore[dict-item]
        since: [day for _, day, _ in known],
        until: [end for _, _, end in known],
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
