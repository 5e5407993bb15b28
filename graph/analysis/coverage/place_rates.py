"""Rates of the place sense: buildings and households side by side, at every speed, each with its denominator."""

from __future__ import annotations

import polars as pl

from graph.analysis.coverage.place_sense import LINES, PlaceSense
from graph.analysis.coverage.rates import with_area

PLACE_DENOMINATORS: dict[str, tuple[str, str]] = {
    "buildings": ("楼栋(空置除外)", "buildings that are not vacant"),
    "households": ("户数已登记的楼栋的住户", "households of the buildings that state them"),
}
"""What a rate is taken of."""


def place_rates(sense: PlaceSense, by: str | None = "place") -> pl.DataFrame:
    """Shares within walking reach with bounds, in total and per value of ``by`` (see ``rates``; no kind of unit).

    Rows: ``area`` (null for the total and, beside ``is_total`` False, for buildings without that value),
    ``is_total``, ``line`` (of ``LINES``: standard, elders, slower, faster), ``line_zh``, ``line_en``,
    ``denominator``, ``denominator_zh``, ``denominator_en``, counts ``all``, ``covered``, ``to_check``, ``unknown``
    (buildings that do not state their households, in no count of households), ``low`` = covered/all and ``high`` =
    (covered + to_check)/all, null where ``all`` is 0. Vacant buildings are in no count.
    Raises ``WrongUsage`` where ``by`` is neither a column nor a level.
    """
    rows = with_area(sense.places, sense.buildings, by).filter(~pl.col("vacant").fill_null(False))
    wholes = (True,) if by is None else (True, False)
    return pl.concat(
        _rate(rows, line, denominator, total=total)
        for line in LINES
        for denominator in PLACE_DENOMINATORS
        for total in wholes
    )


def _rate(rows: pl.DataFrame, line: str, denominator: str, *, total: bool) -> pl.DataFrame:
    standing = pl.col("standing" if line == "standard" else f"standing_{line}")
    of_households = denominator == "households"
    weight = pl.col("households").fill_null(0) if of_households else pl.lit(1, pl.Int64)
    unknown = pl.col("households").is_null() if of_households else pl.lit(False)
    counts = (
        rows.with_columns(pl.when(not total).then(pl.col("area")).alias("area"), weight.alias("weight"))
        .group_by("area")
        .agg(
            pl.col("weight").sum().alias("all"),
            *(
                pl.col("weight").filter(standing == code).sum().alias(name)
                for code, name in (("within", "covered"), ("to_check", "to_check"))
            ),
            (unknown & pl.lit(True)).sum().cast(pl.Int64).alias("unknown"),
        )
        .sort("area", nulls_last=True)
    )
    known = pl.col("all") > 0
    return counts.select(
        "area",
        pl.lit(total).alias("is_total"),
        pl.lit(line).alias("line"),
        pl.lit(LINES[line][0]).alias("line_zh"),
        pl.lit(LINES[line][1]).alias("line_en"),
        pl.lit(denominator).alias("denominator"),
        pl.lit(PLACE_DENOMINATORS[denominator][0]).alias("denominator_zh"),
        pl.lit(PLACE_DENOMINATORS[denominator][1]).alias("denominator_en"),
        "all",
        "covered",
        "to_check",
        "unknown",
        pl.when(known).then(pl.col("covered") / pl.col("all")).alias("low"),
        pl.when(known).then((pl.col("covered") + pl.col("to_check")) / pl.col("all")).alias("high"),
    )
