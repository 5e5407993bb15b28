"""Dates as rosters write them, to a Moment that claims no more precision than the cell has.

| written | read as |
|---|---|
| a date cell; an Excel serial from 1950 to 2100 | that day |
| 2024年6月30日, 2024-06-30, 2024.6.30, 2024/6/30, 20240630, 二〇二四年六月三十日 | that day |
| 2024年6月30日下午2:30, 2024-06-30 14:30-16:00, 2024年6月30日(周日)上午9时 | that day |
| 2024年6月, 2024-06, 2024.6, 202406 | that month |
| 2024年6月上旬 (中旬, 下旬) | its days 1-10 (11-20, from 21) |
| 2024年第一季度, 2024年一季度, 2024Q1 | that quarter |
| 2024年上半年, 2024年下半年 | that half year |
| 2024年, 2024 | that year |
"""

from __future__ import annotations

import calendar
import math
import re
from datetime import date, datetime, time, timedelta
from typing import Final

from graph.model.time import Moment
from ingest.clean.numerals import NUMERAL_CHARACTERS, digits_of, numeral
from ingest.clean.problems import CellProblem, PlaceholderDate
from ingest.clean.text import clean_text
from ingest.read.sheets import Cell

FIRST_YEAR: Final = 1840
LAST_YEAR: Final = 2100
_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range((date(1950, 1, 1) - _EPOCH).days, (date(2100, 12, 31) - _EPOCH).days + 1)
_PLACEHOLDERS: Final = frozenset(
    (date(1900, 1, 1), date(1970, 1, 1), date(1971, 1, 1), date(1899, 12, 30), date(1899, 12, 31))
)
_PART_OF_DAY: Final = "(?:早上|早晨|上午|中午|下午|傍晚|晚上|晚)"
_CLOCK: Final = (
    rf"(?:{_PART_OF_DAY} ?)?(?<!\d)\d{{1,2}}(?::\d{{2}}(?::\d{{2}}(?:\.\d+)?)?|[时点](?:半|整|\d{{1,2}}分?)?)"
)
_TIME: Final = rf"(?:[ T]?{_CLOCK}(?: ?[-~至到] ?{_CLOCK})?|{_PART_OF_DAY})?"
_DAY_OF_WEEK: Final = r"\(?(?:星期|周)[一二三四五六日天]\)?"
_DAY: Final = re.compile(
    rf"(\d{{4}}) ?(?:([-./]) ?(\d{{1,2}}) ?\2 ?(\d{{1,2}})|年 ?(\d{{1,2}}) ?月 ?(\d{{1,2}}) ?[日号]?)"
    rf" ?(?:{_DAY_OF_WEEK})? ?{_TIME}"
)
_MONTH: Final = re.compile(r"(\d{4}) ?(?:[-./] ?(\d{1,2})|年 ?(\d{1,2}) ?月(?:份)?)")
_THIRD: Final = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月(?:份)?([上中下])旬")
_QUARTER: Final = re.compile(r"(\d{4}) ?[年-]? ?(?:第? ?([1-4一二三四]) ?季度?|[Qq]([1-4]))")
_HALF: Final = re.compile(r"(\d{4}) ?年? ?([上下])半年")
_YEAR: Final = re.compile(r"(\d{4}) ?(?:年|年度)?")
_WEEKDAY: Final = re.compile(rf" ?{_DAY_OF_WEEK}$")
_IN_WORDS: Final = re.compile(
    rf"([{NUMERAL_CHARACTERS}]{{4}})年(?:([{NUMERAL_CHARACTERS}]+)月(?:([{NUMERAL_CHARACTERS}]+)[日号])?)?"
)
_TWO_DIGITS: Final = re.compile(r"'?\d{2} ?[年./-] ?\d{1,2}(?: ?[月./-] ?\d{1,2}日?|月)?|\d{1,2}[-./]\d{1,2}[-./]\d{2}")


def parse_moment(cell: Cell) -> Moment:
    """The moment a cell states.

    Raises PlaceholderDate for dates that stand for "none" (1900-01-01, 1970-01-01, 1971-01-01), CellProblem for
    two-digit years, days that do not exist, years outside 1840-2100 and what is no date.
    """
    if isinstance(cell, datetime):
        return _day(cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return _day(cell.year, cell.month, cell.day)
    if isinstance(cell, time | timedelta | bool):
        if cell in (time(0, 0), timedelta(0)):
            raise _placeholder()
        raise _no_date()
    if isinstance(cell, int | float):
        return _from_number(cell)
    text = clean_text(cell)
    if text is None:
        raise _no_date()
    return _from_text(_WEEKDAY.sub("", text))


def _from_number(number: int | float) -> Moment:
    if not math.isfinite(number):
        raise _no_date()
    if number in _SERIALS or (number == number and int(number // 1) in _SERIALS):
        found = _EPOCH + timedelta(days=int(number))
        return _day(found.year, found.month, found.day)
    if number in (0, 1):
        raise _placeholder()
    if number == int(number):
        return _from_text(str(int(number)))
    month = round((number % 1) * 100)
    if abs(number % 1 - month / 100) > 1e-6 or not FIRST_YEAR <= number < LAST_YEAR + 1:
        raise _no_date()
    if month == 10:
        # the number 2024.1 may have been typed as 2024.1 or as 2024.10; nobody can tell any more
        raise CellProblem(
            "ambiguous_date",
            "日期列为数值格式,1月与10月无法区分;请改为文本,写成 2024-01 或 2024-10",
            "stored as a number, January and October look the same; write 2024-01 or 2024-10 as text",
        )
    return _month(int(number), month)


def _from_text(text: str) -> Moment:
    words = _IN_WORDS.fullmatch(text)
    if words:
        text = _in_digits(words)
    if text.isdecimal() and text.isascii():
        return _from_digits(text)
    found = _DAY.fullmatch(text)
    if found:
        year, month, day = (int(each) for each in (found[1], found[3] or found[5], found[4] or found[6]))
        return _day(year, month, day)
    found = _MONTH.fullmatch(text)
    if found:
        return _month(int(found[1]), int(found[2] or found[3]))
    return _from_span(text)


def _from_digits(text: str) -> Moment:
    match len(text):
        case 8:
            return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
        case 6:
            return _month(int(text[:4]), int(text[4:]))
        case 4:
            return _year(int(text))
        case 5 if int(text) in _SERIALS:
            found = _EPOCH + timedelta(days=int(text))
            return _day(found.year, found.month, found.day)
    raise _no_date()


def _from_span(text: str) -> Moment:
    found = _THIRD.fullmatch(text)
    if found:
        whole = _month(int(found[1]), int(found[2]))
        first, last = {"上": (1, 10), "中": (11, 20), "下": (21, whole.latest.day)}[found[3]]
        return Moment(whole.earliest.replace(day=first), whole.earliest.replace(day=last))
    found = _QUARTER.fullmatch(text)
    if found:
        quarter = int(digits_of(found[2] or found[3]))
        return _months(int(found[1]), 3 * quarter - 2, 3 * quarter)
    found = _HALF.fullmatch(text)
    if found:
        return _months(int(found[1]), *((1, 6) if found[2] == "上" else (7, 12)))
    found = _YEAR.fullmatch(text)
    if found:
        return _year(int(found[1]))
    if _TWO_DIGITS.fullmatch(text):
        raise CellProblem(
            "two_digit_year",
            "年份只有两位,无法确定世纪;请写四位年份,如 2024-06-30",
            "the year has two digits only; write four, as in 2024-06-30",
        )
    raise _no_date()


def _in_digits(found: re.Match[str]) -> str:
    parts = [digits_of(found[1]), *(str(int(numeral(each) or 0)) for each in found.groups()[1:] if each)]
    return (
        "年".join(parts[:2])
        + "".join(f"{mark}{part}" for mark, part in zip("月", parts[2:], strict=False))
        + ("年" if len(parts) == 1 else "月" if len(parts) == 2 else "日")
    )


def _day(year: int, month: int, day: int) -> Moment:
    _check_month(year, month)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise _impossible()
    if date(year, month, day) in _PLACEHOLDERS:
        raise _placeholder()
    return Moment.day(date(year, month, day))


def _month(year: int, month: int) -> Moment:
    _check_month(year, month)
    return Moment.month(year, month)


def _months(year: int, first: int, last: int) -> Moment:
    return Moment(_month(year, first).earliest, _month(year, last).latest)


def _year(year: int) -> Moment:
    _check_month(year, 1)
    return Moment.year(year)


def _check_month(year: int, month: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellProblem(
            "implausible_year",
            f"年份不在 {FIRST_YEAR}-{LAST_YEAR} 之间;请核对,年份写四位",
            f"the year is not within {FIRST_YEAR}-{LAST_YEAR}; check it and write four digits",
        )
    if not 1 <= month <= 12:
        raise _impossible()


def _impossible() -> CellProblem:
    return CellProblem(
        "impossible_date",
        "日期不存在(月份或日子超出范围);请核对",
        "there is no such day (month or day out of range); check it",
    )


def _placeholder() -> PlaceholderDate:
    return PlaceholderDate(
        "placeholder_date",
        "是系统留空时自动写入的日期(如 1900-01-01),按未填写处理",
        "is a date that programs write for an empty field (such as 1900-01-01); treated as empty",
    )


def _no_date() -> CellProblem:
    return CellProblem(
        "no_date",
        "不是可识别的日期;请写成 2024-06-30、2024-06 或 2024",
        "is no date that can be read; write 2024-06-30, 2024-06 or 2024",
    )
