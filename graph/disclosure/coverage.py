"""What of a coverage answer a role may see: the public reads aggregates by community, never a list of gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import polars as pl

from graph.analysis.coverage import REMEDIES
from graph.disclosure.bands import NOT_SAID
from graph.disclosure.roles import Role
from graph.errors import Refused
from graph.evidence.covering import CoveringEvidence
from graph.questions.asking import Scope

LISTS = frozenset({Role.PLANNER, Role.RESEARCHER, Role.STEWARD})
"""Roles that may see single buildings and units with their modes."""


def refuse_lists(role: Role) -> None:
    """Raise Refused where the role may not see which building or unit lacks an organisation."""
    if role not in LISTS:
        raise Refused(
            f"角色 {role.value} 只能看到按社区汇总的覆盖率,看不到具体楼栋和单位的名单",
            f"the role {role.value} sees coverage by community only, never which building or unit lacks it",
        )


STANDARD_THETA = 0.5
"""Share of tenants' staff at which a mode is a building's; every other one is for stewards."""


def refuse_theta(role: Role, theta: float) -> None:
    """Raise Refused where the role may not choose θ: moving it step by step finds out the staff of single tenants."""
    if theta != STANDARD_THETA and role is not Role.STEWARD:
        raise Refused(
            f"θ 只有数据管理员可以改(默认 {STANDARD_THETA}):逐步调整它就能推算出单位人数",
            f"only stewards may choose theta (it is {STANDARD_THETA}): moving it would tell the staff of units",
        )


def refuse_population(role: Role, weight: str) -> None:
    """Raise Refused where the role may not weigh by residents: what a site adds would tell their number."""
    if weight == "population" and role is not Role.STEWARD:
        raise Refused(
            "按人口计权只有数据管理员可用;请按户数(households)或同等(equal)计权",
            "weights by population are for stewards: weigh by households, or all alike (equal)",
        )


def without_staff(evidence: CoveringEvidence) -> CoveringEvidence:
    """The evidence without the staff of single tenants: it decides modes, and nobody reads it from a coverage."""
    blank = evidence.facts.tenancies.with_columns(pl.lit(None, pl.Float64).alias("staff"))
    return replace(evidence, facts=replace(evidence.facts, tenancies=blank))


def coarsened(explained: pl.DataFrame, role: Role) -> pl.DataFrame:
    """Reasons and remedies as a role may read them: of staff and members one sentence, but to stewards.

    Whether the tenants' share is short or not known tells of their staff, and so does what would settle it.
    """
    if role is Role.STEWARD:
        return explained
    rows = [
        {**row, "reasons": [_coarse_step(step) for step in row["reasons"]], "remedy": _coarse_remedy(row["remedy"])}
        for row in explained.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=explained.schema, orient="row")


def _coarse_step(step: dict[str, Any]) -> dict[str, Any]:
    if step["step"] not in STAFF_STEPS or step["met"] is True:
        return step
    return {**step, "met": None, "zh": NOT_SAID[0], "en": NOT_SAID[1], "evidence": []}


def _coarse_remedy(remedy: dict[str, Any] | None) -> dict[str, Any] | None:
    if remedy is None or remedy["code"] not in STAFF_REMEDIES:
        return remedy
    code = STAFF_REMEDIES[remedy["code"]]
    return {**remedy, "code": code, "zh": REMEDIES[code][0], "en": REMEDIES[code][1]}


STAFF_STEPS = frozenset({"tenants_share"})
"""Steps of an explanation that rest on numbers of people."""
STAFF_REMEDIES = {"survey_staff": "survey_tenants"}
"""Remedies that tell of numbers of people, each with what is said instead."""

SMALLEST = 10
"""Units or buildings of one community below which the public reads no figure: one society in a community is a name."""


def refuse_grouping(role: Role, by: str | None) -> None:
    """Raise Refused where the public groups rates by anything but the place: crossing groups tells single units."""
    if role not in LISTS and by not in (None, "place"):
        raise Refused(
            f"角色 {role.value} 只能看按社区(by=place)汇总的覆盖率",
            f"the role {role.value} reads coverage by community (by=place) only",
        )


def released_rates(rates: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Rates by place within a scope as the public reads them: those of small denominators are withheld (null).

    ``rates`` are of the whole graph: were it decided in each scope what is withheld, two scopes would tell together.
    So a total of a scope is the sum of what is told of its parts, and withheld where one of them is.
    """
    parts = rates.filter(~pl.col("is_total"))
    totals = rates.filter(pl.col("is_total") & (pl.col("all") < SMALLEST))
    keys = ["is_total", "rate", "denominator", "area"]
    hidden = pl.concat([_hidden(parts, ["rate", "denominator"], "all").select(keys), totals.select(keys)])
    told = _withheld(rates, hidden, keys, [*_figures(rates), "low", "high"])
    if scope.id is None:
        return told
    inside = told.filter(~pl.col("is_total") & pl.col("area").is_in(scope.places))
    return pl.concat([_total(inside), inside])


def released_sense_rates(rates: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Rates of the senses by place (of the whole graph) as the public reads them, over buildings of place and tie.

    Households of a few buildings, and which building no organisation reaches, would tell of single ones.
    """
    told = rates.filter((pl.col("denominator") == "buildings") & (pl.col("rate") != "organisation"))
    return released_rates(told, scope)


def released_place_rates(rates: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Rates of the place sense at its four speeds by place (of the whole graph), as the public reads them."""
    told = rates.filter(pl.col("denominator") == "buildings").rename({"line": "rate"})
    return released_rates(told, scope).rename({"rate": "line"})


def refuse_parameters(role: Role, chosen: Iterable[str]) -> None:
    """Raise Refused where the public chooses how far to walk or what to count: step by step it tells of buildings."""
    named = "、".join(sorted(chosen))
    if named and role not in LISTS:
        raise Refused(
            f"角色 {role.value} 只能按标准口径看覆盖率,不能改 {named}",
            f"the role {role.value} reads coverage by the standard parameters, and may not choose {named}",
        )


COUNTED = ("all", "covered", "to_check", "state_unknown", "unknown")


def _total(parts: pl.DataFrame) -> pl.DataFrame:
    """Total rows of parts: null where any of them is withheld."""
    keys = ["rate", "denominator"]
    named = [name for name in parts.columns if name not in (*keys, *COUNTED, "low", "high", "area", "is_total")]
    figures = _figures(parts)
    sums = (pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(name) for name in figures)
    return (
        parts.group_by(keys, maintain_order=True)
        .agg(*(pl.col(name).first() for name in named), *sums)
        .with_columns(
            pl.lit(None, pl.String).alias("area"),
            pl.lit(True).alias("is_total"),
            (pl.col("covered") / pl.col("all")).alias("low"),
            ((pl.col("covered") + pl.col("to_check")) / pl.col("all")).alias("high"),
        )
        .select(parts.columns)
    )


def _figures(rates: pl.DataFrame) -> list[str]:
    """The counts that there are of a rate."""
    return [name for name in COUNTED if name in rates.columns]


def _hidden(areas: pl.DataFrame, within: list[str], size: str) -> pl.DataFrame:
    """The areas to withhold within each group: the small ones, and the next until what is withheld is not small."""
    before = (pl.col(size).cum_sum() - pl.col(size)).over(within).alias("before")
    small = (pl.col(size) < SMALLEST).any().over(within).alias("small")
    ranked = areas.sort(size, "area").with_columns(before, small)
    return ranked.filter((pl.col(size) < SMALLEST) | (pl.col("small") & (pl.col("before") < SMALLEST)))


def _withheld(frame: pl.DataFrame, hidden: pl.DataFrame, keys: list[str], figures: list[str]) -> pl.DataFrame:
    marked = frame.join(
        hidden.select(keys).with_columns(pl.lit(True).alias("hidden")),
        on=keys,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    kept = pl.col("hidden").is_null()
    return marked.with_columns(pl.when(kept).then(pl.col(name)).alias(name) for name in figures).drop("hidden")
