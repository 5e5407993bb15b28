"""Coverage (design §5.1): lists of buildings and units, rates and counts of the organisation sense."""

from __future__ import annotations

from typing import Annotated, Literal

import polars as pl
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.access import Asker, Caller
from api.answers import respond, wanted_format
from api.pages import Paging
from api.parameters import AsOf, CursorText, FormatName, Limit, ScopeText, known_only
from api.routes.coverage_answering import Made, answered, with_names
from api.routes.coverage_columns import AREA, BUILDINGS, COUNTS, EXPLAINED, LISTED, RATES, UNITS
from api.routes.coverage_parameters import Mode, OrganisationBit, PlaceBit, TieBit
from api.schemas import answers
from graph.analysis.coverage import Pattern
from graph.answers import Coverage, CoverageAsked
from graph.disclosure.coverage import LISTS, STANDARD_THETA, refuse_lists
from graph.disclosure.roles import Role
from graph.errors import Refused
from graph.model.types.place import LEVELS

What = Literal["buildings", "units"]
By = Literal[("place", "kind", *LEVELS)]  # type: ignore[valid-type]
CountedBy = Literal[("place", "kind", "use", *LEVELS)]  # type: ignore[valid-type]

WhatName = Annotated[What, Query(description="楼栋或单位 | buildings or units")]
Theta = Annotated[
    float,
    Query(
        gt=0,
        le=1,
        description="楼栋方式须达到的入驻人数占比 θ(只有数据管理员可改) | "
        "share of tenants' staff that a mode must hold for; only stewards may choose it",
    ),
]


def router() -> APIRouter:
    """``/v1/coverage``, its rates and its counts."""
    routes = APIRouter(prefix="/v1/coverage", tags=["coverage"], dependencies=[Depends(known_only)])
    seen = {column.name: column for column in (*BUILDINGS, *UNITS, *LISTED, *EXPLAINED)}
    always = {column.name for column in BUILDINGS} & {column.name for column in UNITS}
    routes.add_api_route(
        "",
        lists,
        summary="楼栋或单位的覆盖方式、空白点及补建建议 | modes, gaps, reasons and remedies",
        responses=answers(seen.values(), set(seen) - always),
    )
    routes.add_api_route("/rates", rates, summary="组织覆盖率与工作覆盖率 | rates", responses=answers(RATES))
    counted = {column.name: column for what in COUNTS.values() for column in what}
    routes.add_api_route(
        "/counts",
        counts,
        summary="各覆盖方式的楼栋数、单位数(公开角色不可见) | counts by mode, not for the public",
        responses=answers(counted.values(), set(counted) - {column.name for column in AREA}),
    )
    return routes


async def lists(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    what: WhatName = "buildings",
    at_least: Annotated[
        Mode | None,
        Query(description="至少要达到的方式;不填按用途或性质 | the least mode asked; by use or kind if left out"),
    ] = None,
    uncovered: Annotated[bool, Query(description="只列未达到的(空白与待摸排) | only what falls short, or may")] = False,
    explain: Annotated[bool, Query(description="附理由链与补建建议 | with reasons and the cheapest remedy")] = False,
    organisation: OrganisationBit = None,
    place: PlaceBit = None,
    tie: TieBit = None,
    theta: Theta = STANDARD_THETA,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Buildings or units with mode and bounds; planners, researchers and stewards only."""
    refuse_lists(who.role)
    named: dict[str, object] = {"what": what, "at_least": at_least, "uncovered": uncovered}
    named |= {"explain": explain, "theta": theta}
    bits = {"organisation": organisation, "place": place, "tie": tie}
    named |= {name: bit for name, bit in bits.items() if bit is not None}

    def make(found: Coverage) -> Made:
        rows = found.uncovered(at_least, what=what) if uncovered else getattr(found, what)
        if any(bits.values()):
            kept = found.senses(what, pattern=Pattern(**bits), at_least=at_least)
            rows = rows.join(kept.select("id"), on="id", how="semi", maintain_order="left")
        own = BUILDINGS if what == "buildings" else UNITS
        columns = (*own, *(LISTED if uncovered else ()), *(EXPLAINED if explain else ()))
        if not explain:
            return Made(rows, columns, named)
        reasons = [column.name for column in EXPLAINED]

        def explained(page: pl.DataFrame) -> pl.DataFrame:
            told = found.explain(page["id"].to_list(), what=what, at_least=at_least).select("id", *reasons)
            return page.drop(reasons, strict=False).join(told, on="id", how="left", maintain_order="left")

        return Made(rows, columns, named, explained, reasons)

    paging = Paging(request.app.state.cursors, "coverage", who, named, scope, as_of, limit, cursor)
    form = wanted_format(request, format)
    title = ("组织覆盖", "organisation coverage")
    return respond(request, await answered(request, paging, CoverageAsked(theta), title, make), form)


async def rates(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    by: Annotated[By, Query(description="分组:社区、单位性质或地点级别 | group by")] = "place",
    theta: Theta = STANDARD_THETA,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Rates with bounds in total and by group; the public by place only."""
    _refuse_detail(who, by)
    named = {"by": by, "theta": theta}
    paging = Paging(request.app.state.cursors, "coverage/rates", who, named, scope, as_of, limit, cursor)
    form = wanted_format(request, format)
    title = ("组织覆盖率与工作覆盖率", "rates of organisation and work coverage")

    def make(found: Coverage) -> Made:
        return Made(with_names(found, found.rates(by)), RATES, named)

    return respond(request, await answered(request, paging, CoverageAsked(theta), title, make), form)


async def counts(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    by: Annotated[CountedBy, Query(description="分组:社区、性质、用途或地点级别 | group by")] = "place",
    what: WhatName = "buildings",
    theta: Theta = STANDARD_THETA,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """How many buildings (with households) or units have each mode; planners, researchers and stewards only.

    The public is answered 403 and reads ``/v1/coverage/rates``: one blank building with its households is a name.
    """
    _refuse_counts(who)
    named = {"by": by, "what": what, "theta": theta}
    paging = Paging(request.app.state.cursors, "coverage/counts", who, named, scope, as_of, limit, cursor)
    form = wanted_format(request, format)
    title = ("各覆盖方式的数目", "counts by mode of coverage")

    def make(found: Coverage) -> Made:
        return Made(with_names(found, found.counts(by, what=what)), COUNTS[what], named)

    return respond(request, await answered(request, paging, CoverageAsked(theta), title, make), form)


def _refuse_counts(who: Caller) -> None:
    if who.role not in LISTS:
        raise Refused(
            "公开角色只能看覆盖率(/v1/coverage/rates),看不到各覆盖方式的数目",
            "the public reads rates of coverage (/v1/coverage/rates) only, no counts by mode",
        )


def _refuse_detail(who: Caller, by: str) -> None:
    if who.role is Role.PUBLIC and by != "place":
        raise Refused(
            "公开角色只能看按社区(by=place)汇总的数字",
            "the public reads figures by community (by=place) only",
        )
