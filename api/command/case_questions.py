"""``cases questions``: the questions that a case raises, each with its answer or the reason why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from api.command.asking import AsOf, ScopeName, drawn
from api.command.session import Session, day
from api.command.terminal import ID_TITLE, fitted
from graph.errors import NotFound

if TYPE_CHECKING:
    from ingest.cases.asked import CaseAnswer

SHOWN = 20
"""Rows of an answer on a screen; machines get all."""

CaseOrAll = Annotated[
    str,
    typer.Argument(metavar="CASE", help="案例编号,或 all(跨案例的问题)| id of a case, or `all` for those across cases"),
]
Numbers = Annotated[
    list[int] | None, typer.Option("--number", help="只问这几题,可重复 | only these questions; may be repeated")
]


def questions(
    session: Session, case: CaseOrAll, number: Numbers = None, scope: ScopeName = None, as_of: AsOf = None
) -> int:
    """一个案例引出的问题,逐题作答;答不了的说明缘由。 | The questions of a case, each answered or told why not.

    原文可答的问整个图;需要名册的在 --scope 内问。 | --scope is for those that need rosters.
    """
    from api.case_answers import asked_row, case_answers, not_loaded

    wanted = _wanted(case, number or [])
    moment = day(as_of)
    with session.graph() as graph:
        found = list(case_answers(graph, case, scope=scope, as_of=moment, numbers=wanted))
        place = graph.scope(scope, moment)
        missing = not_loaded(graph, case)
        synthetic = graph.store.state().synthetic
    terminal = session.terminal
    terminal.mark(synthetic)
    answered = sum(1 for each in found if each.rows is not None and not each.rows.is_empty())
    terminal.say(f"{len(found)} 题,有答案 {answered} 题 · 时点 {moment or '今天'} · 范围 {place.name}")
    if missing is not None:
        terminal.say(missing[0])
    for answer in found:
        _say(session, answer, case)
    terminal.emit(
        {
            "case": case,
            "as_of": moment,
            "scope": {"id": place.id, "name": place.name},
            "synthetic": synthetic,
            "answered": answered,
            "questions": [asked_row(each) for each in found],
        }
    )
    return 0


def _wanted(case: str, given: list[int]) -> frozenset[int]:
    from ingest.cases.asked import case_questions

    known = {question.number for question in case_questions(case)}
    unknown = sorted(set(given) - known)
    if unknown:
        listed = "、".join(map(str, unknown))
        raise NotFound(
            f"{case} 没有第 {listed} 题;题号 {min(known)} 到 {max(known)}",
            f"{case} has no question {listed}; they go from {min(known)} to {max(known)}",
            code="question_unknown",
        )
    return frozenset(given)


def _say(session: Session, answer: CaseAnswer, case: str) -> None:
    from api.case_answers import answer_columns
    from api.command.words import worded
    from ingest.cases.asked import ALL

    terminal, question = session.terminal, answer.question
    terminal.say(Text(f"\n{question.number}. {question.title_zh}({worded('needs', question.needs)})", style="bold"))
    if answer.rows is None or answer.rows.is_empty():
        terminal.say(Text(f"答不了:{answer.reason_zh}" if answer.rows is None else f"{answer.reason_zh}"))
        return
    columns = answer_columns(answer)
    rows = answer.rows.head(SHOWN).to_dicts()
    # ids and English are for machines; what all rows say alike of the case asked about, and what none says, is nothing
    shown = [
        column
        for column in columns
        if not column.title_zh.endswith(ID_TITLE) and not column.name.endswith("_en")
        if case == ALL or column.name != "case"
        if any(row[column.name] not in (None, []) for row in rows)
    ]
    terminal.say(fitted(*drawn(shown, rows), terminal.out.width))
    more = answer.rows.height - len(rows)
    terminal.say(f"共 {answer.rows.height} 行" + (f",还有 {more} 行(全部见 --json)" if more else ""))
