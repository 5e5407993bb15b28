"""What a roster format may declare in its ``format.toml``: unknown keys are refused, so a typo cannot be silent."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

CellKind = Literal[
    "text",
    "moment",
    "integer",
    "number",
    "boolean",
    "category",
    "uscc",
    "org_code",
    "division",
    "code",
    "longitude",
    "latitude",
    "crs",
    "person_key",
    "period",
    "birth_decade",
    "year",
    "minutes",
]

LITERAL = "="
"""What an identifier part begins with when it is a text of its own and not the name of a column."""


class Declared(BaseModel):
    """Base of all declarations."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Refinement(Declared):
    """Another column tells the value apart: ``value`` becomes ``becomes`` where that ends in one of ``endings``."""

    value: str
    column: str
    endings: tuple[str, ...]
    becomes: str


class Column(Declared):
    """One column: the headings under which offices keep it, and how its cells are read."""

    headings: tuple[str, ...] = ()
    kind: CellKind = "text"
    required: bool = False
    split: bool = False
    """Several values in one cell, parted by 、 ; / or a line break."""
    lookup: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Of a category: the code of the model → what cells say."""
    refine: tuple[Refinement, ...] = ()
    presence: bool = False
    """Personal: kept only as filled or vacant, the cell itself is dropped in the reader."""
    parent_of: str | None = None
    """Derived where the column is empty or missing: the division code above that of the named column."""
    first_of: str | None = None
    """Derived where the column is empty or missing: the first day of the period in the named column."""
    last_of: str | None = None
    """The same, its last day."""
    free_text: bool = False
    """Written freely: scanned for personal data."""
    from_title: bool = False
    """Of a category: where the sheet has no such column, the word that its name, title or file name holds."""
    default_edition: bool = False
    """Of a moment: where the row gives none, the date of the edition."""

    @property
    def title_zh(self) -> str:
        """The heading to show and to write: the first Chinese one, as offices read it."""
        return next((heading for heading in self.headings if not heading.isascii()), self.headings[0])


class SubjectSpec(Declared):
    """A node that each row defines."""

    type: str
    identifiers: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    """Scheme → column; several columns are joined (events), a part beginning with ``=`` is the text after it."""
    serials_of: str | None = None
    """The format whose serial numbers are meant, where ``identifiers`` has ``serial``; by default its own."""
    name: str | None = None
    within: str | None = None
    """A declared reference, or ``scope``."""
    fields: dict[str, str] = Field(default_factory=dict)
    """Field of the model → column."""
    constants: dict[str, str | bool | int] = Field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    when: tuple[str, ...] = ()
    """Columns without which a row has no such subject: one row may define several things, or only some of them.

    ``column=code`` asks for that very category.
    """


class ReferenceSpec(Declared):
    """Something that rows name."""

    types: tuple[str, ...]
    identifiers: dict[str, str] = Field(default_factory=dict)
    name: str | None = None
    within: str | None = None
    serials_of: str | None = None
    """The format whose serial numbers are meant, where ``identifiers`` has ``serial``."""
    at: str | None = None
    """Column with the day for which a code is meant, where that is not the day of the edition."""
    before: bool = False
    """The day before ``at`` is meant: who held the code until then."""


class TieSpec(Declared):
    """A tie that each row asserts where both its ends are filled."""

    type: str
    source: str
    target: str
    role: str = ""
    role_column: str | None = None
    fields: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str | bool | int] = Field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    when: tuple[str, ...] = ()
    """Columns without which a row asserts no such tie; ``column=code`` asks for that very category."""


class Format(Declared):
    """One roster format."""

    name: str
    title_zh: str
    meaning: str
    editions: Literal["roster", "events"] = "roster"
    """A roster may be complete; events are always partial."""
    nature: Literal["roster", "reference"] = "roster"
    """Published lists (divisions) are neither real nor synthetic rosters."""
    rank: int = 0
    """Of the source: the higher one wins where two disagree on one date."""
    books: tuple[str, ...] = ()
    """Titles under which offices keep this roster; one of them decides between formats whose headings fit alike."""
    columns: dict[str, Column]
    subjects: dict[str, SubjectSpec] = Field(default_factory=dict)
    """None where rows only tie together what other rosters define."""
    references: dict[str, ReferenceSpec] = Field(default_factory=dict)
    ties: tuple[TieSpec, ...] = ()
