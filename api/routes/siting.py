"""Siting (design §5.1): where new venues would do most, at once; the proof of it is a job."""

from __future__ import annotations

import inspect
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import ValidationError

from api.access import Asker, Caller
from api.answers import Answered
from api.geojson import MapFormat, MapFormatName, mapped_answers, respond_on_map, wanted
from api.jobs.running import settled
from api.parameters import AsOf, ScopeText, known_only
from api.problems import invalid, of_body
from api.siting_answers import COLUMNS, SUMMARY, SitingParameters, answered
from graph.disclosure.coverage import refuse_lists, refuse_population
from graph.disclosure.reads import Read
from graph.store.store import Store

LONGEST_LIST = 20_000
"""Characters of a list in an address: 500 points."""
_LISTS = {
    "uses": ("作备选的楼栋用途,逗号分开 | uses of buildings that can be chosen, comma between", "public,office"),
    "at": ("给定点:经度,纬度;经度,纬度(WGS-84) | points to try: longitude,latitude;longitude,latitude", "120.1,30.2"),
}
"""Parameters that are lists in a job and text in an address."""


def router() -> APIRouter:
    """``/v1/siting``."""
    routes = APIRouter(prefix="/v1/siting", tags=["siting"], dependencies=[Depends(known_only)])
    routes.add_api_route(
        "",
        _endpoint(),
        operation_id="siting",
        summary="选址:新站点建在哪里覆盖最多 | where new venues would cover most",
        responses=mapped_answers(COLUMNS, SUMMARY),
    )
    return routes


async def plan(request: Request, who: Caller, form: MapFormat, asked: SitingParameters) -> Response:
    """The plan of a heuristic with a bound on how much better any plan could be, whole; its summary says the rest.

    For planners, researchers and stewards. What takes longer, or is to be proven, is the job ``siting``.
    """
    state = request.app.state
    refuse_lists(who.role)
    refuse_population(who.role, asked.weight)

    def work(store: Store) -> Answered:
        graph = state.serving.graph(store, who.role)
        found = settled(graph, who, asked).solved(graph)
        told = answered(found)
        if found.people:
            day = told.as_of.isoformat()
            read = Read(who.key, who.role.value, told.question, told.scope.id, day, list(found.people), len(told.rows))
            state.reads.note(store, read)
        return told

    result: Answered = await state.serving.run(work)
    return respond_on_map(request, result, form)


def _endpoint() -> Any:  # noqa: ANN401 - its signature is made from the parameters that a job has too
    async def endpoint(
        request: Request,
        who: Caller,
        format: MapFormat | None,
        as_of: date | None,
        scope: str | None,
        **given: Any,  # noqa: ANN401
    ) -> Response:
        form = wanted(request, format)
        lists = {name: _listed(name, given.pop(name)) for name in _LISTS}
        named = {**given, **{name: value for name, value in lists.items() if value is not None}}
        try:
            asked = SitingParameters(scope=scope, as_of=as_of, **named)
        except ValidationError as error:
            raise of_body(error, SitingParameters.model_fields) from None
        return await plan(request, who, form, asked)

    endpoint.__signature__ = _signature()  # type: ignore[attr-defined]
    endpoint.__doc__ = plan.__doc__
    return endpoint


def _signature() -> inspect.Signature:
    shared: list[tuple[str, Any, object]] = [
        ("request", Request, inspect.Parameter.empty),
        ("who", Asker, inspect.Parameter.empty),
        ("as_of", AsOf, None),
        ("scope", ScopeText, None),
        ("format", MapFormatName, None),
    ]
    own = [
        (name, _query(name), None if name in _LISTS else field.default)
        for name, field in SitingParameters.model_fields.items()
        if name not in ("scope", "as_of")
    ]
    return inspect.Signature(
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
            for name, kind, default in (*shared, *own)
        ],
        return_annotation=Response,
    )


def _query(name: str) -> Any:  # noqa: ANN401 - a type with its bounds
    field = SitingParameters.model_fields[name]
    if name in _LISTS:
        described, example = _LISTS[name]
        return Annotated[str | None, Query(max_length=LONGEST_LIST, description=described, examples=[example])]
    kind: Any = field.annotation
    for bound in field.metadata:
        kind = Annotated[kind, bound]
    return Annotated[kind, Query(description=field.description)]


def _listed(name: str, text: str | None) -> list[Any] | None:
    if text is None:
        return None
    if name == "uses":
        return [each.strip() for each in text.split(",") if each.strip()]
    try:
        points = [tuple(float(number) for number in pair.split(",")) for pair in text.split(";") if pair.strip()]
    except ValueError:
        points = [()]
    if any(len(point) != 2 for point in points):
        raise invalid("at", "请写成 经度,纬度;经度,纬度", "write longitude,latitude;longitude,latitude")
    return points
