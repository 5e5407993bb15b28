"""What becomes of an assertion: at each bound of the interval, with records of uncertain date, and without rosters."""

from __future__ import annotations

import pytest

from graph.analysis.assertions import (
    REASONS,
    VERDICTS,
    Counted,
    Interval,
    Judgement,
    judge_figure,
    judge_name,
    judge_tie,
)

EXACT, MORE, NEAR, OPEN = Interval(10, 10), Interval(101, 199), Interval(190, 200, True, True), Interval(0.8, None)


@pytest.mark.parametrize(
    ("printed", "certain", "possible", "expected"),
    [
        (EXACT, 10, 10, ("met", "within", "10")),
        (EXACT, 9, 9, ("contradicted", "outside", "9")),
        (EXACT, 9, 10, ("not_checkable", "uncertain", "9 – 10")),
        (EXACT, 10, 11, ("not_checkable", "uncertain", "10 – 11")),
        (EXACT, 8, 12, ("not_checkable", "uncertain", "8 – 12")),
        (EXACT, 11, 12, ("contradicted", "outside", "11 – 12")),
        (MORE, 101, 199, ("met", "within", "101 – 199")),
        (MORE, 100, 100, ("contradicted", "outside", "100")),
        (MORE, 200, 200, ("contradicted", "outside", "200")),
        (NEAR, 190, 190, ("contradicted", "outside", "190")),
        (NEAR, 200, 200, ("contradicted", "outside", "200")),
        (NEAR, 195, 195, ("met", "within", "195")),
        (NEAR, 190, 200, ("not_checkable", "uncertain", "190 – 200")),
        (OPEN, 0.8, 0.8, ("met", "within", "0.8")),
        (OPEN, 0.79, 0.79, ("contradicted", "outside", "0.79")),
        (OPEN, 1, 5000, ("met", "within", "1 – 5000")),
    ],
)
def test_a_figure_beside_a_count(
    printed: Interval, certain: float, possible: float, expected: tuple[str, str, str]
) -> None:
    found = judge_figure(printed, Counted(certain, possible, listed=True, rows=("a",)))
    assert (found.verdict, found.reason, found.found) == expected
    assert found.rows == ("a",)


def test_where_no_roster_speaks_nothing_is_contradicted() -> None:
    assert judge_figure(EXACT, Counted(0, 0, listed=False)) == Judgement("missing", "not_listed")


def test_names() -> None:
    assert judge_name(("a",), listed_type=True, invented=True) == Judgement("met", "named", rows=("a",))
    assert judge_name((), listed_type=True, invented=False) == Judgement("missing", "not_named")
    assert judge_name((), listed_type=True, invented=True) == Judgement("not_checkable", "invented")
    assert judge_name((), listed_type=False, invented=False) == Judgement("not_checkable", "no_roster_of_type")
    assert judge_name(("a", "b"), listed_type=True, invented=False).reason == "several"


def test_ties() -> None:
    there, absent = (
        judge_name(("a",), listed_type=True, invented=False),
        judge_name((), listed_type=True, invented=False),
    )
    several = judge_name(("a", "b"), listed_type=True, invented=False)
    assert judge_tie((there, there), ("t",)) == Judgement("met", "tie_listed", rows=("t",))
    assert judge_tie((there, there), ()) == Judgement("missing", "tie_not_listed")
    assert judge_tie((there, absent), ()) == Judgement("missing", "end_not_named")
    assert judge_tie((several, absent), ()) == Judgement("not_checkable", "several")


def test_every_word_is_told_in_both_languages() -> None:
    assert all(zh and en.isascii() for zh, en in (*VERDICTS.values(), *REASONS.values()))
