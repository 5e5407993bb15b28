"""Periods in one cell."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.clean.periods import parse_period
from ingest.clean.problems import CellProblem


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-01至2026-02-28",
        "2021-03-01—2026-02-28",
        "2021-03-01-2026-02-28",
        "2021.3.1-2026.2.28",
        "2021年3月到2026年2月",
        "2021.3~2026.2",
        "2021年3月 - 2026年2月",
        "202103至20260228",
    ],
)
def test_ways_of_writing_one_period(text):
    found = parse_period(text)
    assert (found.earliest, found.latest) == (date(2021, 3, 1), date(2026, 2, 28))


def test_years_are_whole():
    found = parse_period("2021-2025")
    assert (found.earliest, found.latest) == (date(2021, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2021-03-01", "no_period"),
        ("2021年3月", "no_period"),
        ("五年", "no_period"),
        ("2026-01至2021-01", "end_before_start"),
    ],
)
def test_what_is_no_period_is_said_to_be_none(text, code):
    with pytest.raises(CellProblem) as refused:
        parse_period(text)
    assert refused.value.code == code
