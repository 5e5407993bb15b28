"""Numbers, and counts that a text gives only roughly, as intervals. One rule for each way of writing.

N is the number written; p the place of its last digit that is not zero (110 → 10, 4万 → 10000). Plain whole numbers
(without 万, 亿, a point or %) are counts, so "more than" begins one above; others keep open ends.

| written | rule | example |
|---|---|---|
| N | [N, N] | 35 → [35, 35] |
| N多, N余, N几 (also 30多万) | above N, below N + p | 110多 → [111, 119]; 4万余 → (40000, 50000) |
| 近N, 将近N, 接近N | above 0.95 N, below N | 近20万 → (190000, 200000) |
| 约N, 大约N, N左右, N上下 | [0.9 N, 1.1 N] | 约200 → [180, 220] |
| N以上, ≥N, 不少于N, 至少N | [N, ∞), a share [N, 1] | 80%以上 → [0.8, 1] |
| 超N, 逾N, 突破N, 多于N, >N | (N, ∞), a share (N, 1] | 超50家 → [51, ∞) |
| N以下, N以内, ≤N, 不超过N, 至多N | [0, N] | 5人以下 → [0, 5] |
| 不足N, 不到N, 少于N, 低于N, <N | [0, N) | 不足3人 → [0, 2] |
| A-B, A~B, A至B (万 or % behind B holds for both) | [A, B] | 1-2万 → [10000, 20000] |
| 数十, 几十, 数百, 数千, 数万 | [2, 10) of the place | 数十 → [20, 99] |
| 十几 | as N几 | [11, 19] |
| 约N余, 大约N多 | as N余: 约 only says again that it is rough | 约30余 → [31, 39] |
| 超N余, 逾N多 | as N余, which says more | 超600余 → (600, 700) |
| 约A-B | [0.9 A, 1.1 B] | 约20-30 → [18, 33] |
| A分之B, 一半, 半数; 过半 | [B/A, B/A]; (0.5, 1] | 三分之一 → [1/3, 1/3] |
| B/A beside 以上, 超过, 不足 …, for bare it may be a date | as A分之B there | 1/3以上 → [1/3, 1] |
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from ingest.clean.number_problems import no_number, two_qualifiers, unclear_share
from ingest.clean.numerals import NUMERAL_CHARACTERS, numeral
from ingest.clean.problems import CellProblem
from ingest.clean.text import clean_text
from ingest.clean.units import SHARES, UNITS
from ingest.read.sheets import Cell

_BEFORE: Final = {
    "at_least": ("不少于", "不低于", "不小于", "至少", "最少", "≥", ">="),
    "at_most": ("不超过", "不多于", "不大于", "不高于", "至多", "最多", "≤", "<="),
    "above": ("超过", "超", "逾", "突破", "多于", "大于", "高于", ">"),
    "below": ("不足", "不到", "不满", "未满", "少于", "小于", "低于", "<"),
    "near": ("将近", "接近", "近"),
    "about": ("大约", "大概", "约为", "约"),
}
_AFTER: Final = {
    "at_least": ("及以上", "以上"),
    "at_most": ("及以下", "以下", "以内", "之内"),
    "about": ("左右", "上下"),
}
_NUMBER: Final = rf"(?:[\d,]*\d(?:\.\d+)?|[{NUMERAL_CHARACTERS}]+)"
_SCALES: Final = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_SCALE: Final = r"(十万|百万|千万|万亿|[十百千万亿])?"
_SIMPLE: Final = re.compile(rf"({_NUMBER}){_SCALE}")
_MORE: Final = re.compile(rf"({_NUMBER}){_SCALE}[多余几]{_SCALE}")
_RANGE: Final = re.compile(rf"({_NUMBER}){_SCALE}(?:-|~|至|到)({_NUMBER}){_SCALE}")
_SEVERAL: Final = re.compile(rf"[数几]{_SCALE}")
_FRACTION: Final = re.compile(rf"({_NUMBER})分之({_NUMBER})")
_SLASHED: Final = re.compile(r"(\d+)/(\d+)")
_BOUNDS: Final = frozenset({"at_least", "at_most", "above", "below"})
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_HALVES: Final = {"一半": "exact", "半数": "exact", "过半": "above", "过半数": "above"}
# 5万元 is 5万 of 元, so spellings with 万 are never cut off a number
_SPELLINGS: Final = sorted((each for each in UNITS if not each.startswith("万")), key=len, reverse=True)
_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class NumberInterval:
    """``low`` and ``high`` (math.inf where there is no bound), each open or closed; ``raw_kind`` is the rule applied.

    Kinds: exact, more, near, about, at_least, above, at_most, below, range, several, fraction.
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False
    raw_kind: str = "exact"

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError("an interval cannot end before it begins")


@dataclass(frozen=True, slots=True)
class _Written:
    """A number as written: its value, the place of its last digit that is not zero, whether it counts whole things."""

    value: Decimal
    place: Decimal
    counted: bool


def parse_number(cell: Cell, unit: str | None = None) -> float:
    """The one number of a cell, in the base unit (m2, m, yuan, hour, ratio, count): ``1,234.5 ㎡`` → 1234.5.

    ``unit`` is the column's unit; a bare number counts in it (12 in a column of 万元 is 120000 yuan). Raises
    CellProblem for what is no number, for a rough one (there use :func:`parse_interval`), for another kind of unit.
    """
    interval = parse_interval(cell, unit)
    if interval.raw_kind not in ("exact", "fraction"):
        raise CellProblem(
            "rough_number",
            "是约数或范围(如“约30”“20多”“3-5”),此列只记确数;请核实后填写一个数字,无法核实的请留空",
            "is a rough number or a range where an exact one is kept: write one number, or nothing if nobody knows it",
        )
    return interval.low


def parse_interval(cell: Cell, unit: str | None = None) -> NumberInterval:
    """The interval that a cell states, in the base unit, by the table of this module; raises CellProblem otherwise."""
    if isinstance(cell, str) and cell.isascii() and cell.isdecimal():
        # most cells of a text file: nothing to take apart
        cell = float(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        factor = UNITS[unit][1] if unit is not None else 1.0
        if unit in SHARES and 0 < abs(cell) <= 1:
            raise unclear_share()
        return NumberInterval(cell * factor, cell * factor)
    text = clean_text(cell) if isinstance(cell, str) else None
    if text is None:
        raise no_number()
    before, after, core = _qualifiers("".join(text.split()).lower().removeprefix("¥"))
    core, own = _without_unit(core)
    base, factor = _base(own, unit, core)
    if before and after and before != after:
        raise two_qualifiers()
    if own is None and unit in SHARES and re.fullmatch(r"0?\.\d+|1(?:\.0+)?", core):
        raise unclear_share()
    found = _interval(core, before or after, counted=base == "count")
    share = base == "ratio" or "分之" in core or "/" in core or core in _HALVES
    return _in_base(found, Decimal(str(factor)), share)


def _qualifiers(text: str) -> tuple[str, str, str]:
    """(rule named before the number, rule named behind it, what is left)."""
    before = after = ""
    for kind, words in _BEFORE.items():
        word = next((each for each in words if text.startswith(each)), "")
        if word and not before:
            before, text = kind, text.removeprefix(word)
    for kind, words in _AFTER.items():
        word = next((each for each in words if text.endswith(each)), "")
        if word and not after:
            after, text = kind, text.removesuffix(word)
    return before, after, text


def _without_unit(text: str) -> tuple[str, str | None]:
    for spelling in _SPELLINGS:
        if text.endswith(spelling) and len(text) > len(spelling):
            # 3%-5% and 10人-20人 carry it twice
            return re.sub(rf"{re.escape(spelling)}(?=[-~至到]|$)", "", text), spelling
    return text, None


def _base(own: str | None, column: str | None, core: str) -> tuple[str, float]:
    """(base unit, factor to it) by the unit in the cell, else by the column's; a bare number is a count."""
    if own is None:
        base, factor = UNITS[column] if column is not None else ("count", 1.0)
        if factor > 1 and re.search("[千万亿]", core):
            raise CellProblem(
                "double_scale",
                "列标题已写明单位(如万元),单元格又写了“万”或“亿”,无法确定大小;请只写数字",
                "the heading names a unit such as 万元 and the cell adds 万 or 亿; write the bare number",
            )
        return base, factor
    if column is not None and UNITS[column][0] != UNITS[own][0]:
        raise CellProblem(
            "other_unit",
            "单元格里的单位与列标题的单位不同类;请按列标题的单位填写",
            "the unit in the cell is of another kind than the column's; write it in the column's unit",
        )
    return UNITS[own]


def _interval(core: str, qualifier: str, counted: bool) -> NumberInterval:
    """One rule of the table, without units."""
    if core in _HALVES and not (qualifier and _HALVES[core] == "above"):
        return _qualified(_Written(Decimal("0.5"), _ONE, False), qualifier or _HALVES[core])
    fraction = _fraction(core, bounded=qualifier in _BOUNDS)
    if fraction is not None:
        return _qualified(_Written(fraction, _ONE, False), qualifier or "fraction")
    simple = _SIMPLE.fullmatch(core.lstrip("+-"))
    if simple and (core[0] not in "+-" or not qualifier):
        written = _written(simple[1], simple[2] or "", counted)
        negative = core.startswith("-")
        return _qualified(_Written(-written.value, written.place, counted) if negative else written, qualifier)
    found = _rough(core, counted)
    if not qualifier or (found.raw_kind == "more" and qualifier in ("about", "above")):
        return found
    if found.raw_kind == "range" and qualifier == "about":
        low, high = (
            _qualified(_Written(Decimal(str(each)), _ONE, counted), "about") for each in (found.low, found.high)
        )
        return NumberInterval(low.low, high.high, raw_kind="range")
    raise two_qualifiers()


def _rough(core: str, counted: bool) -> NumberInterval:
    several = _SEVERAL.fullmatch(core)
    if several and several[1]:
        place = Decimal(10) ** _SCALES[several[1]]
        small = counted and _SCALES[several[1]] < 4
        return _between(2 * place, 10 * place, "several", counted=small, low_open=False)
    more = _MORE.fullmatch(core)
    if more and not (more[2] and more[3]):
        number = _written(more[1], more[2] or more[3] or "", counted)
        if number.value > 0:
            return _between(number.value, number.value + number.place, "more", counted=number.counted)
    both = _RANGE.fullmatch(core)
    if both:
        # 1-2万 means 万 for both
        low, high = _written(both[1], both[2] or both[4] or "", counted), _written(both[3], both[4] or "", counted)
        if low.value > high.value:
            raise CellProblem(
                "reversed_range", "范围的前一个数大于后一个数;请核对", "the range begins above its end; check it"
            )
        return NumberInterval(float(low.value), float(high.value), raw_kind="range")
    raise no_number()


def _qualified(number: _Written, kind: str) -> NumberInterval:
    value, counted = number.value, number.counted
    match kind:
        case "near":
            return _between(value * Decimal("0.95"), value, kind, counted=counted)
        case "about":
            low, high = value * Decimal("0.9"), value * Decimal("1.1")
            if counted:
                low, high = low.to_integral_value(ROUND_CEILING), high.to_integral_value(ROUND_FLOOR)
            return NumberInterval(float(low), float(high), raw_kind=kind)
        case "at_least":
            return NumberInterval(float(value), math.inf, high_open=True, raw_kind=kind)
        case "above":
            return NumberInterval(float(value + counted), math.inf, not counted, True, kind)
        case "at_most":
            return NumberInterval(0.0, float(value), raw_kind=kind)
        case "below" if value > 0:
            return _between(Decimal(0), value, kind, counted=counted, low_open=False)
        case "below":
            raise no_number()
    return NumberInterval(float(value), float(value), raw_kind=kind or "exact")


def _between(low: Decimal, high: Decimal, kind: str, *, counted: bool, low_open: bool = True) -> NumberInterval:
    """Strictly below ``high`` and above ``low``; for counts the whole numbers in between, if there are any."""
    if counted:
        first = low.to_integral_value(ROUND_FLOOR) + 1 if low_open else low
        last = high.to_integral_value(ROUND_CEILING) - 1
        if first <= last:
            return NumberInterval(float(first), float(last), raw_kind=kind)
    return NumberInterval(float(low), float(high), low_open, True, kind)


def _written(text: str, scale: str, counted: bool) -> _Written:
    power = Decimal(10) ** _SCALES[scale]
    if text.isascii():
        if not _GROUPED.fullmatch(text):
            raise no_number()
        value = Decimal(text.replace(",", ""))
    else:
        read = numeral(text)
        if read is None:
            raise no_number()
        value = Decimal(str(read))
    exponent = value.normalize().as_tuple().exponent
    place = Decimal(10) ** (exponent if isinstance(exponent, int) else 0)
    whole = counted and "." not in text and not any(mark in text + scale for mark in "万亿")
    return _Written(value * power, place * power, whole)


def _fraction(core: str, *, bounded: bool) -> Decimal | None:
    """The value of A分之B, or of B/A where a bound stands with it; None for what is written in neither way."""
    slashed = _SLASHED.fullmatch(core)
    if slashed:
        share, parts = Decimal(slashed[1]), Decimal(slashed[2])
        # bare, 3/15 is a date or a floor and a room; and what is not below 1 is no part of a whole
        if not bounded or share >= parts:
            raise no_number()
        return share / parts
    found = _FRACTION.fullmatch(core)
    if found is None:
        return None
    parts, share = _written(found[1], "", False).value, _written(found[2], "", False).value
    if parts == 0:
        raise no_number()
    return share / parts


def _in_base(found: NumberInterval, factor: Decimal, share: bool) -> NumberInterval:
    """Scaled to the base unit; a share without an upper bound ends at the whole."""
    low, high = (
        float(Decimal(str(each)) * factor) if math.isfinite(each) and factor != 1 else each
        for each in (found.low, found.high)
    )
    high_open = found.high_open
    if share and math.isinf(high) and low <= 1:
        high, high_open = 1.0, False
    return NumberInterval(low, high, found.low_open, high_open, found.raw_kind)
