"""Covering with capacities: a demand may be shared by sites, each serves no more than it can, all within reach."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from graph.analysis.siting.assemble import Chosen
from graph.analysis.siting.effort import Watch
from graph.analysis.siting.improve import Found, bounded, proven
from graph.analysis.siting.instance import Bools, Instance
from graph.analysis.siting.programs import within_capacity
from graph.analysis.siting.serving import Capacity
from graph.errors import WrongUsage

NEXT, TRIED = 10, 20
"""Further sites whose gain is told; sites tried one by one where none can serve more without sharing anew."""


class _Serving:
    """The weight that sets of new sites serve beside the fixed ones."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.capacity = Capacity(instance)
        self.least = 1e-6 * max(1.0, float(instance.weights.max(initial=0.0)))

    def opened(self, sites: list[int]) -> Bools:
        opened = self.instance.fixed.copy()
        opened[sites] = True
        return opened

    def weight(self, sites: list[int]) -> float:
        return self.capacity.weight(self.opened(sites))

    def best_next(self, sites: list[int], allowed: Bools) -> int | None:
        """The site that serves most of what the others leave; None where none serves any of it."""
        instance, opened = self.instance, self.opened(sites)
        served = self.capacity.serve(opened)
        missing = instance.weights - np.bincount(instance.rows[served.pairs], served.weight, len(instance.weights))
        missing = np.where(missing > self.least, missing, 0.0)
        free = np.flatnonzero(allowed & ~opened)
        if not missing.any() or not len(free):
            return None
        within = np.bincount(instance.indices, missing[instance.rows], len(instance.site_ids))
        takes = np.minimum(within, instance.capacities)[free]
        if takes.max() > self.least:
            return int(free[np.argmax(takes)])
        # what is missing is out of their reach, but a site can take over from one that reaches it
        whole = np.bincount(instance.indices, instance.weights[instance.rows], len(instance.site_ids))
        order = free[np.argsort(-np.minimum(whole, instance.capacities)[free], kind="stable")][:TRIED]
        now = self.weight(sites)
        gains = [self.weight([*sites, int(site)]) - now for site in order]
        return int(order[int(np.argmax(gains))]) if max(gains) > self.least else None

    def add(self, sites: list[int], count: int, allowed: Bools) -> list[int]:
        """These and up to ``count`` more, each the best after those before it."""
        chosen = list(sites)
        while len(chosen) < len(sites) + count:
            site = self.best_next(chosen, allowed)
            if site is None:
                break
            chosen.append(site)
        return chosen

    def gains(self, sites: list[int], start: list[int]) -> list[float]:
        """What each of ``sites`` adds, in this order, after ``start``."""
        weights = [self.weight([*start, *sites[:count]]) for count in range(len(sites) + 1)]
        return [after - before for before, after in pairwise(weights)]


def most_served(instance: Instance, count: int, watch: Watch) -> Chosen:
    """MCLP: at most ``count`` new sites that serve the most weight."""
    serving, candidates = _Serving(instance), instance.candidates
    everywhere = np.ones(len(instance.site_ids), dtype=bool)
    start = serving.add([], count, everywhere)
    program = within_capacity(instance, ~instance.unreachable, count)
    found = Found(_columns(instance, start), -serving.weight(start), -serving.weight(list(map(int, candidates))))

    def cost(columns: list[int]) -> float:
        return -serving.weight([int(candidates[each]) for each in columns])

    if not found.proven:
        found = bounded(found, program, watch)
    if not found.proven and not watch.over():
        found = proven(found, program, watch, lambda cost, bound: watch.tell(-cost, -bound), cost)
    chosen = np.zeros(len(everywhere), dtype=bool)
    chosen[candidates[found.opened]] = True
    ordered = serving.add([], len(found.opened), chosen)  # without those that add nothing
    following = serving.add(ordered, NEXT, everywhere)[len(ordered) :]
    gains = serving.gains(following, ordered)
    return Chosen(
        ordered,
        serving.gains(ordered, []),
        -found.cost,
        -found.bound,
        found.proven,
        list(zip(following, gains, strict=True)),
        parameters={"sites": count},
    )


def fewest_serving(instance: Instance, watch: Watch) -> Chosen:
    """LSCP: the fewest new sites that serve all that is reachable. Raises ``WrongUsage`` where all together cannot."""
    serving, candidates = _Serving(instance), instance.candidates
    demands = ~instance.unreachable
    total, everything = float(instance.weights[demands].sum()), list(map(int, candidates))
    short = total - serving.weight(everything)
    if short > serving.least:
        raise WrongUsage(
            f"所有站点的容量合起来仍差 {short:g}:请增加备选点或容量,或改用最大覆盖。",
            f"All sites together fall {short:g} short: add candidates or capacity, or use mclp.",
        )
    program = within_capacity(instance, demands, None)
    sites = _enough(serving, everything)
    most = np.sort(np.minimum(instance.capacities[candidates], total))[::-1]
    needed = total - serving.weight([]) - serving.least
    least = int(np.searchsorted(np.cumsum(most), needed)) + 1 if needed > 0 else 0
    found = Found(_columns(instance, sites), float(len(sites)), float(min(least, len(sites))))
    if not found.proven:
        found = bounded(found, program, watch)
    if not found.proven and not watch.over():
        found = proven(found, program, watch, watch.tell, lambda columns: float(len(columns)))
    chosen = np.zeros(len(instance.site_ids), dtype=bool)
    chosen[candidates[found.opened]] = True
    ordered = _in_order(serving, chosen)
    return Chosen(ordered, serving.gains(ordered, []), found.cost, found.bound, found.proven)


def _enough(serving: _Serving, everything: list[int]) -> list[int]:
    """A set that serves all it can, without sites it can spare; the last ones are tried first."""
    instance = serving.instance
    everywhere = np.ones(len(instance.site_ids), dtype=bool)
    sites = serving.add([], len(everything), everywhere)
    whole = serving.weight(everything) - serving.least

    def enough(some: list[int]) -> bool:
        reached = np.unique(instance.rows[serving.opened(some)[instance.indices]])
        return len(reached) == int((~instance.unreachable).sum()) and serving.weight(some) >= whole

    if not enough(sites):
        sites = [*sites, *(site for site in everything if site not in set(sites))]
    for site in list(reversed(sites)):
        fewer = [each for each in sites if each != site]
        if enough(fewer):
            sites = fewer
    return sites


def _in_order(serving: _Serving, chosen: Bools) -> list[int]:
    sites = [int(each) for each in np.flatnonzero(chosen)]
    ordered = serving.add([], len(sites), chosen)
    return [*ordered, *(site for site in sites if site not in set(ordered))]


def _columns(instance: Instance, sites: list[int]) -> list[int]:
    return [int(each) for each in np.searchsorted(instance.candidates, sites)]
