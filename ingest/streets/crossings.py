"""Where lines meet without a common point: bridges, or joints that were forgotten in the drawing."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from graph.analysis.walking.metres import metres_per_degree
from ingest.streets.joining import JOIN_METRES, Joined

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_PIECE: Final = 25.0
_MOST_PIECES: Final = 4_000_000
_MOST_PAIRS: Final = 200_000_000
"""Beyond these (some 100,000 km of streets, or lines heaped in one place) nobody counts."""


def crossings(net: Joined) -> int | None:
    """Pairs of straight pieces that cross, or of which one ends on the other, without a node in common.

    None where the network is too large to count. Pieces are compared in a plane at their middle latitude.
    """
    if not len(net.start):
        return 0
    east, north = metres_per_degree(np.array([net.latitude.mean()]))
    x, y = net.longitude * east, net.latitude * north
    length = np.hypot(x[net.end] - x[net.start], y[net.end] - y[net.start])
    pieces = np.maximum(1, np.ceil(length / _PIECE)).astype(np.int64)
    if pieces.sum() > _MOST_PIECES:
        return None
    edge = np.repeat(np.arange(len(net.start)), pieces)
    share = (np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces) + 0.5) / pieces[edge]
    begin, stop = net.start[edge], net.end[edge]
    middle = np.column_stack((x[begin] + share * (x[stop] - x[begin]), y[begin] + share * (y[stop] - y[begin])))
    tree, met = cKDTree(middle), np.zeros(0, np.complex128)
    if tree.count_neighbors(tree, _PIECE + JOIN_METRES) > _MOST_PAIRS:
        return None
    for at in range(0, len(edge), 200_000):
        near = cKDTree(middle[at : at + 200_000]).sparse_distance_matrix(
            tree, _PIECE + JOIN_METRES, output_type="ndarray"
        )
        one, other = edge[near["i"] + at], edge[near["j"]]
        pair = np.unique(one[one < other] + 1j * other[one < other])
        met = np.union1d(met, pair[_meet(net, x, y, pair.real.astype(np.int64), pair.imag.astype(np.int64))])
    return len(met)


def _meet(net: Joined, x: Floats, y: Floats, one: Integers, other: Integers) -> NDArray[np.bool_]:
    """Whether two pieces without a common node have a point in common, or nearly so at an end."""
    a, b, c, d = net.start[one], net.end[one], net.start[other], net.end[other]
    apart = (a != c) & (a != d) & (b != c) & (b != d)
    cross = (_side(x, y, a, b, c) * _side(x, y, a, b, d) < 0) & (_side(x, y, c, d, a) * _side(x, y, c, d, b) < 0)
    ends = [_to_piece(x, y, a, c, d), _to_piece(x, y, b, c, d), _to_piece(x, y, c, a, b), _to_piece(x, y, d, a, b)]
    found: NDArray[np.bool_] = apart & (cross | (np.min(ends, axis=0) <= JOIN_METRES))
    return found


def _side(x: Floats, y: Floats, a: Integers, b: Integers, point: Integers) -> Floats:
    return np.sign((x[b] - x[a]) * (y[point] - y[a]) - (y[b] - y[a]) * (x[point] - x[a]))


def _to_piece(x: Floats, y: Floats, point: Integers, a: Integers, b: Integers) -> Floats:
    """Metres from a point to a piece."""
    east, north = x[b] - x[a], y[b] - y[a]
    squared = np.maximum(east * east + north * north, 1e-12)
    share = (((x[point] - x[a]) * east + (y[point] - y[a]) * north) / squared).clip(0.0, 1.0)
    return np.hypot(x[point] - x[a] - share * east, y[point] - y[a] - share * north)
