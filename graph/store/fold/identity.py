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
from graph.store.fold.aliases import NOW, Alias, name_and_place, parsed
from graph.store.fold.bearings import Bearings, NameWord
from graph.store.fold.codes import (
    Anchor,
    Finding,
    Validity,
    anchor_text,
    coded_anchors,
    decision_pair,
    link,
    named_codes,
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


class Identities:
    """The outcome of identification: see :func:`identify`."""

    def __init__(self, evidence: Evidence) -> None:
        mentions = [(subject.type, each) for _, subject in _subjects(evidence.entries) for each in subject.identifiers]
        self._validity = Validity(mentions)
        named = named_codes(evidence, self._validity)
        linked = link(set(named.values()), evidence.decisions, self._validity)
        self._components, self._contested, self.findings = linked.components, linked.contested, linked.findings
        pairs = [(each, decision_pair(each, self._validity)) for each in evidence.decisions]
        self._different = [pair for decision, pair in pairs if decision.verdict == "different"]
        self._same = [(decision, pair) for decision, pair in pairs if decision.verdict == "same"]
        self._parted: set[frozenset[Anchor]] = set()
        self._disputed: set[tuple[Anchor, Anchor]] = set()
        # the strongest code of each coded subject; none where that is contested
        self._coded = {key: anchors[0] for key, anchors in named.items() if anchors[0] not in self._contested}
        # a code that no subject goes by (its link was taken back) is known, but nothing bears it
        self._borne = {self._components.root(anchor) for anchor in self._coded.values()}
        self._subject: dict[tuple[int, int], Anchor] = {}
        self._bearings = Bearings(self._components)
        self._resolved: dict[tuple[Reference, date], Resolution] = {}
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
        return sorted(anchor_text(member).partition(":")[2] for member in self._components.members(anchor))

    def resolve(self, reference: Reference, day: date) -> Resolution:
        """What a reference means on the day of the edition that it stands in."""
        known = self._resolved.get((reference, day))
        if known is None:
            known = self._resolved[(reference, day)] = self._resolve(reference, day)
        return known

    def _resolve(self, reference: Reference, day: date) -> Resolution:
        missing: set[str] = set()
        for kind in reference.types if reference.identifiers else ():
            for anchor in coded_anchors(kind, reference.identifiers, self._validity, day):
                if anchor in self._contested:
                    return Resolution(State.AMBIGUOUS)
                if anchor in self._components and self._components.root(anchor) in self._borne:
                    return Resolution(State.RESOLVED, self._id(anchor))
                missing.add(anchor[1])
        if reference.name is not None:
            return self._by_name(reference, day, missing & EXCLUSIVE)
        return self._unknown(reference)

    def settle(self) -> None:
        """Call once all subjects are identified: fixes every id."""
        self.findings += [
            Finding("name_of_another", pair[0][0], tuple(sorted(map(anchor_text, pair))))
            for pair in sorted(self._disputed)
            if len({self._holder(each) for each in pair} - {None}) > 1
        ]
        self._anchor_of = {self._id(root): root for root in self._components.roots()}
        self._resolved.clear()

    # --- identification, stage by stage -----------------------------------------------------------

    def identify_stage(self, subjects: list[tuple[Entry, int, Subject]]) -> None:
        """Identify the subjects of one stage; everything that they may lie within is known already."""
        self._resolved.clear()  # an answer of the stage before may have changed with what it learned
        places = {(entry.row, position): self._within(subject, entry) for entry, position, subject in subjects}
        rest: list[tuple[Entry, int, Subject]] = []
        for each in subjects:
            anchor = self._coded.get((each[0].row, each[1]))
            if anchor is not None:
                self._subject[(each[0].row, each[1])] = anchor
            else:
                rest.append(each)
        self._index(subjects, places)
        self._parted = {frozenset(map(self._placed, pair)) for pair in self._different}
        kinds = {subject.type for _, _, subject in subjects}
        self._note_aliases(kinds)
        for entry, position, subject in rest:
            if any(each.scheme not in LOCAL for each in subject.identifiers):
                continue  # contested: its name may not decide what its codes leave open
            anchor = self._local(subject, entry, places[(entry.row, position)])
            if anchor is not None:
                self._subject[(entry.row, position)] = anchor
        self._join_same()
        self._index(rest, places)
        self._note_aliases(kinds)
        lies_in = ((self.entity(entry, position), places[(entry.row, position)]) for entry, position, _ in subjects)
        self._bearings.note_parents((child, place) for child, place in lies_in if child and place)

    def _join_same(self) -> None:
        """Carry out the decisions of which both sides are known by now."""
        for _, pair in self._same:
            first, second = map(self._placed, pair)
            if first in self._components and second in self._components:
                borne = {self._components.root(first), self._components.root(second)} & self._borne
                self._components.join(first, second)
                if borne:
                    self._borne.add(self._components.root(first))
        self._ids.clear()

    def _note_aliases(self, kinds: set[str]) -> None:
        """Learn the names that decisions give to entities of these types; none is taken from its only bearer."""
        self._bearings.aliases.forget(kinds)
        for decision, pair in self._same:
            if decision.type not in kinds:
                continue
            (one, other), held = map(self._placed, pair), [self._holder(self._placed(each)) for each in pair]
            if None not in held and held[0] != held[1]:
                self._disputed.add((one, other))
                continue
            for anchor, said, holder in ((one, decision.first, held[1]), (other, decision.second, held[0])):
                if anchor[1] == "name" and anchor not in self._components and holder is not None:
                    name, place = name_and_place(anchor)
                    alias = Alias(holder, place or None, said.start or FIRST, said.end or LAST)
                    self._bearings.aliases.note(anchor[0], name, alias)

    def _holder(self, anchor: Anchor) -> Anchor | None:
        """The entity that an identifier means: by itself, or the only bearer of the name; None where there is none."""
        if anchor in self._components:
            root = self._components.root(anchor)
            return root if root in self._borne else None
        if anchor[1] != "name":
            return None
        name, place = name_and_place(anchor)
        bearers = self._bearings.of((anchor[0],), name, place or None, NOW)
        roots = {self._components.root(each.entity) for each in bearers if each.place == (place or None)}
        return roots.pop() if len(roots) == 1 else None

    def _placed(self, anchor: Anchor) -> Anchor:
        """The anchor of a name with its place as that is identified now."""
        if anchor[1] != "name" or anchor in self._components:
            return anchor
        name, place = name_and_place(anchor)
        meant = parsed(place)
        holder = None if meant is None else self._holder(self._placed(meant))
        return anchor if holder is None else (anchor[0], "name", f"{name}@{self._id(holder)}", "")

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
            bearers = self._bearings.of((subject.type,), value, place, entry.edition.day)
            coded = {each.entity for each in bearers if each.coded and not self._kept_apart(own, each.entity)}
            roots = {self._components.root(anchor) for anchor in coded}
            if len(roots) > 1:
                return None
            if roots:
                return coded.pop()
        self._components.add(own)
        self._borne.add(self._components.root(own))
        return own

    def _kept_apart(self, own: Anchor, coded: Anchor) -> bool:
        return any(frozenset((own, member)) in self._parted for member in self._components.members(coded))

    def _index(self, subjects: list[tuple[Entry, int, Subject]], places: dict[tuple[int, int], str | None]) -> None:
        words = [
            NameWord(
                anchor,
                entry.edition.roster,
                entry.edition.day,
                matching(subject.name),
                places[(row, position)],
            )
            for entry, position, subject in subjects
            if subject.name is not None and (anchor := self._subject.get(((row := entry.row), position))) is not None
        ]
        self._bearings.note(words, {subject.type for _, _, subject in subjects})

    # --- names ------------------------------------------------------------------------------------

    def _by_name(self, reference: Reference, day: date, missing: set[str]) -> Resolution:
        place: str | None = None
        if reference.within is not None:
            within = self.resolve(reference.within, day)
            if within.entity is None:
                return within
            place = within.entity
        assert reference.name is not None
        bearers = self._bearings.of(reference.types, matching(reference.name), place, day)
        roots = {self._components.root(each.entity) for each in bearers}
        # an unknown code beside the name: only one who has no code of that scheme may be meant
        roots = {root for root in roots if not missing.intersection(m[1] for m in self._components.members(root))}
        if len(roots) == 1:
            return Resolution(State.RESOLVED, self._id(roots.pop()))
        return Resolution(State.AMBIGUOUS) if roots else self._unknown(reference)

    def _unknown(self, reference: Reference) -> Resolution:
        """A division code of a county that no list here has is out of area; all else may yet come.

        While there is no list at all, nobody can tell what lies outside.
        """
        outside = bool(self._prefixes) and any(
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
