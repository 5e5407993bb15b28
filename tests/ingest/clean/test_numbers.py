from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.numbers import parse_interval, parse_number
from ingest.clean.numerals import numeral
from ingest.clean.problems import CellProblem


@pytest.mark.parametrize(
    ("text", "low", "high", "ends", "kind"),
    [
        ("110多", 111, 119, "[]", "more"),
        ("4万余", 40_000, 50_000, "()", "more"),
        ("近20万", 190_000, 200_000, "()", "near"),
        ("80%以上", 0.8, 1, "[]", "at_least"),
        ("数十", 20, 99, "[]", "several"),
        ("约200", 180, 220, "[]", "about"),
        ("200人左右", 180, 220, "[]", "about"),
        ("1-2", 1, 2, "[]", "range"),
        ("1-2万", 10_000, 20_000, "[]", "range"),
        ("3%~5%", 0.03, 0.05, "[]", "range"),
        ("10人至20人", 10, 20, "[]", "range"),
        ("≥3", 3, math.inf, "[)", "at_least"),
        ("≤5", 0, 5, "[]", "at_most"),
        ("三分之一", 1 / 3, 1 / 3, "[]", "fraction"),
        ("三分之二以上", 2 / 3, 1, "[]", "at_least"),
        ("1/3以上", 1 / 3, 1, "[]", "at_least"),
        ("2/3及以上", 2 / 3, 1, "[]", "at_least"),
        ("至少1/4", 0.25, 1, "[]", "at_least"),
        ("超过1/2", 0.5, 1, "(]", "above"),
        ("不足3/15", 0, 0.2, "[)", "below"),
        ("不超过1/5", 0, 0.2, "[]", "at_most"),
        ("过半", 0.5, 1, "(]", "above"),
        ("百余", 101, 199, "[]", "more"),
        ("600余家", 601, 699, "[]", "more"),
        ("600余平方米", 600, 700, "()", "more"),
        ("30多万", 300_000, 400_000, "()", "more"),
        ("十几", 11, 19, "[]", "more"),
        ("超50家", 51, math.inf, "[)", "above"),
        ("不足3人", 0, 2, "[]", "below"),
        ("1.5亿", 150_000_000, 150_000_000, "[]", "exact"),
        ("约30余", 31, 39, "[]", "more"),
        ("大约110多户", 111, 119, "[]", "more"),
        ("超600余", 601, 699, "[]", "more"),
        ("约20-30", 18, 33, "[]", "range"),
        ("30张", 30, 30, "[]", "exact"),
        ("近50块", 48, 49, "[]", "near"),
        ("一百零五", 105, 105, "[]", "exact"),
        ("-5", -5, -5, "[]", "exact"),
        (12.0, 12, 12, "[]", "exact"),
    ],
)
def test_each_rule_of_the_table(text, low, high, ends, kind):
    found = parse_interval(text)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert ("(" if found.low_open else "[") + (")" if found.high_open else "]") == ends
    assert found.raw_kind == kind


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("1,234.5 ㎡", None, 1234.5),
        ("1,234.5 ㎡", "m2", 1234.5),
        ("0.5公顷", "m2", 5000),
        ("12", "万元", 120_000),
        (12, "万元", 120_000),
        ("12万元", "万元", 120_000),
        ("3.5万元", None, 35_000),
        ("80%", None, 0.8),
        ("80%", "%", 0.8),
        (80, "%", 0.8),
        ("0.5%", "%", 0.005),
        (0, "%", 0),
        (1.2, "万平方米", 12_000),
        (350, "人次", 350),
        ("35户", "户", 35),
        ("三百二十", None, 320),
        ("1.2公里", "m", 1200),
    ],
)
def test_numbers_in_base_units(cell, unit, value):
    assert parse_number(cell, unit) == pytest.approx(value)


@pytest.mark.parametrize(
    ("cell", "unit", "code"),
    [
        ("110多", None, "rough_number"),
        ("12户", "m2", "other_unit"),
        ("12万", "万元", "double_scale"),
        ("12,34", None, "no_number"),
        ("甲", None, "no_number"),
        (True, None, "no_number"),
        (float("nan"), None, "no_number"),
        (None, None, "no_number"),
        ("5-3", None, "reversed_range"),
        ("约30余", None, "rough_number"),
        ("近600多", None, "two_qualifiers"),
        (0.8, "%", "unclear_share"),
        ("0.8", "%", "unclear_share"),
        ("0余", None, "no_number"),
        ("3/15", None, "no_number"),
        ("1/3", None, "no_number"),
        ("约3/15", None, "no_number"),
        ("3/15左右", None, "no_number"),
        ("2018/3/15", None, "no_number"),
        ("12/3", None, "no_number"),
        ("12/3以上", None, "no_number"),
        ("不足3/3", None, "no_number"),
        ("1/0以上", None, "no_number"),
        ("0分之一", None, "no_number"),
        ("三五", None, "no_number"),
    ],
)
def test_refused(cell, unit, code):
    with pytest.raises(CellProblem) as caught:
        parse_number(cell, unit)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("三百五", 350), ("一万二", 12_000), ("两千", 2000),
     ("三亿五千万", 350_000_000), ("一万亿", 10**12), ("二〇二四", 2024), ("壹拾", 10), ("十万零三", 100_003)],
)  # fmt: skip
def test_numerals(text, value):
    assert numeral(text) == value


def in_words(number: int) -> str:
    """The standard reading of 1 to 99999, written independently of the parser."""
    digits = "零一二三四五六七八九"
    text = "".join(
        digits[int(digit)] + (unit if digit != "0" else "")
        for digit, unit in zip(str(number), "万千百十"[5 - len(str(number)) :] + " ", strict=True)
    ).replace(" ", "")
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.rstrip("零")


@given(st.integers(1, 99_999))
def test_standard_readings_come_back(number):
    assert numeral(in_words(number)) == number


pieces = st.sampled_from(
    ["近", "约", "超", "不足", "多", "余", "以上", "左右", "万", "亿", "%", "-", "百", "十", "人", "㎡", ".", ","]
)


@given(st.lists(st.one_of(pieces, st.integers(0, 10**7).map(str)), min_size=1, max_size=5).map("".join))
def test_low_is_never_above_high(text):
    try:
        found = parse_interval(text)
    except CellProblem:
        return
    assert found.low <= found.high
    assert not math.isnan(found.low)


@given(st.integers(1, 10**6))
def test_more_than_n_begins_above_n_and_near_n_ends_below(number):
    more, near = parse_interval(f"{number}多"), parse_interval(f"近{number}")
    assert (more.low, more.low_open) == (number, True) or more.low == number + 1
    assert near.high < number or (near.high == number and near.high_open)
