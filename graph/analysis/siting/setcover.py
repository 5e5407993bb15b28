"""Fewest sites at once: greedy, then weighting local search, for LSCP and the feasibility tests of p-center.

The search is that of Gao, Weise and Li (2015, EJOR 246:750, row weighting local search): one site fewer than the best
cover is kept open, and rows that stay uncovered grow heavier until a cover of that size is found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from graph.analysis.siting.instance import Ints
from graph.analysis.siting.interchange import Neighbours, greedy
from graph.analysis.siting.residual import Residual


def small_cover(
    left: Residual, steps: int, *, enough: int = 0, seed: int = 0, stop: Callable[[], bool] = lambda: False
) -> list[int]:
    """Columns that cover every row, as few as found within ``steps`` or no more than ``enough``, ascending."""
    near = Neighbours(replace(left, weights=np.ones(len(left.weights))))
    sites, _ = greedy(near, len(left.sites))
    best = pruned(left, sites)
    if len(best) <= max(enough, 1):
        return best
    search = _Weighting(near, best, seed)
    for step in range(steps):
        if step % 200 == 199 and stop():
            break
        if search.left == 0:
            best = pruned(left, [int(site) for site in np.flatnonzero(search.open)])
            if len(best) <= max(enough, 1):
                break
            search.close(search.least_missed())
            continue
        search.step(step)
    return sorted(best)


def pruned(left: Residual, sites: list[int]) -> list[int]:
    """Without the sites whose rows are all covered by the others too; the last are looked at first."""
    chosen = np.zeros(len(left.sites), dtype=bool)
    chosen[sites] = True
    times = np.bincount(left.rows[chosen[left.indices]], minlength=len(left.weights))
    matrix = left.matrix().tocsc()
    for site in reversed(sites):
        rows = matrix.indices[matrix.indptr[site] : matrix.indptr[site + 1]]
        if np.all(times[rows] > 1):
            times[rows] -= 1
            chosen[site] = False
    return [site for site in sites if chosen[site]]


def apart(left: Residual) -> int:
    """Rows of which no two share a site, taken one after another: no cover has fewer sites than these."""
    near, degrees, found = Neighbours(left), np.diff(left.indptr), 0
    free = np.ones(len(degrees), dtype=bool)
    for row in np.argsort(degrees, kind="stable"):
        if free[row]:
            found += 1
            for site in left.indices[left.indptr[row] : left.indptr[row + 1]]:
                free[near.rows_of(int(site))] = False
    return found


class _Weighting:
    """Open sites, and for each site the weight it would win by opening or lose by closing."""

    def __init__(self, near: Neighbours, opened: list[int], seed: int) -> None:
        of = near.of
        self.near = near
        self.random = np.random.default_rng(seed)
        self.open = np.zeros(len(of.sites), dtype=bool)
        self.times = np.zeros(len(of.weights), dtype=np.int64)
        self.heavy = np.ones(len(of.weights))
        self.score = np.bincount(of.indices, minlength=len(of.sites)).astype(float)
        self.moved = np.zeros(len(of.sites), dtype=np.int64)
        self.fresh = np.ones(len(of.sites), dtype=bool)
        self.last = -1
        for site in opened:
            self.flip(site)

    @property
    def left(self) -> int:
        """Uncovered rows."""
        return int(np.count_nonzero(self.times == 0))

    def least_missed(self, barred: int = -1) -> int:
        """The open site whose closing uncovers the least weight, the longest unmoved of equals."""
        sites = np.flatnonzero(self.open)
        sites = sites[sites != barred] if len(sites) > 1 else sites
        return int(sites[np.lexsort((sites, self.moved[sites], self.score[sites]))[0]])

    def close(self, site: int) -> None:
        """Close a site; it may come back only after something near it has changed."""
        self.flip(site)
        self.fresh[site] = False

    def step(self, turn: int) -> None:
        """Close one, then open the best site of an uncovered row, whose kin grow heavier."""
        closed = self.least_missed(self.last)
        self.close(closed)
        self.moved[closed] = turn
        uncovered = np.flatnonzero(self.times == 0)
        row = uncovered[self.random.integers(len(uncovered))]
        sites = self.near.of.indices[self.near.of.indptr[row] : self.near.of.indptr[row + 1]]
        free = sites[self.fresh[sites]]
        sites = free if len(free) else sites
        chosen = int(sites[np.lexsort((sites, self.moved[sites], -self.score[sites]))[0]])
        self.flip(chosen)
        self.moved[chosen], self.last = turn, chosen
        rest = np.flatnonzero(self.times == 0)
        self.heavy[rest] += 1
        np.add.at(self.score, self.near.of.indices[self.near.pairs_of(rest)[0]], 1.0)

    def flip(self, site: int) -> None:
        """Open a closed site or close an open one; the scores of its neighbours follow."""
        opens = not self.open[site]
        rows = self.near.rows_of(site)
        before = self.times[rows]
        self.times[rows] = before + (1 if opens else -1)
        self.open[site] = opens
        own = self.score[site]
        # once covered, a row is no longer won by others; a row covered once is what its only site would lose
        alone = rows[before == (0 if opens else 1)]
        shared = rows[before == (1 if opens else 2)]
        sign = -1.0 if opens else 1.0
        self._spread(alone, sign, among_open=False)
        self._spread(shared, sign, among_open=True)
        self.score[site] = own
        pairs, _ = self.near.pairs_of(rows)
        self.fresh[self.near.of.indices[pairs]] = True

    def _spread(self, rows: Ints, sign: float, *, among_open: bool) -> None:
        pairs, begins = self.near.pairs_of(rows)
        heavy = np.repeat(self.heavy[rows], np.diff(np.append(begins, len(pairs))))
        sites = self.near.of.indices[pairs]
        mine = self.open[sites] == among_open
        np.add.at(self.score, sites[mine], sign * heavy[mine])
