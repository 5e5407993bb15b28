"""Whole columns of lists at a day against the same rule said row by row, as the questions say it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from graph.evidence.snapshot.histories import any_spell, current, day_number, first, taken, value_at

DAY = date(2020, 1, 15)
near = st.integers(-3, 3).map(lambda days: DAY + timedelta(days)) | st.just(date.max) | st.just(date.min)
History = list[tuple[str, date, date]] | None
histories = st.lists(st.none() | st.lists(st.tuples(st.sampled_from("甲乙丙"), near, near), max_size=4), max_size=9)


def columns(rows: list[History]) -> tuple[pl.Series, pl.Series, pl.Series]:
    lists = [[None if row is None else [each[at] for each in row] for row in rows] for at in range(3)]
    kinds = (pl.String(), pl.Date(), pl.Date())
    values, since, until = (pl.Series(each, dtype=pl.List(kind)) for each, kind in zip(lists, kinds, strict=True))
    return values, since, until


@given(histories)
def test_the_value_that_holds_is_the_first_whose_interval_has_the_day(rows):
    expected = [next((value for value, since, until in row or [] if since <= DAY < until), None) for row in rows]
    assert value_at(*columns(rows), day_number(DAY)).to_list() == expected


@given(histories)
def test_a_node_is_possible_where_one_of_its_spells_has_the_day(rows):
    _, since, until = columns(rows)
    expected = [any(start <= DAY < end for _, start, end in row or []) for row in rows]
    assert any_spell(since, until, day_number(DAY)).tolist() == expected


@given(histories)
def test_the_current_value_has_no_end_and_the_first_is_the_first(rows):
    values, _, until = columns(rows)
    assert current(values, until).to_list() == [
        next((value for value, _, end in row or [] if end == date.max), None) for row in rows
    ]
    assert first(values).to_list() == [row[0][0] if row else None for row in rows]


def test_one_value_each_that_holds_is_given_as_it_is():
    rows: list[History] = [[("甲", date.min, date.max)], [("乙", DAY, date.max)]]
    assert value_at(*columns(rows), day_number(DAY)).to_list() == ["甲", "乙"]
    assert value_at(*columns(rows), day_number(DAY) - 1).to_list() == ["甲", None]


def test_no_position_is_no_value():
    assert taken(pl.Series(["甲", "乙"]), np.array([1, -1, 0])).to_list() == ["乙", None, "甲"]
    assert taken(pl.Series([], dtype=pl.String), np.array([-1, -1])).to_list() == [None, None]
    assert taken(pl.Series([], dtype=pl.String), np.array([], dtype=np.int64)).to_list() == []
