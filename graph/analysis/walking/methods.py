"""How a distance was found, best first, with words."""

from __future__ import annotations

from typing import Final

import polars as pl

METHODS: Final[dict[str, tuple[str, str]]] = {
    "table": ("步行距离表", "loaded table of distances"),
    "street": ("路网计算", "along the street network"),
    "estimate": ("估算(直线距离×绕行系数)", "estimate: straight line times the detour factor"),
    "no_path": ("路网不连通", "the streets lead to no venue from here"),
}
METHOD: Final = pl.Enum(tuple(METHODS))
TABLED, STREET, ESTIMATE, NO_PATH = range(len(METHODS))
UNKNOWN: Final = len(METHODS)
"""Code, in arrays, of what no method gave a distance for."""
