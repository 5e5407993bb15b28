"""Who bears which name, where and when; and which place lies in which."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from graph.model.schemes import LOCAL
from graph.model.time import FIRST, LAST
from graph.store.fold.aliases import Aliases
from graph.store.fold.codes import Anchor, Components


class Bearing(NamedTuple):
    """An entity bears a name in a place for a time."""

    entity: Anchor
    coded: bool
    place: str | None
    start: date
    end: date


class NameWord(NamedTuple):
    """One row's word of a name: who bears it, in which roster, on which day and in which place."""

    anchor: Anchor
    roster: str
    day: date
    name: str
    place: str | None


class Bearings:
    """The names known so far; they are noted stage by stage."""

    def __init__(self, components: Components) -> None:
        self._components = components
        self._words: dict[str, list[NameWord]] = defaultdict(list)
        self._found: dict[str, dict[str, list[Bearing]]] = {}
        self.aliases = Aliases()
        self._parents: dict[str, set[str]] = defaultdict(set)
        self._above: dict[str, frozenset[str]] = {}

    def note(self, words: Iterable[NameWord], kinds: Iterable[str]) -> None:
        """Learn names of entities of these types.

        All names of a type are weighed anew, also those of earlier stages: a town that became a subdistrict
        stands in two of them.
        """
        for word in words:
            self._words[word.anchor[0]].append(word)
        for kind in kinds:
            self._found[kind] = self._borne(self._words[kind])

    def _borne(self, words: Iterable[NameWord]) -> dict[str, list[Bearing]]:
        """Within one roster a name holds until another takes its place."""
        named: dict[tuple[Anchor, str], set[tuple[date, str, str | None]]] = defaultdict(set)
        for word in words:
            named[(self._components.root(word.anchor), word.roster)].add((word.day, word.name, word.place))
        bearings: dict[str, list[Bearing]] = defaultdict(list)
        for (root, _), borne in named.items():
            coded = self.coded(root)
            days = sorted({day for day, _, _ in borne})
            for day, name, place in borne:
                end = LAST if day == days[-1] else days[bisect_right(days, day)]
                start = FIRST if day == days[0] else day
                bearings[name].append(Bearing(root, coded, place, start, end))
        return bearings

    def note_parents(self, children: Iterable[tuple[str, str]]) -> None:
        """Learn which entity lies in which place."""
        for child, parent in children:
            if child != parent:
                self._parents[child].add(parent)
        self._above.clear()

    def of(self, kinds: Iterable[str], name: str, place: str | None, day: date) -> list[Bearing]:
        """Who bears the name on that day in that place, else below it, else above it.

        Of several who bear it a steward's word picks out the one meant; it does not take a name from its only bearer.
        """
        ranked: dict[int, list[Bearing]] = defaultdict(list)
        meant: dict[int, list[Bearing]] = defaultdict(list)
        for kind in kinds:
            self._rank(self._found.get(kind, {}).get(name, ()), place, day, ranked)
            if self.aliases:
                self._rank(self._aliased(kind, name), place, day, meant)
        if not meant:
            return ranked[min(ranked)] if ranked else []
        nearest = min((*ranked, *meant))
        borne, named = ranked.get(nearest, []), meant.get(nearest, [])
        roots = {self._components.root(each.entity) for each in named}
        return [each for each in borne if self._components.root(each.entity) in roots] or borne + named

    def _rank(
        self, bearings: Iterable[Bearing], place: str | None, day: date, ranked: dict[int, list[Bearing]]
    ) -> None:
        for bearing in bearings:
            if bearing.start <= day < bearing.end:
                distance = self._distance(bearing.place, place)
                if distance is not None:
                    ranked[distance].append(bearing)

    def _aliased(self, kind: str, name: str) -> list[Bearing]:
        return [
            Bearing(alias.entity, self.coded(alias.entity), alias.place, alias.start, alias.end)
            for alias in self.aliases.of(kind, name)
        ]

    def coded(self, entity: Anchor) -> bool:
        """Whether an entity has a code that holds everywhere."""
        return any(member[1] not in LOCAL for member in self._components.members(entity))

    def _distance(self, borne: str | None, place: str | None) -> int | None:
        if place is None or borne == place:
            return 0
        if borne is None:
            return None
        if place in self._ancestors(borne):
            return 1
        return 2 if borne in self._ancestors(place) else None

    def _ancestors(self, place: str) -> frozenset[str]:
        known = self._above.get(place)
        if known is None:
            found: set[str] = set()
            queue = [place]
            while queue:
                for parent in self._parents.get(queue.pop(), ()):
                    if parent not in found:
                        found.add(parent)
                        queue.append(parent)
            known = self._above[place] = frozenset(found)
        return known
