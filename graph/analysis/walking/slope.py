"""Slope as flat metres: the metres on level ground that take as long to walk."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

STEEPEST: Final = 1.0
"""Rise over run beyond which a way counts as a climb of this slope and of the same rise: stairs stay below it; what is
steeper is two heights that do not fit together, and an exponential would make it endless."""


def flat_metres(length: NDArray[np.float64], rise: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres on level ground that take as long as a way of ``length`` metres (on the map) that rises by ``rise``.

    Tobler's walking function, f(s) = exp(-3.5 |s + 0.05|) / exp(-0.175) with s = rise/run, says how much slower one
    walks than on the level; the result is the mean of going and coming back, length · (1/f(s) + 1/f(-s)) / 2, so that
    the order of two points does not matter. Where the rise is unknown (NaN) the way counts as level. Shapes: equal.

    Never less than ``length``: for s ≤ 0.05 the factor is cosh(3.5 s) ≥ 1, above that it is
    exp(3.5 s) · (1 + exp(-0.35)) / 2, which grows and begins at cosh(0.175). (A single direction may be faster than
    level ground, gently downhill; the mean never is.)

    Source: Tobler, Three presentations on geographical analysis and modeling, NCGIA report 93-1, 1993.
    """
    climb = np.abs(np.nan_to_num(rise, nan=0.0))
    run = np.maximum(length, climb / STEEPEST)
    slope = np.divide(climb, run, out=np.zeros_like(run), where=run > 0)
    # the mean of 1 + x and 1 - x may miss 1 by the last digit
    return run * np.maximum(1.0, (_pace(slope) + _pace(-slope)) / 2)


def _pace(slope: NDArray[np.float64]) -> NDArray[np.float64]:
    """Time per metre beside that on level ground: 1/f."""
    return np.exp(3.5 * np.abs(slope + 0.05) - 0.175)
