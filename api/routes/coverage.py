"""Organisation coverage (design §5.1): lists of buildings and units, rates and counts."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import polars as pl
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.access import Asker, Caller, scope_for
from api.answers import Answered, Shown, respond, wanted_format
from api.pages import PageStart, Paging
from api.parameters import AsOf, CursorText, FormatName, Limit, ScopeText, known_only
from api.routes.coverage_columns import AREA, BUILDINGS, COUNTS, EXPLAINED, LISTED, RATES, UNITS
from api.schemas import answers
from graph.answers import BY_STAFF, Coverage
from graph.disclosure.coverage import LISTS, STANDARD_THETA, refuse_lists
from graph.disclosure.reads import Read
from graph.disclosure.roles import Role
from graph.errors import LoadInProgress, Refused
from graph.model.types.place import LEVELS
from graph.opened import Graph
from graph.questions.asking import Scope
from graph.store.store import Store

What = Literal["buildings", "units"]
KEPT = 2
"""Coverages kept for the next page or the next tab; one of a large city takes some hundred megabytes."""
BELOW_COMMUNITY = frozenset({"residential_compound", "road_segment", "commercial_district", "park"})
"""Levels at which a rate may be that of a single unit: the public reads nothing below the community."""

Mode = Literal["own", "joint", "dependent", "liaison", "territorial", "nominal"]
"""Modes that can be asked for: those with a rank above blank."""
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


@dataclass(frozen=True, slots=True)
class Made:
    """A table made from a coverage, before it is cut into pages."""

    rows: pl.DataFrame
    columns: Sequence[Shown]
    named: Mapping[str, object]
    """Parameters as they count, for the envelope."""
    explain: Mapping[str, Any] | None = None
    """What to explain the page's rows with."""


class Covers:
    """The coverages asked for last, each of one version of the graph; shared by all threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], Coverage] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, graph: Graph, scope: Scope, as_of: date, theta: float) -> Coverage:
        """The coverage of a scope now; LoadInProgress while a load is being written."""
        state = graph.store.state()
        if state.writing:
            raise LoadInProgress("正在导入,请稍候再问", "a load is being written: ask again in a moment")
        asked = (state.graph, scope.id, as_of, theta, graph.role)
        with self._lock:
            found = self._kept.get((state.version, *asked))
        if found is None:
            found = graph.coverage(scope.id, as_of=as_of, theta=theta)
        with self._lock:
            key = (found.evidence.version, *asked)
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


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
    theta: Theta = STANDARD_THETA,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Buildings or units with mode and bounds; planners, researchers and stewards only."""
    refuse_lists(who.role)
    named = {"what": what, "at_least": at_least, "uncovered": uncovered, "explain": explain, "theta": theta}

    def make(found: Coverage) -> Made:
        rows = found.uncovered(at_least, what=what) if uncovered else getattr(found, what)
        own = BUILDINGS if what == "buildings" else UNITS
        columns = (*own, *(LISTED if uncovered else ()), *(EXPLAINED if explain else ()))
        return Made(rows, columns, named, {"what": what, "at_least": at_least} if explain else None)

    paging = Paging(request.app.state.cursors, "coverage", who, named, scope, as_of, limit, cursor)
    form = wanted_format(request, format)
    title = ("组织覆盖", "organisation coverage")
    return respond(request, await _answered(request, paging, theta, title, make), form)


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
        return Made(_with_names(found, found.rates(by)), RATES, named)

    return respond(request, await _answered(request, paging, theta, title, make), form)


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
        return Made(_with_names(found, found.counts(by, what=what)), COUNTS[what], named)

    return respond(request, await _answered(request, paging, theta, title, make), form)


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


async def _answered(
    request: Request,
    paging: Paging,
    theta: float,
    title: tuple[str, str],
    make: Any,  # noqa: ANN401
) -> Answered:
    state = request.app.state
    who = paging.who

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, state.serving.graph_id)
        graph = state.serving.graph(store, who.role)
        place = scope_for(graph, who, paging.scope, at.as_of)
        at.bind(place.id)
        found = state.covers.of(graph, place, at.as_of, theta)
        if who.role is Role.PUBLIC:
            _refuse_small(found, place)
        made: Made = make(found)
        page = made.rows.slice(at.skip, paging.limit)
        if made.explain is not None:
            page = _explained(found, page, made.explain)
        # reasons can rest on the staff of tenants, and so does a mode at a θ of one's own
        seen = [column.name for column in EXPLAINED if made.explain is not None]
        seen += BY_STAFF if theta != STANDARD_THETA else ()
        if seen:
            day = at.as_of.isoformat()
            state.reads.note(store, Read(who.key, who.role.value, paging.question, place.id, day, seen, page.height))
        evidence = found.evidence
        return Answered(
            question=paging.question,
            title_zh=title[0],
            title_en=title[1],
            as_of=evidence.as_of,
            scope=place,
            parameters=made.named,
            version=evidence.version,
            sequence=evidence.sequence,
            synthetic=evidence.synthetic,
            columns=made.columns,
            rows=page.select([column.name for column in made.columns]).to_dicts(),
            rows_used=None if who.role is Role.PUBLIC else evidence.rows_used,
            next_cursor=at.following(made.rows.height - at.skip, evidence.version),
        )

    result: Answered = await state.serving.run(work)
    return result


def _refuse_small(found: Coverage, place: Scope) -> None:
    places = found.evidence.facts.places
    levels = places.filter(pl.col("id").is_in([place.id]))["level"].to_list()
    if any(level in BELOW_COMMUNITY for level in levels):
        raise Refused(
            "公开角色只能看社区及以上的汇总",
            "the public reads figures of communities and what is above them only",
        )


def _explained(found: Coverage, page: pl.DataFrame, asked: Mapping[str, Any]) -> pl.DataFrame:
    reasons = found.explain(page["id"].to_list(), **asked)
    kept = [column.name for column in EXPLAINED]
    return page.drop(kept, strict=False).join(reasons.select("id", *kept), on="id", how="left", maintain_order="left")


def _with_names(found: Coverage, rows: pl.DataFrame) -> pl.DataFrame:
    names = found.evidence.facts.places.select(pl.col("id").alias("area"), pl.col("name").alias("area_name"))
    return rows.join(names.unique("area"), on="area", how="left", maintain_order="left")
