"""What a reader of a release can work out: the range of whole numbers left to each hidden cell.

Independent of how cells were chosen: it sees the rows that are released and nothing else, writes down every sum that
holds among them, and asks an integer program for the least and the greatest value of each hidden cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """One cell as it is released: ``value`` is None where it is hidden."""

    area: str
    parent: str | None
    breakdown: str
    category: str
    value: int | None

    @property
    def key(self) -> tuple[str, str, str]:
        """Area, breakdown and category; both empty for the total."""
        return (self.area, self.breakdown, self.category)


Key = tuple[str, str, str]


def ranges(cells: Sequence[ReleasedCell], asked: Iterable[Key], most: int) -> dict[Key, tuple[int, int]]:
    """Least and greatest whole number that each asked hidden cell may have; the greatest is cut off at ``most``.

    Raises KeyError for a cell that is not hidden.
    """
    hidden = [cell.key for cell in cells if cell.value is None]
    known = {cell.key: cell.value for cell in cells if cell.value is not None}
    groups = _connected(hidden, _sums(cells))
    return {key: groups[key].range_of(key, known, most) for key in asked}


@dataclass
class _Group:
    """Hidden cells that some sum binds together, with those sums."""

    keys: list[Key]
    sums: list[tuple[Key, list[Key]]]

    def range_of(self, key: Key, known: dict[Key, int], most: int) -> tuple[int, int]:
        place = {each: at for at, each in enumerate(self.keys)}
        rows: list[int] = []
        columns: list[int] = []
        signs: list[int] = []
        right: list[int] = []
        for row, (whole, parts) in enumerate(self.sums):
            left = 0
            for each, sign in ((whole, -1), *((part, 1) for part in parts)):
                if each in place:
                    rows.append(row)
                    columns.append(place[each])
                    signs.append(sign)
                else:
                    left -= sign * known[each]
            right.append(left)
        matrix = coo_array((signs, (rows, columns)), shape=(len(self.sums), len(self.keys))).tocsr()
        goal, highs = np.zeros(len(self.keys)), np.full(len(self.keys), np.inf)
        goal[place[key]], highs[place[key]] = 1.0, most
        ends = []
        for towards in (1.0, -1.0):
            found = milp(
                towards * goal,
                integrality=np.ones(len(goal)),
                bounds=Bounds(np.zeros(len(goal)), highs),
                constraints=LinearConstraint(matrix, right, right) if self.sums else None,
            )
            if found.x is None:
                raise ValueError("what is released contradicts itself")
            ends.append(round(float(found.x[place[key]])))
        return ends[0], ends[1]


def _sums(cells: Sequence[ReleasedCell]) -> list[tuple[Key, list[Key]]]:
    """All sums among the cells: parts of areas, and categories of breakdowns."""
    by_parts: dict[Key, list[Key]] = defaultdict(list)
    by_categories: dict[tuple[str, str], list[Key]] = defaultdict(list)
    there = {cell.key for cell in cells}
    for cell in cells:
        if cell.parent is not None:
            by_parts[(cell.parent, cell.breakdown, cell.category)].append(cell.key)
        if cell.breakdown:
            by_categories[(cell.area, cell.breakdown)].append(cell.key)
    wholes = [((area, "", ""), keys) for (area, _), keys in by_categories.items()]
    return [(whole, parts) for whole, parts in [*by_parts.items(), *wholes] if whole in there]


def _connected(hidden: list[Key], sums: list[tuple[Key, list[Key]]]) -> dict[Key, _Group]:
    leader = {key: key for key in hidden}

    def lead(key: Key) -> Key:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    bound = []
    for whole, parts in sums:
        inside = [key for key in (whole, *parts) if key in leader]
        for key in inside[1:]:
            leader[lead(key)] = lead(inside[0])
        if inside:
            bound.append((inside[0], (whole, parts)))
    groups: dict[Key, _Group] = defaultdict(lambda: _Group([], []))
    for key in hidden:
        groups[lead(key)].keys.append(key)
    for key, each in bound:
        groups[lead(key)].sums.append(each)
    return {key: groups[lead(key)] for key in hidden}
