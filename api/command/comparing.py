"""The difference of two states on screen, as JSON and as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from api.command.session import Session
from api.command.terminal import fitted
from graph.errors import WrongUsage

if TYPE_CHECKING:
    from api.command.differences import Group
    from graph.store.ledger import Ledger

SHOWN = 10
"""Sentences of each type on a screen, unless all are asked for."""


def may_compare(session: Session) -> bool:
    """Whether the role may see single records."""
    from graph.disclosure.coverage import LISTS

    return session.role in LISTS


def compared(session: Session, ledger: Ledger, first: int, second: int) -> list[Group]:
    """What differs between the states after two acts; Refused for roles that may not see single records."""
    from api.command.differences import grouped
    from graph.disclosure.coverage import refuse_lists
    from graph.disclosure.roles import Role
    from graph.store.known import difference, records_at

    refuse_lists(Role(session.role))
    return grouped(difference(records_at(ledger, first), records_at(ledger, second)))


def say_difference(session: Session, groups: list[Group], *, every: bool) -> None:
    """Print a difference: a table of counts, then sentences, cut to some of each type."""
    from api.command.differences import KINDS

    terminal = session.terminal
    if not groups:
        terminal.say("两者没有差别")
        return
    kinds = [kind for kind in KINDS if any(group.counts[kind] for group in groups)]
    rows = [(group.title, *(group.counts[kind] for kind in kinds)) for group in groups]
    terminal.say(fitted(("类别", *(KINDS[kind] for kind in kinds)), rows, terminal.out.width))
    for group in groups:
        told = group.sentences if every else group.sentences[:SHOWN]
        if told:
            terminal.say(f"\n{group.title}:")
        for each in told:
            terminal.say(f"  {each.text}")
        if len(told) < len(group.sentences):
            terminal.say(f"  … 还有 {len(group.sentences) - len(told)} 条;全部列出加 --all,或 --out 文件.xlsx")


def machine(groups: list[Group], *, every: bool) -> list[dict[str, object]]:
    """The same for machines."""
    return [
        {
            "type": group.type,
            "title": group.title,
            "counts": dict(group.counts),
            "changes": [
                {"kind": each.kind, "ids": list(each.key), "zh": each.text}
                for each in (group.sentences if every else group.sentences[:SHOWN])
            ],
        }
        for group in groups
    ]


def write_difference(groups: list[Group], path: Path) -> None:
    """Write every sentence to a workbook, one sheet for each type; overwrites nothing."""
    from api.command.differences import KINDS
    from ingest.report.workbook import new_workbook

    if path.suffix.lower() != ".xlsx" or path.exists():
        raise WrongUsage(
            "--out 应为还没有的 .xlsx 文件", "--out must name an .xlsx file that does not exist yet", code="bad_out"
        )
    with new_workbook(path) as workbook:
        bold = workbook.add_format({"bold": True})
        for group in groups or []:
            sheet = workbook.add_worksheet(group.title[:31])
            sheet.write_row(0, 0, ("变化", "说明", "编号"), bold)
            sheet.set_column(1, 2, 60)
            for number, each in enumerate(group.sentences, start=1):
                sheet.write_row(number, 0, (KINDS[each.kind], each.text, " → ".join(each.key)))
        if not groups:
            workbook.add_worksheet("没有差别")
