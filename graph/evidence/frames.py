"""Rows of a question as a frame with the declared types, also when there are no rows."""

from __future__ import annotations

import polars as pl

from graph.model.declare import Kind
from graph.questions.asking import Answer
from graph.questions.question import Question

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
    return pl.DataFrame(answer.rows, schema=_schema(answer.question), orient="row")


def typed(rows: pl.DataFrame, question: Question) -> pl.DataFrame:
    """The same of rows that were not asked."""
    return rows.select(pl.col(name).cast(kind) for name, kind in _schema(question).items())


def _schema(question: Question) -> dict[str, pl.DataType]:
    return {name: _TYPES[column.kind] for name, column in question.columns.items()}
