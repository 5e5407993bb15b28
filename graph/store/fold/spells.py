"""Spells: when a record was live, from the editions that list it and the dates that rows state (ledger.md §5, §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.model.statement import Stated, Value
from graph.model.time import FIRST, LAST, Interval, Moment, day_after
from graph.store.fold.gather import Edition, Entry

Bounds = tuple[date, date]
"""Earliest and latest possible day."""
ALWAYS: Bounds = (FIRST, LAST)


@dataclass(slots=True, eq=False)
class Listing:
    """One row that lists a record."""

    entry: Entry
    stated: Stated
    fields: Mapping[str, Value]

    @property
    def edition(self) -> Edition:
        """The edition in which the row stands."""
        return self.entry.edition

    @property
    def order(self) -> tuple[tuple[date, int], int, bytes]:
        """Sorts the word that counts last: latest edition, higher-ranked source, smaller row hash."""
        return self.edition.moment.order, self.edition.rank, self.entry.backwards


@dataclass(slots=True, eq=False)
class Spell:
    """A stretch of time in which a record was live."""

    interval: Interval
    listings: tuple[Listing, ...]
    start_stated: bool = False
    end_stated: bool = False
    disputed: bool = False
    """Rosters disagree: 待核实."""
    seen: Bounds = (LAST, FIRST)
    """Surely listed by the first of these days, and still listed on the second or later."""
    closed_by: frozenset[str] = frozenset()
    """Rosters whose later edition no longer lists it."""


def spells(
    listings: Sequence[Listing], editions: Mapping[str, Sequence[Edition]], held: Callable[[Edition], bool]
) -> list[Spell]:
    """The spells of one record in order of time. ``held`` tells the editions that neither list nor unlist it."""
    if len(listings) == 1 and len(editions[listings[0].edition.roster]) == 1:  # nearly all of a first load
        return [_alone(listings[0])]
    by_roster: dict[str, dict[int, list[Listing]]] = {}
    for listing in listings:
        by_roster.setdefault(listing.edition.roster, {}).setdefault(id(listing.edition), []).append(listing)
    found = [
        (roster, spell) for roster, listed in by_roster.items() for spell in _of_roster(editions[roster], listed, held)
    ]
    return [found[0][1]] if len(found) == 1 else _united(found)


def _alone(listing: Listing) -> Spell:
    if listing.stated.start is not None or listing.stated.end is not None:
        return _of_run([listing], None, None)
    return Spell(listing.edition.opening, (listing,), seen=listing.edition.listed)


def _of_roster(
    editions: Sequence[Edition], listed: Mapping[int, list[Listing]], held: Callable[[Edition], bool]
) -> Iterable[Spell]:
    run: list[Listing] = []
    before: Edition | None = None
    for edition in editions:
        here = listed.get(id(edition))
        if here:
            run += here
        elif edition.unlists and not held(edition):
            if run:
                yield _of_run(run, before, edition)
                run = []
            before = edition
    if run:
        yield _of_run(run, before, None)


def _of_run(run: list[Listing], before: Edition | None, after: Edition | None) -> Spell:
    first, last = run[0].edition.moment, run[-1].edition.moment
    start = last_word([(listing, listing.stated.start) for listing in run if listing.stated.start is not None])
    end = last_word([(listing, listing.stated.end) for listing in run if listing.stated.end is not None])
    contradictory = start is not None and end is not None and end.latest < start.earliest
    if contradictory:  # no word can be kept without the other: what is left is what the editions show
        start = end = None
    starts = _first_listed(before, first) if start is None else (start.earliest, start.latest)
    if end is not None:
        ends = (day_after(end.earliest), day_after(end.latest))
        if start is None:  # it held until that day, so it began by then, whenever it was listed
            starts = (starts[0] if starts[0] <= end.latest else FIRST, min(starts[1], end.latest))
    elif after is not None:
        # an imprecise edition may have the same latest day as the one before it: live on the day it was listed
        ends = (day_after(last.earliest), max(after.moment.latest, day_after(last.earliest)))
    else:
        ends = (LAST, LAST)
    return Spell(
        _sound(starts, ends),
        tuple(run),
        start_stated=start is not None,
        end_stated=end is not None,
        disputed=contradictory,
        seen=(first.latest, last.earliest),
        closed_by=frozenset([after.roster]) if after is not None and end is None else frozenset(),
    )


def _first_listed(before: Edition | None, first: Moment) -> Bounds:
    return (FIRST if before is None else min(day_after(before.moment.earliest), first.latest)), first.latest


def _sound(starts: Bounds, ends: Bounds) -> Interval:
    """What was announced and taken back before it began was never live: it ends where it starts."""
    return Interval(*starts, max(ends[0], starts[0]), max(ends[1], starts[0]))


def last_word(said: Sequence[tuple[Listing, str]]) -> Moment | None:
    """The date that counts of those which rows state."""
    return Moment.parse(max((listing.order, text) for listing, text in said)[1]) if said else None


def bounds(interval: Interval) -> tuple[date, date, date, date]:
    """Sorts intervals by date."""
    return interval.start_earliest, interval.start_latest, interval.end_earliest, interval.end_latest


def surely_overlap(one: Interval, other: Interval) -> bool:
    """Whether there is a day on which both are live for certain."""
    return one.start_latest < other.end_earliest and other.start_latest < one.end_earliest


def _united(found: list[tuple[str, Spell]]) -> list[Spell]:
    """Join what several rosters say of one stretch of time; a fact lives while any roster lists it.

    Two runs of one roster stay two spells, unless the dates that its rows state say that there was no gap.
    """
    groups: list[list[tuple[str, Spell]]] = []
    for roster, spell in found:
        met, apart = [(roster, spell)], []
        for group in groups:
            if any(_meets(roster, spell, *other) for other in group):
                met += group
            else:
                apart.append(group)
        groups = [*apart, met]
    joined = [_joined([spell for _, spell in group]) for group in groups]
    return sorted(joined, key=lambda spell: (bounds(spell.interval), spell.seen))


def _meets(roster: str, spell: Spell, other_roster: str, other: Spell) -> bool:
    if roster == other_roster:
        return surely_overlap(spell.interval, other.interval)
    return spell.interval.touches(other.interval)


def _joined(group: list[Spell]) -> Spell:
    if len(group) == 1:
        return group[0]
    starts, start_stated, early = _start(group)
    # a published text tells of its own day: beside a roster it proves no life after that
    ends, end_stated, late = _end([spell for spell in group if _of_rosters(spell)] or group)
    interval = _sound(starts, ends)
    return Spell(
        interval,
        tuple(listing for spell in group for listing in spell.listings),
        start_stated=start_stated,
        end_stated=end_stated,
        disputed=early or late or any(spell.disputed or _contradicts(spell, interval) for spell in group),
        seen=(min(spell.seen[0] for spell in group), max(spell.seen[1] for spell in group)),
        closed_by=frozenset().union(*(spell.closed_by for spell in group))
        if interval.end_latest < LAST
        else frozenset(),
    )


def _of_rosters(spell: Spell) -> bool:
    return any(not listing.edition.published for listing in spell.listings)


def _contradicts(spell: Spell, united: Interval) -> bool:
    """Whether this roster no longer lists what others still list."""
    return bool(spell.closed_by) and spell.interval.end_latest < united.end_latest


def _agreed(all_bounds: Iterable[Bounds]) -> Bounds | None:
    """What is left when all are right: 2012 and 2012-03 make 2012-03; None where they cannot all be."""
    earliest, latest = ALWAYS
    for low, high in all_bounds:
        earliest, latest = max(earliest, low), min(latest, high)
    return (earliest, latest) if earliest <= latest else None


def _start(group: list[Spell]) -> tuple[Bounds, bool, bool]:
    """Bounds of the start, whether stated, and whether rosters disagree on it."""
    stated = [(each.interval.start_earliest, each.interval.start_latest) for each in group if each.start_stated]
    others = [each for each in group if not each.start_stated]
    if stated:
        agreed = _agreed(stated)
        chosen = agreed or min(stated, key=lambda each: (each[1], each[0]))
        if all(each.seen[0] >= chosen[0] for each in others):
            return chosen, True, agreed is None
        # somebody listed it before: so it began earlier than any row states
    latest = min(each.interval.start_latest for each in others)
    earliest = [each.interval.start_earliest for each in others]
    # an edition that did not list it yet narrows the start, unless another roster listed it before
    narrowing = [day for day in earliest if day <= latest]
    return (max(narrowing), latest), False, bool(stated) or len(narrowing) < len(earliest)


def _end(group: list[Spell]) -> tuple[Bounds, bool, bool]:
    """Bounds of the end, whether stated, and whether rosters disagree on it."""
    stated = [(each.interval.end_earliest, each.interval.end_latest) for each in group if each.end_stated]
    others = [each for each in group if not each.end_stated]
    if stated:
        agreed = _agreed(stated)
        chosen = agreed or max(stated, key=lambda each: (each[1], each[0]))
        if all(each.seen[1] < chosen[1] for each in others):
            return chosen, True, agreed is None
        # somebody listed it afterwards
    ends = [(each.interval.end_earliest, each.interval.end_latest) for each in others]
    return (max(low for low, _ in ends), max(high for _, high in ends)), False, bool(stated)
