"""Rows of a question as a frame with the declared types, also when there are no rows."""

from __future__ import annotations

import polars as pl

from graph.model.declare import Kind
from graph.questions.asking import Answer

_TYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.DAY: pl.Date(),
    Kind.TEXTS: pl.List(pl.String()),
}


def frame(answer: Answer) -> pl.DataFrame:
    """One column per declared column of the question, in order."""
    schema = {name: _TYPES[column.kind] for name, column in answer.question.columns.items()}
    return pl.DataFrame(answer.rows, schema=schema, orient="row")
