"""What the live rows say of each entity, as a review needs it: names, codes, places, rosters, addresses.

This reads the ledger and identifies, but folds no spells and no fields: a review of 100,000 rows takes seconds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from graph.model.names import matching
from graph.model.registry import node_types
from graph.model.schemes import EXCLUSIVE, LOCAL
from graph.model.statement import Decision, Reference, Subject, Tie
from graph.store.fold import gather
from graph.store.fold.codes import Finding
from graph.store.fold.gather import Entry, Evidence
from graph.store.fold.identity import Identities, State, identify
from graph.store.ledger import Ledger

FAMILIES = frozenset({"places", "organisations"})
"""The families whose nodes exist outside the rosters, and may stand in two of them under two names."""


@dataclass(eq=False)
class Entity:
    """One thing that rosters list; what is derived from it is computed once all rows are read."""

    id: str
    type: str
    identifiers: tuple[str, ...]
    names: dict[str, date] = field(default_factory=dict)
    """Names as written, each with the latest day on which a roster wrote it."""
    places: set[str] = field(default_factory=set)
    """Ids of the places that it is said to lie in."""
    editions: set[tuple[str, date]] = field(default_factory=set)
    """Rosters (their keys) and days that list it."""
    address: str = ""
    ties: set[tuple[str, str, str]] = field(default_factory=set)
    """(type, role, target) of what it is located in or part of."""

    @property
    def name(self) -> str:
        """The name written last."""
        return max(self.names, key=lambda name: (self.names[name], name), default=self.id)

    @cached_property
    def folded(self) -> frozenset[str]:
        """Its names in the form for comparing."""
        return frozenset(map(matching, self.names))

    @cached_property
    def codes(self) -> dict[str, set[str]]:
        """Its codes of exclusive schemes."""
        found: dict[str, set[str]] = defaultdict(set)
        for each in self.identifiers:
            scheme, _, value = each.partition(":")
            if scheme in EXCLUSIVE:
                found[scheme].add(value)
        return found

    @cached_property
    def coded(self) -> bool:
        """Whether anything but its name tells it."""
        return any(each.partition(":")[0] not in LOCAL for each in self.identifiers)

    @property
    def latest(self) -> date:
        """The day of the last roster that lists it."""
        return max((day for _, day in self.editions), default=date.min)


@dataclass(slots=True)
class OpenName:
    """A name that rows write and that means nothing yet, or more than one thing."""

    types: tuple[str, ...]
    written: str
    place: str | None
    state: str
    day: date
    rows: int = 0
    rosters: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in force, with the day of the file that it stands in."""

    decision: Decision
    day: date


class Known:
    """Entities, open names, decisions and findings of the live rows."""

    def __init__(self, evidence: Evidence, identities: Identities) -> None:
        self._identities = identities
        self.entities: dict[str, Entity] = {}
        self.open: dict[tuple[tuple[str, ...], str, str | None], OpenName] = {}
        self.decided: dict[object, Decided] = {}
        self.parents: dict[str, set[str]] = defaultdict(set)
        self._above: dict[str, frozenset[str]] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        kinds = {name for name, declared in node_types().items() if declared.named and declared.family in FAMILIES}
        in_force = set(evidence.decisions)
        for entry in evidence.entries:
            for position, subject in enumerate(entry.assertion.subjects):
                if subject.type in kinds:
                    self._note_subject(entry, position, subject)
            for tie in entry.assertion.ties:
                self._note_tie(entry, tie)
            for decision in in_force.intersection(entry.assertion.decisions):
                self.decided[decision.pair] = Decided(decision, entry.edition.day)
        self.findings: list[Finding] = list(identities.findings)

    def around(self, place: str) -> frozenset[str]:
        """A place and all that it lies in."""
        known = self._above.get(place)
        if known is None:
            found, queue = {place}, [place]
            while queue:
                for parent in self.parents.get(queue.pop(), ()):
                    if parent not in found:
                        found.add(parent)
                        queue.append(parent)
            known = self._above[place] = frozenset(found)
        return known

    def overlap(self, one: set[str], other: set[str]) -> bool:
        """Whether places of the two are one, or one lies in the other; what lies nowhere known may lie anywhere."""
        if not one or not other:
            return True
        return any(a in self.around(b) or b in self.around(a) for a in one for b in other)

    def names_around(self, place: str) -> tuple[str, ...]:
        """Names of a place and of all that it lies in."""
        known = self._names.get(place)
        if known is None:
            above = [self.entities[each] for each in self.around(place) if each in self.entities]
            known = self._names[place] = tuple(sorted({name for each in above for name in each.names}))
        return known

    # --- reading ----------------------------------------------------------------------------------

    def _note_subject(self, entry: Entry, position: int, subject: Subject) -> None:
        place = None
        if subject.within is not None:
            self._note_reference(entry, subject.within)
            place = self._identities.resolve(subject.within, entry.edition.day).entity
        found = self._identities.entity(entry, position)
        if found is None:
            if subject.name is not None and (place is not None or subject.within is None) and not subject.identifiers:
                self._note_open((subject.type,), subject.name, place, State.AMBIGUOUS, entry)
            return
        entity = self.entities.get(found)
        if entity is None:
            entity = Entity(found, subject.type, tuple(self._identities.identifiers(found)))
            self.entities[found] = entity
        day = entry.edition.day
        if subject.name is not None:
            entity.names[subject.name] = max(day, entity.names.get(subject.name, day))
        if place is not None and place != found:
            entity.places.add(place)
            if subject.type == "Place":
                self.parents[found].add(place)
        entity.editions.add((entry.edition.roster, day))
        address = subject.fields.get("address")
        if isinstance(address, str):
            entity.address = address

    def _note_tie(self, entry: Entry, tie: Tie) -> None:
        ends: list[str | None] = []
        for end in (tie.source, tie.target):
            if isinstance(end, int):
                ends.append(self._identities.entity(entry, end))
            else:
                self._note_reference(entry, end)
                ends.append(self._identities.resolve(end, entry.edition.day).entity)
        source, target = ends
        if source is None or target is None or tie.type not in ("LOCATED_IN", "PART_OF"):
            return
        if source in self.entities:
            self.entities[source].ties.add((tie.type, tie.role, target))
        if tie.type == "PART_OF" and source.startswith("Place:") and source != target:
            self.parents[source].add(target)

    def _note_reference(self, entry: Entry, reference: Reference) -> None:
        if reference.within is not None:
            self._note_reference(entry, reference.within)
        resolution = self._identities.resolve(reference, entry.edition.day)
        if resolution.state not in (State.PENDING, State.AMBIGUOUS) or reference.name is None or reference.identifiers:
            return
        place = None
        if reference.within is not None:
            place = self._identities.resolve(reference.within, entry.edition.day).entity
            if place is None:
                return  # its place comes first
        self._note_open(reference.types, reference.name, place, resolution.state, entry)

    def _note_open(self, types: tuple[str, ...], written: str, place: str | None, state: State, entry: Entry) -> None:
        key = (types, matching(written), place)
        found = self.open.get(key)
        if found is None:
            found = self.open[key] = OpenName(types, written, place, state.value, entry.edition.day)
        found.rows += 1
        found.day = max(found.day, entry.edition.day)
        found.rosters.add(entry.edition.roster)


def known(ledger: Ledger) -> Known:
    """Read and identify everything that is live in the ledger."""
    evidence = gather(ledger)
    return Known(evidence, identify(evidence))
