"""Lines as read from a file, packed: one long run of points, and where each line begins."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_POINTS: Final = 50_000_000
"""A network of a large city has one million; more than this does not fit the memory of one machine."""


@dataclass(slots=True)
class Lines:
    """Walkable lines, and how many others were left out and why."""

    longitude: array[float] = field(default_factory=lambda: array("d"))
    latitude: array[float] = field(default_factory=lambda: array("d"))
    height: array[float] = field(default_factory=lambda: array("d"))
    """Metres; NaN where the file gives none."""
    node: array[int] = field(default_factory=lambda: array("q"))
    """Number of the point in the file where points have one (OpenStreetMap), else nothing at all."""
    begins: array[int] = field(default_factory=lambda: array("q"))
    feature: array[int] = field(default_factory=lambda: array("q"))
    """Which feature of the file a line is from, counted from 1; its id for a way of OpenStreetMap."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Lines left out, by reason (``ingest.streets.load.REASONS`` has the words)."""

    def begin(self, feature: int) -> None:
        """Begin a line."""
        self.begins.append(len(self.longitude))
        self.feature.append(feature)

    def line_of_points(self) -> NDArray[np.int64]:
        """For each point the number of its line."""
        bounds = np.append(np.frombuffer(self.begins, np.int64), len(self.longitude)) if self.begins else np.zeros(1)
        return np.repeat(np.arange(len(self.begins)), np.diff(bounds).astype(np.int64))

    def without(self, lines: Iterable[int], reason: str) -> Lines:
        """The same without some lines, which are counted under a reason."""
        dropped = np.zeros(len(self.begins), bool)
        dropped[list(lines)] = True
        line = self.line_of_points()
        kept = ~dropped[line]
        begins = np.searchsorted(line[kept], np.flatnonzero(~dropped))
        left_out = self.left_out + Counter({reason: int(dropped.sum())})
        node = np.frombuffer(self.node, np.int64)[kept] if self.node else np.zeros(0, np.int64)
        return Lines(
            _floats(np.frombuffer(self.longitude)[kept]),
            _floats(np.frombuffer(self.latitude)[kept]),
            _floats(np.frombuffer(self.height)[kept]),
            node=_integers(node),
            begins=_integers(begins),
            feature=_integers(np.frombuffer(self.feature, np.int64)[~dropped]),
            left_out=left_out,
        )


def _floats(values: NDArray[np.float64]) -> array[float]:
    return array("d", values.tobytes())


def _integers(values: NDArray[np.int64]) -> array[int]:
    return array("q", values.astype(np.int64).tobytes())
