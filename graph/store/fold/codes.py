"""Codes: which mentions of a code mean the same holder, and which codes belong to one entity (ledger.md §4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.model.schemes import EXCLUSIVE, LOCAL, RANK
from graph.model.statement import Decision, Identifier
from graph.model.time import FIRST, LAST
from graph.store.fold.gather import Evidence

Anchor = tuple[str, str, str, str]
"""One holder of one code: (node type, scheme, value, first day of validity or empty)."""
Edge = tuple[Anchor, Anchor]
"""A link that some row makes between two codes, the stronger one first."""


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
        holders = self._holders.get((kind, identifier.scheme, identifier.value))
        if holders is None:  # nearly all codes: only those of places are issued anew
            return kind, identifier.scheme, identifier.value, ""
        begin = identifier.start or (day if identifier.end is None else FIRST)
        for start, end in holders:
            if start <= begin < end:
                return kind, identifier.scheme, identifier.value, "" if start == FIRST else start.isoformat()
        return kind, identifier.scheme, identifier.value, ""

    def named(self, kind: str, identifier: Identifier) -> Anchor:
        """The holder that a steward means: of a code that was never issued anew its date need not be given."""
        holders = self._holders.get((kind, identifier.scheme, identifier.value), [])
        if identifier.start is None and len(holders) == 1:
            start = holders[0][0]
            return kind, identifier.scheme, identifier.value, "" if start == FIRST else start.isoformat()
        return self.anchor(kind, identifier, FIRST)


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
    anchors = [validity.anchor(kind, each, day) for each in identifiers if each.scheme not in LOCAL]
    return sorted(set(anchors), key=order) if len(anchors) > 1 else anchors


def decision_pair(decision: Decision, validity: Validity) -> tuple[Anchor, Anchor]:
    """The two anchors that a steward's decision names."""
    return validity.named(decision.type, decision.first), validity.named(decision.type, decision.second)


@dataclass(frozen=True, slots=True)
class Linked:
    """Which codes belong together."""

    components: Components
    contested: frozenset[Anchor]
    """Codes that point to several holders: they resolve to nobody."""
    findings: list[Finding]


def named_codes(evidence: Evidence, validity: Validity) -> dict[tuple[int, int], tuple[Anchor, ...]]:
    """The codes of each coded subject, strongest first, by row and position."""
    return {
        (entry.row, position): tuple(anchors)
        for entry in evidence.entries
        for position, subject in enumerate(entry.assertion.subjects)
        if subject.identifiers
        and (anchors := coded_anchors(subject.type, subject.identifiers, validity, entry.edition.day))
    }


def link(groups: set[tuple[Anchor, ...]], decisions: Sequence[Decision], validity: Validity) -> Linked:
    """Join the codes that rows name together, but never two codes of one exclusive scheme: those are a finding.

    A code that would join two of them loses its links to both; of each link that is lost the weaker code is contested.
    """
    pairs = (decision_pair(each, validity) for each in decisions if each.verdict == "different")
    parted = {frozenset(pair) for pair in pairs}
    edges = {(group[0], other) for group in groups for other in group[1:] if frozenset((group[0], other)) not in parted}
    anchors = {anchor for group in groups for anchor in group}
    bridged = _cut_at_bridges(edges)
    findings = [_finding(component) for component in _sets(_joined(anchors, bridged)) if len(component) > 1]
    kept = edges - bridged
    components = _joined(anchors, kept)
    # by a longer way no link is more to blame than another: all of them go
    clashing = {components.root(component[0]) for component in _sets(components) if _clashing(component)}
    if clashing:
        findings += [_finding(components.members(root)) for root in clashing]
        kept = {edge for edge in kept if components.root(edge[0]) not in clashing}
        components = _joined(anchors, kept)
    for decision in decisions:
        first, second = decision_pair(decision, validity)
        if decision.verdict == "same" and first in components and second in components:
            components.join(first, second)
    findings.sort(key=lambda finding: (finding.code, finding.type, finding.anchors))
    # of two codes of one scheme in one row neither is the weaker
    contested = frozenset(weaker for stronger, weaker in edges - kept if weaker[1] != stronger[1])
    return Linked(components, contested, findings)


def _sets(components: Components) -> list[list[Anchor]]:
    return [components.members(root) for root in components.roots()]


def _finding(members: Iterable[Anchor]) -> Finding:
    anchors = sorted(members)
    return Finding("two_codes_of_one_thing", anchors[0][0], tuple(sorted(anchor_text(anchor) for anchor in anchors)))


def _joined(anchors: Iterable[Anchor], edges: Iterable[Edge]) -> Components:
    components = Components()
    for anchor in anchors:
        components.add(anchor)
    for first, second in edges:
        components.join(first, second)
    return components


def _clashing(members: Iterable[Anchor]) -> set[str]:
    """The exclusive schemes of which there is more than one code."""
    codes: dict[str, set[Anchor]] = defaultdict(set)
    for anchor in members:
        if anchor[1] in EXCLUSIVE:
            codes[anchor[1]].add(anchor)
    return {scheme for scheme, found in codes.items() if len(found) > 1}


def _cut_at_bridges(edges: set[Edge]) -> set[Edge]:
    """The links of a code with two codes of one exclusive scheme, itself among them."""
    links: dict[Anchor, set[Edge]] = defaultdict(set)
    for edge in edges:
        links[edge[0]].add(edge)
        links[edge[1]].add(edge)
    cut: set[Edge] = set()
    for anchor, found in links.items():
        schemes = _clashing({end for edge in found for end in edge})
        if schemes:
            cut |= {edge for edge in found if (edge[1] if edge[0] == anchor else edge[0])[1] in schemes}
    return cut
