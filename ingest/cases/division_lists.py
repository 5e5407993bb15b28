"""Division lists that come with cases: the places of a case's area, as the National Bureau of Statistics lists them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).with_name("divisions")
ISSUER = "国家统计局"
EDITIONS: Mapping[str, date] = MappingProxyType({"2018": date(2018, 10, 31), "2023": date(2023, 6, 30)})
"""The day that each published edition is of, by the year in a file's name."""

SCOPES: Mapping[str, str] = MappingProxyType({"yantai": "370600"})
"""Areas whose own code changed between the editions, with the division above them: under one scope the later list
closes what the earlier one named."""


@dataclass(frozen=True, slots=True)
class DivisionList:
    """One edition of the list of an area; it names every place of it."""

    path: Path
    edition: date
    scope: str | None = None
    """None: the code that the list itself begins with."""


def division_lists(case: str) -> tuple[DivisionList, ...]:
    """The lists of a case, the oldest first, so that the newest decides."""
    files = FOLDER.glob(f"{case}_[0-9][0-9][0-9][0-9].csv")
    found = (DivisionList(path, EDITIONS[path.stem.removeprefix(f"{case}_")], SCOPES.get(case)) for path in files)
    return tuple(sorted(found, key=lambda each: each.edition))


def fingerprints() -> frozenset[str]:
    """SHA-256 of every list that comes with a case, as the ledger records files."""
    return frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.csv"))
