"""Questions: one route per ``.cypher`` file, made from what its header declares."""

from __future__ import annotations

import inspect
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.access import AnyAsker, Caller, askable, place_for, refuse_unconfined, scope_for
from api.answers import Answered, Format, Shown, respond, shown, wanted_format
from api.pages import PageStart, Paging
from api.parameters import LONGEST, AsOf, CursorText, Day, FormatName, Limit, ScopeText, known_only
from api.schemas import PROBLEMS, answers
from graph.disclosure.reads import Read
from graph.disclosure.roles import refuse_unless_allowed, visible
from graph.errors import NotFound
from graph.model.declare import Kind
from graph.opened import Graph
from graph.questions.asking import Page
from graph.questions.catalog import question_named, questions
from graph.questions.question import Parameter, Question
from graph.store.store import Store

TYPES: dict[Kind, Any] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: bool,
    Kind.DAY: Day,
    Kind.TEXTS: str,
}
"""Types of query parameters by the kind that a header declares."""
PREFIX = "asked_"
"""Before the names of a question's own parameters inside Python, where ``case`` or ``format`` may not stand alone."""


def router() -> APIRouter:
    """``/v1/questions``, a route below it for each question, and ``/v1/places``."""
    routes = APIRouter(prefix="/v1", dependencies=[Depends(known_only)])
    routes.add_api_route(
        "/questions",
        listed,
        tags=["questions"],
        summary="可问的问题 | questions that may be asked",
        responses=PROBLEMS,
    )
    for question in questions().values():
        _add(routes, f"/questions/{question.name}", question, "questions")
    _add(routes, "/places", question_named("places"), "places")
    return routes


def strays() -> APIRouter:
    """What a name that is no question answers."""
    routes = APIRouter(prefix="/v1")
    routes.add_api_route("/questions/{name}", unknown, include_in_schema=False)
    return routes


async def listed(who: AnyAsker) -> dict[str, list[dict[str, Any]]]:
    """The questions that the caller may ask, each with its parameters, columns and roles."""
    return {"questions": [_described(question, who) for question in askable(who)]}


async def unknown(who: AnyAsker) -> Response:
    """NotFound with the names that there are for this caller."""
    names = [question.name for question in askable(who)]
    raise NotFound(
        f"没有这个问题;可问:{'、'.join(names)}",
        f"there is no such question; there are: {', '.join(names)}",
        code="question_unknown",
    )


def _add(routes: APIRouter, path: str, question: Question, tag: str) -> None:
    columns = shown(question.columns.values())
    routes.add_api_route(
        path,
        _endpoint(question),
        name=path.strip("/").replace("/", "_"),
        operation_id=path.strip("/").replace("/", "_"),
        tags=[tag],
        summary=f"{question.title_zh} | {question.title_en}",
        description=f"{question.about}\n\n可问的角色 | roles: {', '.join(sorted(question.roles))}",
        responses=answers(columns, [each.name for each in question.columns.values() if each.restricted]),
    )


def _endpoint(question: Question) -> Any:  # noqa: ANN401 - its signature is made below
    async def ask(
        request: Request,
        who: Caller,
        as_of: date | None,
        scope: str | None,
        paging: tuple[int, str | None, Format | None],
        **given: object,
    ) -> Response:
        limit, cursor, named = paging
        form = wanted_format(request, named)
        asked = {name.removeprefix(PREFIX): value for name, value in given.items() if value is not None}
        paged = Paging(request.app.state.cursors, question.name, who, asked, scope, as_of, limit, cursor)
        return respond(request, await answered(request, question, paged), form)

    async def endpoint(**values: Any) -> Response:  # noqa: ANN401
        paging = (values.pop("limit"), values.pop("cursor"), values.pop("format"))
        return await ask(paging=paging, **values)

    # FastAPI reads parameters, their types and their descriptions from the signature
    endpoint.__signature__ = _signature(question)  # type: ignore[attr-defined]
    endpoint.__doc__ = question.about
    return endpoint


def _signature(question: Question) -> inspect.Signature:
    shared: list[tuple[str, Any, object]] = [
        ("request", Request, inspect.Parameter.empty),
        ("who", AnyAsker, inspect.Parameter.empty),
        ("as_of", AsOf, None),
        ("scope", ScopeText, None),
        ("limit", Limit, 100),
        ("cursor", CursorText, None),
        ("format", FormatName, None),
    ]
    own = [(PREFIX + each.name, *_typed(each)) for each in question.parameters.values()]
    return inspect.Signature(
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
            for name, kind, default in (*shared, *own)
        ],
        return_annotation=Response,
    )


def _typed(parameter: Parameter) -> tuple[Any, object]:
    kind: Any = TYPES[parameter.kind]
    limits: dict[str, Any] = {"min_length": 1, "max_length": LONGEST} if kind is str else {}
    described = f"{parameter.meaning_zh} | {parameter.meaning_en}"
    query = Query(alias=parameter.name, description=described, **limits)
    if parameter.required:
        return Annotated[kind, query], inspect.Parameter.empty
    kind = kind | None
    return Annotated[kind, query], parameter.default


async def answered(request: Request, question: Question, paging: Paging) -> Answered:
    """A page of a question's answer, within what the caller may see; reads of people's figures are noted."""
    serving, reads = request.app.state.serving, request.app.state.reads
    who = paging.who
    refuse_unless_allowed(question, who.role)
    refuse_unconfined(question, who)

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, serving.graph_id)
        graph = serving.graph(store, who.role)
        place = scope_for(graph, who, paging.scope, at.as_of)
        given = _given(question, graph, paging, at.as_of)
        at.bind(place.id)
        page = Page(at.skip, paging.limit + 1)
        released = graph.answer(question.name, given, as_of=at.as_of, scope=place.id, page=page, unit=who.unit)
        answer = released.answer
        following = at.following(len(released.rows), answer.version)
        rows = released.rows[: paging.limit]
        seen = [column.name for column in released.columns if column.people]
        if seen:
            day = at.as_of.isoformat()
            reads.note(store, Read(who.key, who.role.value, question.name, place.id, day, seen, len(rows)))
        return Answered(
            question=question.name,
            title_zh=question.title_zh,
            title_en=question.title_en,
            as_of=answer.as_of,
            scope=place,
            parameters=answer.parameters,
            version=answer.version,
            sequence=answer.sequence,
            synthetic=answer.synthetic,
            columns=shown(released.columns),
            withheld=released.withheld,
            rows=rows,
            rows_used={question.name: len(rows)},
            next_cursor=following,
        )

    result: Answered = await serving.run(work)
    return result


def _given(question: Question, graph: Graph, paging: Paging, as_of: date) -> dict[str, object]:
    """The question's own parameters; places among them by their ids, and within the caller's area."""
    return {
        name: place_for(graph, paging.who, str(value), as_of, name) if question.parameters[name].place else value
        for name, value in paging.asked.items()
    }


def _described(question: Question, who: Caller) -> dict[str, Any]:
    columns: list[Shown] = shown(question.columns.values())
    withheld = {column.name for column in question.columns.values() if not visible(column, who.role)}
    return {
        "name": question.name,
        "href": f"/v1/questions/{question.name}",
        "title_zh": question.title_zh,
        "title_en": question.title_en,
        "about": question.about,
        "family": question.family,
        "roles": sorted(question.roles),
        "parameters": [
            {
                "name": each.name,
                "kind": each.kind.value,
                "required": each.required,
                "default": each.default,
                "place": each.place,
                "meaning_zh": each.meaning_zh,
                "meaning_en": each.meaning_en,
            }
            for each in question.parameters.values()
        ],
        "columns": [
            {
                "name": each.name,
                "kind": each.kind,
                "title_zh": each.title_zh,
                "meaning": each.meaning,
                "withheld": each.name in withheld,
            }
            for each in columns
        ],
    }
