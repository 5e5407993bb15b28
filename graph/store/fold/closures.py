"""How much of a roster a supposed edition would close: an act that closes much is asked about first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from graph.store.fold.fold import Folded
from graph.store.fold.gather import Edition, Evidence


@dataclass(frozen=True, slots=True)
class Closure:
    """What the newest edition of one roster no longer lists, of what was listed before it."""

    roster: str
    closed: int
    live: int

    @property
    def large(self) -> bool:
        """More than a tenth (ledger.md §9)."""
        return self.closed * 10 > self.live


def closures(evidence: Evidence, folded: Folded) -> list[Closure]:
    """For each roster whose newest edition is supposed, what it closes; ``evidence`` is what ``folded`` came from."""
    edition_of = {entry.row: entry.edition for entry in evidence.entries}
    supposed = {id(entry.edition) for entry in evidence.entries if entry.row < 0}
    listed: dict[int, set[str]] = defaultdict(set)
    for key, record in folded.records.items():
        if record.ends is None:
            for row in record.rows:
                listed[id(edition_of[row])].add(key)
    found: list[Closure] = []
    for roster, editions in sorted(evidence.editions.items()):
        newest = editions[-1]
        if id(newest) in supposed and newest.unlists and len(editions) > 1:
            before = _live_before(editions[:-1], listed)
            found.append(Closure(roster, len(before - listed[id(newest)]), len(before)))
    return [each for each in found if each.closed]


def _live_before(editions: list[Edition], listed: dict[int, set[str]]) -> set[str]:
    live: set[str] = set()
    for edition in editions:
        live = set(listed[id(edition)]) if edition.unlists else live | listed[id(edition)]
    return live
