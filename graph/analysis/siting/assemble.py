"""From chosen sites to the whole answer: order and gains, allocation, before and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl

from graph.analysis.siting.effort import Watch, gap
from graph.analysis.siting.instance import Bools, Floats, Instance
from graph.analysis.siting.plan import MODELS, Plan, Standing
from graph.analysis.siting.serving import Capacity, Served, to_nearest


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a model has decided: new sites in order with their gains, value and bound, and what might follow."""

    sites: list[int]
    """Positions in the instance."""
    gains: list[float]
    value: float
    bound: float
    proven: bool
    following: list[tuple[int, float]] = field(default_factory=list)
    reductions: dict[str, int] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)


def assemble(instance: Instance, model: str, chosen: Chosen, watch: Watch) -> Plan:
    """The answer; it decides nothing any more."""
    opened = instance.fixed.copy()
    before, served_before = _standing(instance, opened)
    opened[chosen.sites] = True
    after, served_after = _standing(instance, opened)
    ids = instance.site_ids
    bound = chosen.value if chosen.proven else chosen.bound
    following = [(place + 1, ids[site], gain) for place, (site, gain) in enumerate(chosen.following)]
    text, number = pl.String(), pl.Float64()
    return Plan(
        model=MODELS[model],
        value=chosen.value,
        bound=bound,
        gap=gap(chosen.value, bound),
        proven=chosen.proven,
        ended=_ended(chosen, watch),
        seconds=watch.seconds,
        chosen=_steps(instance, chosen),
        following=pl.DataFrame(following, {"order": pl.Int64(), "site": text, "gain": number}, orient="row"),
        allocation=_allocation(instance, served_after),
        allocation_before=_allocation(instance, served_before),
        before=before,
        after=after,
        unreachable=tuple(instance.demand_ids[i] for i in np.flatnonzero(instance.unreachable)),
        reductions=MappingProxyType({name: count for name, count in chosen.reductions.items() if count}),
        parameters=MappingProxyType(_parameters(instance, chosen, watch)),
    )


def standing(instance: Instance, opened: Bools) -> Standing:
    """How the demands stand with these sites open; capacities are kept where there are any."""
    return _standing(instance, opened)[0]


def _standing(instance: Instance, opened: Bools) -> tuple[Standing, Served]:
    rows, weights, count = instance.rows, instance.weights, len(instance.demand_ids)
    times = np.bincount(rows[opened[instance.indices]], minlength=count)
    if instance.capacitated:
        served = Capacity(instance).serve(opened)
        given = np.bincount(rows[served.pairs], served.weight, count)
        covered = (times > 0) & (given >= weights - 1e-6 * np.maximum(1.0, weights))
        amount = float(np.where(covered, weights, np.minimum(given, weights)).sum())
    else:
        nearest = to_nearest(instance, opened)
        pairs = nearest[nearest >= 0]
        served = Served(pairs, weights[rows[pairs]])
        covered = times > 0
        amount = float(weights[covered].sum())
    metres = float(served.weight @ instance.metres[served.pairs])
    figures = Standing(
        demands=count,
        weight=float(weights.sum()),
        covered=int(covered.sum()),
        covered_weight=amount,
        twice=int((times > 1).sum()),
        twice_weight=float(weights[times > 1].sum()),
        weighted_metres=metres,
        mean_metres=metres / amount if amount > 0 else None,
        greatest_metres=float(instance.metres[served.pairs].max()) if len(served.pairs) else None,
    )
    return figures, served


def _allocation(instance: Instance, served: Served) -> pl.DataFrame:
    rows = instance.rows[served.pairs]
    missing = instance.weights - np.bincount(rows, served.weight, len(instance.weights))
    scale = 1e-6 * np.maximum(1.0, instance.weights)
    nobody = np.setdiff1d(np.arange(len(instance.weights)), rows)
    short = np.union1d(nobody, np.flatnonzero(missing > scale))
    given = _rows(instance, rows, served.weight).with_columns(
        site=pl.Series(np.array(instance.site_ids, dtype=object)[instance.indices[served.pairs]], dtype=pl.String),
        metres=pl.Series(instance.metres[served.pairs], dtype=pl.Float64),
    )
    rest = _rows(instance, short, np.maximum(missing[short], 0.0)).with_columns(
        site=pl.lit(None, pl.String), metres=pl.lit(None, pl.Float64)
    )
    whole = pl.concat([given, rest]).sort("demand", "metres", "site", nulls_last=True)
    return whole.select("demand", "site", "metres", "weight")


def _rows(instance: Instance, rows: np.ndarray, weight: Floats) -> pl.DataFrame:
    ids = np.array(instance.demand_ids, dtype=object)[rows]
    return pl.DataFrame({"demand": pl.Series(ids, dtype=pl.String), "weight": pl.Series(weight, dtype=pl.Float64)})


def _steps(instance: Instance, chosen: Chosen) -> pl.DataFrame:
    rows, weights = instance.rows, instance.weights
    times = np.bincount(rows[instance.fixed[instance.indices]], minlength=len(weights))
    found = []
    for order, (site, gain) in enumerate(zip(chosen.sites, chosen.gains, strict=True), 1):
        reached = rows[instance.indices == site]
        once, again = reached[times[reached] == 0], reached[times[reached] == 1]
        times[reached] += 1
        figures = (len(once), float(weights[once].sum()), len(again), float(weights[again].sum()))
        found.append((order, instance.site_ids[site], gain, *figures))
    count, number = pl.Int64(), pl.Float64()
    more = {"newly_covered": count, "newly_covered_weight": number, "newly_twice": count, "newly_twice_weight": number}
    return pl.DataFrame(found, {"order": count, "site": pl.String(), "gain": number, **more}, orient="row")


def _ended(chosen: Chosen, watch: Watch) -> str:
    if chosen.proven:
        return "proven"
    if watch.stopped:
        return "cancelled"
    return "time" if watch.effort.seconds > 0 else "at_once"


def _parameters(instance: Instance, chosen: Chosen, watch: Watch) -> dict[str, Any]:
    return {
        **chosen.parameters,
        "reach": instance.reach,
        "capacities": instance.capacitated,
        "fixed": int(instance.fixed.sum()),
        "candidates": len(instance.candidates),
        "seconds": watch.effort.seconds,
    }
