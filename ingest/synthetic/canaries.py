"""Invented personal data to plant where offices write it: found in any output, it shows a leak.

Names are of nobody, telephones begin with 1540000, a range not known to be in use, identity numbers have a sound check
digit but a region that does not exist (119999) and a birthday in 1800: all look real to a scanner and belong to nobody.
"""

from __future__ import annotations

from ingest.synthetic.extent import stem

COUNT = 200
"""How many there are of each sort; planted in turn."""
_REGION = "119999"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def canary_name(number: int) -> str:
    """A name that no other text holds."""
    return f"哨兵{stem(number % COUNT)}"


def canary_phone(number: int) -> str:
    """Eleven digits that a scanner takes for a mobile telephone."""
    return f"1540000{7_000 + number % COUNT:04d}"


def canary_identity(number: int) -> str:
    """Eighteen digits that a scanner takes for an identity number."""
    first = f"{_REGION}18000101{number % COUNT:03d}"
    return first + _CHECKS[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def canaries() -> frozenset[str]:
    """Every text that may stand in the rosters and nowhere else: not in ledger, graph, logs, reports or exports."""
    return frozenset(each(number) for number in range(COUNT) for each in (canary_name, canary_phone, canary_identity))
