"""Invented tables on the lattice, of every shape that makes hiding hard, and a release as whoever reads it sees it."""

from __future__ import annotations

import numpy as np

from graph.disclosure.auditing import Key, ReleasedCell
from graph.disclosure.lattice import REST_LEVEL, UNIT_LEVEL, Area, Breakdown, Counts, Table, table
from graph.disclosure.releases import ReleasedTable

BREAKDOWNS = (
    Breakdown("sex", ("male", "female", "unstated")),
    Breakdown("age", ("to_35", "36_to_60", "over_60", "unstated")),
    Breakdown("residence", ("floating", "others")),
)
LADDER = ("city", "county", "subdistrict", "community")


def invented_table(seed: int) -> Table:
    """A random hierarchy: empty areas, areas with one part, with and without a rest, few and many people."""
    return _Invention(np.random.default_rng(seed)).table()


class _Invention:
    def __init__(self, random: np.random.Generator) -> None:
        self.random = random
        self.levels = LADDER[int(random.integers(0, 3)) :]
        self.breakdowns = BREAKDOWNS[: int(random.integers(0, 4))]
        self.wide = 1 + sum(len(each.categories) for each in self.breakdowns)
        self.scale = float(random.choice([1.5, 4.0, 12.0, 40.0]))
        self.empty = float(random.choice([0.0, 0.1, 0.5]))
        self.areas: list[Area] = []
        self.counts: list[Counts] = []

    def table(self) -> Table:
        self._place(None, self.levels)
        return table("members", self.areas, self.breakdowns, np.array(self.counts))

    def _place(self, parent: int | None, levels: tuple[str, ...]) -> Counts:
        at = self._add(levels[0], parent, detailed=True)
        empty = self.random.random() < self.empty and parent is not None
        below = np.zeros(self.wide, dtype=np.int64)
        most = 4 if len(levels) < 3 else 3
        for _ in range(int(self.random.integers(0 if parent is not None else 1, most + 1))):
            below += self._place(at, levels[1:]) if len(levels) > 1 else self._leaf(at, UNIT_LEVEL, empty)
        if self.random.random() < 0.6:
            below += self._leaf(at, REST_LEVEL, empty)
        elif not any(area.parent == at for area in self.areas):
            below = self._people(empty)
        self.counts[at] = below
        return below

    def _leaf(self, parent: int, level: str, empty: bool) -> Counts:
        at = self._add(level, parent, detailed=level == REST_LEVEL and self.areas[parent].level != "community")
        self.counts[at] = self._people(empty)
        return self.counts[at]

    def _people(self, empty: bool) -> Counts:
        total = 0 if empty else int(self.random.poisson(self.scale * self.random.gamma(1.0)))
        cells = [total]
        for each in self.breakdowns:
            cells += self.random.multinomial(total, self.random.dirichlet([0.7] * len(each.categories))).tolist()
        return np.array(cells, dtype=np.int64)

    def _add(self, level: str, parent: int | None, *, detailed: bool) -> int:
        self.areas.append(Area(f"{level} {len(self.areas)}", "", level, parent, detailed))
        self.counts.append(np.zeros(self.wide, dtype=np.int64))
        return len(self.areas) - 1


def as_read(released: ReleasedTable, *, inside: bool) -> list[ReleasedCell]:
    """The cells of a release at one threshold, as its reader has them."""
    return [
        ReleasedCell(area.id, area.parent, breakdown, category, value)
        for area, values in zip(released.areas, released.inside if inside else released.outside, strict=True)
        for (breakdown, category), value in zip(released.columns, values, strict=True)
        if area.detailed or not breakdown
    ]


def small_cells(given: Table, k: int) -> list[Key]:
    """The cells below k, from the true counts."""
    return [
        (area.id, *column)
        for area, values in zip(given.areas, given.counts, strict=True)
        for column, value in zip(given.columns, values, strict=True)
        if 0 <= value < k and (area.detailed or column == ("", ""))
    ]
