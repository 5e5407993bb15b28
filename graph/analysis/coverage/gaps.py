"""The question "which are not covered": rows below the mode that is asked for."""

from __future__ import annotations

from typing import Literal

import polars as pl

from graph.analysis.coverage.coverage import Coverage
from graph.analysis.coverage.modes import BLANK, RANKS, rank_of
from graph.errors import WrongUsage

BUILDING_DEFAULTS: dict[str, str] = {
    # Housing is reached by its community where a duty is named; a tower full of firms wants an organisation.
    "residential": "territorial",
    "mixed": "territorial",
    "commercial": "liaison",
    "office": "dependent",
    "public": "dependent",
}
"""The least mode asked of a building by its use; an unknown use is asked ``OTHERWISE``."""

UNIT_DEFAULTS: dict[str, str] = {
    "state_organ": "joint",
    "institution": "joint",
    "soe": "joint",
    "school": "joint",
    "hospital": "joint",
    "military": "joint",
    "non_public_firm": "liaison",
    "social_organisation": "liaison",
}
"""The least mode asked of a unit by its kind; others are asked ``OTHERWISE``."""

OTHERWISE = "territorial"


def uncovered(
    coverage: Coverage, at_least: str | None = None, *, what: Literal["buildings", "units"] = "buildings"
) -> pl.DataFrame:
    """Rows that are not surely covered at ``at_least`` or better; without it the default of their use or kind.

    The frame of ``coverage.<what>`` with ``asked`` (the mode asked for) and ``standing``: ``gap`` where the
    upper mode is below it too, ``to_check`` where it may yet reach it. Vacant buildings and units that are
    suspended or closed are left out. Buildings with most households first, then by id; units by id.
    Raises ``WrongUsage`` for a mode that cannot be asked for.
    """
    rows = coverage.buildings if what == "buildings" else coverage.units
    if what == "buildings":
        rows = rows.filter(pl.col("mode") != "vacant")
    else:
        rows = rows.filter(pl.col("activity") != "not_operating")
    reach = rank_of(pl.col("asked"))
    below = rows.with_columns(asked(what, at_least).alias("asked")).filter(rank_of(pl.col("lower_mode")) < reach)
    listed = below.with_columns(
        pl.when(rank_of(pl.col("upper_mode")) < reach)
        .then(pl.lit("gap"))
        .otherwise(pl.lit("to_check"))
        .alias("standing")
    )
    if what == "buildings":
        return listed.sort("households", "id", descending=[True, False], nulls_last=True)
    return listed.sort("id")


def asked(what: Literal["buildings", "units"], at_least: str | None) -> pl.Expr:
    """The least mode that counts, per row: ``at_least``, or the default of the building's use or unit's kind."""
    if at_least is None:
        column, defaults = ("use", BUILDING_DEFAULTS) if what == "buildings" else ("kind", UNIT_DEFAULTS)
        return pl.col(column).replace_strict(defaults, default=OTHERWISE, return_dtype=pl.String)
    if RANKS.get(at_least, BLANK) == BLANK:
        modes = ", ".join(code for code, rank in RANKS.items() if rank > BLANK)
        raise WrongUsage(f"覆盖方式只能是:{modes}。", f"at_least must be one of: {modes}.")
    return pl.lit(at_least)
