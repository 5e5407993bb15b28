"""The fold: live rows in, the graph's records out. A pure function of what is live, in whatever order it came.

gather -> identify -> resolve references -> spells -> single ties -> fields -> records
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.collector import collector_paused
from graph.model.registry import tie_types
from graph.model.statement import Reference, Stated, Subject, scope_reference
from graph.store.fold.codes import Finding
from graph.store.fold.fields import Property
from graph.store.fold.gather import Edition, Entry, Evidence
from graph.store.fold.identity import Identities, Resolution, State, identify
from graph.store.fold.records import Record, RecordMaker, TieKey
from graph.store.fold.single import end_by_successors
from graph.store.fold.spells import Listing, Spell, spells


class ReferenceState(NamedTuple):
    """What became of one reference of one row."""

    row: int
    text: str
    types: tuple[str, ...]
    resolution: Resolution


@dataclass(slots=True)
class Folded:
    """The outcome: the records of the graph, and what waits for review."""

    records: dict[str, Record] = field(default_factory=dict)
    references: list[ReferenceState] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def open_references(self) -> list[ReferenceState]:
        """References that are not resolved."""
        return [each for each in self.references if each.resolution.state is not State.RESOLVED]

    def reference_counts(self) -> Counter[tuple[str, tuple[str, ...], str, str | None]]:
        """The list of reference states that is part of the state: as written, types, state, entity."""
        return Counter(
            (each.text, each.types, each.resolution.state.value, each.resolution.entity) for each in self.references
        )


@collector_paused()
def fold(evidence: Evidence) -> Folded:
    """Fold all live rows; equal evidence gives equal records whatever the order of its rows."""
    identities = identify(evidence)
    outcome = Folded(findings=identities.findings)
    held = _held(evidence, identities)
    maker = RecordMaker()
    _fold_nodes(evidence, identities, held, maker, outcome)
    _fold_ties(evidence, identities, held, maker, outcome)
    _fold_editions(evidence, identities, outcome)
    return outcome


def _nothing_held(_: Edition) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class _Held:
    """Editions in which only a returned row lists something: they close nothing of it."""

    by_entity: dict[str, list[Entry]]
    editions: dict[str, frozenset[int]]
    doubtful: frozenset[int]
    """Editions with a returned row whose key fits several: it may be any of them."""

    def of(self, entities: Iterable[str]) -> Callable[[Edition], bool]:
        """Tells the editions that do not close what these entities' rows assert."""
        if not self.editions and not self.doubtful:
            return _nothing_held
        found = self.doubtful.union(*(self.editions.get(entity, ()) for entity in entities))
        return lambda edition: id(edition) in found


def _held(evidence: Evidence, identities: Identities) -> _Held:
    rows: dict[str, list[Entry]] = defaultdict(list)
    doubtful: set[int] = set()
    for entry in evidence.held:
        for subject in entry.assertion.subjects:
            named = Reference((subject.type,), subject.identifiers, subject.name, subject.within)
            resolution = identities.resolve(named, entry.edition.day)
            if resolution.entity is not None:
                rows[resolution.entity].append(entry)
            elif resolution.state is State.AMBIGUOUS:
                doubtful.add(id(entry.edition))
    editions = {entity: frozenset(id(entry.edition) for entry in found) for entity, found in rows.items()}
    return _Held(rows, editions, frozenset(doubtful))


def _fold_nodes(evidence: Evidence, identities: Identities, held: _Held, maker: RecordMaker, outcome: Folded) -> None:
    listings: dict[str, list[Listing]] = defaultdict(list)
    labels: dict[str, str] = {}
    for entry in evidence.entries:
        for position, subject in enumerate(entry.assertion.subjects):
            entity = identities.entity(entry, position)
            _note_subject(outcome, entry, subject, entity, identities)
            if entity is None:
                continue
            fields = subject.fields if subject.name is None else {**subject.fields, "name": subject.name}
            listings[entity].append(Listing(entry, subject.stated, fields))
            labels[entity] = subject.type
    for entity, listed in listings.items():
        # a returned row with a readable key lists its subject, and says nothing else of it
        returned = [Listing(entry, Stated(), {}) for entry in held.by_entity.get(entity, ())]
        found = spells(listed + returned if returned else listed, evidence.editions, held.of(()))
        outcome.records[entity] = maker.node(entity, labels[entity], identities.identifiers(entity), listed, found)


def _note_subject(outcome: Folded, entry: Entry, subject: Subject, entity: str | None, identities: Identities) -> None:
    """Where a subject lies is a reference; a subject that nobody can identify is one too, else it would be lost."""
    if subject.within is not None:
        resolution = identities.resolve(subject.within, entry.edition.day)
        _note(outcome, entry, subject.within, resolution)
        if resolution.entity is None and entity is None:
            return
    if entity is None:
        itself = Reference((subject.type,), subject.identifiers, subject.name, text=subject.name or "")
        _note(outcome, entry, itself, Resolution(State.AMBIGUOUS))


def _fold_ties(evidence: Evidence, identities: Identities, held: _Held, maker: RecordMaker, outcome: Folded) -> None:
    listings: dict[TieKey, list[Listing]] = defaultdict(list)
    for entry in evidence.entries:
        ends = _Ends(entry, identities, outcome)
        for tie in entry.assertion.ties:
            source, target = ends.entity(tie.source), ends.entity(tie.target)
            if source is None or target is None or source == target:
                continue
            listings[(source, tie.type, target, tie.role)].append(Listing(entry, tie.stated, tie.fields))
    found = {
        key: spells(listed, evidence.editions, held.of(_owners(listed, identities) if held.editions else ()))
        for key, listed in listings.items()
    }
    for key, kept in _single(found).items():
        for number, spell in enumerate(kept, start=1):
            record = maker.tie(key, number, spell)
            outcome.records[record.key] = record


def _owners(listed: list[Listing], identities: Identities) -> set[str]:
    """The subjects of the rows that assert a tie: were one of these rows returned, the tie would be missing there."""
    return {
        entity
        for listing in listed
        for position in range(len(listing.entry.assertion.subjects))
        if (entity := identities.entity(listing.entry, position)) is not None
    }


class _Ends:
    """The entities at the ends of one row's ties; each reference is noted as often as the row makes it."""

    def __init__(self, entry: Entry, identities: Identities, outcome: Folded) -> None:
        self._entry, self._identities, self._outcome = entry, identities, outcome
        self._subjects = [identities.entity(entry, each) for each in range(len(entry.assertion.subjects))]

    def entity(self, end: int | Reference) -> str | None:
        if isinstance(end, int):
            return self._subjects[end]
        resolution = self._identities.resolve(end, self._entry.edition.day)
        _note(self._outcome, self._entry, end, resolution)
        return resolution.entity


def _note(outcome: Folded, entry: Entry, reference: Reference, resolution: Resolution) -> None:
    outcome.references.append(ReferenceState(entry.row, reference.text, reference.types, resolution))


def _single(found: dict[TieKey, list[Spell]]) -> dict[TieKey, list[Spell]]:
    types = tie_types()
    groups: dict[tuple[str, str, str], dict[str, list[Spell]]] = defaultdict(dict)
    for (source, kind, target, role), kept in found.items():
        if role in types[kind].single_roles:
            groups[(source, kind, role)][target] = kept
    for (source, kind, role), alternatives in groups.items():
        if len(alternatives) > 1:
            for target, kept in end_by_successors(alternatives).items():
                found[(source, kind, target, role)] = kept
    return found


def _fold_editions(evidence: Evidence, identities: Identities, outcome: Folded) -> None:
    """Each edition is a node: whoever asks why something is missing must see which roster would have listed it."""
    for editions in evidence.editions.values():
        for edition in editions:
            if edition.published:
                continue
            form, issuer, scope = edition.roster.split("|")
            named = scope_reference(scope)
            key = f"Edition:serial:{edition.roster}|{edition.moment.text()}"
            properties: dict[str, Property] = {
                "id": key,
                "format": form,
                "issuer": issuer,
                "scope_text": scope,
                "day": edition.day,
                "complete": edition.unlists,
            }
            place = identities.resolve(named, edition.day).entity
            if place is not None:
                properties["scope"] = place
            outcome.records[key] = Record(key, "Edition", properties)
