"""What a case file may declare: one published article, its passages, and every fact it states, each with passages.

Unknown keys are refused, so a typo cannot be silent. Keys are those of the study (``BS-S02``); in the graph they stand
under the scheme ``source`` as ``<case>/<key>``. Whether keys lead somewhere is checked in :mod:`ingest.cases.faults`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from graph.model.time import Moment
from ingest.formats.declare import Declared

LOCATOR_LENGTH = 16
"""Longest locator, in characters: enough to find the place, never the article's sentence."""


def _moment(text: str) -> str:
    if Moment.parse(text).text() != text:
        raise ValueError("a date is 2024, 2024-06, 2024-06-30, or first/last day of a range")
    return text


Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$")]
"""Key of a fact or id of a passage."""
MomentText = Annotated[str, AfterValidator(_moment)]
"""A date with no more precision than the source gives (``graph.model.time.Moment``)."""
Duration = Annotated[str, Field(pattern=r"^P(?:[1-9]\d*[YMWD])+$")]
"""An ISO 8601 duration of whole years, months, weeks or days."""
Text = Annotated[str, Field(min_length=1)]
FieldValue = str | int | float | bool | list[str]


class CaseHead(Declared):
    """The case itself; ``id`` is also the file's name."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title_zh: Text
    title_en: Text
    place_text: Text
    """Where, as the article says."""


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

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if (self.published_on is None) == (self.filed_under is None):
            raise ValueError("exactly one of published_on (printed) and filed_under (not printed) is needed")
        return self

    @property
    def edition(self) -> str:
        """The date of the case's edition in the ledger."""
        return self.published_on or self.filed_under or ""


class Repair(Declared):
    """Damaged or misprinted text of a passage, as it is to be read."""

    reading: Text
    tier: Literal["mechanical", "contextual"]
    """``mechanical``: the surviving bytes or a constant rule prove it; ``contextual``: only the context does."""


class PassageSpan(Declared):
    """Characters ``[start, end)`` of one physical line (from 1) of the article."""

    id: Key
    paragraph: Text
    line: Annotated[int, Field(ge=1)]
    start: Annotated[int, Field(ge=0)]
    end: int
    locator: Annotated[str, Field(min_length=2, max_length=LOCATOR_LENGTH)]
    """A few words that stand once in the span, as printed."""
    repair: Repair | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end - self.start < len(self.locator):
            raise ValueError("the span is shorter than its locator")
        return self


class TieDeclared(Declared):
    """A tie to another fact, told in the same passages."""

    type: Text
    to: Key
    role: str = ""
    fields: dict[str, FieldValue] = Field(default_factory=dict)
    start: MomentText | None = None
    end: MomentText | None = None


class Fact(Declared):
    """What all facts have: a key, and the passages that state them."""

    key: Key
    passages: Annotated[tuple[Key, ...], Field(min_length=1)]


class PlaceFact(Fact):
    """A territory: by its division code (then the loaded division lists define it), else by name within another."""

    name: Text
    """As printed."""
    division: Annotated[str, Field(pattern=r"^\d{6}(?:\d{3}){0,2}$")] | None = None
    level: Text | None = None
    within: Key | None = None
    ties: tuple[TieDeclared, ...] = ()

    @model_validator(mode="after")
    def _told_by_one(self) -> Self:
        if (self.division is None) == (self.level is None):
            raise ValueError("a place has a division code, or a level and what it lies within")
        if self.division is not None and self.within is not None:
            raise ValueError("the division list says what a coded place lies within")
        return self


class BodyFact(Fact):
    """Anything else that the article names: organisation, association, sub-group, unit, venue, and types to come.

    It is told by its name within a place (or association), so that a roster's code can join it later.
    """

    type: Text
    name: Text
    """As printed."""
    within: Key | None = None
    fields: dict[str, FieldValue] = Field(default_factory=dict)
    start: MomentText | None = None
    end: MomentText | None = None
    ties: tuple[TieDeclared, ...] = ()


class TieFact(Fact):
    """A tie told elsewhere than where its ends are introduced."""

    type: Text
    source: Key
    target: Key
    role: str = ""
    fields: dict[str, FieldValue] = Field(default_factory=dict)
    start: MomentText | None = None
    end: MomentText | None = None


class CohortFact(Fact):
    """A set that the article counts without naming its members; its size is an observation about it."""

    name: Text
    about: Annotated[tuple[Key, ...], Field(min_length=1)]


class MechanismFact(Fact):
    """A standing way of working."""

    name: Text
    statement: Text
    """In our own words."""
    interval: Duration | None = None
    about: Annotated[tuple[Key, ...], Field(min_length=1)]


class ObservationFact(Fact):
    """A figure as printed, as an interval; ``high`` is absent where nothing bounds it."""

    measure: Text
    """One of :data:`ingest.cases.measures.MEASURES`."""
    raw: Text
    """As printed, number and counter."""
    low: float
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    unit: Text
    scope: Text
    """What the figure is of, as the article says."""
    nature: Literal["stock", "flow", "ratio", "target", "claim"]
    as_of: MomentText | None = None
    """The date that the article gives; the day of publication never stands in for it."""
    qualifier: Text | None = None
    about: Annotated[tuple[Key, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _interval(self) -> Self:
        if self.high is not None and self.high < self.low:
            raise ValueError("the interval ends before it begins")
        if self.high == self.low and (self.low_open or self.high_open):
            raise ValueError("an interval of one value has closed ends")
        if self.high is None and self.high_open:
            raise ValueError("an interval without a bound has no end to be open")
        return self


class ConflictFact(Declared):
    """Two observations of one thing that do not agree; it is told by the passages of both."""

    key: Key
    observations: tuple[Key, Key]
    why: Text


class CaseFile(Declared):
    """One case: everything that ``<case>.toml`` says."""

    case: CaseHead
    source: SourceHead
    passages: Annotated[tuple[PassageSpan, ...], Field(min_length=1)]
    places: tuple[PlaceFact, ...] = ()
    bodies: tuple[BodyFact, ...] = ()
    ties: tuple[TieFact, ...] = ()
    cohorts: tuple[CohortFact, ...] = ()
    mechanisms: tuple[MechanismFact, ...] = ()
    observations: tuple[ObservationFact, ...] = ()
    conflicts: tuple[ConflictFact, ...] = ()

    @property
    def id(self) -> str:
        """Id of the case: the file's name."""
        return self.case.id

    @cached_property
    def cited(self) -> tuple[Fact, ...]:
        """All facts that name passages, in order of kind and position."""
        return (
            *self.places,
            *self.bodies,
            *self.ties,
            *self.cohorts,
            *self.mechanisms,
            *self.observations,
        )

    @cached_property
    def nodes(self) -> Mapping[str, Fact]:
        """Facts that are nodes, by key: what ``about``, ``within`` and ties may name."""
        return {fact.key: fact for fact in self.cited if not isinstance(fact, TieFact)}

    @cached_property
    def spans(self) -> Mapping[str, PassageSpan]:
        """Passages by id."""
        return {passage.id: passage for passage in self.passages}


def node_type(fact: Fact) -> str:
    """The node type of a fact that is a node."""
    if isinstance(fact, BodyFact):
        return fact.type
    return _TYPES[type(fact)]


_TYPES: Mapping[type[Fact], str] = {
    PlaceFact: "Place",
    CohortFact: "Cohort",
    MechanismFact: "Mechanism",
    ObservationFact: "Observation",
}
