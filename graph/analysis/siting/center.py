"""p-center: the least greatest distance, by bisection over the distances that occur."""

from __future__ import annotations

import numpy as np

from graph.analysis.siting.assemble import Chosen, assemble
from graph.analysis.siting.cover import cover_at_most
from graph.analysis.siting.effort import AT_ONCE, Effort, Watch
from graph.analysis.siting.instance import Floats, Instance
from graph.analysis.siting.interchange import Neighbours, greedy
from graph.analysis.siting.locate import check_count, refuse_capacities
from graph.analysis.siting.plan import Plan
from graph.analysis.siting.residual import covering
from graph.errors import WrongUsage


def p_center(instance: Instance, sites: int, effort: Effort = AT_ONCE) -> Plan:
    """p-center (Minieka 1970): with at most ``sites`` new sites, the least distance within which all are served.

    Every reachable demand counts the same, whatever its weight. A distance is possible where LSCP needs no more than
    ``sites`` within it; the smallest such distance among the pairs is the answer. Raises ``WrongUsage`` as
    :func:`mclp`, for capacities, and where so many sites were not found to serve all within the pairs given.
    """
    check_count(instance, sites)
    refuse_capacities(instance)
    watch = Watch(effort)
    distances = _possible(instance)
    if not len(distances):
        return assemble(instance, "p_center", Chosen([], [], 0.0, 0.0, True, parameters={"sites": sites}), watch)
    search = _Bisection(instance, sites, distances, watch)
    search.run(Watch(Effort(reduce=effort.reduce)))
    if effort.seconds > 0:
        search.run(watch)
    if search.opened is None:
        raise _too_few(search.settled, sites)
    value, bound = float(distances[search.high]), float(distances[search.low])
    chosen, gains = _in_order(instance.within(value), search.opened)
    done = search.settled and search.low == search.high
    return assemble(instance, "p_center", Chosen(chosen, gains, value, bound, done, parameters={"sites": sites}), watch)


class _Bisection:
    """The distances still in question: below ``low`` it is proven impossible, at ``high`` a plan is known."""

    def __init__(self, instance: Instance, sites: int, distances: Floats, watch: Watch) -> None:
        self.instance, self.sites, self.distances, self.watch = instance, sites, distances, watch
        self.low, self.high = 0, len(distances) - 1
        self.opened: list[int] | None = None
        self.settled = True

    def run(self, watch: Watch) -> None:
        """Halve what is in question; a distance that is not settled in time counts as impossible, but not as proven."""
        if self.opened is None and not self._try(self.high, watch):
            return
        low = self.low
        self.settled = True
        while low < self.high:
            middle = (low + self.high) // 2
            if self._try(middle, watch):
                self.high = middle
            else:
                low = middle + 1
                if self.settled:
                    self.low = low
            if self.opened is not None:
                self.watch.tell(float(self.distances[self.high]), float(self.distances[self.low]))

    def _try(self, index: int, watch: Watch) -> bool:
        near = self.instance.within(float(self.distances[index]))
        left = covering(near, reduce=watch.effort.reduce)
        missed = int((near.unreachable & ~self.instance.unreachable).sum())
        opened, settled = (None, True) if missed else cover_at_most(left, self.sites, watch)
        self.settled &= settled
        if opened is not None:
            self.opened = [int(left.sites[each]) for each in opened]
        return opened is not None


def _possible(instance: Instance) -> Floats:
    """The distances in question, ascending: none can be less than that of a demand to its nearest site."""
    if not len(instance.metres):
        return np.zeros(0)
    nearest = np.full(len(instance.weights), np.inf)
    np.minimum.at(nearest, instance.rows, instance.metres)
    least = float(nearest[~instance.unreachable].max())
    distances = np.unique(instance.metres)
    return np.asarray(distances[distances >= least])


def _too_few(settled: bool, sites: int) -> WrongUsage:
    if settled:
        return WrongUsage(
            f"{sites} 个新站点不能在给定的距离内服务所有可达的需求点:请增加站点、放宽半径,或先用集合覆盖求所需个数。",
            f"{sites} new sites cannot serve every reachable demand within the given pairs: give more sites or a wider "
            "reach, or ask lscp how many are needed.",
        )
    return WrongUsage(
        f"未能在限定时间内找到 {sites} 个新站点的方案:请增加站点或时间,或先用集合覆盖求所需个数。",
        f"No plan with {sites} new sites was found in the time given: give more sites or seconds, or ask lscp how many "
        "are needed.",
    )


def _in_order(near: Instance, positions: list[int]) -> tuple[list[int], list[float]]:
    """The sites in the order in which each brings most demands within the distance."""
    left = covering(near.counting(), reduce=False)
    allowed = np.isin(left.sites, positions)
    chosen, gains = greedy(Neighbours(left), len(positions), allowed=allowed)
    return [int(left.sites[each]) for each in chosen], gains
