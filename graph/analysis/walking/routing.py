"""Shortest ways in an undirected network whose edges are split where destinations lie on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from graph.analysis.walking.snapping import Snapped

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_ROUNDING: Final = 1e-6
"""Metres by which a search goes beyond its limit, as sums of pieces are off by their last digits."""
_SQUARE: Final = 4.0
_LEAST_SQUARE: Final = 2_000.0
"""Sources of a square are searched from together: of so many times the reach, and at least of so many metres. Smaller
squares would cut the network oftener than it is searched."""
_CELLS_AT_ONCE: Final = 4_000_000
"""Distances held at once: sources times (nodes and points within reach)."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The nodes on both sides of points on edges, and the metres to them along the edge; one entry a point."""

    left: Integers
    right: Integers
    to_left: Floats
    to_right: Floats

    def through(self, left: Floats, right: Floats) -> Floats:
        """Metres by the better side, of metres at the two nodes (points in the last dimension)."""
        return np.minimum(left + self.to_left, right + self.to_right)


class SplitNetwork:
    """A network with a node at each place where some destination lies, and one more that stands for the place itself.

    Splitting makes two points on one edge meet directly: between them lies a piece of that edge.
    """

    def __init__(self, places: Floats, start: Integers, end: Integers, flat: Floats, at: Snapped) -> None:
        """Of coordinates of nodes in metres (N, 3), edges with their flat metres, and where destinations lie."""
        # the (edge, share) of each destination as one number that sorts by edge, then share
        self._places, self.place_of = np.unique(_ordered(at.edge, at.share), return_inverse=True)
        self._edge, self._share = self._places.real.astype(np.int64), self._places.imag
        self._start, self._end, self._flat, self._first = start, end, flat, len(places)
        begin, stop = places[start[self._edge]], places[end[self._edge]]
        self._where = np.concatenate((places, begin + self._share[:, None] * (stop - begin)))
        self.edges = self._split()

    @property
    def nodes(self) -> int:
        """Nodes of the network and places on it."""
        return self._first + len(self._places)

    def _split(self) -> tuple[Integers, Integers, Floats]:
        """The pieces: whole edges, those before each place, and the last one of each edge that was split."""
        whole = np.ones(len(self._start), bool)
        whole[self._edge] = False
        places = self._first + np.arange(len(self._edge))
        again = np.concatenate(([False], self._edge[1:] == self._edge[:-1])) if len(places) else np.zeros(0, bool)
        last = np.concatenate((~again[1:], [True])) if len(places) else again
        before = np.where(again, places - 1, self._start[self._edge])
        passed = np.where(again, np.concatenate(([0.0], self._share[:-1]))[: len(places)], 0.0)
        length = self._flat[self._edge]
        return (
            np.concatenate((self._start[whole], before, places[last])),
            np.concatenate((self._end[whole], places, self._end[self._edge[last]])),
            np.concatenate(
                (self._flat[whole], (self._share - passed) * length, (1 - self._share[last]) * length[last])
            ),
        )

    def sides(self, at: Snapped) -> Sides:
        """Where points on edges lie between the nodes; all of them have to be on the network."""
        left = np.searchsorted(self._places, _ordered(at.edge, at.share), side="right") - 1
        right = left + 1
        is_left = (left >= 0) & (self._edge_at(left) == at.edge)
        is_right = (right < len(self._places)) & (self._edge_at(right) == at.edge)
        passed = np.where(is_left, self._share_at(left), 0.0)
        ahead = np.where(is_right, self._share_at(right), 1.0)
        return Sides(
            np.where(is_left, self._first + left, self._start[at.edge]),
            np.where(is_right, self._first + right, self._end[at.edge]),
            (at.share - passed) * self._flat[at.edge],
            (ahead - at.share) * self._flat[at.edge],
        )

    def _edge_at(self, place: Integers) -> Integers:
        return self._edge[place.clip(0, len(self._edge) - 1)] if len(self._edge) else np.full(len(place), -1)

    def _share_at(self, place: Integers) -> Floats:
        return self._share[place.clip(0, len(self._share) - 1)] if len(self._share) else np.zeros(len(place))

    def nearest_place(self, legs: Floats, at_most: float) -> tuple[Integers, Floats]:
        """The place from which each node is reached first (-1 where none) and the metres, by one search from all.

        ``legs``: metres that lie before each place. The places stand as nodes of their own behind them, with ways
        outwards only, so that nobody walks through a building.
        """
        places = len(self._places)
        first, second, metres = self.edges
        doors = self.nodes + np.arange(places)
        matrix = _matrix(
            np.concatenate((first, second, doors)),
            np.concatenate((second, first, self._first + np.arange(places))),
            np.concatenate((metres, metres, legs)),
            self.nodes + places,
        )
        reached, _, source = dijkstra(
            matrix, indices=doors, min_only=True, return_predecessors=True, limit=at_most + _ROUNDING
        )
        found = np.where(source < 0, -1, source - self.nodes)[: self.nodes].astype(np.int64)
        return found, reached[: self.nodes]

    def to_points(self, points: Sides, at_most: float) -> Iterator[tuple[Integers, Integers, Floats]]:
        """Metres from places to points on edges: (numbers of places, numbers of points, places × points), part by part.

        Places close to each other go together over the part of the network that ``at_most`` metres can reach, since no
        way is shorter than the straight line. Every pair within ``at_most`` is in some part; others are if it happens.
        """
        first, second, metres = self.edges
        whole = _matrix(
            np.concatenate((first, second)), np.concatenate((second, first)), np.tile(metres, 2), self.nodes
        )
        for places in self._neighbours(at_most):
            inside = self._within(self._first + places, at_most)
            # where each node stands in the part; those outside share the column behind the last, which is infinite
            column = np.full(self.nodes, len(inside))
            column[inside] = np.arange(len(inside))
            near = np.flatnonzero(np.minimum(column[points.left], column[points.right]) < len(inside))
            left, right = column[points.left[near]], column[points.right[near]]
            sides = Sides(left, right, points.to_left[near], points.to_right[near])
            part = whole[inside][:, inside] if len(inside) < self.nodes else whole
            step = max(1, _CELLS_AT_ONCE // (len(inside) + 3 * len(near) + 1))
            for at in range(0, len(places), step):
                own = places[at : at + step]
                rows = np.full((len(own), len(inside) + 1), np.inf)
                rows[:, :-1] = dijkstra(part, indices=column[self._first + own], limit=at_most + _ROUNDING)
                yield own, near, sides.through(rows[:, left], rows[:, right])

    def _neighbours(self, at_most: float) -> Iterator[Integers]:
        """The places by squares of a map."""
        places = self._where[self._first :]
        squares = (
            np.floor(places[:, :2] / max(_SQUARE * at_most, _LEAST_SQUARE))
            if np.isfinite(at_most)
            else 0 * places[:, :2]
        )
        _, square = np.unique(squares, axis=0, return_inverse=True)
        order = np.argsort(square, kind="stable")
        yield from np.split(order, np.flatnonzero(np.diff(square[order])) + 1)

    def _within(self, nodes: Integers, at_most: float) -> Integers:
        """Nodes of the box around some nodes, wider by the reach on each side."""
        middle, reach = self._where[nodes], at_most + _ROUNDING
        inside = (self._where >= middle.min(axis=0) - reach) & (self._where <= middle.max(axis=0) + reach)
        return np.flatnonzero(inside.all(axis=1))


def _ordered(edge: Integers, share: Floats) -> NDArray[np.complex128]:
    """Complex numbers sort by their real part, then by the imaginary one, without loss."""
    return edge + 1j * share


def _matrix(first: Integers, second: Integers, metres: Floats, nodes: int) -> Any:  # noqa: ANN401 - SciPy is untyped
    """Directed weights; of parallel ways the shortest (a sparse matrix would add them up), zero lengths kept."""
    order = np.lexsort((metres, second, first))
    first, second, metres = first[order], second[order], metres[order]
    kept = np.ones(len(first), bool)
    kept[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    kept &= first != second
    starts = np.concatenate(([0], np.cumsum(np.bincount(first[kept], minlength=nodes))))
    return csr_array((metres[kept], second[kept], starts), shape=(nodes, nodes))
