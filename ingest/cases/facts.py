"""The kinds of fact that a case file may state, each with the passages that state it.

Unknown keys are refused, so a typo cannot be silent. Whether keys lead somewhere is checked in
:mod:`ingest.cases.faults`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from graph.model.time import Moment
from ingest.formats.declare import Declared


def _moment(text: str) -> str:
    try:
        good = Moment.parse(text).text() == text
    except ValueError:
        good = False
    if not good:
        raise ValueError(
            "日期写成 2024、2024-06、2024-06-30,或 首日/末日 | "
            "a date is 2024, 2024-06, 2024-06-30, or first/last day of a range"
        )
    return text


Key = Annotated[str, Field(min_length=1, pattern=r"^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$")]
"""Key of a fact or id of a passage."""
MomentText = Annotated[str, AfterValidator(_moment)]
"""A date with no more precision than the source gives (``graph.model.time.Moment``)."""
Duration = Annotated[str, Field(pattern=r"^P(?:[1-9]\d*[YMWD])+$")]
"""An ISO 8601 duration of whole years, months, weeks or days."""
Text = Annotated[str, Field(min_length=1)]
Keys = Annotated[tuple[Key, ...], Field(min_length=1)]
FieldValue = str | int | float | bool | list[str]


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
    passages: Keys


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
            raise ValueError(
                "地点要有区划代码(division),或级别(level),二者只写一种 | "
                "a place has a division code, or a level and what it lies within"
            )
        if self.division is not None and self.within is not None:
            raise ValueError(
                "有区划代码的地点不写 within,由区划名单决定 | the division list says what a coded place lies within"
            )
        return self


class BodyFact(Fact):
    """Anything else that the article names: organisation, unit, venue, post, programme, platform, instrument, event.

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
    about: Keys
    ties: tuple[TieDeclared, ...] = ()


class MechanismFact(Fact):
    """A standing way of working."""

    name: Text
    statement: Text
    """In our own words."""
    interval: Duration | None = None
    about: Keys
    ties: tuple[TieDeclared, ...] = ()


class StandardFact(Fact):
    """What the article says is to be kept: the kinds are those of the node type Standard."""

    name: Text
    kind: Literal["exists", "ratio", "frequency", "deadline", "share", "amount", "checklist", "steps"]
    force: Literal["must", "should"]
    statement: Text
    """In our own words."""
    applies_to: Text
    """What it is asked of, as the article says."""
    comparison: Literal["at_least", "more_than", "exactly", "at_most", "between"] | None = None
    low: float | None = None
    high: float | None = None
    unit: Text | None = None
    per: float | None = None
    per_unit: Text | None = None
    interval: Duration | None = None
    items: tuple[Text, ...] = ()
    about: Keys
    ties: tuple[TieDeclared, ...] = ()

    @model_validator(mode="after")
    def _what_its_kind_needs(self) -> Self:
        if (self.comparison is None) != (self.low is None) or (self.low is not None and self.unit is None):
            raise ValueError(
                "数字要有 comparison、low 和 unit,缺一不可 | "
                "a figure needs comparison, low and unit; none of them stands alone"
            )
        if (self.comparison == "between") != (self.high is not None):
            raise ValueError(
                "comparison 为 between 时才有 high,且必须有 | "
                "comparison between needs low and high, and only it has both"
            )
        if (self.kind == "ratio") != (self.per is not None) or (self.per is None) != (self.per_unit is None):
            raise ValueError(
                "kind 为 ratio 时才有 per 和 per_unit,且必须有 | a ratio, and only a ratio, says per how many of what"
            )
        if self.kind in ("ratio", "share", "amount") and self.low is None:
            raise ValueError(f"kind 为 {self.kind} 的标准要有数字 | a standard of kind {self.kind} needs its figure")
        if self.kind in ("frequency", "deadline") and self.interval is None:
            raise ValueError(
                f"kind 为 {self.kind} 的标准要有 interval | a standard of kind {self.kind} needs its interval"
            )
        if (self.kind in ("checklist", "steps")) != bool(self.items):
            raise ValueError(
                "checklist 和 steps 才有 items,且必须有 | a checklist and steps, and only they, have items"
            )
        return self


class ObservationFact(Fact):
    """A figure as printed, as an interval; ``high`` is absent where nothing bounds it."""

    measure: Text
    """One of :func:`ingest.cases.vocabulary.measures`."""
    raw: Text
    """As printed, number and counter."""
    low: float
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    unit: Text
    """The measure's unit; the figures are in it, whatever the article counts in."""
    scope: Text
    """What the figure is of, as the article says."""
    nature: Literal["stock", "flow", "ratio", "target", "claim"]
    as_of: MomentText | None = None
    """The date that the article gives; the day of publication never stands in for it."""
    period: Text | None = None
    """The span of time of a flow, as the article says."""
    qualifier: Text | None = None
    about: Keys

    @model_validator(mode="after")
    def _interval(self) -> Self:
        if self.high is not None and self.high < self.low:
            raise ValueError("high 小于 low | the interval ends before it begins")
        if self.high == self.low and (self.low_open or self.high_open):
            raise ValueError("只有一个数时不写 low_open、high_open | an interval of one value has closed ends")
        if self.high is None and self.high_open:
            raise ValueError("没有 high 时不写 high_open | an interval without a bound has no end to be open")
        return self


class OutcomeFact(Fact):
    """An outcome that the article claims without a figure."""

    raw: Text
    """A few words as printed."""
    statement: Text
    """In our own words."""
    scope: Text
    as_of: MomentText | None = None
    about: Keys


class GapFact(Fact):
    """What the article leaves open, or tells and is not to be recorded: the reason that a question gets for an answer.

    ``refused`` is what design §6 refuses (rosters of persons helped, of members who did not declare themselves, …):
    its passages stay passages.
    """

    name: Text
    kind: Literal["unstated", "ambiguous", "refused"]
    measures: tuple[Text, ...] = ()
    reason: Text
    reason_en: Text
    about: Keys


class ConflictFact(Declared):
    """Two observations of one thing that do not agree; it is told by the passages of both."""

    key: Key
    observations: tuple[Key, Key]
    why: Text


class RatioFact(Declared):
    """A ratio that a reader will want: derived when asked, only where both figures are of the same things."""

    key: Key
    title: Text
    numerator: Key
    denominator: Key
    same_scope: bool
    why: Text
    """Why both are, or are not, of the same things."""


class PracticeFact(Declared):
    """A practice of the shared vocabulary, and the facts in which it shows; one that is not listed is absent."""

    practice: Text
    """One of :func:`ingest.cases.vocabulary.practices`."""
    named: bool
    """Whether the article uses its name."""
    facts: Keys


def node_type(fact: Fact) -> str:
    """The node type of a fact that is a node."""
    if isinstance(fact, BodyFact):
        return fact.type
    return _TYPES[type(fact)]


_TYPES: Mapping[type[Fact], str] = {
    PlaceFact: "Place",
    CohortFact: "Cohort",
    MechanismFact: "Mechanism",
    StandardFact: "Standard",
    ObservationFact: "Observation",
    OutcomeFact: "Observation",
    GapFact: "DataGap",
}
