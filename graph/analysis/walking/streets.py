"""Ways on foot along streets: nearest destinations, and all pairs within a distance."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.analysis.walking.metres import LocalFrame
from graph.analysis.walking.routing import SplitNetwork
from graph.analysis.walking.slope import flat_metres
from graph.analysis.walking.snapping import EdgeIndex, Snapped
from graph.errors import WrongUsage

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SNAP_LIMIT: Final = 200.0
"""Metres from a building's door to the nearest street beyond which it does not count as on the network."""


class StreetNetwork:
    """An undirected network of straight pieces between nodes; a bent street is as many pieces as it has bends.

    Ways join where pieces share a node, and nowhere else: lines that merely cross (bridges) do not. All metres are flat
    metres (:mod:`~graph.analysis.walking.slope`); a point is joined to the network by a straight leg to the nearest
    point of the nearest piece, and that leg counts. So no way is shorter than the straight line. A point farther from
    all streets than ``snap_limit`` is not on the network. Points that no street connects have no distance.
    """

    def __init__(
        self,
        longitude: ArrayLike,
        latitude: ArrayLike,
        start: ArrayLike,
        end: ArrayLike,
        height: ArrayLike | None = None,
        *,
        snap_limit: float = SNAP_LIMIT,
    ) -> None:
        """Build it of N nodes (degrees WGS-84; height in metres, NaN where unknown) and E pieces (numbers of nodes).

        Raises WrongUsage where the shapes do not fit, a piece names no node, or a position is no number.
        """
        self.longitude, self.latitude = np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
        self.start, self.end = np.asarray(start, np.int64), np.asarray(end, np.int64)
        unknown = np.full(len(self.longitude), np.nan)
        self.height = unknown if height is None else np.asarray(height, np.float64)
        self.snap_limit = float(snap_limit)
        _check(self)

    @cached_property
    def length(self) -> Floats:
        """Metres of each piece on the map."""
        found: Floats = np.linalg.norm(self._places[self.end] - self._places[self.start], axis=1)
        return found

    @cached_property
    def flat(self) -> Floats:
        """Flat metres of each piece."""
        return flat_metres(self.length, self.height[self.end] - self.height[self.start])

    @cached_property
    def component(self) -> Integers:
        """The component of each node, numbered from the longest one (by metres) downwards."""
        nodes = len(self.longitude)
        joined = coo_array((np.ones(len(self.start), np.int8), (self.start, self.end)), shape=(nodes, nodes))
        count, labels = connected_components(joined, directed=False)
        metres = np.bincount(labels[self.start], weights=self.length, minlength=count)
        rank = np.empty(count, np.int64)
        rank[np.argsort(-metres, kind="stable")] = np.arange(count)
        found: Integers = rank[labels]
        return found

    @cached_property
    def _frame(self) -> LocalFrame:
        return LocalFrame.amid(self.longitude, self.latitude)

    @cached_property
    def _places(self) -> Floats:
        return self._frame.coordinates(self.longitude, self.latitude)

    @cached_property
    def _index(self) -> EdgeIndex:
        return EdgeIndex(self._places, self.start, self.end)

    def snap(self, longitude: ArrayLike, latitude: ArrayLike) -> Snapped:
        """Where points lie on the network; edge -1 where they do not (too far, or without a position: NaN)."""
        return self._index.snap(self._frame.coordinates(longitude, latitude), self.snap_limit)

    def nearest(
        self, from_lon: ArrayLike, from_lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike, at_most: float = np.inf
    ) -> tuple[Integers, Floats]:
        """The nearest of the points ``to`` for each of the points ``from``: its number and the flat metres.

        -1 and infinity where none can be walked to within ``at_most`` metres (inclusive). Among points at one place the
        one with the shortest leg, then of the lowest number. One search from all destinations at once.
        """
        origins, targets = self.snap(from_lon, from_lat), self.snap(to_lon, to_lat)
        found, metres = np.full(len(origins.edge), -1, np.int64), np.full(len(origins.edge), np.inf)
        here, there = np.flatnonzero(origins.edge >= 0), np.flatnonzero(targets.edge >= 0)
        if not len(here) or not len(there):
            return found, metres
        network = self._split(_of(targets, there))
        shown = _first_of_each(network.place_of, targets.metres[there], there)
        place, reached = network.nearest_place(targets.metres[shown], at_most)
        sides = network.sides(_of(origins, here))
        total = sides.through(reached[sides.left], reached[sides.right]) + origins.metres[here]
        by_left = reached[sides.left] + sides.to_left <= reached[sides.right] + sides.to_right
        chosen = place[np.where(by_left, sides.left, sides.right)]
        near = np.isfinite(total) & (total <= at_most)
        found[here[near]], metres[here[near]] = shown[chosen[near]], total[near]
        return found, metres

    def pairs(
        self, from_lon: ArrayLike, from_lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike, at_most: float
    ) -> tuple[Integers, Integers, Floats]:
        """All pairs (number of ``from``, number of ``to``, flat metres) within ``at_most`` metres, inclusive.

        Ordered by the two numbers. The smaller side is searched from, a few sources at a time; no matrix is kept.
        """
        origins, targets = self.snap(from_lon, from_lat), self.snap(to_lon, to_lat)
        if np.count_nonzero(origins.edge >= 0) < np.count_nonzero(targets.edge >= 0):
            second, first, metres = self._within(targets, origins, at_most)
        else:
            first, second, metres = self._within(origins, targets, at_most)
        order = np.lexsort((second, first))
        return first[order], second[order], metres[order]

    def _within(self, many: Snapped, few: Snapped, at_most: float) -> tuple[Integers, Integers, Floats]:
        here, there = np.flatnonzero(many.edge >= 0), np.flatnonzero(few.edge >= 0)
        nothing = np.zeros(0, np.int64)
        if not len(here) or not len(there):
            return nothing, nothing, np.zeros(0)
        network = self._split(_of(few, there))
        sides, legs = network.sides(_of(many, here)), many.metres[here]
        by_place = np.argsort(network.place_of, kind="stable")
        begins = np.searchsorted(network.place_of[by_place], np.arange(network.place_of.max() + 2))
        parts: list[tuple[Integers, Integers, Floats]] = [(nothing, nothing, np.zeros(0))]
        for places, points, along in network.to_points(sides, at_most):
            along += legs[points]
            row, column = np.nonzero(along <= at_most)
            # several destinations may lie at one place, each at the end of a leg of its own
            times = (begins[places + 1] - begins[places])[row]
            offset = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
            target = by_place[np.repeat(begins[places][row], times) + offset]
            metres = np.repeat(along[row, column], times) + few.metres[there[target]]
            near = np.isfinite(metres) & (metres <= at_most)
            parts.append((here[points[np.repeat(column, times)[near]]], there[target[near]], metres[near]))
        first, second, metres = (np.concatenate(each) for each in zip(*parts, strict=True))
        return first, second, metres

    def _split(self, at: Snapped) -> SplitNetwork:
        return SplitNetwork(self._places, self.start, self.end, self.flat, at)


def _check(network: StreetNetwork) -> None:
    nodes, ends = len(network.longitude), np.concatenate((network.start, network.end))
    fits = len(network.latitude) == len(network.height) == nodes and len(network.start) == len(network.end)
    known = np.isfinite(network.longitude).all() and np.isfinite(network.latitude).all()
    if not fits or not known or (len(ends) and not 0 <= ends.min() <= ends.max() < nodes):
        raise WrongUsage(
            "路网数组不合规格:各节点的经纬度须齐全,各边两端须是节点的序号",
            "the arrays make no network: every node needs longitude and latitude, every edge two numbers of nodes",
            code="bad_network",
        )


def _of(at: Snapped, which: Integers) -> Snapped:
    return Snapped(at.edge[which], at.share[which], at.metres[which])


def _first_of_each(place: Integers, legs: Floats, number: Integers) -> Integers:
    """For each place the number of the point with the shortest leg to it."""
    order = np.lexsort((number, legs, place))
    first = np.ones(len(order), bool)
    first[1:] = place[order][1:] != place[order][:-1]
    return number[order][first]
