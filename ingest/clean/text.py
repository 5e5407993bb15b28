"""Text as cells hold it: made uniform, told apart from "says nothing" and "says none", compared by a folded form.

An empty cell says nothing; a null word (无, —, 不详 …) says *none*. The two are different facts, so they
are two values of :class:`Said` and neither is ``None`` or an empty string.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from enum import Enum
from typing import Final, TypeVar

from graph.model.names import DASHES, without_controls
from ingest.clean.problems import CellProblem
from ingest.read.sheets import Cell

T = TypeVar("T")


class Said(Enum):
    """What a cell without a value says."""

    NOTHING = "nothing"
    NONE = "none"


NULL_WORDS: Final = frozenset(
    [
        "无",
        "没有",
        "暂无",
        "暂缺",
        "缺",
        "不详",
        "未知",
        "不明",
        "不清楚",
        "待定",
        "待补",
        "待补充",
        "未填",
        "未填写",
        "空",
        "/",
        "\\",
        "〇",
        "…",
        "...",
        "×",
        "不适用",
        "不涉及",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "nan",
    ]
)

_ERRORS: Final = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"))
# han, kana-free ASCII that NFKC leaves alone: nothing to do, and most cells are like that
_ALREADY_CLEAN: Final = re.compile(r"[\u4e00-\u9fff0-9A-Za-z.,:;()#%+*&@_/\-]+")
_SPACES: Final = re.compile(r"\s+")
_EXACT_BELOW = 1e15


def clean_text(cell: Cell) -> str | None:
    """The cell as uniform text: NFKC, dashes folded, spaces collapsed, control and zero-width characters gone.

    A whole number is written without its point (1.0 → ``1``), a day as ISO. None for an empty cell.
    Raises CellProblem for a cell in error (``#REF!``) and for a number too long to be exact.
    """
    if cell is None:
        return None
    if isinstance(cell, str):
        return cell if _ALREADY_CLEAN.fullmatch(cell) and cell not in _ERRORS else _cleaned(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _digits(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _cleaned(text: str) -> str | None:
    if text.strip().upper() in _ERRORS:
        raise CellProblem(
            "error_cell",
            "单元格是公式错误值(如 #REF!);请改正公式或直接填写",
            "the cell holds a formula error (such as #REF!); mend the formula or type the value",
        )
    folded = unicodedata.normalize("NFKC", without_controls(text)).translate(DASHES)
    return _SPACES.sub(" ", folded).strip() or None


def _digits(number: int | float) -> str:
    if number != number or abs(number) >= _EXACT_BELOW:
        raise CellProblem(
            "distorted_number",
            "编码列为数值格式,已失真;请把该列设为文本格式后重新填写",
            "a long code stored as a number has lost digits; make the column text and type it again",
        )
    return str(int(number)) if number == int(number) else repr(float(number))


def is_null_word(text: str, words: frozenset[str] = NULL_WORDS) -> bool:
    """Whether cleaned text is a word for "none": one of ``words`` (lower case), or nothing but dashes."""
    bare = text.translate(DASHES).strip(" ()").casefold()
    return bare in words or (bare != "" and not bare.strip("-")) or (bare != "" and not bare.strip("/"))


def said(cell: Cell, words: frozenset[str] = NULL_WORDS) -> str | Said:
    """The cleaned text, or what a cell without a value says; raises CellProblem as :func:`clean_text`."""
    text = clean_text(cell)
    if text is None:
        return Said.NOTHING
    return Said.NONE if is_null_word(text, words) else text


def said_as(parse: Callable[[Cell], T], cell: Cell, words: frozenset[str] = NULL_WORDS) -> T | Said:
    """``parse(cell)`` unless the cell is empty or a null word; raises CellProblem where ``parse`` does."""
    if cell is None:
        return Said.NOTHING
    if isinstance(cell, str):
        text = said(cell, words)
        if isinstance(text, Said):
            return text
    return parse(cell)
