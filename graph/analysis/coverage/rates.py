"""The two rates with their bounds, and the counts by mode; every figure names its denominator."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.analysis.coverage.coverage import Coverage
from graph.analysis.coverage.duties import lineage
from graph.analysis.coverage.modes import SENSES, Sense, rank_of
from graph.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Denominator:
    """Units that a rate is taken over; ``kinds`` None means every kind, also an unknown one."""

    code: str
    kinds: tuple[str, ...] | None
    zh: str
    en: str


DENOMINATORS: tuple[Denominator, ...] = (
    Denominator("units", None, "正常经营(运转)的单位", "operating units of every kind"),
    # 两个覆盖 asks for the two new fields (两新): firms that are not state-owned, and societies; so no soe here.
    Denominator("firms", ("non_public_firm", "merchant"), "正常经营的非公企业和商户", "operating private firms"),
    Denominator("societies", ("social_organisation",), "正常运转的社会组织", "operating social organisations"),
)


def rates(coverage: Coverage, by: str | None = "place") -> pl.DataFrame:
    """组织覆盖率 and 工作覆盖率 with bounds, in total and per value of ``by``.

    ``by`` is a column of ``coverage.units`` (place, kind), or a level of ``facts.places`` such as subdistrict,
    or None for the total alone. Rows: ``area`` (null for the total and, beside ``is_total`` False, for units
    without that value), ``is_total``, ``rate``, ``rate_zh``, ``rate_en``, ``denominator``, ``denominator_zh``,
    ``denominator_en``, counts ``all``, ``covered``, ``to_check`` (``state_unknown`` among them) and ``low`` =
    covered/all, ``high`` = (covered + to_check)/all. Suspended and closed units are in no count. A unit whose
    operating state is unknown is to_check whatever its mode. A row without units is not given.
    Raises ``WrongUsage`` where ``by`` is neither.
    """
    units = with_area(coverage.facts.places, coverage.units, by).filter(pl.col("activity") != "not_operating")
    parts = [
        _rate(_of_kinds(units, denominator), sense, denominator, total=total)
        for denominator in DENOMINATORS
        for sense in SENSES
        for total in ((True,) if by is None else (True, False))
    ]
    return pl.concat(parts)


def _of_kinds(units: pl.DataFrame, denominator: Denominator) -> pl.DataFrame:
    return units if denominator.kinds is None else units.filter(pl.col("kind").is_in(denominator.kinds))


def _rate(units: pl.DataFrame, sense: Sense, denominator: Denominator, *, total: bool) -> pl.DataFrame:
    stated = pl.col("activity") == "operating"
    covered = stated & (rank_of(pl.col("lower_mode")) >= sense.rank)
    to_check = ~stated | (~covered & (rank_of(pl.col("upper_mode")) >= sense.rank))
    counts = (
        units.with_columns(pl.when(pl.lit(total)).then(None).otherwise(pl.col("area")).alias("area"))
        .group_by("area")
        .agg(
            pl.len().cast(pl.Int64).alias("all"),
            covered.sum().cast(pl.Int64).alias("covered"),
            to_check.sum().cast(pl.Int64).alias("to_check"),
            (~stated).sum().cast(pl.Int64).alias("state_unknown"),
        )
        .sort("area", nulls_last=True)
    )
    return counts.select(
        "area",
        pl.lit(total).alias("is_total"),
        pl.lit(sense.code).alias("rate"),
        pl.lit(sense.zh).alias("rate_zh"),
        pl.lit(sense.en).alias("rate_en"),
        pl.lit(denominator.code).alias("denominator"),
        pl.lit(denominator.zh).alias("denominator_zh"),
        pl.lit(denominator.en).alias("denominator_en"),
        "all",
        "covered",
        "to_check",
        "state_unknown",
        (pl.col("covered") / pl.col("all")).alias("low"),
        ((pl.col("covered") + pl.col("to_check")) / pl.col("all")).alias("high"),
    )


def unit_counts(coverage: Coverage, by: str | None = None) -> pl.DataFrame:
    """Units by ``area`` (see :func:`rates`; null without ``by``) and ``class``.

    The class is the mode of an operating unit, else ``state_unknown`` or ``not_operating``. Column ``units``.
    """
    activity = pl.col("activity")
    found = (
        pl.when(activity == "operating")
        .then(pl.col("mode").cast(pl.String))
        .when(activity == "unknown")
        .then(pl.lit("state_unknown"))
        .otherwise(pl.lit("not_operating"))
    )
    return (
        with_area(coverage.facts.places, coverage.units, by)
        .group_by("area", found.alias("class"))
        .agg(pl.len().cast(pl.Int64).alias("units"))
        .sort("area", "class", nulls_last=True)
    )


def building_counts(coverage: Coverage, by: str | None = None) -> pl.DataFrame:
    """Buildings by ``area`` (a column of ``coverage.buildings`` or a level; null without ``by``) and ``mode``.

    Columns ``buildings``, ``households`` (sum of those known) and ``households_unknown`` (buildings without).
    """
    return (
        with_area(coverage.facts.places, coverage.buildings, by)
        .group_by("area", "mode")
        .agg(
            pl.len().cast(pl.Int64).alias("buildings"),
            pl.col("households").sum().alias("households"),
            pl.col("households").is_null().sum().cast(pl.Int64).alias("households_unknown"),
        )
        .sort("area", "mode", nulls_last=True)
    )


def with_area(places: pl.DataFrame, rows: pl.DataFrame, by: str | None) -> pl.DataFrame:
    """The rows with ``area``: the value of ``by`` where it is a column, the place of that level above, or null.

    ``places`` has id, level and parent; a row whose place has no such place above it has a null area.
    Raises ``WrongUsage`` where ``by`` is neither.
    """
    if by is None:
        return rows.with_columns(pl.lit(None, pl.String).alias("area"))
    if by in ("place", "kind", "use") and by in rows.columns:
        return rows.with_columns(pl.col(by).alias("area"))
    level = places.filter(pl.col("level") == by).select("id")
    if level.is_empty():
        raise WrongUsage(
            "分组依据应为 place、kind(单位)、use(楼宇),或本辖区内有的地方层级。",
            "Group by place, kind (units), use (buildings), or a level that places of this scope have.",
        )
    areas = (
        lineage(places)
        .join(level, left_on="ancestor", right_on="id", how="semi")
        .group_by("place")
        .agg(pl.col("ancestor").min().alias("area"))
    )
    return rows.join(areas, on="place", how="left")
