"""What is recorded in the ledger, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

RowState = Literal["accepted", "duplicate", "returned"]
Nature = Literal["roster", "reference", "case"]
Act = Literal["load", "undo", "erase"]


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One row to record; ``payload`` is an encoded assertion, of a returned row at most its key."""

    sheet: str
    number: int
    state: RowState
    payload: bytes | None
    reason: str | None = None
    mends: int | None = None
    erased: bool = False
    """Whether it had a payload that a tombstone keeps out."""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """What a file is: its content, the roster it belongs to, and its edition."""

    name: str
    sha256: str
    format: str
    issuer: str
    scope: str
    edition: str
    complete: bool
    rank: int
    nature: Nature
    synthetic: bool

    @property
    def roster(self) -> str:
        """The roster key of ledger.md §1."""
        return f"{self.format}|{self.issuer}|{self.scope}"


@dataclass(frozen=True, slots=True)
class FileDraft(RosterFile):
    """One file to record, with its rows."""

    rows: Sequence[RowDraft]
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileEntry(RosterFile):
    """A recorded file."""

    id: int
    load: int
    counts: dict[str, int]
    live: bool


@dataclass(frozen=True, slots=True)
class LoadEntry:
    """A recorded load, undo or erasure."""

    id: int
    kind: Act
    made_at: str
    target: int | None
    plan: str | None
    live: bool


@dataclass(frozen=True, slots=True)
class RowEntry:
    """A recorded row."""

    id: int
    file: int
    sheet: str
    number: int
    state: RowState
    payload: bytes | None
    mends: int | None
    erased: bool = False
    """Whether it had a payload that was erased since: it says nothing any more, and holds nothing back."""


@dataclass(frozen=True, slots=True)
class GraphEntry:
    """A graph that this ledger has been projected to."""

    id: str
    address: str
    sequence: int
    sum: int
    active: bool
