"""What became of coverage between two dates: building by building or unit by unit, and in the rates.

A standing is ``yes``, ``no`` or ``to_check`` in one sense, or ``not_asked`` (vacant, out of operation). What is not
there at a date has none: a unit that is gone is not newly uncovered, and one that came is no loss of coverage.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

from graph.analysis.coverage.coverage import Coverage
from graph.analysis.coverage.gaps import asked
from graph.analysis.coverage.rates import with_area
from graph.analysis.coverage.senses import organisation_bit

STANDING = ("yes", "no", "to_check", "not_asked")
CHANGES: dict[str, tuple[str, str]] = {
    "newly_covered": ("新覆盖", "newly covered"),
    "newly_uncovered": ("新出现的缺口", "newly uncovered"),
    "settled_covered": ("查清:已覆盖", "was to check, is covered"),
    "settled_uncovered": ("查清:未覆盖", "was to check, is not covered"),
    "became_to_check": ("变为待摸排", "has become to check"),
    "appeared": ("新登记", "was not there before"),
    "disappeared": ("不再存在", "is no longer there"),
    "newly_asked": ("恢复使用(运转)", "is in use again"),
    "no_longer_asked": ("停用(停业、空置)", "is vacant or out of operation"),
    "still_covered": ("一直覆盖", "still covered"),
    "still_uncovered": ("一直未覆盖", "still not covered"),
    "still_to_check": ("一直待摸排", "still to check"),
    "still_not_asked": ("一直停用", "still not asked"),
}
"""Kinds of change with their words, what is news first."""
_WORDS = {"yes": "covered", "no": "uncovered", "to_check": "to_check", "not_asked": "not_asked"}


def standings(coverage: Coverage, what: Literal["buildings", "units"], at_least: str | None = None) -> pl.DataFrame:
    """The standing of everything in the organisation sense: id, name, place, place_name, mode, ``standing``.

    ``at_least`` as for :func:`uncovered`. A vacant building and a unit not operating are ``not_asked``.
    """
    rows = coverage.buildings if what == "buildings" else coverage.units
    idle = pl.col("mode") == "vacant" if what == "buildings" else pl.col("activity") == "not_operating"
    standing = pl.when(idle).then(pl.lit("not_asked")).otherwise(organisation_bit(asked(what, at_least)))
    return rows.select("id", "name", "place", "place_name", "mode", standing.alias("standing"))


def in_sense(everything: pl.DataFrame, senses: pl.DataFrame, sense: str) -> pl.DataFrame:
    """``everything`` (see :func:`standings`) with the standing in one sense, from the frame of senses of that date."""
    column = f"{sense}_sense"
    found = everything.join(senses.select("id", column), on="id", how="left", maintain_order="left")
    return found.with_columns(pl.col(column).fill_null("not_asked").alias("standing")).drop(column)


def changed(then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """What became of each id between two frames of standings.

    Columns: id, name, place, place_name (as now, else as then), ``mode_then``, ``mode_now``, ``standing_then``,
    ``standing_now`` (null where it was not there) and ``change`` (of ``CHANGES``). News first, then by id.
    """
    both = then.join(now, on="id", how="full", suffix="_now", coalesce=True)
    before, after = pl.col("standing"), pl.col("standing_now")
    change = (
        pl.when(before.is_null())
        .then(pl.lit("appeared"))
        .when(after.is_null())
        .then(pl.lit("disappeared"))
        .when(before == after)
        .then(pl.lit("still_") + before.replace_strict(_WORDS, return_dtype=pl.String))
        .when(after == "not_asked")
        .then(pl.lit("no_longer_asked"))
        .when(before == "not_asked")
        .then(pl.lit("newly_asked"))
        .when(after == "to_check")
        .then(pl.lit("became_to_check"))
        .when(before == "to_check")
        .then(pl.lit("settled_") + after.replace_strict(_WORDS, return_dtype=pl.String))
        .otherwise(pl.lit("newly_") + after.replace_strict(_WORDS, return_dtype=pl.String))
        .cast(pl.Enum(list(CHANGES)))
    )
    there = after.is_not_null()
    return both.select(
        "id",
        *(
            pl.when(there).then(pl.col(f"{name}_now")).otherwise(pl.col(name)).alias(name)
            for name in ("name", "place", "place_name")
        ),
        pl.col("mode").alias("mode_then"),
        "mode_now",
        before.alias("standing_then"),
        "standing_now",
        change.alias("change"),
    ).sort("change", "id")


def change_counts(changes: pl.DataFrame, places: pl.DataFrame, by: str | None = None) -> pl.DataFrame:
    """How many of each ``change``: ``area``, ``is_total``, ``change``, ``number``; ``by`` is place or a level."""
    return pl.concat(
        with_area(places, changes, None if total else by)
        .group_by("area", "change")
        .agg(pl.len().cast(pl.Int64).alias("number"))
        .select("area", pl.lit(total).alias("is_total"), "change", "number")
        .sort("area", "change", nulls_last=True)
        for total in ((True,) if by is None else (True, False))
    )


def rate_differences(then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Two frames of rates (``rates``, ``sense_rates``) side by side, matched by area, rate and denominator.

    Columns: the keys and words, and of each of ``all``, ``covered``, ``to_check``, ``low``, ``high`` the figure
    ``_then``, ``_now`` and its ``_change`` (now less then; null where a side is missing).
    """
    keys = ["area", "is_total", "rate", "denominator"]
    words = [name for name in now.columns if name in ("rate_zh", "rate_en", "denominator_zh", "denominator_en")]
    figures = ["all", "covered", "to_check", "low", "high"]
    both = then.select(*keys, *words, *figures).join(
        now.select(*keys, *words, *figures), on=keys, how="full", suffix="_now", coalesce=True, nulls_equal=True
    )
    return both.select(
        *keys,
        *(pl.coalesce(f"{word}_now", word).alias(word) for word in words),
        *(
            column
            for figure in figures
            for column in (
                pl.col(figure).alias(f"{figure}_then"),
                pl.col(f"{figure}_now"),
                (pl.col(f"{figure}_now") - pl.col(figure)).alias(f"{figure}_change"),
            )
        ),
    ).sort(pl.col("is_total").not_(), "area", "denominator", "rate", nulls_last=True)
