"""Where things stand in an invented community: a town of blocks, each compound in a block of its own.

A community is 1.1 km by 0.9 km and adjoins its neighbours; a compound's houses stand 30 m to 60 m apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Final

from ingest.synthetic.extent import Extent, share
from ingest.synthetic.ground import Point

# the invented ground lies in a desert, where no community is
WEST: Final = 82.0
SOUTH: Final = 37.6
REACH: Final = 0.005
"""Degrees from the middle of a community to its borders."""
_BLOCKS: Final = 4
"""Blocks of a community in each direction."""
_BLOCK: Final = 2 * REACH / _BLOCKS
_BUILT: Final = 0.85
"""Part of a block's width in which its buildings stand."""
_APART: Final = (0.0005, 0.00042)
"""Degrees between neighbouring houses of a compound, where the block has room: 44 m and 47 m."""
_SHIFT: Final = 0.12
"""How far a house is off its row, as a part of the distance to the next one."""


def centre_of(number: int, extent: Extent) -> Point:
    """The middle of a community: row by row in a square, turning at the ends, so that each adjoins the one before."""
    across = math.ceil(math.sqrt(extent.communities))
    row, column = divmod(number, across)
    if row % 2:
        column = across - 1 - column
    return round(WEST + column * 2 * REACH, 6), round(SOUTH + row * 2 * REACH, 6)


@dataclass(frozen=True, slots=True)
class Layout:
    """One community's ground: ``blocks`` are middles in the order in which compounds take them."""

    blocks: tuple[Point, ...]
    compounds: int
    buildings: int

    @classmethod
    def of(cls, extent: Extent, seed: int, number: int) -> Layout:
        """The ground of the community with that number."""
        centre = centre_of(number, extent)
        steps = [(at + 0.5) * _BLOCK - REACH for at in range(_BLOCKS)]
        blocks = [(centre[0] + east, centre[1] + north) for north in steps for east in steps]
        Random(f"{seed}/{extent.code}/{number}/layout").shuffle(blocks)
        parts = extent.communities
        return cls(
            tuple(blocks), len(share(extent.compounds, parts, number)), len(share(extent.buildings, parts, number))
        )

    def compound_of(self, position: int) -> int:
        """The compound, from 0, to which a house at that position among the community's buildings belongs."""
        return position * self.compounds // self.buildings

    def middle(self, compound: int) -> Point:
        """The middle of a compound."""
        return self.blocks[compound % len(self.blocks)]

    def house(self, position: int, shift: Point) -> Point:
        """Where a house of a compound stands: in rows; ``shift`` is from -1 to 1 in each direction."""
        compound = self.compound_of(position)
        first, end = (-(-each * self.buildings // self.compounds) for each in (compound, compound + 1))
        columns = math.ceil(math.sqrt(end - first))
        row, column = divmod(position - first, columns)
        room = _BLOCK * _BUILT / columns
        east, north = (min(apart, room) for apart in _APART)
        middle = self.middle(compound)
        return (
            round(middle[0] + (column - (columns - 1) / 2 + _SHIFT * shift[0]) * east, 6),
            round(middle[1] + (row - (columns - 1) / 2 + _SHIFT * shift[1]) * north, 6),
        )

    def elsewhere(self, position: int, shift: Point) -> Point:
        """Where a building of no compound stands: in a block that no compound has, if there is one."""
        left = self.blocks[self.compounds :] or self.blocks
        return beside(left[position % len(left)], shift, _BLOCK * _BUILT / 2)


def beside(point: Point, shift: Point, degrees: float = _APART[1]) -> Point:
    """A point that far from another at most, in each direction."""
    return round(point[0] + shift[0] * degrees, 6), round(point[1] + shift[1] * degrees, 6)
