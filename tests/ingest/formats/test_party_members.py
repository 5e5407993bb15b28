"""Rosters of single members: refused unless declared and keyed, and then nothing personal is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import RosterProblem
from graph.questions.catalog import questions
from tests.ingest.formats.conftest import assertions

TWENTY = [
    "序号", "姓名", "所在党支部", "公民身份证号", "性别", "民族", "出生日期", "学历", "人员类别", "加入党组织日期",
    "转为正式党员日期", "工作岗位", "手机号", "固定电话", "家庭住址", "党籍状态", "是否为失联党员", "失去联系日期",
    "是否为流动党员", "外出流向",
]  # fmt: skip
"""The columns of 党员基本信息汇总表."""
KEPT = {"所在党支部", "性别", "出生日期", "人员类别", "加入党组织日期", "党籍状态", "是否为流动党员"}
PHONE, IDENTITY = "1" + "3" * 10, "99" + "0" * 16
ROW = [
    "1", "演示某甲", "甲社区第1网格党支部", IDENTITY, "女", "汉族", "1985-03-17", "大学", "正式党员", "2008-07-09",
    "2009-07-09", "演示岗位", PHONE, PHONE, "演示甲路1号", "正常", "否", "", "否", "演示外省",
]  # fmt: skip


def keyed(*serials: str) -> list[list[str]]:
    return [[*ROW, serial] for serial in serials]


def test_without_a_lasting_serial_the_roster_is_refused_with_advice(read):
    with pytest.raises(RosterProblem) as refused:
        read("党员基本信息汇总表.csv", TWENTY, [ROW], keyed_members=True)
    assert refused.value.code == "members_without_key"
    assert "人数统计表" in str(refused.value)


def test_undeclared_it_is_refused_with_both_ways_out(read):
    with pytest.raises(RosterProblem) as refused:
        read("党员基本信息汇总表.csv", [*TWENTY, "党员编号"], keyed("DY0001"))
    assert refused.value.code == "members_undeclared"
    assert "人数统计表" in str(refused.value)
    assert "--keyed-members" in str(refused.value)


def test_of_the_twenty_columns_seven_are_kept_coarse_and_the_rest_dropped(read):
    outcome = read("党员基本信息汇总表.csv", [*TWENTY, "党员编号"], keyed("DY0001"), keyed_members=True)
    assert outcome.draft.format == "party_members"
    assert outcome.unknown == ()
    assert set(outcome.matched) == {*KEPT, "党员编号"}
    assert set(outcome.dropped) == {*TWENTY} - KEPT - {"序号"}
    (said,) = assertions(outcome)
    assert said.subjects[0].fields == {
        "sex": "female",
        "birth_decade": 1980,
        "category": "full",
        "join_year": 2008,
        "state": "normal",
        "floating": False,
    }
    assert [(tie.type, tie.target.name) for tie in said.ties] == [("ENROLLED_IN", "甲社区第1网格党支部")]


def test_neither_serial_nor_anything_personal_is_in_what_would_be_recorded(read):
    outcome = read("名册.csv", [*TWENTY, "党员编号"], keyed("DY0001", "DY0002"), keyed_members=True)
    recorded = repr([(row.payload, row.reason) for row in outcome.draft.rows])
    for text in ("DY000", "演示某甲", PHONE, IDENTITY, "1985", "2008-07", "演示甲路", "演示外省"):
        assert text.encode("unicode_escape").decode() not in recorded
        assert text not in recorded
    keys = {said.subjects[0].identifiers[0].value for said in assertions(outcome)}
    assert len(keys) == 2


@pytest.mark.parametrize("serial", [IDENTITY, PHONE])
def test_a_number_that_names_the_person_is_no_serial(read, serial):
    outcome = read("名册.csv", [*TWENTY, "党员编号"], keyed(serial, "DY0002"), keyed_members=True)
    (returned,) = outcome.returned
    assert {fault.column for fault in returned.faults} == {"党员编号"}
    assert serial not in repr(returned.cells)
    assert "1985" not in repr(returned.cells)


def test_an_unreadable_birth_date_comes_back_without_its_text(read):
    (row,) = keyed("DY0001")
    row[TWENTY.index("出生日期")] = "八五年三月十七"
    (returned,) = read("名册.csv", [*TWENTY, "党员编号"], [row], keyed_members=True).returned
    assert [(fault.column, fault.code) for fault in returned.faults] == [("出生日期", "no_date")]
    assert "八五年" not in repr(returned.cells)


def test_no_question_reads_members():
    for question in questions().values():
        for word in ("PartyMember", "ENROLLED_IN", "RESIDES_IN"):
            assert word not in question.cypher, question.name


def test_no_code_beside_the_type_and_its_format_names_members():
    """Whoever begins to read these nodes has to come past the disclosure rules first."""
    root = Path(__file__).parents[3]
    found = {
        str(path.relative_to(root))
        for package in ("graph", "ingest", "api")
        for path in (root / package).rglob("*")
        if path.suffix in (".py", ".toml", ".cypher") and "PartyMember" in path.read_text("utf-8")
    }
    assert {each for each in found if each.startswith(("graph/questions", "graph/analysis", "api/"))} == set()
    assert "ingest/formats/party_members/format.toml" in found
