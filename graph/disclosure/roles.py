"""Who may ask what, and see which columns. Figures derived from people are withheld unless declared otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import Refused
from graph.questions.asking import Answer, Row
from graph.questions.question import Column, Question


class Role(StrEnum):
    """Readers, from the widest circle to the narrowest."""

    PUBLIC = "public"
    PLANNER = "planner"
    RESEARCHER = "researcher"
    STEWARD = "steward"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Released:
    """What of an answer may leave: its rows without the withheld columns."""

    answer: Answer
    columns: tuple[Column, ...]
    withheld: tuple[str, ...]
    rows: list[Row]


def may_ask(question: Question, role: Role) -> bool:
    """Whether the role may ask the question at all."""
    return role.value in question.roles


def visible(column: Column, role: Role) -> bool:
    """A column derived from people is seen by none but the roles that it declares."""
    return not column.people or role.value in column.roles


def refuse_unless_allowed(question: Question, role: Role) -> None:
    """Raise Refused where the role may not ask the question."""
    if not may_ask(question, role):
        allowed = "、".join(sorted(question.roles))
        raise Refused(
            f"角色 {role.value} 不能问 {question.name};可问的角色:{allowed}",
            f"the role {role.value} may not ask {question.name}; these may: {allowed}",
        )


def release(answer: Answer, role: Role) -> Released:
    """Filter an answer for a role; the one door through which rows of questions leave."""
    refuse_unless_allowed(answer.question, role)
    columns: Sequence[Column] = tuple(answer.question.columns.values())
    kept = tuple(column for column in columns if visible(column, role))
    names = [column.name for column in kept]
    rows = [{name: row[name] for name in names} for row in answer.rows]
    return Released(answer, kept, tuple(column.name for column in columns if column not in kept), rows)
