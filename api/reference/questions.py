"""The page of the questions."""

from __future__ import annotations

from collections.abc import Iterable

from api.reference.markdown import KINDS, page, table
from graph.disclosure.roles import Role
from graph.questions.catalog import families, questions
from graph.questions.question import FAMILIES, Question

ROLES = {
    Role.PUBLIC: "公众",
    Role.PLANNER: "规划",
    Role.RESEARCHER: "研究",
    Role.STEWARD: "数据管理",
    Role.UNIT: "单位",
}


def questions_page() -> str:
    """Every question with its parameters, columns, roles and text."""
    return page(
        "问题 | Questions",
        "每个问题是 `graph/questions` 里的一个 `.cypher` 文件。每个都另有 `as_of`(统计时点)与 `scope`(范围)。"
        "预期的行见 `tests/cases/questions`。",
        "A question is one `.cypher` file. Each also takes `as_of` (a date) and `scope` (a place).",
        *(part for family, found in families().items() for part in _listed(family, found)),
        *(part for each in questions().values() for part in _question(each)),
    )


def _listed(family: str, found: Iterable[Question]) -> Iterable[str]:
    yield f"**{FAMILIES[family]}**"
    yield table(
        ("问题 | question", "标题 | title", "含义 | about"),
        ((f"[`{each.name}`](#{each.name})", each.title_zh, each.about) for each in found),
    )


def _question(question: Question) -> Iterable[str]:
    yield f"## {question.name}"
    yield f"**{question.title_zh} | {question.title_en}.** {question.about}"
    given = "".join(f" {each.name}=…" for each in question.parameters.values() if each.required)
    yield f"`gongjian ask {question.name}{given}` · 可问 | roles: {_roles(question.roles)}"
    parameters = (
        (f"`{each.name}`", KINDS[each.kind], each.required, f"{each.meaning_zh} {each.meaning_en}")
        for each in question.parameters.values()
    )
    yield table(("参数 | parameter", "类型 | type", "必填 | required", "含义 | meaning"), parameters)
    columns = (
        (
            f"`{each.name}`",
            each.title_zh,
            KINDS[each.kind],
            each.meaning,
            (_roles(each.roles) or "无 none") if each.restricted else "",
        )
        for each in question.columns.values()
    )
    yield table(("列 | column", "标题 | title", "类型 | type", "含义 | meaning", "仅限角色 | only for"), columns)


def _roles(names: Iterable[str]) -> str:
    return "、".join(f"{ROLES[role]} {role.value}" for role in Role if role.value in set(names))
