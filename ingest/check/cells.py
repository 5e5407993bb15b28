"""One cell as its column declares it."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.model.time import Moment
from ingest.clean.coordinates import parse_crs
from ingest.clean.dates import parse_moment
from ingest.clean.identifiers import parse_division_code, parse_organisation_code, parse_unified_code
from ingest.clean.numbers import parse_number
from ingest.clean.personal import find_personal
from ingest.clean.problems import CellProblem, PlaceholderDate
from ingest.clean.text import Said, clean_text, said, said_as
from ingest.formats.declare import Column
from ingest.read.sheets import Cell

CellValue = str | int | float | bool | Moment | list[str]
_SPLIT = re.compile(r"[、;;/\n]+")
_YES = frozenset(["是", "有", "已", "y", "yes", "true", "1", "√", "✓", "✔", "已开展", "已确认", "确认"])
_NO = frozenset(["否", "n", "no", "false", "0", "×", "未", "未开展", "未确认", "不是"])
FREE_TEXT_LIMIT = 2_000


def read_cell(column: Column, cell: Cell, unit: str | None) -> CellValue | Said:
    """The cell's value, or what a cell without one says; raises CellProblem with the reason."""
    if column.presence:
        return cell if isinstance(cell, bool) else Said.NOTHING
    if column.split:
        return _several(cell)
    if column.kind == "category":
        return _category(column, cell)
    if column.kind == "text":
        return _text(column, cell)
    if column.kind in _IN_UNITS:
        return said_as(lambda each: _IN_UNITS[column.kind](each, unit), cell)
    return _READERS[column.kind](cell)


def _moment(cell: Cell) -> Moment | Said:
    try:
        return said_as(parse_moment, cell)
    except PlaceholderDate:
        return Said.NOTHING


def _division(cell: Cell) -> str:
    # published lists write a city as 4501 where GB/T 2260 has 450100
    text = clean_text(cell)
    return parse_division_code(text.ljust(6, "0") if text is not None and len(text) in (2, 4) else cell)


def parent_division(code: str) -> str | None:
    """The code of the level above, by the structure of the code: 12 → 9 → 6 → city → province digits."""
    if len(code) > 6:
        return code[:-3]
    if not code.endswith("00"):
        return code[:4] + "00"
    return None if code.endswith("0000") else code[:2] + "0000"


def _text(column: Column, cell: Cell) -> str | Said:
    text = said(cell)
    if isinstance(text, str):
        refuse_personal(text)
        if column.free_text and len(text) > FREE_TEXT_LIMIT:
            raise CellProblem(
                "text_too_long",
                f"文字超过 {FREE_TEXT_LIMIT} 字,请写摘要",
                f"the text is longer than {FREE_TEXT_LIMIT} characters: write a summary",
            )
    return text


def refuse_personal(text: str) -> None:
    """Raise for text that holds an identity number, a telephone number or the like."""
    kind = find_personal(text)
    if kind is not None:
        raise CellProblem(
            "personal_data",
            "含有个人信息(证件号、电话等);请删去后再交",
            f"holds personal data ({kind.replace('_', ' ')}): take it out and hand the row in again",
        )


def _several(cell: Cell) -> list[str] | Said:
    whole = said(cell)
    if isinstance(whole, Said):
        return whole
    # a line break parts values too, but cleaning turns it into a space: split what was written
    written = cell if isinstance(cell, str) else whole
    parts = [clean_text(part) for part in _SPLIT.split(written)]
    found = [part for part in parts if part]
    for part in found:
        refuse_personal(part)
    return list(dict.fromkeys(found))


def _integer(cell: Cell, unit: str | None) -> int:
    number = parse_number(cell, unit)
    if number != int(number) or number < 0:
        raise CellProblem("no_whole_number", "应填不小于 0 的整数", "a whole number of at least 0 is needed")
    return int(number)


def _boolean(cell: Cell) -> bool | Said:
    if isinstance(cell, bool):
        return cell
    text = clean_text(cell)
    if text is None:
        return Said.NOTHING
    # 无 and - answer a yes-no question with no; they are not the absence of an answer
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO or isinstance(said(cell), Said):
        return False
    raise CellProblem("no_yes_or_no", "应填「是」或「否」", "write 是 or 否")


def _category(column: Column, cell: Cell) -> str | Said:
    text = said(cell)
    if isinstance(text, Said):
        return text
    for code, words in column.lookup.items():
        if text in words:
            return code
    allowed = "、".join(words[-1] if code == words[0] else words[0] for code, words in column.lookup.items())
    raise CellProblem(
        "unknown_category",
        f"不在可选类别之中;可填:{allowed}",
        f"is not one of the categories; allowed: {allowed}",
    )


_IN_UNITS: dict[str, Callable[[Cell, str | None], int | float]] = {
    "integer": _integer,
    "number": parse_number,
    "longitude": parse_number,
    "latitude": parse_number,
}
_READERS: dict[str, Callable[[Cell], CellValue | Said]] = {
    "moment": _moment,
    "boolean": _boolean,
    "uscc": lambda cell: said_as(parse_unified_code, cell),
    "org_code": lambda cell: said_as(parse_organisation_code, cell),
    "division": lambda cell: said_as(_division, cell),
    "crs": lambda cell: said_as(lambda each: parse_crs(str(each)).value, cell),
    "code": said,
}
