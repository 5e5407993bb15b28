"""What OpenAPI says of the answers: made from the same columns that the answers are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.answers import DATED, MARKED, MEDIA_TYPES, NOTICE, Format, Shown
from api.problems import MEDIA_TYPE

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_STEP: Schema = {
    "type": "object",
    "properties": {
        "sense": {**_TEXT, "description": "组织、地点或共建 | of which sense, where all three are told"},
        "step": _TEXT,
        "met": {"type": ["boolean", "null"]},
        "zh": _TEXT,
        "en": _TEXT,
        "evidence": _TEXTS,
    },
    "required": ["step", "met", "zh", "en", "evidence"],
    "additionalProperties": False,
}
_REMEDY: Schema = {
    "type": ["object", "null"],
    "properties": {"sense": _TEXT, "code": _TEXT, "zh": _TEXT, "en": _TEXT, "evidence": _TEXTS},
    "required": ["code", "zh", "en", "evidence"],
    "additionalProperties": False,
}
KINDS: dict[str, Schema] = {
    "text": {"type": ["string", "null"]},
    "integer": {"type": ["integer", "null"]},
    "number": {"type": ["number", "null"]},
    "boolean": {"type": ["boolean", "null"]},
    "day": {"type": ["string", "null"], "format": "date"},
    "texts": {"type": ["array", "null"], "items": _TEXT},
    "steps": {"type": ["array", "null"], "items": _STEP},
    "remedy": _REMEDY,
    "remedies": {"type": ["array", "null"], "items": _REMEDY},
    "rows": {"type": ["array", "null"], "items": {"type": "object"}},
}

PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "description": "urn:gongjian:problem:<code>"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "不变的代号 | stable word for machines"},
        "detail_zh": _TEXT,
        "detail_en": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"parameter": _TEXT, "detail_zh": _TEXT, "detail_en": _TEXT},
                "required": ["parameter", "detail_zh", "detail_en"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["type", "title", "status", "code", "detail_zh", "detail_en"],
    "additionalProperties": False,
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "出错:RFC 9457 | a problem as RFC 9457 has it",
        "content": {MEDIA_TYPE: {"schema": PROBLEM}},
    }
}
"""For the ``responses`` of every route."""


_SHEET = (
    f"这些列,再加 {DATED}(统计时点),演示数据再加 {MARKED} | these columns, then {DATED}, and {MARKED} on invented data"
)


def answers(
    columns: Iterable[Shown], optional: Iterable[str] = (), *, open_rows: bool = False
) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route whose rows have these columns; ``optional`` ones are withheld from some.

    ``open_rows`` is for a route whose columns are known only from its answer.
    """
    schema = envelope(columns, frozenset(optional))
    if open_rows:
        schema["properties"]["rows"] = {"type": "array", "items": {"type": "object"}}
    sheet = {"schema": {**_TEXT, "description": _SHEET}}
    lines = {"schema": _TEXT}
    content = {
        MEDIA_TYPES[Format.JSON]: {"schema": schema},
        MEDIA_TYPES[Format.CSV]: sheet,
        MEDIA_TYPES[Format.NDJSON]: lines,
    }
    return {200: {"description": "一页答案 | a page of the answer", "content": content}, **PROBLEMS}


_COLUMN: Schema = {
    "type": "object",
    "properties": {"name": _TEXT, "kind": {"enum": sorted(KINDS)}, "title_zh": _TEXT, "meaning": _TEXT},
    "required": ["name", "kind", "title_zh", "meaning"],
    "additionalProperties": False,
}
_SCOPE: Schema = {
    "type": "object",
    "properties": {"id": {"type": ["string", "null"]}, "name": _TEXT},
    "required": ["id", "name"],
    "additionalProperties": False,
}
_SOURCE: Schema = {
    "type": "object",
    "description": "出处,仅案例 | the published text, of cases only",
    "properties": {
        "title": _TEXT,
        "publisher": {"type": ["string", "null"]},
        "published_on": {"type": ["string", "null"]},
        "citation": {**_TEXT, "description": "GB/T 7714"},
    },
    "required": ["title", "publisher", "published_on", "citation"],
    "additionalProperties": False,
}
_GRAPH: Schema = {
    "type": "object",
    "properties": {
        "version": {"type": "integer"},
        "sequence": {"type": "integer", "description": "最后一次导入 | last load in it"},
        "synthetic": {"type": "boolean"},
    },
    "required": ["version", "sequence", "synthetic"],
    "additionalProperties": False,
}


def envelope(columns: Iterable[Shown], optional: frozenset[str] = frozenset()) -> Schema:
    """The schema of an answer in JSON."""
    listed = list(columns)
    row = {
        "type": "object",
        "properties": {each.name: _described(each) for each in listed},
        "required": [each.name for each in listed if each.name not in optional],
        "additionalProperties": False,
    }
    properties: Schema = {
        "question": _TEXT,
        "title_zh": _TEXT,
        "title_en": _TEXT,
        "notice": {"const": NOTICE, "description": "仅演示数据 | only with invented data"},
        "data_as_of": {"type": "string", "format": "date", "description": "统计时点 | date of the answer"},
        "scope": _SCOPE,
        "parameters": {"type": "object"},
        "source": _SOURCE,
        "summary": {"type": "object", "description": "整体数字,部分答案有 | figures of the whole, of some answers"},
        "graph": _GRAPH,
        "columns": {"type": "array", "items": _COLUMN},
        "withheld": {**_TEXTS, "description": "按角色不显示的列 | columns that the role may not see"},
        "rows": {"type": "array", "items": row},
        "rows_used": {
            "type": ["object", "null"],
            "additionalProperties": {"type": "integer"},
            "description": "用到的行数,按问题 | rows used, by question; null where the role may not know",
        },
        "next_cursor": {
            "type": ["string", "null"],
            "description": "下一页 | the next page; null on the last",
        },
    }
    required = [name for name in properties if name not in ("notice", "source", "summary")]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _described(column: Shown) -> Schema:
    return {
        **KINDS[column.kind],
        "title": column.title_zh,
        "description": f"{column.title_zh} | {column.meaning}",
    }
