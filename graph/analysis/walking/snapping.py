"""The nearest point on the nearest edge of a network, exactly, for many points at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_PIECE: Final = 25.0
"""Metres to which long edges are cut for the index."""
_MOST_PIECES: Final = 2_000_000
"""Pieces beyond one per edge; a network of very long edges gets longer pieces, not more of them."""
_AT_ONCE: Final = 400_000
"""Points times candidates that are measured in one go."""
_ROUNDING: Final = 1e-6
"""Metres by which two computations of one distance may differ."""


@dataclass(frozen=True, slots=True)
class Snapped:
    """Where points lie on a network; one entry a point."""

    edge: Integers
    """The nearest edge; -1 for a point that is too far from all, or has no position."""
    share: Floats
    """How far along that edge, from 0 (its start) to 1."""
    metres: Floats
    """Straight from the point to there; infinite where there is no edge."""


class EdgeIndex:
    """Finds the nearest point of a network's edges, which are straight in space.

    Edges are cut into short pieces whose middles stand in a k-d tree. The nearest middle bounds how near an edge can
    be; candidates are added until no other piece can be nearer, so the answer is that of measuring every edge.
    """

    def __init__(self, places: Floats, start: Integers, end: Integers) -> None:
        """Of coordinates in metres (N, 3) and pieces between them (numbers of rows)."""
        self._begin, self._course = places[start], places[end] - places[start]
        length = np.linalg.norm(self._course, axis=1)
        self._piece = max(_PIECE, float(length.sum()) / _MOST_PIECES)
        pieces = np.maximum(1, np.ceil(length / self._piece)).astype(np.int64)
        self._edge = np.repeat(np.arange(len(start)), pieces)
        first = np.repeat(np.cumsum(pieces) - pieces, pieces)
        share = (np.arange(len(self._edge)) - first + 0.5) / np.repeat(pieces, pieces)
        self._tree = cKDTree(self._begin[self._edge] + share[:, None] * self._course[self._edge])

    def snap(self, points: Floats, limit: float) -> Snapped:
        """The nearest edge of each point (n, 3) within ``limit`` metres; of equally near ones that of lowest number.

        A point whose coordinates are not known (NaN) is on none.
        """
        found = Snapped(np.full(len(points), -1, np.int64), np.zeros(len(points)), np.full(len(points), np.inf))
        left = np.flatnonzero(np.isfinite(points).all(axis=1))
        candidates = 4
        while len(left) and len(self._edge):
            step = max(1, _AT_ONCE // candidates)
            parts = [left[at : at + step] for at in range(0, len(left), step)]
            left = np.concatenate([self._among(candidates, part, points[part], limit, found) for part in parts])
            candidates *= 4
        return found

    def _among(self, candidates: int, which: Integers, points: Floats, limit: float, found: Snapped) -> Integers:
        """Measure the nearest ``candidates`` pieces of these points; returns those that may have a nearer edge still.

        Whatever is not among them lies no nearer than the last middle less half a piece.
        """
        candidates = min(candidates, len(self._edge))
        half = self._piece / 2 + _ROUNDING
        reach = limit + half + _ROUNDING
        middles, pieces = self._tree.query(
            points, k=np.arange(1, candidates + 1), distance_upper_bound=reach, workers=-1
        )
        missing = np.isinf(middles)
        edges = self._edge[np.where(missing, 0, pieces)]
        share, metres = self._measured(edges, points)
        metres[missing] = np.inf
        best = metres.min(axis=1)
        on = best <= limit
        nearest = np.where(metres <= best[:, None] + _ROUNDING, edges, len(self._begin)).min(axis=1)
        column = (edges == nearest[:, None]).argmax(axis=1)
        hit, row = which[on], np.flatnonzero(on)
        found.edge[hit], found.share[hit] = nearest[on], share[row, column[on]]
        found.metres[hit] = metres[row, column[on]]
        settled = missing[:, -1] | (middles[:, -1] - half > best)
        return which[~settled] if candidates < len(self._edge) else which[:0]

    def _measured(self, edges: Integers, points: Floats) -> tuple[Floats, Floats]:
        """Share along each edge to the nearest point of it, and metres to there; edges are points × candidates."""
        away, course = points[:, None, :] - self._begin[edges], self._course[edges]
        squared = np.einsum("ijk,ijk->ij", course, course)
        along = np.einsum("ijk,ijk->ij", away, course)
        share = np.divide(along, squared, out=np.zeros_like(squared), where=squared > 0).clip(0.0, 1.0)
        return share, np.linalg.norm(away - share[..., None] * course, axis=2)
