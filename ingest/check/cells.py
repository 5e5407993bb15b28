"""One cell as its column declares it."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from graph.model.names import matching
from graph.model.time import Moment
from ingest.check.several import several
from ingest.clean.coordinates import parse_crs
from ingest.clean.dates import parse_moment
from ingest.clean.identifiers import (
    exact_code,
    parse_division_code,
    parse_organisation_code,
    parse_unified_code,
    with_leading_zero,
)
from ingest.clean.named import find_named
from ingest.clean.numbers import parse_number
from ingest.clean.periods import parse_period
from ingest.clean.personal import find_personal
from ingest.clean.problems import CellProblem, PlaceholderDate, Remark
from ingest.clean.text import Said, clean_text, said, said_as
from ingest.formats.declare import Column
from ingest.read.sheets import Cell

CellValue = str | int | float | bool | Moment | list[str]
_YES = frozenset(["是", "有", "已", "y", "yes", "true", "1", "√", "✓", "✔", "已开展", "已确认", "确认", "確認"])
_NO = frozenset(["否", "n", "no", "false", "0", "×", "未", "未开展", "未确认", "不是"])
FREE_TEXT_LIMIT = 2_000
# nobody holds these as a post: an empty one is no vacancy
_NO_POST = re.compile("联系|联络|法定|法人|电话|手机")
_ALIKE = 0.75
_IDENTITY_LENGTH = re.compile(r"\d{15}|\d{17}[\dXx]")


def read_cell(column: Column, cell: Cell, unit: str | None, remarks: list[Remark]) -> CellValue | Said:
    """The cell's value, or what a cell without one says; raises CellProblem with the reason.

    What is worth telling of a cell that could be read is added to ``remarks``.
    """
    if column.presence:
        return _presence(column, cell, remarks)
    if column.split:
        return _several(cell)
    if column.kind == "category":
        return _category(column, cell)
    if column.kind == "text":
        return _text(column, cell)
    if column.kind == "moment":
        return _moment(cell, remarks)
    if column.kind == "org_code":
        return said_as(lambda each: _organisation_code(each, remarks), cell)
    if column.kind in _IN_UNITS:
        return said_as(lambda each: _IN_UNITS[column.kind](each, unit), cell)
    return _READERS[column.kind](cell)


def _presence(column: Column, cell: Cell, remarks: list[Remark]) -> bool | Said:
    if not isinstance(cell, bool):
        clean_text(cell)  # raises for a formula in error, which the reader leaves as it is
        return Said.NOTHING
    if not cell and not _NO_POST.search("".join(column.headings)):
        remarks.append(Remark("vacant_post", "岗位空缺,已如实记为空缺", "the post is vacant and recorded as such"))
    return cell


def _moment(cell: Cell, remarks: list[Remark]) -> Moment | Said:
    try:
        return said_as(parse_moment, cell)
    except PlaceholderDate as problem:
        remarks.append(Remark(problem.code, problem.zh, problem.en))
        return Said.NOTHING


def _organisation_code(cell: Cell, remarks: list[Remark]) -> str:
    cured = with_leading_zero(cell)
    if cured is None:
        return parse_organisation_code(cell)
    remarks.append(
        Remark(
            "leading_zero",
            "数值格式丢了开头的 0,已按校验位补回;请把该列设为文本格式",
            "a number had lost its leading zero, put back by its check digit: make the column text",
        )
    )
    return cured


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
        refuse_personal(text, freely=column.free_text)
        if column.free_text and len(text) > FREE_TEXT_LIMIT:
            raise CellProblem(
                "text_too_long",
                f"文字超过 {FREE_TEXT_LIMIT} 字,请写摘要",
                f"the text is longer than {FREE_TEXT_LIMIT} characters: write a summary",
            )
    return text


def refuse_personal(text: str, *, freely: bool = False) -> None:
    """Raise for text that holds an identity number, a telephone number or the like; ``freely`` written, also a name."""
    kind = find_personal(text) or (find_named(text) if freely else None)
    if kind is not None:
        raise CellProblem(
            "personal_data",
            "含有个人信息(姓名、证件号、电话等);请删去后再交",
            f"holds personal data ({kind.replace('_', ' ')}): take it out and hand the row in again",
        )


def _person_serial(cell: Cell) -> str:
    """A serial that an office keeps for a person; a number that anybody could look up or guess is none."""
    text = (clean_text(cell) or "").replace(" ", "")
    kind = "identity_number" if _IDENTITY_LENGTH.fullmatch(text) else find_personal(text)
    if kind is not None:
        raise CellProblem(
            "identity_number" if kind == "identity_number" else "personal_data",
            "填的是证件号、电话等个人号码;请改填本单位自编的长期编号",
            "is an identity, telephone or other personal number: use a lasting serial of your own",
        )
    return text


def _year(cell: Cell) -> int:
    """A year that the reader made of a date; it leaves a mark in place of what is none."""
    if isinstance(cell, int):
        return cell
    raise CellProblem(
        "no_date",
        "不是可识别的日期;请写成 2024-06-30、2024-06 或 2024",
        "is no date that can be read; write 2024-06-30, 2024-06 or 2024",
    )


def _several(cell: Cell) -> list[str] | Said:
    whole = said(cell)
    if isinstance(whole, Said):
        return whole
    # a line break parts values too, but cleaning turns it into a space: split what was written
    found = several(cell if isinstance(cell, str) else whole)
    for part in found:
        refuse_personal(part)
    return found


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
    code_of = {matching(word): code for code, words in column.lookup.items() for word in words}
    plain = matching(text)
    if plain in code_of:
        return code_of[plain]
    allowed = {code: words[-1] if code == words[0] else words[0] for code, words in column.lookup.items()}
    near = _nearest(plain, code_of)
    listed = "、".join(allowed.values())
    raise CellProblem(
        "unknown_category",
        "不在可选类别之中;" + (f"最接近「{allowed[near]}」;" if near else "") + f"可填:{listed}",
        "is not one of the categories; " + (f"the nearest is {allowed[near]}; " if near else "") + f"allowed: {listed}",
    )


def _nearest(text: str, code_of: dict[str, str]) -> str | None:
    """The one category that is obviously meant: a word that holds the text or stands in it, else one much like it."""
    held = {
        code for word, code in code_of.items() if len(word) > 1 and len(text) > 1 and (word in text or text in word)
    }
    close = {code_of[word] for word in get_close_matches(text, code_of, n=3, cutoff=_ALIKE)}
    found = held or close
    return next(iter(found)) if len(found) == 1 else None


def _code(cell: Cell) -> str:
    text = exact_code(cell)
    if text is None:
        raise CellProblem("no_code", "没有填写代码;请核对", "holds no code; check it")
    return text


def _minutes(cell: Cell, unit: str | None) -> int:
    """Whole minutes; a bare number counts minutes, unless the heading says hours."""
    return round(parse_number(cell, unit or "分钟") * 60)


_IN_UNITS: dict[str, Callable[[Cell, str | None], int | float]] = {
    "integer": _integer,
    "number": parse_number,
    "minutes": _minutes,
    "longitude": parse_number,
    "latitude": parse_number,
}
_READERS: dict[str, Callable[[Cell], CellValue | Said]] = {
    "boolean": _boolean,
    "uscc": lambda cell: said_as(parse_unified_code, cell),
    "division": lambda cell: said_as(_division, cell),
    "crs": lambda cell: said_as(lambda each: parse_crs(str(each)).value, cell),
    "code": lambda cell: said_as(_code, cell),
    "person_key": lambda cell: said_as(_person_serial, cell),
    "period": lambda cell: said_as(parse_period, cell),
    "birth_decade": lambda cell: said_as(_year, cell),
    "year": lambda cell: said_as(_year, cell),
}
