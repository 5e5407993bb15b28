"""Spells: when a record was live, from the editions that list it and the dates that rows state (ledger.md §5, §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from graph.model.statement import Stated, Value
from graph.model.time import FIRST, LAST, Interval, Moment, day_after
from graph.store.fold.gather import Edition, Entry


@dataclass(frozen=True, slots=True)
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
        return self.edition.moment.order, self.edition.rank, bytes(255 - byte for byte in self.entry.digest)


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time in which a record was live."""

    interval: Interval
    listings: tuple[Listing, ...]
    start_stated: bool = False
    end_stated: bool = False
    disputed: bool = False
    """Rosters disagree: 待核实."""
    seen: tuple[date, date] = (LAST, FIRST)
    """Surely listed on the first of these days, and for the last time on the second."""
    closed_by: frozenset[str] = field(default=frozenset())
    """Rosters whose later edition no longer lists it."""


def spells(
    listings: Iterable[Listing], editions: Mapping[str, Sequence[Edition]], held: Callable[[Edition], bool]
) -> list[Spell]:
    """The spells of one record in order of time. ``held`` tells the editions that neither list nor unlist it."""
    by_roster: dict[str, dict[int, list[Listing]]] = {}
    for listing in listings:
        by_roster.setdefault(listing.edition.roster, {}).setdefault(id(listing.edition), []).append(listing)
    found: list[Spell] = []
    for roster, listed in by_roster.items():
        found.extend(_of_roster(editions[roster], listed, held))
    return _united(found)


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
    start = _stated([(listing, listing.stated.start) for listing in run])
    end = _stated([(listing, listing.stated.end) for listing in run])
    if start is not None:
        starts = (start.earliest, start.latest)
    else:
        starts = (day_after(before.moment.earliest) if before else FIRST, first.latest)
    if end is not None:
        ends = (day_after(end.earliest), day_after(end.latest))
    elif after is not None:
        ends = (day_after(last.earliest), after.moment.latest)
    else:
        ends = (LAST, LAST)
    return Spell(
        Interval(*starts, *ends),
        tuple(run),
        start_stated=start is not None,
        end_stated=end is not None,
        seen=(first.latest, last.latest),
        closed_by=frozenset([after.roster]) if after is not None and end is None else frozenset(),
    )


def _stated(words: Iterable[tuple[Listing, str | None]]) -> Moment | None:
    said = [(listing.order, text) for listing, text in words if text is not None]
    return Moment.parse(max(said)[1]) if said else None


def _united(found: list[Spell]) -> list[Spell]:
    """Join what several rosters say of one stretch of time; a fact lives while any roster lists it."""
    pending = sorted(found, key=lambda spell: _bounds(spell.interval))
    groups: list[list[Spell]] = []
    reach: Interval | None = None
    for spell in pending:
        if reach is not None and reach.touches(spell.interval):
            groups[-1].append(spell)
            reach = reach.united(spell.interval)
        else:
            groups.append([spell])
            reach = spell.interval
    return [group[0] if len(group) == 1 else _joined(group) for group in groups]


def _bounds(interval: Interval) -> tuple[date, date, date, date]:
    return interval.start_earliest, interval.start_latest, interval.end_earliest, interval.end_latest


def _joined(group: list[Spell]) -> Spell:
    seen = (min(spell.seen[0] for spell in group), max(spell.seen[1] for spell in group))
    starts, start_stated, late = _start(group, seen[0])
    ends, end_stated, early = _end(group, seen[1])
    closed_by = frozenset().union(*(spell.closed_by for spell in group))
    interval = Interval(*starts, *ends)
    return Spell(
        interval,
        tuple(listing for spell in group for listing in spell.listings),
        start_stated=start_stated,
        end_stated=end_stated,
        disputed=late or early or any(_contradicts(spell, interval) for spell in group),
        seen=seen,
        closed_by=closed_by if interval.end_latest < LAST else frozenset(),
    )


def _contradicts(spell: Spell, united: Interval) -> bool:
    """Whether this roster no longer lists what others still list."""
    return bool(spell.closed_by) and spell.interval.end_latest < united.end_latest


def _start(group: list[Spell], seen_first: date) -> tuple[tuple[date, date], bool, bool]:
    """Bounds of the start, whether stated, and whether some roster listed it before the stated start."""
    latest = min(spell.interval.start_latest for spell in group)
    stated = [spell.interval for spell in group if spell.start_stated]
    if stated:
        chosen = min(stated, key=lambda interval: (interval.start_latest, interval.start_earliest))
        if seen_first >= chosen.start_earliest:
            return (chosen.start_earliest, chosen.start_latest), True, False
        return (
            (
                min(FIRST if not spell.start_stated else spell.interval.start_earliest for spell in group),
                latest,
            ),
            False,
            True,
        )
    # a roster that did not list it yet narrows the start, unless another listed it before that
    earliest = [spell.interval.start_earliest for spell in group if spell.interval.start_earliest <= latest]
    return (max(earliest), latest), False, False


def _end(group: list[Spell], seen_last: date) -> tuple[tuple[date, date], bool, bool]:
    """Bounds of the end, whether stated, and whether some roster listed it after the stated end."""
    stated = [spell.interval for spell in group if spell.end_stated]
    others = [spell.interval for spell in group if not spell.end_stated]
    if stated:
        chosen = max(stated, key=lambda interval: (interval.end_latest, interval.end_earliest))
        if seen_last < chosen.end_latest:
            return (chosen.end_earliest, chosen.end_latest), True, False
    everyone = others or stated
    ends = (max(each.end_earliest for each in everyone), max(each.end_latest for each in everyone))
    return ends, not others, bool(stated)


def end_by_successors(alternatives: Mapping[str, list[Spell]]) -> dict[str, list[Spell]]:
    """Single ties: a later assertion of another end ends the former one; two at once are 待核实.

    ``alternatives`` holds the spells of one thing's ties of one type and role, by the other end.
    """
    ordered = sorted(
        ((spell, target, position) for target, found in alternatives.items() for position, spell in enumerate(found)),
        key=lambda each: (each[0].interval.start_latest, each[0].seen, each[1], each[2]),
    )
    ended = {target: list(found) for target, found in alternatives.items()}
    for index, (spell, target, position) in enumerate(ordered):
        for later, other, _ in ordered[index + 1 :]:
            if other == target or later.interval.start_latest >= spell.interval.end_latest:
                continue
            current = ended[target][position]
            if later.seen[0] > current.seen[1]:
                ended[target][position] = _cut(current, later)
            else:
                ended[target][position] = replace(current, disputed=True)
                where = ended[other].index(later) if later in ended[other] else None
                if where is not None:
                    ended[other][where] = replace(later, disputed=True)
            break
    return ended


def _cut(spell: Spell, later: Spell) -> Spell:
    earliest = max(day_after(spell.seen[1]), later.interval.start_earliest)
    latest = max(later.interval.start_latest, spell.interval.start_earliest)
    interval = Interval(
        spell.interval.start_earliest,
        spell.interval.start_latest,
        min(spell.interval.end_earliest, earliest, latest),
        min(spell.interval.end_latest, latest),
    )
    return replace(spell, interval=interval, end_stated=False)
