"""Straight lines to many venues at once: the nearest ones of a k-d tree, and all within a radius."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from graph.analysis.walking.metres import LocalFrame

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_BLOCK: Final = 1 << 16
"""Origins searched from in one go, by one thread."""
_CELLS: Final = 64
"""Strips in each direction by which a block is put in order, so that neighbours follow one another in the search."""
_PAIRS_AT_ONCE: Final = 8_000_000
"""Bound on origins times venues of a block in which all pairs are sought."""


class StraightLines:
    """A k-d tree of venues in degrees WGS-84; their number is their position in the arrays."""

    def __init__(self, longitude: Floats, latitude: Floats) -> None:
        self.size = len(longitude)
        self._frame = LocalFrame.amid(longitude, latitude)
        self._points = self._frame.coordinates(longitude, latitude)
        self._tree = cKDTree(self._points)
        _, first, at = np.unique(self._points, axis=0, return_index=True, return_inverse=True)
        self._first_at = first[at.ravel()]

    def nearest(self, longitude: Floats, latitude: Floats, workers: int = 1) -> tuple[Integers, Floats]:
        """Number of the nearest venue and metres, for each point; of venues at one place the first.

        There must be a venue and every point a position. ``workers`` threads; -1: as many as processors.
        """
        number, metres = np.empty(len(longitude), np.int64), np.empty(len(longitude))

        def search(begin: int) -> None:
            part = slice(begin, begin + _BLOCK)
            points = self._frame.coordinates(longitude[part], latitude[part])
            order = _neighbours_together(points)
            far, at = self._tree.query(points[order])
            found = number[part]
            found[order] = self._first_at[at]
            metres[part][order] = far

        threads = (os.cpu_count() or 1) if workers < 0 else workers
        begins = range(0, len(longitude), _BLOCK)
        if threads <= 1 or len(begins) <= 1:
            for begin in begins:
                search(begin)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(search, begins))
        return number, metres

    def nearest_few(self, longitude: Floats, latitude: Floats, count: int) -> tuple[Integers, Floats]:
        """Numbers and metres (n, count) of the nearest ``count`` venues, nearest first; not more than there are."""
        points = self._frame.coordinates(longitude, latitude)
        metres, number = self._tree.query(points, k=np.arange(1, min(count, self.size) + 1))
        return number, metres

    def within(self, longitude: Floats, latitude: Floats, radius: float) -> Iterator[tuple[Integers, Integers, Floats]]:
        """Pairs (number of point, number of venue, metres) within a radius, block by block of points."""
        step = int(np.clip(_PAIRS_AT_ONCE // max(self.size, 1), 256, _BLOCK))
        for begin in range(0, len(longitude), step):
            part = slice(begin, begin + step)
            here = cKDTree(self._frame.coordinates(longitude[part], latitude[part]))
            found = here.sparse_distance_matrix(self._tree, radius, output_type="ndarray")
            order = np.lexsort((found["j"], found["i"]))
            yield found["i"][order] + begin, found["j"][order], found["v"][order]


def _neighbours_together(points: Floats) -> Integers:
    """An order of points, strip by strip, to and fro: the search of each finds the tree's parts at hand."""
    column, row = (_strips(points[:, axis]) for axis in range(2))
    to_and_fro = np.where(column & 1, _CELLS - 1 - row, row)
    return np.argsort(column * np.uint16(_CELLS) + to_and_fro, kind="stable")


def _strips(metres: Floats) -> NDArray[np.uint16]:
    low, high = metres.min(), metres.max()
    scale = (_CELLS - 0.001) / max(high - low, 1.0)
    return np.asarray((metres - low) * scale, np.uint16)
