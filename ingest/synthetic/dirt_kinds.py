"""What real rosters have wrong, cell by cell: how it is written, and what the rules say has to become of the row.

The outcomes are stated from the rules (docs/reference, ledger.md §2), never by asking the checker: a checker that
errs must not agree with its own ledger of dirt. Sources of each sort: the dirt of real rosters, one line each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from ingest.clean.identifiers import organisation_check_character, unified_check_character
from ingest.formats.declare import Column
from ingest.synthetic.canaries import COUNT, canary_identity, canary_phone
from ingest.synthetic.codes import with_wrong_check
from ingest.synthetic.office import Cell

RETURNED, LOADED = "returned", "loaded"
Write = Callable[[Random, Cell], Cell]
_EPOCH: Final = date(1899, 12, 30)
_WIDE: Final = {code: code + 0xFEE0 for code in (*range(ord("0"), ord("9") + 1), *range(ord("A"), ord("Z") + 1))}
_TRADITIONAL: Final = str.maketrans("区业务书设产楼东会联党织单", "區業務書設產樓東會聯黨織單")
_DIGITS: Final = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class CellDirt:
    """One sort of dirt of one kind of column; ``write`` turns a sound cell into it.

    ``bare`` sorts want no sound cell: they overwrite an empty one too. A number only stays one in a workbook.
    """

    name: str
    outcome: str
    code: str
    write: Write
    bare: bool = True
    workbook_only: bool = False


def _returned(name: str, code: str, write: Cell | Write, *, bare: bool = True) -> CellDirt:
    wanted = write if callable(write) else _always(write)
    return CellDirt(name, RETURNED, code, wanted, bare, code in ("ambiguous_date", "distorted_number"))


def _cured(name: str, write: Cell | Write, *, bare: bool = False) -> CellDirt:
    return CellDirt(name, LOADED, "", write if callable(write) else _always(write), bare)


def _always(cell: Cell) -> Write:
    return lambda rng, before: cell


def _day(write: Callable[[date], Cell]) -> Write:
    return lambda rng, before: write(before) if isinstance(before, date) else before


def _text(write: Callable[[str], Cell]) -> Write:
    return lambda rng, before: write(str(before))


def _wrong_inner(code: str) -> str:
    """The inner check wrong, the outer one right: two slips of the pen that meet."""
    sound = organisation_check_character(code[8:16])
    first = code[:16] + ("1" if sound != "1" else "2")
    return first + unified_check_character(first)


def _identity_for_a_code(rng: Random, before: Cell) -> Cell:
    # one in thirty-one would pass for a unified code with a wrong inner check
    found = (canary_identity(number) for number in range(rng.randrange(COUNT), COUNT * 2))
    return next(each for each in found if unified_check_character(each[:17]) != each[17])


def _in_words(day: date) -> str:
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_number_in_words(day.month)}月{_number_in_words(day.day)}日"


def _number_in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


_DATES: Final = (
    _returned("day_that_does_not_exist", "impossible_date", "2018年2月30日"),
    _returned("year_of_two_digits", "two_digit_year", "18.5.6"),
    _returned("text_for_a_date", "no_date", "去年底"),
    _returned("year_miswritten", "implausible_year", "3018-05-06"),
    _returned("month_as_a_decimal", "ambiguous_date", 2018.1),
    _cured("date_of_eight_digits", _day(lambda day: f"{day:%Y%m%d}")),
    _cured("date_as_serial_number", _day(lambda day: (day - _EPOCH).days)),
    _cured("date_in_words", _day(_in_words)),
    _cured("date_with_clock", _day(lambda day: f"{day:%Y-%m-%d} 00:00:00")),
    _cured("date_with_weekday", _day(lambda day: f"{day.year}年{day.month}月{day.day}日(星期三)")),
    _cured("date_in_full_width", _day(lambda day: f"{day.year}年{day.month}月{day.day}日".translate(_WIDE))),
)
_SENTINELS: Final = (
    _cured("sentinel_date", "1900-01-01", bare=True),
    _cured("sentinel_date_1971", date(1971, 1, 1), bare=True),
)
_COUNTS: Final = (
    _returned("rough_count", "rough_number", "30多"),
    _returned("count_by_guess", "no_number", "若干"),
    _returned("half_a_thing", "no_whole_number", 3.5),
    _returned("negative_count", "no_whole_number", -4),
    _returned("formula_error", "error_cell", "#REF!"),
)
_COUNT_CURES: Final = (
    _cured("count_in_full_width", _text(lambda text: text.translate(_WIDE))),
    _cured("count_as_text", _text(str)),
    _cured("count_unknown", "不详", bare=True),
    _cured("count_none", "—", bare=True),
    _cured("count_with_spaces", _text(lambda text: f" {text} ")),
)
_NUMBERS: Final = (
    _returned("number_by_guess", "no_number", "很大"),
    _returned("formula_error", "error_cell", "#DIV/0!"),
    _returned("rough_number", "rough_number", "约1200"),
)
_CATEGORIES: Final = (
    _returned("category_nobody_listed", "unknown_category", "另行分类"),
    _cured("category_spaced", _text(lambda text: f" {text} ")),
)
_BOOLEANS: Final = (
    _returned("neither_yes_nor_no", "no_yes_or_no", "基本"),
    _cured("ticked", "√", bare=True),
    _cured("crossed", "×", bare=True),
)
_UNIFIED: Final = (
    _returned("code_miscopied", "code_check", _text(with_wrong_check), bare=False),
    _returned("code_too_short", "code_length", _text(lambda text: text[:-1]), bare=False),
    _returned("letter_for_digit", "code_alphabet", _text(lambda text: text[:16] + "O" + text[17:]), bare=False),
    _returned("inner_check_wrong", "organisation_check", _text(_wrong_inner), bare=False),
    _returned("registration_number_of_old", "legacy_registration_number", "990102000000017"),
    _returned("code_as_a_number", "distorted_number", 9.11e17),
    _returned("identity_for_a_code", "identity_number", _identity_for_a_code),
    _cured("code_in_full_width", _text(lambda text: text.translate(_WIDE))),
    _cured("code_in_small_letters", _text(str.lower)),
    _cured("code_in_groups", _text(lambda text: f"{text[:6]} {text[6:]}")),
    _cured("code_null", "无", bare=True),
)
_DIVISIONS: Final = (
    _returned("division_of_eight_digits", "division_code", _text(lambda text: f"{text[:6]}01"), bare=False),
    _cured("division_as_a_number", _text(int)),
)
_CODES: Final = (
    _returned("long_code_as_a_number", "distorted_number", 9.9e17),
    _cured("code_with_spaces", _text(lambda text: f" {text} ")),
)
_TEXTS: Final = (
    _returned("formula_error", "error_cell", "#N/A"),
    _returned(
        "telephone_in_text",
        "personal_data",
        lambda rng, before: f"{before or ''}(电话{canary_phone(rng.randrange(COUNT))})",
    ),
    _returned(
        "identity_in_text",
        "personal_data",
        lambda rng, before: f"{before or ''}证{canary_identity(rng.randrange(COUNT))}",
    ),
    _cured("text_in_full_width", _text(lambda text: text.translate(_WIDE))),
    _cured("zero_width_space", _text(lambda text: f"{text[:1]}\u200b{text[1:]}")),
    _cured("stray_spaces", _text(lambda text: f"  {text} ")),
    _cured("traditional_characters", _text(lambda text: text.translate(_TRADITIONAL))),
)
_SEVERAL: Final = (
    _cured("names_below_each_other", _text(lambda text: text.replace("、", "\n"))),
    _cured("names_parted_by_semicolons", _text(lambda text: text.replace("、", ";"))),
)
_FREE: Final = (_returned("essay_in_a_cell", "text_too_long", "共建" * 1_100),)
_REQUIRED: Final = (
    _returned("required_left_empty", "required", None),
    _returned("required_dashed", "required", "—"),
)

BY_KIND: Final[Mapping[str, tuple[CellDirt, ...]]] = {
    "moment": _DATES,
    "integer": _COUNTS,
    "number": _NUMBERS,
    "category": _CATEGORIES,
    "boolean": _BOOLEANS,
    "uscc": _UNIFIED,
    "division": _DIVISIONS,
    "code": _CODES,
    "text": _TEXTS,
}


def dirt_of(column: Column, *, summed: bool) -> tuple[CellDirt, ...]:
    """What may be wrong in a column; a cure in a summed column would spoil the row of totals, so there is none."""
    if column.presence:
        return ()
    kinds = BY_KIND.get(column.kind, ())
    if column.kind == "integer" and not summed:
        kinds += _COUNT_CURES
    if column.kind == "moment" and not column.required:
        kinds += _SENTINELS
    if column.kind == "text" and column.free_text:
        kinds += _FREE
    if column.split:
        kinds += _SEVERAL
    if column.required:
        kinds = tuple(each for each in kinds if each.outcome == RETURNED or not each.bare) + _REQUIRED
    return kinds
