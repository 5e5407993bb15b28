"""Codes of organisations and places: unified social credit code, organisation code, division code.

Sources: GB 32100-2015 (alphabet of 31, weights 3^i mod 31), GB 11714-1997 (weights, mod 11, letters A=10 … Z=35:
with the alphabet of 31 the inner check fails for codes with letters), GB/T 2260 and GB/T 10114 (6, 9 and 12 digits).
"""

from __future__ import annotations

import re
from typing import Final

from ingest.clean.personal import is_identity_number
from ingest.clean.problems import CellProblem
from ingest.clean.text import clean_text
from ingest.read.sheets import Cell

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE: Final = {letter: value for value, letter in enumerate(_ALPHABET)}
_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION: Final = re.compile(r"[0-9A-Z]{8}[0-9X]")
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,2}")
_DIVISION: Final = re.compile(r"[1-9]\d{5}(?:\d{3}(?:\d{3})?)?")


def unified_check_character(first17: str) -> str:
    """The 18th character of a unified social credit code; ValueError for letters outside the alphabet."""
    try:
        total = sum(_VALUE[letter] * weight for letter, weight in zip(first17, _WEIGHTS, strict=True))
    except KeyError as error:
        raise ValueError("outside the alphabet of GB 32100") from error
    return _ALPHABET[-total % 31]


def organisation_check_character(first8: str) -> str:
    """The 9th character of an organisation code: mod 11, 10 is X, 11 is 0."""
    total = sum(int(letter, 36) * weight for letter, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def parse_unified_code(cell: Cell) -> str:
    """A unified social credit code, upper case; letters are allowed in every place, also the first.

    Raises CellProblem: ``distorted_number`` for a code stored as a number, ``legacy_registration_number`` for the
    15 digits used before 2015, ``identity_number`` for a person's number, ``code_length``, ``code_alphabet``,
    ``code_check`` (the 18th character) and ``organisation_check`` (the 17th).
    """
    code = _code_text(cell)
    if len(code) == 15 and code.isdecimal():
        raise CellProblem(
            "legacy_registration_number",
            "是15位旧工商注册号,不是统一社会信用代码;请换成18位代码",
            "is a 15-digit registration number of before 2015; write the 18-character code",
        )
    if len(code) != 18:
        raise CellProblem(
            "code_length",
            "统一社会信用代码应为18位;请核对",
            "a unified social credit code has 18 characters; check it",
        )
    if any(letter not in _VALUE for letter in code):
        raise CellProblem(
            "code_alphabet",
            "含有统一社会信用代码不用的字符(I、O、Z、S、V 或符号);请核对是否把 0 写成 O、1 写成 I",
            "has characters that such codes never use (I, O, Z, S, V or marks); check 0 for O and 1 for I",
        )
    if unified_check_character(code[:17]) != code[17]:
        if is_identity_number(code):
            raise _identity_number()
        raise _wrong_check("code_check", "第18位", "18th")
    if organisation_check_character(code[8:16]) != code[16]:
        raise _wrong_check("organisation_check", "第17位(主体标识码)", "17th (organisation code)")
    return code


def parse_organisation_code(cell: Cell) -> str:
    """A nine-character organisation code without its dash; raises CellProblem."""
    code = _code_text(cell)
    if not _ORGANISATION.fullmatch(code):
        raise CellProblem(
            "code_length",
            "组织机构代码应为9位(8位加校验位);请核对",
            "an organisation code has nine characters (eight and a check character); check it",
        )
    if organisation_check_character(code[:8]) != code[8]:
        raise _wrong_check("code_check", "第9位", "9th")
    return code


def parse_division_code(cell: Cell) -> str:
    """A division code of 6, 9 or 12 digits without padding: 330106002000 and 330106002 are one code.

    Padding is only whole levels: 330100 stays, as the last two digits of six are part of GB/T 2260.
    """
    code = _code_text(cell)
    if not _DIVISION.fullmatch(code):
        if is_identity_number(code):
            raise _identity_number()
        raise CellProblem(
            "division_code",
            "行政区划代码应为6、9或12位数字;请核对",
            "a division code has 6, 9 or 12 digits; check it",
        )
    while len(code) > 6 and code.endswith("000"):
        code = code[:-3]
    return code


def _code_text(cell: Cell) -> str:
    if isinstance(cell, bool) or (isinstance(cell, float) and not cell.is_integer()):
        raise CellProblem("no_code", "不是代码;请核对", "is no code; check it")
    text = exact_code(cell)
    if text is None:
        raise CellProblem("no_code", "没有填写代码;请核对", "holds no code; check it")
    return re.sub(r"[\s\-']", "", text).upper()


def exact_code(cell: Cell) -> str | None:
    """A code as text, without the apostrophe that keeps it one; None for an empty cell.

    Raises CellProblem ``distorted_number`` for one that a program has rounded: a number of 16 digits and more, or
    what is left of it in a text file (9.1330E+17).
    """
    text = clean_text(cell)  # refuses numbers of 16 digits and more
    if text is not None and _SCIENTIFIC.fullmatch(text):
        raise CellProblem(
            "distorted_number",
            "编码被写成科学计数(如 9.1E+17),后几位已丢失;请把该列设为文本格式后重新填写",
            "the code is written as a rounded number (such as 9.1E+17): make the column text and type it again",
        )
    return None if text is None else text.lstrip("'") or None


def with_leading_zero(cell: Cell) -> str | None:
    """An organisation code whose leading zero a number format ate: eight digits that fit their check with it.

    None for every other cell; a text of eight digits lacks something else.
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not float(cell).is_integer():
        return None
    code = str(int(cell)).zfill(9)
    cured = len(str(int(cell))) == 8 and code[8] == organisation_check_character(code[:8])
    return code if cured else None


def _identity_number() -> CellProblem:
    return CellProblem(
        "identity_number",
        "填的是个人证件号码,不予读入;请从文件中删除,改填单位代码",
        "is a person's identity number and is not taken in; delete it and write the organisation's code",
    )


def _wrong_check(code: str, place_zh: str, place_en: str) -> CellProblem:
    return CellProblem(
        code,
        f"代码{place_zh}校验不符,可能抄错一位;请核对原件",
        f"the {place_en} character does not fit the others, one may be miscopied; check the original",
    )
