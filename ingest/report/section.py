"""One part of a report as plain text: a title, a table, lines. Screen and page only draw it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report; ``numeric`` tells which columns are set to the right."""

    title: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()
    numeric: frozenset[int] = frozenset()
