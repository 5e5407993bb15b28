"""The change of coverage between two dates, and the catchments of its venues."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from api.access import Asker
from api.parameters import AsOf, CursorText, Day, FormatName, Limit, ScopeText
from api.routes.coverage import WhatName
from api.routes.coverage_answering import Made, sense_paging, told
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
from api.routes.coverage_tables import (
    CATCHMENT_TITLE,
    CHANGE_TITLE,
    CatchmentTable,
    ChangeTable,
    catchment_of,
    change_of,
)
from graph.analysis.coverage.tie_sense import CADENCE
from graph.answers import Coverage, CoverageAsked
from graph.disclosure.coverage import refuse_lists


async def change(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    since: Annotated[Day, Query(description="与哪一天比 | the earlier date", examples=["2018-06-30"])],
    what: WhatName = "buildings",
    sense: Sense = "organisation",
    table: Annotated[ChangeTable, Query(description="逐个、按变化计数,或覆盖率之差 | rows, counts or rates")] = "rows",
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
        return change_of(found, since, what=what, sense=sense, table=table, by=by, at_least=at_least)

    paging = sense_paging(request, "change", who, named, asked, scope, as_of, limit, cursor)
    return await told(request, paging, asked, CHANGE_TITLE, make, format)


async def catchment(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    table: Annotated[CatchmentTable, Query(description="楼栋、阵地,或均等程度 | which table")] = "equity",
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
        return catchment_of(found, table=table, by=by, enhanced=enhanced)

    paging = sense_paging(request, "catchment", who, named, asked, scope, as_of, limit, cursor)
    return await told(request, paging, asked, CATCHMENT_TITLE, make, format)
