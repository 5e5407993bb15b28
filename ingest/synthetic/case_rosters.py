"""The rosters of a published case: an area of its size, and the books that its totals need beyond the usual ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from pydantic import TypeAdapter

from ingest.synthetic.area_books import slice_books, top_books
from ingest.synthetic.declared_books import Bookkeeper, declared_books
from ingest.synthetic.extent import Extent
from ingest.synthetic.generator import subdistrict
from ingest.synthetic.ground import Slice
from ingest.synthetic.office import Book
from ingest.synthetic.published import article, stands_for, totals_declared
from ingest.synthetic.roster_folder import RosterFolder
from ingest.synthetic.slices import county_codes, slices
from ingest.synthetic.written import Written

_EXTENT = TypeAdapter(Extent)
_FILES_BY_TOWNSHIP = 8
"""An area of more townships hands its books in by county."""


def case_rosters(folder: Path, *, case: str, seed: int, dirt: bool = False) -> Written:
    """Write rosters that meet every published total of ``case`` that rosters can carry; equal seeds, equal bytes.

    A case of a district, a zone or a city gets one; only Beishan is a subdistrict. With ``dirt`` there are planted
    faults, and some rows cannot be counted. Raises OSError where the folder cannot be written.
    """
    declared = article(case)
    if "area" not in declared:
        return subdistrict(folder, seed=seed, dirt=dirt)
    extent = _EXTENT.validate_python(declared["area"])
    lands = list(slices(extent, seed))
    keeper = Bookkeeper(extent, lands)
    office = RosterFolder(folder, seed, dirt=dirt)
    top = {book.format: book for book in top_books(extent)}
    own = declared_books(declared["books"])
    for each in own:
        if each.format in top:
            # two files of one roster, area and date would be two editions of it
            top[each.format].lines += keeper.book(each).lines
    office.hand_in(top.values())
    office.hand_in(_books(extent, seed, lands))
    for each in (each for each in own if each.format not in top):
        office.hand_in([keeper.book(each)], as_text=each.container == "csv")
    written = office.finish()
    return replace(written, totals={each.code: each.how for each in totals_declared(case)}, stands_for=stands_for(case))


def _books(extent: Extent, seed: int, lands: list[Slice]) -> Iterator[Book]:
    if len(lands) <= _FILES_BY_TOWNSHIP:
        for land in lands:
            yield from slice_books(extent, seed, land)
        return
    names = dict(county_codes(extent))
    for county, inside in groupby(sorted(lands, key=lambda land: land.county), key=lambda land: land.county):
        yield from _together(
            names[county], county, (book for land in inside for book in slice_books(extent, seed, land))
        )


def _together(area: str, scope: str, books: Iterable[Book]) -> Iterator[Book]:
    """The books of one county, all of a format in one."""
    whole: dict[str, Book] = {}
    for book in books:
        if book.format in whole:
            whole[book.format].lines += book.lines
        else:
            whole[book.format] = replace(book, area=area, scope=scope)
    yield from whole.values()
