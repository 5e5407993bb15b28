"""Counts and rates of the three senses: buildings, households and units side by side, what is to check apart."""

from __future__ import annotations

import polars as pl

from graph.analysis.coverage.rates import with_area
from graph.analysis.coverage.senses import SENSE_COLUMNS, SENSE_TITLES
from graph.errors import WrongUsage


def pattern_counts(
    buildings: pl.DataFrame,
    units: pl.DataFrame,
    places: pl.DataFrame,
    by: str | None = None,
    *,
    staff: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Buildings, households and units of each pattern, in total and per value of ``by``.

    ``buildings`` and ``units`` as from ``building_senses`` and ``unit_senses``; ``by`` is ``place`` or a level of
    ``places`` (id, level, parent), or None for the total alone. Columns: ``area`` (null for the total and, beside
    ``is_total`` False, for what has no such place), ``is_total``, the three senses, ``pattern``, ``buildings``,
    ``households`` (sum of those known), ``households_unknown`` (buildings without) and ``units``. ``staff`` (building,
    staff: one row a tenancy, null where unknown) adds ``staff`` and ``staff_unknown``, the people who work in those
    buildings as far as known. So the rows of a city are the sums of those of its subdistricts and the unplaced.
    Raises ``WrongUsage`` where ``by`` is none of these.
    """
    _refuse_other(by)
    if staff is not None:
        working = staff.group_by(pl.col("building").alias("id")).agg(
            pl.col("staff").sum().cast(pl.Int64), pl.col("staff").is_null().sum().cast(pl.Int64).alias("staff_unknown")
        )
        buildings = buildings.join(working, on="id", how="left", maintain_order="left")
    people = [] if staff is None else ["staff", "staff_unknown"]
    parts = []
    for total in (True,) if by is None else (True, False):
        grouping = None if total else by
        keys = ["area", *SENSE_COLUMNS, "pattern"]
        housed = (
            with_area(places, buildings, grouping)
            .group_by(keys)
            .agg(
                pl.len().cast(pl.Int64).alias("buildings"),
                pl.col("households").sum(),
                pl.col("households").is_null().sum().cast(pl.Int64).alias("households_unknown"),
                *(pl.col(name).sum() for name in people),
            )
        )
        counted = with_area(places, units, grouping).group_by(keys).agg(pl.len().cast(pl.Int64).alias("units"))
        both = housed.join(counted, on=keys, how="full", coalesce=True, nulls_equal=True)
        parts.append(both.with_columns(pl.lit(total).alias("is_total")))
    figures = ["buildings", "households", "households_unknown", "units", *people]
    return (
        pl.concat(parts)
        .with_columns(pl.col(name).fill_null(0) for name in figures)
        .select("area", "is_total", *SENSE_COLUMNS, "pattern", *figures)
        .sort(pl.col("is_total").not_(), "area", *SENSE_COLUMNS, nulls_last=True)
    )


COUNTED = (
    ("buildings", "楼栋", "buildings that are not vacant"),
    ("households", "户(有户数的楼栋)", "households of the buildings whose number is known"),
    ("units", "单位", "units that are, or may be, operating"),
)
"""What a rate of a sense is taken over: code and words."""
RATED = (
    *((sense, f"{sense}_sense", zh) for sense, (zh, _) in SENSE_TITLES.items()),
    ("elders", "elders_sense", "适老"),
)
"""Rate, its column, its word: the three senses, and the place sense at the pace of elders."""


def sense_rates(
    buildings: pl.DataFrame, units: pl.DataFrame, places: pl.DataFrame, by: str | None = None
) -> pl.DataFrame:
    """Rates of each sense with bounds over buildings, households and units, in total and per value of ``by``.

    Frames and ``by`` as for :func:`pattern_counts`. Columns: ``area``, ``is_total``, ``rate`` (organisation, place,
    elders, tie), ``rate_zh``, ``denominator``, ``denominator_zh``, ``denominator_en``, ``all``, ``covered``,
    ``to_check``, ``low`` = covered / all and ``high`` = (covered + to_check) / all; null where all is 0.
    """
    _refuse_other(by)
    weighed = {
        "buildings": buildings.with_columns(pl.lit(1, pl.Int64).alias("weight")),
        "households": buildings.with_columns(pl.col("households").fill_null(0).alias("weight")),
        "units": units.with_columns(pl.lit(1, pl.Int64).alias("weight")),
    }
    parts = []
    for total in (True,) if by is None else (True, False):
        for rate, column, word in RATED:
            for code, zh, en in COUNTED:
                rows = with_area(places, weighed[code], None if total else by)
                parts.append(
                    rows.group_by("area")
                    .agg(
                        pl.col("weight").sum().alias("all"),
                        pl.col("weight").filter(pl.col(column) == "yes").sum().alias("covered"),
                        pl.col("weight").filter(pl.col(column) == "to_check").sum().alias("to_check"),
                    )
                    .sort("area", nulls_last=True)
                    .select(
                        "area",
                        pl.lit(total).alias("is_total"),
                        pl.lit(rate).alias("rate"),
                        pl.lit(word).alias("rate_zh"),
                        pl.lit(code).alias("denominator"),
                        pl.lit(zh).alias("denominator_zh"),
                        pl.lit(en).alias("denominator_en"),
                        "all",
                        "covered",
                        "to_check",
                        _share(pl.col("covered")).alias("low"),
                        _share(pl.col("covered") + pl.col("to_check")).alias("high"),
                    )
                )
    return pl.concat(parts)


def _share(part: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("all") > 0).then(part / pl.col("all"))


def _refuse_other(by: str | None) -> None:
    if by in ("kind", "use"):
        raise WrongUsage(
            "三重覆盖只能按 place 或地方层级分组:楼栋和单位没有共同的用途、性质",
            "the senses are grouped by place or a level of places: buildings and units share neither use nor kind",
        )
