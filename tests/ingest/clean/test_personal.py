from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.identifiers import organisation_check_character, unified_check_character
from ingest.clean.personal import find_personal, is_identity_number

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(first17: str) -> str:
    return first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True)) % 11]


# 999 is no county and 000 no sequence: these belong to nobody
PERSON = identity("11099919900101000")
# the check digit of nineteen digits that no bank gave out: 6 + 2·2 = 10
CARD = "6200000000000000000"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"经办人证件{PERSON},请查", "identity_number"),
        (f"{PERSON[:6]} {PERSON[6:14]} {PERSON[14:]}", "identity_number"),
        ("电话13800000000", "mobile_phone"),
        ("１３８００００００００", "mobile_phone"),
        ("138-0000-0000", "mobile_phone"),
        ("+86 138 0000 0000", "mobile_phone"),
        ("0571-80000000", "landline"),
        ("(0571)80000000", "landline"),
        ("010-80000000转1", "landline"),
        ("057180000000", "landline"),
        ("联系 zhangsan@example.com", "email"),
        (f"卡号{CARD}", "bank_card"),
        (f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:]}", "bank_card"),
        ("138****0000", "masked_number"),
        ("110999********0010", "masked_number"),
    ],
)
def test_found(text, kind):
    assert find_personal(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "53640000MJX173680A",
        "330106002001",
        "330106002000 甲街道",
        "协2024-001",
        "HT-20240101-0012",
        "2024年6月30日",
        "2024-06-30 08:00:00",
        "20240630",
        "1,234.5㎡",
        "建筑面积13800.50平方米",
        "金额 150000000.00 元",
        "3-2-1101室",
        "甲路138号",
        "120.123456,30.123456",
        "网格编号330106002001005",
        "PARTY@社区",
        "330100000000000",
        "",
    ],
)
def test_not_personal(text):
    assert find_personal(text) is None


@given(st.dates(date(1920, 1, 1), date(2020, 12, 31)), st.integers(0, 999), st.sampled_from(["", "甲", ":", " "]))
def test_every_well_formed_identity_number_is_found(day, sequence, around):
    number = identity(f"110999{day:%Y%m%d}{sequence:03d}")
    assert is_identity_number(number)
    assert find_personal(f"{around}{number}{around}") == "identity_number"


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8).filter(lambda body: re.search("[A-Z]", body)))
def test_no_alarm_on_unified_codes_with_letters(body):
    code = "91330106" + body + organisation_check_character(body)
    assert find_personal(code + unified_check_character(code)) is None


@given(st.from_regex(r"[1-6][1-5]\d{4}(\d{3}){0,2}", fullmatch=True).filter(str.isascii))
def test_no_alarm_on_division_codes(code):
    assert find_personal(f"所属{code}") is None


def test_long_runs_do_not_hold_the_scan_up():
    started = time.perf_counter()
    for text in ("1" * 20_000, "1-" * 10_000, "a" * 20_000 + "@", "a." * 10_000 + "@a." * 3_000, "62 " * 7_000):
        find_personal(text)
    assert time.perf_counter() - started < 60  # a guard against hanging, no measurement
