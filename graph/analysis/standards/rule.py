"""A rule: what its ``.toml`` file declares. No threshold stands anywhere else.

``requires`` says how a subject's value is compared; the six kinds differ in how the value comes about:

- exists: a count, or a text that must be one of some;
- ratio: an amount, as it is or per so many of another column;
- frequency: days since the day in the column, at most so many;
- deadline: days past the day in the column, at most so many;
- share: each subject is judged by ``requires``, the whole by the share of those that meet it;
- checklist: how many of ``items`` are there.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

KIND = Literal["exists", "ratio", "frequency", "deadline", "share", "checklist"]
SUBJECT = Literal[
    "place",
    "community",
    "compound",
    "building",
    "grid",
    "venue",
    "unit",
    "organisation",
    "coordinating_body",
    "meeting_series",
    "agreement",
    "event",
    "person",
]
COMPARISON = Literal["at_least", "more_than", "at_most", "exactly", "between"]
Text = Annotated[str, Field(min_length=1)]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Declared):
    """Where a rule stands: facts of a case with their passages, or a regulation with its article."""

    case: Text | None = None
    facts: tuple[Text, ...] = ()
    """Keys of the case's facts that state it."""
    passages: tuple[Text, ...] = ()
    regulation_zh: Text | None = None
    regulation_en: Text | None = None
    basis: tuple[Text, ...] = ()
    """Marks of the texts that the study of the field took it from, such as S1."""
    text_to_check: bool = False
    """Whether the wording was taken from a report of the regulation, and is to be compared with its text."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        of_case = bool(self.case and self.facts and self.passages)
        of_regulation = bool(self.regulation_zh and self.regulation_en and self.basis)
        if of_case == of_regulation:
            raise ValueError("a rule stands in a case (facts, passages) or in a regulation (basis), and in one of them")
        return self


class Evidence(_Declared):
    """The question whose rows are the subjects, and which of its columns say what each row is."""

    question: Text
    parameters: dict[str, str | int | float | bool] = Field(default_factory=dict)
    """``@last_year`` stands for the last calendar year that had ended by the date asked."""
    id: Text = "id"
    name: Text = "name"
    place: str = "place"
    """Column of the place's id; empty where the question has none, or has none but the subject."""
    place_name: str = "place_name"
    rows: str = "evidence"
    """Column of the ids that the value rests on; empty where it rests on the subject alone."""
    absence: Text | None = None
    """Format of the roster that tells what is not there. It must be complete and recent; of events and of money it must
    reach past the last day allowed or the end of the year, since a later one may not be entered yet."""


class Condition(_Declared):
    """What a subject must be to be asked; a row for which it is not known is to check unless it complies anyhow."""

    column: Text
    one_of: tuple[str | bool, ...] = ()
    at_least: float | None = None
    more_than: float | None = None
    less_than: float | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        bounds = [self.at_least, self.more_than, self.less_than]
        if bool(self.one_of) == any(each is not None for each in bounds):
            raise ValueError("a condition lists values (one_of) or gives bounds, and one of both")
        return self


class Requirement(_Declared):
    """How the value of a subject is compared."""

    value: Text
    """Column of the value; of the lower bound where ``value_high`` names another."""
    value_high: Text | None = None
    comparison: COMPARISON
    low: float
    high: float | None = None
    unit_zh: Text
    unit_en: Text
    per: float | None = None
    per_column: Text | None = None
    per_zh: Text | None = None
    per_en: Text | None = None
    whole: bool = False
    """Whether what is required is rounded down: one per 300 households is two for 899."""
    one_of: tuple[Text, ...] = ()
    """Of a text: what it must be; it then counts as 1, else as 0."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.comparison == "between") != (self.high is not None):
            raise ValueError("between, and only between, has low and high")
        if len({each is None for each in (self.per, self.per_column, self.per_zh, self.per_en)}) != 1:
            raise ValueError("a ratio gives per, per_column, per_zh and per_en together")
        return self


class Item(_Declared):
    """An entry of a checklist: a column that must hold at least ``low``, or a day not longer ago than ``within_days``.

    An entry without a column is one that no roster keeps: it is to check, always.
    """

    zh: Text
    en: Text
    column: Text | None = None
    low: float | None = None
    within_days: int | None = None
    absence: Text | None = None
    """Format of the roster that tells that it is not there, as of the evidence; else that of the evidence."""

    @model_validator(mode="after")
    def _kept_or_not(self) -> Self:
        tests = [each is not None for each in (self.low, self.within_days)]
        if sum(tests) != (self.column is not None):
            raise ValueError("an entry that is kept has a column and one test")
        return self


class Rule(_Declared):
    """One standard, as it is checked, or why it cannot be."""

    id: Text
    title_zh: Text
    title_en: Text
    version: Annotated[int, Field(ge=1)]
    kind: KIND
    force: Literal["must", "should"]
    subject: SUBJECT
    asked_of_zh: Text
    """Of whom and where the source asks it; rosters of anywhere can be put to it."""
    asked_of_en: Text
    source: Source
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day on which it is in force."""
    checkable: bool = True
    reason_zh: Text | None = None
    """Why it cannot be checked."""
    reason_en: Text | None = None
    note_zh: Text | None = None
    """What a reader of its verdicts must know."""
    note_en: Text | None = None
    evidence: Evidence | None = None
    applies: tuple[Condition, ...] = ()
    requires: Requirement | None = None
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    """Of a share: the part of all subjects that must meet ``requires``."""
    items: tuple[Item, ...] = ()
    remedy_zh: Text | None = None
    remedy_en: Text | None = None

    @model_validator(mode="after")
    def _checked_or_not(self) -> Self:
        if (self.reason_zh is None) != (self.reason_en is None) or (self.note_zh is None) != (self.note_en is None):
            raise ValueError("reason and note are in Chinese and English")
        told = self.evidence is not None and self.remedy_zh is not None and self.remedy_en is not None
        if self.checkable != told or self.checkable == (self.reason_zh is not None):
            raise ValueError("a rule has evidence and remedy, or is not checkable and says why")
        if not self.checkable:
            if self.requires or self.items or self.applies or self.share:
                raise ValueError("a rule that is not checkable compares nothing")
            return self
        if bool(self.items) != (self.kind == "checklist") or bool(self.items) == (self.requires is not None):
            raise ValueError("a checklist has items, every other rule has requires")
        if (self.share is not None) != (self.kind == "share"):
            raise ValueError("a share, and only a share, names the share")
        return self

    def in_force(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the evidence that decide a verdict."""
        named = {*(each.column for each in self.applies), *(each.column for each in self.items)}
        if self.requires is not None:
            named |= {self.requires.value, self.requires.value_high, self.requires.per_column}
        return frozenset(each for each in named if each is not None)
