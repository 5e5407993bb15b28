"""The change of coverage between two dates, and the catchments of its venues."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Request
from fastapi.responses import Response

from api.access import Asker
from api.parameters import AsOf, CursorText, Day, FormatName, Limit, ScopeText
from api.routes.coverage import WhatName
from api.routes.coverage_answering import Made, sense_paging, told, with_names
from api.routes.coverage_parameters import (
    STANDARD,
    AtLeast,
    Cadence,
    EldersSpeed,
    GroupedBy,
    LayerName,
    Minutes,
    Sense,
    Speed,
    walk_of,
)
from api.routes.coverage_sense_columns import CATCHMENT, CHANGE_COUNTS, CHANGE_RATES, CHANGE_ROWS
from graph.analysis.coverage.tie_sense import CADENCE
from graph.answers import Coverage, CoverageAsked
from graph.disclosure.coverage import refuse_lists


async def change(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    since: Annotated[Day, Query(description="与哪一天比 | the earlier date", examples=["2018-06-30"])],
    what: WhatName = "buildings",
    sense: Sense = "organisation",
    table: Annotated[
        Literal["rows", "counts", "rates"], Query(description="逐个、按变化计数,或覆盖率之差 | rows, counts or rates")
    ] = "rows",
    by: GroupedBy = "place",
    at_least: AtLeast = None,
    minutes: Minutes = STANDARD.minutes,
    speed: Speed = STANDARD.speed,
    elders_speed: EldersSpeed = STANDARD.elders_speed,
    layer: LayerName = None,
    cadence: Cadence = CADENCE,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """What became of each building or unit since an earlier date, in one sense."""
    refuse_lists(who.role)
    named = {"since": since, "what": what, "sense": sense, "table": table, "by": by, "at_least": at_least}
    asked = CoverageAsked(walk=walk_of(minutes, speed, elders_speed), layer=layer, cadence=cadence)

    def make(found: Coverage) -> Made:
        become = found.change(since, what=what, sense=sense, at_least=at_least)
        if table == "rows":
            return Made(become.rows, CHANGE_ROWS, named, whole=True)
        if table == "counts":
            return Made(with_names(found, become.counts(by), become.places), CHANGE_COUNTS, named, whole=True)
        return Made(with_names(found, become.rates, become.places), CHANGE_RATES, named, whole=True)

    paging = sense_paging(request, "change", who, named, asked, scope, as_of, limit, cursor)
    return await told(request, paging, asked, ("覆盖变化", "change of coverage"), make, format)


async def catchment(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    table: Annotated[
        Literal["buildings", "venues", "equity"], Query(description="楼栋、阵地,或均等程度 | which table")
    ] = "equity",
    by: GroupedBy = "place",
    enhanced: Annotated[
        bool, Query(description="5、10、15 分钟三圈加权(E2SFCA)| three weighted zones instead of one reach")
    ] = False,
    minutes: Minutes = STANDARD.minutes,
    speed: Speed = STANDARD.speed,
    elders_speed: EldersSpeed = STANDARD.elders_speed,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """m² of open venues per household within reach (2SFCA, E2SFCA), the venues, or Gini and shortfall by place."""
    refuse_lists(who.role)
    named = {"table": table, "by": by, "enhanced": enhanced}
    asked = CoverageAsked(walk=walk_of(minutes, speed, elders_speed))

    def make(found: Coverage) -> Made:
        had = found.catchment(enhanced=enhanced)
        rows = {"buildings": had.buildings, "venues": had.venues}.get(table)
        told = {**named, "zones": [{"metres": each.metres, "weight": each.weight} for each in had.zones]}
        return Made(with_names(found, had.equity(by)) if rows is None else rows, CATCHMENT[table], told, whole=True)

    paging = sense_paging(request, "catchment", who, named, asked, scope, as_of, limit, cursor)
    return await told(request, paging, asked, ("户均可达面积", "floating catchments"), make, format)
