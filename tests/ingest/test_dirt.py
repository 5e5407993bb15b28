"""The dirt of real rosters, one case each: what is loaded all the same, what comes back and why, what is told.

The cases follow the table of dirt in the research notes and the list of the issue; layouts are in test_shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from ingest.clean.identifiers import organisation_check_character, unified_check_character
from tests.ingest.clean.test_personal import identity
from tests.ingest.roster_files import Read, Rows, read, workbook

CODE = "11990101990000017G"
OTHER_CODE = "129901019900000258"


def _code(body: str) -> str:
    first17 = "91990101" + body + organisation_check_character(body)
    return first17 + unified_check_character(first17)


LETTERED = _code("MA99999A")
_INSIDE = "91990101MA99999A" + ("0" if LETTERED[16] != "0" else "1")
WRONG_INSIDE = _INSIDE + unified_check_character(_INSIDE)
"""The last character fits, the check of the organisation code within does not."""


@dataclass(frozen=True)
class Dirt:
    """A table under one heading row (row 1), and what becomes of it. ``said`` holds fields of the loaded rows."""

    name: str
    headings: tuple[str, ...]
    rows: Rows
    names: list[str] | None = None
    said: dict[str, list[object]] = field(default_factory=dict)
    codes: list[str] | None = None
    returned: frozenset[tuple[int, str, str]] = frozenset()
    remarks: frozenset[tuple[int, str, str]] = frozenset()


UNIT = ("单位名称", "统一社会信用代码")
STAFF = ("单位名称", "从业人数")
PARTY = ("党组织名称", "组织类别", "党组织书记", "成立日期")
HOUSE = ("楼栋名称", "所在社区", "经度", "纬度", "坐标系")
EVENT = ("活动名称", "活动类别", "活动日期", "面向社区", "主办单位")
AREA = ("楼栋名称", "所在社区", "建筑面积(万平方米)")


def told(*cells: object) -> Rows:
    """Rows of a name and one cell."""
    return [[f"演示{number}", cell] for number, cell in enumerate(cells, start=1)]


def led(*cells: object) -> Rows:
    """Branches with their secretary."""
    return [[f"演示{number}支部", "党支部", cell, None] for number, cell in enumerate(cells, start=1)]


def founded(*cells: object) -> Rows:
    """Branches with the day they were founded."""
    return [[f"演示{number}支部", "党支部", "有", cell] for number, cell in enumerate(cells, start=1)]


def held(*cells: object) -> Rows:
    """Activities with one more cell."""
    return [
        [f"演示{number}", "志愿服务", f"2024-01-0{number}", "甲社区", "演示甲", cell]
        for number, cell in enumerate(cells, start=1)
    ]


def at(column: str, **rows: str) -> frozenset[tuple[int, str, str]]:
    """Faults or remarks of one column: row2="code"."""
    return frozenset((int(row.removeprefix("row")), column, code) for row, code in rows.items())


CASES = [
    Dirt(
        "null words say none, words for unknown say nothing",
        ("单位名称", "条线"),
        told("无", "—", "－", "不详", "待定", "暂缺信息", None),
        said={"system": [None, None, None, "nothing", "nothing", "nothing", "nothing"]},
    ),
    Dirt(
        "a vacant post is a finding, an unknown one says nothing",
        PARTY,
        led("空缺", "书记空缺", "不详"),
        said={"secretary_filled": [False, False, "nothing"]},
        remarks=at("党组织书记", row2="vacant_post", row3="vacant_post"),
    ),
    Dirt(
        "dates in every precision and writing",
        PARTY,
        founded(date(2024, 6, 30), 45473, "2024年6月30日", "2024.6", "202406", "2024年", "二〇二四年六月"),
        said={"founded_on": ["2024-06-30"] * 5 + ["2024-12-31", "2024-06-30"]},
    ),
    Dirt(
        "placeholder dates are missing, with a remark",
        PARTY,
        founded(date(1971, 1, 1), "1970-01-01", "1900/1/1"),
        said={"founded_on": ["nothing"] * 3},
        remarks=at("成立日期", row2="placeholder_date", row3="placeholder_date", row4="placeholder_date"),
    ),
    Dirt(
        "two-digit years and days that do not exist come back",
        PARTY,
        founded("24.6.30", "2024-06-31"),
        returned=at("成立日期", row2="two_digit_year", row3="impossible_date"),
    ),
    Dirt(
        "rough numbers in a count come back, counter words do not matter",
        STAFF,
        told("约30余人", "近20万", "110多", "三分之一", "50人", "1,200"),
        said={"staff": [50, 1200]},
        returned=at("从业人数", row2="rough_number", row3="rough_number", row4="rough_number", row5="no_whole_number"),
    ),
    Dirt(
        "units in headings and cells",
        AREA,
        [["演示1幢", "甲社区", 1.2], ["演示2幢", "甲社区", "3000㎡"], ["演示3幢", "甲社区", "1.2万"]],
        said={"area_above_ground_m2": [12_000.0, 3_000.0]},
        returned=at(AREA[2], row4="double_scale"),
    ),
    Dirt(
        "codes turned into numbers come back",
        UNIT,
        told(119901019900000170.0, "9.1990E+17", CODE),
        codes=[CODE],
        returned=at(UNIT[1], row2="distorted_number", row3="distorted_number"),
    ),
    Dirt(
        "both check characters, letters where the standard allows them",
        UNIT,
        told(LETTERED.lower(), LETTERED[:-1] + ("0" if LETTERED[-1] != "0" else "1"), WRONG_INSIDE),
        codes=[LETTERED],
        returned=at(UNIT[1], row3="code_check", row4="organisation_check"),
    ),
    Dirt(
        "a 15-digit registration number is told apart",
        UNIT,
        told("990101000000001", 990101000000001),
        returned=at(UNIT[1], row2="legacy_registration_number", row3="legacy_registration_number"),
    ),
    Dirt(
        "a person's number in place of a code comes back",
        UNIT,
        told(identity("11099919900101000")),
        returned=at(UNIT[1], row2="identity_number"),
    ),
    Dirt(
        "traditional characters and full-width forms are matched, names kept as written",
        ("單位名稱", "單位性質", "從業人數(人)"),
        [["演示甲銀行（城東）", "國有企業", "１２"], ["演示乙  公司", "民营企业", 3]],
        names=["演示甲銀行(城東)", "演示乙 公司"],
        said={"kind": ["soe", "non_public_firm"], "staff": [12, 3]},
    ),
    Dirt(
        "one code under two names comes back",
        UNIT,
        told(CODE, CODE, OTHER_CODE),
        names=["演示3"],
        returned=at(UNIT[1], row2="one_code_two_names", row3="one_code_two_names"),
    ),
    Dirt(
        "one name under two codes is told",
        UNIT,
        [["演示甲", CODE], ["演示甲", OTHER_CODE]],
        names=["演示甲", "演示甲"],
        remarks=at("单位名称", row2="one_name_two_codes", row3="one_name_two_codes"),
    ),
    Dirt(
        "categories that nobody listed come back",
        ("单位名称", "单位性质"),
        told("小卖部", "  学校 ", "宇宙飞船"),
        said={"kind": ["school"]},
        returned=at("单位性质", row2="unknown_category", row4="unknown_category"),
    ),
    Dirt(
        "negated values are not what they contain",
        (*EVENT, "是否开展"),
        held("是", "未开展", "不是"),
        said={"delivered": [True, False, False]},
    ),
    Dirt(
        "dead rows are told by a date or a state, not by their names",
        ("单位名称", "经营状态"),
        [["演示甲(已注销)", "注销"], ["演示乙[已撤销]", None], ["演示丙", "注销"]],
        names=["演示甲", "演示丙"],
        said={"operating_state": ["closed", "closed"]},
        returned=at("单位名称", row3="gone_without_date"),
        remarks=at("单位名称", row2="mark_of_end"),
    ),
    Dirt(
        "lost bytes and characters of one computer only come back",
        ("单位名称", "条线"),
        [["演示甲\ufffd", "教育"], ["演示乙\ue000", "教育"], ["演示丙", "教育"]],
        names=["演示丙"],
        returned=at("单位名称", row2="damaged_text", row3="damaged_text"),
    ),
    Dirt(
        "a formula in error comes back",
        ("单位名称", "条线"),
        told("#REF!", "教育"),
        names=["演示2"],
        returned=at("条线", row2="error_cell"),
    ),
    Dirt(
        "a formula in error where a person's name stood comes back",
        ("单位名称", "法定代表人"),
        told("#N/A", "张三三"),
        names=["演示2"],
        returned=at("法定代表人", row2="error_cell"),
    ),
    Dirt(
        "personal data in free text come back",
        (*EVENT, "活动内容"),
        held("请联系13800000000", "联系人:张三三", "清洁楼道"),
        names=["演示3"],
        returned=at("活动内容", row2="personal_data", row3="personal_data"),
    ),
    Dirt(
        "personal data in a column that nobody knows come back",
        ("单位名称", "条线", "门牌颜色"),
        [["演示甲", "教育", "蓝 138-0000-0000"], ["演示乙", "教育", "蓝"]],
        names=["演示乙"],
        returned=at("门牌颜色", row2="personal_data"),
    ),
    Dirt(
        "a point without its coordinate system, or with its axes swapped, comes back",
        HOUSE,
        [["演示1幢", "甲社区", 121.4, 37.5, None], ["演示2幢", "甲社区", 37.5, 121.4, "WGS-84"]],
        returned=at("坐标系", row2="crs_missing", row3="swapped_coordinates"),
    ),
]


def _loaded(tmp_path: Path, dirt: Dirt) -> Read:
    return read(workbook(tmp_path / "roster.xlsx", [dirt.headings, *dirt.rows]))


@pytest.mark.parametrize("dirt", CASES, ids=lambda dirt: dirt.name)
def test_dirt(tmp_path: Path, dirt: Dirt) -> None:
    found = _loaded(tmp_path, dirt)
    assert found.returned == dirt.returned
    assert found.remarks == dirt.remarks
    assert len(found.subjects) == len(dirt.rows) - len({row for row, _, _ in dirt.returned})
    if dirt.names is not None:
        assert found.names == dirt.names
    for name, values in dirt.said.items():
        assert found.said(name) == values, name
    if dirt.codes is not None:
        assert [each.identifiers[0].value for each in found.subjects] == dirt.codes


def test_four_coordinate_systems_are_one_place(tmp_path: Path) -> None:
    from ingest.clean.coordinates import Crs, from_wgs84

    here = (121.4, 37.5)
    rows = [[f"演示{crs}", "甲社区", *from_wgs84(*here, crs), str(crs)] for crs in Crs]
    found = read(workbook(tmp_path / "roster.xlsx", [HOUSE, *rows]))
    assert found.said("longitude") == pytest.approx([here[0]] * 4, abs=2e-6)
    assert found.said("latitude") == pytest.approx([here[1]] * 4, abs=2e-6)
    assert all(str(crs) in written for crs, written in zip(Crs, found.said("point_as_written"), strict=True))


def test_duplicated_rows_count_once(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "roster.xlsx", [UNIT, ["演示甲", CODE], ["演示甲", CODE], ["演示 甲", CODE]]))
    assert found.file.counts["duplicates"] == 1
    assert found.file.counts["loaded"] == 2
