"""Released figures of people (design §6): one quarter and measure, small ones and what would tell of them hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import polars as pl
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.access import Asker, scope_for
from api.answers import Answered, Shown, respond, wanted_format
from api.pages import PageStart, Paging
from api.parameters import CursorText, FormatName, Limit, ScopeText, known_only
from api.schemas import answers
from graph.disclosure.bands import BANDS, NOT_SAID
from graph.disclosure.reads import Read
from graph.disclosure.releases import Release, measure_titles
from graph.opened import Graph
from graph.store.store import Store

QuarterText = Annotated[
    str,
    Query(min_length=6, max_length=6, description="季度,如 2018Q3 | quarter, such as 2018Q3", examples=["2018Q3"]),
]
MeasureName = Annotated[
    str,
    Query(
        max_length=20,
        description="指标:" + "、".join(f"{name} {title}" for name, title in measure_titles().items()) + " | measure",
    ),
]
_OF_RELEASE = (
    Shown("quarter", "text", "季度", "quarter whose end the figures are of"),
    Shown("release", "text", "发布编号", "id of the frozen release"),
)
FIGURES = (
    *_OF_RELEASE,
    Shown("k", "integer", "最小人数", "least figure that this role reads"),
    Shown("measure", "text", "指标", "members, staff, officers or volunteers"),
    Shown("area", "text", "编号", "id of the place or unit; ending in /rest for what is in none of its parts"),
    Shown("area_name", "text", "名称", "name of the place or unit"),
    Shown("level", "text", "级别", "level of the place, unit, or rest"),
    Shown("parent", "text", "上级编号", "id of the area that it is a part of"),
    Shown("breakdown", "text", "分类", "sex, age, category or residence; empty for the total"),
    Shown("category", "text", "类别", "category of the breakdown; empty for the total"),
    Shown("value", "integer", "人数", "people at the end of the quarter; null where hidden"),
    Shown("hidden", "boolean", "不公布", "whether it is hidden: too small, not recorded, or telling of such a figure"),
)
SIZES = (
    *_OF_RELEASE,
    Shown("id", "text", "编号", "id of the organisation or unit"),
    Shown("name", "text", "名称", "its name"),
    Shown("kind", "text", "类型", "PartyOrganization or Unit"),
    Shown("place", "text", "地点编号", "id of the place that it is in"),
    Shown("band", "text", "党员规模", f"{', '.join(BANDS)}; {NOT_SAID[0]} for others than stewards, or if not known"),
)


def router() -> APIRouter:
    """``/v1/people`` and ``/v1/people/sizes``."""
    routes = APIRouter(prefix="/v1/people", tags=["people"], dependencies=[Depends(known_only)])
    routes.add_api_route(
        "", people, summary="已发布的人数(按季度) | released figures of people", responses=answers(FIGURES)
    )
    routes.add_api_route("/sizes", sizes, summary="组织和单位的党员规模分档 | sizes in bands", responses=answers(SIZES))
    return routes


async def people(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    quarter: QuarterText,
    measure: MeasureName = "members",
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Figures of a frozen release: for the public communities and up (k = 10), for others units too (k = 5).

    404 ``not_released`` until a steward has run ``gongjian people release``.
    """
    form = wanted_format(request, format)
    asked = {"quarter": quarter.upper(), "measure": measure}

    def make(graph: Graph, area: str | None) -> tuple[pl.DataFrame, Mapping[str, object]]:
        found = graph.people(quarter, measure, scope=area)
        return found.rows, {"k": found.k, "hidden": found.hidden}

    paging = Paging(request.app.state.cursors, "people", who, asked, scope, None, limit, cursor)
    title = ("已发布的人数", "released figures of people")
    return respond(request, await _answered(request, paging, title, FIGURES, make), form)


async def sizes(
    request: Request,
    who: Asker,
    quarter: QuarterText,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Sizes of organisations and units in bands of members; whoever is no steward of the area reads one sentence."""
    form = wanted_format(request, format)

    def make(graph: Graph, area: str | None) -> tuple[pl.DataFrame, Mapping[str, object]]:
        return graph.organisation_sizes(quarter, scope=area), {}

    asked = {"quarter": quarter.upper()}
    paging = Paging(request.app.state.cursors, "people/sizes", who, asked, scope, None, limit, cursor)
    title = ("党员规模分档", "sizes in bands of members")
    return respond(request, await _answered(request, paging, title, SIZES, make), form)


Make = Callable[[Graph, str | None], tuple[pl.DataFrame, Mapping[str, object]]]


async def _answered(
    request: Request, paging: Paging, title: tuple[str, str], columns: Sequence[Shown], make: Make
) -> Answered:
    state = request.app.state

    def work(store: Store) -> Answered:
        graph: Graph = state.serving.graph(store, paging.who.role)
        release = graph.release_of(str(paging.asked["quarter"]))
        at = PageStart(paging, store, state.serving.graph_id)
        place = scope_for(graph, paging.who, paging.scope, release.as_of)
        at.bind(place.id)
        rows, more = make(graph, place.id)
        page = rows.slice(at.skip, paging.limit)
        state.reads.note(store, _read(paging, place.id, release, page.height))
        return Answered(
            question=paging.question,
            title_zh=title[0],
            title_en=title[1],
            as_of=release.as_of,
            scope=place,
            parameters={**paging.asked, "release": release.id, "made_at": release.made_at, **more},
            version=release.version,
            sequence=release.sequence,
            synthetic=release.synthetic,
            columns=columns,
            rows=page.select([column.name for column in columns]).to_dicts(),
            # how many rows a figure was made of tells of the figure
            rows_used=None,
            next_cursor=at.following(rows.height - at.skip, store.state().version),
        )

    result: Answered = await state.serving.run(work)
    return result


def _read(paging: Paging, place: str | None, release: Release, rows: int) -> Read:
    who, seen = paging.who, "band" if paging.question.endswith("sizes") else "value"
    return Read(who.key, who.role.value, paging.question, place, release.as_of.isoformat(), [seen], rows)
