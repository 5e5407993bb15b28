"""The words that cases share, so that one can be laid beside another: measures of figures, and practices."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import Field, TypeAdapter

from ingest.formats.declare import Declared

_FOLDER = Path(__file__).parent
Text = Annotated[str, Field(min_length=1)]
Word = TypeVar("Word")


class Count(Declared):
    """How rosters count a measure: the distinct values of a column of a question's rows, or a column added up."""

    question: Text
    column: Text
    """The column whose distinct values are counted, or, with ``add``, told of: ids."""
    body: Text | None = None
    """The column that names the body whose members are counted: those of one body, not of all."""
    add: Text | None = None
    """A column of numbers to be added up instead."""
    where: dict[str, tuple[str | bool, ...]] = Field(default_factory=dict)
    """Columns and the values that a row must have one of."""
    parameters: dict[str, str] = Field(default_factory=dict)


class Measure(Declared):
    """One measure that observations may name: one word, one unit for one thing."""

    title_zh: Text
    """Also the name of its observations."""
    title_en: Text
    unit: Text
    """The unit that all its figures are in: 个, 家, 人, 人次, 户, m², km², 元, 元/年, 比率 (0.8 of 80 %), 天 …"""
    count: Count | None = None
    """How rosters count it; None where none does."""


class Practice(Declared):
    """One practice that cases may show, under whatever name."""

    title_zh: Text
    title_en: Text
    meaning: Text
    """In Chinese: what is to be there for it to count as present."""


@cache
def measures() -> Mapping[str, Measure]:
    """Measures by their code, in the order of ``measures.toml``."""
    return _read("measures.toml", TypeAdapter(dict[str, Measure]))


@cache
def practices() -> Mapping[str, Practice]:
    """Practices by their code, in the order of ``practices.toml``."""
    return _read("practices.toml", TypeAdapter(dict[str, Practice]))


def _read(name: str, kind: TypeAdapter[dict[str, Word]]) -> Mapping[str, Word]:
    return MappingProxyType(kind.validate_python(tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))))
