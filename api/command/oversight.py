"""``objections`` and ``audit``: what units object to, and who has read figures of people."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.session import Session, command
from api.command.terminal import fitted
from graph.errors import Refused

if TYPE_CHECKING:
    from api.objections import Objection

SHOWN = 50
"""Rows on a screen, unless all are asked for."""


class Verdict(StrEnum):
    """How a steward closes an objection."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


Every = Annotated[bool, typer.Option("--all", help="已答复的、更早的也列出 | also closed or earlier ones")]
Number = Annotated[int, typer.Argument(help="异议编号,见 gongjian objections list | number of the objection")]
Answer = Annotated[Verdict, typer.Argument(help="accepted 采纳 或 declined 不采纳 | the verdict")]
Word = Annotated[str, typer.Option("--word", help="给单位的答复(单位看得到,不写人名)| a word that the unit reads")]


def objections_list(session: Session, every: Every = False) -> int:
    """列出单位对自己记录的异议。 | List what units object to."""
    from api.objections import State, objections

    _refuse_others(session)
    found = objections(session.settings, state=None if every else State.OPEN)
    say_objections(session, found)
    session.terminal.emit({"objections": [asdict(each) for each in found]})
    return 0


def say_objections(session: Session, found: list[Objection]) -> None:
    """Print objections as a table, and how one is answered."""
    from api.objections import STATES_ZH

    terminal = session.terminal
    if not found:
        terminal.say("没有待处理的异议")
        return
    headings = ("编号", "提出", "单位", "记录", "字段", "异议", "应为", "处理", "答复")
    rows = [
        (
            *(each.id, each.at[:10], each.unit_name, each.record, each.field, each.said, each.wished),
            *(STATES_ZH[each.state], each.word),
        )
        for each in found
    ]
    terminal.say(fitted(headings, rows, terminal.out.width))
    terminal.say("采纳的,请改名册后照常导入;答复:gongjian objections answer 编号 accepted|declined --word 答复")


def objections_answer(session: Session, number: Number, verdict: Answer, word: Word) -> int:
    """答复一条异议;采纳的更正由管理员改名册后导入,不会自动更改。 | Close an objection with a word for the unit.

    An accepted correction is made in a roster and loaded by a steward: nothing changes by itself.
    """
    from api.objections import STATES_ZH, State, answer_objection

    _refuse_others(session)
    closed = answer_objection(session.settings, number, State(verdict.value), word)
    session.terminal.say(f"异议 {closed.id} {STATES_ZH[closed.state]};单位用自己的密钥可看到答复")
    if closed.state is State.ACCEPTED:
        session.terminal.say("请在名册里改正后用 gongjian load 导入;出处见 gongjian sources 编号")
    session.terminal.emit(asdict(closed))
    return 0


def audit(session: Session, every: Every = False) -> int:
    """列出谁读过涉及人员的数字(不含数字本身)。 | List reads of figures of people, without the figures."""
    with session.graph() as graph:
        found = graph.reads()
    shown = found if every else found[-SHOWN:]
    headings = ("时间", "密钥", "角色", "所问", "范围", "时点", "列", "行数")
    rows = [
        (
            *(each["at"], each["key"] or "(本机)", each["role"], each["question"], each["scope"], each["as_of"]),
            *("、".join(map(str, _listed(each["columns"]))), each["rows"]),
        )
        for each in shown
    ]
    if rows:
        session.terminal.say(fitted(headings, rows, session.terminal.out.width))
    tail = f"共 {len(found)} 次" + (f",列出最近 {len(shown)} 次;全部列出加 --all" if len(shown) < len(found) else "")
    session.terminal.say(tail)
    session.terminal.emit({"reads": found})
    return 0


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _refuse_others(session: Session) -> None:
    if session.role != "steward":
        raise Refused("异议由数据管理员处理(--role steward)", "objections are for stewards (--role steward)")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    objections = typer.Typer(no_args_is_help=True, help="单位对自己记录的异议 | what units object to")
    command(objections, "list")(objections_list)
    command(objections, "answer")(objections_answer)
    app.add_typer(objections, name="objections")
    command(app)(audit)
