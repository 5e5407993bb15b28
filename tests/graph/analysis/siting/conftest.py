"""Small random instances, and every subset of their candidates tried one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pytest

from graph.analysis.siting import Effort, Instance

PROVE = Effort(seconds=30)
REACH = 300.0


def drawn(seed: int, *, complete: bool = False, capacities: bool = False, fixed: bool = True) -> Instance:
    """A random district of up to 14 demands and 7 sites; weights of 0, equal sites and unreachable demands occur."""
    random = np.random.default_rng(seed)
    demands, sites = int(random.integers(4, 15)), int(random.integers(2, 8))
    places = random.uniform(0, 900, (demands, 2)).round(-1)
    at = places[random.integers(0, demands, sites)] + random.choice([0.0, 50.0, 150.0], (sites, 2))
    metres = np.hypot(*(places[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    i, j = np.nonzero(metres <= (np.inf if complete else REACH))
    most = random.integers(3, 25, sites).astype(float)
    return Instance.from_arrays(
        [f"d{k:02}" for k in range(demands)],
        random.integers(0, 10, demands).astype(float),
        [f"s{k}" for k in range(sites)],
        random.random(sites) < (0.2 if fixed else 0.0),
        np.where(random.random(sites) < 0.7, most, np.inf) if capacities else np.full(sites, np.inf),
        (i, j, metres[i, j]),
        reach=None if complete else REACH,
    )


def subsets(instance: Instance, most: int) -> Iterator[tuple[int, ...]]:
    """Every set of at most so many candidates, small ones first."""
    for count in range(min(most, len(instance.candidates)) + 1):
        yield from combinations(instance.candidates.tolist(), count)


def metres_to(instance: Instance, new: tuple[int, ...]) -> list[list[float]]:
    """For each demand the metres to every open site within reach."""
    opened = {*np.flatnonzero(instance.fixed).tolist(), *new}
    found: list[list[float]] = [[] for _ in instance.demand_ids]
    for demand, site, metres in zip(instance.rows, instance.indices, instance.metres, strict=True):
        if int(site) in opened:
            found[int(demand)].append(float(metres))
    return found


def served(instance: Instance, new: tuple[int, ...]) -> float:
    """The weight that these sites serve within capacity: the least cut over all sets of open sites (max flow)."""
    opened = [*np.flatnonzero(instance.fixed).tolist(), *new]
    least = np.inf
    reach = [
        set(instance.indices[instance.indptr[d] : instance.indptr[d + 1]].tolist())
        for d in range(len(instance.weights))
    ]
    for cut in product([False, True], repeat=len(opened)):
        # sites that are cut pay their capacity; a demand with an open site that is not cut pays its weight
        whole = {site for site, is_cut in zip(opened, cut, strict=True) if not is_cut}
        paid = sum(instance.capacities[site] for site, is_cut in zip(opened, cut, strict=True) if is_cut)
        paid += sum(weight for weight, near in zip(instance.weights, reach, strict=True) if near & whole)
        least = min(least, float(paid))
    return least


@pytest.fixture(params=range(40))
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)
