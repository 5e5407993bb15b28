"""The second half of LSCP-B: as many sites as LSCP needs, chosen so that the most is covered twice."""

from __future__ import annotations

import numpy as np

from graph.analysis.siting.assemble import Chosen
from graph.analysis.siting.effort import Watch
from graph.analysis.siting.improve import Found, bounded, proven
from graph.analysis.siting.instance import Floats, Instance, Ints
from graph.analysis.siting.locate import in_order_of_cover
from graph.analysis.siting.programs import backed_up
from graph.analysis.siting.residual import Residual, twice

ROUNDS = 50
"""Exchanges at once at most."""


def most_backed_up(instance: Instance, fewest: Found, watch: Watch, *, by: str, reductions: dict[str, int]) -> Chosen:
    """At most as many sites as ``fewest`` opened (positions), all covered, and the most covered twice."""
    counted = instance.weights if by == "weight" else np.ones(len(instance.weights))
    left = twice(instance if by == "weight" else instance.counting(), reduce=watch.effort.reduce)
    columns = [int(each) for each in np.searchsorted(left.sites, fewest.opened)]
    fixed = np.bincount(instance.rows[instance.fixed[instance.indices]], minlength=len(counted))
    most = float(left.weights.sum()) + float(counted[fixed > 1].sum())

    def tell(cost: float, bound: float) -> None:
        watch.tell(most - cost, most - bound)

    def cost(opened: list[int]) -> float:
        return float(left.weights[_times(left, opened) < left.fallback].sum())

    opened = _exchanged(left, columns)
    program = backed_up(left, len(columns))
    found = Found(opened, cost(opened), 0.0)
    if not found.proven:
        found = bounded(found, program, watch)
    if not found.proven and not watch.over():
        found = proven(found, program, watch, tell, cost)
    sites, _ = in_order_of_cover(instance, [int(left.sites[each]) for each in found.opened])
    return Chosen(
        sites,
        _gains(instance, counted, fixed, sites),
        most - found.cost,
        most - found.bound,  # a bound too where fewer sites would do: with fewer no more is covered twice
        found.proven and fewest.proven,
        [],
        {**reductions, **left.reductions},
        {"by": by, "sites": len(columns), "sites_bound": fewest.bound, "sites_proven": fewest.proven},
    )


def _times(left: Residual, opened: list[int]) -> Ints:
    """How often each row is covered by new sites."""
    return np.bincount(left.rows[np.isin(left.indices, opened)], minlength=len(left.weights))


def _exchanged(left: Residual, opened: list[int]) -> list[int]:
    """Exchange one site for another while that covers more twice and leaves nothing uncovered; the best each time."""
    opened, rows = list(opened), left.rows
    uncovered = 1.0 + float(left.weights.sum())  # one uncovered row outweighs everything

    def costs(times: Ints) -> Floats:
        return left.weights * (times < left.fallback) + uncovered * (times < left.fallback - 1)

    least = float(costs(_times(left, opened)).sum())
    for _ in range(ROUNDS):
        best, better = None, least
        for place in range(len(opened)):
            times = _times(left, opened[:place] + opened[place + 1 :])
            saved = (costs(times) - costs(times + 1))[rows]
            after = float(costs(times).sum()) - np.bincount(left.indices, saved, len(left.sites))
            after[opened] = np.inf
            site = int(np.argmin(after))
            if after[site] < better - 1e-9 * max(1.0, uncovered):
                best, better = (place, site), float(after[site])
        if best is None:
            break
        opened[best[0]], least = best[1], better
    return opened


def _gains(instance: Instance, counted: Floats, fixed: Ints, sites: list[int]) -> list[float]:
    times, gains = fixed.copy(), []
    for site in sites:
        reached = instance.rows[instance.indices == site]
        gains.append(float(counted[reached[times[reached] == 1]].sum()))
        times[reached] += 1
    return gains
