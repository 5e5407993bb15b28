"""What a steward said that two names, or a name and a code, are one thing (ledger.md §4), read against what is known.

A decision names its sides by identifiers. The place in a name's identifier is the place's id when the decision was
made; that id may have changed since (a place got its code), so it is looked up again here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from graph.model.schemes import RANK
from graph.model.time import LAST
from graph.store.fold.codes import Anchor

_PLACE = re.compile(r"@(?=[A-Z][A-Za-z]+:|$)")
_ISSUED = re.compile(r"@(\d{4}-\d{2}-\d{2})$")
NOW = LAST - timedelta(days=1)
"""The day of a name that is said to hold without a date: of those borne in turn the last one."""


class Alias(NamedTuple):
    """A steward's word that a name within a place is this entity's, for a time."""

    entity: Anchor
    place: str | None
    start: date
    end: date


class Aliases:
    """The names that stewards gave to entities, by type and name."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], set[Alias]] = defaultdict(set)

    def __bool__(self) -> bool:
        return bool(self._known)

    def note(self, kind: str, name: str, alias: Alias) -> None:
        """Learn one."""
        self._known[(kind, name)].add(alias)

    def forget(self, kinds: set[str]) -> None:
        """Drop those of some types, to be learned anew from all that is known by now."""
        for known in [key for key in self._known if key[0] in kinds]:
            del self._known[known]

    def of(self, kind: str, name: str) -> Iterable[Alias]:
        """Whoever is said to go by the name."""
        return self._known.get((kind, name), ())


def parsed(record: str) -> Anchor | None:
    """The anchor that a record's id names: the inverse of ``anchor_text``; None where it is no such id."""
    kind, _, rest = record.partition(":")
    scheme, _, value = rest.partition(":")
    if not kind or scheme not in RANK or not value:
        return None
    issued = None if scheme == "name" else _ISSUED.search(value)
    return (kind, scheme, value, "") if issued is None else (kind, scheme, value[: issued.start()], issued[1])


def name_and_place(anchor: Anchor) -> tuple[str, str]:
    """Of an anchor under the scheme ``name``: the name, and the id of the place it holds in (empty for none)."""
    parts: Sequence[str] = _PLACE.split(anchor[2], maxsplit=1)
    return parts[0], parts[1] if len(parts) > 1 else ""
