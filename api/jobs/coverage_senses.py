"""Jobs ``coverage_patterns``, ``coverage_change`` and ``coverage_catchment``: tables of the three senses of a city."""

from __future__ import annotations

from pydantic import Field

from api.answers import Answered
from api.jobs.declare import Cancelled, JobResult, Kind, Progress, Report, Scoped, Stopped
from api.parameters import Day
from api.routes.coverage_answering import Made
from api.routes.coverage_parameters import STANDARD, LayerCode, Mode, PlacedBy, SenseCode, walk_of
from api.routes.coverage_tables import (
    CATCHMENT_TITLE,
    CHANGE_TITLE,
    PATTERNS_TITLE,
    CatchmentTable,
    ChangeTable,
    catchment_of,
    change_of,
    patterns_of,
)
from graph.analysis.coverage.tie_sense import CADENCE
from graph.answers import Coverage, What
from graph.disclosure.coverage import LISTS
from graph.disclosure.roles import Role
from graph.opened import Graph


class Walked(Scoped):
    """Parameters of the place sense."""

    by: PlacedBy = Field(default="place", description="分组:社区或地点级别 | group by community, or a level of places")
    minutes: float = Field(
        default=STANDARD.minutes, gt=0, le=120, description="步行时限(分钟)| minutes on foot, inclusive"
    )
    speed: float = Field(default=STANDARD.speed, gt=0, le=5, description="标准步速(米/秒)| walking speed, m/s")
    elders_speed: float = Field(
        default=STANDARD.elders_speed, gt=0, le=5, description="适老步速(米/秒)| walking speed of elders, m/s"
    )


class PatternsJob(Walked):
    """Parameters of ``/v1/coverage/patterns``."""

    at_least: Mode | None = Field(
        default=None,
        description="组织覆盖至少要达到的方式;不填按用途或性质 | the least mode asked; by use or kind if left out",
    )
    layer: LayerCode | None = Field(
        default=None, description="只看哪一类共建,不填不限 | which layer of events counts, any if left out"
    )
    cadence: int = Field(
        default=CADENCE,
        ge=1,
        le=3660,
        description="没有约定频次时多少天内应有共建 | days within which an event is due",
    )


class ChangeJob(PatternsJob):
    """Parameters of ``/v1/coverage/change``."""

    since: Day = Field(description="与哪一天比 | the earlier date")
    what: What = Field(default="buildings", description="楼栋或单位 | buildings or units")
    sense: SenseCode = Field(default="organisation", description="哪一种覆盖 | which of the three senses")
    table: ChangeTable = Field(
        default="counts", description="逐个、按变化计数,或覆盖率之差 | rows, counts or differences of rates"
    )


class CatchmentJob(Walked):
    """Parameters of ``/v1/coverage/catchment``."""

    table: CatchmentTable = Field(default="equity", description="楼栋、阵地,或均等程度 | which table")
    enhanced: bool = Field(
        default=False, description="5、10、15 分钟三圈加权(E2SFCA)| three weighted zones instead of one reach"
    )


def _patterns(graph: Graph, asked: PatternsJob, report: Report, cancelled: Cancelled) -> JobResult:
    found = _covered(graph, asked, report, cancelled, layer=asked.layer, cadence=asked.cadence)
    made = patterns_of(found, graph.role, by=asked.by, at_least=asked.at_least)
    return _result("patterns", PATTERNS_TITLE, found, made)


def _change(graph: Graph, asked: ChangeJob, report: Report, cancelled: Cancelled) -> JobResult:
    found = _covered(graph, asked, report, cancelled, layer=asked.layer, cadence=asked.cadence)
    made = change_of(
        found,
        asked.since,
        what=asked.what,
        sense=asked.sense,
        table=asked.table,
        by=asked.by,
        at_least=asked.at_least,
    )
    return _result("change", CHANGE_TITLE, found, made)


def _catchment(graph: Graph, asked: CatchmentJob, report: Report, cancelled: Cancelled) -> JobResult:
    found = _covered(graph, asked, report, cancelled)
    made = catchment_of(found, table=asked.table, by=asked.by, enhanced=asked.enhanced)
    return _result("catchment", CATCHMENT_TITLE, found, made)


def _covered(
    graph: Graph,
    asked: Walked,
    report: Report,
    cancelled: Cancelled,
    *,
    layer: LayerCode | None = None,
    cadence: int = CADENCE,
) -> Coverage:
    report(Progress("读取数据、判定覆盖方式", "reading facts and judging modes", 0.0))
    walk = walk_of(asked.minutes, asked.speed, asked.elders_speed)
    found = graph.coverage(asked.scope, as_of=asked.as_of, walk=walk, layer=layer, cadence=cadence)
    if cancelled():
        raise Stopped
    report(Progress("计算步行与共建、汇总", "walks, ties and sums", 0.5))
    return found


def _result(name: str, title: tuple[str, str], found: Coverage, made: Made) -> JobResult:
    evidence = found.evidence
    answered = Answered(
        question=f"coverage/{name}",
        title_zh=title[0],
        title_en=title[1],
        as_of=evidence.as_of,
        scope=evidence.scope,
        parameters={**made.named, **found.parameters},
        version=evidence.version,
        sequence=evidence.sequence,
        synthetic=evidence.synthetic,
        columns=made.columns,
        rows=made.rows.select([column.name for column in made.columns]).to_dicts(),
        rows_used=found.rows_used,
    )
    return JobResult(answered, tuple(made.seen))


def _refuse_walk(role: Role, asked: Walked) -> None:
    """A walk that elders take faster is refused before it waits in the queue."""
    walk_of(asked.minutes, asked.speed, asked.elders_speed)


KINDS = (
    Kind("coverage_patterns", *PATTERNS_TITLE, PatternsJob, LISTS, _patterns, _refuse_walk),
    Kind("coverage_change", *CHANGE_TITLE, ChangeJob, LISTS, _change, _refuse_walk),
    Kind("coverage_catchment", *CATCHMENT_TITLE, CatchmentJob, LISTS, _catchment, _refuse_walk),
)
