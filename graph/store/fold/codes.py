"""Codes: which mentions of a code mean the same holder, and which codes belong to one entity (ledger.md §4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.model.schemes import EXCLUSIVE, LOCAL, RANK
from graph.model.statement import Decision, Identifier
from graph.model.time import FIRST, LAST
from graph.store.fold.gather import Evidence

Anchor = tuple[str, str, str, str]
"""One holder of one code: (node type, scheme, value, first day of validity or empty)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the rosters contradict each other in; for review, never silently settled."""

    code: str
    type: str
    anchors: tuple[str, ...]


def anchor_text(anchor: Anchor) -> str:
    """``type:scheme:value``, with ``@from`` where a code was issued anew; this is also an entity's id."""
    kind, scheme, value, start = anchor
    return f"{kind}:{scheme}:{value}" + (f"@{start}" if start else "")


def order(anchor: Anchor) -> tuple[int, str, str]:
    """The fixed order of schemes, then value, then validity: the smallest anchor names the entity."""
    return RANK[anchor[1]], anchor[2], anchor[3]


class Validity:
    """Intervals in which each code is valid: codes are re-issued, so a code alone is not a holder."""

    def __init__(self, mentions: Iterable[tuple[str, Identifier]]) -> None:
        stated: dict[tuple[str, str, str], list[tuple[date, date]]] = defaultdict(list)
        for kind, identifier in mentions:
            if identifier.start or identifier.end:
                interval = (identifier.start or FIRST, identifier.end or LAST)
                stated[(kind, identifier.scheme, identifier.value)].append(interval)
        self._holders = {key: _merged(intervals) for key, intervals in stated.items()}

    def anchor(self, kind: str, identifier: Identifier, day: date) -> Anchor:
        """Who holds the code: by the stated validity, else whoever holds it on the day of the mention."""
        begin = identifier.start or (day if identifier.end is None else FIRST)
        for start, end in self._holders.get((kind, identifier.scheme, identifier.value), ()):
            if start <= begin < end:
                return kind, identifier.scheme, identifier.value, "" if start == FIRST else start.isoformat()
        return kind, identifier.scheme, identifier.value, ""


def _merged(intervals: list[tuple[date, date]]) -> list[tuple[date, date]]:
    merged: list[tuple[date, date]] = []
    for start, end in sorted(intervals):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class Components:
    """Disjoint sets of anchors."""

    def __init__(self) -> None:
        self._parent: dict[Anchor, Anchor] = {}
        self._members: dict[Anchor, list[Anchor]] = {}

    def add(self, anchor: Anchor) -> None:
        """Know of an anchor."""
        if anchor not in self._parent:
            self._parent[anchor] = anchor
            self._members[anchor] = [anchor]

    def __contains__(self, anchor: Anchor) -> bool:
        return anchor in self._parent

    def root(self, anchor: Anchor) -> Anchor:
        """The representative of its set."""
        while self._parent[anchor] != anchor:
            self._parent[anchor] = anchor = self._parent[self._parent[anchor]]
        return anchor

    def join(self, first: Anchor, second: Anchor) -> None:
        """Make two sets one."""
        one, other = self.root(first), self.root(second)
        if one != other:
            if len(self._members[one]) < len(self._members[other]):
                one, other = other, one
            self._parent[other] = one
            self._members[one] += self._members.pop(other)

    def members(self, anchor: Anchor) -> list[Anchor]:
        """All anchors of its set."""
        return self._members[self.root(anchor)]

    def roots(self) -> list[Anchor]:
        """One anchor of each set."""
        return list(self._members)


def coded_anchors(kind: str, identifiers: Iterable[Identifier], validity: Validity, day: date) -> list[Anchor]:
    """The anchors of the codes that hold everywhere, strongest first."""
    anchors = {validity.anchor(kind, each, day) for each in identifiers if each.scheme not in LOCAL}
    return sorted(anchors, key=order)


def decision_pair(decision: Decision) -> tuple[Anchor, Anchor]:
    """The two anchors that a steward's decision names."""

    def anchor(identifier: Identifier) -> Anchor:
        start = identifier.start.isoformat() if identifier.start else ""
        return decision.type, identifier.scheme, identifier.value, start

    return anchor(decision.first), anchor(decision.second)


def link(evidence: Evidence, validity: Validity) -> tuple[Components, set[Anchor], list[Finding]]:
    """Join the codes that rows name together; returns also the contested codes, which resolve to nobody.

    A code that would join two codes of one exclusive scheme is contested: it joins neither, and is a finding.
    """
    parted = {frozenset(decision_pair(each)) for each in evidence.decisions if each.verdict == "different"}
    groups: set[tuple[Anchor, ...]] = set()
    for entry in evidence.entries:
        for subject in entry.assertion.subjects:
            anchors = coded_anchors(subject.type, subject.identifiers, validity, entry.edition.day)
            if anchors:
                groups.add(tuple(anchors))
    edges = {(group[0], other) for group in groups for other in group[1:] if frozenset((group[0], other)) not in parted}
    components = _joined(groups, edges)
    contested, findings = _contested(components, edges)
    if contested:
        edges = {edge for edge in edges if not contested.intersection(edge)}
        components = _joined(groups, edges)
        # what is left may still tie two exclusive codes to each other directly, or by a longer way: cut it all
        remaining, more = _contested(components, edges)
        if remaining:
            findings += more
            cut = {root for root in components.roots() if _clashes(components.members(root))}
            edges = {edge for edge in edges if components.root(edge[0]) not in cut}
            components = _joined(groups, edges)
    for decision in evidence.decisions:
        first, second = decision_pair(decision)
        if decision.verdict == "same" and first in components and second in components:
            components.join(first, second)
    return components, contested, findings


def _joined(groups: Iterable[tuple[Anchor, ...]], edges: Iterable[tuple[Anchor, Anchor]]) -> Components:
    components = Components()
    for group in groups:
        for anchor in group:
            components.add(anchor)
    for first, second in sorted(edges):
        components.join(first, second)
    return components


def _clashes(members: Iterable[Anchor]) -> bool:
    seen: dict[str, str] = {}
    return any(
        seen.setdefault(scheme, value + start) != value + start
        for _, scheme, value, start in members
        if scheme in EXCLUSIVE
    )


def _contested(components: Components, edges: set[tuple[Anchor, Anchor]]) -> tuple[set[Anchor], list[Finding]]:
    contested: set[Anchor] = set()
    findings: list[Finding] = []
    neighbours: dict[Anchor, set[Anchor]] = defaultdict(set)
    for first, second in edges:
        neighbours[second].add(first)
    for root in components.roots():
        members = components.members(root)
        if not _clashes(members):
            continue
        bridges = {anchor for anchor in members if _clashes(neighbours[anchor])}
        contested |= bridges or {anchor for anchor in members if anchor[1] not in EXCLUSIVE}
        anchors = tuple(sorted(anchor_text(anchor) for anchor in members))
        findings.append(Finding("two_codes_of_one_thing", root[0], anchors))
    return contested, findings
