from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.names import matching
from ingest.clean.dates import parse_moment
from ingest.clean.problems import CellProblem
from ingest.clean.text import NULL_WORDS, Said, clean_text, is_null_word, said, said_as


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1.0, "1"),
        (2.5, "2.5"),
        (330106002.0, "330106002"),
        ("Ａ座　１２户", "A座 12户"),
        ("甲社区\n党委", "甲社区 党委"),
        ("甲\u200b乙\ufeff", "甲乙"),
        ("3—2号楼", "3-2号楼"),
        ("面积㎡", "面积m2"),
        ("  ", None),
        ("", None),
        (None, None),
        (True, "是"),
        (date(2024, 6, 30), "2024-06-30"),
    ],
)
def test_clean_text(cell, expected):
    assert clean_text(cell) == expected


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", " #div/0! ", 123456789012345678.0, float("nan")])
def test_a_cell_that_lost_its_value_is_refused(cell):
    with pytest.raises(CellProblem):
        clean_text(cell)


def test_empty_says_nothing_and_a_null_word_says_none():
    assert said(None) is Said.NOTHING
    assert said(" ") is Said.NOTHING
    for word in ["无", " － ", "—", "——", "/", "N/A", "(无)", "〇", "沒有"]:
        assert said(word) is Said.NONE, word
    for word in ["不详", " 待定 ", "（暂缺信息）", "…", "NULL", "不詳"]:
        assert said(word) is Said.NOTHING, word
    for text in ["无锡", "空港社区", "一", "0", "-5", "空缺", "待摸排"]:
        assert said(text) == text


def test_every_null_word_is_recognised_in_full_width_too():
    for word in NULL_WORDS:
        assert said(word) is Said.NONE
        assert is_null_word(unicodedata.normalize("NFKC", word.upper()))


def test_said_as_parses_only_what_is_said():
    assert said_as(parse_moment, "无") is Said.NONE
    assert said_as(parse_moment, None) is Said.NOTHING
    assert said_as(parse_moment, "2024年") == parse_moment(2024)
    with pytest.raises(CellProblem):
        said_as(parse_moment, "某天")


def test_names_compare_across_script_width_brackets_and_marks():
    assert matching("甲 銀行（城東）·支行") == matching("甲银行〔城东〕支行")
    assert matching("隨著") == "随着"
    assert matching("3－2号楼") == matching("3 - 2 号楼")
    assert matching("3-2号楼") != matching("32号楼")
    assert matching("3 2号") != matching("32号")


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text):
    try:
        once = clean_text(text)
    except CellProblem as problem:
        assert problem.code in ("error_cell", "damaged_text")
        return
    assert once is None or clean_text(once) == once
    assert once is None or once == once.strip()


@given(st.text(st.sampled_from("甲乙街道銀行隨著（）〔〕[]·、—－-3２a Ｂ,。\u200b\n"), max_size=40))
def test_matching_form_does_not_change_any_more(text):
    assert matching(matching(text)) == matching(text)
