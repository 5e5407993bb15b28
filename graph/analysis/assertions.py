"""Checks of a text: what an article asserts, beside what rosters hold. Pure functions; nothing here opens a database.

A figure is met where every number that the rosters allow lies within the interval printed, contradicted where none
does; in between, and wherever rosters do not speak of the thing, the answer is that it cannot be checked, and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Verdict = Literal["met", "contradicted", "missing", "not_checkable"]
VERDICTS: Final[Mapping[Verdict, tuple[str, str]]] = MappingProxyType(
    {
        "met": ("相符", "met"),
        "contradicted": ("不符", "contradicted"),
        "missing": ("名册未载", "missing"),
        "not_checkable": ("无法核对", "not checkable"),
    }
)
"""What becomes of an assertion, in Chinese and English."""

REASONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "within": ("名册中的数目在原文所述区间内", "what the rosters count lies within the interval printed"),
        "outside": ("名册中的数目不在原文所述区间内", "what the rosters count lies outside the interval printed"),
        "uncertain": (
            "计入时间待核实的记录则落入或落出原文区间",
            "records of uncertain date decide whether the count lies within the interval printed",
        ),
        "not_listed": (
            "载入的名册在本范围没有列出这类对象",
            "the rosters loaded list nothing of this kind within the scope",
        ),
        "several_bodies": (
            "本范围有几个这样的机构,名册中没有原文所说的那一个",
            "there are several such bodies in the scope, and none bears the name that the article gives",
        ),
        "no_rule": ("没有名册可以数出这一指标", "no roster counts this measure"),
        "not_a_state": (
            "原文说的是一段时间的数、目标或自述,名册只有现状",
            "the figure is of a period, a target or a claim; rosters tell of a state",
        ),
        "other_place": (
            "原文说的不是所选范围这个地方",
            "the figure is of another place or body than the scope chosen",
        ),
        "named": ("名册列有此名", "a roster lists it by name"),
        "not_named": ("名册没有列出此名", "no roster lists it by name"),
        "several": ("名册中有几个同名的,不能断定", "several bear the name in the rosters"),
        "no_roster_of_type": ("没有名册登记这一类事项", "no roster lists things of this type"),
        "invented": ("演示名册不含真实机构", "invented rosters hold no real bodies"),
        "tie_listed": ("名册载有此关系", "a roster asserts the tie"),
        "tie_not_listed": ("名册列有双方,没有这一关系", "rosters list both ends and not the tie"),
        "end_not_named": ("名册没有列出关系的一方或双方", "no roster lists an end of the tie"),
        "no_figure": ("原文没有给出可以核对的数字", "the article gives no figure to check"),
        "not_asserted_of_rosters": (
            "机制说的是怎样做,核对只比较数目、名称、关系和标准",
            "mechanisms say how things are done; figures, names, ties and standards are checked here",
        ),
        "standard_met": ("名册中的对象都达到这一标准", "all that rosters list meets the standard"),
        "standard_not_met": ("名册中有对象未达到这一标准", "something that rosters list does not meet the standard"),
        "standard_to_check": (
            "名册缺少判断所需的记录,见 gongjian standards",
            "rosters lack what a verdict needs, see gongjian standards",
        ),
        "standard_not_checkable": (
            "没有名册登记这一标准所说的事,缘由见 gongjian standards",
            "no roster keeps what the standard is about; why is told by gongjian standards",
        ),
        "standard_withheld": (
            "按人数检核的标准只给数据管理员看",
            "standards of numbers of people are for stewards",
        ),
    }
)
"""Why, by code, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure as printed: numbers from ``low`` to ``high`` (None: unbounded), each end included unless open."""

    low: float
    high: float | None
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: float) -> bool:
        """Whether a number lies within."""
        above = value > self.low if self.low_open else value >= self.low
        below = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class Counted:
    """What rosters count: ``certain`` without records of uncertain date, ``possible`` with them."""

    certain: float
    possible: float
    listed: bool
    """Whether rosters list anything of the kind within the scope; an empty list is no proof that there is none."""
    rows: tuple[str, ...] = ()
    """Ids of what was counted."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of one assertion."""

    verdict: Verdict
    reason: str
    """A code of :data:`REASONS`."""
    found: str = ""
    """What the rosters say, as text: a number or a range; empty where they say nothing."""
    rows: tuple[str, ...] = ()
    """Ids of the records that it rests on."""


def judge_figure(printed: Interval, counted: Counted) -> Judgement:
    """A figure beside what rosters count."""
    if not counted.listed:
        return Judgement("missing", "not_listed")
    bounds = sorted((counted.certain, counted.possible))
    found = " – ".join(dict.fromkeys(f"{each:g}" for each in bounds))
    inside = [printed.holds(each) for each in bounds]
    if all(inside):
        return Judgement("met", "within", found, counted.rows)
    if not any(inside) and not _straddles(printed, bounds):
        return Judgement("contradicted", "outside", found, counted.rows)
    return Judgement("not_checkable", "uncertain", found, counted.rows)


def judge_standard(met: int, not_met: int, to_check: int, rows: tuple[str, ...]) -> Judgement:
    """A standard beside how many of the things that rosters list meet it; ``rows`` are those that do not, or all."""
    every = met + not_met + to_check
    if every == 0:
        return Judgement("missing", "not_listed")
    found = f"{met}/{every}"
    if not_met:
        return Judgement("contradicted", "standard_not_met", found, rows)
    return Judgement(
        "not_checkable" if to_check else "met", f"standard_{'to_check' if to_check else 'met'}", found, rows
    )


def judge_name(rows: tuple[str, ...], *, listed_type: bool, invented: bool) -> Judgement:
    """A named body beside the records that bear the name in rosters."""
    if not listed_type:
        return Judgement("not_checkable", "no_roster_of_type")
    if len(rows) > 1:
        return Judgement("not_checkable", "several", str(len(rows)), rows)
    if rows:
        return Judgement("met", "named", rows=rows)
    # in invented rosters a real name is missing because they are invented
    return Judgement("not_checkable", "invented") if invented else Judgement("missing", "not_named")


def judge_tie(ends: tuple[Judgement, Judgement], rows: tuple[str, ...]) -> Judgement:
    """A tie between two named bodies beside the ties that rosters assert between them.

    A tie that no roster asserts is missing, never contradicted: rosters do not say what is not.
    """
    if rows:
        return Judgement("met", "tie_listed", rows=rows)
    unfit = next((each for each in ends if each.verdict == "not_checkable"), None)
    if unfit is not None:
        return Judgement("not_checkable", unfit.reason)
    if any(each.verdict != "met" for each in ends):
        return Judgement("missing", "end_not_named")
    return Judgement("missing", "tie_not_listed")


def _straddles(printed: Interval, bounds: list[float]) -> bool:
    """Whether the numbers between two bounds reach into the interval though neither bound does."""
    return bounds[0] <= printed.low and (printed.high is not None and bounds[1] >= printed.high)
