"""Walking distances: where things are, how far the nearest venue is, and which pairs are within reach.

Pure functions of frames and arrays. Metres are flat metres: on level ground they take as long as the way does.
"""

from graph.analysis.walking.facts import TABLE, WalkFacts
from graph.analysis.walking.methods import METHOD, METHODS
from graph.analysis.walking.nearest import nearest
from graph.analysis.walking.pairs import Pairs, pairs, pairs_within
from graph.analysis.walking.parameters import ROUNDING, Walk
from graph.analysis.walking.positions import PLACED, Positions, positions
from graph.analysis.walking.precision import PRECISION

__all__ = [
    "METHOD",
    "METHODS",
    "PLACED",
    "PRECISION",
    "ROUNDING",
    "TABLE",
    "Pairs",
    "Positions",
    "Walk",
    "WalkFacts",
    "nearest",
    "pairs",
    "pairs_within",
    "positions",
]
