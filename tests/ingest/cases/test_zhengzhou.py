"""What the Zhengzhou case must hold beyond what holds of every case: its figures, standards, open points, refusals."""

import re
from collections import Counter
from pathlib import Path

from graph.model.time import Moment
from graph.store.fold import fold, gather
from graph.store.ledger import Ledger
from ingest.cases.catalog import FOLDER, cases
from ingest.cases.draft import draft
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare

CASE = cases()["zhengzhou"]


def test_years_that_the_article_does_not_print_stay_words() -> None:
    assert CASE.source.published_on is None
    assert CASE.source.filed_under == "2019-05-28"
    assert "[2019]" in CASE.source.citation, "an argued year stands in brackets"
    periods = {each.key: each.period for each in CASE.observations if each.period}
    assert Counter(periods.values()) == {
        **{"每年": 5, "每月": 3, "今年以来": 4, "今年初": 4, "去年以来": 2},
        **{"近3年": 1, "近几年": 4, "2018年": 1, "累计": 1},
    }
    worded = {key for key, period in periods.items() if "年" in period and "2018" not in period}
    assert [each.key for each in CASE.observations if each.key in worded and each.as_of] == []
    assert {each.fields["issued_on"] for each in CASE.bodies if "issued_on" in each.fields} == {"2016-12"}
    assert not {each.start or each.end for each in (*CASE.bodies, *CASE.ties)} - {None}


def test_what_is_printed_twice_is_one_fact_with_both_passages() -> None:
    twice = {each.id for each in CASE.passages if each.line in (7, 8, 9)}
    again = {each.id for each in CASE.passages if each.line in (12, 13, 15)}
    assert again == {f"{name}2" for name in twice}
    for fact in CASE.cited:
        cited = set(fact.passages)
        assert {f"{name}2" for name in cited & twice} <= cited, fact.key
    of_them = [each for each in CASE.observations if set(each.passages) & twice]
    assert {each.key for each in of_them} == {f"ZZ-S0{number}" for number in range(1, 7)}


def test_bodies_are_those_that_the_article_names() -> None:
    named: dict[str, list[str]] = {}
    for each in CASE.bodies:
        if each.type != "PublicFigure":
            named.setdefault(each.type, []).append(each.name)
    programmes = named.pop("Programme")
    assert {kind: sorted(names) for kind, names in named.items()} == {
        "PartyOrganization": sorted(
            ["郑州市委", "城乡社区发展治理委员会", "经八路街道党工委", "福华街街道党工委", "中组部", "中宣部"]
        ),
        "Unit": sorted(
            ["郑州九冶钢构有限公司", "河南省中医院", "郑州农业银行", "郑州轨道公司", "省委办公厅", "省人大", "省军区"]
        ),
        "Team": ["养生志愿服务队"],
        "Post": sorted(["街道党工委书记", "街道党工委书记", "主任", "第一副主任", "市委书记", "市长"]),
        "Instrument": sorted(
            [
                *("街道党工委工作规则", "城乡规划管理技术规定", "强化社区党建基础保障", "“三个清单”推进共驻共建"),
                *("新兴领域党建", "社区党建+志愿者服务", "国家批复郑州建设国家中心城市"),
            ]
        ),
        "MeetingSeries": sorted(["城市党建联席会议", "四级联席会议", "区域联席会议", "区域党建大会", "头脑风暴"]),
        "Meeting": ["市委十一届七次全会"],
        "Agreement": ["共建协议"],
        "Project": ["爱心公车"],
        "Activity": sorted(["健康大学堂", "上门义诊"]),
        "Venue": sorted(["康店镇党建指导站", "4000平方米的临街楼房"]),
    }
    assert set(programmes) == {
        *("筑体系强堡垒争先锋", "1+N", "一二六", "五字工作法", "党建“智库”服务体系", "五联四化一机制", "五联", "六联"),
        *("扩权赋能", "五项职权", "街道体制改革", "支部建设规范年", "支部建设提升年", "红色阵地", "四级十四档"),
        *("逐社区观摩、整街道推进、整区提升", "支部强堡垒 党员争先锋", "党员中心户", "十个一", "社区党建+志愿服务"),
        *("三社协同", "巾帼建新功", "平安郑州青春同行", "大众创业万众创新", "路长制", "四包", "一征三议两公开"),
        *("楼院提质行动", "文明使者"),
    }
    assert len(programmes) == len(set(programmes))


def test_places_have_the_codes_of_the_division_list() -> None:
    assert {each.name: each.division or each.level for each in CASE.places} == {
        "郑州市": "410100",
        "金水区": "410105",
        "二七区": "410103",
        "上街区": "410106",
        "郑东新区": "functional_zone",
        "巩义市": "410181",
        "经八路街道": "410105001",
        "福华街街道": "410103009",
        "康店镇": "410181108",
        "新安西路社区": "410106003003",
        "豫教社区": "410105010012",
    }


def test_beside_its_division_list_nothing_is_pending_but_the_province_out_of_the_area(tmp_path: Path) -> None:
    divisions = FOLDER / "divisions" / "zhengzhou_2018.csv"
    options = LoadOptions(edition=Moment.parse("2018-10-31"), complete=True, issuer="国家统计局")
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        listed = prepare([divisions], options, ledger)
        (file,) = listed.files
        assert len(file.draft.rows) == 1 + 15 + 205 + 3_065 and not file.returned
        ledger.record([file.draft])
        ledger.record([draft(CASE)])
        outcome = fold(gather(ledger))
    assert {(each.text, each.resolution.state.value) for each in outcome.open_references()} == {
        ("410000", "out_of_area")
    }
    assert outcome.findings == []
    coded = {f"Place:division:{each.division}" for each in CASE.places if each.division}
    assert len(coded) == 10
    assert coded <= set(outcome.records)
    (city,) = [each for each in CASE.places if each.key == CASE.case.place]
    assert city.division == "410100"


def test_who_takes_part_in_a_programme_does_not_run_it() -> None:
    told = [(tie.source, tie.type, tie.target) for tie in CASE.ties]
    told += [(fact.key, tie.type, tie.to) for fact in (*CASE.bodies, *CASE.cohorts) for tie in fact.ties]
    names = {each.key: each.name for each in (*CASE.bodies, *CASE.cohorts)}
    runs = {(names[source], names[target]) for source, kind, target in told if kind == "RUNS"}
    assert runs == {
        ("郑州市委", "筑体系强堡垒争先锋"),
        ("郑州市委", "扩权赋能"),
        ("郑州市委", "路长制"),
        ("经八路街道党工委", "党建“智库”服务体系"),
        ("福华街街道党工委", "五联四化一机制"),
        ("“四包”示范的党员商户", "四包"),
        *(("拆迁安置中冲锋在前的各级党组织", each) for each in ("党员中心户", "十个一")),
        ("全市810个社区", "一征三议两公开"),
        ("“三社协同”的社区、社会组织和社工", "三社协同"),
        *(("全市群团组织", each) for each in ("巾帼建新功", "平安郑州青春同行", "大众创业万众创新")),
    }
    held = {names[source]: names[target] for source, kind, target in told if kind == "SERIES_OF"}
    assert held == {"区域党建大会": "经八路街道党工委", "头脑风暴": "福华街街道党工委"}, "of the others it is not said"


def test_what_a_paper_is_the_basis_of_is_told_where_the_paper_is_named() -> None:
    named = {"ZZ-E07.1": "P18.powers", "ZZ-E07.2": "P9.area", "ZZ-E07.4": "P9.instruments"}
    based = [
        (each, tie.to) for each in (*CASE.mechanisms, *CASE.standards) for tie in each.ties if tie.type == "BASED_ON"
    ]
    assert {to for _, to in based} == set(named)
    assert [each.key for each, to in based if named[to] not in each.passages] == []


def test_ways_of_working_have_an_interval_only_where_one_is_printed() -> None:
    assert {each.key: each.interval for each in CASE.mechanisms if each.interval} == {
        "ZZ-M01": "P3M",
        "ZZ-M05.2": "P1Y",
        "ZZ-M05.4": "P1Y",
        "ZZ-M07": "P1M",
        "ZZ-M07.1": "P1M",
        "ZZ-M07.2": "P1W",
        "ZZ-M09": "P1Y",
        "ZZ-M10": "P1Y",
    }
    # the quarter is said of city and districts, not of all four levels
    cadences = {each.name: each.fields.get("cadence_days") for each in CASE.bodies if each.type == "MeetingSeries"}
    assert {name: days for name, days in cadences.items() if days} == {"城市党建联席会议": 92, "区域党建大会": 366}


def test_standards_stand_with_their_figures() -> None:
    figures = {
        (each.key, each.kind, each.comparison, each.low, each.unit, each.per, each.per_unit, each.interval)
        for each in CASE.standards
    }
    assert figures == {
        ("ZZ-R01", "ratio", "at_least", 40, "m²", 100, "户", None),
        ("ZZ-R02", "ratio", "at_least", 3, "m²", 10_000, "m²", None),
        ("ZZ-R03.1", "ratio", "exactly", 1, "人", 300, "户", None),
        ("ZZ-R03.2", "ratio", "exactly", 1, "人", 1_000, "人", None),
        ("ZZ-R04", "ratio", "at_least", 1, "人", 1, "个社区", None),
        ("ZZ-R05.1", "amount", "exactly", 200_000, "元/年", None, None, None),
        ("ZZ-R05.2", "amount", "exactly", 30_000, "元/年", None, None, None),
        ("ZZ-R06", "share", "exactly", 0.25, "比率", None, None, None),
        ("ZZ-R08", "exists", None, None, None, None, None, None),
        ("ZZ-R09", "checklist", None, None, None, None, None, None),
        ("ZZ-R10.1", "amount", "exactly", 300, "元/月", None, None, None),
        ("ZZ-R10.2", "amount", "exactly", 200, "元/月", None, None, None),
        ("ZZ-R10.3", "amount", "exactly", 100, "元/月", None, None, None),
        ("ZZ-R11", "checklist", None, None, None, None, None, None),
        ("ZZ-R12", "frequency", None, None, None, None, None, "P3M"),
        ("ZZ-R13", "frequency", None, None, None, None, None, "P1Y"),
    }
    based = {
        (each.key, tie.to)
        for each in (*CASE.standards, *CASE.mechanisms)
        for tie in each.ties
        if tie.type == "BASED_ON"
    }
    names = {each.key: each.name for each in CASE.bodies}
    on_planning = {key for key, to in based if names[to] == "城乡规划管理技术规定"}
    assert on_planning == {"ZZ-R01", "ZZ-R02", "ZZ-M13"}, "both areas, and that plan review and acceptance ask for them"


def test_five_powers_are_announced_and_four_follow() -> None:
    (announced,) = [each for each in CASE.observations if each.measure == "delegated_powers"]
    assert (announced.low, announced.high) == (5, 5)
    followed = [each for each in CASE.mechanisms if each.key.startswith("ZZ-M05.")]
    assert len(followed) == 4
    assert "delegated_powers" in next(each for each in CASE.gaps if each.key == "ZZ-C1").measures


def test_the_rest_of_the_yearly_fund_is_a_gap_with_its_operands() -> None:
    figures = {each.key: each for each in CASE.observations}
    per_community = figures["ZZ-S26"].low + figures["ZZ-S27"].low
    assert per_community == 230_000
    assert figures["ZZ-S13"].low * per_community < figures["ZZ-S25"].low, "810 × 230 000 leaves a rest"
    gap = next(each for each in CASE.gaps if each.key == "ZZ-C3")
    assert gap.kind == "unstated"
    assert set(gap.about) == {"ZZ-S25", "ZZ-S13", "ZZ-S26", "ZZ-S27"}
    (asked,) = [each for each in CASE.ratios if each.numerator == "ZZ-S25"]
    assert (asked.denominator, asked.same_scope) == ("ZZ-S13", False)


def test_ratios_that_the_article_does_not_bear_are_refused() -> None:
    scopes = {(each.numerator, each.denominator): each.same_scope for each in CASE.ratios}
    assert {pair for pair, same in scopes.items() if same} == {
        ("ZZ-S12.1", "ZZ-S12"),
        ("ZZ-S13.1", "ZZ-S13"),
        ("ZZ-S23", "ZZ-S13"),
        ("ZZ-S10", "ZZ-S11"),
        ("ZZ-S56.1", "ZZ-S56"),
        ("ZZ-S19", "ZZ-S18"),
        ("ZZ-S20", "ZZ-S19"),
        ("ZZ-S40", "ZZ-S39"),
    }
    assert scopes[("ZZ-S17", "ZZ-S16")] is False, "a project may meet several needs"
    assert CASE.conflicts == (), "no two figures of one measure and scope contradict"


def test_the_military_body_is_a_name_and_no_more() -> None:
    (army,) = [each for each in CASE.bodies if each.fields.get("kind") == "military"]
    assert army.name == "省军区"
    assert army.fields == {"kind": "military"}
    assert (army.within, army.ties) == (None, ())
    ends = {end for tie in CASE.ties for end in (tie.source, tie.target)}
    ends |= {tie.to for fact in (*CASE.bodies, *CASE.cohorts) for tie in fact.ties}
    assert army.key not in ends
    about = {key for each in (*CASE.observations, *CASE.mechanisms, *CASE.outcomes) for key in each.about}
    assert army.key not in about


def test_one_person_is_named_in_office_and_nobody_else() -> None:
    (figure,) = [each for each in CASE.bodies if each.type == "PublicFigure"]
    assert figure.fields == {"capacity": "街道党工委书记", "kind": "office"}
    held = [(each.key, tie.to) for each in CASE.bodies for tie in each.ties if tie.type == "HELD_BY"]
    assert held == [("ZZ-E05.2", figure.key)]
    others = [each for each in CASE.cited if each.key != figure.key]
    assert [each.key for each in others if figure.name in each.model_dump_json()] == []


def test_people_who_are_helped_or_appraised_stay_passages() -> None:
    refused = {each.key for each in CASE.gaps if each.kind == "refused"}
    assert refused == {"ZZ-G20", "ZZ-G21", "ZZ-G22", "ZZ-G23"}
    kinds = {each.type for each in CASE.bodies}
    assert not kinds & {"Assessment", "ListItem", "Claim", "PartyMember", "Headcount", "Registration"}
    assert {each.key for each in CASE.mechanisms if re.search("评选", each.statement)} == {"ZZ-M09"}


def test_practices_are_named_where_the_article_prints_the_word() -> None:
    unnamed = {each.practice for each in CASE.practices if not each.named}
    assert unnamed == {"red_property", "consultation", "staffing_standard", "funding_standard"}
    assert {each.practice for each in CASE.practices if each.named} == {
        *("regional_party_building", "joint_conference", "enlarged_committee", "agreement", "lists"),
        *("buildings_and_districts", "service_centre", "firms_and_societies", "police_in_committee"),
        *("volunteer_team", "think_tank", "assessment", "area_standard", "road_chief"),
    }
