"""What a case file may declare: one published article, its passages, and every fact it states, each with passages.

Unknown keys are refused, so a typo cannot be silent. Keys are those of the study (``BS-S02``); in the graph they stand
under the scheme ``source`` as ``<case>/<key>``. Whether keys lead somewhere is checked in :mod:`ingest.cases.faults`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ingest.cases.facts import (
    BodyFact,
    CohortFact,
    ConflictFact,
    Fact,
    GapFact,
    Key,
    MechanismFact,
    MomentText,
    ObservationFact,
    OutcomeFact,
    PlaceFact,
    PracticeFact,
    RatioFact,
    StandardFact,
    Text,
    TieFact,
)
from ingest.formats.declare import Declared

LOCATOR_LENGTH = 16
"""Longest locator, in characters: enough to find the place, never the article's sentence."""


class CaseHead(Declared):
    """The case itself; ``id`` is also the file's name."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title_zh: Text
    title_en: Text
    place_text: Text
    """Where, as the article says."""
    place: Key
    """The place fact that the article as a whole is about: what a check of the text is asked of."""


class SourceHead(Declared):
    """The article: which file of ``GONGJIAN_SOURCES`` it is, and where it was published."""

    file: Text
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the file's bytes as they are."""
    title: Text
    publisher: Text | None = None
    author: Text | None = None
    """The body that wrote it; never a person."""
    published_on: MomentText | None = None
    """Only where the article prints it."""
    filed_under: MomentText | None = None
    """The date of its edition in the ledger where none is printed: the latest possible day that can be argued."""
    citation: Text
    """GB/T 7714."""
    script: Literal["simplified", "traditional"] = "simplified"
    """Names and figures are compared in simplified characters."""
    pinyin_notes: bool = False
    """Whether the text puts the reading of characters behind them in brackets: 區(qū)."""

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if (self.published_on is None) == (self.filed_under is None):
            raise ValueError(
                "published_on(原文印有日期)与 filed_under(未印)必须且只能写一个 | "
                "exactly one of published_on (printed) and filed_under (not printed) is needed"
            )
        return self

    @property
    def edition(self) -> str:
        """The date of the case's edition in the ledger."""
        return self.published_on or self.filed_under or ""


class Repair(Declared):
    """Damaged or misprinted text of a passage, as it is to be read."""

    printed: Text
    """As it stands in the passage."""
    reading: Text
    tier: Literal["mechanical", "contextual"]
    """``mechanical``: the surviving bytes or a constant rule prove it; ``contextual``: only the context does."""


class Span(Declared):
    """Characters ``[start, end)`` of one physical line (from 1) of the article."""

    line: Annotated[int, Field(ge=1)]
    start: Annotated[int, Field(ge=0)]
    end: int

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end 要大于 start | the span ends before it begins")
        return self


class PassageSpan(Span):
    """A span that facts cite."""

    id: Key
    paragraph: Text
    locator: Annotated[str, Field(min_length=2, max_length=LOCATOR_LENGTH)]
    """A few words that stand once in the span, as they are to be read."""
    repairs: tuple[Repair, ...] = ()

    @model_validator(mode="after")
    def _holds_its_locator(self) -> Self:
        # only a repair makes a text longer
        if not self.repairs and self.end - self.start < len(self.locator):
            raise ValueError("起止之间比定位词还短 | the span is shorter than its locator")
        return self


class PassedOver(Span):
    """A span that carries a number or names a body and that no fact cites, with the reason."""

    why: Literal["heading", "furniture", "repeated", "ordinal", "rhetoric", "reflection", "general"]
    """Heading; furniture of the page; what a cited passage says already; a number that only counts off; a figure of
    speech; the author's reflection, no fact of the place; a statement on cities or policy at large."""
    same_as: Key | None = None
    """The passage that says it already."""

    @model_validator(mode="after")
    def _repeated(self) -> Self:
        if (self.why == "repeated") != (self.same_as is not None):
            raise ValueError(
                "why 为 repeated 时才有 same_as,且必须有 | "
                "what is repeated, and only that, names the passage that says it already"
            )
        return self


class CaseFile(Declared):
    """One case: everything that ``<case>.toml`` says."""

    case: CaseHead
    source: SourceHead
    passages: Annotated[tuple[PassageSpan, ...], Field(min_length=1)]
    passed_over: tuple[PassedOver, ...] = ()
    places: tuple[PlaceFact, ...] = ()
    bodies: tuple[BodyFact, ...] = ()
    ties: tuple[TieFact, ...] = ()
    cohorts: tuple[CohortFact, ...] = ()
    mechanisms: tuple[MechanismFact, ...] = ()
    standards: tuple[StandardFact, ...] = ()
    observations: tuple[ObservationFact, ...] = ()
    outcomes: tuple[OutcomeFact, ...] = ()
    gaps: tuple[GapFact, ...] = ()
    conflicts: tuple[ConflictFact, ...] = ()
    ratios: tuple[RatioFact, ...] = ()
    practices: tuple[PracticeFact, ...] = ()

    @property
    def id(self) -> str:
        """Id of the case: the file's name."""
        return self.case.id

    @cached_property
    def cited(self) -> tuple[Fact, ...]:
        """All facts that name passages, in order of kind and position."""
        return tuple(fact for table in TABLES for fact in getattr(self, table))

    @cached_property
    def nodes(self) -> Mapping[str, Fact]:
        """Facts that are nodes, by key: what ``about``, ``within`` and ties may name."""
        return {fact.key: fact for fact in self.cited if not isinstance(fact, TieFact)}

    @cached_property
    def spans(self) -> Mapping[str, PassageSpan]:
        """Passages by id."""
        return {passage.id: passage for passage in self.passages}


TABLES = (*("places", "bodies", "ties", "cohorts", "mechanisms", "standards", "observations", "outcomes", "gaps"),)
"""The kinds of facts that name passages: the sheets of a case, after case, source and passages."""
