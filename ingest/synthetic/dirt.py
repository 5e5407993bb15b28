"""Plant in sound books what real ones have wrong, by seed, and note of every planted row what has to become of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from graph.model.schemes import LOCAL
from ingest.check.personal_columns import personal_headings
from ingest.clean.coordinates import Crs, from_wgs84
from ingest.formats.catalog import format_named
from ingest.formats.declare import Column, Format, SubjectSpec, TieSpec
from ingest.read.headings import normalise_heading
from ingest.synthetic.canaries import canary_name, canary_phone
from ingest.synthetic.dirt_kinds import LOADED, RETURNED, CellDirt, dirt_of
from ingest.synthetic.office import Book, Cell, Line
from ingest.synthetic.written import Dirt

SHARE = 0.12
"""Of the rows of a book that get something wrong or odd, at most; a book of a few rows gets six things."""
MISPRINTED = 0.4
"""Of the books with a row of totals, those whose total is wrong."""
SPARE_HEADING = "备用栏"
"""A column that no format knows: to be reported, and its rows to be loaded unless it holds personal data."""
_LOOKED_AT = 500
"""Rows that are looked at for one that has the cells needed; a register of many thousands may have none."""
_TO_SPARE = 20
_PHONES = ("电话", "手机", "联系方式")


def plant(book: Book, seed: int, so_far: Counter[str], *, workbook: bool, below_headings: bool = True) -> None:
    """Make ``book`` dirty in place, with what is rare ``so_far`` first.

    ``workbook`` tells whether cells keep their types in its container, ``below_headings`` whether its first row stands
    right below the headings, where hints and examples do.
    """
    planter = _Planter(book, seed, so_far, workbook=workbook)
    planter.plant()
    if below_headings and not book.merged:
        planter.hints()
    book.foot = FOOT


class _Planter:
    """Plants in one book; no row gets two things, so that each outcome has one cause."""

    def __init__(self, book: Book, seed: int, so_far: Counter[str], *, workbook: bool) -> None:
        self._book = book
        self._so_far = so_far
        self._rng = Random(f"{seed}/{book.area}/{book.format}/{book.edition}/dirt")
        self._workbook = workbook
        self._format: Format = format_named(book.format)
        known = {
            normalise_heading(heading): column
            for column in self._format.columns
            for heading in self._format.columns[column].headings
        }
        self._names = {heading: known.get(normalise_heading(heading), "") for heading in book.headings[1:]}
        self._headings = {name: heading for heading, name in self._names.items() if name}
        self._free = [index for index, line in enumerate(book.lines) if line.fault is None and line.pending is None]
        self._rng.shuffle(self._free)
        self._left = max(6, int(len(self._free) * SHARE))

    def plant(self) -> None:
        """Personal cells first, then one row after another, then the rows that are no data."""
        self._canaries()
        if self._book.summed and self._rng.random() < MISPRINTED:
            self._book.misprinted = self._rng.choice(self._book.summed)
        twice = self._take()
        self._clashing_codes()
        self._shared_name()
        self._reversed_dates()
        self._points()
        sorts = self._cell_sorts()
        before = -1
        while self._left > 0 and self._left != before:
            before = self._left
            self._rng.shuffle(sorts)
            for heading, sort in sorted(sorts, key=lambda each: self._so_far[each[1].name]):
                self._cell(heading, sort)
        if not self._book.merged:
            # a copied row or an empty one inside a merged range would change what the range says
            if twice is not None:
                self._book.lines.append(Line(dict(twice.cells), dirt=(Dirt("row_twice", "", "duplicate"),)))
            self._loose_rows()

    # --- which rows and cells ---------------------------------------------------------------------

    def _column(self, heading: str) -> Column:
        return self._format.columns[self._names[heading]]

    def _cell_sorts(self) -> list[tuple[str, CellDirt]]:
        return [
            (heading, sort)
            for heading, name in self._names.items()
            # a total is compared where every cell above it is a number
            if name and heading not in self._book.merged and heading != self._book.misprinted
            for sort in dirt_of(self._column(heading), summed=heading in self._book.summed)
            if self._workbook or not sort.workbook_only
        ]

    def _take(self, *needed: str) -> Line | None:
        """A sound row that has all the cells needed; it is not given out again."""
        if self._left <= 0:
            return None
        for position, index in enumerate(self._free[:_LOOKED_AT]):
            line = self._book.lines[index]
            if all(line.cells.get(heading) is not None for heading in needed):
                del self._free[position]
                self._left -= 1
                return line
        return None

    def _spares(self, heading: str) -> bool:
        """Whether so many rows have that cell that two may go without starving the other sorts of it."""
        return sum(line.cells.get(heading) is not None for line in self._book.lines) >= _TO_SPARE

    def _dirty(self, line: Line, heading: str, cells: dict[str, Cell], dirt: Dirt) -> None:
        line.cells = {**line.cells, **cells}
        line.dirt = (replace(dirt, column=heading),)

    # --- rows of data -----------------------------------------------------------------------------

    def _cell(self, heading: str, sort: CellDirt) -> None:
        line = self._take(*([] if sort.bare else [heading]))
        if line is None:
            return
        cell = sort.write(self._rng, line.cells.get(heading))
        self._so_far[sort.name] += 1
        self._dirty(line, heading, {heading: cell}, Dirt(sort.name, heading, sort.outcome, sort.code))

    def _clashing_codes(self) -> None:
        """One code beside two names, as when a cell was dragged down: nobody can tell which row is right."""
        subject = next(iter(self._format.subjects.values()))
        if subject.name is None:
            return
        for scheme, column in subject.identifiers.items():
            heading = self._headings.get(column) if isinstance(column, str) else None
            if scheme in LOCAL or heading is None or not self._spares(heading):
                continue
            codes = Counter(line.cells.get(heading) for line in self._book.lines)
            self._free = [i for i in self._free if codes[self._book.lines[i].cells.get(heading)] == 1]
            first, second = self._take(heading), self._take(heading)
            if first is not None and second is not None:
                dirt = Dirt("one_code_two_names", heading, RETURNED, "one_code_two_names")
                self._dirty(first, heading, {}, dirt)
                self._dirty(second, heading, {heading: first.cells[heading]}, dirt)
            return

    def _shared_name(self) -> None:
        """One name beside two codes: two records, for a name never joins codes."""
        subject = next(iter(self._format.subjects.values()))
        coded = [column for scheme, column in subject.identifiers.items() if scheme not in LOCAL]
        if subject.name not in self._headings or len(coded) != 1:
            return
        (column,) = coded
        if not isinstance(column, str) or column not in self._headings or not self._spares(self._headings[column]):
            return
        name, code = self._headings[subject.name], self._headings[column]
        first, second = self._take(name, code), self._take(name, code)
        if first is not None and second is not None:
            dirt = Dirt("one_name_two_codes", name, LOADED)
            self._dirty(second, name, {name: first.cells[name]}, dirt)

    def _reversed_dates(self) -> None:
        specs: list[SubjectSpec | TieSpec] = [*self._format.subjects.values(), *self._format.ties]
        pairs = {(spec.start, spec.end) for spec in specs if spec.start is not None and spec.end is not None}
        for start, end in sorted((str(start), str(end)) for start, end in pairs):
            if start not in self._headings or end not in self._headings:
                continue
            line = self._take(self._headings[start])
            if line is not None and isinstance(begun := line.cells[self._headings[start]], date):
                earlier = begun - timedelta(days=400)
                dirt = Dirt("end_before_start", "", RETURNED, "end_before_start")
                self._dirty(line, self._headings[end], {self._headings[end]: earlier}, dirt)

    def _points(self) -> None:
        """Coordinates of other systems, and those of none."""
        if "crs" not in self._headings or "longitude" not in self._headings:
            return
        east, north, crs = (self._headings[name] for name in ("longitude", "latitude", "crs"))
        for system in Crs:
            line = self._take(east, north)
            if line is not None:
                point = from_wgs84(_number(line.cells[east]), _number(line.cells[north]), system)
                cells: dict[str, Cell] = {east: round(point[0], 6), north: round(point[1], 6), crs: system.value}
                self._dirty(line, crs, cells, Dirt("point_of_another_system", "", LOADED))
        for name, wrong in (
            ("crs_missing", (None, None, None)),
            ("unknown_crs", (None, None, "独立坐标系")),
            ("outside_mainland", (12.5, 41.9, "WGS-84")),
            ("projected_coordinates", (40512345.0, 4212345.0, "CGCS2000")),
            ("swapped_coordinates", (38.1, 83.2, "WGS-84")),
        ):
            line = self._take(east, north)
            if line is not None:
                x, y = (line.cells[east], line.cells[north]) if wrong[0] is None else wrong[:2]
                self._dirty(line, crs, {east: x, north: y, crs: wrong[2]}, Dirt(name, "", RETURNED, name))

    # --- cells that nobody may read ---------------------------------------------------------------

    def _canaries(self) -> None:
        """Names and telephones in the personal columns, and a column that nobody knows with telephones in some rows."""
        for heading in self._book.headings:
            name = self._names.get(heading)
            if not (self._column(heading).presence if name else normalise_heading(heading) in personal_headings()):
                continue
            make = canary_phone if any(word in heading for word in _PHONES) else canary_name
            for number, line in enumerate(self._book.lines):
                if isinstance(cell := line.cells.get(heading), str) and cell not in ("空缺", "无"):
                    line.cells = {**line.cells, heading: make(number)}
        if not self._book.merged and all(not above for above, _ in self._book.groups):
            self._book.groups += (("", (SPARE_HEADING,)),)
            spare = self._take()
            if spare is not None:
                dirt = Dirt("telephone_in_unknown_column", "", RETURNED, "personal_data")
                self._dirty(spare, SPARE_HEADING, {SPARE_HEADING: canary_phone(self._rng.randrange(99))}, dirt)

    # --- rows that are no data --------------------------------------------------------------------

    def _loose_rows(self) -> None:
        """An empty row, a numbered one without anything, a subtotal, the headings again: somewhere in the table."""
        headings = self._book.headings
        empty: tuple[Cell, ...] = (None,) * len(headings)
        loose: list[tuple[str, tuple[Cell, ...]]] = [("empty_row", empty), ("numbered_row", (9_999, *empty[1:]))]
        if len(self._book.lines) > 6:
            loose.append(("headings_again", tuple(headings)))
        if self._book.summed and len(self._book.lines) > 12:
            self._subtotal(self._book.summed[0])
        for name, raw in loose:
            self._insert(raw, Dirt(name, "", "ignored"))

    def hints(self) -> None:
        """Below the headings: the numbers of the columns, how to fill them in, or an example."""
        headings = self._book.headings
        top: tuple[tuple[str, tuple[Cell, ...]], ...] = (
            ("column_numbers", tuple(range(1, len(headings) + 1))),
            ("filling_hints", ("必填", *["选填"] * (len(headings) - 1))),
            ("example_row", ("示例", *["示例"] * (len(headings) - 1))),
        )
        name, raw = self._rng.choice(top)
        self._book.lines.insert(0, Line({}, raw=raw, dirt=(Dirt(name, "", "ignored"),)))

    def _insert(self, raw: tuple[Cell, ...], dirt: Dirt) -> None:
        """Put a row between two rows of data: headings after an empty row would begin another table."""
        lines = self._book.lines
        between = [i for i in range(1, len(lines)) if lines[i - 1].raw is None and lines[i].raw is None]
        if between:
            lines.insert(self._rng.choice(between), Line({}, raw=raw, dirt=(dirt,)))

    def _subtotal(self, heading: str) -> None:
        """A 小计 in the middle that agrees with what stands above it."""
        lines, column = self._book.lines, self._book.headings.index(heading)
        place = self._rng.randint(len(lines) // 2, len(lines) - 1)
        numbers = [line.cells.get(heading) for line in lines[:place]]
        total = round(sum(each for each in numbers if isinstance(each, int | float)), 2)
        raw: list[Cell] = [None] * len(self._book.headings)
        raw[0], raw[column] = "小计", total
        lines.insert(place, Line({}, raw=tuple(raw), dirt=(Dirt("subtotal", "", "ignored"),)))


FOOT: tuple[tuple[str, Dirt], ...] = (
    ("注:1.本表由社区填报,街道汇总(演示)。", Dirt("note", "", "ignored")),
    (f"填报人:{canary_name(0)} 联系电话:{canary_phone(0)}", Dirt("signature", "", "ignored")),
)


def _number(cell: Cell) -> float:
    assert isinstance(cell, int | float)
    return float(cell)
