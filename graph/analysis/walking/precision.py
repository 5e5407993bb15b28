"""How finely something is placed: the ladder from a point of its own to its community's."""

from __future__ import annotations

from typing import Final

import polars as pl

WORDS: Final[dict[str, tuple[str, str]]] = {
    "point": ("本身坐标", "a point of its own"),
    "building": ("所在楼栋坐标", "the point of the building that it is in"),
    "compound": ("所在小区坐标", "the point of its compound, or the mean of the compound's buildings"),
    "community": ("所在社区坐标", "the point of its community, or the mean of the community's buildings"),
}
"""The rungs, finest first, with their words."""

FINEST_FIRST: Final = tuple(WORDS)
PRECISION: Final = pl.Enum(FINEST_FIRST)
"""The physical number is the rung: the coarser of two is the greater."""
NOWHERE: Final = len(FINEST_FIRST)
"""Rung of what has no position at all, in arrays."""
