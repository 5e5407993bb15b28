"""What an instance refuses, what it leaves out, and that the order of its rows changes nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from graph.analysis.siting import Effort, Instance, Plan, lscp, lscp_backup, mclp, p_center, p_median
from graph.errors import WrongUsage
from tests.graph.analysis.siting.conftest import PROVE, drawn

DEMANDS = {"id": ["a", "b"], "weight": [1.0, 2.0]}
SITES = {"id": ["x", "y"], "fixed": [False, True], "capacity": [None, 5.0]}
PAIRS = {"demand": ["a", "b"], "site": ["x", "y"], "metres": [10.0, 20.0]}


def made(**changes: dict[str, Any]) -> Instance:
    tables = {"demands": DEMANDS, "sites": SITES, "pairs": PAIRS} | changes
    return Instance.from_frames(*(pl.DataFrame(tables[name]) for name in ("demands", "sites", "pairs")), reach=20.0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pairs": PAIRS | {"demand": ["a", "c"]}}, "1 references to demands"),
        ({"pairs": PAIRS | {"site": ["x", "z"]}}, "1 references to sites"),
        ({"pairs": PAIRS | {"demand": ["a", "a"], "site": ["x", "x"]}}, "more than once"),
        ({"pairs": PAIRS | {"metres": [10.0, -1.0]}}, "Distances in metres"),
        ({"pairs": PAIRS | {"metres": [10.0, None]}}, "Distances in metres"),
        ({"demands": DEMANDS | {"weight": [1.0, -2.0]}}, "weights of demands"),
        ({"demands": DEMANDS | {"weight": [1.0, None]}}, "weights of demands"),
        ({"demands": DEMANDS | {"weight": [1.0, float("inf")]}}, "weights of demands"),
        ({"demands": DEMANDS | {"id": ["a", "a"]}}, "repeated ids"),
        ({"sites": SITES | {"id": ["x", None]}}, "empty or repeated ids"),
        ({"sites": SITES | {"capacity": [-1.0, None]}}, "capacities of sites"),
    ],
)
def test_a_faulty_table_is_refused_in_words(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongUsage, match=words) as told:
        made(**changes)
    assert told.value.zh != told.value.en


def test_the_boundary_is_within_reach() -> None:
    assert made().metres.tolist() == [10.0, 20.0]
    assert made(pairs=PAIRS | {"metres": [10.0, 20.0 + 0.9e-9]}).metres.tolist()[0] == 10.0
    assert len(made(pairs=PAIRS | {"metres": [10.0, 20.0 + 0.9e-9]}).metres) == 2
    assert len(made(pairs=PAIRS | {"metres": [10.0, 20.0 + 2e-9]}).metres) == 1


def test_a_wider_reach_than_the_pairs_were_kept_for_is_refused() -> None:
    with pytest.raises(WrongUsage, match="20 m only"):
        made().within(30.0)
    assert len(made().within(15.0).metres) == 1


@pytest.mark.parametrize("sites", [-1, 2])
@pytest.mark.parametrize("model", [mclp, p_median, p_center])
def test_a_number_of_sites_that_cannot_be(model: Any, sites: int) -> None:
    with pytest.raises(WrongUsage, match="between 0 and the 1 candidates"):
        model(made().without_capacities(), sites)


@pytest.mark.parametrize("run", [lambda it: p_median(it, 1), lambda it: p_center(it, 1), lscp_backup])
def test_models_without_capacities_say_so(run: Any) -> None:
    with pytest.raises(WrongUsage, match="knows no capacities"):
        run(made())


def test_the_charge_for_nobody_is_no_less_than_the_longest_pair() -> None:
    with pytest.raises(WrongUsage, match="longest pair, 20 m"):
        p_median(made().without_capacities(), 1, beyond=19.0)


def test_without_anything() -> None:
    empty = Instance.from_frames(
        pl.DataFrame(schema={"id": pl.String, "weight": pl.Float64}),
        pl.DataFrame(schema={"id": pl.String}),
        pl.DataFrame(schema={"demand": pl.String, "site": pl.String, "metres": pl.Float64}),
    )
    for plan in (mclp(empty, 0, PROVE), lscp(empty, PROVE), lscp_backup(empty, PROVE), p_median(empty, 0, PROVE)):
        assert (plan.value, plan.proven, plan.sites) == (0.0, True, ())
    assert p_center(empty, 0).proven


def shuffled(instance: Instance, seed: int) -> Instance:
    random = np.random.default_rng(seed)
    demands, sites = random.permutation(len(instance.demand_ids)), random.permutation(len(instance.site_ids))
    pairs = random.permutation(len(instance.metres))
    return Instance.from_arrays(
        [instance.demand_ids[i] for i in demands],
        instance.weights[demands],
        [instance.site_ids[j] for j in sites],
        instance.fixed[sites],
        instance.capacities[sites],
        (np.argsort(demands)[instance.rows[pairs]], np.argsort(sites)[instance.indices[pairs]], instance.metres[pairs]),
        reach=instance.reach,
    )


def told(plan: Plan) -> tuple[Any, ...]:
    return (plan.value, plan.bound, plan.chosen.rows(), plan.allocation.rows(), plan.following.rows(), plan.before)


@pytest.mark.parametrize("effort", [Effort(), PROVE])
def test_the_order_of_the_rows_changes_nothing(seed: int, effort: Effort) -> None:
    instance = drawn(seed)
    other = shuffled(instance, seed)
    sites = min(2, len(instance.candidates))
    for run in (lambda it: mclp(it, sites, effort), lambda it: p_median(it, sites, effort)):
        assert told(run(instance)) == told(run(other))
    for model in (lscp, lscp_backup):
        assert told(model(instance, effort)) == told(model(other, effort))
