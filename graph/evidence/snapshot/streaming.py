"""Records out of the engine into frames: one text per record, a chunk at a time, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

import polars as pl

from graph.evidence.snapshot.parts import FIELD, ITEM, Part, Schema, key_text, record_text
from graph.store.bolt import Bolt

CHUNK = 50_000
"""Records that are texts at a time; some tens of megabytes."""
Read = Callable[[int], None]
"""Called with the number of records read since the last call."""


class Unreadable(Exception):
    """The records cannot be told: a value holds a separator, or they do not fit one another."""


def records(bolt: Bolt, part: Part, since: int, read: Read) -> pl.DataFrame:
    """The records of a part that a load of this number or a later one wrote; ends of ties by id."""
    query = f"{part.match} WHERE x.load >= $since RETURN {record_text(part)} AS text"
    return _framed(bolt, query, {"since": since}, part.schema, read)


def keys(bolt: Bolt, part: Part, read: Read) -> pl.DataFrame:
    """The keys of all records of a part."""
    schema = {name: part.schema[name] for name in part.key}
    return _framed(bolt, f"{part.match} RETURN {key_text(part)} AS text", {}, schema, read)


def count(bolt: Bolt, part: Part) -> int:
    """How many records of a part there are."""
    return int(str(bolt.read(f"{part.match} RETURN count(x) AS total")[0]["total"]))


def _framed(bolt: Bolt, query: str, given: Mapping[str, object], schema: Schema, read: Read) -> pl.DataFrame:
    texts = (row["text"] for row in bolt.stream(query, given))
    frames = [pl.DataFrame(schema=schema)]
    for chunk in _chunks(texts):
        frames.append(_parsed(chunk, schema))
        read(len(chunk))
    return pl.concat(frames, rechunk=True)


def _chunks(texts: Iterator[object]) -> Iterator[pl.Series]:
    while chunk := list(islice(texts, CHUNK)):
        yield pl.Series(chunk, dtype=pl.String)


def _parsed(texts: pl.Series, schema: Schema) -> pl.DataFrame:
    split = texts.str.split(FIELD)
    if not (split.list.len() == len(schema)).all():
        raise Unreadable
    cells = pl.DataFrame({"cells": split})
    try:
        found = cells.select(_column(position, name, kind) for position, (name, kind) in enumerate(schema.items()))
    except pl.exceptions.PolarsError:  # its text would hold the value
        raise Unreadable from None
    for name in schema:
        if name.endswith("_values"):
            since = name.removesuffix("_values") + "_from"
            if not (found[name].list.len().fill_null(0) == found[since].list.len().fill_null(0)).all():
                raise Unreadable
    return found


def _column(position: int, name: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col("cells").list.get(position)
    if isinstance(kind, pl.List):
        items = text.str.strip_suffix(ITEM).str.split(ITEM)
        typed = items if kind.inner == pl.String() else items.list.eval(_typed(pl.element(), kind.inner))
        return pl.when(text != "").then(typed).alias(name)
    if name == "role":
        return text.alias(name)
    return _typed(pl.when(text != "").then(text), kind).alias(name)


def _typed(text: pl.Expr, kind: object) -> pl.Expr:
    if kind == pl.Date():
        return text.str.to_date("%Y-%m-%d")
    if kind == pl.Boolean():
        return text == "true"
    return text if kind == pl.String() else text.cast(kind)  # type: ignore[arg-type]
