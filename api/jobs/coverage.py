"""The job ``coverage``: rates, or counts by mode, of a scope that is too large to be waited for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.answers import Answered
from api.jobs.declare import Cancelled, JobResult, Kind, Progress, Report, Scoped, Stopped
from api.routes.coverage import CountedBy
from api.routes.coverage_answering import with_names
from api.routes.coverage_columns import COUNTS, RATES
from graph.answers import BY_STAFF
from graph.disclosure.coverage import LISTS, STANDARD_THETA, refuse_theta
from graph.disclosure.roles import Role
from graph.opened import Graph

TITLES = {
    "rates": ("组织覆盖率与工作覆盖率", "rates of organisation and work coverage"),
    "buildings": ("各覆盖方式的楼栋数", "counts of buildings by mode of coverage"),
    "units": ("各覆盖方式的单位数", "counts of units by mode of coverage"),
}


class CoverageParameters(Scoped):
    """Parameters of the job."""

    table: Literal["rates", "buildings", "units"] = Field(
        default="rates", description="覆盖率,或楼栋、单位的数目 | rates, or counts of buildings or units"
    )
    by: CountedBy = Field(default="place", description="分组:社区、性质、用途(仅楼栋)或地点级别 | group by")
    theta: float = Field(
        default=STANDARD_THETA,
        gt=0,
        le=1,
        description="楼栋方式须达到的入驻人数占比 θ(只有数据管理员可改) | "
        "share of tenants' staff that a mode must hold for; only stewards may choose it",
    )


def run(graph: Graph, asked: CoverageParameters, report: Report, cancelled: Cancelled) -> JobResult:
    """The table that ``/v1/coverage/rates`` or ``/v1/coverage/counts`` gives, whole."""
    report(Progress("读取数据、判定覆盖方式", "reading facts and judging modes", 0.0))
    found = graph.coverage(asked.scope, as_of=asked.as_of, theta=asked.theta)
    if cancelled():
        raise Stopped
    report(Progress("汇总", "adding up", 0.8))
    rows = found.rates(asked.by) if asked.table == "rates" else found.counts(asked.by, what=asked.table)
    columns = RATES if asked.table == "rates" else COUNTS[asked.table]
    evidence = found.evidence
    answered = Answered(
        question="coverage/rates" if asked.table == "rates" else "coverage/counts",
        title_zh=TITLES[asked.table][0],
        title_en=TITLES[asked.table][1],
        as_of=evidence.as_of,
        scope=evidence.scope,
        parameters={"table": asked.table, "by": asked.by, "theta": asked.theta},
        version=evidence.version,
        sequence=evidence.sequence,
        synthetic=evidence.synthetic,
        columns=columns,
        rows=with_names(found, rows).select([column.name for column in columns]).to_dicts(),
        rows_used=evidence.rows_used,
    )
    return JobResult(answered, BY_STAFF if asked.theta != STANDARD_THETA else ())


def refuse(role: Role, asked: CoverageParameters) -> None:
    """Only stewards choose θ."""
    refuse_theta(role, asked.theta)


KIND = Kind("coverage", "组织覆盖汇总", "coverage in figures", CoverageParameters, LISTS, run, refuse)
