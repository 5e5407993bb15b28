"""The totals that the articles publish: which rosters meet, how, which none can carry, and the proof from the files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from graph.errors import RosterProblem
from ingest.clean.numbers import parse_interval
from ingest.synthetic.counting import Count, Rosters

FOLDER = Path(__file__).with_name("cases")


@dataclass(frozen=True, slots=True)
class Declared:
    """A published total: ``published`` as the article writes it, ``how`` the rosters meet it, ``count`` the proof.

    ``plus`` adds another count to it, ``of`` makes it a share of one.
    """

    code: str
    passage: str
    published: str
    how: str
    count: Count
    plus: Count | None = None
    of: Count | None = None


@dataclass(frozen=True, slots=True)
class NotCarried:
    """Published figures that no roster carries, and why; ``passages`` are numbers in the study of the cases."""

    passages: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class TotalMet:
    """A total found in the rosters, with the interval [low, high] that the published words allow."""

    code: str
    passage: str
    published: str
    how: str
    low: float
    high: float
    value: float


_TOTALS = TypeAdapter(tuple[Declared, ...])
_LEFT = TypeAdapter(tuple[NotCarried, ...])


@cache
def article(case: str) -> Mapping[str, Any]:
    """The declaration of one case."""
    with (FOLDER / f"{case}.toml").open("rb") as file:
        return MappingProxyType(tomllib.load(file))


def cases_with_totals() -> tuple[str, ...]:
    """Names of the cases whose totals rosters can be written for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def totals_declared(case: str) -> tuple[Declared, ...]:
    """The totals that the rosters of a case meet."""
    return _TOTALS.validate_python(article(case)["totals"])


def not_carried(case: str) -> tuple[NotCarried, ...]:
    """The published figures of a case that no roster carries, each with the reason."""
    return _LEFT.validate_python(article(case).get("not_carried", []))


def stands_for(case: str) -> Mapping[str, str]:
    """Invented places → what of the case they stand for; communities only as a whole, never one for one."""
    return MappingProxyType(dict(article(case)["stands_for"]))


def assert_totals(folder: Path, case: str = "beishan") -> tuple[TotalMet, ...]:
    """Every published total of the case with the number found in the rosters of ``folder``.

    Raises RosterProblem (``total_missed``) naming the totals that lie outside their interval, or the roster that is
    not there.
    """
    rosters = Rosters(folder)
    found = []
    for each in totals_declared(case):
        interval = parse_interval(each.published)
        value = rosters.number(each.count) + (rosters.number(each.plus) if each.plus is not None else 0)
        if each.of is not None:
            value /= max(1.0, rosters.number(each.of))
        found.append(TotalMet(each.code, each.passage, each.published, each.how, interval.low, interval.high, value))
    missed = [each.code for each in found if not each.low <= each.value <= each.high]
    if missed:
        codes = "、".join(missed)
        raise RosterProblem(
            f"演示名册与文章公布的总数不符:{codes};请重新生成该文件夹",
            f"the synthetic rosters miss published totals ({', '.join(missed)}): generate the folder again",
            code="total_missed",
        )
    return tuple(found)
