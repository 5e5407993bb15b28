"""The lattice on which figures derived from people exist: areas that nest, and breakdowns that add up (design §6).

A table holds one measure of one quarter. Its rows are areas (unit ⊂ community ⊂ subdistrict ⊂ county ⊂ city), its
columns the total and the categories of each breakdown. Every sum that a reader may use to compute one cell from
others is an equation of the table: the parts of an area make up the area, the categories of a breakdown the total.
Breakdowns begin at the community: of a unit only the total is a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

ABSENT = -1
"""Stands where the lattice has no cell."""
UNIT_LEVEL = "unit"
REST_LEVEL = "rest"
"""What of a place is recorded in none of its parts: a part like the others, so that every sum is one."""


@dataclass(frozen=True, slots=True)
class Area:
    """One row: a place, a unit, or the rest of a place."""

    id: str
    name: str
    level: str
    parent: int | None
    """Position of the area that it is a part of; parents stand before their parts."""
    detailed: bool
    """Whether breakdowns exist for it; the parts of an area all agree."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Categories that add up to the total of an area, one of them for those of whom it is not stated."""

    name: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Counts of one measure: ``counts[area, column]``, the first column the total, ``ABSENT`` where no cell is."""

    measure: str
    areas: tuple[Area, ...]
    breakdowns: tuple[Breakdown, ...]
    counts: Counts

    def __post_init__(self) -> None:
        for whole, parts in self.equations:
            if self.counts.flat[whole] != sum(self.counts.flat[part] for part in parts):
                raise ValueError(f"{self.measure}: the parts of a cell of {self.area_of(whole).level} do not add up")

    @cached_property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Breakdown and category of each column; both empty for the total."""
        named = ((each.name, category) for each in self.breakdowns for category in each.categories)
        return (("", ""), *named)

    @cached_property
    def present(self) -> Flags:
        """Where there is a cell."""
        return np.asarray(self.counts != ABSENT)

    @cached_property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """Positions of the areas that each area is made of."""
        found: list[list[int]] = [[] for _ in self.areas]
        for at, area in enumerate(self.areas):
            if area.parent is not None:
                found[area.parent].append(at)
        return tuple(map(tuple, found))

    @cached_property
    def equations(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Every sum as (cell, cells that make it up); a cell is numbered ``area × columns + column``."""
        return tuple(self._equations())

    def area_of(self, cell: int) -> Area:
        """The area of a numbered cell."""
        return self.areas[cell // len(self.columns)]

    def below(self, area: int) -> list[int]:
        """The area with all that it is made of, itself first."""
        found = [area]
        for each in found:
            found.extend(self.parts[each])
        return found

    def _equations(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        wide = len(self.columns)
        for at, area in enumerate(self.areas):
            parts = self.parts[at]
            detailed = bool(parts) and self.areas[parts[0]].detailed
            for column in range(wide if detailed else 1):
                if parts:
                    yield at * wide + column, tuple(part * wide + column for part in parts)
            if area.detailed:
                start = at * wide + 1
                for breakdown in self.breakdowns:
                    end = start + len(breakdown.categories)
                    yield at * wide, tuple(range(start, end))
                    start = end


def table(measure: str, areas: Sequence[Area], breakdowns: Sequence[Breakdown], counts: Counts) -> Table:
    """A table from counts whose cells of areas without breakdowns are ignored; ValueError where sums do not hold."""
    kept = counts.copy()
    wide = 1 + sum(len(each.categories) for each in breakdowns)
    for at, column in product(range(len(areas)), range(1, wide)):
        if not areas[at].detailed:
            kept[at, column] = ABSENT
    return Table(measure, tuple(areas), tuple(breakdowns), kept)
