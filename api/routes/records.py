"""The record behind the graph: loads with their files, and the rows that a node rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from api.access import Asker, Caller, area_of, refuse_node_outside, scope_for
from api.answers import Answered, Shown, respond, wanted_format
from api.pages import PageStart, Paging
from api.parameters import LONGEST, AsOf, CursorText, FormatName, Limit, known_only
from api.schemas import answers
from graph.disclosure.roles import Role
from graph.errors import NotFound, Refused, StoreMismatch, WrongUsage
from graph.opened import Graph
from graph.questions.asking import Scope
from graph.store.ledger import Ledger, LoadEntry
from graph.store.store import Store

COUNTED = ("rows", "loaded", "duplicates", "ignored", "returned")
"""Counts of a file: rows = loaded + duplicates + ignored + returned."""

LOADS = (
    Shown("load", "integer", "导入编号", "number of the load or undo"),
    Shown("kind", "text", "动作", "load, undo or erase"),
    Shown("made_at", "text", "时间", "when it was recorded (UTC)"),
    Shown("undoes", "integer", "撤回的导入", "number of the load that an undo takes back"),
    Shown("live", "boolean", "有效", "whether it still counts"),
    Shown("file", "text", "文件", "name of the file; null for an undo"),
    Shown("format", "text", "名册", "format that it was read as"),
    Shown("issuer", "text", "出具单位", "who issued it"),
    Shown("scope", "text", "范围", "code or name of the place that it is of"),
    Shown("edition", "text", "统计时点", "its date, no more precise than known"),
    Shown("complete", "boolean", "完整", "whether it closes what it no longer lists"),
    Shown("nature", "text", "性质", "roster, reference or case"),
    Shown("synthetic", "boolean", "演示", "whether it is invented"),
    Shown("file_live", "boolean", "文件有效", "whether the file still counts"),
    *(
        Shown(name, "integer", title, f"{name} of the file")
        for name, title in zip(COUNTED, ("行数", "入库", "重复", "跳过", "退回"), strict=True)
    ),
)
SOURCES = (
    Shown("file", "text", "文件", "name of the file"),
    Shown("sheet", "text", "工作表", "name of the sheet"),
    Shown("row", "integer", "行", "physical row in the sheet"),
    Shown("load", "integer", "导入编号", "load that brought it in"),
    Shown("edition", "text", "统计时点", "date of the file's edition"),
)
READS_SOURCES = frozenset({Role.PLANNER, Role.RESEARCHER, Role.STEWARD})

Row = dict[str, object]


def router() -> APIRouter:
    """``/v1/loads`` and ``/v1/sources/{id}``."""
    routes = APIRouter(prefix="/v1", tags=["records"], dependencies=[Depends(known_only)])
    routes.add_api_route(
        "/loads", loads, summary="导入及其文件 | loads with their files and counts", responses=answers(LOADS)
    )
    routes.add_api_route(
        "/sources/{id:path}",
        sources,
        summary="出处:文件、表、行 | rows that assert a node",
        responses=answers(SOURCES),
    )
    return routes


async def loads(
    request: Request,
    who: Asker,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """One row per file, the newest load first; stewards only, those with an area see the files of their area."""
    _refuse_unless(who, frozenset({Role.STEWARD}))
    form = wanted_format(request, format)
    paging = Paging(request.app.state.cursors, "loads", who, {}, None, None, limit, cursor)
    serving = request.app.state.serving

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, serving.graph_id)
        graph = serving.graph(store, who.role)
        place = scope_for(graph, who, None, at.as_of)
        at.bind(place.id)
        rows = list(_files(ledger_of(store), graph, area_of(graph, who, at.as_of), at.as_of))
        return _page(store, at, paging, place, ("导入", "loads"), LOADS, rows)

    result: Answered = await serving.run(work)
    return respond(request, result, form)


async def sources(
    request: Request,
    who: Asker,
    id: Annotated[str, Path(max_length=LONGEST, description="节点编号 | id of a node, as answers give it")],
    as_of: AsOf = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Where a node stands in the files; planners, researchers and stewards. NotFound where nothing asserts it."""
    _refuse_unless(who, READS_SOURCES)
    form = wanted_format(request, format)
    paging = Paging(request.app.state.cursors, "sources", who, {"id": id}, None, as_of, limit, cursor)
    serving = request.app.state.serving

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, serving.graph_id)
        graph = serving.graph(store, who.role)
        place = scope_for(graph, who, None, at.as_of)
        at.bind(place.id)
        refuse_node_outside(graph, who, id, at.as_of)
        ledger_of(store)
        rows: list[Row] = [
            {
                "file": each.file,
                "sheet": each.sheet,
                "row": each.row,
                "load": each.load,
                "edition": each.edition,
            }
            for each in graph.origins(id)
        ]
        if not rows:
            raise NotFound("没有这个编号,或它已不在图中", "there is no such id, or it is no longer in the graph")
        return _page(store, at, paging, place, ("出处", "sources"), SOURCES, rows)

    result: Answered = await serving.run(work)
    return respond(request, result, form)


def ledger_of(store: Store) -> Ledger:
    """The ledger; StoreMismatch where this machine only reads the graph."""
    try:
        return store.ledger
    except StoreMismatch as error:
        # a code of its own: the store is not lost, it is just not here
        raise StoreMismatch(error.zh, error.en, code="no_ledger") from None


def _refuse_unless(who: Caller, roles: frozenset[Role]) -> None:
    if who.role not in roles:
        listed = sorted(roles)
        raise Refused(f"只有这些角色可看:{'、'.join(listed)}", f"only these roles may read this: {', '.join(listed)}")


def _page(
    store: Store,
    at: PageStart,
    paging: Paging,
    place: Scope,
    title: tuple[str, str],
    columns: tuple[Shown, ...],
    rows: list[Row],
) -> Answered:
    state = store.state()
    page = rows[at.skip : at.skip + paging.limit]
    return Answered(
        question=paging.question,
        title_zh=title[0],
        title_en=title[1],
        as_of=at.as_of,
        scope=place,
        parameters=paging.asked,
        version=state.version,
        sequence=state.sequence,
        synthetic=state.synthetic,
        columns=columns,
        rows=page,
        rows_used={paging.question: len(page)},
        next_cursor=at.following(len(rows) - at.skip, state.version),
    )


def _files(ledger: Ledger, graph: Graph, area: Scope | None, as_of: date) -> Iterator[Row]:
    by_load: dict[int, list[Row]] = {}
    known: dict[str, bool] = {}
    for file in ledger.files():
        if file.scope not in known:
            known[file.scope] = area is None or _lies_in(graph, file.scope, area, as_of)
        if known[file.scope]:
            by_load.setdefault(file.load, []).append(
                {
                    "file": file.name,
                    "format": file.format,
                    "issuer": file.issuer,
                    "scope": file.scope,
                    "edition": file.edition,
                    "complete": file.complete,
                    "nature": file.nature,
                    "synthetic": file.synthetic,
                    "file_live": file.live,
                    **{name: file.counts.get(name) for name in COUNTED},
                }
            )
    for entry in reversed(ledger.loads()):
        target = entry.id if entry.target is None else entry.target
        if area is not None and target not in by_load:
            continue
        for row in by_load.get(entry.id) or [{}]:
            yield {**{column.name: None for column in LOADS}, **_load(entry), **row}


def _load(entry: LoadEntry) -> Row:
    return {
        "load": entry.id,
        "kind": entry.kind,
        "made_at": entry.made_at,
        "undoes": entry.target,
        "live": entry.live,
    }


def _lies_in(graph: Graph, scope: str, area: Scope, as_of: date) -> bool:
    try:
        return graph.scope(scope, as_of).id in area.places
    except (NotFound, WrongUsage):
        return False
