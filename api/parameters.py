"""Parameters that many endpoints share, and the refusal of those that an endpoint does not have."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from fastapi.routing import APIRoute
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from api.answers import Format
from api.problems import UNNAMED, InvalidParameters

LONGEST = 300
"""Characters of a text parameter; names and ids are far shorter."""
MOST_ROWS = 1000
"""Rows of a page at most."""


def _day(given: object) -> object:
    # pydantic would also read a number of seconds as a date
    if type(given) is date:
        return given
    try:
        if isinstance(given, str) and len(given) == len("2024-06-30"):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise PydanticCustomError("date_iso", "a date is written as 2024-06-30")


Day = Annotated[date, BeforeValidator(_day)]

AsOf = Annotated[
    Day | None,
    Query(
        description="统计时点,默认今天 | date that the answer is for; today if left out",
        examples=["2024-06-30"],
    ),
]
ScopeText = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=LONGEST,
        description="范围:地点的区划代码、名称或编号,默认全部(或密钥的辖区) | "
        "place by division code, name or id; all (or the area of the key) if left out",
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="每页行数 | rows of a page")]
CursorText = Annotated[
    str | None,
    Query(max_length=LONGEST, description="上一页给出的 next_cursor | next_cursor of the page before"),
]
FormatName = Annotated[
    Format | None,
    Query(description="格式;不填则看 Accept | format of the answer; else the Accept header decides"),
]


def known_only(request: Request) -> None:
    """Refuse a parameter that the endpoint does not have, or one given twice: it would be ignored in silence."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    known = [field.alias for field in route.dependant.query_params]
    given = [name for name, _ in request.query_params.multi_items()]
    # what is not known may be anything, so it is counted and not named
    foreign = sum(1 for name in given if name not in known)
    twice = sorted({name for name in known if given.count(name) > 1})
    errors = [{"parameter": name, "detail_zh": "只能给一次", "detail_en": "may be given only once"} for name in twice]
    if foreign:
        zh = f"有 {foreign} 个参数这里没有;可用:{'、'.join(known) or '(无)'}"
        en = f"unknown parameters: {foreign}; known ones: {', '.join(known) or 'none'}"
        errors.append({"parameter": UNNAMED, "detail_zh": zh, "detail_en": en})
    if errors:
        raise InvalidParameters(errors)
