"""Who is who: each subject gets its entity, and each reference resolves, is pending, ambiguous or out of area.

Nothing here depends on the order in which rows were loaded: codes join first, then names within a place are looked
up stage by stage (places from the widest down, then what lies in them).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graph.model.names import matching
from graph.model.registry import node_types
from graph.model.schemes import EXCLUSIVE, LOCAL
from graph.model.statement import Reference, Subject
from graph.model.time import FIRST, LAST
from graph.model.types.place import LEVELS
from graph.store.fold.codes import (
    Anchor,
    Validity,
    anchor_text,
    coded_anchors,
    decision_pair,
    link,
    order,
)
from graph.store.fold.gather import Entry, Evidence


class State(StrEnum):
    """What became of a reference."""

    RESOLVED = "resolved"
    PENDING = "pending"
    AMBIGUOUS = "ambiguous"
    OUT_OF_AREA = "out_of_area"


@dataclass(frozen=True, slots=True)
class Resolution:
    """A reference's state, and the entity where it is resolved."""

    state: State
    entity: str | None = None


PENDING = Resolution(State.PENDING)


@dataclass(frozen=True, slots=True)
class Bearing:
    """An entity bears a name in a place for a time."""

    entity: Anchor
    coded: bool
    place: str | None
    start: date
    end: date


class Identities:
    """The outcome of identification: see :func:`identify`."""

    def __init__(self, evidence: Evidence) -> None:
        mentions = [(subject.type, each) for _, subject in _subjects(evidence.entries) for each in subject.identifiers]
        self._validity = Validity(mentions)
        self._components, self._contested, self.findings = link(evidence, self._validity)
        self._parted = {frozenset(decision_pair(each)) for each in evidence.decisions if each.verdict == "different"}
        self._same = [decision_pair(each) for each in evidence.decisions if each.verdict == "same"]
        self._subject: dict[tuple[int, int], Anchor] = {}
        self._bearings: dict[tuple[str, str], list[Bearing]] = defaultdict(list)
        self._parents: dict[str, set[str]] = defaultdict(set)
        self._above: dict[str, frozenset[str]] = {}
        self._ids: dict[Anchor, str] = {}
        self._prefixes = {each.value[:6] for kind, each in mentions if kind == "Place" and each.scheme == "division"}

    # --- asked by the rest of the fold ------------------------------------------------------------

    def entity(self, entry: Entry, position: int) -> str | None:
        """Id of a row's subject; None where it cannot be told who it is (yet)."""
        anchor = self._subject.get((entry.row, position))
        return None if anchor is None else self._id(anchor)

    def identifiers(self, entity: str) -> list[str]:
        """All identifiers that resolve to an entity, without its type, sorted."""
        anchor = self._anchor_of[entity]
        return sorted(anchor_text(member).split(":", 1)[1] for member in self._components.members(anchor))

    def resolve(self, reference: Reference, day: date) -> Resolution:
        """What a reference means on the day of the edition that it stands in."""
        missing: set[str] = set()
        for kind in reference.types:
            for anchor in coded_anchors(kind, reference.identifiers, self._validity, day):
                if anchor in self._contested:
                    return Resolution(State.AMBIGUOUS)
                if anchor in self._components:
                    return Resolution(State.RESOLVED, self._id(anchor))
                missing.add(anchor[1])
        if reference.name is not None:
            return self._by_name(reference, day, missing & EXCLUSIVE)
        return self._unknown(reference)

    def settle(self) -> None:
        """Call once all subjects are identified: fixes every id."""
        self._anchor_of = {self._id(root): root for root in self._components.roots()}

    # --- identification, stage by stage -----------------------------------------------------------

    def identify_stage(self, subjects: list[tuple[Entry, int, Subject]]) -> None:
        """Identify the subjects of one stage; everything that they may lie within is known already."""
        places = {(entry.row, position): self._within(subject, entry) for entry, position, subject in subjects}
        unnamed: list[tuple[Entry, int, Subject]] = []
        for entry, position, subject in subjects:
            anchors = coded_anchors(subject.type, subject.identifiers, self._validity, entry.edition.day)
            if anchors:
                self._subject[(entry.row, position)] = anchors[0]
            else:
                unnamed.append((entry, position, subject))
        self._index([each for each in subjects if (each[0].row, each[1]) in self._subject], places)
        for entry, position, subject in unnamed:
            anchor = self._local(subject, entry, places[(entry.row, position)])
            if anchor is not None:
                self._subject[(entry.row, position)] = anchor
        for first, second in self._same:
            if first in self._components and second in self._components:
                self._components.join(first, second)
        self._ids.clear()
        self._index([each for each in unnamed if (each[0].row, each[1]) in self._subject], places)
        self._remember_parents(subjects, places)

    def _within(self, subject: Subject, entry: Entry) -> str | None:
        return None if subject.within is None else self.resolve(subject.within, entry.edition.day).entity

    def _local(self, subject: Subject, entry: Entry, place: str | None) -> Anchor | None:
        """The anchor of a subject without a code: the one coded entity that bears its name there, else its own."""
        local = next((each for each in subject.identifiers if each.scheme in LOCAL), None)
        if place is None and subject.within is not None:
            return None
        if local is None and subject.name is None:
            return None
        scheme, value = ("name", matching(subject.name or "")) if local is None else (local.scheme, local.value)
        own: Anchor = (subject.type, scheme, f"{value}@{place or ''}", "")
        if local is None:
            bearers = self._bearers((subject.type,), value, place, entry.edition.day)
            coded = {each.entity for each in bearers if each.coded and not self._kept_apart(own, each.entity)}
            roots = {self._components.root(anchor) for anchor in coded}
            if len(roots) > 1:
                return None
            if roots:
                return coded.pop()
        self._components.add(own)
        return own

    def _kept_apart(self, own: Anchor, coded: Anchor) -> bool:
        return any(frozenset((own, member)) in self._parted for member in self._components.members(coded))

    def _index(self, subjects: list[tuple[Entry, int, Subject]], places: dict[tuple[int, int], str | None]) -> None:
        """Note who bears which name where: within one roster a name holds until another takes its place."""
        named: dict[tuple[Anchor, str], set[tuple[date, str, str | None]]] = defaultdict(set)
        for entry, position, subject in subjects:
            if subject.name is not None:
                root = self._components.root(self._subject[(entry.row, position)])
                borne = (entry.edition.day, matching(subject.name), places[(entry.row, position)])
                named[(root, entry.edition.roster)].add(borne)
        for (root, _), borne_names in named.items():
            coded = any(member[1] not in LOCAL for member in self._components.members(root))
            days = sorted({day for day, _, _ in borne_names})
            for day, name, place in borne_names:
                later = next((each for each in days if each > day), LAST)
                start = FIRST if day == days[0] else day
                self._bearings[(root[0], name)].append(Bearing(root, coded, place, start, later))

    def _remember_parents(
        self, subjects: list[tuple[Entry, int, Subject]], places: dict[tuple[int, int], str | None]
    ) -> None:
        for entry, position, _ in subjects:
            child, parent = self.entity(entry, position), places[(entry.row, position)]
            if child is not None and parent is not None and child != parent:
                self._parents[child].add(parent)
        self._above.clear()

    # --- names ------------------------------------------------------------------------------------

    def _by_name(self, reference: Reference, day: date, missing: set[str]) -> Resolution:
        place: str | None = None
        if reference.within is not None:
            within = self.resolve(reference.within, day)
            if within.entity is None:
                return within
            place = within.entity
        assert reference.name is not None
        bearers = self._bearers(reference.types, matching(reference.name), place, day)
        roots = {self._components.root(each.entity) for each in bearers}
        # an unknown code beside the name: only one who has no code of that scheme may be meant
        roots = {root for root in roots if not missing.intersection(m[1] for m in self._components.members(root))}
        if len(roots) == 1:
            return Resolution(State.RESOLVED, self._id(roots.pop()))
        return Resolution(State.AMBIGUOUS) if roots else self._unknown(reference)

    def _bearers(self, kinds: Iterable[str], name: str, place: str | None, day: date) -> list[Bearing]:
        """Who bears the name on that day in that place, else below it, else above it."""
        ranked: dict[int, list[Bearing]] = defaultdict(list)
        for kind in kinds:
            for bearing in self._bearings.get((kind, name), ()):
                if bearing.start <= day < bearing.end:
                    distance = self._distance(bearing.place, place)
                    if distance is not None:
                        ranked[distance].append(bearing)
        return ranked[min(ranked)] if ranked else []

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

    def _unknown(self, reference: Reference) -> Resolution:
        """A division code of a county that no list here has is out of area; all else may yet come."""
        outside = any(
            each.scheme == "division" and len(each.value) >= 6 and each.value[:6] not in self._prefixes
            for each in reference.identifiers
        )
        return Resolution(State.OUT_OF_AREA) if outside else PENDING

    def _id(self, anchor: Anchor) -> str:
        known = self._ids.get(anchor)
        if known is None:
            known = self._ids[anchor] = anchor_text(min(self._components.members(anchor), key=order))
        return known


def identify(evidence: Evidence) -> Identities:
    """Identify every subject: places from the widest level down, then the other types by their stage."""
    identities = Identities(evidence)
    stages: dict[tuple[int, int], list[tuple[Entry, int, Subject]]] = defaultdict(list)
    levels = {level: position for position, level in enumerate(LEVELS)}
    types = node_types()
    for entry in evidence.entries:
        for position, subject in enumerate(entry.assertion.subjects):
            level = levels.get(str(subject.fields.get("level")), len(levels)) if subject.type == "Place" else 0
            stages[(types[subject.type].stage, level)].append((entry, position, subject))
    for stage in sorted(stages):
        identities.identify_stage(stages[stage])
    identities.settle()
    return identities


def _subjects(entries: Iterable[Entry]) -> Iterable[tuple[Entry, Subject]]:
    return ((entry, subject) for entry in entries for subject in entry.assertion.subjects)
