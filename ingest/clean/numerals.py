"""Chinese numerals in words: 三百二十, 一万二, 二〇二四, 壹拾."""

from __future__ import annotations

from typing import Final

DIGITS: Final = dict(zip("〇○零一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | dict(
    zip("壹贰叁肆伍陆柒捌玖两俩", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2), strict=True)
)
_SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_LARGE: Final = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
NUMERAL_CHARACTERS: Final = "".join([*DIGITS, *_SMALL, *_LARGE])


def digits_of(text: str) -> str:
    """Chinese digits one by one as Arabic ones: 二〇二四 → 2024; other characters stay."""
    return "".join(str(DIGITS[each]) if each in DIGITS else each for each in text)


def numeral(text: str) -> int | None:
    """The value of a numeral in words; None where it is none.

    十 is 10, 一百零五 is 105, 二〇二四 is 2024; in 一万二 (12000) a last digit without a unit counts in the next
    smaller one.
    """
    if not text or any(each not in NUMERAL_CHARACTERS for each in text):
        return None
    if len(text) > 1 and all(each in DIGITS for each in text):
        # 三五个 is "three to five", not 35
        return int(digits_of(text)) if len(text) > 2 else None
    total = section = 0
    pending: int | None = None
    last_unit = 1
    for each in text:
        if each in _SMALL:
            section += (1 if pending is None else pending) * _SMALL[each]
            pending, last_unit = None, _SMALL[each]
        elif each in _LARGE:
            total, last_unit = _raised(total, section + (pending or 0), _LARGE[each]), _LARGE[each]
            section, pending = 0, None
        elif pending:
            return None
        else:
            last_unit = 1 if DIGITS[each] == 0 else last_unit
            pending = DIGITS[each]
    return total + section + (pending or 0) * (last_unit // 10 if last_unit >= 100 else 1)


def _raised(total: int, section: int, unit: int) -> int:
    """三亿 + 五千 before 万 is 三亿五千万; 一万 before 亿 is 一万亿; 万 alone is one of it."""
    if section == 0 and total == 0:
        return unit
    return (total + section) * unit if section == 0 or unit > total else total + section * unit
