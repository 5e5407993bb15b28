"""Books that a case's declaration describes row by row: so many rows, each cell a text with places to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from ingest.synthetic.area_bodies import EDITION, committee, grid_branch, top_committee, township_committee
from ingest.synthetic.codes import organisation_code, unified_code
from ingest.synthetic.extent import Extent, part_of, share, stem
from ingest.synthetic.ground import Neighbourhood, Slice
from ingest.synthetic.office import Book, Cell, Line, columns

_FIRST_CODE = 500_000
"""Numbers of codes from here on belong to units that only a declared book names."""


Filling = str | int | float | date | Mapping[str, int] | tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """``count`` rows, spread evenly over the area's communities, subdistricts or townships (``over``).

    Over ``compounds`` each gets one row, whatever the count: {name} is its own, {households} and {buildings} what lies
    in it. A cell is a text in which {n} (from 1), {name} (an invented proper name), {place}, {committee}, {branch} (of
    one of its grids), {unit}, {venue} (of its community), {township}, {township_committee}, {top}, {uscc} and {code}
    are filled in; a number as it is; ``{ spread = total }`` the row's part of a total.
    """

    count: int
    cells: Mapping[str, Filling]
    over: str = "communities"
    kind: str = "non_public_firm"
    """Of the unit to whom {uscc} is given."""


@dataclass(frozen=True, slots=True)
class DeclaredBook:
    """One roster of the whole area; ``container`` is xlsx, or csv for a register too long for a workbook of a clerk."""

    format: str
    title: str
    rows: tuple[Rows, ...]
    complete: bool = False
    container: str = "xlsx"


_BOOKS = TypeAdapter(tuple[DeclaredBook, ...])


def declared_books(declared: Sequence[Mapping[str, Any]]) -> tuple[DeclaredBook, ...]:
    """The books of a case's declaration."""
    return _BOOKS.validate_python(declared)


def scaled(declared: DeclaredBook, scale: float) -> DeclaredBook:
    """The book for an area that many times as large."""
    return replace(
        declared, rows=tuple(replace(each, count=max(1, round(each.count * scale))) for each in declared.rows)
    )


class Bookkeeper:
    """Makes declared books on the ground of one area."""

    def __init__(self, extent: Extent, lands: Sequence[Slice]) -> None:
        self._extent = extent
        self._lands = lands
        self._homes: dict[int, tuple[Slice, Neighbourhood]] = {
            place.number: (land, place) for land in lands for place in land.communities
        }
        self._units = {
            number: [unit.name for unit in land.units_of(place)] for number, (land, place) in self._homes.items()
        }
        self._branches = {
            number: [grid_branch(grid) for grid in land.grids if grid.community is place and grid.branch]
            for number, (land, place) in self._homes.items()
        }
        self._venues: dict[int, list[str]] = {
            number: land.venues_of(place, EDITION) for number, (land, place) in self._homes.items()
        }
        self._codes = _FIRST_CODE

    def book(self, declared: DeclaredBook) -> Book:
        """One book."""
        headings = list(dict.fromkeys(heading for rows in declared.rows for heading in rows.cells))
        lines = [line for rows in declared.rows for line in self._lines(rows)]
        if declared.format == "venues":
            self._note_venues(lines)
        extent = self._extent
        return Book(
            declared.format,
            declared.title,
            EDITION,
            extent.code,
            declared.complete,
            columns(*headings),
            lines,
            area=extent.name,
        )

    def _note_venues(self, lines: Sequence[Line]) -> None:
        homes = {place.name: number for number, (_, place) in self._homes.items()}
        for line in lines:
            if (home := homes.get(str(line.cells.get("所在社区")))) is not None:
                self._venues[home].append(str(line.cells["阵地名称"]))

    def _lines(self, rows: Rows) -> Iterator[Line]:
        if rows.over == "compounds":
            yield from self._compounds(rows)
            return
        coded = any("{uscc}" in str(cell) or "{code}" in str(cell) for cell in rows.cells.values())
        for number in range(rows.count):
            told = self._told(rows, number)
            if coded:
                self._codes += 1
                told["uscc"] = unified_code(rows.kind, self._codes, self._lands[0].county)
                told["code"] = organisation_code(self._codes)
            yield Line({heading: _cell(cell, rows, number, told) for heading, cell in rows.cells.items()})

    def _compounds(self, rows: Rows) -> Iterator[Line]:
        homes: dict[str | None, list[int]] = {}
        for building in (each for land in self._lands for each in land.buildings):
            homes.setdefault(building.compound, []).append(building.households)
        compounds = [each for land in self._lands for each in land.compounds]
        for number, (name, place) in enumerate(compounds):
            inside = homes.get(name, [])
            told = {"name": name, "place": place.name, "households": sum(inside), "buildings": len(inside)}
            yield Line({heading: _cell(cell, rows, number, told) for heading, cell in rows.cells.items()})

    def _told(self, rows: Rows, number: int) -> dict[str, object]:
        """What may be filled in for one row."""
        told: dict[str, object] = {"n": number + 1, "name": stem(number), "top": top_committee(self._extent)}
        if rows.over != "communities":
            lands = [land for land in self._lands if rows.over == "townships" or land.level == "街道"]
            land = lands[part_of(number, rows.count, len(lands))]
            place = land.neighbourhoods[0]
        else:
            home = part_of(number, rows.count, len(self._homes)) if rows.count >= len(self._homes) else number
            land, place = self._homes[home]
            near = {"unit": self._units[home], "branch": self._branches[home], "venue": self._venues[home]}
            for what, names in near.items():
                told[what] = names[number % len(names)] if names else ""
        return told | {
            "place": place.name,
            "committee": committee(place, land),
            "township": land.name,
            "township_committee": township_committee(land),
        }


def _cell(cell: Filling, rows: Rows, number: int, told: Mapping[str, object]) -> Cell:
    if isinstance(cell, tuple):
        cell = cell[number % len(cell)]
    if isinstance(cell, str):
        return cell.format_map(told) or None
    if isinstance(cell, Mapping):
        return len(share(cell["spread"], rows.count, number))
    return cell
