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
_MOBILE: Final = re.compile(
    r"(?<![\d.])(?:(?:\+|00)?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}[- ]?\d{4}|[- ]\d{3}[- ]\d{5})(?!\.?\d)"
)
_LANDLINE: Final = re.compile(
    r"(?<![\d.A-Za-z])(?:(?:\+|00)?86[- ]?)?[(]?(?:010|02\d|0[3-9]\d{2})[)]?[- ]{0,3}[2-9]\d{2,3}[- ]?\d{4}(?!\d)"
)
_EMAIL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_CARD: Final = re.compile(r"(?<!\d)(?:62(?:[ -]?\d){14,17}|[45](?:[ -]?\d){15})(?!\d)")
_MASKED: Final = re.compile(r"(?<!\d)1[3-9]\d[*xX]{4}\d{4}(?!\d)|(?<!\d)[1-9]\d{5}[*xX]{8,}\d{0,3}[\dXx]")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_HAS: Final = re.compile(r"\d{3}|@|\*{4}")
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

    ``identity_number``, ``mobile_phone``, ``landline`` (with area code), ``email``, ``bank_card`` or ``masked_number``
    (an identity or phone number with stars in it).
    """
    if not _HAS.search(text):
        return None
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub("[‐‑‒–—―−]", "-", folded)
    if any(_is_identity("".join(found.groups())) for found in _IDENTITY.finditer(folded)):
        return "identity_number"
    if _MOBILE.search(folded):
        return "mobile_phone"
    if any(_is_card(re.sub(r"\D", "", found[0])) for found in _CARD.finditer(folded)):
        return "bank_card"
    if _LANDLINE.search(folded):
        return "landline"
    if _EMAIL.search(folded):
        return "email"
    return "masked_number" if _MASKED.search(folded) else None
