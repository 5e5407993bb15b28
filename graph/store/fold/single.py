"""Single ties: a later assertion of another end ends the former one (ledger.md §6)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from graph.model.time import LAST, Interval, Moment, day_after
from graph.store.fold.spells import Bounds, Listing, Spell, bounds, last_word, surely_overlap

Order = tuple[date, int]
"""``Moment.order`` of an edition."""


@dataclass(frozen=True, slots=True)
class _Word:
    """One edition's assertion of one end."""

    order: Order
    moment: Moment
    roster: str
    target: str


@dataclass(slots=True)
class _Part:
    """What one end was asserted for without another one being asserted in between."""

    target: str
    spell: Spell
    words: list[Order]
    disputed: bool = False


def end_by_successors(alternatives: Mapping[str, list[Spell]]) -> dict[str, list[Spell]]:
    """End each tie by the later assertion of another end; two ends at one time are 待核实.

    ``alternatives`` holds the spells of one thing's ties of one type and role, by the other end.
    """
    words = sorted(_words(alternatives), key=lambda word: (word.order, word.target, word.roster))
    parts = [
        part
        for target in sorted(alternatives)
        for spell in alternatives[target]
        for part in _parts(target, spell, [word for word in words if word.target != target])
    ]
    ends = [_ended(part, parts) for part in parts]
    for part, (interval, disputed) in zip(parts, ends, strict=True):
        cut = interval.end_latest < part.spell.interval.end_latest
        part.disputed = part.disputed or disputed
        part.spell = replace(part.spell, interval=interval, end_stated=part.spell.end_stated and not cut)
    for position, part in enumerate(parts):
        for other in parts[position + 1 :]:
            if part.target != other.target and surely_overlap(part.spell.interval, other.spell.interval):
                part.disputed = other.disputed = True
    found: dict[str, list[Spell]] = {target: [] for target in alternatives}
    for part in parts:
        found[part.target].append(replace(part.spell, disputed=part.spell.disputed or part.disputed))
    return {
        target: sorted(kept, key=lambda spell: (bounds(spell.interval), spell.seen)) for target, kept in found.items()
    }


def _words(alternatives: Mapping[str, list[Spell]]) -> Iterator[_Word]:
    """Each assertion that speaks of its own time; one that reports what is over, or yet to come, ends nothing."""
    for target, found in alternatives.items():
        for spell in found:
            for listing in spell.listings:
                moment = listing.edition.moment
                if spell.interval.start_earliest <= moment.latest < spell.interval.end_latest:
                    yield _Word(moment.order, moment, listing.edition.roster, target)


def _parts(target: str, spell: Spell, foreign: list[_Word]) -> Iterator[_Part]:
    """Split a spell where another end was asserted between two of its own assertions."""
    listings = sorted(spell.listings, key=lambda listing: listing.order)
    orders = [word.order for word in foreign]
    pieces: list[tuple[list[Listing], list[_Word]]] = [([listings[0]], [])]
    for before, listing in pairwise(listings):
        low = bisect_right(orders, before.edition.moment.order)
        between = foreign[low : bisect_left(orders, listing.edition.moment.order)]
        if between:
            pieces.append(([listing], between))
        else:
            pieces[-1][0].append(listing)
    if len(pieces) == 1:
        yield _Part(target, spell, [listing.edition.moment.order for listing in listings])
        return
    for position, (piece, between) in enumerate(pieces):
        last = position == len(pieces) - 1
        after = [] if last else pieces[position + 1][1]
        part = _piece(spell, piece, between[-1] if between else None, last=last)
        disputed = _ignored(pieces[position - 1][0], piece, between) or (
            not last and _ignored(piece, pieces[position + 1][0], after)
        )
        yield _Part(target, part, [listing.edition.moment.order for listing in piece], disputed)


def _ignored(before: list[Listing], after: list[Listing], between: list[_Word]) -> bool:
    """Whether a roster held on to its word while only others asserted another end."""
    both = {listing.edition.roster for listing in before} & {listing.edition.roster for listing in after}
    return any(both - {word.roster} for word in between if word.roster not in both)


def _piece(spell: Spell, listings: list[Listing], resumed: _Word | None, *, last: bool) -> Spell:
    first, final = listings[0].edition.moment, listings[-1].edition.moment
    starts: Bounds = (spell.interval.start_earliest, spell.interval.start_latest)
    start_stated = spell.start_stated
    if resumed is not None:
        stated = last_word([(listing, listing.stated.start) for listing in listings if listing.stated.start])
        start_stated = stated is not None and stated.earliest > resumed.moment.earliest
        if stated is not None and start_stated:
            starts = (stated.earliest, stated.latest)
        else:
            starts = (min(day_after(resumed.moment.earliest), first.latest), first.latest)
    ends: Bounds = (spell.interval.end_earliest, spell.interval.end_latest) if last else (LAST, LAST)
    interval = Interval(*starts, max(ends[0], starts[0]), max(ends[1], starts[0]))
    return replace(
        spell,
        interval=interval,
        listings=tuple(listings),
        start_stated=start_stated,
        end_stated=spell.end_stated and last,
        seen=(first.latest, final.earliest),
        closed_by=spell.closed_by if last else frozenset(),
    )


def _ended(part: _Part, parts: list[_Part]) -> tuple[Interval, bool]:
    """When a part ends by what was asserted after it, and whether that contradicts its own assertions."""
    interval, seen = part.spell.interval, part.spell.seen[1]
    low, high, disputed = interval.end_earliest, interval.end_latest, False
    for other in parts:
        later = other.spell.interval
        if other.target == part.target or other.words[-1] <= part.words[-1]:
            continue
        if later.end_latest <= max(seen, later.start_earliest) or later.start_earliest >= interval.end_latest:
            continue  # was over before, or never was; or begins after this one's end
        if other.words[0] > part.words[-1]:
            latest = later.start_latest
            earliest = min(max(later.start_earliest, day_after(seen)), latest)
            disputed = disputed or latest <= seen
        else:  # both were asserted at once before; what counts is that only the other one was afterwards
            again = next(word for word in other.words if word > part.words[-1])
            earliest, latest = day_after(seen), max(again[0], day_after(seen))
        low, high = min(low, earliest), min(high, latest)
    low, high = max(low, interval.start_earliest), max(high, interval.start_earliest)
    return Interval(interval.start_earliest, interval.start_latest, min(low, high), high), disputed
