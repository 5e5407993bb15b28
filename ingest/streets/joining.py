"""Lines become nodes and edges: where they share a point they join, and nowhere else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from graph.analysis.walking.metres import LocalFrame
from ingest.read.problems import file_problem
from ingest.streets.lines import Lines

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

JOIN_METRES: Final = 0.5
"""Points of drawn lines this close are one node: drawing programs miss by centimetres where they do not snap."""
JOIN_RISE: Final = 3.0
"""Metres of height between two points in one place that are not joined: a bridge and the street below."""
LONGEST_PIECE: Final = 5_000.0
"""Metres between two neighbouring points of a line beyond which one of them is taken for damaged."""
_MOST_PAIRS: Final = 100_000_000
DEGENERATE: Final = "too_short"
JUMP: Final = "jump"


@dataclass(frozen=True, slots=True)
class Joined:
    """Nodes and straight pieces between them."""

    longitude: Floats
    latitude: Floats
    height: Floats
    start: Integers
    end: Integers
    left_out: Counter[str]
    """What was left out, lines and pieces of lines, by reason."""


def joined(lines: Lines, name: str) -> Joined:
    """Join lines where they share a node of OpenStreetMap, or where points of drawn lines coincide (within 0.5 m).

    Lines that cross without a common point stay apart: a crossing may be a bridge, and nothing but the file can say.
    A piece between a point and itself is dropped; one of more than 5 km is left out and counted. ``name`` is the file's
    in errors: RosterProblem where points lie so close together that no drawing is meant.
    """
    lon, lat, height = (np.frombuffer(each) for each in (lines.longitude, lines.latitude, lines.height))
    node = _by_number(lines) if lines.node else _by_place(lon, lat, height, name)
    begins = np.frombuffer(lines.begins, np.int64) if lines.begins else np.zeros(0, np.int64)
    line = lines.line_of_points()
    goes_on = np.flatnonzero(line[1:] == line[:-1])
    start, end = node[goes_on], node[goes_on + 1]
    frame = LocalFrame.amid(lon, lat)
    places = frame.coordinates(lon, lat)
    jump = np.linalg.norm(places[node[goes_on + 1]] - places[node[goes_on]], axis=1) > LONGEST_PIECE
    kept = (start != end) & ~jump
    left_out = lines.left_out + Counter({JUMP: int(jump.sum())})
    whole = np.bincount(line[goes_on[start != end]], minlength=len(begins)) > 0
    left_out[DEGENERATE] += int(np.count_nonzero(~whole))
    pairs = np.unique(np.sort(np.column_stack((start[kept], end[kept])), axis=1), axis=0)
    used, renumbered = np.unique(pairs, return_inverse=True)
    ends = renumbered.reshape(-1, 2)
    return Joined(lon[used], lat[used], _heights(node, height)[used], ends[:, 0], ends[:, 1], +left_out)


def _by_number(lines: Lines) -> Integers:
    """For each point the first point with the same number."""
    _, first, which = np.unique(np.frombuffer(lines.node, np.int64), return_index=True, return_inverse=True)
    found: Integers = first[which]
    return found


def _by_place(lon: Floats, lat: Floats, height: Floats, name: str) -> Integers:
    """For each point the point that stands for its place: the first of those close to it that stands for itself.

    Not the closure of being close: that would draw a line of many close points together to one node.
    """
    if not len(lon):
        return np.zeros(0, np.int64)
    # equal points first, as most are; storeys apart, so that they are compared as others are
    storey = np.floor(np.nan_to_num(height, nan=0.0) / JOIN_RISE)
    keys = np.column_stack((lon, lat, storey))
    _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    own, rank = first[order], np.argsort(order)
    tree = cKDTree(LocalFrame.amid(lon, lat).coordinates(lon[own], lat[own]))
    if tree.count_neighbors(tree, JOIN_METRES) > _MOST_PAIRS:
        raise file_problem(
            "too_dense", name, "的点过于密集;请先抽稀", "has its points too close together: thin them out"
        )
    close = tree.query_pairs(JOIN_METRES, output_type="ndarray")
    rise = np.abs(height[own[close[:, 0]]] - height[own[close[:, 1]]])
    close = np.sort(close[~(rise > JOIN_RISE)], axis=1)
    close = close[np.lexsort((close[:, 1], close[:, 0]))]
    standing = np.arange(len(own))
    for one, other in close.tolist():
        if standing[one] == one and standing[other] == other:
            standing[other] = one
    found: Integers = own[standing[rank[which]]]
    return found


def _heights(node: Integers, height: Floats) -> Floats:
    """The height of each node: the mean of what its points say, NaN where none says anything."""
    known = np.isfinite(height)
    count = np.bincount(node[known], minlength=len(height))
    total = np.bincount(node[known], weights=height[known], minlength=len(height))
    found: Floats = np.divide(total, count, out=np.full(len(height), np.nan), where=count > 0)
    return found
