"""From a start to a better plan and its proof: bound by relaxation, the walk past local optima, branch and bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graph.analysis.siting.effort import Watch, gap
from graph.analysis.siting.exact import Outcome, relax, solve
from graph.analysis.siting.interchange import Neighbours, greedy, rounds_at_once, walk
from graph.analysis.siting.lagrange import lower_bound
from graph.analysis.siting.programs import Program
from graph.analysis.siting.residual import Residual

SEARCH_SHARE = 0.25
"""Share of the seconds that the walk may take before branch and bound."""
BOUND_SHARE, STEPS = 0.25, 600
"""Share of them that a bound may take, and steps of the Lagrangian one."""
LEAST_WALK, WALK, PATIENCE = 300, 60, 4
"""Exchanges of one walk, at least and for each open site; walks in a row without a better plan before it is left."""

Tell = Callable[[float, float], None]
"""Reports a cost and its bound, turned into what the reader sees."""


@dataclass(frozen=True, slots=True)
class Found:
    """Columns opened, their cost and the best proven bound of it."""

    opened: list[int]
    cost: float
    bound: float

    @property
    def proven(self) -> bool:
        """Whether cost and bound agree."""
        return gap(self.cost, self.bound) == 0.0 or self.cost - self.bound <= 1e-6


def best_sites(left: Residual, count: int, program: Program, watch: Watch, tell: Tell) -> Found:
    """At most ``count`` columns of least cost, for MCLP and p-median.

    ``program`` is the same problem for the solver. Without seconds it is greedy and exchange, with the bound that no
    site gains more than it does by itself.
    """
    near = Neighbours(left)
    start, _ = greedy(near, count)
    opened, cost = walk(near, start, rounds_at_once(left))
    found = Found(opened, cost, min(cost, _by_themselves(left, count)))
    if cost <= 0 or len(start) < min(count, len(left.sites)):
        return Found(opened, cost, cost)  # no site would gain anything more
    if watch.left > 0 or watch.effort.bound_seconds > 0:
        end = watch.seconds + max(watch.effort.bound_seconds, BOUND_SHARE * watch.left)
        low = lower_bound(left, count, cost, STEPS, stop=lambda: watch.cancelled() or watch.seconds > end)
        found = Found(opened, cost, max(found.bound, low))
        tell(found.cost, found.bound)
    if watch.left > 0:
        found = bounded(found, program, watch)
    if not found.proven and watch.left > 0:
        found = _walked(near, found, watch, tell)
    if not found.proven and not watch.over():
        found = proven(found, program, watch, tell, lambda columns: _cost(near, columns))
    return found


def bounded(found: Found, program: Program, watch: Watch) -> Found:
    """With the bound of the linear relaxation, where the effort allows one."""
    seconds = max(watch.effort.bound_seconds, BOUND_SHARE * watch.left)
    relaxed = relax(program, watch, seconds) if seconds > 0 else None
    if relaxed is None:
        return found
    return Found(found.opened, found.cost, min(found.cost, max(found.bound, relaxed[0])))


def proven(found: Found, program: Program, watch: Watch, tell: Tell, cost: Callable[[list[int]], float]) -> Found:
    """With what branch and bound adds; never worse than what was found before."""

    def stop(value: float, bound: float) -> bool:
        tell(min(value, found.cost), min(found.cost, max(bound, found.bound)))
        return False

    return better(found, solve(program, watch, start=found.opened, stop=stop), cost)


def better(found: Found, outcome: Outcome, cost: Callable[[list[int]], float]) -> Found:
    """The better of a plan and an outcome, with the better bound; the cost is counted anew, not taken from a solver."""
    opened, value = found.opened, found.cost
    if outcome.opened is not None:
        again = cost(outcome.opened)
        if again < value - 1e-9 * max(1.0, abs(value)):
            opened, value = outcome.opened, again
    bound = value if outcome.optimal else min(value, max(found.bound, outcome.bound))
    return Found(opened, value, bound)


def _walked(near: Neighbours, found: Found, watch: Watch, tell: Tell) -> Found:
    end = watch.seconds + SEARCH_SHARE * watch.left
    opened, cost, idle, seed = found.opened, found.cost, 0, 0

    def stop() -> bool:
        tell(cost, found.bound)
        return watch.over() or watch.seconds > end

    while idle < PATIENCE and cost - found.bound > 1e-6 and not stop():
        seed += 1
        sites, reached = walk(near, opened, max(LEAST_WALK, WALK * len(opened)), seed=seed, stop=stop)
        idle += 1
        if reached < cost:
            opened, cost, idle = sites, reached, 0
    return Found(opened, cost, min(cost, found.bound))


def _cost(near: Neighbours, columns: list[int]) -> float:
    of = near.of
    cost, ours = of.fallback.copy(), np.isin(of.indices, columns)
    np.minimum.at(cost, of.rows[ours], of.costs[ours])
    return float(of.weights @ cost)


def _by_themselves(left: Residual, count: int) -> float:
    saved = left.weights[left.rows] * (left.fallback[left.rows] - left.costs)
    alone = np.sort(np.bincount(left.indices, saved, len(left.sites)))[::-1]
    least = np.full(len(left.weights), np.inf)
    np.minimum.at(least, left.rows, left.costs)
    everywhere = float(left.weights @ np.minimum(least, left.fallback))
    return max(everywhere, float(left.weights @ left.fallback) - float(alone[:count].sum()))
