"""The scanner for personal data on a generated corpus: what it must find, and what looks like it and is none.

The corpus is stated here whole: every sentence with every number or name of its kind. On it precision and recall are 1.
"""

from __future__ import annotations

import itertools
import random

import pytest

from ingest.clean.identifiers import organisation_check_character, unified_check_character
from ingest.clean.named import find_named, holds_names
from ingest.clean.personal import find_personal
from tests.ingest.clean.test_personal import identity

DRAW = random.Random(20240630)
SENTENCES = ("{}", "值班人{}", "备注:{},请核", "已改({})", "{}。", "一、{};二、无", "见 {} 栏")


def _digits(count: int) -> str:
    return "".join(DRAW.choice("0123456789") for _ in range(count))


def _luhn(body: str) -> str:
    doubled = (int(each) * (2 - place % 2) for place, each in enumerate(reversed(body)))
    total = sum(each - 9 if each > 9 else each for each in doubled)
    return body + str(-total % 10)


def _full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def _phones() -> list[str]:
    found: list[str] = []
    for _ in range(40):
        # 10 begins no number in use: what stands for one here begins as real ones do and goes on with zeros
        a, b, c = f"1{DRAW.choice('3456789')}{DRAW.choice('0123456789')}", "0000", _digits(4)
        found += [a + b + c, f"{a}-{b}-{c}", f"{a} {b} {c}", f"+86{a}{b}{c}", f"0086 {a} {b} {c}", f"(+86) {a}-{b}-{c}"]
        found += [f"{a}.{b}.{c}", f"{a} - {b} - {c}", _full_width(a + b + c), f"{a}—{b}—{c}", f"{a}****{c}"]
    return found


def _landlines() -> list[str]:
    numbers = [f"8000{_digits(4)}" for _ in range(10)]
    codes = ("010", "021", "0571")
    dialled = [f"{code}{mark}{each}" for code in codes for each in numbers for mark in ("-", " ", "")]
    return dialled + [f"({code}){each}" for code in codes for each in numbers] + [f"电话:{each}" for each in numbers]


def _identities() -> list[str]:
    born = [f"19{DRAW.randrange(10, 99)}0{DRAW.randrange(1, 9)}1{DRAW.randrange(0, 9)}" for _ in range(40)]
    found = [identity(f"110999{day}000") for day in born]
    found += [f"{each[:6]} {each[6:14]} {each[14:]}" for each in found] + [each.lower() for each in found]
    return found + [f"身份证号:110999{day[2:]}000" for day in born] + [_full_width(each) for each in found[:10]]


def _others() -> list[str]:
    cards = [_luhn("62" + "0" * 13 + _digits(3)) for _ in range(20)]
    mail = ["nobody@example.com", "a.b-c@mail.example.org", _full_width("x@example.com")]
    chat = ["微信号:nobody_1", "微信: wx00000", "QQ:10000", "qq 100001", "VX:abcdef1"]
    return [*cards, *(f"{each[:4]} {each[4:8]} {each[8:12]} {each[12:]}" for each in cards), *mail, *chat]


def _codes() -> list[str]:
    bodies = ["MA" + "".join(DRAW.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(6)) for _ in range(40)]
    found = [f"91990101{body}{organisation_check_character(body)}" for body in bodies]
    found = [each + unified_check_character(each) for each in found]
    divisions = [f"99{_digits(4)}{_digits(6)}" for _ in range(40)]
    grids = [f"990101{_digits(9)}" for _ in range(40)]
    registrations = [f"9901000000{_digits(5)}" for _ in range(40)]
    return [*found, *divisions, *(each[:9] for each in divisions), *grids, *registrations]


def _amounts() -> list[str]:
    numbers = [f"1{DRAW.choice('3456789')}{_digits(9)}" for _ in range(30)]
    return [f"{each}元" for each in numbers] + [f"{each}.00" for each in numbers] + [f"¥{each}" for each in numbers]


def _plain() -> list[str]:
    dates = ["2024年6月30日", "2024-06-30 08:00:00", "20240630", "2024.6.30-2025.6.30"]
    numbers = ["1,234.5㎡", "3-2-1101室", "甲路138号", "120.123456,30.123456", "HT-20240101-0012", "第13期第8000号"]
    words = ["QQ群已建", "微信群通知", "电话通知到户", "联系电话已登记", "热线12345", "12345、110"]
    return dates + numbers + words


PERSONAL = [*_phones(), *_landlines(), *_identities(), *_others()]
IMPERSONAL = [*_codes(), *_amounts(), *_plain()]

NAMES = ("张三三", "李四", "王某某", "欧阳某", "赵六六", "陈五五")
NAMING = (
    "联系人:{}",
    "联系人{},",
    "书记{}带头",
    "党支部书记:{}",
    "负责人为{}。",
    "由{}同志牵头",
    "请找{}女士",
    "姓名:{};性别不填",
    "网格员 {} 走访",
    "经办人:{}",
)
NAMELESS = (
    "书记走访企业两次",
    "书记高度重视",
    "联系人方便时再约",
    "负责人会议已开",
    "联系人:无",
    "联系人:空缺",
    "书记空缺",
    "党员任务三项",
    "居民安全培训",
    "老人活动室",
    "委员单位十家",
    "网格员全员到岗",
    "主任会议成员单位",
    "党员高兴地表示满意",
    "同志们一起清洁楼道",
    "负责人待定",
    "联系人见附表",
    "书记带队走访",
    "居民商量停车",
    "户主不在家",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_numbers_and_addresses_of_persons(sentence: str) -> None:
    missed = [each for each in PERSONAL if find_personal(sentence.format(each)) is None]
    alarms = [each for each in IMPERSONAL if find_personal(sentence.format(each)) is not None]
    assert (missed, alarms) == ([], [])


def test_names_in_free_text() -> None:
    told = [sentence.format(name) for sentence, name in itertools.product(NAMING, NAMES)]
    assert [each for each in told if find_named(each) is None] == []
    assert [each for each in NAMELESS if find_named(each) is not None] == []


def test_the_corpus_is_not_small() -> None:
    assert len(PERSONAL) * len(SENTENCES) > 5_000
    assert len(IMPERSONAL) * len(SENTENCES) > 2_000


def test_a_column_of_names() -> None:
    assert holds_names(["张三三", "李四", " 王 五 五", "赵六六", ""])
    assert not holds_names(["演示甲", "甲社区", "张三三", "李四"])
    assert not holds_names(["方便", "安全", "和谐", "文明"])
    assert not holds_names(["张三三"] * 9)
    assert not holds_names([])
