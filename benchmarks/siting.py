"""The best p sites: ours beside spopt with CBC on the same instances (design §10).

    GONGJIAN_BENCH_PYTHON=<an interpreter that has spopt and pulp> python benchmarks/siting.py [scale] [seconds]

The pinned instance is a random district of 10,000 buildings at 1,000 a km², 500 candidate sites, a reach of 300 m and
p = 50, all drawn from one seed; ``scale`` is the share of it. Where both prove their answer (2,000 buildings, the
stores of San Francisco) the values must be equal; on the pinned one neither may exceed the other's bound. Without
spopt ours runs alone, and says so. ``seconds`` is what each solver is given for its proof.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from graph.analysis.siting import AT_ONCE, Effort, Instance, Plan, Progress, lscp, mclp, p_median

STORES = Path(__file__).parents[1] / "tests" / "data" / "sf_stores"
SEED, REACH, DENSITY = 7, 300.0, 1_000.0
AIM = 0.995

RIVAL = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np, pulp
from spopt.locate import LSCP, MCLP, PMedian
given = np.load(sys.argv[1])
model, p, limit = sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
metres = np.full((int(given["demands"]), int(given["sites"])), 1e7)
metres[given["demand"], given["site"]] = given["metres"]
weights, reach = given["weights"], float(given["reach"])
begun = time.perf_counter()
if model == "mclp":
    made = MCLP.from_cost_matrix(metres, weights, service_radius=reach, p_facilities=p)
elif model == "lscp":
    made = LSCP.from_cost_matrix(metres, service_radius=reach)
else:
    made = PMedian.from_cost_matrix(metres, weights, p_facilities=p)
built = time.perf_counter() - begun
made.problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=limit))
opened = [j for j, variable in enumerate(made.fac_vars) if (variable.value() or 0) > 0.5]
seconds = time.perf_counter() - begun
print(json.dumps({"opened": opened, "built": built, "seconds": seconds}))
"""
"""What the rival's interpreter runs; its value is counted from the sites it opened, by the same formula as ours."""


@dataclass(frozen=True, slots=True)
class Case:
    """One instance for both: ``arrays`` are demand, site, metres and weights."""

    name: str
    model: str
    sites: int
    reach: float
    demands: int
    candidates: int
    arrays: dict[str, np.ndarray]

    def instance(self) -> Instance:
        """For ours."""
        return Instance.from_arrays(
            [f"{number:06d}" for number in range(self.demands)],
            self.arrays["weights"],
            [f"{number:06d}" for number in range(self.candidates)],
            np.zeros(self.candidates, dtype=bool),
            np.full(self.candidates, np.inf),
            (self.arrays["demand"], self.arrays["site"], self.arrays["metres"]),
            reach=self.reach if np.isfinite(self.reach) else None,
        )

    def value(self, opened: list[int]) -> float:
        """The objective of a set of open sites."""
        if self.model == "lscp":
            return float(len(opened))
        ours = np.isin(self.arrays["site"], opened) & (self.arrays["metres"] <= self.reach + 1e-9)
        nearest = np.full(self.demands, np.inf)
        np.minimum.at(nearest, self.arrays["demand"][ours], self.arrays["metres"][ours])
        weights = self.arrays["weights"]
        return float(weights @ nearest) if self.model == "p_median" else float(weights[np.isfinite(nearest)].sum())


def district(model: str, demands: int, candidates: int, sites: int, reach: float = REACH) -> Case:
    """A random district; the same for the same figures."""
    random, side = np.random.default_rng(SEED), (demands / DENSITY) ** 0.5 * 1_000
    buildings, places = random.uniform(0, side, (demands, 2)), random.uniform(0, side, (candidates, 2))
    weights = random.integers(1, 500, demands).astype(float)
    near = cKDTree(buildings).query_ball_point(places, reach)
    site = np.repeat(np.arange(candidates), [len(each) for each in near])
    demand = np.concatenate([np.array(each, dtype=np.int64) for each in near])
    metres = np.hypot(*(buildings[demand] - places[site]).T)
    arrays = {"demand": demand, "site": site, "metres": metres, "weights": weights}
    return Case(f"{model} {demands:,} x {candidates}, p = {sites}", model, sites, reach, demands, candidates, arrays)


def stores(model: str, sites: int, reach: float) -> Case:
    """The 205 census tracts and 16 stores of San Francisco."""
    table = pl.read_csv(
        STORES / "SF_network_distance_candidateStore_16_censusTract_205_new.csv",
        schema_overrides={"DestinationName": pl.String},
    )
    tracts = table.select("DestinationName", "demand").unique().sort("DestinationName")
    names = table["name"].unique().sort()
    arrays = {
        "demand": table["DestinationName"]
        .replace_strict(tracts["DestinationName"], np.arange(tracts.height))
        .to_numpy(),
        "site": table["name"].replace_strict(names, np.arange(len(names))).to_numpy(),
        "metres": table["distance"].to_numpy(),
        "weights": tracts["demand"].cast(pl.Float64).to_numpy(),
    }
    return Case(f"{model} sf_stores, p = {sites}", model, sites, reach, tracts.height, len(names), arrays)


def ours(case: Case, effort: Effort) -> Plan:
    """Our plan."""
    instance = case.instance()
    if case.model == "lscp":
        return lscp(instance, effort)
    return (mclp if case.model == "mclp" else p_median)(instance, case.sites, effort)


def theirs(case: Case, limit: float) -> tuple[float, float, float] | None:
    """Value, seconds in all and seconds of building the model; None where there is no spopt."""
    python = os.environ.get("GONGJIAN_BENCH_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import spopt, pulp"], capture_output=True).returncode:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.npz"
        np.savez(path, **case.arrays, demands=case.demands, sites=case.candidates, reach=min(case.reach, 1e6))
        command = [python, "-c", RIVAL, str(path), case.model, str(case.sites), str(limit)]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"spopt failed:\n{done.stderr[-2000:]}")
    answer = json.loads(done.stdout.splitlines()[-1])
    return case.value(answer["opened"]), answer["seconds"], answer["built"]


def both_proven(case: Case, seconds: float) -> None:
    """Both to the end: the values must be equal."""
    rival = theirs(case, seconds)
    plan = ours(case, Effort(seconds=seconds))
    told = f"{case.name}: ours {plan.value:,.4f} ({plan.ended}, {plan.seconds:.2f} s)"
    if rival is None:
        print(f"{told}; NO RIVAL")
        return
    value, took, built = rival
    equal = abs(value - plan.value) <= 1e-6 * max(1.0, abs(value))
    print(f"{told}; spopt with CBC {value:,.4f} ({took:.2f} s, {built:.2f} of them building); ", end="")
    print(f"values equal, {took / plan.seconds:.1f} times faster" if equal else "VALUES DIFFER")
    if not equal:
        raise SystemExit(1)


def pinned(case: Case, seconds: float) -> None:
    """A plan at once, then its proof, beside the rival within the same limit."""
    rival = theirs(case, seconds)
    reached: list[float] = []

    def watch(progress: Progress) -> None:
        if progress.gap is not None and progress.gap <= 1 - AIM and not reached:
            reached.append(progress.seconds)

    begun = time.perf_counter()
    quick = ours(case, AT_ONCE)
    at_once = time.perf_counter() - begun
    plan = ours(case, Effort(seconds=seconds, progress=watch))
    print(f"{case.name}")
    print(f"  ours at once: {quick.value:,.0f} in {at_once:.2f} s, {quick.value / plan.bound:.2%} of the final bound")
    print(f"  ours in time: {plan.value:,.0f} of at most {plan.bound:,.0f} ({plan.ended}), ", end="")
    print(f"{1 - plan.gap:.2%} proven after {plan.seconds:.0f} s; ", end="")
    print(f"{AIM:.1%} proven after {reached[0]:.1f} s" if reached else f"{AIM:.1%} NOT REACHED")
    if rival is None:
        return
    value, took, built = rival
    if value > plan.bound + 1e-6 * plan.bound:
        raise SystemExit(f"VALUES DIFFER: spopt has {value:,.0f}, above our proven bound")
    print(f"  spopt with CBC: {value:,.0f} in {took:.0f} s ({built:.0f} of them building), {value / plan.bound:.2%}")
    print(f"  the plan at once {took / at_once:.0f} times faster, {quick.value / value:.2%} of the rival's value")


def main() -> None:
    """Print values, seconds and ratios."""
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 120.0
    for case in (
        stores("lscp", 0, 5_000.0),
        stores("mclp", 4, 5_000.0),
        stores("p_median", 4, float("inf")),
        district("mclp", 2_000, 200, 20),
        district("lscp", 2_000, 200, 0, 500.0),
    ):
        both_proven(case, seconds)
    pinned(district("mclp", int(10_000 * scale), int(500 * scale), int(50 * scale)), seconds)
    if theirs(stores("lscp", 0, 5_000.0), 5.0) is None:
        print(
            "\nspopt IS MISSING: ours ran alone. Set GONGJIAN_BENCH_PYTHON to an interpreter that has spopt and pulp."
        )


if __name__ == "__main__":
    main()
