"""Who asks: the role and the area of a key, and what follows from them for a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader

from api.keys import check_key
from api.problems import invalid
from graph.disclosure.roles import Role, may_ask, refuse_unit
from graph.errors import NotFound, Refused, WrongUsage
from graph.opened import Graph
from graph.questions.asking import Page, Scope
from graph.questions.catalog import questions
from graph.questions.question import Question

LISTED_BY = {"Building": "buildings", "Grid": "grids", "Place": "places", "Unit": "units"}
"""The question that lists the nodes of a type which lie in a scope."""

_header = APIKeyHeader(
    name="X-API-Key",
    auto_error=False,
    description="密钥;不带密钥则为 public 角色 | the key; without one the role is public",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks; without a key anybody, in the role public."""

    role: Role
    key: str | None = None
    area: str | None = None
    unit: str | None = None
    """Id of the unit that asks in the role unit."""


def caller(request: Request, key: Annotated[str | None, Security(_header)]) -> Caller:
    """The caller of a request; Unauthorised for a key that is unknown, expired or revoked."""
    if "x-api-key" not in request.headers:
        return Caller(Role.PUBLIC)
    # an empty header is a key that somebody forgot to fill in, not a wish to be nobody
    known = check_key(request.app.state.serving.settings, key or "")
    return Caller(known.role, known.id, known.area, known.unit)


AnyAsker = Annotated[Caller, Depends(caller)]
"""Whoever asks, also a unit: for its own records, and for questions, whose headers say who may ask them."""


def not_a_unit(who: AnyAsker) -> Caller:
    """The caller of a request that is none of a unit's; Refused for a unit."""
    refuse_unit(who.role)
    return who


def a_unit(who: AnyAsker) -> Caller:
    """The unit that asks for its own records; Refused for everybody else."""
    if who.role is not Role.UNIT or who.unit is None:
        raise Refused(
            "这里只给单位密钥(角色 unit)用:单位看自己的记录、提出异议",
            "this is for keys of the role unit: a unit reads its own records and objects to them",
            code="units_only",
        )
    return who


Asker = Annotated[Caller, Depends(not_a_unit)]
OwnAsker = Annotated[Caller, Depends(a_unit)]


def place_named(graph: Graph, wanted: str, as_of: date, parameter: str) -> Scope:
    """The place that a parameter names; the problem names the parameter, never what it held."""
    try:
        return graph.scope(wanted, as_of)
    except NotFound:
        zh = f"{as_of} 没有参数 {parameter} 所说的地点;用 /v1/places 查看编号、区划代码和名称"
        en = f"there is no place as {parameter} says at {as_of}: see /v1/places for ids, division codes and names"
        raise NotFound(zh, en, code="place_not_found") from None
    except WrongUsage:
        zh, en = (
            "有几个地点同名,请用 /v1/places 中的编号",
            "several places bear this name: give an id of /v1/places",
        )
        raise invalid(parameter, zh, en) from None


def area_of(graph: Graph, who: Caller, as_of: date) -> Scope | None:
    """The area that the caller is confined to; None for the whole graph."""
    if who.area is None:
        return None
    try:
        return graph.scope(who.area, as_of)
    except (NotFound, WrongUsage):
        raise Refused(
            f"这个密钥所限的辖区在 {as_of} 的图里不存在或不唯一,因此什么也看不到;请让管理者新建密钥",
            f"the area of this key is not one place of the graph at {as_of}, so nothing can be seen with it: "
            "ask the steward for another key",
            code="area_not_found",
        ) from None


def scope_for(graph: Graph, who: Caller, wanted: str | None, as_of: date) -> Scope:
    """The scope of a request: what was asked for, within the caller's area; the area where nothing was."""
    area = area_of(graph, who, as_of)
    if wanted is None:
        return area or graph.scope(None, as_of)
    if area is None:
        return place_named(graph, wanted, as_of, "scope")
    return _within(graph, area, wanted, as_of, "scope")


def place_for(graph: Graph, who: Caller, wanted: str, as_of: date, parameter: str) -> str:
    """The id of the place that a parameter names, which lies in the caller's area."""
    area = area_of(graph, who, as_of)
    if area is None:
        found = place_named(graph, wanted, as_of, parameter)
    else:
        found = _within(graph, area, wanted, as_of, parameter)
    assert found.id is not None
    return found.id


def _within(graph: Graph, area: Scope, wanted: str, as_of: date, parameter: str) -> Scope:
    try:
        found = place_named(graph, wanted, as_of, parameter)
    except (NotFound, WrongUsage):
        # whether a place exists outside the area is no business of this key
        raise _outside(parameter) from None
    if found.id not in area.places:
        raise _outside(parameter)
    return found


def _outside(parameter: str) -> Refused:
    return Refused(
        f"参数 {parameter} 所说的地点不在这个密钥的辖区内",
        f"the place that {parameter} names does not lie in the area of this key",
        code="outside_area",
    )


def confined(question: Question) -> bool:
    """Whether scope, or a place that must be named, keeps the rows of a question within an area."""
    named = any(each.place and each.required for each in question.parameters.values())
    return "$places" in question.cypher or named


def refuse_unconfined(question: Question, who: Caller) -> None:
    """Raise Refused where a key with an area asks what no area can be put around."""
    if who.area is not None and not confined(question):
        raise Refused(
            f"{question.name} 的结果不能限定在辖区内,限定辖区的密钥不能问它",
            f"{question.name} cannot be confined to an area, so a key with an area may not ask it",
            code="not_confined",
        )


def refuse_node_outside(graph: Graph, who: Caller, node: str, as_of: date) -> None:
    """Raise Refused where a node is not known to lie in the caller's area."""
    area = area_of(graph, who, as_of)
    if area is None:
        return
    listed_by = LISTED_BY.get(node.split(":", 1)[0])
    if listed_by is not None:
        rows = graph.answer(listed_by, {}, as_of=as_of, scope=area.id, page=Page()).rows
        if any(row["id"] == node for row in rows):
            return
    raise Refused(
        "这个编号不在密钥的辖区内(或不能判断是否在内)",
        "this id does not lie in the area of the key, or it cannot be told whether it does",
        code="outside_area",
    )


def askable(who: Caller) -> list[Question]:
    """The questions that the caller may ask."""
    return [
        question
        for question in questions().values()
        if may_ask(question, who.role) and (who.area is None or confined(question))
    ]
