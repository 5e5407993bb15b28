"""The three senses of coverage side by side, the ways on foot, the ties, the change between dates, the catchments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.access import Asker
from api.answers import Shown
from api.parameters import AsOf, CursorText, FormatName, Limit, ScopeText, known_only
from api.routes.coverage import WhatName
from api.routes.coverage_answering import Made, sense_paging, told, with_names
from api.routes.coverage_change import catchment, change
from api.routes.coverage_parameters import (
    STANDARD,
    AtLeast,
    Cadence,
    EldersSpeed,
    GroupedBy,
    LayerName,
    Minutes,
    OrganisationBit,
    PlaceBit,
    Speed,
    TieBit,
    walk_of,
)
from api.routes.coverage_sense_columns import (
    BUILDING_SENSES,
    CATCHMENT,
    CHAIN,
    CHANGE_COUNTS,
    CHANGE_RATES,
    CHANGE_ROWS,
    PATTERNS,
    PLACE_RATES,
    SENSE_RATES,
    STAFF,
    TIES,
    UNIT_SENSES,
)
from api.routes.coverage_tables import PATTERNS_TITLE, patterns_of
from api.schemas import answers
from graph.analysis.coverage import Pattern
from graph.analysis.coverage.tie_sense import CADENCE
from graph.answers import EXPLAINED, Coverage, CoverageAsked
from graph.disclosure.coverage import refuse_grouping, refuse_lists, refuse_parameters


def router() -> APIRouter:
    """``/v1/coverage/senses`` and what else there is of place and tie."""
    routes = APIRouter(prefix="/v1/coverage", tags=["coverage"], dependencies=[Depends(known_only)])
    _add(routes, "/senses", senses, "楼栋或单位的三重覆盖 | the three senses", BUILDING_SENSES, UNIT_SENSES, also=CHAIN)
    _add(routes, "/patterns", patterns, "三重覆盖的各种情形 | counts by pattern", PATTERNS, also=STAFF)
    _add(routes, "/sense-rates", sense_rates, "三重覆盖率 | rates of the three senses", SENSE_RATES)
    _add(routes, "/place-rates", place_rates, "步行可达率及敏感性 | shares within walking reach", PLACE_RATES)
    _add(routes, "/ties", ties, "各地点的共建状态 | the tie sense of places", TIES)
    _add(
        routes, "/change", change, "两个时点之间的变化 | change since a date", CHANGE_ROWS, CHANGE_COUNTS, CHANGE_RATES
    )
    _add(routes, "/catchment", catchment, "户均可达面积与均等程度 | floating catchments", *CATCHMENT.values())
    return routes


def _add(
    routes: APIRouter,
    path: str,
    route: Callable[..., Any],
    summary: str,
    *tables: Sequence[Shown],
    also: Sequence[Shown] = (),
) -> None:
    """A route with one of these tables; columns that not every answer has are optional."""
    every = {column.name: column for table in (*tables, also) for column in table}
    always = set.intersection(*({column.name for column in table} for table in tables))
    routes.add_api_route(path, route, summary=summary, responses=answers(every.values(), set(every) - always))


async def senses(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    what: WhatName = "buildings",
    organisation: OrganisationBit = None,
    place: PlaceBit = None,
    tie: TieBit = None,
    at_least: AtLeast = None,
    explain: Annotated[bool, Query(description="附三重理由链与补建建议 | with the whole chain and remedies")] = False,
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
    """Buildings or units in three senses, of one pattern if asked; ``scope`` may be the id of a building or grid."""
    refuse_lists(who.role)
    wanted = Pattern(organisation, place, tie)
    bits = {"organisation": organisation, "place": place, "tie": tie}
    named = {"what": what, "at_least": at_least, "explain": explain, **bits}
    asked = CoverageAsked(walk=walk_of(minutes, speed, elders_speed), layer=layer, cadence=cadence)

    def make(found: Coverage) -> Made:
        rows = found.senses(what, pattern=wanted, at_least=at_least)
        columns = BUILDING_SENSES if what == "buildings" else UNIT_SENSES
        if not explain:
            return Made(rows, columns, named, whole=True)

        def explained(page: pl.DataFrame) -> pl.DataFrame:
            told = found.chain(page["id"].to_list(), what=what, at_least=at_least).drop("pattern")
            return page.join(told, on="id", how="left", maintain_order="left")

        return Made(rows, (*columns, *CHAIN), named, explained, EXPLAINED, whole=True)

    paging = sense_paging(request, "senses", who, named, asked, scope, as_of, limit, cursor)
    return await told(request, paging, asked, ("三重覆盖", "three senses of coverage"), make, format)


async def patterns(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
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
    """Buildings, households and units of each pattern; planners, researchers and stewards only."""
    refuse_lists(who.role)
    named = {"by": by, "at_least": at_least}
    asked = CoverageAsked(walk=walk_of(minutes, speed, elders_speed), layer=layer, cadence=cadence)

    def make(found: Coverage) -> Made:
        return patterns_of(found, who.role, by=by, at_least=at_least)

    paging = sense_paging(request, "patterns", who, named, asked, scope, as_of, limit, cursor)
    return await told(request, paging, asked, PATTERNS_TITLE, make, format)


async def sense_rates(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    by: GroupedBy = "place",
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
    """Rates of each sense over buildings, households and units; the public: place and tie over buildings, by place."""
    refuse_grouping(who.role, by)
    named = {"by": by}
    asked = CoverageAsked(walk=walk_of(minutes, speed, elders_speed), layer=layer, cadence=cadence)
    refuse_parameters(who.role, asked.chosen)

    def make(found: Coverage) -> Made:
        return Made(with_names(found, found.sense_rates(by)), SENSE_RATES, named, whole=True)

    paging = sense_paging(request, "sense-rates", who, named, asked, scope, as_of, limit, cursor)
    return await told(request, paging, asked, ("三重覆盖率", "rates of the three senses"), make, format)


async def place_rates(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    by: GroupedBy = "place",
    minutes: Minutes = STANDARD.minutes,
    speed: Speed = STANDARD.speed,
    elders_speed: EldersSpeed = STANDARD.elders_speed,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Shares within walking reach at the standard pace, that of elders, 0.9 and 1.1 of the standard one."""
    refuse_grouping(who.role, by)
    named = {"by": by}
    asked = CoverageAsked(walk=walk_of(minutes, speed, elders_speed))
    refuse_parameters(who.role, asked.chosen)

    def make(found: Coverage) -> Made:
        return Made(with_names(found, found.place_rates(by)), PLACE_RATES, named, whole=True)

    paging = sense_paging(request, "place-rates", who, named, asked, scope, as_of, limit, cursor)
    return await told(request, paging, asked, ("步行可达率", "shares within walking reach"), make, format)


async def ties(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    layer: LayerName = None,
    cadence: Cadence = CADENCE,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Places of the scope with their agreements in force and events; planners, researchers and stewards only."""
    refuse_lists(who.role)
    asked = CoverageAsked(layer=layer, cadence=cadence)

    def make(found: Coverage) -> Made:
        places = found.evidence.facts.places.select(
            pl.col("id").alias("place"), pl.col("name").alias("place_name"), "level"
        )
        rows = found.ties.join(places.unique("place"), on="place", how="left", maintain_order="left")
        return Made(rows, TIES, {}, whole=True)

    paging = sense_paging(request, "ties", who, {}, asked, scope, as_of, limit, cursor)
    return await told(request, paging, asked, ("共建状态", "ties of places"), make, format)
