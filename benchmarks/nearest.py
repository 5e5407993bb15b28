"""The nearest open venue of every building of a city, by us and by a bare k-d tree (design §10).

    python benchmarks/nearest.py [buildings] [venues] [rounds] [threads]

Both are given the same points and threads, and run in this process by turns; what each found is compared before
anything is timed. The rival's text is ``cKDTree.query`` on points that are in metres already: projecting them, choosing
between table, streets and estimate, and the frame of ids, methods and precisions are ours alone and in our time.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from graph.analysis.walking import TABLE, Walk, WalkFacts, nearest
from graph.analysis.walking.metres import LocalFrame

WEST, EAST, SOUTH, NORTH = 120.0, 120.8, 30.0, 30.7
WALK = Walk()


def scattered(kind: str, count: int, seed: int) -> pl.DataFrame:
    """Invented points all over a city of 77 km by 78 km, in no order."""
    drawn = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "id": [f"{kind}:object_code:9902{number:09d}" for number in range(count)],
            "longitude": drawn.uniform(WEST, EAST, count),
            "latitude": drawn.uniform(SOUTH, NORTH, count),
            "precision": ["point"] * count,
        }
    )


def in_metres(points: pl.DataFrame) -> np.ndarray:
    """Columns east and north."""
    frame = LocalFrame((WEST + EAST) / 2, (SOUTH + NORTH) / 2)
    return np.ascontiguousarray(frame.coordinates(points["longitude"].to_numpy(), points["latitude"].to_numpy())[:, :2])


def compare(found: pl.DataFrame, facts: WalkFacts, metres: np.ndarray, numbers: np.ndarray) -> None:
    """Raise unless both found the same; the plane's metres may differ from the ellipsoid's by a thousandth."""
    ids = facts.venues["id"].gather(numbers)
    differing = int((found["venue"] != ids).sum())
    # two venues within a thousandth of one another may change places on the plane
    near = np.abs(found["metres"].to_numpy() - WALK.detour * metres) <= 1e-3 * WALK.detour * metres + 1e-6
    if not near.all() or differing > len(numbers) / 1000:
        raise SystemExit(f"values differ: {differing} other venues, {int((~near).sum())} other distances")
    print(f"values equal: {len(numbers):,} distances; {differing} ties within a thousandth told otherwise")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """(seconds on the clock, seconds of processor) that it takes."""
    begun, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - used


def main() -> None:
    """Print the raw figures of each round and the ratio of the medians."""
    given = [int(each) for each in sys.argv[1:]]
    buildings, venues, rounds, threads = (*given, *(1_000_000, 2_000, 5, 2)[len(given) :])
    facts = WalkFacts(scattered("Building", buildings, 1), scattered("Venue", venues, 2), pl.DataFrame(schema=TABLE))
    points, tree = in_metres(facts.origins), cKDTree(in_metres(facts.venues))
    metres, numbers = tree.query(points, workers=threads)
    compare(nearest(facts, WALK, workers=threads), facts, metres, numbers)
    print(f"{buildings:,} x {venues:,}, {threads} threads; rival: cKDTree(venues).query(buildings, workers={threads})")
    taken = []
    for turn in range(rounds):
        rival = timed(lambda: tree.query(points, workers=threads))
        ours = timed(lambda: nearest(facts, WALK, workers=threads))
        taken.append((*rival, *ours))
        print(
            f"round {turn + 1}: cKDTree {rival[0]:.2f} s ({rival[1]:.2f} s of processor); "
            f"ours {ours[0]:.2f} s ({ours[1]:.2f} s)"
        )
    clock, used, our_clock, our_used = (statistics.median(each) for each in zip(*taken, strict=True))
    print(f"medians: ours takes {our_clock / clock:.2f} times as long, {our_used / used:.2f} times the processor")


if __name__ == "__main__":
    main()
