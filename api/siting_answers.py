"""A plan of new venues as the API tells it; the same from the endpoint and from a job."""

from __future__ import annotations

from typing import Any, Final, Literal

import polars as pl
from pydantic import Field

from api.answers import Answered, Shown
from api.jobs.declare import Scoped
from api.schemas import Schema
from graph.analysis.siting import AT_ONCE, Effort
from graph.analysis.walking import Walk
from graph.answers.siting import ModelName, Siting
from graph.evidence.siting import BUILDINGS, USES, Source, Weight
from graph.model.types.place import LEVELS
from graph.opened import Graph

Of = Literal[(BUILDINGS, *LEVELS)]  # type: ignore[valid-type]
NAMED: Final = 100
"""Demands that an answer names of those left beyond reach, and of those to check; all are counted."""
MOST_POINTS: Final = 500
LONGEST_SOLVING: Final = 3600.0
TITLE: Final = ("选址方案", "plan of new venues")
COLUMNS: Final = (
    Shown("order", "integer", "顺序", "sites in the order in which each adds most; null for a point that adds nothing"),
    Shown("site", "text", "编号", "id of the venue or building, or at:1, at:2 … for points given"),
    Shown("name", "text", "名称", "name at the date"),
    Shown("kind", "text", "来源", "roster, buildings or points"),
    Shown("place", "text", "社区编号", "id of the place that it lies in"),
    Shown("place_name", "text", "社区", "name of that place"),
    Shown("longitude", "number", "经度", "WGS-84 longitude, °; null where only a table of ways places it"),
    Shown("latitude", "number", "纬度", "WGS-84 latitude, °"),
    Shown("gain", "number", "增益", "what it adds to the objective, after those before it; see summary.objective"),
    Shown("newly_covered", "integer", "新覆盖数", "buildings or places that come within reach by it"),
    Shown("newly_weight", "number", "新覆盖权重", "their weight: households, residents or one each"),
    Shown("covered", "integer", "累计覆盖数", "buildings or places within reach up to it, open venues included"),
    Shown("covered_weight", "number", "累计覆盖权重", "their weight"),
    Shown("share", "number", "累计覆盖率", "covered as a share of all that have a position"),
    Shown("weight_share", "number", "累计覆盖权重比", "covered_weight as a share of all weight"),
)
SUMMARY: Final[Schema] = {
    "type": "object",
    "description": "目标、数值与界、前后对比、仍未覆盖和待摸排 | objective, value and bound, before and after, what is "
    f"left and what is to check (the first {NAMED} by name)",
}


class SitingParameters(Scoped):
    """Parameters of siting, as a job takes them and the endpoint has them in its query."""

    sites: int | None = Field(
        default=None, ge=1, le=10_000, description="新增站点数;集合覆盖(lscp)不填 | new sites; not with lscp"
    )
    model: ModelName = Field(
        default="mclp",
        description="最大覆盖 mclp、集合覆盖 lscp、带备份 lscp_backup、p-中位 p_median、p-中心 p_center | "
        "location model",
    )
    of: Of = Field(default=BUILDINGS, description="为谁选址:楼栋,或某级地点 | buildings, or places of a level")
    weight: Weight = Field(
        default="households",
        description="权重:户数 households、人口 population(仅地点,仅数据管理员)、同等 equal | "
        "what each counts for; population is of places, for stewards",
    )
    candidates: Source | None = Field(
        default=None,
        description="备选来源:名册备选点 roster、楼栋 buildings、给定点 points | where candidates come from",
    )
    uses: list[str] = Field(
        default=list(USES), max_length=10, description="哪些用途的楼栋可作备选 | uses of buildings that can be chosen"
    )
    at: list[tuple[float, float]] = Field(
        default=[], max_length=MOST_POINTS, description="给定点:经度,纬度(WGS-84) | points to try: longitude, latitude"
    )
    minutes: float = Field(default=5.0, gt=0, le=240, description="步行时限,分钟 | walking time, minutes")
    speed: float = Field(default=1.0, gt=0, le=5, description="步行速度,米/秒 | walking speed, m/s")
    reach: float | None = Field(
        default=None, gt=0, le=1e6, description="服务半径,米;不填按时限和速度 | reach in metres instead of minutes"
    )
    farthest: float | None = Field(
        default=None, gt=0, le=1e6, description="取距离的上限,米;默认三倍半径 | metres up to which ways are looked for"
    )
    capacities: bool = Field(default=False, description="按名册的可服务户数限制 | bound venues by their capacity")
    area_m2: float | None = Field(default=None, gt=0, le=1e6, description="新站点面积,㎡ | floor area of a new venue")

    def solved(self, graph: Graph, *, exact: bool = False, seconds: float = 60.0, effort: Effort = AT_ONCE) -> Siting:
        """The plan."""
        return graph.siting(
            self.scope,
            self.sites,
            model=self.model,
            as_of=self.as_of,
            exact=exact,
            seconds=seconds,
            effort=effort,
            of=self.of,
            weight=self.weight,
            candidates=self.candidates,
            uses=tuple(self.uses),
            points=tuple(self.at),
            walk=Walk(minutes=self.minutes, speed=self.speed, elders_speed=min(Walk().elders_speed, self.speed)),
            reach=self.reach,
            farthest=self.farthest,
            capacities=self.capacities,
            area_m2=self.area_m2,
        )


def answered(found: Siting) -> Answered:
    """The whole plan, with its summary."""
    state = found.evidence.reading.state
    return Answered(
        question="siting",
        title_zh=TITLE[0],
        title_en=TITLE[1],
        as_of=found.as_of,
        scope=found.evidence.scope,
        parameters=found.parameters,
        version=state.version,
        sequence=state.sequence,
        synthetic=state.synthetic,
        columns=COLUMNS,
        rows=found.plan.select([column.name for column in COLUMNS]).to_dicts(),
        rows_used=found.evidence.rows_used,
        summary={
            **found.summary,
            "following": found.following.to_dicts(),
            "uncovered_first": _named(found.uncovered),
            "to_check_first": _named(found.to_check),
            "sites_without_position_first": _named(found.evidence.sites_without_position),
        },
    )


def _named(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return rows.head(NAMED).select("id", "name").to_dicts()
