"""What a unit reads with its key: its own records, the rows they come from, and its objections to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import OwnAsker
from api.answers import Answered, Shown, respond, wanted_format
from api.bodies import sent_body
from api.objections import LONGEST_TEXT, LONGEST_WISH, STATES_ZH, Objection, file_objection, objections
from api.pages import PageStart, Paging
from api.parameters import CursorText, FormatName, Limit, known_only
from api.problems import invalid
from api.routes.records import SOURCES, ledger_of
from api.schemas import PROBLEMS, answers
from graph.disclosure.reads import Read, Reads
from graph.errors import NotFound
from graph.evidence.own_records import OwnRecords, own_records
from graph.questions.asking import Scope
from graph.store.store import Store

LARGEST_BODY = 8192
"""Bytes of a request that files an objection."""
LONGEST_RECORD = 1000

RECORDS = (
    Shown("record", "text", "记录", "id of the node, or key of the tie; an objection names it"),
    Shown("about", "text", "类别", "unit, tie or event"),
    Shown("type", "text", "类型", "type of the node or tie"),
    Shown("title_zh", "text", "名称", "the type in Chinese"),
    Shown("role", "text", "角色", "role or mode of a tie"),
    Shown("other", "text", "对方编号", "id of what a tie leads to"),
    Shown("other_name", "text", "对方", "its name"),
    Shown("field", "text", "字段", "name of the field; identifier for a code; null for the time of the record"),
    Shown("field_zh", "text", "字段名称", "the field in Chinese"),
    Shown("value", "text", "内容", "what is recorded, as a clerk reads it"),
    Shown("since", "day", "自", "day from which it was listed; null where no roster says"),
    Shown("until", "day", "至", "first day on which it no longer holds; null where it still does or nobody knows"),
)
OWN_SOURCES = (Shown("record", "text", "记录", "the record that the row asserts"), *SOURCES)
OBJECTIONS = (
    Shown("id", "integer", "编号", "number of the objection"),
    Shown("at", "text", "提出时间", "when it was filed (UTC)"),
    Shown("record", "text", "记录", "the record objected to"),
    Shown("field", "text", "字段", "its field; null for the record as a whole"),
    Shown("said", "text", "异议", "what the unit says"),
    Shown("wished", "text", "应为", "what it should be, as the unit says"),
    Shown("state", "text", "状态", "open, accepted or declined"),
    Shown("state_zh", "text", "处理情况", "the state in Chinese"),
    Shown("word", "text", "答复", "what the steward answers"),
    Shown("answered_at", "text", "答复时间", "when it was answered (UTC)"),
)

Row = dict[str, object]


class Filed(BaseModel):
    """An objection as it is sent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    record: str = Field(min_length=1, max_length=LONGEST_RECORD, description="记录,见 /v1/own | record of /v1/own")
    field: str | None = Field(
        default=None, max_length=100, description="字段;不填为整条记录 | field, or the whole record"
    )
    text: str = Field(min_length=1, max_length=LONGEST_TEXT, description="哪里不对 | what is wrong")
    wished: str | None = Field(default=None, max_length=LONGEST_WISH, description="应为 | what it should be")


def router() -> APIRouter:
    """``/v1/own`` and what lies below it, for keys of the role unit."""
    routes = APIRouter(prefix="/v1/own", tags=["own"], dependencies=[Depends(known_only)])
    for path, endpoint, summary, columns in (
        ("", own, "本单位的记录 | the unit's own records", RECORDS),
        ("/sources", sources, "本单位记录的出处 | rows that assert them", OWN_SOURCES),
        ("/objections", filed, "本单位的异议及答复 | its objections and the answers", OBJECTIONS),
    ):
        routes.add_api_route(path, endpoint, summary=summary, responses=answers(columns))
    body = {"required": True, "content": {"application/json": {"schema": Filed.model_json_schema()}}}
    routes.add_api_route(
        "/objections",
        file,
        methods=["POST"],
        status_code=201,
        summary="提出异议 | object to a record",
        responses=PROBLEMS,
        openapi_extra={"requestBody": body},
    )
    return routes


async def own(
    request: Request, who: OwnAsker, limit: Limit = 100, cursor: CursorText = None, format: FormatName = None
) -> Response:
    """The unit's node, the ties it stands in and the events it is party to, one row for each thing recorded."""

    def make(store: Store, found: OwnRecords) -> list[Row]:
        return [asdict(fact) for fact in found.facts]

    paging = _paging(request, who, "own", limit, cursor)
    return respond(request, await _answered(request, paging, RECORDS, make), wanted_format(request, format))


async def sources(
    request: Request, who: OwnAsker, limit: Limit = 100, cursor: CursorText = None, format: FormatName = None
) -> Response:
    """File, sheet and row of every own record; never what stands in a cell."""

    def make(store: Store, found: OwnRecords) -> list[Row]:
        ledger = ledger_of(store)
        return [
            {"record": shown, "file": file, "sheet": sheet, "row": row, "load": load, "edition": edition}
            for shown, key in found.keys.items()
            for _, file, sheet, row, load, edition in ledger.whereabouts(ledger.rows_of_record(key))
        ]

    paging = _paging(request, who, "own/sources", limit, cursor)
    return respond(request, await _answered(request, paging, OWN_SOURCES, make), wanted_format(request, format))


async def filed(
    request: Request, who: OwnAsker, limit: Limit = 100, cursor: CursorText = None, format: FormatName = None
) -> Response:
    """The unit's objections, the oldest first, with what a steward answered."""
    settings = request.app.state.serving.settings

    def make(store: Store, found: OwnRecords) -> list[Row]:
        return [_shown(each) for each in objections(settings, unit=found.unit)]

    paging = _paging(request, who, "own/objections", limit, cursor)
    return respond(request, await _answered(request, paging, OBJECTIONS, make), wanted_format(request, format))


async def file(request: Request, who: OwnAsker) -> Row:
    """File an objection to a record of the unit's own; a steward answers it (see ``GET``), nothing changes by itself.

    Personal data in it (telephones, identity numbers, e-mails) are refused, and so are more than 20 open at a time.
    """
    sent = await sent_body(request, Filed, LARGEST_BODY)
    serving = request.app.state.serving

    def work(store: Store) -> Row:
        assert who.unit is not None and who.key is not None
        found = own_records(store, who.unit)
        if sent.record not in found.keys:
            raise NotFound(
                "record 不是本单位的记录;请照 /v1/own 的 record 一列填写",
                "record is none of the unit's own: copy it from the column record of /v1/own",
                code="record_not_own",
            )
        fields = {fact.field for fact in found.facts if fact.record == sent.record}
        if sent.field is not None and sent.field not in fields:
            raise invalid("field", "这条记录没有这个字段", "is no field of this record")
        return _shown(
            file_objection(
                serving.settings,
                key=who.key,
                unit=who.unit,
                unit_name=found.name,
                record=sent.record,
                field=sent.field,
                said=sent.text,
                wished=sent.wished,
            )
        )

    result: Row = await serving.run(work)
    return result


def _paging(request: Request, who: OwnAsker, name: str, limit: int, cursor: str | None) -> Paging:
    return Paging(request.app.state.cursors, name, who, {"unit": who.unit}, None, None, limit, cursor)


Make = Callable[[Store, OwnRecords], list[Row]]


async def _answered(request: Request, paging: Paging, columns: Sequence[Shown], make: Make) -> Answered:
    state = request.app.state

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, state.serving.graph_id)
        assert paging.who.unit is not None
        at.bind(paging.who.unit)
        found = own_records(store, paging.who.unit)
        rows = make(store, found)
        page = rows[at.skip : at.skip + paging.limit]
        _note(state.reads, store, paging, at, page)
        return Answered(
            question=paging.question,
            title_zh="本单位的记录",
            title_en="own records",
            as_of=at.as_of,
            scope=Scope(found.unit, found.name, ()),
            parameters=paging.asked,
            version=found.state.version,
            sequence=found.state.sequence,
            synthetic=found.state.synthetic,
            columns=columns,
            rows=[{column.name: row[column.name] for column in columns} for row in page],
            rows_used={paging.question: len(page)},
            next_cursor=at.following(len(rows) - at.skip, found.state.version),
        )

    result: Answered = await state.serving.run(work)
    return result


def _note(reads: Reads, store: Store, paging: Paging, at: PageStart, page: Iterable[Row]) -> None:
    told = [row for row in page if row.get("people")]
    if told:
        seen = sorted({str(row["field"]) for row in told})
        who, day = paging.who, at.as_of.isoformat()
        reads.note(store, Read(who.key, who.role.value, paging.question, who.unit, day, seen, len(told)))


def _shown(each: Objection) -> Row:
    told = asdict(each) | {"state_zh": STATES_ZH[each.state]}
    return {column.name: told[column.name] for column in OBJECTIONS}
