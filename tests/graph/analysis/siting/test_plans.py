"""Known answers, properties, the search at once on a larger district, watching and stopping, one site more."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from graph.analysis.siting import Effort, Instance, Progress, lscp, lscp_backup, mclp, p_center, p_median, what_if
from graph.errors import WrongUsage
from tests.graph.analysis.siting.conftest import PROVE, drawn

STORES = Path(__file__).parents[3] / "data" / "sf_stores"


def stores(reach: float | None = None) -> Instance:
    table = pl.read_csv(
        STORES / "SF_network_distance_candidateStore_16_censusTract_205_new.csv",
        schema_overrides={"DestinationName": pl.String},
    )
    return Instance.from_frames(
        table.select(id="DestinationName", weight="demand").unique(),
        table.select(id="name").unique(),
        table.select(demand="DestinationName", site="name", metres="distance"),
        reach=reach,
    )


def district(demands: int, sites: int, seed: int = 3) -> Instance:
    random, side = np.random.default_rng(seed), (demands / 1_000) ** 0.5 * 1_000
    places, at = random.uniform(0, side, (demands, 2)), random.uniform(0, side, (sites, 2))
    metres = np.hypot(*(places[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    i, j = np.nonzero(metres <= 300)
    weights = random.integers(1, 500, demands).astype(float)
    ids = [f"d{k:05}" for k in range(demands)], [f"s{k:04}" for k in range(sites)]
    none = np.zeros(sites, dtype=bool)
    return Instance.from_arrays(
        ids[0], weights, ids[1], none, np.full(sites, np.inf), (i, j, metres[i, j]), reach=300.0
    )


def test_stores_of_san_francisco() -> None:
    assert (lscp(stores(5_000.0), PROVE).value, lscp(stores(5_000.0), PROVE).proven) == (8.0, True)
    covered = mclp(stores(5_000.0), 4, PROVE)
    assert (covered.value, covered.proven) == (875_247.0, True)
    assert covered.after.weight == 955_113.0
    median = p_median(stores(), 4, PROVE)
    assert median.value == pytest.approx(2_848_268_129.7145, abs=1e-3)
    assert median.proven


def test_an_answer_at_once_is_at_least_as_good_as_greedy_and_within_its_bound() -> None:
    instance = district(2_000, 150)
    quick = mclp(instance, 6, Effort(bound_seconds=20.0))
    assert quick.ended in ("at_once", "proven")
    assert quick.value <= quick.bound <= quick.before.weight
    assert quick.value >= 0.97 * quick.bound
    assert quick.chosen["gain"].sum() == pytest.approx(quick.value)
    assert len(quick.following) == 10
    assert quick.following["gain"].is_sorted(descending=True)
    # the first further site adds what mclp finds with the plan in place
    best = max(
        what_if(instance, site, open_sites=quick.sites).gain for site in instance.site_ids if site not in quick.sites
    )
    assert quick.following["gain"][0] == pytest.approx(best)


def test_more_sites_and_a_wider_reach_are_never_worse(seed: int) -> None:
    instance = drawn(seed)
    most = len(instance.candidates)
    covered = [mclp(instance, sites, PROVE).value for sites in range(most + 1)]
    assert covered == sorted(covered)
    metres = [p_median(instance, sites, PROVE).value for sites in range(most + 1)]
    assert metres == sorted(metres, reverse=True)
    reaches = [mclp(instance.within(reach), most, PROVE).value for reach in (100.0, 200.0, 300.0)]
    assert reaches == sorted(reaches)


def test_reductions_are_told_and_change_no_value() -> None:
    instance = district(600, 60)
    for model in (lscp, lscp_backup):
        plain, reduced = model(instance, Effort(seconds=60, reduce=False)), model(instance, PROVE)
        assert (plain.value, plain.proven, reduced.proven) == (reduced.value, True, True)
        assert reduced.reductions["merged_demands"] > 0
        assert "merged_demands" not in plain.reductions
    assert mclp(instance, 5, PROVE).value == mclp(instance, 5, Effort(seconds=60, reduce=False)).value
    assert lscp_backup(instance, PROVE).parameters["sites_proven"] is True


def test_a_fixed_site_counts_first_and_is_never_proposed() -> None:
    demands = pl.DataFrame({"id": ["a", "b", "c"], "weight": [5.0, 3.0, 1.0]})
    sites = pl.DataFrame({"id": ["old", "same", "far"], "fixed": [True, False, False]})
    pairs = pl.DataFrame(
        {
            "demand": ["a", "b", "a", "b", "c"],
            "site": ["old", "old", "same", "same", "far"],
            "metres": [9.0, 9, 9, 9, 9],
        }
    )
    plan = mclp(Instance.from_frames(demands, sites, pairs), 2, PROVE)
    assert plan.sites == ("far",)
    assert (plan.before.covered_weight, plan.after.covered_weight, plan.value) == (8.0, 9.0, 9.0)
    assert plan.allocation_before["site"].to_list() == ["old", "old", None]
    assert plan.allocation["site"].to_list() == ["old", "old", "far"]


def test_progress_is_told_and_a_cancelled_plan_is_still_a_plan() -> None:
    instance, told = district(5_000, 250), list[Progress]()
    plan = mclp(instance, 20, Effort(seconds=60, progress=told.append, cancelled=lambda: len(told) >= 3))
    assert plan.ended == "cancelled"
    assert not plan.proven
    assert plan.value >= mclp(instance, 20).value
    assert all(each.bound is not None and each.value <= each.bound for each in told)
    assert [each.seconds for each in told] == sorted(each.seconds for each in told)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    mclp(drawn(1), 1, PROVE)
    mclp(drawn(2, capacities=True), 1, PROVE)
    assert capfd.readouterr() == ("", "")


def test_one_site_more_at_a_point() -> None:
    demands = pl.DataFrame({"id": ["a", "b", "c"], "weight": [5.0, 3.0, 1.0]})
    sites = pl.DataFrame({"id": ["old"], "fixed": [True]})
    pairs = pl.DataFrame({"demand": ["a", "b"], "site": ["old", "old"], "metres": [50.0, 60.0]})
    instance = Instance.from_frames(demands, sites, pairs, reach=100.0)
    near = pl.DataFrame({"demand": ["b", "c"], "metres": [20.0, 100.0]})
    told = what_if(instance.with_site("here", near), "here")
    assert told.gain == 1.0
    assert told.newly_covered.rows() == [("c", 1.0, 100.0)]
    assert told.nearer.rows() == [("b", 3.0, 20.0, 60.0)]
    assert (told.before.mean_metres, told.after.mean_metres) == (pytest.approx(430 / 8), pytest.approx(410 / 9))
    with pytest.raises(WrongUsage, match="open already"):
        what_if(instance, "old")
    with pytest.raises(WrongUsage, match="taken"):
        instance.with_site("old", near)


def test_a_demand_shared_by_two_sites() -> None:
    demands = pl.DataFrame({"id": ["a"], "weight": [10.0]})
    sites = pl.DataFrame({"id": ["x", "y", "z"], "capacity": [6.0, 4.0, 3.0]})
    pairs = pl.DataFrame({"demand": ["a"] * 3, "site": ["x", "y", "z"], "metres": [5.0, 6.0, 7.0]})
    plan = lscp(Instance.from_frames(demands, sites, pairs), PROVE)
    assert (plan.value, plan.sites) == (2.0, ("x", "y"))
    assert plan.allocation.rows() == [("a", "x", 5.0, pytest.approx(6.0)), ("a", "y", 6.0, pytest.approx(4.0))]
    one = mclp(Instance.from_frames(demands, sites, pairs), 1, PROVE)
    assert (one.value, one.after.covered) == (6.0, 0)
    assert one.allocation.rows() == [("a", "x", 5.0, pytest.approx(6.0)), ("a", None, None, pytest.approx(4.0))]
    assert one.following.rows() == [(1, "y", 4.0)]


def test_p_center_of_the_stores_against_every_four_of_sixteen() -> None:
    whole = stores()
    metres = np.zeros((len(whole.demand_ids), len(whole.site_ids)))
    metres[whole.rows, whole.indices] = whole.metres
    best = min(metres[:, list(four)].min(axis=1).max() for four in combinations(range(16), 4))
    plan = p_center(whole, 4, PROVE)
    assert (plan.value, plan.proven) == (pytest.approx(best), True)
    assert plan.after.greatest_metres == pytest.approx(best)
