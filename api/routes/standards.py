"""Standards (design §5.1): how many meet each, the verdict on each subject, two standards on one roster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

import polars as pl
from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from api.access import Asker, scope_for
from api.answers import Answered, Shown, respond, wanted_format
from api.pages import PageStart, Paging
from api.parameters import LONGEST, AsOf, CursorText, FormatName, Limit, ScopeText, known_only
from api.schemas import answers
from graph.analysis.standards import VERDICTS, rule_named, rules
from graph.answers.standards import STANDINGS, STATUSES, Standards
from graph.disclosure.coverage import refuse_lists
from graph.disclosure.reads import Read
from graph.disclosure.roles import Role
from graph.disclosure.standards import people_columns
from graph.store.store import Store

SUMMARY = (
    Shown("rule", "text", "标准编号", "id of the standard"),
    Shown("title_zh", "text", "标准", "its title in Chinese"),
    Shown("title_en", "text", "标准(英文)", "its title in English"),
    Shown("version", "integer", "版本", "version of the rule"),
    Shown("kind", "text", "类别", "exists, ratio, frequency, deadline, share or checklist"),
    Shown("force", "text", "约束力", "must or should"),
    Shown("subject", "text", "检核对象", "what each row is: community, building, unit …"),
    Shown("case", "text", "案例", "id of the case that states it; null for a regulation"),
    Shown("status", "text", "检核情况", f"one of {', '.join(STATUSES)}; figures are told of judged ones only"),
    Shown("standing", "text", "总的判断", f"one of {', '.join(STANDINGS)}; of a share it is on the share"),
    Shown("all", "integer", "应检核数", "subjects that it is, or may be, asked of"),
    Shown("met", "integer", "达标", "subjects that surely meet it"),
    Shown("not_met", "integer", "未达标", "subjects that surely do not"),
    Shown("to_check", "integer", "待核实", "subjects of which something is not known"),
    Shown("low", "number", "达标率下限", "met / all"),
    Shown("high", "number", "达标率上限", "(met + to check) / all"),
    Shown("required_share", "number", "要求的比例", "of a share: the part of all that is asked"),
    Shown("reason_zh", "text", "缘由", "why there are no figures, in Chinese"),
    Shown("reason_en", "text", "缘由(英文)", "the same in English"),
)
_SUBJECT = (
    Shown("id", "text", "编号", "id of the subject"),
    Shown("name", "text", "名称", "its name"),
    Shown("place", "text", "地点编号", "id of the place that it is in"),
    Shown("place_name", "text", "地点", "name of that place"),
)
ROWS = (
    *_SUBJECT,
    Shown("verdict", "text", "判断", f"one of {', '.join(VERDICTS)}"),
    Shown("value", "number", "实际", "what is there, at least; null if not known"),
    Shown("value_high", "number", "实际(至多)", "what is there, at most; null where nothing bounds it"),
    Shown("comparison", "text", "比较", "at_least, more_than, at_most, exactly or between"),
    Shown("required", "number", "要求", "what is asked of this subject; null where its base is not known"),
    Shown("required_high", "number", "要求(上限)", "the upper figure of between"),
    Shown("unit", "text", "单位", "unit of the figures"),
    Shown("shortfall", "number", "差额", "how far it surely misses what is asked"),
    Shown("force", "text", "约束力", "must or should"),
    Shown("lacking", "texts", "所缺代码", "codes of what is not known, or entries of a checklist that are not there"),
    Shown("lacking_zh", "texts", "所缺", "the same in Chinese"),
    Shown("lacking_en", "texts", "所缺(英文)", "the same in English"),
    Shown("remedy", "remedy", "整改建议", "what to do: meet the standard, or complete the record; null where met"),
    Shown("evidence", "texts", "所据编号", "ids of what the value rests on"),
)
COMPARED = (
    *_SUBJECT,
    Shown("value_a", "number", "甲实际", "what is there, at least, as the first standard measures it"),
    Shown("verdict_a", "text", "甲判断", "verdict of the first standard"),
    Shown("required_a", "number", "甲要求", "what the first asks of this subject"),
    Shown("value_b", "number", "乙实际", "the same as the second measures it"),
    Shown("verdict_b", "text", "乙判断", "verdict of the second standard"),
    Shown("required_b", "number", "乙要求", "what the second asks of this subject"),
)

RuleName = Annotated[str, Path(max_length=LONGEST, description="标准编号,见 /v1/standards | id of a standard")]
OtherName = Annotated[str, Path(max_length=LONGEST, description="对照的标准 | id of the standard to compare with")]


@dataclass(frozen=True, slots=True)
class _Made:
    """A table made from standards, before it is cut into pages."""

    rows: pl.DataFrame
    columns: Sequence[Shown]
    summary: Mapping[str, object] | None = None
    people: Sequence[str] = field(default=())
    """The columns derived from people that it rests on, for the log of reads."""


_Make = Callable[[Standards], _Made]


def router() -> APIRouter:
    """``/v1/standards``, one of them, and one against another."""
    routes = APIRouter(prefix="/v1/standards", tags=["standards"], dependencies=[Depends(known_only)])
    routes.add_api_route(
        "", listed, summary="各标准的达标情况 | standards and how many meet each", responses=answers(SUMMARY)
    )
    routes.add_api_route(
        "/{rule}", judged, summary="一个标准的逐项检核 | the verdict on each subject", responses=answers(ROWS)
    )
    routes.add_api_route(
        "/{rule}/against/{other}",
        compared,
        summary="两个标准对照 | two standards on one roster: rows whose verdict differs",
        responses=answers(COMPARED),
    )
    return routes


async def listed(
    request: Request,
    who: Asker,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Every standard with how many subjects meet it, or why that is not told; planners, researchers, stewards only."""
    refuse_lists(who.role)

    def make(found: Standards) -> _Made:
        people = {name for rule in rules().values() for name in people_columns(rule)}
        return _Made(found.summary, SUMMARY, people=sorted(people))

    paging = Paging(request.app.state.cursors, "standards", who, {}, scope, as_of, limit, cursor)
    return await _answer(request, paging, format, ("标准检核", "standards"), make)


async def judged(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    rule: RuleName,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """The verdict on each subject of one standard, those not met first.

    Standards of numbers of people are for stewards; 403 ``standard_withheld`` for others.
    """
    refuse_lists(who.role)
    known = rule_named(rule)

    def make(found: Standards) -> _Made:
        rows = found.rows(rule)
        counts = found.summarised(rule, rows)
        return _Made(rows, ROWS, counts, people_columns(known))

    paging = Paging(request.app.state.cursors, f"standards/{known.id}", who, {}, scope, as_of, limit, cursor)
    return await _answer(request, paging, format, (known.title_zh, known.title_en), make)


async def compared(  # noqa: PLR0913 - each is a query parameter
    request: Request,
    who: Asker,
    rule: RuleName,
    other: OtherName,
    as_of: AsOf = None,
    scope: ScopeText = None,
    limit: Limit = 100,
    cursor: CursorText = None,
    format: FormatName = None,
) -> Response:
    """Two standards on the subjects that both are asked of: counts in ``summary``, rows whose verdict differs."""
    refuse_lists(who.role)
    first, second = rule_named(rule), rule_named(other)

    def make(found: Standards) -> _Made:
        pair = found.compare(rule, other)
        counts = {name: getattr(pair, name) for name in ("both", "only_a", "only_b", "neither", "to_check")}
        people = {name for each in (first, second) for name in people_columns(each)}
        return _Made(pair.rows, COMPARED, counts, sorted(people))

    question = f"standards/{first.id}/against/{second.id}"
    paging = Paging(request.app.state.cursors, question, who, {}, scope, as_of, limit, cursor)
    title = (f"{first.title_zh} 对照 {second.title_zh}", f"{first.title_en} against {second.title_en}")
    return await _answer(request, paging, format, title, make)


async def _answer(request: Request, paging: Paging, given: FormatName, title: tuple[str, str], make: _Make) -> Response:
    form = wanted_format(request, given)
    state, who = request.app.state, paging.who

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, state.serving.graph_id)
        graph = state.serving.graph(store, who.role)
        place = scope_for(graph, who, paging.scope, at.as_of)
        at.bind(place.id)
        found: Standards = graph.standards(place.id, as_of=at.as_of)
        made = make(found)
        page = made.rows.slice(at.skip, paging.limit)
        if made.people and who.role is Role.STEWARD:
            day = at.as_of.isoformat()
            state.reads.note(
                store, Read(who.key, who.role.value, paging.question, place.id, day, list(made.people), page.height)
            )
        evidence = found.evidence
        return Answered(
            question=paging.question,
            title_zh=title[0],
            title_en=title[1],
            as_of=evidence.as_of,
            scope=place,
            parameters={},
            version=evidence.version,
            sequence=evidence.sequence,
            synthetic=evidence.synthetic,
            columns=made.columns,
            rows=page.select([column.name for column in made.columns]).to_dicts(),
            rows_used=evidence.rows_used,
            next_cursor=at.following(made.rows.height - at.skip, evidence.version),
            summary=made.summary,
        )

    return respond(request, await state.serving.run(work), form)
