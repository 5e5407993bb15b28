"""LSCP, the fewest new sites that cover all that is reachable, and LSCP-B, the same with the most covered twice."""

from __future__ import annotations

from graph.analysis.siting.assemble import Chosen, assemble
from graph.analysis.siting.backup import most_backed_up
from graph.analysis.siting.capacitated import fewest_serving
from graph.analysis.siting.effort import AT_ONCE, Effort, Watch
from graph.analysis.siting.exact import solve
from graph.analysis.siting.improve import SEARCH_SHARE, Found, better, bounded, proven
from graph.analysis.siting.instance import Instance
from graph.analysis.siting.locate import in_order_of_cover, refuse_capacities
from graph.analysis.siting.plan import Plan
from graph.analysis.siting.programs import fewest_sites
from graph.analysis.siting.residual import Residual, covering, parts
from graph.analysis.siting.setcover import apart, small_cover
from graph.errors import WrongUsage

STEPS_AT_ONCE, STEPS = 500, 20_000
"""Steps of the local search: at once, and where there is time."""


def lscp(instance: Instance, effort: Effort = AT_ONCE) -> Plan:
    """Set covering (Toregas and others 1971): the fewest new sites so that every reachable demand is within reach.

    Unreachable demands are listed and left out. With capacities every reachable demand is served in full, shared by
    sites within its reach where need be; raises ``WrongUsage`` where all sites together cannot.
    """
    watch = Watch(effort)
    if instance.capacitated:
        return assemble(instance, "lscp", fewest_serving(instance, watch), watch)
    found, reductions = _fewest(instance, watch)
    sites, gains = in_order_of_cover(instance, found.opened)
    return assemble(
        instance, "lscp", Chosen(sites, gains, found.cost, found.bound, found.proven, [], reductions), watch
    )


def lscp_backup(instance: Instance, effort: Effort = AT_ONCE, *, by: str = "weight") -> Plan:
    """Set covering with backup (Hogan and ReVelle 1986): as few sites as LSCP, and the most ``weight`` covered twice.

    ``by`` is ``weight``, or ``count`` for the number of demands covered twice. It is proven only where the number of
    sites is (``parameters["sites_proven"]``). Raises ``WrongUsage`` for capacities and another ``by``.
    """
    refuse_capacities(instance)
    if by not in ("weight", "count"):
        raise WrongUsage("by 应为 weight(权重)或 count(个数)。", "by is weight or count.")
    watch = Watch(effort)
    found, reductions = _fewest(instance, watch)
    return assemble(
        instance, "lscp_backup", most_backed_up(instance, found, watch, by=by, reductions=reductions), watch
    )


def cover_at_most(left: Residual, count: int, watch: Watch) -> tuple[list[int] | None, bool]:
    """Columns that cover every row, no more than ``count``, or None; and whether that is settled, not only unfound."""
    if not len(left.weights):
        return [], True
    found = _at_once(left, enough=count)
    if found.cost > count >= found.bound and not watch.over():
        found = bounded(found, fewest_sites(left), watch)
    if found.cost > count >= found.bound and not watch.over():

        def stop(value: float, bound: float) -> bool:
            return value <= count + 1e-6 or bound > count + 1e-6

        outcome = solve(fewest_sites(left), watch, start=found.opened, stop=stop)
        found = better(found, outcome, lambda columns: float(len(columns)))
    if found.cost <= count:
        return found.opened, True
    return None, found.bound > count


def _fewest(instance: Instance, watch: Watch) -> tuple[Found, dict[str, int]]:
    """Positions of the sites; the parts that no pair connects are solved one by one, the small ones first."""
    left = covering(instance, reduce=watch.effort.reduce)
    pieces = parts(left) if watch.effort.reduce else [left] if len(left.weights) else []
    pieces.sort(key=lambda piece: (len(piece.indices), int(piece.demands[0])))
    found = [_at_once(piece) for piece in pieces]
    for index, piece in enumerate(pieces):
        rest = [each for other, each in enumerate(found) if other != index]
        costs, bounds = sum(each.cost for each in rest), sum(each.bound for each in rest)
        found[index] = _longer(piece, found[index], watch, costs, bounds)
    opened = [int(piece.sites[each]) for piece, part in zip(pieces, found, strict=True) for each in part.opened]
    whole = Found(sorted(opened), sum((part.cost for part in found), 0.0), sum((part.bound for part in found), 0.0))
    return whole, {**left.reductions, "parts": len(pieces)}


def _at_once(piece: Residual, enough: int = 0) -> Found:
    bound = apart(piece)
    steps = min(STEPS_AT_ONCE, 10 * len(piece.sites)) if enough == 0 or bound <= enough else 0
    opened = small_cover(piece, steps, enough=max(enough, bound))
    return Found(opened, float(len(opened)), float(bound))


def _longer(piece: Residual, found: Found, watch: Watch, costs: float, bounds: float) -> Found:
    """Bound, longer search, branch and bound; ``costs`` and ``bounds`` are those of the other parts, for the report."""

    def tell(cost: float, bound: float) -> None:
        watch.tell(costs + cost, bounds + bound)

    if found.proven:
        return found
    program = fewest_sites(piece)
    found = bounded(found, program, watch)
    if found.proven or watch.over():
        return found
    end = watch.seconds + SEARCH_SHARE * watch.left

    def stop() -> bool:
        tell(found.cost, found.bound)
        return watch.over() or watch.seconds > end

    opened = small_cover(piece, STEPS, enough=int(found.bound), seed=1, stop=stop)
    if len(opened) < found.cost:
        found = Found(opened, float(len(opened)), found.bound)
    if found.proven or watch.over():
        return found
    return proven(found, program, watch, tell, lambda columns: float(len(columns)))
