from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.time import Moment
from ingest.clean.dates import parse_moment
from ingest.clean.problems import CellProblem, PlaceholderDate

DAY = Moment.day(date(2024, 6, 30))
JUNE = Moment.month(2024, 6)


@pytest.mark.parametrize(
    "cell",
    [
        date(2024, 6, 30),
        datetime(2024, 6, 30, 8, 30),
        45473,
        45473.0,
        45473.75,
        "45473",
        20240630,
        20240630.0,
        "20240630",
        "2024年6月30日",
        "2024年06月30号",
        "２０２４年６月３０日",
        "2024 年 6 月 30 日",
        "2024-6-30",
        "2024.6.30",
        "2024/06/30",
        "2024-06-30 00:00:00",
        "2024-06-30T08:00",
        "2024年6月30日 星期日",
        "2024年6月30日 下午2:30",
        "2024年6月30日(星期日)上午9时30分",
        "2024-06-30 14:30-16:00",
        "2024.6.30下午2点半",
        "二〇二四年六月三十日",
    ],
)
def test_days(cell):
    assert parse_moment(cell) == DAY


@pytest.mark.parametrize(
    "cell", [202406, 202406.0, "202406", "2024年6月", "2024年06月份", "2024.6", "2024-06", 2024.06]
)
def test_months(cell):
    assert parse_moment(cell) == JUNE


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("2024", "2024"),
        (2024.0, "2024"),
        ("2024年度", "2024"),
        ("二○二四年", "2024"),
        ("2024年第一季度", "2024-01-01/2024-03-31"),
        ("2024年四季度", "2024-10-01/2024-12-31"),
        ("2024Q2", "2024-04-01/2024-06-30"),
        ("2024年上半年", "2024-01-01/2024-06-30"),
        ("2024年下半年", "2024-07-01/2024-12-31"),
        ("2024年2月下旬", "2024-02-21/2024-02-29"),
    ],
)
def test_spans(cell, text):
    assert parse_moment(cell).text() == text


@pytest.mark.parametrize(
    "cell",
    ["1900-01-01", "19700101", "1971年1月1日", date(1900, 1, 1), date(1971, 1, 1), 0, time(0, 0), date(1899, 12, 31)],
)
def test_dates_that_stand_for_none(cell):
    with pytest.raises(PlaceholderDate):
        parse_moment(cell)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("24.6.30", "two_digit_year"),
        ("24年6月", "two_digit_year"),
        ("6/30/24", "two_digit_year"),
        ("2024-02-30", "impossible_date"),
        ("2024-13-01", "impossible_date"),
        ("20241301", "impossible_date"),
        (240630, "implausible_year"),
        ("3024-01-01", "implausible_year"),
        (2024.1, "ambiguous_date"),
        ("2023-2025", "no_date"),
        ("长期", "no_date"),
        (True, "no_date"),
        (None, "no_date"),
        (time(8, 0), "no_date"),
        (timedelta(days=3), "no_date"),
        (float("nan"), "no_date"),
        (float("inf"), "no_date"),
    ],
)
def test_refused(cell, code):
    with pytest.raises(CellProblem) as caught:
        parse_moment(cell)
    assert caught.value.code == code
    assert not isinstance(cell, str) or cell not in str(caught.value)


days = st.dates(date(1950, 1, 2), date(2100, 12, 31)).filter(
    lambda day: day not in (date(1970, 1, 1), date(1971, 1, 1))
)


@given(days, st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d"]))
def test_every_day_comes_back_from_every_style(day, style):
    assert parse_moment(day.strftime(style)) == Moment.day(day)
    assert parse_moment((day - date(1899, 12, 30)).days) == Moment.day(day)


@given(
    st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.from_regex(r"\d{1,8}[年.-]?\d{0,4}", fullmatch=True))
)
def test_anything_is_a_moment_or_a_cell_problem(cell):
    try:
        moment = parse_moment(cell)
    except CellProblem:
        return
    assert 1840 <= moment.earliest.year <= moment.latest.year <= 2100
