"""Every model against all subsets of the candidates, tried one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from graph.analysis.siting import AT_ONCE, Effort, Plan, lscp, lscp_backup, mclp, p_center, p_median
from graph.errors import WrongUsage
from tests.graph.analysis.siting.conftest import PROVE, drawn, metres_to, served, subsets

PLAIN = replace(PROVE, reduce=False)


def sides_agree(plan: Plan, best: float) -> None:
    assert plan.proven
    assert plan.ended == "proven"
    assert plan.value == pytest.approx(best)
    assert plan.bound == plan.value


@pytest.mark.parametrize("effort", [PROVE, PLAIN])
def test_mclp(seed: int, effort: Effort) -> None:
    instance, sites = drawn(seed), seed % 3
    sites = min(sites, len(instance.candidates))

    def covered(new: tuple[int, ...]) -> float:
        return sum(w for w, near in zip(instance.weights, metres_to(instance, new), strict=True) if near)

    best = max(covered(new) for new in subsets(instance, sites))
    plan = mclp(instance, sites, effort)
    sides_agree(plan, best)
    assert plan.after.covered_weight == pytest.approx(best)
    assert plan.chosen["gain"].sum() == pytest.approx(best - covered(()))
    assert covered(tuple(int(each) for each in instance.site_positions(list(plan.sites)))) == pytest.approx(best)
    assert plan.chosen["gain"].is_sorted(descending=True)


@pytest.mark.parametrize("effort", [PROVE, PLAIN])
def test_lscp(seed: int, effort: Effort) -> None:
    instance = drawn(seed)

    def missed(new: tuple[int, ...]) -> int:
        return sum(1 for near in metres_to(instance, new) if not near)

    unreachable = int(instance.unreachable.sum())
    best = next(len(new) for new in subsets(instance, 99) if missed(new) == unreachable)
    plan = lscp(instance, effort)
    sides_agree(plan, best)
    assert len(plan.sites) == best
    assert plan.after.covered == len(instance.demand_ids) - unreachable
    assert plan.unreachable == tuple(np.array(instance.demand_ids)[instance.unreachable])


@pytest.mark.parametrize("by", ["weight", "count"])
@pytest.mark.parametrize("effort", [PROVE, PLAIN])
def test_backup_and_its_percentages(seed: int, effort: Effort, by: str) -> None:
    instance = drawn(seed)
    fewest = int(lscp(instance, PROVE).value)
    unreachable = int(instance.unreachable.sum())

    def twice(new: tuple[int, ...]) -> tuple[float, int]:
        near = metres_to(instance, new)
        again = [len(each) > 1 for each in near]
        return float(instance.weights[again].sum()), sum(again)

    def covers(new: tuple[int, ...]) -> bool:
        return sum(1 for near in metres_to(instance, new) if not near) == unreachable

    which = 0 if by == "weight" else 1
    best = max(twice(new)[which] for new in subsets(instance, fewest) if covers(new))
    plan = lscp_backup(instance, effort, by=by)
    sides_agree(plan, best)
    weight, count = twice(tuple(int(each) for each in instance.site_positions(list(plan.sites))))
    assert len(plan.sites) <= fewest
    assert (plan.after.twice, plan.after.twice_weight) == (count, pytest.approx(weight))
    assert plan.after.twice_share == pytest.approx(count / len(instance.demand_ids))
    assert plan.after.twice_weight_share == pytest.approx(weight / instance.weights.sum())
    assert plan.after.covered == len(instance.demand_ids) - unreachable
    assert plan.chosen["gain"].sum() == pytest.approx(best - twice(())[which])


@pytest.mark.parametrize("complete", [False, True])
def test_p_median(seed: int, complete: bool) -> None:
    instance = drawn(seed, complete=complete)
    sites = min(1 + seed % 3, len(instance.candidates))
    longest = float(instance.metres.max(initial=0.0))
    charge = 2 * (longest if complete else 300.0)

    def cost(new: tuple[int, ...]) -> float:
        near = metres_to(instance, new)
        reachable = zip(instance.weights, near, instance.unreachable, strict=True)
        return float(sum(w * min(each, default=charge) for w, each, out in reachable if not out))

    best = min(cost(new) for new in subsets(instance, sites))
    plan = p_median(instance, sites, PROVE)
    sides_agree(plan, best)
    assert plan.chosen["gain"].sum() == pytest.approx(cost(()) - best)
    unserved = plan.allocation.filter(plan.allocation["site"].is_null())
    charged = unserved.filter(~unserved["demand"].is_in(list(plan.unreachable)))["weight"].sum() * charge
    assert plan.after.weighted_metres + charged == pytest.approx(best)


def test_p_center(seed: int) -> None:
    instance = drawn(seed, complete=seed % 2 == 0)
    sites = min(1 + seed % 3, len(instance.candidates))

    def farthest(new: tuple[int, ...]) -> float:
        near = zip(metres_to(instance, new), instance.unreachable, strict=True)
        return max((min(each, default=np.inf) for each, out in near if not out), default=0.0)

    best = min(farthest(new) for new in subsets(instance, sites))
    if best == np.inf:
        with pytest.raises(WrongUsage, match="cannot serve every reachable demand"):
            p_center(instance, sites, PROVE)
        return
    plan = p_center(instance, sites, PROVE)
    sides_agree(plan, best)
    assert len(plan.sites) <= sites
    assert (plan.after.greatest_metres or 0.0) <= best + 1e-9


def test_mclp_with_capacities(seed: int) -> None:
    instance = drawn(seed, capacities=True)
    sites = min(1 + seed % 3, len(instance.candidates))
    best = max(served(instance, new) for new in subsets(instance, sites))
    plan = mclp(instance, sites, PROVE)
    sides_agree(plan, best)
    assert plan.after.covered_weight == pytest.approx(best, abs=1e-5)
    assert plan.chosen["gain"].sum() == pytest.approx(best - served(instance, ()))
    given = plan.allocation.filter(plan.allocation["site"].is_not_null())
    loads = given.group_by("site").agg(pl.col("weight").sum())
    most = dict(zip(instance.site_ids, instance.capacities, strict=True))
    assert all(load <= most[site] + 1e-6 for site, load in loads.iter_rows())
    assert given["metres"].max() is None or given["metres"].max() <= 300.0 + 1e-9


def test_lscp_with_capacities(seed: int) -> None:
    instance = drawn(seed, capacities=True)
    needed = float(instance.weights[~instance.unreachable].sum())
    unreachable = int(instance.unreachable.sum())

    def enough(new: tuple[int, ...]) -> bool:
        missed = sum(1 for near in metres_to(instance, new) if not near)
        return missed == unreachable and served(instance, new) >= needed - 1e-9

    best = next((len(new) for new in subsets(instance, 99) if enough(new)), None)
    if best is None:
        with pytest.raises(WrongUsage, match="short"):
            lscp(instance, PROVE)
        return
    plan = lscp(instance, PROVE)
    sides_agree(plan, best)
    assert plan.after.covered_weight == pytest.approx(needed, abs=1e-5)


@pytest.mark.parametrize("model", [mclp, p_median])
def test_the_plan_at_once_lies_between_start_and_bound(seed: int, model: type) -> None:
    instance = drawn(seed)
    sites = min(2, len(instance.candidates))
    quick, best = model(instance, sites, AT_ONCE), model(instance, sites, PROVE)
    worse, bound = (1, -1) if model is p_median else (-1, 1)
    assert worse * quick.value >= worse * best.value - 1e-6
    assert bound * quick.bound >= bound * best.value - 1e-6
    assert quick.proven is (quick.gap == 0.0)
