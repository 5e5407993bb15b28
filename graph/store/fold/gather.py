"""What the fold reads: the live rows of the ledger, with the edition that each stands in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from graph.collector import collector_paused
from graph.model.statement import Assertion, Decision, decode
from graph.model.time import FIRST, Interval, Moment
from graph.store.ledger import FileDraft, FileEntry, Ledger, RowEntry, Tombstones

_COMPLEMENT = bytes(range(255, -1, -1))


@dataclass(slots=True, eq=False)
class Edition:
    """One roster (format, issuer, scope) as of one date; several files may make it up."""

    roster: str
    moment: Moment
    complete: bool
    rank: int
    published: bool = False
    """Not a roster but a published text: it tells of its own day, and is no edition that others could follow."""
    holds_back: bool = False
    """A returned row whose key nobody could read: it may be any of those that are not listed, so none is closed."""
    day: date = field(init=False)
    """The latest possible day of the edition: what orders editions, and when its names hold."""
    listed: tuple[date, date] = field(init=False)
    """What stands in it was surely there by the first of these days, and still there on the second."""
    opening: Interval = field(init=False)
    """When that is live of which nothing but this edition tells."""

    def __post_init__(self) -> None:
        self.day = self.moment.latest
        self.listed = (self.moment.latest, self.moment.earliest)
        self.opening = Interval(FIRST, self.moment.latest)

    @property
    def unlists(self) -> bool:
        """Whether not standing in this edition means not being live."""
        return self.complete and not self.holds_back


@dataclass(slots=True, eq=False)
class Entry:
    """One live row."""

    row: int
    edition: Edition
    assertion: Assertion
    digest: bytes
    """Hash of the payload, without a key: breaks ties alike in every ledger, and is never stored."""

    @property
    def backwards(self) -> bytes:
        """Sorts the smaller hash last."""
        return self.digest.translate(_COMPLEMENT)


@dataclass(slots=True)
class Evidence:
    """All live rows."""

    entries: list[Entry]
    held: list[Entry]
    """Returned rows with a readable key: they list their subject, and say nothing else of it."""
    editions: dict[str, list[Edition]]
    """Per roster, in order of date."""
    decisions: list[Decision]


@dataclass(frozen=True, slots=True)
class Supposition:
    """An act that is only supposed: what would be live if these files were loaded, or this load taken back."""

    files: Sequence[FileDraft] = ()
    withdraws: frozenset[int] = frozenset()
    undone: int | None = None
    known: int | None = None
    """What was live as of this act, whatever came later; None for all acts."""
    erased: Tombstones | None = None
    """What the rows may not say any more."""


@collector_paused()
def gather(ledger: Ledger, supposed: Supposition = Supposition()) -> Evidence:
    """Read every live row. The order of loading leaves no trace in what is returned but the row numbers."""
    editions: dict[tuple[str, Moment], Edition] = {}
    accepted: list[tuple[RowEntry, Edition]] = []
    returned: list[tuple[RowEntry, Edition]] = []
    mended: set[int] = set()
    for file, rows in _live(ledger, supposed):
        moment = Moment.parse(file.edition)
        edition = editions.setdefault(
            (file.roster, moment),
            Edition(file.roster, moment, file.complete, file.rank, published=file.nature == "case"),
        )
        # several files make up one edition: neither word may hang on which of them was loaded first
        edition.complete = edition.complete or file.complete
        edition.rank = max(edition.rank, file.rank)
        for row in rows:
            if row.mends is not None:
                mended.add(row.mends)
            if row.state == "accepted" and row.payload is not None:  # an erased row says nothing any more
                accepted.append((row, edition))
            elif row.state == "returned" and not row.erased:
                returned.append((row, edition))
    open_rows = [(row, edition) for row, edition in returned if row.id not in mended]
    for row, edition in open_rows:
        edition.holds_back = edition.holds_back or row.payload is None
    entries, decisions = _in_force([_entry(row, edition) for row, edition in accepted])
    return Evidence(
        entries=entries,
        held=[_entry(row, edition) for row, edition in open_rows if row.payload is not None],
        editions=_by_roster(editions.values()),
        decisions=decisions,
    )


_CAUTION = {"same": 0, "unsure": 1, "different": 2}
"""Of contradictory decisions of one day the more cautious one holds: nothing is merged in doubt."""


def _in_force(entries: list[Entry]) -> tuple[list[Entry], list[Decision]]:
    """The entries that speak, and the decisions that are the last word on their pair.

    A row whose decisions are all overruled is silent, with the ties that stand beside them.
    """
    last: dict[object, tuple[tuple[date, int], int]] = {}
    for entry in entries:
        for decision in entry.assertion.decisions:
            word = entry.edition.moment.order, _CAUTION[decision.verdict]
            last[decision.pair] = max(word, last.get(decision.pair, word))

    def holds(decision: Decision) -> bool:
        return _CAUTION[decision.verdict] == last[decision.pair][1]

    if last:
        entries = [
            each for each in entries if not each.assertion.decisions or any(map(holds, each.assertion.decisions))
        ]
    decisions = [each for entry in entries for each in entry.assertion.decisions if holds(each)]
    return entries, sorted(decisions, key=repr)


def _live(ledger: Ledger, supposed: Supposition) -> Iterator[tuple[FileEntry | FileDraft, Iterable[RowEntry]]]:
    erased = supposed.erased
    for file in ledger.files(as_if_undone=supposed.undone, known=supposed.known):
        if file.live and file.id not in supposed.withdraws:
            rows = ledger.rows(file.id)
            yield file, rows if erased is None else (_left(row, erased) for row in rows)
    numbers = count(-1, -1)  # supposed rows have no number yet; negative ones meet none that has
    for draft in ledger.sifted(supposed.files):
        drafted = (
            RowEntry(next(numbers), 0, row.sheet, row.number, row.state, row.payload, row.mends, row.erased)
            for row in draft.rows
        )
        yield draft, drafted


def _left(row: RowEntry, erased: Tombstones) -> RowEntry:
    remains = None if row.payload is None else erased.sifted(row.payload)
    return row if remains == row.payload else replace(row, payload=remains, erased=remains is None)


def _entry(row: RowEntry, edition: Edition) -> Entry:
    assert row.payload is not None
    return Entry(row.id, edition, decode(row.payload), hashlib.sha256(row.payload).digest())


def _by_roster(editions: Iterable[Edition]) -> dict[str, list[Edition]]:
    found: dict[str, list[Edition]] = {}
    for edition in sorted(editions, key=lambda edition: edition.moment.order):
        found.setdefault(edition.roster, []).append(edition)
    return found
