"""What must hold of the Beishan case: its figures, who and what it names, and what it leaves open."""

from collections import Counter

import pytest

from graph.model.names import simplified
from ingest.cases.catalog import case_named
from ingest.cases.facts import BodyFact, CohortFact, Fact, node_type

CASE = case_named("beishan")

DIVISIONS_2018 = {
    "330106": "西湖区",
    "330106002": "北山街道",
    "330106002051": "上保社区",
    "330106002052": "宝石社区",
    "330106002053": "金祝社区",
    "330106002054": "松木场社区",
    "330106002055": "沿山河社区",
    "330106002056": "曲院社区",
    "330106002058": "友谊社区",
}
FIGURES = {
    ("BS-S01", "600余家", 601, 699, None),
    ("BS-S02", "63家", 63, 63, "2011"),
    ("BS-S03", "104家", 104, 104, None),
    ("BS-S04", "百余家", 101, 199, None),
    ("BS-S05", "四个", 4, 4, None),
    ("BS-S06", "七个", 7, 7, None),
    ("BS-S07", "20余次", 21, 29, "2018"),
    ("BS-S08", "十余家", 11, 19, None),
    ("BS-S09", "近百名", 96, 99, None),
    ("BS-S10", "104家", 104, 104, None),
    ("BS-S11", "21个", 21, 21, None),
    ("BS-S12", "百余名", 101, 199, None),
    ("BS-S13", "1000余人次", 1001, 1999, None),
    ("BS-S14", "数十场", 20, 99, None),
    ("BS-S15", "两张", 2, 2, None),
}
NAMED = {
    "PartyOrganization": {"北山街道党工委", "白沙泉并购金融街区党委", "浙江省歌舞剧院有限公司党委", "浙江省委"},
    "Association": {"党建共建联合会"},
    "CoordinatingBody": {"联防办"},
    "SelfGovernanceBody": {"松木场社区居民议事委员会"},
    "Team": {
        *("北山地区党员志愿者服务总队", "党建共建智库团", "红色讲师团", "白衣天使服务队", "先锋服务队"),
        *("白衣天使医疗救助服务队", "浙江歌舞剧院文化团队", "大众监督团"),
    },
    "Unit": {
        *("省直机关书画院", "省老年书画研究会", "西湖消防中队", "北山派出所", "城市之翼公益组织", "省政府"),
        *("杭州市环境监测中心", "浙江省歌舞剧院有限公司", "五干所", "驻地部队", "浙江全能教育研究院"),
        *("浙江工业大学", "社会治理创新研究中心", "黄龙饭店"),
    },
    "Venue": {
        *("白沙泉并购金融街区共建基地", "弥陀寺文化公园", "街道工疗站", "投资者教育实训学校", "慧智书院"),
        *("军地爱心E站", "幸福议事厅", "民情观察室"),
    },
    "Programme": {
        *("幸福党建", "四联四带", "大党建、大服务、大发展", "五大行动", "西湖先锋行动", "幸福西湖行动"),
        *("美丽西湖行动", "平安西湖行动", "个性化党建+项目", "幸福百脑汇", "杭州市书法街道", "无违建街道"),
        *("党群聚合、文化共融", "三个更", "幸福党建全渗透、幸福民生全覆盖", "五水共治"),
    },
    "Platform": {"党建共建微信群", "菜鸟驿邮柜", "菜鸟网络终端"},
    "Instrument": {"章程", "工作制度", "实施计划", "服务清单", "需求清单"},
    "MeetingSeries": {"共建项目展示交流大会", "社区党建工作联席会议", "协商会", "民生圆桌会"},
    "Agreement": {"共建协议"},
    "ListItem": {"安全主题教育项目", "共享单车、文明骑行"},
    "Project": {
        *("美丽家园", "空中花园", "防范金融诈骗、科学理财等服务咨询项目", "安全主题教育项目"),
        *("经典诵读", "读书会", "幸福家庭沙龙", "军地爱心E站"),
    },
    "PublicFigure": {"王晓燕", "郭牧", "王萍"},
}
INTERVALS = {
    "BS-M02": "P1Y",
    "BS-M03": "P1Y",
    "BS-M04": "P3M",
    "BS-M05": "P3M",
    "BS-M09": "P3M",
    "BS-M19": "P1Y",
    "BS-M20": "P1Y",
}
FREQUENCIES = {
    ("BS-R02", "at_least", 1, "P1Y"),
    ("BS-R03.1", "exactly", 1, "P3M"),
    ("BS-R03.2", "exactly", 1, "P3M"),
    ("BS-R04", "exactly", 1, "P1Y"),
    ("BS-R05", "exactly", 1, "P3M"),
}
# what was solved, for which place, and who is said to have done it; units that only helped are not responsible
SOLVED = {
    ("聘请物业公司入驻", "松木场社区", None),
    ("桃园新村的用水难问题", "桃园新村", "协商用水问题的省市区单位和职能部门"),
    ("既有住宅加装电梯项目", "宝石一路2号", "北山街道党工委"),
    ("危旧房整治", "天目山路79号", None),
}


def _name(key: str) -> str:
    fact = CASE.nodes[key]
    assert hasattr(fact, "name")
    return str(fact.name)


def _tied(source: str, kind: str) -> set[str]:
    """Keys that the fact of this key is tied to, whichever table tells it."""
    own = {tie.to for tie in getattr(CASE.nodes[source], "ties", ()) if tie.type == kind}
    return own | {tie.target for tie in CASE.ties if tie.source == source and tie.type == kind}


def test_the_case_is_about_the_street() -> None:
    assert CASE.case.place is not None and _name(CASE.case.place) == "北山街道"


def test_the_places_are_those_of_the_division_list_and_four_that_only_the_article_names() -> None:
    assert {fact.division: fact.name for fact in CASE.places if fact.division} == DIVISIONS_2018
    assert {(fact.name, fact.level) for fact in CASE.places if fact.level} == {
        ("桃园新村", "residential_compound"),
        ("宝石一路2号", "residential_compound"),
        ("天目山路79号", "residential_compound"),
        ("白沙泉并购金融街区", "commercial_district"),
    }


def test_the_figures_are_those_of_the_article() -> None:
    assert {(fact.key, fact.raw, fact.low, fact.high, fact.as_of) for fact in CASE.observations} == FIGURES
    assert len(CASE.observations) == len(FIGURES)


@pytest.mark.parametrize("kind", NAMED)
def test_the_bodies_are_those_that_the_article_names(kind: str) -> None:
    names = [fact.name for fact in CASE.bodies if fact.type == kind]
    assert set(names) == NAMED[kind]
    assert len(names) == len(NAMED[kind])


def test_groups_are_by_sector_by_area_and_one_office() -> None:
    groups = {(fact.name, fact.fields["kind"]) for fact in CASE.bodies if fact.type == "SubGroup"}
    assert {name for name, kind in groups if kind == "sector"} == {"民生服务", "文化交流", "社会治理", "经济发展"}
    assert {name for name, kind in groups if kind == "area"} == {"上保", "宝石"}, "five of the seven are not named"
    assert {name for name, kind in groups if kind == "office"} == {"秘书处"}


def test_no_area_group_is_tied_to_a_community() -> None:
    groups = {fact.key for fact in CASE.bodies if fact.type == "SubGroup"}
    tied = {(tie.type, tie.to) for fact in CASE.bodies if fact.key in groups for tie in fact.ties}
    assert tied == {("MEMBER_OF", "BS-E02.2")}
    assert not groups.intersection(end for tie in CASE.ties for end in (tie.source, tie.target))


def test_each_named_group_has_its_convenor_and_only_sectors_have_contacts() -> None:
    kinds = {fact.key: fact.fields["kind"] for fact in CASE.bodies if fact.type == "SubGroup"}
    posts = [fact for fact in CASE.bodies if fact.type == "Post"]
    seats = Counter((fact.name, kinds[group]) for fact in posts for group in _tied(fact.key, "SEAT_IN"))
    assert seats == {("召集人", "sector"): 4, ("召集人", "area"): 2, ("联系人", "sector"): 4}
    assert all(fact.within in _tied(fact.key, "SEAT_IN") for fact in posts)


def test_the_experts_advise_the_think_tank_and_hold_no_post() -> None:
    experts = [fact for fact in CASE.bodies if fact.type == "PublicFigure"]
    assert {key for fact in experts for key in _tied(fact.key, "ADVISES")} == {"BS-E02.12"}
    assert all(set(fact.fields) == {"kind", "capacity"} and fact.fields["kind"] == "expert" for fact in experts)
    assert not any(tie.type == "HELD_BY" for fact in CASE.bodies for tie in fact.ties)


def test_four_problems_are_solved_each_for_its_place() -> None:
    tasks = [fact for fact in CASE.bodies if fact.type == "Task"]
    told = set()
    for task in tasks:
        assert task.fields == {"outcome": "done"}, "neither a date nor where it arose is printed of any"
        (place,), responsible = _tied(task.key, "FOR_PLACE"), _tied(task.key, "RESPONSIBLE")
        assert len(responsible) <= 1
        told.add((task.name, _name(place), next(map(_name, responsible), None)))
    assert told == SOLVED


def test_the_station_is_launched_by_four_and_nobody_is_said_to_own_provide_or_run_a_venue() -> None:
    facts: tuple[BodyFact | CohortFact, ...] = (*CASE.bodies, *CASE.cohorts)
    launchers = {fact.name for fact in facts if "BS-T06.1" in _tied(fact.key, "TOOK_PART")}
    assert launchers == {"北山街道党工委", "五干所", "北山派出所", "一起推出军地爱心E站的社区"}
    assert not any(_tied(fact.key, kind) for fact in facts for kind in ("OWNS", "PROVIDES", "OPERATES"))


def test_the_base_and_what_stands_at_it_lie_in_the_block_whose_name_it_bears() -> None:
    venues = {fact.name for fact in CASE.bodies if "BS-E01.13" in _tied(fact.key, "LOCATED_IN")}
    assert venues == {"白沙泉并购金融街区共建基地", "投资者教育实训学校", "慧智书院"}


def test_roles_in_events_are_those_of_the_sentences() -> None:
    roles = {(tie.source, tie.target): tie.role for tie in CASE.ties if tie.type == "TOOK_PART"}
    facts: tuple[BodyFact | CohortFact, ...] = (*CASE.bodies, *CASE.cohorts)
    roles |= {(fact.key, tie.to): tie.role for fact in facts for tie in fact.ties if tie.type == "TOOK_PART"}
    named = {(_name(source), _name(target)): role for (source, target), role in roles.items()}
    assert named["省直机关书画院", "书画展"] == named["省老年书画研究会", "现场笔会"] == "organiser"
    for event in ("三五雷锋列车", "服务大篷车"):
        assert named["北山地区党员志愿者服务总队", event] == "participant"
    consulting = "防范金融诈骗、科学理财等服务咨询项目"
    assert (named["北山街道党工委", consulting], named["辖区金融企业", consulting]) == ("convener", "organiser")
    # of two teams the article does not say which did which; of those who answered needs not that they took part
    for team in ("白衣天使服务队", "先锋服务队", "响应微信群需求的十余家共建单位"):
        assert not any(source == team for source, _ in named)


def test_volunteering_is_only_what_the_article_calls_so() -> None:
    activities = {fact.name for fact in CASE.bodies if fact.type == "Activity" if fact.fields["kind"] == "volunteering"}
    assert activities == {"三五雷锋列车", "服务大篷车", "平安巡防", "义务巡河"}
    teams = {fact.name for fact in CASE.bodies if fact.type == "Team" if fact.fields["kind"] == "volunteers"}
    assert teams == {"北山地区党员志愿者服务总队", "白衣天使医疗救助服务队"}


def test_the_army_unit_has_its_printed_name_and_kind_and_nothing_more() -> None:
    (army,) = (fact for fact in CASE.bodies if fact.fields.get("kind") == "military")
    assert (army.name, army.fields) == ("驻地部队", {"kind": "military"})
    assert {_name(key) for key in _tied(army.key, "MEMBER_OF")} == {"联防办"}


def test_intervals_are_only_those_printed() -> None:
    assert {fact.key: fact.interval for fact in CASE.mechanisms if fact.interval} == INTERVALS
    cadences = {fact.name: fact.fields.get("cadence_days") for fact in CASE.bodies if fact.type == "MeetingSeries"}
    assert cadences == {
        "共建项目展示交流大会": 366,
        "社区党建工作联席会议": 92,
        "协商会": 92,
        "民生圆桌会": None,
    }


def test_three_communities_each_bring_a_form_of_consultation() -> None:
    forms = {
        fact.name: {_name(key) for key in fact.about} for fact in CASE.mechanisms if fact.key.startswith("BS-M13.")
    }
    assert forms == {
        "上保社区开放式民主协商": {"上保社区"},
        "友谊社区民生圆桌会": {"友谊社区"},
        "松木场社区居民议事委员会": {"松木场社区", "松木场社区居民议事委员会"},
    }


def test_standards_that_must_be_kept_and_those_that_are_only_proposed() -> None:
    by_key = {fact.key: fact for fact in CASE.standards}
    stated = {(fact.key, fact.comparison, fact.low, fact.interval) for fact in CASE.standards if fact.low is not None}
    assert stated == FREQUENCIES
    assert by_key["BS-R01"].items == ("有探索", "有制度", "有场所", "有计划", "有活动", "有实效")
    proposed = {fact.key for fact in CASE.standards if fact.force == "should"}
    assert proposed == {"BS-M10", "BS-R06", "BS-R07", "BS-R08"}
    # nothing that is only proposed shows as a practice
    assert not proposed.intersection(key for shown in CASE.practices for key in shown.facts)


def test_the_members_figure_agrees_with_the_rough_one() -> None:
    figures = {fact.key: fact for fact in CASE.observations}
    rough, exact = figures["BS-S04"], figures["BS-S03"]
    assert rough.high is not None and rough.low <= exact.low <= rough.high
    assert [conflict.observations for conflict in CASE.conflicts] == [("BS-S01", "BS-S04")]


def test_the_only_ratio_of_one_scope_is_of_people_served_to_volunteers() -> None:
    same = {(each.numerator, each.denominator): each.same_scope for each in CASE.ratios}
    assert not same[("BS-S03", "BS-S01")]
    assert not same[("BS-S11", "BS-S03")]
    assert not same[("BS-S03", "BS-S02")]
    assert not same[("BS-S10", "BS-S03")], "that the 104 visited are the members is not said"
    assert same == {pair: pair == ("BS-S13", "BS-S12") for pair in same}


def test_practices_are_those_of_the_article() -> None:
    assert {each.practice for each in CASE.practices if each.named} == {
        *("regional_party_building", "joint_conference", "association", "agreement", "lists"),
        *("buildings_and_districts", "consultation", "volunteer_team", "think_tank"),
    }
    assert {each.practice for each in CASE.practices if not each.named} == {
        *("service_centre", "firms_and_societies", "digital_platform"),
    }


def test_the_fifth_action_is_a_gap_and_nobody_helped_is_listed() -> None:
    gaps = {fact.key: fact for fact in CASE.gaps}
    actions = {fact.name for fact in CASE.bodies if fact.type == "Programme" and fact.within == "BS-E01.1"}
    assert len(actions - {"五大行动"}) == 4
    assert gaps["BS-G05"].kind == "unstated"
    assert {fact.key for fact in CASE.gaps if fact.kind == "refused"} == {"BS-G16"}
    refused = set(gaps["BS-G16"].passages)
    told_there: list[Fact] = [fact for fact in CASE.cited if refused.intersection(fact.passages)]
    kinds = {node_type(fact) for fact in told_there if fact.key in CASE.nodes and fact not in CASE.cohorts}
    assert not kinds & {"PublicFigure", "Post", "Observation"}
    # a set of teams, not of people
    assert [fact.name for fact in CASE.cohorts if fact in told_there] == ["为困难老人服务的白衣天使、先锋等服务队"]


def test_repairs_are_the_printers_errors_and_one_traditional_character() -> None:
    repairs = [(each.printed, each.reading, each.tier) for passage in CASE.passages for each in passage.repairs]
    assert repairs == [
        ("优秀优秀", "优秀", "contextual"),
        ("防犯", "防范", "contextual"),
        ("一张的需求清单", "一张是需求清单", "contextual"),
        ("大众监是督团", "大众监督团", "contextual"),
        ("載体", "载体", "mechanical"),
        ("前面推进", "全面推进", "contextual"),
        ("二是", "三是", "contextual"),
        ("特点出去", "特点突出", "contextual"),
        ("有侧重地地", "有侧重地", "contextual"),
    ]
    # the mechanical one rests on the constant table of characters alone
    assert [simplified(printed) for printed, _, tier in repairs if tier == "mechanical"] == ["载体"]
