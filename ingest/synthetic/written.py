"""What the generator wrote, and what it planted on purpose: a test can compare every answer with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One workbook: its format, what its stamp line says, and how many data rows it has (returned ones too)."""

    path: Path
    format: str
    edition: date
    scope: str
    complete: bool
    rows: int


@dataclass(frozen=True, slots=True)
class Planted:
    """A row that has to be returned: physical row from 1, heading of the faulty cell, code of the reason."""

    file: str
    sheet: str
    row: int
    column: str
    code: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A reference that no roster here resolves: it must show as pending."""

    file: str
    sheet: str
    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Dirt:
    """Something planted in a row: what it is, in which column, and what has to become of the row because of it.

    ``outcome`` is ``returned`` (then ``code`` is the reason), ``loaded``, ``ignored``, ``duplicate``, or ``remark`` of
    a row that is ignored and yet said something of.
    """

    kind: str
    column: str
    outcome: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class FoundDirt:
    """Dirt with the place where it stands: physical row from 1, or 0 for something about the whole sheet."""

    file: str
    sheet: str
    row: int
    dirt: Dirt


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit or building and the coverage mode that was planned for it: blank, nominal or to_check.

    ``what`` is ``unit``, ``tower`` or ``housing``; ``why`` says what was done to make it so.
    """

    what: str
    name: str
    community: str
    mode: str
    why: str


@dataclass(frozen=True, slots=True)
class History:
    """Names of party organisations: only in the earlier edition, only in the later one, and renamed under one code."""

    closed: tuple[str, ...]
    founded: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The rosters of one seed.

    ``gaps`` lists *all* towers that are not covered, *all* housing that is blank or nominal, and *all* operating
    private firms that are blank, counting a unit's grid as that of its building. ``totals`` says per published
    total how it was met.
    """

    folder: Path
    seed: int
    files: tuple[WrittenFile, ...]
    totals: Mapping[str, str]
    planted: tuple[Planted, ...]
    pending: tuple[Pending, ...]
    gaps: tuple[Gap, ...]
    history: History
    stands_for: Mapping[str, str]
    dirt: tuple[FoundDirt, ...] = ()
