"""Why a sheet was taken for a format, so that a clerk can follow it, and correct it where it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath


def sheet_called(sheet: str, file: str) -> str:
    """What people call a sheet: its name; the one sheet of a text file is called as the file, without its ending."""
    return sheet or PurePath(file).stem


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The format that came next: how many headings it knows, which required columns it lacks."""

    format: str
    title_zh: str
    matched: int
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What spoke for the format of one sheet."""

    sheet: str
    format: str
    asked: bool
    """The person who loads named the format; the headings only had to suffice."""
    matched: tuple[tuple[str, str], ...]
    """Heading as written on the sheet → the format's own first heading for that column."""
    from_title: tuple[tuple[str, str], ...]
    """Column that the sheet does not have → what its title says in its place."""
    book: str | None
    """Title of a book that offices keep, found in sheet name, title row or file name."""
    runner_up: RunnerUp | None
