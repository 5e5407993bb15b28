"""The questions that each case raises, with what answers them: a question of the catalogue, or the reason why not.

``questions/<case>.toml`` lists them as the study of the cases numbers them; ``questions/all.toml`` those across cases.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

import polars as pl
from pydantic import Field, TypeAdapter, model_validator

from graph import Graph
from graph.errors import NotFound
from ingest.formats.declare import Declared

FOLDER = Path(__file__).with_name("questions")
ALL = "all"
"""The questions across cases."""
Text = Annotated[str, Field(min_length=1)]


class CaseQuestion(Declared):
    """One question that a case raises."""

    number: int
    needs: Literal["source", "roster"]
    """Whether the article alone answers it, or only rosters of the place do."""
    title_zh: Text
    title_en: Text
    ask: Text | None = None
    """The question of the catalogue that answers it."""
    parameters: dict[str, str | int | float | bool] = Field(default_factory=dict)
    where: dict[str, tuple[str | int | bool, ...]] = Field(default_factory=dict)
    """Columns, and the values that a row of the answer must have one of."""
    at_most: dict[str, float] = Field(default_factory=dict)
    """Columns of numbers, and what a row's must not exceed."""
    measure: Text | None = None
    """Asked of the article's data gaps where there are no rows."""
    reason_zh: Text | None = None
    """Why nothing answers it, instead of ``ask``."""
    reason_en: Text | None = None

    @model_validator(mode="after")
    def _answered_or_not(self) -> Self:
        if (self.ask is None) == (self.reason_zh is None) or (self.reason_zh is None) != (self.reason_en is None):
            raise ValueError("a question names what answers it, or the reason why nothing does, in both languages")
        return self


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """A question with its answer: rows, or the reason why there are none."""

    question: CaseQuestion
    rows: pl.DataFrame | None
    """None where the answer is a reason."""
    reason_zh: str | None = None
    reason_en: str | None = None


_QUESTIONS = TypeAdapter(tuple[CaseQuestion, ...])
NO_ROWS = ("图中没有符合的记录", "the graph holds no such record")


@cache
def case_questions(case: str) -> tuple[CaseQuestion, ...]:
    """The questions of a case, or those across cases (``all``); NotFound lists the cases that have any."""
    path = FOLDER / f"{case}.toml"
    if not path.is_file():
        known = "、".join(sorted(each.stem for each in FOLDER.glob("*.toml")))
        raise NotFound(
            f"没有案例 {case} 的问题清单;现有:{known};自己的案例用 gongjian ask 提问,问题见 gongjian questions",
            f"no list of questions for {case}; there are: {known}; of a case of your own ask with `gongjian ask`",
        )
    return _QUESTIONS.validate_python(tomllib.loads(path.read_text(encoding="utf-8"))["questions"])


def answers(
    graph: Graph,
    case: str,
    *,
    scope: str | None = None,
    as_of: date | None = None,
    numbers: frozenset[int] = frozenset(),
) -> Iterator[CaseAnswer]:
    """Each question of a case with its answer in this graph, in order; ``numbers`` picks some of them.

    Questions of the article are asked of the whole graph, those of rosters within ``scope``.
    """
    for question in case_questions(case):
        if not numbers or question.number in numbers:
            yield _answer(graph, question, case, scope, as_of)


def _answer(graph: Graph, question: CaseQuestion, case: str, scope: str | None, as_of: date | None) -> CaseAnswer:
    if question.ask is None:
        return CaseAnswer(question, None, question.reason_zh, question.reason_en)
    within = scope if question.needs == "roster" else None
    rows = graph.ask(question.ask, as_of=as_of, scope=within, **question.parameters)
    wanted = [pl.col(name).is_in(each) for name, each in question.where.items()]
    wanted += [pl.col(name) <= bound for name, bound in question.at_most.items()]
    rows = rows.filter(pl.lit(value=True), *wanted)
    if not rows.is_empty():
        return CaseAnswer(question, rows)
    if question.measure is not None:
        gaps = graph.ask("data_gaps", as_of=as_of, case=case, measure=question.measure)
        if not gaps.is_empty():
            return CaseAnswer(question, None, ";".join(gaps["reason"]), "; ".join(gaps["reason_en"]))
    return CaseAnswer(question, rows, *NO_ROWS)
