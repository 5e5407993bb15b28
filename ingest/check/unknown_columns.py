"""Columns that no format knows, described without a single value: what kind of cells, and how many are filled."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from ingest.read.sheets import Cell
from ingest.read.table import Row

_NUMBER: Final = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
_DATE: Final = re.compile(r"\d{4}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?")
_SHORT: Final = 20


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column that is not read: its heading, the kind of most of its cells, how many of its rows are filled."""

    heading: str
    kind: str
    filled: int


def described(heading: str, index: int, rows: Sequence[Row]) -> UnknownColumn:
    """What can be said of a column without saying what stands in it; the kind is in Chinese."""
    cells = [row.cells[index] for row in rows if index < len(row.cells)]
    kinds = Counter(_kind(cell) for cell in cells if not _is_blank(cell))
    return UnknownColumn(heading, max(kinds, key=lambda kind: (kinds[kind], kind), default="空列"), kinds.total())


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "是否"
    if isinstance(cell, date | time | timedelta):
        return "日期"
    if isinstance(cell, int | float):
        return "数字"
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    if text in ("是", "否", "√", "×"):
        return "是否"
    if _DATE.fullmatch(text):
        return "日期"
    return "数字" if _NUMBER.fullmatch(text) else "短语" if len(text) <= _SHORT else "长文字"
