"""Who may ask what, and see which columns. Figures derived from people are withheld unless declared otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.disclosure.refusals import PERSON_ROWS, refused_question, tells_of_person
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
    """A column derived from people, or one that names roles, is seen by none but the roles that it names."""
    return not column.restricted or role.value in column.roles


def refuse_unless_allowed(question: Question, role: Role) -> None:
    """Raise Refused where the role may not ask the question, or nobody may."""
    by_design = refused_question(question)
    if by_design is not None:
        raise Refused(by_design.zh, by_design.en, code=by_design.code)
    if not may_ask(question, role):
        allowed = "、".join(sorted(question.roles))
        raise Refused(
            f"角色 {role.value} 不能问 {question.name};可问的角色:{allowed}",
            f"the role {role.value} may not ask {question.name}; these may: {allowed}",
        )


def refuse_place_of_case(question: Question, scope: str | None, role: Role) -> None:
    """Raise Refused where the public asks of cases within a place.

    Where a body lies that an article names is told by rosters: place after place it would be found out which of them
    rosters list, and where they put them.
    """
    of_cases = any(declared.node == "Case" for declared in question.parameters.values())
    if role is Role.PUBLIC and scope is not None and of_cases:
        raise Refused(
            f"角色 {role.value} 问案例不能限定范围:文中机构在哪里是名册的内容;请去掉 scope,用 case=… 选案例",
            f"the role {role.value} asks of cases without a scope: where the bodies lie that an article names is told "
            "by rosters; leave out scope, and choose with case=…",
            code="case_scope_refused",
        )


def refuse_persons(key: str) -> None:
    """Raise Refused for the id of a single person's record: nobody reads one, nor where it stands."""
    if tells_of_person(key):
        raise Refused(PERSON_ROWS.zh, PERSON_ROWS.en, code=PERSON_ROWS.code)


def refuse_unit(role: Role) -> None:
    """Raise Refused for the role of a unit, which reads its own records and nothing else."""
    if role is Role.UNIT:
        raise _own_only()


def refuse_other_unit(question: Question, given: Mapping[str, object], role: Role, unit: str | None) -> None:
    """Raise Refused where a unit asks a question of any unit but itself, which it names by its id.

    By its id alone: looking a name up would tell whether there is a unit of that name.
    """
    if role is not Role.UNIT:
        return
    named = [given.get(name) for name, declared in question.parameters.items() if declared.node == "Unit"]
    if unit is None or named != [unit]:
        raise _own_only()


def _own_only() -> Refused:
    return Refused(
        "单位密钥只能看本单位的记录(/v1/own),问题只能问本单位(用本单位的编号)",
        "the key of a unit reads the unit's own records only (/v1/own), and asks of itself alone, by its id",
        code="own_only",
    )


def release(answer: Answer, role: Role) -> Released:
    """Filter an answer for a role; the one door through which rows of questions leave."""
    refuse_unless_allowed(answer.question, role)
    _refuse_rows_of_persons(answer.rows)
    columns: Sequence[Column] = tuple(answer.question.columns.values())
    kept = tuple(column for column in columns if visible(column, role))
    names = [column.name for column in kept]
    rows = [{name: row[name] for name in names} for row in answer.rows]
    return Released(
        replace(answer, rows=rows), kept, tuple(column.name for column in columns if column not in kept), rows
    )


def _refuse_rows_of_persons(rows: Sequence[Row]) -> None:
    """A pattern without a label could reach a person's node: what names one does not leave, whatever the question."""
    for row in rows:
        for value in row.values():
            for each in value if isinstance(value, list) else (value,):
                if isinstance(each, str):
                    refuse_persons(each)
