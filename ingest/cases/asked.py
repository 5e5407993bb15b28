"""The questions that each case raises, with what answers them: a question, a standard, or the reason why not.

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
from graph.answers import Coverage
from graph.errors import NotFound
from ingest.formats.declare import Declared

FOLDER = Path(__file__).with_name("questions")
ALL = "all"
"""The questions across cases."""
Text = Annotated[str, Field(min_length=1)]


class Uncovered(Declared):
    """Of the rows of a question, those that coverage shows to fall short in one sense, or to be checked."""

    what: Literal["buildings", "units"]
    """What the rows are of; the question has their ``id``."""
    sense: Literal["organisation", "place", "tie"] = "organisation"
    at_least: Text | None = None
    """The least mode of organisation coverage that counts; by use or kind where it is left out."""


class CaseQuestion(Declared):
    """One question that a case raises."""

    number: int
    needs: Literal["source", "roster"]
    """Whether the article alone answers it, or only rosters of the place do."""
    title_zh: Text
    title_en: Text
    ask: Text | None = None
    """The question of the catalogue that answers it."""
    standard: Text | None = None
    """The standard whose verdicts answer it, those that are met left out."""
    standards_of: Text | None = None
    """The case whose standards, with how many subjects meet each, answer it."""
    parameters: dict[str, str | int | float | bool] = Field(default_factory=dict)
    where: dict[str, tuple[str | int | bool, ...]] = Field(default_factory=dict)
    """Columns, and the values that a row of the answer must have one of."""
    at_most: dict[str, float] = Field(default_factory=dict)
    """Columns of numbers, and what a row's must not exceed."""
    uncovered: Uncovered | None = None
    """Only rows that fall short in coverage are an answer; ``standing`` tells gaps from what is to check."""
    measure: Text | None = None
    """Asked of the article's data gaps where there are no rows."""
    reason_zh: Text | None = None
    """Why nothing answers it."""
    reason_en: Text | None = None

    @model_validator(mode="after")
    def _answered_or_not(self) -> Self:
        answers = [self.ask, self.standard, self.standards_of, self.reason_zh]
        if sum(each is not None for each in answers) != 1 or (self.reason_zh is None) != (self.reason_en is None):
            raise ValueError("a question names what answers it, or the reason why nothing does, in both languages")
        if self.uncovered is not None and self.ask is None:
            raise ValueError("coverage picks rows of a question: name it in `ask`")
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
OF_STANDARD = (
    "id",
    "name",
    "place_name",
    "verdict",
    "value",
    "required",
    "unit",
    "shortfall",
    "lacking_zh",
    "lacking_en",
)
"""Columns of verdicts that an answer has; the rest is told by the standard itself."""
OF_STANDARDS = ("rule", "title_zh", "title_en", "status", "all", "met", "not_met", "to_check", "reason_zh", "reason_en")


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
    if question.reason_zh is not None:
        return CaseAnswer(question, None, question.reason_zh, question.reason_en)
    within = scope if question.needs == "roster" else None
    rows = _rows(graph, question, within, as_of)
    wanted = [pl.col(name).is_in(each) for name, each in question.where.items()]
    wanted += [pl.col(name) <= bound for name, bound in question.at_most.items()]
    rows = rows.filter(pl.lit(value=True), *wanted)
    if question.uncovered is not None:
        short = _short(graph.coverage(within, as_of=as_of), question.uncovered)
        rows = rows.join(short, on="id", how="inner", maintain_order="left")
    if not rows.is_empty():
        return CaseAnswer(question, rows)
    if question.measure is not None:
        gaps = graph.ask("data_gaps", as_of=as_of, case=case, measure=question.measure)
        if not gaps.is_empty():
            return CaseAnswer(question, None, ";".join(gaps["reason"]), "; ".join(gaps["reason_en"]))
    return CaseAnswer(question, rows, *NO_ROWS)


def _rows(graph: Graph, question: CaseQuestion, scope: str | None, as_of: date | None) -> pl.DataFrame:
    if question.ask is not None:
        return graph.ask(question.ask, as_of=as_of, scope=scope, **question.parameters)
    found = graph.standards(scope, as_of=as_of)
    if question.standard is not None:
        return found.rows(question.standard).filter(pl.col("verdict") != "met").select(OF_STANDARD)
    return found.summary.filter(pl.col("case") == question.standards_of).select(OF_STANDARDS)


def _short(coverage: Coverage, wanted: Uncovered) -> pl.DataFrame:
    """Ids of what falls short, with ``standing``: gap or to_check."""
    if wanted.sense == "organisation":
        return coverage.uncovered(wanted.at_least, what=wanted.what).select("id", "standing")
    sense = pl.col(f"{wanted.sense}_sense")
    rows = coverage.senses(wanted.what).filter(sense != "yes")
    return rows.select("id", sense.replace({"no": "gap"}).alias("standing"))
