"""Answers: one table with all that it rests on, written as JSON, CSV or NDJSON as the client asks."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import Request
from fastapi.responses import Response

from api.problems import NotAcceptable
from graph.model.declare import Kind
from graph.questions.asking import Scope
from graph.questions.question import Column

NOTICE = "演示数据"
"""Said with every answer from a graph of invented rosters."""
DATED, MARKED = "data_as_of", "notice"
"""Columns that a CSV has after those of the answer, named as in the envelope; the second on invented data only."""
BOM = b"\xef\xbb\xbf"
"""Without it Excel reads Chinese in a CSV as something else."""
FORMULA = frozenset("=+-@\t\r\n")
"""First characters that a spreadsheet may take for a formula; full-width forms are folded to these first."""

_JSON = orjson.OPT_NON_STR_KEYS


class Format(StrEnum):
    """Formats of an answer."""

    JSON = "json"
    CSV = "csv"
    NDJSON = "ndjson"


MEDIA_TYPES = {Format.JSON: "application/json", Format.CSV: "text/csv", Format.NDJSON: "application/x-ndjson"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as the reader sees it; ``kind`` is a field's, or ``steps``, ``remedy``, ``remedies`` or ``rows``."""

    name: str
    kind: str
    title_zh: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A page of an answer."""

    question: str
    title_zh: str
    title_en: str
    as_of: date
    scope: Scope
    parameters: Mapping[str, object]
    version: int
    sequence: int
    synthetic: bool
    columns: Sequence[Shown]
    rows: Sequence[Mapping[str, object]]
    rows_used: Mapping[str, int] | None
    """Rows of each question that the page was made of; None where the role may not know."""
    withheld: Sequence[str] = field(default=())
    next_cursor: str | None = None
    source: Mapping[str, object] | None = None
    """Of what a published text states: its ``title``, ``publisher``, ``published_on`` and ``citation``."""
    summary: Mapping[str, object] | None = None
    """Figures of the answer as a whole, where the rows do not say everything."""

    @classmethod
    def of_envelope(cls, told: Mapping[str, Any]) -> Answered:
        """The inverse of :meth:`envelope`, after JSON; the places of the scope are not in it."""
        return cls(
            question=told["question"],
            title_zh=told["title_zh"],
            title_en=told["title_en"],
            as_of=date.fromisoformat(told["data_as_of"]),
            scope=Scope(told["scope"]["id"], told["scope"]["name"], ()),
            parameters=told["parameters"],
            **told["graph"],
            columns=[Shown(**column) for column in told["columns"]],
            rows=told["rows"],
            rows_used=told["rows_used"],
            withheld=told["withheld"],
            next_cursor=told["next_cursor"],
            source=told.get("source"),
            summary=told.get("summary"),
        )

    def envelope(self) -> dict[str, object]:
        """The answer as JSON has it."""
        notice = {"notice": NOTICE} if self.synthetic else {}
        return {
            "question": self.question,
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            **notice,
            "data_as_of": self.as_of,
            "scope": {"id": self.scope.id, "name": self.scope.name},
            "parameters": dict(self.parameters),
            **({} if self.source is None else {"source": dict(self.source)}),
            **({} if self.summary is None else {"summary": dict(self.summary)}),
            "graph": {"version": self.version, "sequence": self.sequence, "synthetic": self.synthetic},
            "columns": [
                {"name": each.name, "kind": each.kind, "title_zh": each.title_zh, "meaning": each.meaning}
                for each in self.columns
            ],
            "withheld": list(self.withheld),
            "rows": list(self.rows),
            "rows_used": self.rows_used,
            "next_cursor": self.next_cursor,
        }


def shown(columns: Iterable[Column]) -> list[Shown]:
    """Columns of a question as the reader sees them."""
    return [Shown(each.name, each.kind.value, each.title_zh, each.meaning) for each in columns]


def wanted_format(request: Request, given: Format | None) -> Format:
    """``?format=``, else the best of the Accept header; NotAcceptable where that names none of ours."""
    if given is not None:
        return given
    accepted = _accepted(request.headers.get("accept", "*/*"))
    # of equals the first of ours
    best = max(Format, key=lambda each: (_quality(MEDIA_TYPES[each], accepted), -list(Format).index(each)))
    if _quality(MEDIA_TYPES[best], accepted) <= 0:
        ours = ", ".join(MEDIA_TYPES.values())
        raise NotAcceptable(f"Accept 请用 {ours} 之一,或加 ?format=", f"let Accept name one of {ours}, or use ?format=")
    return best


def respond(request: Request, answered: Answered, form: Format) -> Response:
    """The answer in a format; CSV and NDJSON carry in headers what JSON has in its envelope."""
    if form is Format.JSON:
        return Response(orjson.dumps(answered.envelope(), option=_JSON), media_type=MEDIA_TYPES[form])
    headers = _headers(request, answered)
    if form is Format.NDJSON:
        lines = b"".join(orjson.dumps(row, option=_JSON | orjson.OPT_APPEND_NEWLINE) for row in answered.rows)
        return Response(lines, headers=headers, media_type=MEDIA_TYPES[form])
    name = answered.question.replace("/", "-")
    headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return Response(BOM + sheet(answered), headers=headers, media_type="text/csv; charset=utf-8")


def sheet(answered: Answered) -> bytes:
    """The rows as CSV under the names of the columns, each with the date and, on invented data, the notice.

    Whoever is handed the file sees no headers and no envelope. Text that could be a formula gets a leading apostrophe.
    """
    said = {DATED: answered.as_of.isoformat()} | ({MARKED: NOTICE} if answered.synthetic else {})
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(column.name for column in answered.columns), *said])
    for row in answered.rows:
        cells = [_cell(row.get(column.name), column.kind) for column in answered.columns]
        writer.writerow([*cells, *said.values()])
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: object, kind: str) -> str:
    if value is None:
        return ""
    if kind in (Kind.INTEGER, Kind.NUMBER):
        return str(value)
    if kind == Kind.BOOLEAN:
        return "true" if value else "false"
    if kind == "rows":
        # a table within a cell keeps its columns as JSON only
        return orjson.dumps(value, option=_JSON).decode()
    return disarmed(_text(value))


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("zh", ""))
    if isinstance(value, list):
        return "; ".join(_text(each) for each in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def disarmed(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might read a formula, also after blanks."""
    first = text.lstrip(" \u00a0\u3000\ufeff\u200b\v\f\0")[:1]
    return f"'{text}" if unicodedata.normalize("NFKC", first) in FORMULA else text


def _headers(request: Request, answered: Answered) -> dict[str, str]:
    """What the envelope says, in headers; text that is not ASCII is percent-encoded UTF-8."""
    headers = {
        "X-Gongjian-As-Of": answered.as_of.isoformat(),
        "X-Gongjian-Graph-Version": str(answered.version),
        "X-Gongjian-Sequence": str(answered.sequence),
        "X-Gongjian-Withheld": ",".join(answered.withheld),
    }
    if answered.rows_used is not None:
        headers["X-Gongjian-Rows-Used"] = ",".join(f"{name}={count}" for name, count in answered.rows_used.items())
    if answered.scope.id is not None:
        headers["X-Gongjian-Scope"] = quote(answered.scope.id)
    if answered.source is not None:
        headers["X-Gongjian-Citation"] = quote(str(answered.source["citation"]))
    if answered.summary is not None:
        # lists of names would outgrow what a header may hold
        plain = {name: value for name, value in answered.summary.items() if not isinstance(value, list)}
        headers["X-Gongjian-Summary"] = quote(orjson.dumps(plain, option=_JSON))
    if answered.synthetic:
        headers["X-Gongjian-Notice"] = quote(NOTICE)
    if answered.next_cursor is not None:
        following = request.url.include_query_params(cursor=answered.next_cursor)
        headers["Link"] = f'<{quote(following.path)}?{following.query}>; rel="next"'
        headers["X-Gongjian-Next-Cursor"] = answered.next_cursor
    return headers


def _accepted(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        try:
            found.append((media, float(quality)))
        except ValueError:
            found.append((media, 0.0))
    return found


def _quality(media: str, accepted: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that holds the media type; 0 where none does."""
    for wanted in (media, media.split("/")[0] + "/*", "*/*"):
        for name, quality in accepted:
            if name == wanted:
                return quality
    return 0.0
