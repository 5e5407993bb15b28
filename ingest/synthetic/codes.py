"""Codes with sound check digits and a region (990101) that nobody was ever assigned."""

from __future__ import annotations

from ingest.clean.identifiers import organisation_check_character, unified_check_character

COUNTY = "990101"
SUBDISTRICT = "990101001"

_REGISTERED_BY = {
    "state_organ": "11",
    "institution": "12",
    "school": "12",
    "hospital": "12",
    "social_organisation": "51",
    "merchant": "92",
}


def unified_code(kind: str, number: int, county: str = COUNTY) -> str:
    """An 18-character code for a unit of that kind; one number (below a million) gives one code in a county."""
    first = f"{_REGISTERED_BY.get(kind, '91')}{county}{organisation_code(number)}"
    return first + unified_check_character(first)


def organisation_code(number: int) -> str:
    """A nine-character organisation code."""
    first = f"{99_000_000 + number:08d}"
    return first + organisation_check_character(first)


def with_wrong_check(code: str) -> str:
    """The same code with another last digit: what a slip of the pen makes of it."""
    return code[:-1] + ("1" if code[-1] != "1" else "2")
