"""Personal data in free text: recognised so that the row is returned; what was found is never told, only its kind.

False alarms cost a clerk a minute, a miss puts a person's number into the record: where a run of digits could be
both, it counts as personal. Codes of organisations and places are tested not to raise alarms.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

_IDENTITY: Final = re.compile(
    r"(?<!\d)([1-9]\d{5})[ -]?((?:18|19|20)\d{2}[01]\d[0-3]\d)[ -]?(\d{3})[ -]?([\dXx])(?!\d)"
)
# an amount says what it counts
_AMOUNT: Final = r"(?! ?(?:元|万|亿|m2|平方|立方|米|吨|人次|户))"
_MOBILE: Final = re.compile(
    r"(?<![\d.¥])(?:[(]?(?:\+|00)?86[)]?[- ]{0,2})?"
    r"1[3-9]\d(?:[- ]{0,3}\d{4}[- ]{0,3}\d{4}|[- ]\d{3}[- ]\d{5}|(?:[- ]\d{2}){4}|([._/·])\d{4}\1\d{4})"
    rf"(?!\.?\d){_AMOUNT}"
)
_LABELLED: Final = re.compile(
    r"(?:电话|手机|座机|传真|联系方式|tel|phone|mobile)(?:号码?)?[:= ]{0,3}(?:为|是)?[:= ]{0,2}[(]?"
    r"\d(?:[- )]{0,2}\d){6,14}(?!\d)",
    re.IGNORECASE,
)
# fifteen digits are also a grid, or a firm of before 2015: only what is called an identity number is one
_OLD_IDENTITY: Final = re.compile(
    r"(?:身份证|证件|公民身份)(?:号码?)?[:= ]{0,3}(?:为|是)?[:= ]{0,2}[1-9]\d{5}\d{2}[01]\d[0-3]\d\d{3}(?!\d)"
)
_CHAT: Final = re.compile(
    r"(?:微信|weixin|wechat|vx)(?:号|id)?[:= ]{1,3}[A-Za-z0-9][\w-]{4,19}"
    r"|(?<![a-z])qq(?:号码?)?[:= ]{0,3}[1-9]\d{4,10}(?!\d)",
    re.IGNORECASE,
)
_LANDLINE: Final = re.compile(
    r"(?<![\d.A-Za-z])(?:(?:\+|00)?86[- ]?)?[(]?(?:010|02\d|0[3-9]\d{2})[)]?[- ]{0,3}[2-9]\d{2,3}[- ]?\d{4}(?!\d)"
)
_EMAIL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_CARD: Final = re.compile(r"(?<!\d)(?:62(?:[ -]?\d){14,17}|[45](?:[ -]?\d){15})(?!\d)")
_MASKED: Final = re.compile(r"(?<!\d)1[3-9]\d[*xX]{4}\d{4}(?!\d)|(?<!\d)[1-9]\d{5}[*xX]{8,}\d{0,3}[\dXx]")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_HAS: Final = re.compile(r"\d{2}|[@＠]|[*＊]{4}|微信|wechat|weixin|vx", re.IGNORECASE)
_PROVINCES: Final = frozenset(
    f"{first}{second}"
    for first, seconds in {
        1: "12345",
        2: "123",
        3: "1234567",
        4: "123456",
        5: "01234",
        6: "12345",
        7: "1",
        8: "123",
    }.items()
    for second in seconds
)


def is_identity_number(text: str) -> bool:
    """Whether the text is a well-formed 18-digit resident identity number: province, birth date and check digit."""
    found = _IDENTITY.fullmatch(text.strip())
    return found is not None and _is_identity("".join(found.groups()))


def _is_identity(digits: str) -> bool:
    if digits[:2] not in _PROVINCES:
        return False
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == digits[17].upper()


def _is_card(digits: str) -> bool:
    """The Luhn check of bank cards."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        value = int(character) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def find_personal(text: str) -> str | None:
    """The kind of personal data in free text, or None.

    ``identity_number``, ``mobile_phone``, ``landline`` (with area code, or called a telephone), ``email``, ``chat``
    (WeChat, QQ), ``bank_card`` or ``masked_number`` (an identity or phone number with stars in it).
    """
    if not _HAS.search(text):
        return None
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub("[‐‑‒–—―−]", "-", folded)
    if any(_is_identity("".join(found.groups())) for found in _IDENTITY.finditer(folded)):
        return "identity_number"
    if _OLD_IDENTITY.search(folded):
        return "identity_number"
    if _MOBILE.search(folded):
        return "mobile_phone"
    if any(_is_card(re.sub(r"\D", "", found[0])) for found in _CARD.finditer(folded)):
        return "bank_card"
    if _LANDLINE.search(folded) or _LABELLED.search(folded):
        return "landline"
    if _EMAIL.search(folded):
        return "email"
    if _CHAT.search(folded):
        return "chat"
    return "masked_number" if _MASKED.search(folded) else None
