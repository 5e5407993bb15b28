"""Which cells of a table are hidden: those below k, and as many others as it takes that nobody can compute them.

A cell below k (zero included) is *primary*. A reader who knows all cells that are shown, that the table adds up and
that counts are whole and not negative must be able to think of a primary cell as any number from 0 to k - 1. That is
certain once two tables are found which agree with all that is shown, one with 0 and one with at least k - 1 in that
cell. Such a table differs from the true one by a circuit: changes that cancel in every sum. The cheapest circuit,
by what it would hide, is a linear program (Kelly, Golden and Assad, Networks 22, 1992); its cells are hidden too.

Secondary cells bear the same sign as primary ones. What is shown can only shrink, so a circuit once found stays good.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack

from graph.disclosure.lattice import Flags, Table

Changes = npt.NDArray[np.float64]
_FREE = 1e-3
"""Cost of changing a hidden cell by one: small beside a shown one, yet no reason to wander about."""
_TOTAL = 3.0
"""How much dearer a total is than a category of the same area."""
_WIDER = 4.0
"""How much dearer each further level of parts makes a cell."""
_GREATER = 0.2
"""How much dearer at most the greater of two cells of one kind is: hiding the smaller loses less."""
_WHOLE = 1e-6


def primary(table: Table, k: int) -> Flags:
    """Cells that a release may not show for their own sake: those below k, zeros too."""
    return np.asarray(table.present & (table.counts < k))


def suppress(table: Table, k: int, hidden: Flags | None = None) -> Flags:
    """All cells to hide at threshold k, given those ``hidden`` already (for another reader, or by design).

    Cells that are hidden already cost nothing, so a release for a wider circle hides all that a narrower one does.
    """
    asked = primary(table, k)
    search = _Search(table, k, asked if hidden is None else asked | hidden)
    search.run()
    return search.hidden


@dataclass
class _Window:
    """A part of the lattice in which circuits are looked for: the areas below one whose own cells stay as they are."""

    cells: npt.NDArray[np.int64]
    equations: csr_array
    most_lost: Changes
    """How far each cell may fall: to zero; 0 where it stays as it is."""
    most_won: Changes
    place_of: dict[int, int]


@dataclass
class _Search:
    table: Table
    k: int
    hidden: Flags
    """Primary cells and those hidden for another reader; circuits add to it."""
    zero: Flags = field(init=False)
    """Primary cells for which a table with 0 is known."""
    full: Flags = field(init=False)
    """Primary cells for which a table with k - 1 or more is known."""
    windows: dict[tuple[int, bool], _Window] = field(init=False, default_factory=dict)
    weight: Changes = field(init=False)

    def __post_init__(self) -> None:
        self.zero = self.table.counts == 0
        self.full = self.table.counts >= self.k - 1
        self.weight = _weights(self.table)

    def run(self) -> None:
        wide = len(self.table.columns)
        asked = np.flatnonzero(primary(self.table, self.k))
        # from the top down: what a wide area hides leads through its parts, and serves them too
        depth = _depths(self.table)
        for cell in sorted(asked.tolist(), key=lambda each: (depth[each // wide], each)):
            self._inherit(cell)
            self._swap_among_parts(cell)
            for known, target in ((self.full, self.k - 1), (self.zero, 0)):
                if not known.flat[cell]:
                    self._protect(cell, target)

    def _inherit(self, cell: int) -> None:
        """Below an area of which nobody is counted, whatever the area may have may all be in any one of its parts."""
        at, column = divmod(cell, len(self.table.columns))
        parent = self.table.areas[at].parent
        if parent is not None and not self.table.counts[parent].any():
            self.full.flat[cell] |= self.full[parent, column]

    def _swap_among_parts(self, cell: int) -> None:
        """Where hidden parts of one area have no sums of their own, each may take what the others have."""
        at = cell // len(self.table.columns)
        parent = self.table.areas[at].parent
        if parent is None or self.table.areas[at].detailed or self.table.parts[at]:
            return
        hidden = [each for each in self.table.parts[parent] if self.hidden[each, 0] and not self.table.parts[each]]
        if len(hidden) > 1:
            self.zero.flat[cell] = True
            if int(self.table.counts[hidden, 0].sum()) >= self.k - 1:
                self.full.flat[cell] = True

    def _protect(self, cell: int, target: int) -> None:
        """Hide the cells of a circuit that brings a cell to a target; the whole lattice always has one."""
        at = self._first_window(cell)
        while True:
            change = self._circuit(cell, target, at)
            if change is not None:
                self._learn(change)
                return
            if at is None:
                raise AssertionError("no table at all agrees with what is shown")
            at = self.table.areas[at].parent

    def _first_window(self, cell: int) -> int | None:
        """The nearest area above that shows this column: below it is all that a circuit can use without new loss."""
        area, column = divmod(cell, len(self.table.columns))
        parent = at = self.table.areas[area].parent
        while at is not None and self.hidden[at, column]:
            at = self.table.areas[at].parent
        # where none shows it, the whole lattice would be searched for each cell: begin near and widen as needed
        return parent if at is None else at

    def _circuit(self, cell: int, target: int, top: int | None) -> dict[int, int] | None:
        """Changes by cell, cheapest first found in the window below ``top`` (the whole lattice for None)."""
        window = self._window(cell, top)
        place = window.place_of[cell]
        size = len(window.cells)
        cost = np.where(self.hidden.flat[window.cells], _FREE, self.weight[window.cells])
        won, lost = window.most_won.copy(), window.most_lost.copy()
        by = target - int(self.table.counts.flat[cell])
        fixed = [(0.0, 0.0)] * 2
        fixed[by < 0] = (abs(by), abs(by))
        lows, highs = np.zeros(2 * size), np.concatenate([won, lost])
        for half, (low, high) in enumerate(fixed):
            lows[half * size + place], highs[half * size + place] = low, high
        found = _solved(np.concatenate([cost, cost]), window.equations, lows, highs)
        if found is None:
            return None
        change = np.rint(found[:size] - found[size:]).astype(np.int64)
        rise, fall = np.maximum(change, 0), np.maximum(-change, 0)
        # the proof that nothing is given away rests on this table: whatever the solver says, it is looked at
        if (window.equations @ np.concatenate([rise, fall])).any() or (fall > window.most_lost).any():
            raise ArithmeticError("the circuit found is none: the solver's answer does not add up")
        moved = np.flatnonzero(change)
        return dict(zip(window.cells[moved].tolist(), change[moved].tolist(), strict=True))

    def _learn(self, change: dict[int, int]) -> None:
        """Hide what a circuit changes, and note for which other cells it is the table that was looked for."""
        for cell, by in change.items():
            self.hidden.flat[cell] = True
            then = int(self.table.counts.flat[cell]) + by
            if then == 0:
                self.zero.flat[cell] = True
            if then >= self.k - 1:
                self.full.flat[cell] = True

    def _window(self, cell: int, top: int | None) -> _Window:
        key = (_root(self.table, cell // len(self.table.columns)) if top is None else top, top is not None)
        if key not in self.windows:
            self.windows[key] = _window(self.table, *key)
        return self.windows[key]


def _root(table: Table, at: int) -> int:
    while (parent := table.areas[at].parent) is not None:
        at = parent
    return at


def _window(table: Table, top: int, fixed: bool) -> _Window:
    wide = len(table.columns)
    inside = np.zeros(table.counts.shape, dtype=np.bool_)
    inside[table.below(top)] = True
    inside &= table.present
    cells = np.flatnonzero(inside)
    place_of = {int(cell): place for place, cell in enumerate(cells)}
    held = np.array([fixed and int(cell) // wide == top for cell in cells])
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    kept = [(whole, parts) for whole, parts in table.equations if whole in place_of]
    for row, (whole, parts) in enumerate(kept):
        members = [place_of[whole], *(place_of[part] for part in parts)]
        rows += [row] * len(members)
        columns += members
        signs += [-1.0] + [1.0] * len(parts)
    matrix = csr_array((signs, (rows, columns)), shape=(len(kept), len(cells)))
    counts = table.counts.flat[cells].astype(np.float64)
    return _Window(
        cells,
        _both_ways(matrix),
        np.where(held, 0.0, counts),
        np.where(held, 0.0, np.inf),
        place_of,
    )


def _both_ways(matrix: csr_array) -> csr_array:
    """The equations for rises and falls apart: ``A (rise - fall) = 0``."""
    return csr_array(hstack([matrix, -matrix]))


def _solved(cost: Changes, equations: csr_array, lows: Changes, highs: Changes) -> Changes | None:
    """The cheapest whole-numbered solution; None where there is none.

    With one breakdown the sums are those of a network, so the linear program ends at whole numbers by itself; only
    several breakdowns of a hidden total can make it stop at halves, and then whole numbers are asked for.
    """
    none = np.zeros(equations.shape[0])
    bounds = np.column_stack([lows, highs])
    found = linprog(cost, A_eq=equations, b_eq=none, bounds=bounds, method="highs-ds")
    if found.x is None or not found.success:
        return None
    if np.abs(found.x - np.rint(found.x)).max(initial=0.0) > _WHOLE:
        found = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(lows, highs),
            constraints=LinearConstraint(equations, none, none),
        )
        if found.x is None or not found.success:
            return None
    return np.asarray(found.x, dtype=np.float64)


def _weights(table: Table) -> Changes:
    """What it costs to hide each cell: more for totals, for wider areas and, a little, for greater figures."""
    height = np.zeros(len(table.areas))
    for at in range(len(table.areas) - 1, -1, -1):
        parent = table.areas[at].parent
        if parent is not None:
            height[parent] = max(height[parent], height[at] + 1)
    weights = np.repeat((_WIDER**height)[:, None], len(table.columns), axis=1)
    weights[:, 0] *= _TOTAL
    counts = np.maximum(table.counts, 0)
    return np.asarray((weights * (1 + _GREATER * counts / (counts + 100))).ravel())


def _depths(table: Table) -> list[int]:
    depths: list[int] = []
    for area in table.areas:
        depths.append(0 if area.parent is None else depths[area.parent] + 1)
    return depths
