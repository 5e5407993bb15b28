"""``cases check``: what an article asserts, beside the rosters of the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from api.command.asking import AsOf, ScopeName
from api.command.case_choice import CaseName, chosen
from api.command.session import Session, day
from api.command.terminal import fitted

if TYPE_CHECKING:
    from api.case_answers import Row

COLUMNS = ("key", "asserted", "verdict_zh", "found", "reason_zh", "passages")
"""Columns on a screen; machines get the ids of the records too."""


class Verdict(StrEnum):
    """What can become of an assertion."""

    MET = "met"
    CONTRADICTED = "contradicted"
    MISSING = "missing"
    NOT_CHECKABLE = "not_checkable"


Only = Annotated[
    Verdict | None,
    typer.Option(
        "--only",
        help="只列一种:met 相符、contradicted 不符、missing 名册未载、not_checkable 无法核对 | list one verdict only",
    ),
]


def check(session: Session, case: CaseName, scope: ScopeName = None, as_of: AsOf = None, only: Only = None) -> int:
    """案例所述与图中名册逐条核对:相符、不符、名册未载、无法核对,各附缘由和段落。 | A case beside the rosters.

    --scope 是名册里代表案例所在地的地点;不填则按案例写的地点找。 | --scope: the place that stands for that of the case.
    """
    from api.case_answers import assertion_rows, has_rosters, refuse_checks, verdict_counts
    from graph.disclosure.roles import Role
    from ingest.cases.checking import check as checked

    found, _ = chosen(case)
    refuse_checks(Role(session.role))
    moment = day(as_of)
    with session.graph() as graph:
        place = graph.scope(scope, moment)
        rows = assertion_rows(checked(graph, found, scope=scope, as_of=moment))
        synthetic, rosters = graph.store.state().synthetic, has_rosters(graph)
    listed = [row for row in rows if only in (None, row["verdict"])]
    terminal = session.terminal
    terminal.mark(synthetic)
    where = place.name if scope else "原文所指的地方"
    terminal.say(f"{found.case.title_zh} · 时点 {moment or '今天'} · 范围 {where}")
    if not rosters:
        terminal.say("图中还没有名册,无从核对:先用 gongjian load 导入当地名册;试用虚构名册:")
        terminal.line(f"gongjian synth subdistrict 文件夹 --case {found.id}")
    for line in _summary(rows):
        terminal.say(Text(line))
    if listed:
        terminal.say()
        terminal.say(fitted(*_drawn(sorted(listed, key=_order)), terminal.out.width))
    if only is None:
        terminal.say("所据记录的编号见 --json;只看一种判断加 --only,如 --only contradicted(不符)")
    if not scope and synthetic:
        terminal.say("图中是虚构名册:请用 --scope 指定代表案例所在地的虚构地点(gongjian ask places 列出地点)")
    terminal.emit(
        {
            "case": found.id,
            "as_of": moment,
            "scope": {"id": place.id, "name": place.name},
            "synthetic": synthetic,
            "counts": verdict_counts(rows),
            "assertions": listed,
        }
    )
    return 0


def _order(row: Row) -> int:
    """What calls for a look comes first; what cannot be checked, which is most of an article, last."""
    return (Verdict.CONTRADICTED, Verdict.MISSING, Verdict.MET, Verdict.NOT_CHECKABLE).index(
        Verdict(str(row["verdict"]))
    )


def _summary(rows: list[Row]) -> Iterable[str]:
    """A line for each verdict: how many, and for which reasons, the commonest first."""
    from api.case_answers import verdict_counts
    from api.command.words import worded

    for verdict, count in verdict_counts(rows).items():
        reasons = Counter(str(row["reason"]) for row in rows if row["verdict"] == verdict)
        # a figure stands close to its label: a line is broken at blanks only
        told = " · ".join(f"{worded('assertion_reason', reason)}({number})" for reason, number in reasons.most_common())
        yield f"{worded('verdict', verdict)} {count}" + (f":{told}" if told else "")


def _drawn(rows: list[Row]) -> tuple[list[str], list[list[object]]]:
    from api.case_answers import CHECKED

    titles = {column.name: column.title_zh for column in CHECKED}
    return [titles[name] for name in COLUMNS], [[row[name] for name in COLUMNS] for row in rows]
