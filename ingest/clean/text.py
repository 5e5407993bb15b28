"""Text as cells hold it: made uniform, told apart from "says nothing" and "says none", compared by a folded form.

An empty cell says nothing, and so does a word for "unknown" (不详, 待定 …); a null word (无, — …) says *none*. The two
are different facts, so they are two values of :class:`Said` and neither is ``None`` or an empty string.
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
        "無",
        "没有",
        "沒有",
        "暂无",
        "暫無",
        "/",
        "\\",
        "〇",
        "×",
        "不适用",
        "不適用",
        "不涉及",
        "n/a",
        "na",
        "none",
    ]
)
"""Words for "none": whoever filled in the form knew that there is nothing."""
UNKNOWN_WORDS: Final = frozenset(
    [
        "不详",
        "不詳",
        "未知",
        "不明",
        "不清",
        "不清楚",
        "不知道",
        "待定",
        "待补",
        "待補",
        "待补充",
        "待補充",
        "待核实",
        "待查",
        "暂缺",
        "暫缺",
        "缺",
        "暂缺信息",
        "暂无信息",
        "暂无数据",
        "未填",
        "未填写",
        "未填寫",
        "未登记",
        "未掌握",
        "空",
        "…",
        "...",
        "null",
        "nil",
        "nan",
    ]
)
"""Words for "unknown", and what programs write for an empty field: they say no more than an empty cell."""

_LONGEST_WORD: Final = 10
_STROKES: Final = "-/("
_ERRORS: Final = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"))
# han, kana-free ASCII that NFKC leaves alone: nothing to do, and most cells are like that
_ALREADY_CLEAN: Final = re.compile(r"[\u4e00-\u9fff0-9A-Za-z.,:;()#%+*&@_/\-]+")
# the replacement character, and the areas of private use in the basic and the higher planes
_DAMAGED: Final = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SPACES: Final = re.compile(r"\s+")
_EXACT_BELOW = 1e15


def clean_text(cell: Cell) -> str | None:
    """The cell as uniform text: NFKC, dashes folded, spaces collapsed, control and zero-width characters gone.

    A whole number is written without its point (1.0 → ``1``), a day as ISO. None for an empty cell.
    Raises CellProblem for a cell in error (``#REF!``), for lost characters, for a number too long to be exact.
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
    if _DAMAGED.search(text):
        raise CellProblem(
            "damaged_text",
            "含有乱码或只在某台电脑上能显示的字;请改成规范的字,实在打不出的写同音字并在备注中说明",
            "holds lost bytes or characters that only one computer can show: type it again",
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
    bare = _bare(text)
    return bare in words or (bare != "" and not bare.strip("-")) or (bare != "" and not bare.strip("/"))


def is_unknown_word(text: str) -> bool:
    """Whether cleaned text only says that somebody did not know."""
    return len(text) <= _LONGEST_WORD and _bare(text) in UNKNOWN_WORDS


def _bare(text: str) -> str:
    return text.translate(DASHES).strip(" ()").casefold()


def said(cell: Cell, words: frozenset[str] = NULL_WORDS) -> str | Said:
    """The cleaned text, or what a cell without a value says; raises CellProblem as :func:`clean_text`."""
    text = clean_text(cell)
    if text is None:
        return Said.NOTHING
    if len(text) > _LONGEST_WORD and text[0] not in _STROKES:
        return text  # most cells: longer than any such word, and no drawn line
    if is_unknown_word(text):
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
