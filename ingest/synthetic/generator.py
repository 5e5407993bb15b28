"""Write the rosters of one invented subdistrict into a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.synthetic.events import activities, agreements
from ingest.synthetic.gaps import gaps
from ingest.synthetic.ledgers import (
    activities_book,
    agreements_book,
    members_book,
    organisations_book,
    seats_book,
)
from ingest.synthetic.membership import members, seats
from ingest.synthetic.needs import claims_book, needs, needs_book
from ingest.synthetic.office import Book
from ingest.synthetic.organisations import EARLIER, LATER, Organisation, Organisations
from ingest.synthetic.published import stands_for, totals_declared
from ingest.synthetic.roster_folder import RosterFolder
from ingest.synthetic.rosters import buildings_book, grids_book, places_book, units_book
from ingest.synthetic.tenants import Tenants, tenants
from ingest.synthetic.territory import Territory, territory
from ingest.synthetic.written import History, Written

CASE = "beishan"
"""The case whose totals these rosters meet."""


def subdistrict(folder: Path, *, seed: int, dirt: bool = False) -> Written:
    """Write twelve workbooks of 演示街道 into ``folder`` (made if it is not there); equal seeds give equal bytes.

    Everything in them is invented: places, units, codes of a region that does not exist, and placeholders where an
    office writes names and telephones. What was planted to be returned, to stay pending, or to be a gap is in the
    result. With ``dirt`` more is planted, in other containers too, with a ledger of it beside. Raises OSError where the
    folder cannot be written.
    """
    office = RosterFolder(folder, seed, dirt=dirt)
    land = territory(seed)
    settled = tenants(seed, land)
    bodies = Organisations(seed, land, settled)
    books = _books(seed, land, settled, bodies)
    office.hand_in(books)
    return replace(
        office.finish(),
        totals={each.code: each.how for each in totals_declared(CASE)},
        gaps=gaps(land, settled),
        history=_history(bodies.earlier, bodies.rows),
        stands_for=stands_for(CASE),
    )


def _books(seed: int, land: Territory, settled: Tenants, bodies: Organisations) -> list[Book]:
    joined = members(seed, settled)
    wanted = needs(seed, joined)
    return [
        places_book(land),
        grids_book(seed, land),
        buildings_book(seed, land),
        units_book(seed, settled),
        organisations_book(seed, bodies.earlier, EARLIER),
        organisations_book(seed, bodies.rows, LATER),
        members_book(seed, joined),
        seats_book(seed, seats(seed, settled)),
        agreements_book(seed, agreements(seed, joined)),
        activities_book(seed, activities(seed, joined)),
        needs_book(wanted),
        claims_book(wanted),
    ]


def _history(earlier: list[Organisation], later: list[Organisation]) -> History:
    before = {row.code: row.name for row in earlier}
    after = {row.code: row.name for row in later}
    return History(
        closed=tuple(sorted(name for code, name in before.items() if code not in after)),
        founded=tuple(sorted(name for code, name in after.items() if code not in before)),
        renamed=tuple(sorted((name, after[code]) for code, name in before.items() if after.get(code, name) != name)),
    )
