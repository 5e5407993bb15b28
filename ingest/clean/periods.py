"""Periods that one cell holds: 2021年3月至2026年2月, 2021.3-2026.2, 2021-03-01~2026-02-28."""

from __future__ import annotations

import re
from typing import Final

from graph.model.time import Moment
from ingest.clean.dates import parse_moment
from ingest.clean.problems import CellProblem
from ingest.clean.text import clean_text
from ingest.read.sheets import Cell

_WORDS: Final = re.compile(r" ?(?:至|到|~) ?")


def parse_period(cell: Cell) -> Moment:
    """The period from its first to its last possible day; raises CellProblem for anything else.

    A hyphen may stand inside the dates too, so the one that leaves a date on both sides is taken.
    """
    text = clean_text(cell) or ""
    parts = _WORDS.split(text)
    if len(parts) == 2:
        return _between(parse_moment(parts[0]), parse_moment(parts[1]))
    for found in re.finditer("-", text):
        try:
            first, last = parse_moment(text[: found.start()].strip()), parse_moment(text[found.end() :].strip())
        except CellProblem:
            continue
        return _between(first, last)
    raise CellProblem(
        "no_period",
        "不是可识别的起止日期;请写成 2021-03-01至2026-02-28",
        "is no period that can be read; write 2021-03-01至2026-02-28",
    )


def _between(first: Moment, last: Moment) -> Moment:
    if last.latest < first.earliest:
        raise CellProblem("end_before_start", "结束日期早于开始日期", "the end lies before the start")
    return Moment(first.earliest, last.latest)
