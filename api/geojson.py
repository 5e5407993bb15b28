"""Answers whose rows have a point, as GeoJSON (RFC 7946): one feature a row."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import orjson
from fastapi import Query, Request
from fastapi.responses import Response

from api.answers import Answered, Format, Shown, respond, wanted_format
from api.problems import NotAcceptable
from api.schemas import Schema, answers

MEDIA_TYPE = "application/geo+json"
_AXES = ("longitude", "latitude")


class MapFormat(StrEnum):
    """Formats of an answer that can be put on a map."""

    JSON = "json"
    CSV = "csv"
    NDJSON = "ndjson"
    GEOJSON = "geojson"


MapFormatName = Annotated[
    MapFormat | None,
    Query(description="格式;geojson 只用于有坐标的答案;不填则看 Accept | format; geojson where rows have points"),
]


def wanted(request: Request, given: MapFormat | None) -> MapFormat:
    """``?format=``, else what the Accept header names first; NotAcceptable where that is none of ours."""
    if given is not None:
        return given
    if request.headers.get("accept", "").split(";")[0].split(",")[0].strip().lower() == MEDIA_TYPE:
        return MapFormat.GEOJSON
    return MapFormat(wanted_format(request, None))


def respond_on_map(request: Request, answered: Answered, form: MapFormat) -> Response:
    """The answer in a format; NotAcceptable for GeoJSON of rows that have no points."""
    if form is not MapFormat.GEOJSON:
        return respond(request, answered, Format(form))
    if not {column.name for column in answered.columns}.issuperset(_AXES):
        raise NotAcceptable(
            "这个答案没有坐标,不能用 geojson;请用 json、csv 或 ndjson",
            "this answer has no points and cannot be GeoJSON: use json, csv or ndjson",
        )
    return Response(
        orjson.dumps(features(answered), option=orjson.OPT_NON_STR_KEYS),
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{answered.question.replace("/", "-")}.geojson"'},
    )


def features(answered: Answered) -> dict[str, Any]:
    """A feature collection; what the envelope says stands beside the features, and rows without a point have none."""
    envelope = answered.envelope()
    told = {name: value for name, value in envelope.items() if name not in ("rows", "columns")}
    rows = [
        {
            "type": "Feature",
            "geometry": None
            if any(row[axis] is None for axis in _AXES)
            else {"type": "Point", "coordinates": [row[axis] for axis in _AXES]},
            "properties": {name: value for name, value in row.items() if name not in _AXES},
        }
        for row in answered.rows
    ]
    return {"type": "FeatureCollection", **told, "features": rows}


def mapped_answers(columns: tuple[Shown, ...], summary: Schema | None = None) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route whose rows have these columns, points among them."""
    found = answers(columns)
    content = found[200]["content"]
    content[MEDIA_TYPE] = {"schema": {"type": "object", "required": ["type", "features"]}}
    if summary is not None:
        schema = content["application/json"]["schema"]
        schema["properties"]["summary"] = summary
        schema["required"].append("summary")
    return found
