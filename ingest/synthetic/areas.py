"""Write an invented district or city: a district as its subdistricts hand their books in, a city as one stream."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from ingest.synthetic.area_books import slice_books, top_books
from ingest.synthetic.declared_books import Bookkeeper, declared_books, scaled
from ingest.synthetic.dirt import plant
from ingest.synthetic.extent import city_extent, district_extent
from ingest.synthetic.office import Book, Place, data_rows, note, write
from ingest.synthetic.roster_folder import ABOUT, LedgerOfDirt, RosterFolder
from ingest.synthetic.slices import county_codes, slices
from ingest.synthetic.streets import write_streets
from ingest.synthetic.written import Written, WrittenFile

DISTRICT_BUILDINGS, CITY_BUILDINGS = 4_000, 100_000
LEAST_BUILDINGS = 100
OnSlice = Callable[[str, int, int], None]
"""Called with a township's name, its position (from 1) and the number of townships."""


def district(folder: Path, *, seed: int, buildings: int = DISTRICT_BUILDINGS, dirt: bool = False) -> Written:
    """Write the workbooks of 演示东区 into ``folder``: those of each subdistrict, and the district's own.

    Communities, grids, units, organisations and events go with ``buildings`` (at least 100); equal seeds give equal
    bytes. ``streets.geojson`` beside them has streets around the buildings. With ``dirt`` the workbooks come in all
    containers and layouts, with planted faults and a ledger of them beside. Raises OSError where the folder cannot be
    written.
    """
    extent = district_extent(max(buildings, LEAST_BUILDINGS))
    lands = list(slices(extent, seed))
    keeper = Bookkeeper(extent, lands)
    office = RosterFolder(folder, seed, dirt=dirt)
    office.hand_in(top_books(extent))
    for land in lands:
        office.hand_in(slice_books(extent, seed, land))
    with Path(__file__).with_name("district.toml").open("rb") as file:
        own = declared_books(tomllib.load(file)["books"])
    write_streets(folder, lands)
    office.hand_in(keeper.book(scaled(each, extent.buildings / DISTRICT_BUILDINGS)) for each in own)
    return office.finish()


def city(
    folder: Path,
    *,
    seed: int,
    buildings: int = CITY_BUILDINGS,
    dirt: bool = False,
    on_slice: OnSlice | None = None,
) -> tuple[WrittenFile, ...]:
    """Write the rosters of 演示市 as UTF-8 CSV, one of each kind per county, one subdistrict in memory at a time.

    Peak memory does not depend on ``buildings`` (at least 100). With ``dirt`` rows have planted faults, and a ledger
    of them stands beside. Raises OSError where the folder cannot be written.
    """
    extent = city_extent(max(buildings, LEAST_BUILDINGS))
    folder.mkdir(parents=True, exist_ok=True)
    files = [write(folder, each) for each in top_books(extent)]
    with ExitStack() as stack:
        ledger = stack.enter_context(LedgerOfDirt(folder / ABOUT)) if dirt else None
        county: _County | None = None
        so_far: Counter[str] = Counter()
        for land in slices(extent, seed):
            if county is None or land.county != county.code:
                # townships come county by county: what is open belongs to the one before
                files += [] if county is None else county.close()
                county = _County(folder, land.county, dict(county_codes(extent))[land.county])
                stack.callback(county.close)
            if on_slice is not None:
                on_slice(land.name, land.number + 1, extent.townships)
            for book in slice_books(extent, seed, land):
                if ledger is not None:
                    plant(book, seed, so_far, workbook=False, below_headings=not county.has(book))
                county.append(book)
                if ledger is not None:
                    ledger.write(book.dirt)
        files += [] if county is None else county.close()
    return tuple(files)


class _County:
    """The CSV files of one county, one of each kind, that grow by one subdistrict after the other."""

    def __init__(self, folder: Path, code: str, name: str) -> None:
        self.code = code
        self._folder, self._name = folder, name
        self._open: dict[str, _Stream] = {}

    def has(self, book: Book) -> bool:
        """Whether there is a file of that kind already."""
        return book.format in self._open

    def append(self, book: Book) -> None:
        """Write the rows of another subdistrict."""
        if book.format not in self._open:
            whole = replace(book, scope=self.code, area=self._name, lines=[], dirt=[])
            self._open[book.format] = _Stream(self._folder, whole)
        self._open[book.format].append(book)

    def close(self) -> list[WrittenFile]:
        """Finish the files and tell of them; once."""
        files = [stream.close() for stream in self._open.values()]
        self._open = {}
        return files


class _Stream:
    """One CSV file; ``whole`` says what it is."""

    def __init__(self, folder: Path, whole: Book) -> None:
        self._whole = whole
        self._path = folder / f"{Path(whole.name).stem}.csv"
        self._handle = self._path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._handle)
        self._rows.writerows(([whole.headline], [whole.stamp], whole.headings))
        self._row, self._count = 3, 0

    def append(self, book: Book) -> None:
        for line, cells in zip(book.lines, data_rows(book, self._count + 1), strict=True):
            self._rows.writerow(cells)
            self._row += 1
            self._count += line.raw is None
            note(book, line, Place(self._path.name, "", self._row))

    def close(self) -> WrittenFile:
        self._handle.close()
        whole = self._whole
        return WrittenFile(self._path, whole.format, whole.edition, whole.scope, whole.complete, self._count)
