"""Greedy addition, and exchange of one open site for a closed one: plans at once, and the start of every proof.

The gains and losses of all exchanges are kept as in Resende and Werneck (2007, EJOR 179:1221): the change by opening
``j`` and closing ``k`` is gain[j] - loss[k] + extra[k, j], and after a step only the rows of the two are counted anew.
The walk goes on past local optima with a tabu list. Ties fall to the site that comes first.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph.analysis.siting.instance import Bools, Floats, Ints
from graph.analysis.siting.residual import Residual

LARGEST_TABLE = 4_000_000
"""Entries of the table of extras; with more, only the best sites by themselves take part in exchanges."""


class Neighbours:
    """Rows of each column and pairs of each row, gathered without a loop."""

    def __init__(self, residual: Residual) -> None:
        self.of = residual
        self.starts, self.column_rows = residual.by_site()

    def rows_of(self, site: int) -> Ints:
        """Rows that a site reaches."""
        return self.column_rows[self.starts[site] : self.starts[site + 1]]

    def pairs_of(self, rows: Ints) -> tuple[Ints, Ints]:
        """Pairs of these rows, in order, and where those of each row begin among them."""
        lengths = self.of.indptr[rows + 1] - self.of.indptr[rows]
        begins = np.cumsum(lengths) - lengths
        return np.repeat(self.of.indptr[rows] - begins, lengths) + np.arange(int(lengths.sum())), begins


def greedy(
    near: Neighbours, count: int, *, allowed: Bools | None = None, opened: Ints | None = None
) -> tuple[list[int], list[float]]:
    """Up to ``count`` sites, each the one of the greatest gain after those before it, and their gains.

    Only ``allowed`` columns are taken, after those ``opened``; it ends early where no site gains anything.
    """
    of = near.of
    cost, rows = of.fallback.copy(), of.rows
    if opened is not None and len(opened):
        ours = np.isin(of.indices, opened)
        np.minimum.at(cost, rows[ours], of.costs[ours])
    gains = np.bincount(of.indices, of.weights[rows] * np.maximum(cost[rows] - of.costs, 0), len(of.sites))
    least = 1e-9 * max(1.0, float(gains.max(initial=0)))
    barred = np.zeros(len(of.sites), dtype=bool) if allowed is None else ~allowed
    sites: list[int] = []
    won: list[float] = []
    while len(sites) < count and len(gains):
        site = int(np.argmax(np.where(barred, -1.0, gains)))
        if barred[site] or gains[site] <= least:
            break
        sites.append(site)
        won.append(float(gains[site]))
        barred[site] = True
        reached = near.rows_of(site)
        pairs, begins = near.pairs_of(reached)
        row, column = np.repeat(reached, np.diff(np.append(begins, len(pairs)))), of.indices[pairs]
        before = np.maximum(cost[row] - of.costs[pairs], 0)
        here = column == site
        cost[row[here]] = np.minimum(cost[row[here]], of.costs[pairs[here]])
        lost = before - np.maximum(cost[row] - of.costs[pairs], 0)
        gains -= np.bincount(column, of.weights[row] * lost, len(gains))
    return sites, won


class Interchange:
    """Open sites with the table of all exchanges, kept up to date."""

    def __init__(self, near: Neighbours, opened: list[int]) -> None:
        of = near.of
        self.near = near
        self.opened = np.array(opened, dtype=np.int64)
        self.position = np.full(len(of.sites), -1)
        self.position[self.opened] = np.arange(len(opened))
        rows = len(of.weights)
        self.first, self.second = of.fallback.copy(), of.fallback.copy()
        self.owner = np.full(rows, -1)
        self.gain, self.loss = np.zeros(len(of.sites)), np.zeros(len(opened))
        self.extra = np.zeros(len(opened) * len(of.sites))
        everything = np.arange(rows)
        pairs, begins = near.pairs_of(everything)
        self._serve(everything, pairs, begins)
        self._count(everything, pairs, begins, 1.0)
        self.active = self._active()

    @property
    def cost(self) -> float:
        """Sum of weight times cost of the present sites."""
        return float(self.near.of.weights @ self.first)

    def exchange(self, place: int, site: int) -> None:
        """Close the open site at ``place`` and open ``site``."""
        closed = int(self.opened[place])
        rows = np.union1d(self.near.rows_of(closed), self.near.rows_of(site))
        pairs, begins = self.near.pairs_of(rows)
        self._count(rows, pairs, begins, -1.0)
        self.opened[place] = site
        self.position[closed], self.position[site] = -1, place
        self._serve(rows, pairs, begins)
        self._count(rows, pairs, begins, 1.0)

    def changes(self) -> Floats:
        """What each exchange saves: open places by columns; never for a column that is open or takes no part."""
        gain = np.where(self.active, self.gain, -np.inf)
        gain[self.opened] = -np.inf
        table = self.extra.reshape(len(self.opened), len(gain)) - self.loss[:, None]
        table += gain
        return table

    def _active(self) -> Bools:
        columns, most = len(self.gain), max(1, LARGEST_TABLE // max(1, len(self.opened)))
        active = np.zeros(columns, dtype=bool)
        active[np.argsort(-self.gain, kind="stable")[:most]] = True
        return active

    def _serve(self, rows: Ints, pairs: Ints, begins: Ints) -> None:
        """Cheapest and second cheapest open site of these rows."""
        if not len(rows):
            return
        of, lengths = self.near.of, np.diff(np.append(begins, len(pairs)))
        place = self.position[of.indices[pairs]]
        cost = np.where(place >= 0, of.costs[pairs], np.inf)
        least = np.minimum.reduceat(cost, begins)
        at = np.where(cost == np.repeat(least, lengths), np.arange(len(pairs)), len(pairs))
        first = np.minimum.reduceat(at, begins)
        served = np.isfinite(least)
        cost[first[served]] = np.inf
        self.owner[rows] = np.where(served, place[np.minimum(first, len(pairs) - 1)], -1)
        self.first[rows] = np.where(served, least, of.fallback[rows])
        self.second[rows] = np.minimum(np.minimum.reduceat(cost, begins), of.fallback[rows])

    def _count(self, rows: Ints, pairs: Ints, begins: Ints, sign: float) -> None:
        """Add (or take away) what these rows contribute to gains, losses and extras."""
        of = self.near.of
        row = np.repeat(rows, np.diff(np.append(begins, len(pairs))))
        weight, cost, column = sign * of.weights[row], of.costs[pairs], of.indices[pairs]
        first = self.first[row]
        self.gain += np.bincount(column, weight * np.maximum(first - cost, 0), len(self.gain))
        owner = self.owner[row]
        back = self.second[row] - np.maximum(cost, first)
        some = (owner >= 0) & (back > 0)
        flat = owner[some] * len(self.gain) + column[some]
        np.add.at(self.extra, flat, weight[some] * back[some])
        owned = rows[self.owner[rows] >= 0]
        more = sign * of.weights[owned] * (self.second[owned] - self.first[owned])
        np.add.at(self.loss, self.owner[owned], more)


def walk(
    near: Neighbours, start: list[int], rounds: int, *, seed: int = 0, stop: Callable[[], bool] = lambda: False
) -> tuple[list[int], float]:
    """The best sites found in ``rounds`` exchanges from ``start``, and their cost. Same seed, same walk.

    An exchanged site rests for a random 0.3 to 0.6 times the number of open ones, unless it leads to a new best.
    """
    state = Interchange(near, start)
    best, cost = list(start), state.cost
    if not start or len(start) == len(state.gain):
        return best, cost
    random = np.random.default_rng(seed)
    low = max(1, int(0.3 * len(start)))
    high = max(low + 1, int(0.6 * len(start)))
    rests = np.zeros(len(state.gain), dtype=np.int64)
    now, least = cost, 1e-9 * max(1.0, cost)
    for turn in range(rounds):
        if turn % 50 == 49 and stop():
            break
        table = state.changes()
        chosen = int(np.argmax(table))
        if now - table.flat[chosen] >= cost - least:
            resting = rests > turn
            table[:, resting] = -np.inf
            table[resting[state.opened], :] = -np.inf
            chosen = int(np.argmax(table))
            if table.flat[chosen] == -np.inf:
                continue
        place, site = divmod(chosen, len(state.gain))
        now -= float(table.flat[chosen])
        rests[[state.opened[place], site]] = turn + random.integers(low, high, 2)
        state.exchange(place, site)
        if now < cost - least:
            now = cost = state.cost
            best = [int(each) for each in state.opened]
    return best, cost


def rounds_at_once(residual: Residual) -> int:
    """Exchanges worth a tenth of a second or two: 200, but no more than touch two million pairs, and at least ten."""
    degrees = np.diff(residual.indptr).astype(float)
    touched = 2 * float(degrees @ degrees) / max(1, len(residual.sites))
    return int(np.clip(2_000_000 / max(1.0, touched), 10, 200))
