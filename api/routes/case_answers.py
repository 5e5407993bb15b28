"""Published cases beside the graph: what becomes of their assertions, the comparison, and the questions they raise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.access import Asker, Caller, refuse_unconfined, scope_for
from api.answers import Answered, Shown, respond, wanted_format
from api.case_answers import (
    ASKED,
    CHECKED,
    COMPARED,
    Row,
    answer_columns,
    asked_row,
    assertion_rows,
    case_answers,
    compared_rows,
    refuse_checks,
)
from api.pages import PageStart, Paging
from api.parameters import MOST_ROWS, AsOf, CursorText, FormatName, Limit, ScopeText, known_only
from api.routes.cases import CaseId, case_of, source_of
from api.schemas import answers
from graph.analysis.standards import rules
from graph.disclosure.reads import Read
from graph.disclosure.roles import Role
from graph.disclosure.standards import people_columns
from graph.errors import LoadInProgress, NotFound, Refused
from graph.opened import Graph
from graph.questions.asking import Scope
from graph.questions.catalog import question_named
from graph.store.store import Store
from ingest.cases.asked import ALL, CaseAnswer, CaseQuestion, case_questions
from ingest.cases.checking import check

Side = Literal["practices", "completeness", "figures", "pairs"]

SideName = Annotated[
    Side,
    Query(description="practices 做法、completeness 完整程度、figures 数字、pairs 两两对照 | which table"),
]


@dataclass(frozen=True, slots=True)
class Told:
    """A table beside the graph, cut to its page."""

    columns: Sequence[Shown]
    rows: Sequence[Row]
    of: int
    """How many rows there are from the page's first one on."""
    scope: Scope


def router() -> APIRouter:
    """``/v1/cases/comparison``, and below a case its assertions and questions."""
    routes = APIRouter(prefix="/v1/cases", tags=["cases"], dependencies=[Depends(known_only)])
    columns = {column.name: column for each in COMPARED.values() for column in each}
    routes.add_api_route(
        "/comparison",
        comparison,
        summary="案例对照,不排名次 | the cases side by side, never ranked",
        responses=answers(columns.values(), columns),
    )
    routes.add_api_route(
        "/{case}/assertions",
        assertions,
        summary="案例所述与名册逐条核对(公开角色不可见) | what a case asserts beside the rosters, not for the public",
        responses=answers(CHECKED),
    )
    routes.add_api_route(
        "/{case}/questions",
        questions,
        summary="案例引出的问题及答案 | the questions that a case raises, with their answers",
        responses=answers(ASKED),
    )
    return routes


async def comparison(
    request: Request,
    who: Asker,
    what: SideName = "practices",
    as_of: AsOf = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """The loaded cases side by side; what cannot be compared says what keeps it apart. Open to everybody.

    All of the graph's cases, also for a key with an area: they are published.
    """
    form = wanted_format(request, format)
    paging = Paging(request.app.state.cursors, "cases/comparison", who, {"what": what}, None, as_of, limit, cursor)

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, request.app.state.serving.graph_id)
        at.bind(None)
        graph = request.app.state.serving.graph(store, who.role)
        version = _settled(store)
        rows = compared_rows(graph.comparison(as_of=at.as_of), what)
        page = rows[at.skip : at.skip + limit]
        told = Told(COMPARED[what], page, len(rows) - at.skip, graph.scope(None, at.as_of))
        return _answered(paging, ("案例对照", "cases side by side"), told, at, store, version)

    result: Answered = await request.app.state.serving.run(work)
    return respond(request, result, form)


async def assertions(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    case: CaseId,
    scope: ScopeText = None,
    as_of: AsOf = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Each assertion of a case: met, contradicted, missing or not checkable, with the ids of records and its passages.

    ``scope`` is the place of the rosters that stands for that of the case. The public is answered 403; so is a key
    with an area, because names are looked up in the whole graph.
    """
    refuse_checks(who.role)
    _refuse_area(who)
    form = wanted_format(request, format)
    found = case_of(case)
    asked = {"case": found.id}
    paging = Paging(request.app.state.cursors, "cases/assertions", who, asked, scope, as_of, limit, cursor)

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, request.app.state.serving.graph_id)
        graph = request.app.state.serving.graph(store, who.role)
        place = scope_for(graph, who, scope, at.as_of)
        at.bind(place.id)
        version = _settled(store)
        rows = assertion_rows(check(graph, found, scope=place.id, as_of=at.as_of))
        told = Told(CHECKED, rows[at.skip : at.skip + limit], len(rows) - at.skip, place)
        title = ("案例所述与名册核对", "what a case asserts beside the rosters")
        return _answered(paging, title, told, at, store, version, source_of(found))

    result: Answered = await request.app.state.serving.run(work)
    return respond(request, result, form)


async def questions(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    case: CaseId,
    scope: ScopeText = None,
    as_of: AsOf = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Each question of a case (``all``: those across cases) with at most 1000 rows of its answer, or why there is none.

    Those that need rosters are asked within ``scope``. What the caller may not ask has that as its reason.
    """
    form = wanted_format(request, format)
    found = None if case == ALL else case_of(case)
    listed = _questions_of(case)
    paging = Paging(request.app.state.cursors, "cases/questions", who, {"case": case}, scope, as_of, limit, cursor)

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, request.app.state.serving.graph_id)
        graph: Graph = request.app.state.serving.graph(store, who.role)
        place = scope_for(graph, who, scope, at.as_of)
        at.bind(place.id)
        version = _settled(store)
        numbers = frozenset(each.number for each in listed[at.skip : at.skip + limit])
        asking = case_answers(
            graph, case, scope=place.id, as_of=at.as_of, numbers=numbers, refusal=lambda each: _refusal(each, who)
        )
        answered = list(asking) if numbers else []
        _note(request, paging, store, place, at, answered)
        told = Told(ASKED, [asked_row(each, MOST_ROWS) for each in answered], len(listed) - at.skip, place)
        title = ("案例引出的问题", "questions that a case raises")
        return _answered(paging, title, told, at, store, version, None if found is None else source_of(found))

    result: Answered = await request.app.state.serving.run(work)
    return respond(request, result, form)


# --- shared by the routes -----------------------------------------------------------------------------


def _questions_of(case: str) -> tuple[CaseQuestion, ...]:
    """The list of a case; one that has none has no questions, which is no mistake of the caller."""
    try:
        return case_questions(case)
    except NotFound:
        return ()


def _refuse_area(who: Caller) -> None:
    if who.area is not None:
        raise Refused(
            "核对要在整个图里找名称,不能限定在辖区内,限定辖区的密钥不能用",
            "names are looked up in the whole graph, so a key with an area may not read these checks",
            code="not_confined",
        )


def _refusal(asked: CaseQuestion, who: Caller) -> tuple[str, str] | None:
    """What keeps a key with an area from a question: the article's are asked of the whole graph, as the public may."""
    if who.area is None or asked.ask is None:
        return None
    question = question_named(asked.ask)
    if asked.needs == "source":
        if Role.PUBLIC.value in question.roles:
            return None
        return (
            "要问整个图,限定辖区的密钥不能问",
            "this is asked of the whole graph, so a key with an area may not ask it",
        )
    try:
        refuse_unconfined(question, who)
    except Refused as error:
        return error.zh, error.en
    return None


def _note(
    request: Request, paging: Paging, store: Store, place: Scope, at: PageStart, found: Sequence[CaseAnswer]
) -> None:
    """Note reads of figures of people, as the questions themselves do."""
    for answer in found:
        question = answer.question
        seen = [column.name for column in answer_columns(answer) if column.people]
        for rule in rules().values() if paging.who.role is Role.STEWARD else ():
            if rule.id == question.standard or (question.standards_of and rule.source.case == question.standards_of):
                seen += people_columns(rule)
        if seen and answer.rows is not None:
            who, asked = paging.who, question.ask or f"standards/{question.standard or question.standards_of}"
            read = Read(who.key, who.role.value, asked, place.id, at.as_of.isoformat(), seen, answer.rows.height)
            request.app.state.reads.note(store, read)


def _settled(store: Store) -> int:
    """The version of the graph before anything is asked; LoadInProgress while a load is being written."""
    state = store.state()
    if state.writing:
        raise _changing()
    return state.version


def _changing() -> LoadInProgress:
    return LoadInProgress("正在导入,请稍候再问", "a load is being written: ask again in a moment")


def _answered(
    paging: Paging,
    title: tuple[str, str],
    told: Told,
    at: PageStart,
    store: Store,
    version: int,
    source: Mapping[str, object] | None = None,
) -> Answered:
    state = store.state()
    if state.version != version:
        # several questions make one answer: they must be of one graph
        raise _changing()
    return Answered(
        question=paging.question,
        title_zh=title[0],
        title_en=title[1],
        as_of=at.as_of,
        scope=told.scope,
        parameters=paging.asked,
        version=version,
        sequence=state.sequence,
        synthetic=state.synthetic,
        columns=told.columns,
        rows=told.rows,
        rows_used={paging.question: len(told.rows)},
        next_cursor=at.following(told.of, version),
        source=source,
    )
