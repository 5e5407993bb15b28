from __future__ import annotations

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.analysis.catchment import equity, lorenz, shortfall
from graph.errors import WrongUsage


def values(*numbers):
    return pl.Series(numbers, dtype=pl.Float64)


def households(*numbers):
    return pl.Series(numbers, dtype=pl.Int64)


def gini(numbers, weights=None):
    return equity(values(*numbers), households(*(weights or [1] * len(numbers)))).gini


@pytest.mark.parametrize(
    ("numbers", "weights", "expected"),
    [
        ([7.0, 7.0, 7.0], [1, 20, 3], 0.0),
        ([0.0, 0.0, 0.0, 1.0], None, 0.75),
        ([1.0, 2.0, 3.0, 4.0, 5.0], None, 4 / 15),
        ([1.0, 3.0], [3, 1], 0.25),  # 1 1 1 3: sum of |differences| 12, 12 / (2 · 16 · 1.5)
        ([0.0, 1.0], [999, 1], 0.999),
        ([5.0], [10], 0.0),
    ],
)
def test_gini_by_hand(numbers, weights, expected):
    assert gini(numbers, weights) == pytest.approx(expected)


def test_where_there_is_no_gini_the_reason_is_told():
    assert equity(values(0, 0), households(3, 4)).reason == "all_zero"
    assert equity(values(1, 2), households(0, 0)).reason == "no_households"
    assert equity(values(), households()).reason == "no_households"
    assert equity(values(0, 1), households(5, 0)).reason == "all_zero"
    assert equity(values(0, 0), households(3, 4)).gini is None
    assert lorenz(values(0, 0), households(3, 4)).is_empty()


@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf")])
def test_numbers_of_which_there_is_no_share_are_refused(bad):
    for measure in (equity, lorenz, shortfall):
        with pytest.raises(WrongUsage):
            measure(values(1.0, bad), households(1, 1))
    with pytest.raises(WrongUsage):
        equity(values(1.0), households(-1))
    with pytest.raises(WrongUsage):
        equity(values(1.0, 2.0), households(1))
    with pytest.raises(WrongUsage):
        shortfall(values(1.0), households(1), line=0.0)
    with pytest.raises(WrongUsage):
        lorenz(values(1.0), households(1), points=1)


def test_what_is_not_known_is_left_out_and_counted():
    found = equity(values(1, None, 3, None, 2), households(1, 1, None, None, 4))
    assert (found.values_unknown, found.households_unknown, found.households) == (2, 1, 5.0)
    assert found.gini == pytest.approx(gini([1.0, 2.0], [1, 4]))
    lacking = shortfall(values(0.1, None, 0.2), households(10, 5, None))
    assert (lacking.share, lacking.values_unknown, lacking.households_unknown) == (1.0, 1, 1)


def test_shortfall_by_hand():
    # line 0.4: 60 households lack half, 20 lack all, 20 have the line exactly, 100 more than that
    found = shortfall(values(0.2, 0.0, 0.4, 0.9), households(60, 20, 20, 100))
    assert found.line == 0.4
    assert found.share == pytest.approx(80 / 200)
    assert found.gap == pytest.approx((60 * 0.5 + 20) / 200)
    assert found.severity == pytest.approx((60 * 0.25 + 20) / 200)


def test_who_has_the_line_but_for_the_last_digit_is_not_below_it():
    assert shortfall(values(0.1 + 0.1 + 0.1 + 0.1 - 1e-16), households(1)).share == 0.0
    assert shortfall(values(0.3999), households(1)).share == 1.0


def test_without_households_nothing_is_said_of_shortfall():
    found = shortfall(values(), households())
    assert (found.share, found.gap, found.severity) == (None, None, None)


def test_the_curve_bends_where_values_change():
    curve = lorenz(values(1.0, 3.0), households(3, 1), points=5)
    assert curve["households"].to_list() == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert curve["held"].to_list() == pytest.approx([0, 1 / 6, 2 / 6, 3 / 6, 1])


NUMBERS = st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 1_000)), min_size=1, max_size=12)


def known(rows):
    numbers, weights = [row[0] for row in rows], [row[1] for row in rows]
    assume(sum(n * w for n, w in rows) > 1e-6)
    return numbers, weights


@given(NUMBERS)
def test_gini_is_half_the_mean_difference_over_the_mean(rows):
    numbers, weights = known(rows)
    total, mean = sum(weights), sum(n * w for n, w in rows) / sum(weights)
    spread = sum(v * w * abs(a - b) for a, v in rows for b, w in rows)
    assert gini(numbers, weights) == pytest.approx(spread / (2 * total * total * mean), abs=1e-9)
    assert 0 <= gini(numbers, weights) < 1


@given(NUMBERS, st.floats(1e-3, 1e3))
def test_gini_does_not_depend_on_the_unit(rows, scale):
    numbers, weights = known(rows)
    assert gini([n * scale for n in numbers], weights) == pytest.approx(gini(numbers, weights), abs=1e-9)


@given(NUMBERS, st.integers(2, 5))
def test_gini_does_not_depend_on_how_many_there_are(rows, times):
    numbers, weights = known(rows)
    assert gini(numbers, [w * times for w in weights]) == pytest.approx(gini(numbers, weights), abs=1e-9)
    assert gini(numbers * times, weights * times) == pytest.approx(gini(numbers, weights), abs=1e-9)


@given(st.lists(st.floats(0, 1e4), min_size=2, max_size=10), st.data())
def test_what_the_richer_gives_to_the_poorer_lowers_gini(numbers, data):
    numbers = sorted(numbers)
    assume(sum(numbers) > 1e-6)
    poor = data.draw(st.integers(0, len(numbers) - 2))
    rich = data.draw(st.integers(poor + 1, len(numbers) - 1))
    gift = (numbers[rich] - numbers[poor]) / 2 * data.draw(st.floats(0, 1))
    after = [*numbers]
    after[poor] += gift
    after[rich] -= gift
    assert gini(after) <= gini(numbers) + 1e-9
    assume(gift > 1e-3 * sum(numbers))
    assert gini(after) < gini(numbers)


@given(NUMBERS)
def test_the_area_under_the_curve_is_that_of_gini(rows):
    numbers, weights = known(rows)
    curve = lorenz(values(*numbers), households(*weights), points=20_001)
    area = ((curve["held"] + curve["held"].shift(1)) / 2 * curve["households"].diff()).sum()
    assert 1 - 2 * area == pytest.approx(gini(numbers, weights), abs=1e-4)
    assert curve["held"].is_sorted()
    assert (curve["held"] <= curve["households"] + 1e-9).all()


@given(NUMBERS, st.floats(0.01, 1e6))
def test_deeper_measures_are_never_larger(rows, line):
    numbers, weights = known(rows)
    found = shortfall(values(*numbers), households(*weights), line)
    assert 0 <= found.severity <= found.gap <= found.share <= 1
