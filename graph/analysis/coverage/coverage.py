"""Which organisation covers each unit and building: modes with bounds, from the facts of one day.

Every row has a ``lower`` mode, which is certain, and an ``upper`` mode, which nothing recorded excludes. The mode
reported is the lower one where it is a covered mode (territorial or better) or where both agree; else to_check.
So an uncertain fact never makes covered, and a certain mode is never lost because something better is uncertain.

Rules of the upper bound. A date-uncertain fact may hold. Blank and nominal need a complete edition of an
organisation roster, at most ``freshness_days`` old, whose scope holds the unit or building; without it anything
may be missing. The best mode known is not doubted for want of a roster: only a gap has to be proven.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.analysis.coverage.duties import ROSTER_FRESH, ROSTER_NONE, by_target, ranked, territory
from graph.analysis.coverage.facts import CoveringFacts
from graph.analysis.coverage.modes import BEST, BLANK, MODE, NOMINAL, TERRITORIAL, mode_at
from graph.analysis.coverage.questions_open import because
from graph.analysis.coverage.tenants import tenant_bounds, tenant_rows
from graph.errors import WrongUsage

_BEST = pl.lit(BEST, pl.Int8)


@dataclass(frozen=True)
class Coverage:
    """Organisation coverage of a scope at ``facts.as_of``.

    ``buildings``: id, name, use, place, place_name, households, mode, lower_mode, upper_mode (``MODE``; null
    bounds where vacant), to_check_because (codes of ``questions_open``). ``units``: id, name, kind, place,
    place_name, ``activity`` (operating, not_operating: suspended or closed, unknown) and the same modes.
    ``building_evidence`` and ``unit_evidence`` hold, in the same order of ids, the ranks behind a mode; ``tenants``
    the tenancies that count for a building; ``duties`` the covering facts with their rank. They are there to be
    explained, see ``reasons.explain``.
    """

    buildings: pl.DataFrame
    units: pl.DataFrame
    building_evidence: pl.DataFrame
    unit_evidence: pl.DataFrame
    tenants: pl.DataFrame
    duties: pl.DataFrame
    facts: CoveringFacts
    theta: float
    freshness_days: int


def cover(facts: CoveringFacts, *, theta: float = 0.5, freshness_days: int = 366) -> Coverage:
    """Decide the mode of every unit and building.

    ``theta`` in (0, 1] is the share of tenants' staff that a building's mode must hold for; ``freshness_days``
    the age up to which a complete organisation roster proves a gap. Raises ``WrongUsage`` outside these ranges.
    """
    if not 0 < theta <= 1 or freshness_days < 0:
        raise WrongUsage(
            "θ 应大于 0 且不大于 1,名册有效天数不能为负。",
            "theta must lie in (0, 1] and freshness_days must not be negative.",
        )
    duties = ranked(facts.covering)
    land = territory(facts, duties, freshness_days)
    tenant_units = _units(facts, duties, land)
    units = tenant_units.join(facts.guests, on="id", how="anti", maintain_order="left")
    tenants = tenant_rows(facts.tenancies, _with_business(facts.buildings), tenant_units)
    buildings = _buildings(facts, duties, land, tenant_bounds(tenants, facts.buildings.height, theta))
    return Coverage(
        buildings=buildings.select("id", "name", "use", "place", "place_name", "households", *_FOUND),
        units=units.select("id", "name", "kind", "place", "place_name", "activity", *_FOUND),
        building_evidence=buildings,
        unit_evidence=units,
        tenants=tenants,
        duties=duties,
        facts=facts,
        theta=theta,
        freshness_days=freshness_days,
    )


_FOUND = ("mode", "lower_mode", "upper_mode", "to_check_because")


def _units(facts: CoveringFacts, duties: pl.DataFrame, land: pl.DataFrame) -> pl.DataFrame:
    """Units, guests too, with rank bounds: what names them counts in full, a duty over where they are as nominal."""
    host = by_target(duties, "Building", "host")
    tenancies = facts.tenancies.join(host, left_on="building", right_on="target")
    certain_host = (pl.col("liveness") == "live") & (pl.col("host_certain") > 0)
    hosted = tenancies.group_by("unit").agg(
        certain_host.any().cast(pl.Int8).alias("host_certain"),
        pl.lit(NOMINAL, pl.Int8).alias("host_possible"),
    )
    reached = (
        pl.concat([facts.units, facts.guests])
        .join(by_target(duties, "Unit", "named"), left_on="id", right_on="target", how="left")
        .join(by_target(duties, "Grid", "grid"), left_on="grid", right_on="target", how="left")
        .join(land, on="place", how="left")
        .join(hosted, left_on="id", right_on="unit", how="left")
    )
    state = pl.col("operating_state")
    activity = (
        pl.when(state.is_null())
        .then(pl.lit("unknown"))
        .when(state == "operating")
        .then(pl.lit("operating"))
        .otherwise(pl.lit("not_operating"))
    )
    bounded = reached.with_columns(
        *_numbers("named", "grid", "blanket", "host"),
        pl.col("roster").fill_null(ROSTER_NONE),
        activity.alias("activity"),
    ).with_columns(
        _better("named_certain", *_nominal("certain")).alias("lower"),
        _better("named_possible", *_nominal("possible")).alias("upper"),
    )
    bounded = bounded.with_columns(
        _without_roster("lower", "upper"),
        pl.lit(False).alias("vacant"),
        pl.lit(False).alias("maybe_vacant"),
    )
    return _decided(bounded, is_unit=True)


def _buildings(facts: CoveringFacts, duties: pl.DataFrame, land: pl.DataFrame, tenants: pl.DataFrame) -> pl.DataFrame:
    """Buildings with rank bounds of their housing and business use, put together by what they are used for."""
    compound = land.select(pl.all().name.suffix("_compound"))
    reached = (
        facts.buildings.hstack(tenants)
        .join(by_target(duties, "Building", "named"), left_on="id", right_on="target", how="left")
        .join(by_target(duties, "Grid", "grid"), left_on="grid", right_on="target", how="left")
        .join(by_target(duties, "Place", "estate"), left_on="compound", right_on="target", how="left")
        .join(land, on="place", how="left")
        .join(compound, left_on="compound", right_on="place_compound", how="left")
    )
    known = reached.with_columns(
        *_numbers("named", "grid", "estate"),
        *(
            _better(column, f"{column}_compound").alias(column)
            for column in ("roster", "blanket_certain", "blanket_possible")
        ),
    )
    blanket = ("blanket", "grid")
    housing = ("named", "estate", "grid")
    bounds = known.with_columns(
        _better(*(f"{by}_certain" for by in housing), "blanket_certain").alias("housing_lower"),
        _better(*(f"{by}_possible" for by in housing), "blanket_possible").alias("housing_upper"),
        _better("named_certain", *_nominal("certain", blanket), "tenant_lower").alias("business_lower"),
        _better("named_possible", *_nominal("possible", blanket), "tenant_upper").alias("business_upper"),
    ).with_columns(
        _without_roster("housing_lower", "housing_upper"),
        _without_roster("business_lower", "business_upper"),
    )
    stated = (
        (pl.col("operating") == "vacant") & (pl.col("households").fill_null(0) == 0) & (pl.col("liveness") == "live")
    ).fill_null(False)
    used = bounds.with_columns(
        *(_by_use(bound) for bound in ("lower", "upper")),
        (stated & ~pl.col("has_tenants")).alias("vacant"),
        # Tenants that may not be there neither confirm that it is empty nor that it is not.
        (stated & pl.col("has_tenants") & ~pl.col("tenants_sure")).alias("maybe_vacant"),
    )
    return _decided(used, is_unit=False)


def _with_business(buildings: pl.DataFrame) -> pl.DataFrame:
    """Buildings whose tenants matter, with their position: all but housing, and what is stated vacant."""
    matters = (pl.col("use") != "residential").fill_null(True) | (pl.col("operating") == "vacant").fill_null(False)
    return buildings.with_row_index("at").filter(matters).select(pl.col("id").alias("building"), "at")


def _by_use(bound: str) -> pl.Expr:
    """Housing by its organisations, business by its tenants too, mixed the worse, unknown use either of them."""
    housing, business = pl.col(f"housing_{bound}"), pl.col(f"business_{bound}")
    worse, better = pl.min_horizontal(housing, business), pl.max_horizontal(housing, business)
    return (
        pl.when(pl.col("use") == "residential")
        .then(housing)
        .when(pl.col("use") == "mixed")
        .then(worse)
        .when(pl.col("use").is_null())
        .then(worse if bound == "lower" else better)
        .otherwise(business)
        .alias(bound)
    )


def _decided(bounded: pl.DataFrame, *, is_unit: bool) -> pl.DataFrame:
    """Add mode, lower_mode, upper_mode and to_check_because; a row that is itself date uncertain is to_check."""
    dated = (pl.col("liveness") == "live") & ~pl.col("maybe_vacant")
    certain = (pl.col("lower") >= TERRITORIAL) | (pl.col("lower") == pl.col("upper"))
    open_ = (pl.col("lower") != pl.col("upper")) | ~dated
    mode = (
        pl.when("vacant")
        .then(pl.lit("vacant", MODE))
        .when(dated & certain)
        .then(mode_at(pl.col("lower")))
        .otherwise(pl.lit("to_check", MODE))
    )
    if is_unit:
        open_ = open_ | (pl.col("activity") == "unknown")
    undecided = bounded.with_columns((open_ & ~pl.col("vacant")).alias("undecided"))
    # Of a row that may not be there at all, neither that it is covered nor that it is a gap is certain.
    bounds = {"lower": BLANK, "upper": BEST}
    return undecided.with_columns(
        mode.alias("mode"),
        *(
            pl.when(~pl.col("vacant"))
            .then(mode_at(pl.when(dated).then(pl.col(bound)).otherwise(pl.lit(widest, pl.Int8))))
            .alias(f"{bound}_mode")
            for bound, widest in bounds.items()
        ),
        because(undecided, is_unit=is_unit),
    )


def _numbers(*prefixes: str) -> list[pl.Expr]:
    return [pl.col(f"{prefix}_{bound}").fill_null(0) for prefix in prefixes for bound in ("certain", "possible")]


def _better(*columns: str | pl.Expr) -> pl.Expr:
    """The greatest of columns, nulls left out; 0 where all are null."""
    return pl.max_horizontal(*columns).fill_null(0)


def _nominal(bound: str, prefixes: tuple[str, ...] = ("grid", "blanket", "host")) -> list[pl.Expr]:
    """A duty over a territory reaches what lies in it as nominal, whatever its own mode."""
    return [pl.col(f"{prefix}_{bound}").clip(0, NOMINAL) for prefix in prefixes]


def _without_roster(lower: str, upper: str) -> pl.Expr:
    """The upper bound, opened to the best mode where a gap is not proven by a fresh complete roster."""
    unproven = (pl.col(lower) < TERRITORIAL) & (pl.col("roster") != ROSTER_FRESH)
    return pl.when(unproven).then(_BEST).otherwise(pl.col(upper)).alias(upper)
