from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.identifiers import (
    organisation_check_character,
    parse_division_code,
    parse_organisation_code,
    parse_unified_code,
    unified_check_character,
)
from ingest.clean.problems import CellProblem

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def unified(registrar: str, region: str, body: str) -> str:
    organisation = body + organisation_check_character(body)
    return registrar + region + organisation + unified_check_character(registrar + region + organisation)


def test_published_code_with_letters_passes_both_checks():
    # published by a civil affairs office; with the 31-letter table its inner check would fail
    assert parse_unified_code(" 53640000mjx173680a ") == "53640000MJX173680A"


@given(
    st.sampled_from(["91", "11", "52", "N1", "Y1", "A1"]),
    st.from_regex(r"[1-6][1-5]\d{4}", fullmatch=True).filter(str.isascii),
    st.text(LETTERS, min_size=8, max_size=8),
    st.integers(0, 17),
    st.sampled_from(LETTERS),
)
def test_one_wrong_character_is_always_found(registrar, region, body, place, letter):
    code = unified(registrar, region, body)
    assert parse_unified_code(code) == code
    spoilt = code[:place] + letter + code[place + 1 :]
    if spoilt != code:
        with pytest.raises(CellProblem):
            parse_unified_code(spoilt)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (911301000000000000.0, "distorted_number"),
        ("330100000000000", "legacy_registration_number"),
        (330100000000000.0, "legacy_registration_number"),
        ("9133010", "code_length"),
        ("9133010OMA2ABCDE12", "code_alphabet"),
        (None, "no_code"),
        (True, "no_code"),
    ],
)
def test_refused(cell, code):
    with pytest.raises(CellProblem) as caught:
        parse_unified_code(cell)
    assert caught.value.code == code
    assert str(cell) not in str(caught.value) or cell is None or cell is True


def test_inner_check_is_tested_even_where_the_outer_one_fits():
    body = "12345678"
    wrong = body + ("0" if organisation_check_character(body) != "0" else "1")
    code = "91" + "330106" + wrong
    with pytest.raises(CellProblem) as caught:
        parse_unified_code(code + unified_check_character(code))
    assert caught.value.code == "organisation_check"


def test_a_persons_number_is_recognised_and_not_told():
    # 999 is no county: invented, with a fitting check digit
    number = "110999199001010010"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number = number[:17] + "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11]
    with pytest.raises(CellProblem) as caught:
        parse_unified_code(number)
    assert caught.value.code == "identity_number"
    assert number not in str(caught.value)


def test_organisation_code_with_and_without_dash():
    body = "D2143569"
    check = organisation_check_character(body)
    assert parse_organisation_code(f"{body}-{check}") == body + check
    with pytest.raises(CellProblem):
        parse_organisation_code(body + ("1" if check != "1" else "2"))


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("330106002000", "330106002"),
        ("330106002", "330106002"),
        (330106002000.0, "330106002"),
        (330106, "330106"),
        ("330106000000", "330106"),
        ("330100", "330100"),
        ("330106002001", "330106002001"),
    ],
)
def test_division_codes_lose_padding_only(cell, code):
    assert parse_division_code(cell) == code


@pytest.mark.parametrize("cell", ["33010", "3301060020", "A30106", "", None, 330106.5])
def test_other_lengths_are_no_division_codes(cell):
    with pytest.raises(CellProblem):
        parse_division_code(cell)
