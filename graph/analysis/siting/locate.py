"""MCLP and p-median: at most so many new sites, with the most weight covered or the fewest weight-metres."""

from __future__ import annotations

import numpy as np

from graph.analysis.siting.assemble import Chosen, assemble
from graph.analysis.siting.capacitated import most_served
from graph.analysis.siting.effort import AT_ONCE, Effort, Watch
from graph.analysis.siting.improve import best_sites
from graph.analysis.siting.instance import Instance
from graph.analysis.siting.interchange import Neighbours, greedy
from graph.analysis.siting.plan import Plan
from graph.analysis.siting.programs import least_cost, most_covered
from graph.analysis.siting.residual import Residual, covering, nearest
from graph.errors import WrongUsage

NEXT = 10
"""Further sites whose gain is told."""


def mclp(instance: Instance, sites: int, effort: Effort = AT_ONCE) -> Plan:
    """Maximal covering (Church and ReVelle 1974): most weight within reach of ``sites`` new sites and the fixed ones.

    Fewer sites are proposed where no further one covers anything. With capacities a demand may be shared by sites
    within its reach, and the value is the weight served. Raises ``WrongUsage`` for a number of sites below 0 or above
    the candidates.
    """
    check_count(instance, sites)
    watch = Watch(effort)
    if instance.capacitated:
        return assemble(instance, "mclp", most_served(instance, sites, watch), watch)
    left = covering(instance, reduce=effort.reduce)
    plain = covering(instance, reduce=False)
    covered = instance.rows[instance.fixed[instance.indices]]
    most = float(instance.weights[np.unique(covered)].sum()) + float(left.weights.sum())

    def tell(cost: float, bound: float) -> None:
        watch.tell(most - cost, most - bound)

    found = best_sites(left, sites, most_covered(left, sites), watch, tell)
    chosen, gains, following = _in_order(plain, left.sites[found.opened])
    return assemble(
        instance,
        "mclp",
        Chosen(
            chosen,
            gains,
            most - found.cost,
            most - found.bound,
            found.proven,
            following,
            left.reductions,
            {"sites": sites},
        ),
        watch,
    )


def p_median(instance: Instance, sites: int, effort: Effort = AT_ONCE, *, beyond: float | None = None) -> Plan:
    """p-median (ReVelle and Swain 1970): least sum of weight times metres to the nearest open site.

    A demand that no open site reaches is charged ``beyond`` metres, so that a plan which leaves it out has its price;
    it must be no less than the longest pair, and is twice the reach (or the longest pair) where not given. With pairs
    of every demand and site nobody is charged. Unreachable demands, which every plan leaves out, are charged nothing.
    Raises ``WrongUsage`` as :func:`mclp`, for capacities, and for ``beyond`` too small.
    """
    check_count(instance, sites)
    refuse_capacities(instance)
    longest = float(instance.metres.max(initial=0.0))
    charge = 2.0 * (instance.reach if instance.reach is not None else longest) if beyond is None else float(beyond)
    if not charge >= longest or not np.isfinite(charge):
        raise WrongUsage(
            f"超出半径的计价距离 beyond 不能小于最长的距离 {longest:g} 米。",
            f"beyond, the metres charged where nobody serves, cannot be less than the longest pair, {longest:g} m.",
        )
    watch = Watch(effort)
    left = nearest(instance, charge)
    with_candidate = np.zeros(len(instance.weights), dtype=bool)
    with_candidate[left.demands] = True
    settled = ~with_candidate & ~instance.unreachable
    fallback = np.full(len(instance.weights), np.inf)
    fixed = instance.fixed[instance.indices]
    np.minimum.at(fallback, instance.rows[fixed], instance.metres[fixed])
    # a demand at 0 metres of every site it reaches has no candidate that is nearer, nor one to be charged for
    rest = float(instance.weights[settled] @ np.minimum(fallback[settled], charge))

    def tell(cost: float, bound: float) -> None:
        watch.tell(rest + cost, rest + bound)

    found = best_sites(left, sites, least_cost(left, sites), watch, tell)
    chosen, gains, following = _in_order(left, left.sites[found.opened])
    return assemble(
        instance,
        "p_median",
        Chosen(
            chosen,
            gains,
            rest + found.cost,
            rest + found.bound,
            found.proven,
            following,
            parameters={"sites": sites, "beyond": charge},
        ),
        watch,
    )


def check_count(instance: Instance, sites: int) -> None:
    """Raise ``WrongUsage`` unless so many new sites can be chosen."""
    most = len(instance.candidates)
    if not 0 <= sites <= most:
        raise WrongUsage(
            f"新增站点数应在 0 到备选点数 {most} 之间。",
            f"The number of new sites must be between 0 and the {most} candidates.",
        )


def refuse_capacities(instance: Instance) -> None:
    """Raise ``WrongUsage`` where sites have capacities and the model knows none."""
    if instance.capacitated:
        raise WrongUsage(
            "这个模型不考虑容量:请用最大覆盖或集合覆盖,或去掉站点的容量。",
            "This model knows no capacities: use mclp or lscp, or leave the capacities of the sites out.",
        )


def in_order_of_cover(instance: Instance, positions: list[int]) -> tuple[list[int], list[float]]:
    """The sites in the order in which each covers most weight that those before it do not; all are needed."""
    left = covering(instance, reduce=False)
    columns = np.searchsorted(left.sites, positions)
    allowed = np.zeros(len(left.sites), dtype=bool)
    allowed[columns] = True
    chosen, gains = greedy(Neighbours(left), len(columns), allowed=allowed)
    rest = [int(each) for each in columns if each not in set(chosen)]
    return [int(left.sites[each]) for each in (*chosen, *rest)], [*gains, *([0.0] * len(rest))]


def _in_order(left: Residual, positions: np.ndarray) -> tuple[list[int], list[float], list[tuple[int, float]]]:
    """Sites in the order in which each gains most, without those that gain nothing, and what may follow."""
    near, columns = Neighbours(left), np.searchsorted(left.sites, positions)
    allowed = np.zeros(len(left.sites), dtype=bool)
    allowed[columns] = True
    chosen, gains = greedy(near, len(columns), allowed=allowed)
    more, won = greedy(near, NEXT, allowed=~allowed, opened=np.array(chosen, dtype=np.int64))
    following = [(int(left.sites[site]), gain) for site, gain in zip(more, won, strict=True)]
    return [int(left.sites[site]) for site in chosen], gains, following
