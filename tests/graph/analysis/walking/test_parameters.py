from __future__ import annotations

from dataclasses import fields

import pytest

from graph.analysis.walking import METHODS, Walk
from graph.analysis.walking.precision import WORDS
from graph.errors import WrongUsage


def test_the_default_is_five_minutes_at_one_metre_a_second():
    assert Walk().reach() == pytest.approx(300)
    assert Walk().reach(0.75) == pytest.approx(225)


def test_a_limit_holds_what_rounding_puts_a_hair_beyond_it_and_nothing_more():
    assert 300 * (1 + 1e-10) <= Walk().reach() < 300.000001


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"minutes": float("nan")},
        {"minutes": float("inf")},
        {"speed": -1.0},
        {"elders_speed": 0},
        {"elders_speed": 1.2},
        {"detour": 0.9},
        {"sensitivity": (1.1, 0.9)},
        {"sensitivity": (0.0, 1.1)},
        {"least_precision": "street"},
    ],
)
def test_parameters_that_no_walk_can_have_are_refused(wrong):
    with pytest.raises(WrongUsage):
        Walk(**wrong)


def test_an_answer_can_tell_every_parameter():
    told = Walk(minutes=10).described()
    assert told["minutes"] == 10
    names = {each.name for each in fields(Walk)} - {"sensitivity"}
    assert set(told) == names | {"slower", "faster"}


@pytest.mark.parametrize("words", [METHODS, WORDS])
def test_codes_have_words_in_both_languages(words):
    for zh, en in words.values():
        assert any("\u4e00" <= each <= "\u9fff" for each in zh)
        assert en.isascii()
