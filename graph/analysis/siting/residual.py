"""What is left to the new sites once the fixed ones are counted, and the reductions that keep its optimum."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from graph.analysis.siting.instance import Floats, Instance, Ints, offsets

MOST_OVERLAPS = 50_000_000
"""Pairs of sites sharing a demand up to which dominated sites are looked for."""


@dataclass(frozen=True, slots=True)
class Residual:
    """Minimise the sum over rows of weight times the cost of the cheapest open site, or ``fallback`` if that is less.

    Covering is the case of cost 0 within reach and fallback 1: what is minimised is then the uncovered weight.
    Rows are demands (or merged ones), columns are candidates; the pairs are compressed by row, columns ascending.
    """

    weights: Floats
    fallback: Floats
    """Cost of a row where no new site is opened: that of the nearest fixed one, or the charge for going unserved."""
    indptr: Ints
    indices: Ints
    costs: Floats
    """Cost of each pair, always less than the row's fallback."""
    sites: Ints
    """Position in the instance of each column; ascending, so that the first of equals has the lowest id."""
    demands: Ints
    """Position in the instance of each row (of the first one merged)."""
    reductions: dict[str, int] = field(default_factory=dict)
    """What was reduced, in numbers."""

    @property
    def rows(self) -> Ints:
        """The row of each pair."""
        return np.repeat(np.arange(len(self.weights)), np.diff(self.indptr))

    def by_site(self) -> tuple[Ints, Ints]:
        """Where each column begins, and the rows of its pairs."""
        order = np.argsort(self.indices, kind="stable")
        return offsets(self.indices, len(self.sites)), self.rows[order]

    def matrix(self) -> sparse.csr_matrix:
        """Rows by columns, 1 where there is a pair."""
        shape = (len(self.weights), len(self.sites))
        return sparse.csr_matrix((np.ones(len(self.indices)), self.indices, self.indptr), shape=shape)


def covering(instance: Instance, *, reduce: bool, dominance: bool = True) -> Residual:
    """Cost 0 within reach, fallback 1; rows that a fixed site covers, or no candidate reaches, are left out.

    ``reduce`` merges rows of equal sets, and with ``dominance`` drops a candidate whose rows are among those of
    another: valid only without capacities and where covering once is enough.
    """
    rows, open_to_choice = instance.rows, ~instance.fixed[instance.indices]
    count = len(instance.demand_ids)
    done = np.bincount(rows[~open_to_choice], minlength=count) > 0
    keep = open_to_choice & ~done[rows]
    left = _select(instance, keep, np.ones(count), np.zeros(len(rows)))
    left.reductions["covered_by_fixed"] = int(done.sum())
    if not reduce:
        return left
    merged = _merge(left)
    return _without_dominated(merged) if dominance else merged


def twice(instance: Instance, *, reduce: bool) -> Residual:
    """Rows that the fixed sites cover less than twice; the fallback is how often new ones must cover for a backup."""
    rows, open_to_choice = instance.rows, ~instance.fixed[instance.indices]
    times = np.bincount(rows[~open_to_choice], minlength=len(instance.demand_ids))
    needed = np.maximum(2.0 - times, 0.0)
    left = _select(instance, open_to_choice & (times[rows] < 2), needed, np.zeros(len(rows)))
    return _merge(left) if reduce else left


def parts(whole: Residual) -> list[Residual]:
    """The parts that no pair connects, each with its rows and columns; candidates without a row are in none."""
    count, of_row = csgraph.connected_components(
        sparse.bmat([[None, whole.matrix()], [whole.matrix().T, None]]), directed=False
    )
    rows, columns = len(whole.weights), len(whole.sites)
    found = []
    for part in range(count) if rows else ():
        mine, sites = of_row[:rows] == part, of_row[rows:] == part
        if not mine.any():
            continue
        pairs = mine[whole.rows]
        number = np.cumsum(sites) - 1 if columns else np.zeros(0, np.int64)
        found.append(
            Residual(
                whole.weights[mine],
                whole.fallback[mine],
                np.concatenate([[0], np.cumsum(np.diff(whole.indptr)[mine])]),
                number[whole.indices[pairs]],
                whole.costs[pairs],
                whole.sites[sites],
                whole.demands[mine],
            )
        )
    return found


def nearest(instance: Instance, beyond: float) -> Residual:
    """Cost in metres; fallback is the nearest fixed site, or ``beyond`` metres where none is within reach."""
    rows, open_to_choice = instance.rows, ~instance.fixed[instance.indices]
    fallback = np.full(len(instance.demand_ids), beyond)
    np.minimum.at(fallback, rows[~open_to_choice], instance.metres[~open_to_choice])
    keep = open_to_choice & (instance.metres < fallback[rows])
    return _select(instance, keep, fallback, instance.metres)


def _select(instance: Instance, keep: np.ndarray, fallback: Floats, costs: Floats) -> Residual:
    """The pairs to keep, with rows and columns numbered anew; every candidate stays a column."""
    sites = instance.candidates
    column = np.full(len(instance.site_ids), -1)
    column[sites] = np.arange(len(sites))
    rows = instance.rows[keep]
    demands, row = np.unique(rows, return_inverse=True)
    return Residual(
        instance.weights[demands],
        fallback[demands],
        offsets(row, len(demands)),
        column[instance.indices[keep]],
        costs[keep],
        sites,
        demands,
    )


def _merge(whole: Residual) -> Residual:
    """Rows of equal sets and fallback become one with the sum of their weights."""
    # two sums of random words stand for a set: that two different sets agree in 126 bits does not happen
    words = np.random.default_rng(0).integers(1, 2**62, (2, len(whole.sites)))
    keys = np.zeros((len(whole.weights), 2), dtype=np.int64)
    for part in range(2):
        np.add.at(keys[:, part], whole.rows, words[part][whole.indices])
    keys = np.column_stack([keys, whole.fallback.view(np.int64)])
    _, first, group = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.argsort(order)
    weights = np.bincount(rank[group.ravel()], whole.weights, len(first))
    chosen = np.zeros(len(whole.weights), dtype=bool)
    chosen[first] = True
    pairs = chosen[whole.rows]
    lengths = np.diff(whole.indptr)[chosen]
    return Residual(
        np.asarray(weights, dtype=np.float64),
        whole.fallback[chosen],
        np.concatenate([[0], np.cumsum(lengths)]),
        whole.indices[pairs],
        whole.costs[pairs],
        whole.sites,
        whole.demands[chosen],
        {**whole.reductions, "merged_demands": len(whole.weights) - len(weights)},
    )


def _without_dominated(whole: Residual) -> Residual:
    """Without candidates whose rows are all among those of another; of equal ones the first stays."""
    degrees = np.diff(whole.indptr)
    if float(np.sum(degrees.astype(float) ** 2)) > MOST_OVERLAPS:
        return whole
    matrix = whole.matrix()
    shared = (matrix.T @ matrix).tocoo()
    size = np.bincount(whole.indices, minlength=len(whole.sites))
    small, large = shared.row, shared.col
    inside = (small != large) & (shared.data == size[small])
    inside &= (size[large] > size[small]) | (large < small)
    dropped = size == 0
    dropped[small[inside]] = True
    number = np.cumsum(~dropped) - 1
    pairs = ~dropped[whole.indices]
    return Residual(
        whole.weights,
        whole.fallback,
        offsets(whole.rows[pairs], len(whole.weights)),
        number[whole.indices[pairs]],
        whole.costs[pairs],
        whole.sites[~dropped],
        whole.demands,
        {**whole.reductions, "dropped_sites": int(dropped.sum())},
    )
