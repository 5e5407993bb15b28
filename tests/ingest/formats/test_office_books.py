"""The books that offices keep, by their own headings: which format they are taken for and what their rows say."""

from __future__ import annotations

import pytest

from ingest.formats.catalog import formats
from tests.ingest.formats.conftest import assertions

WIDE = [
    "代码", "名称", "组织类别", "属地关系", "书记", "联系人", "联系电话", "建立日期", "通讯地址", "传真",
    "所在单位情况", "所在行政区划", "单位名称", "单位隶属关系", "单位性质类别", "单位建立党组织情况",
    "法人单位标识", "法人代表", "是否党员", "社会统一信用代码", "企业控股情况", "企业规模", "民营科技企业标识",
    "社会服务机构类别", "事业单位类别", "在岗职工数", "工人数", "专业技术人员数", "是否建有工会",
    "中介组织标识", "户数", "人口", "经度", "纬度", "网格代号", "网格名称",
]  # fmt: skip
"""A wide table of organisations with the unit that each is in."""


def row(headings: list[str], **cells: str) -> list[str]:
    return [cells.get(heading, "") for heading in headings]


def test_the_wide_table_of_organisations_and_their_units(read):
    cells = {
        "代码": "995000024",
        "名称": "演示甲子局党支部",
        "组织类别": "党支部",
        "书记": "空缺",
        "建立日期": "200807",
        "所在单位情况": "法人单位",
        "所在行政区划": "甲社区",
        "单位名称": "演示甲子局",
        "单位隶属关系": "区级",
        "单位性质类别": "国有经济控制",
        "单位建立党组织情况": "党支部",
        "社会统一信用代码": "11990101990000017G",
        "在岗职工数": "86",
        "联系电话": "0",
    }
    outcome = read("党组织基本情况表.csv", WIDE, [row(WIDE, **cells)])
    assert outcome.draft.format == "party_organizations"
    assert outcome.returned == ()
    organisation, unit = assertions(outcome)[0].subjects
    assert organisation.fields == {
        "kind": "branch",
        "founded_on": "2008-07-31",
        "secretary_filled": False,
        "unit_situation": "own_unit",
    }
    assert (unit.name, unit.identifiers[0].value) == ("演示甲子局", "11990101990000017G")
    assert unit.fields == {"kind": "soe", "level": "county", "staff": 86, "organisation_set_up": "own"}


TEN = [
    "党组织名称", "党组织书记", "党组织联系人", "联系电话", "组织类别", "党组织所在单位情况", "单位名称",
    "单位性质类别", "建立党组织情况", "法人单位统一社会信用代码",
]  # fmt: skip
"""党组织和所在单位基本信息采集表."""


def test_the_ten_items_and_a_joint_branch_that_lists_several_units(read):
    joint = row(
        TEN,
        党组织名称="演示大厦支部",
        组织类别="支部",
        党组织所在单位情况="联合党支部",
        单位名称="演示甲公司、演示乙公司;演示丙公司",
        单位性质类别="非公有经济控制",
    )
    same = row(TEN, 党组织名称="甲社区第1网格党支部", 组织类别="党支部", 党组织所在单位情况="与上级党组织相同")
    outcome = read("党组织和所在单位基本信息采集表.csv", TEN, [joint, same])
    assert outcome.draft.format == "party_organizations"
    assert set(outcome.dropped) == {"党组织联系人", "联系电话"}
    first, second = assertions(outcome)
    assert [subject.fields["kind"] for subject in first.subjects] == ["joint_branch"]
    named = [tie.target.name for tie in first.ties if tie.type == "ORGANISATION_OF"]
    assert named == ["演示甲公司", "演示乙公司", "演示丙公司"]
    assert second.subjects[0].fields["unit_situation"] == "of_superior"


@pytest.mark.parametrize(
    ("written", "kind"),
    [("城市街道", "state_organ"), ("城市社区", "community"), ("建制村", "community"), ("国有经济控制", "soe"),
     ("集体经济控制", "collective_firm"), ("非公有经济控制", "non_public_firm"), ("社会组织", "social_organisation")],
)  # fmt: skip
def test_kinds_of_units_as_older_ledgers_write_them(read, written, kind):
    outcome = read("单位.csv", ["单位名称", "单位性质类别"], [["演示某单位", written]])
    assert assertions(outcome)[0].subjects[0].fields["kind"] == kind


def test_a_ledger_of_firms_says_why_no_organisation_is_set_up_and_its_title_which_kind(read):
    headings = [
        "单位名称",
        "社会统一信用代码",
        "在岗职工数",
        "党员数",
        "是否建立党组织",
        "未建立党组织原因",
        "党建指导员",
    ]
    rows = [["演示甲公司", "", "12", "2", "否", "党员不足3名", "演示某乙"]]
    outcome = read("非公有制企业法人单位党建工作台账.csv", headings, rows)
    assert outcome.draft.format == "units"
    (said,) = assertions(outcome)
    unit, members = said.subjects
    assert unit.fields["kind"] == "non_public_firm"
    assert unit.fields["organisation_set_up"] == "none"
    assert unit.fields["reason_not_set_up"] == "党员不足3名"
    assert (members.type, members.fields["people"], members.fields["counted_on"]) == ("Headcount", 2, "2024-06-30")


def test_the_term_file(read):
    headings = ["换届标识", "组织代码", "全称", "简称", "书记", "届次", "起止日期", "年限"]
    rows = [["否", "995000024", "中共甲社区委员会", "甲社区党委", "空缺", "第三届", "2019.12-2024.11", "5年"]]
    outcome = read("换届台账.csv", headings, rows)
    assert outcome.draft.format == "elections"
    assert assertions(outcome)[0].subjects[0].fields == {
        "elected_term": 5,
        "term_number": "第三届",
        "term_starts_on": "2019-12-01",
        "term_ends_on": "2024-11-30",
        "secretary_filled": False,
    }


def test_a_vacant_post_is_data_and_its_holder_is_not_kept(read):
    headings = ["任职组织", "职务", "姓名", "选派单位"]
    rows = [["中共甲社区委员会", "书记", "空缺", ""], ["甲街路段", "路长", "演示某甲", "演示甲子局"]]
    outcome = read("路长台账.csv", headings, rows)
    assert outcome.draft.format == "posts"
    vacant, filled = assertions(outcome)
    assert vacant.subjects[0].fields["filled"] is False
    assert filled.subjects[0].fields["filled"] is True
    assert [(tie.type, tie.target.name) for tie in filled.ties] == [("SEAT_IN", "甲街路段"), ("SENT_BY", "演示甲子局")]
    assert "演示某甲" not in repr(filled)


def test_unit_by_community_counts_of_registered_members(read):
    outcome = read(
        "双报到统计表.csv",
        ["单位名称", "社区", "报到党员数"],
        [["演示甲局", "甲社区", "12"], ["演示甲局", "乙社区", "7"]],
    )
    assert outcome.draft.format == "registrations"
    said = [subject for each in assertions(outcome) for subject in each.subjects]
    assert [(each.fields["kind"], each.fields["people"]) for each in said] == [("members", 12), ("members", 7)]
    assert len({each.identifiers for each in said}) == 2


def test_a_row_of_a_meeting_and_a_row_of_its_supervision_name_one_task(read):
    meeting = read(
        "会议台账.csv",
        [
            "会议时间",
            "会议地点",
            "会议层级",
            "召集人",
            "参会单位",
            "议题",
            "议定事项编号",
            "议定事项",
            "责任单位",
            "时限",
            "办结",
        ],
        [
            [
                "2024-03-20 14:30",
                "演示厅",
                "社区",
                "演示某甲",
                "演示甲局、演示乙局",
                "停车",
                "YD1",
                "夜间停车",
                "演示甲局",
                "2024-06-30",
                "否",
            ]
        ],
    )
    assert meeting.draft.format == "meetings"
    supervised = read(
        "议定事项督办单.csv",
        ["督办编号", "督办事项", "责任单位", "交办日期", "办结日期"],
        [["YD1", "夜间停车(校门)", "演示甲局", "2024-03-21", "2024-06-20"]],
    )
    assert supervised.draft.format == "tasks"
    found = {
        subject.identifiers
        for outcome in (meeting, supervised)
        for said in assertions(outcome)
        for subject in said.subjects
        if subject.type == "Task"
    }
    assert len(found) == 1


def test_a_call_keeps_the_minutes_until_arrival(read):
    outcome = read(
        "吹哨报到台账.csv",
        ["吹哨事项", "报到部门", "吹哨时间", "到场用时(分钟)", "办理结果"],
        [
            ["占道经营", "演示甲局", "2024-05-04 20:10", "22", "已办结"],
            ["积水", "演示乙局", "2024-05-05", "0.5小时", "未到场"],
        ],
    )
    minutes = [said.subjects[0].fields["arrival_minutes"] for said in assertions(outcome)]
    assert minutes == [22, 30]


@pytest.mark.parametrize(
    ("format_name", "column", "heading"),
    [
        ("party_organizations", "name", "所在党组织"),
        ("party_organizations", "superior", "隶属党组织"),
        ("party_organizations", "secretary", "党组织书记"),
        ("party_organizations", "founded", "建立日期"),
        ("party_organizations", "term_end", "换届时间"),
        ("units", "uscc", "社会统一信用代码"),
        ("units", "uscc", "机构代码"),
        ("units", "name", "法人单位"),
        ("grids", "code", "网格代号"),
        ("grids", "households", "居民户数"),
    ],
)
def test_synonyms_of_headings(format_name, column, heading):
    assert heading in formats()[format_name].columns[column].headings
