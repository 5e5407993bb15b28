"""Where a node or tie is asserted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """A row that asserts a node or tie: where it stands, and as of when."""

    file: str
    sheet: str
    row: int
    load: int
    edition: str
