"""Why a row has its mode: the organisations that give it, a fixed chain of steps, and the cheapest remedy.

Built only for the ids asked about. No text holds a number of staff or members; such figures, and what tells of
them, pass the disclosure filter elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from graph.analysis.coverage.coverage import Coverage
from graph.analysis.coverage.duties import ROSTER_FRESH, lineage
from graph.analysis.coverage.gaps import asked as asked_mode
from graph.analysis.coverage.modes import BLANK, RANKS
from graph.analysis.coverage.reach import Neighbours, Reach, What, neighbours, reaching
from graph.analysis.coverage.remedies import REMEDIES, remedy

Step = dict[str, Any]

STEPS: dict[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    # code: (met), (not met), (not known or not applicable), each in Chinese and English
    "in_grid": (("已划入网格", "in a grid"), ("未划入网格", "in no grid"), ("", "")),
    "grid_has_organisation": (
        ("网格已有党组织覆盖", "the grid has an organisation"),
        ("网格没有党组织覆盖", "the grid has no organisation"),
        ("网格的党组织情况待核实", "whether the grid has an organisation is to be checked"),
    ),
    "named": (
        ("有党组织的覆盖范围列明了它", "an organisation's scope names it"),
        ("没有党组织的覆盖范围列明它", "no organisation's scope names it"),
        ("列明它的记录待核实", "a fact that names it is to be checked"),
    ),
    "duty_assigned": (
        ("兜底或指导已列明并落实责任", "the duty is named and somebody is responsible"),
        ("兜底或指导未列明或未落实到人", "the duty is blanket, or nobody is named as responsible"),
        ("没有兜底或指导的记录", "no duty of this kind is recorded"),
    ),
    "own_or_joint": (
        ("已单独或联合组建", "an organisation of its own, or a joint one"),
        ("", ""),
        ("暂不具备单独组建条件或情况待摸排", "not ready to form one, or not known"),
    ),
    "tenants_share": (
        (
            "达到所问方式的入驻单位人数占比达标",
            "tenants at the mode asked for have the share of staff needed",
        ),
        (
            "达到所问方式的入驻单位人数占比不足",
            "tenants at the mode asked for lack the share of staff needed",
        ),
        ("入驻单位或其人数不全,占比待摸排", "tenants or their staff are not known, so the share is open"),
    ),
    "roster_complete": (
        ("有一年内的完整组织名册", "a complete organisation roster, recent enough, holds it"),
        ("组织名册过旧或不完整", "the organisation roster is too old or not complete"),
        ("", ""),
    ),
    "dates_certain": (
        ("有关记录的时间确定", "the dates of the facts are certain"),
        ("", ""),
        ("有关记录的起止时间不确定", "a fact is date uncertain"),
    ),
    "described": (
        ("状态或用途已登记", "its operating state or use is recorded"),
        ("", ""),
        ("状态或用途未登记", "its operating state or use is not recorded"),
    ),
}
"""The chain, in its fixed order."""

_REASON = pl.Struct(
    {
        "step": pl.String,
        "met": pl.Boolean,
        "zh": pl.String,
        "en": pl.String,
        "evidence": pl.List(pl.String),
    }
)
_REMEDY = pl.Struct({"code": pl.String, "zh": pl.String, "en": pl.String, "evidence": pl.List(pl.String)})
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String,
    "asked": pl.String,
    "organisations": pl.List(pl.String),
    "reasons": pl.List(_REASON),
    "remedy": _REMEDY,
}


@dataclass(frozen=True)
class _Around:
    """What the rows asked about share: look-ups built once."""

    reaches: Mapping[str, list[Reach]]
    near: Neighbours
    rosters: Mapping[str, list[str]]
    tenants: Mapping[str, list[dict[str, Any]]]
    hosts: Mapping[str, list[str]]
    by_unit: Mapping[str, list[str]]


def explain(
    coverage: Coverage, ids: Iterable[str], *, what: What = "buildings", at_least: str | None = None
) -> pl.DataFrame:
    """Organisations, reasons and remedy of the rows with these ids, sorted by id; see ``SCHEMA``.

    ``organisations`` are the ids that give the certain mode; ``remedy`` is null where the mode asked for
    (``at_least``, else the default of the use or kind) is reached, where a building is vacant or a unit is not
    operating. Ids that are not there give no row. Raises ``WrongUsage`` for a mode that cannot be asked for.
    """
    evidence = coverage.building_evidence if what == "buildings" else coverage.unit_evidence
    wanted = evidence.filter(pl.col("id").is_in(list(ids))).with_columns(asked_mode(what, at_least).alias("asked"))
    around = _around(coverage, wanted, what)
    rows = [_explained(row, around, what) for row in wanted.sort("id").iter_rows(named=True)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _around(coverage: Coverage, wanted: pl.DataFrame, what: What) -> _Around:
    near_by = coverage.tenants.join(wanted.select("id"), left_on="building", right_on="id", how="semi")
    tenants: dict[str, list[dict[str, Any]]] = {}
    for row in near_by.sort("unit", "building").iter_rows(named=True):
        tenants.setdefault(row["building"], []).append(row)
    certain = coverage.duties.filter((pl.col("target_type") == "Unit") & (pl.col("liveness") == "live")).join(
        near_by.select("unit"), left_on="target", right_on="unit", how="semi"
    )
    by_unit: dict[str, list[str]] = {}
    best = certain.filter(pl.col("rank") == pl.col("rank").max().over("target"))
    for row in best.sort("organisation").iter_rows(named=True):
        by_unit.setdefault(row["target"], []).append(row["organisation"])
    return _Around(
        reaches=reaching(coverage, wanted, what),
        near=neighbours(coverage),
        rosters=_rosters(coverage, wanted, what),
        tenants=tenants,
        hosts={one: [one] for one in wanted["id"]} if what == "buildings" else _hosts(coverage, wanted),
        by_unit=by_unit,
    )


def _hosts(coverage: Coverage, wanted: pl.DataFrame) -> dict[str, list[str]]:
    """Per unit the buildings that it is in."""
    tenancies = coverage.facts.tenancies.filter(pl.col("liveness") == "live")
    grouped = tenancies.join(wanted.select("id"), left_on="unit", right_on="id").group_by("unit").agg("building")
    return dict(grouped.iter_rows())


def _rosters(coverage: Coverage, wanted: pl.DataFrame, what: What) -> dict[str, list[str]]:
    """Per id the scopes of the complete editions, dated no later than the day asked, that hold it."""
    facts = coverage.facts
    keys = ("place",) if what == "units" else ("place", "compound")
    lying = pl.concat([wanted.select("id", pl.col(key).alias("lies_in")) for key in keys]).drop_nulls()
    held = facts.editions.filter(pl.col("complete") & (pl.col("edition_date") <= facts.as_of))
    pairs = lineage(facts.places, also=lying["lies_in"])
    grouped = (
        lying.join(pairs, left_on="lies_in", right_on="place")
        .join(held, left_on="ancestor", right_on="scope", how="semi")
        .group_by("id")
        .agg(pl.col("ancestor").unique().sort())
    )
    return dict(grouped.iter_rows())


def _explained(row: dict[str, Any], around: _Around, what: What) -> Step:
    reaches = around.reaches.get(row["id"], [])
    asked = RANKS[row["asked"]]
    return {
        "id": row["id"],
        "asked": row["asked"],
        "organisations": _giving(row, reaches, around),
        "reasons": _chain(row, reaches, asked, around, what),
        "remedy": _remedy(row, reaches, asked, around, what),
    }


def _giving(row: dict[str, Any], reaches: list[Reach], around: _Around) -> list[str]:
    lower = row["lower"]
    if lower == BLANK or row["vacant"]:
        return []
    found = {reach.organisation for reach in reaches if reach.certain and reach.rank == lower}
    if row.get("tenant_lower") == lower and row["use"] != "residential":
        for tenant in around.tenants.get(row["id"], []):
            if tenant["sure"] and tenant["lower"] >= lower:
                found.update(around.by_unit.get(tenant["unit"], []))
    return sorted(found)


def _chain(row: dict[str, Any], reaches: list[Reach], asked: int, around: _Around, what: What) -> list[Step]:
    in_grid = row["grid"] is not None
    by_grid = [reach for reach in reaches if reach.way == "grid"]
    # A compound's organisation names its housing; for an office in it, it is a duty over the area.
    names = ("named", "estate") if row.get("use") in (None, "residential", "mixed") else ("named",)
    named = [reach for reach in reaches if reach.way in names]
    duties = [reach for reach in reaches if reach.assigned is not None]
    assigned = [reach for reach in duties if reach.rank > RANKS["nominal"]]
    formed = [reach for reach in reaches if reach.rank >= RANKS["joint"]]
    unsure = [reach for reach in reaches if not reach.certain and reach.rank > row["lower"]]
    chain = [
        _step("in_grid", in_grid, [row["grid"]] if in_grid else []),
        _step("grid_has_organisation", _found(by_grid) if in_grid else None, _ids(by_grid)),
        _step("named", _found(named), _ids(named)),
        _step("duty_assigned", _found(assigned) if duties else None, _ids(assigned or duties)),
        _step("own_or_joint", True if _found(formed) else None, _ids(formed)),
    ]
    if what == "buildings" and row["use"] != "residential":
        chain.append(_tenants_step(row, asked, around))
    undated = row["liveness"] != "live" or unsure or "date_uncertain" in row["to_check_because"]
    known = row["use"] is not None if what == "buildings" else row["activity"] != "unknown"
    return [
        *chain,
        _step("roster_complete", row["roster"] == ROSTER_FRESH, around.rosters.get(row["id"], [])),
        _step("dates_certain", None if undated else True, _ids(unsure)),
        _step("described", True if known else None, []),
    ]


def _tenants_step(row: dict[str, Any], asked: int, around: _Around) -> Step:
    """The tenants' share at the mode asked for; evidence are the tenants that are not surely there."""
    below = sorted({one["unit"] for one in around.tenants.get(row["id"], []) if one["lower"] < asked})
    met = True if row["tenant_lower"] >= asked else None if row["tenant_upper"] >= asked else False
    return _step("tenants_share", met, below)


def _found(reaches: list[Reach]) -> bool | None:
    """True with a certain fact, None with uncertain ones only, False with none."""
    if any(reach.certain for reach in reaches):
        return True
    return None if reaches else False


def _ids(reaches: list[Reach]) -> list[str]:
    return sorted({reach.organisation for reach in reaches})


def _step(code: str, met: bool | None, evidence: list[str]) -> Step:
    zh, en = STEPS[code][{True: 0, False: 1, None: 2}[met]]
    return {"step": code, "met": met, "zh": zh, "en": en, "evidence": evidence}


def _remedy(row: dict[str, Any], reaches: list[Reach], asked: int, around: _Around, what: What) -> Step | None:
    idle = row["vacant"] or row.get("activity") == "not_operating"
    if idle or RANKS[row["lower_mode"]] >= asked:
        return None
    near = around.near.near(around.hosts.get(row["id"], []), row["grid"])
    may_reach = RANKS[row["upper_mode"]] >= asked
    housing = what == "buildings" and row["use"] == "residential"
    code = remedy(asked, may_reach, row["to_check_because"], reaches, near, housing=housing)
    zh, en = REMEDIES[code]
    return {"code": code, "zh": zh, "en": en, "evidence": near if code == "extend_joint" else []}
