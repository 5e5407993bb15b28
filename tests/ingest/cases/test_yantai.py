"""What the Yantai case must hold beyond what holds of every case: its figures, bodies, ways of working, open points."""

from collections import Counter
from pathlib import Path

from graph.model.statement import Assertion, Identifier, Reference, Subject, Tie, encode
from graph.store.fold import Folded, fold, gather
from graph.store.ledger import FileDraft, Ledger, RowDraft
from ingest.cases.catalog import cases
from ingest.cases.draft import draft
from ingest.cases.facts import CohortFact

CASE = cases()["yantai"]

FIGURES = {
    ("YT-S01", "360", 360, 360, None),
    ("YT-S02", "七", 7, 7, None),
    ("YT-S03", "4个", 4, 4, None),
    ("YT-S04", "1个", 1, 1, None),
    ("YT-S05", "206个", 206, 206, None),
    ("YT-S06", "50万", 500_000, 500_000, None),
    ("YT-S07", "882个", 882, 882, None),
    ("YT-S08", "1.8万多名", 18_000, 19_000, None),
    ("YT-S09", "21个", 21, 21, None),
    ("YT-S10", "97个", 97, 97, None),
    ("YT-S11", "近20万人", 190_000, 200_000, None),
    ("YT-S12", "10多个", 11, 19, None),
    ("YT-S13", "4万余家", 40_000, 50_000, None),
    ("YT-S14", "778家", 778, 778, None),
    ("YT-S15", "543个", 543, 543, None),
    ("YT-S16", "10万多人", 100_000, 200_000, None),
    ("YT-S17", "6900多名", 6_901, 6_999, None),
    ("YT-S18", "14个", 14, 14, None),
    ("YT-S19", "16个", 16, 16, None),
    ("YT-S20", "5名", 5, 5, None),
    ("YT-S21", "110多个", 111, 119, None),
    ("YT-S22", "11家", 11, 11, None),
    ("YT-S23", "6家", 6, 6, None),
    ("YT-S24", "12户", 12, 12, None),
    ("YT-S25", "1家", 1, 1, None),
    ("YT-S26", "2家", 2, 2, None),
    ("YT-S27", "130多家", 131, 139, None),
    ("YT-S28", "21个", 21, 21, None),
    ("YT-S29", "125张", 125, 125, None),
    ("YT-S30", "514张", 514, 514, None),
    ("YT-S31", "200多个", 201, 299, "2019"),
    ("YT-S32", "123名", 123, 123, "2019"),
    ("YT-S33", "355.6万元", 3_556_000, 3_556_000, "2019"),
    ("YT-S34", "21个", 21, 21, None),
    ("YT-S35", "300多家", 301, 399, None),
    ("YT-S36", "10000多人", 10_001, 19_999, None),
    ("YT-S37", "80多家", 81, 89, None),
    ("YT-S38", "350多人", 351, 359, None),
    ("YT-S39", "10万多名", 100_000, 200_000, None),
    ("YT-S40", "700多家", 701, 799, None),
    ("YT-S41", "4000多名", 4_001, 4_999, None),
    ("YT-S42", "2个", 2, 2, None),
    ("YT-S43", "20多个", 21, 29, None),
    ("YT-S44", "50多次", 51, 59, None),
    ("YT-S45", "五", 5, 5, None),
}


def test_every_printed_figure_stands_with_its_interval_and_date() -> None:
    assert {(each.key, each.raw, each.low, each.high, each.as_of) for each in CASE.observations} == FIGURES
    rough = {each.key for each in CASE.observations if each.low_open or each.high_open}
    assert rough == {"YT-S08", "YT-S11", "YT-S13", "YT-S16", "YT-S39"}, "rough figures in 万 keep open ends"
    periods = {each.key: each.period for each in CASE.observations if each.period}
    assert periods == {"YT-S31": "今年以来", "YT-S32": "今年以来", "YT-S33": "今年以来", "YT-S44": "近年来"}


def test_bodies_are_those_that_the_article_names() -> None:
    named: dict[str, set[str]] = {}
    for each in CASE.bodies:
        named.setdefault(each.type, set()).add(each.name)
    programmes = named.pop("Programme")
    assert named == {
        "Building": {"万达广场", "万行广场", "永旺梦乐城"},
        "PartyOrganization": {"烟台开发区工委", "烟台开发区工委组织部", "“两新”组织党委"},
        "CoordinatingBody": {"城市基层党建工作领导小组"},
        "Post": {"工委书记"},
        "Unit": {"昆仑山医院", "华安国际酒店"},
        "Association": {"红色联盟"},
        "Platform": {"拉勾计划", "热线", "民意征求窗口"},
        "MeetingSeries": {"党建联席会议", "“红心物业”多级联席会议"},
        "Agreement": {"共驻共建协议书", "发展协议"},
        "Project": {"企业认领帮扶", "多双筷子·暖心午餐"},
        "Task": {"流浪狗清理", "垃圾站建设"},
    }
    assert programmes == {
        *("三联三共", "联抓共促", "联合共治", "联建共享", "全域党建"),
        *("双报到、双认领", "党组织认领项目、党员认领服务", "红色动力双赢卡", "益路同行", "红心赋能", "红心物业"),
        *("红心领航", "红心向党", "红心共管", "红心互联", "红心闪亮", "周末课堂", "服务直通车"),
        *("党建引领城市发展", "我是党员我奉献", "我为党旗添彩、为城市发展助力"),
    }
    assert {(each.name, each.division or each.level) for each in CASE.places} == {
        ("烟台开发区", "370672"),
        ("海信社区", "370672008030"),
        ("长江路", "commercial_district"),
        ("衡山路", "commercial_district"),
    }


def test_two_ways_of_working_have_an_interval_and_standards_their_figures() -> None:
    assert {each.key: each.interval for each in CASE.mechanisms if each.interval} == {
        "YT-M01.1": "P3M",
        "YT-M03.1": "P3M",
    }
    assert {each.name: each.fields for each in CASE.bodies if each.type == "MeetingSeries"} == {
        "党建联席会议": {"cadence_days": 92},
        "“红心物业”多级联席会议": {},
    }
    standards = {
        (each.key, each.kind, each.force, each.low, each.unit, each.per, each.interval) for each in CASE.standards
    }
    assert standards == {
        ("YT-R02.1", "frequency", "must", 1, "次", None, "P3M"),
        ("YT-R02.2", "frequency", "should", None, None, None, "P3M"),
        ("YT-R03", "steps", "must", None, None, None, None),
        ("YT-R04", "checklist", "should", None, None, None, None),
        ("YT-R05", "exists", "must", None, None, None, None),
        ("YT-R06", "ratio", "should", 1, "个项目", 1, None),
        ("YT-R07", "checklist", "should", None, None, None, None),
        ("YT-R08", "checklist", "should", None, None, None, None),
        ("YT-R09", "exists", "should", None, None, None, None),
    }


def test_a_staffing_of_one_committee_is_a_figure_and_no_standard() -> None:
    assert [each.about for each in CASE.observations if each.key == "YT-S20"] == [("YT-E03.4",)]
    assert not any("YT-E03.4" in each.about for each in CASE.standards)


def test_whose_task_the_solved_problems_were_is_left_open() -> None:
    tasks = [each for each in CASE.bodies if each.type == "Task"]
    assert {each.name: each.fields for each in tasks} == {
        "流浪狗清理": {"outcome": "done"},
        "垃圾站建设": {"outcome": "done"},
    }
    assert {tie.type for each in tasks for tie in each.ties} == {"FOR_PLACE"}


def test_entries_of_the_division_list_are_told_where_their_names_differ() -> None:
    assert CASE.case.place == "YT-E01.1"
    told = {key for each in CASE.gaps if each.key == "YT-G20" for key in each.about}
    assert told == {each.key for each in CASE.places if each.division is not None}


def test_organisations_of_firms_are_not_set_against_firms() -> None:
    scopes = {(each.numerator, each.denominator): each.same_scope for each in CASE.ratios}
    assert scopes[("YT-S15", "YT-S14")] is False
    assert scopes[("YT-S15", "YT-S13")] is False
    assert {pair for pair, same in scopes.items() if same} == {
        ("YT-S17", "YT-S16"),
        ("YT-S09", "YT-S05"),
        ("YT-S34", "YT-S09"),
        ("YT-S38", "YT-S37"),
        ("YT-S11", "YT-S06"),
    }
    gaps = {each.key: each.kind for each in CASE.gaps}
    assert {gaps[key] for key in ("YT-C1", "YT-C2", "YT-C3", "YT-C4", "YT-C5")} == {"ambiguous"}
    assert gaps["YT-C6"] == "unstated"
    assert CASE.conflicts == (), "scopes differ or intervals meet: none of the study's contradictions is one"


def test_the_firms_that_help_are_not_made_parties_of_the_agreement() -> None:
    ties = [(each.key, tie) for each in CASE.bodies for tie in each.ties]
    ties += [(each.key, tie) for each in CASE.cohorts for tie in each.ties]
    signed = {(key, tie.to) for key, tie in ties if tie.type == "PARTY_TO"}
    assert signed == {("YT-T01", "YT-E11.1"), ("YT-T04.1", "YT-E11.2"), ("YT-T04.3", "YT-E11.2")}
    ran = {(key, tie.to) for key, tie in ties if tie.type == "RUNS"}
    assert ran == {("YT-T05.1", "YT-E08.1")}, "who built the platform, not whom it reaches"
    assert {(tie.type, tie.source, tie.target) for tie in CASE.ties} == {
        ("TOOK_PART", "YT-E05.1", "YT-E12.1"),
        ("TOOK_PART", "YT-E05.2", "YT-E12.1"),
    }


def test_people_who_are_helped_stay_figures() -> None:
    helped = ("困难家庭", "残疾人", "下岗", "老人", "持卡", "简历")
    names = [each.name for each in CASE.bodies] + [each.name for each in CASE.cohorts]
    assert [name for name in names if any(word in name for word in helped)] == []
    assert {each.key for each in CASE.gaps if each.kind == "refused"} == {"YT-G17", "YT-G18"}
    counted = {each.key for each in CASE.observations if each.measure in ("households_aided", "people_aided")}
    assert counted == {"YT-S24", "YT-S32"}
    assert not {"PublicFigure", "ListItem", "Claim"}.intersection(each.type for each in CASE.bodies)


def test_sets_without_names_are_cohorts_that_nobody_is_put_into() -> None:
    sized = {key for fact in CASE.observations for key in fact.about if isinstance(CASE.nodes[key], CohortFact)}
    assert sized == {
        *("YT-T01", "YT-T02.1", "YT-T03.1", "YT-T03.2", "YT-T04.1", "YT-T04.2"),
        *("YT-T05.2", "YT-T05.3", "YT-T05.4", "YT-T08", "YT-E07.22"),
    }
    assert {tie.type for each in CASE.cohorts for tie in each.ties} == {"PARTY_TO", "TOOK_PART", "RUNS"}


def test_practices_are_named_where_the_article_prints_the_word() -> None:
    assert {each.practice: each.named for each in CASE.practices} == {
        **dict.fromkeys(("regional_party_building", "joint_conference", "enlarged_committee", "association"), True),
        **dict.fromkeys(("agreement", "double_registration", "buildings_and_districts", "service_centre"), True),
        **dict.fromkeys(("firms_and_societies", "points_and_cards", "wishes_and_aid", "assessment"), True),
        **dict.fromkeys(("red_property", "consultation", "digital_platform"), False),
    }


def _folded(folder: Path) -> Folded:
    """The case beside the part of the division list of 2018 (National Bureau of Statistics) that it needs."""
    above: Reference | None = None
    said = []
    for code, level, name in (
        ("370672", "functional_zone", "烟台经济技术开发区"),
        ("370672008", "subdistrict", "福莱山街道办事处(烟台开发区)"),
        ("370672008030", "community", "海信居委会"),
    ):
        place = Subject("Place", (Identifier("division", code),), name, above, {"level": level})
        said.append(Assertion((place,), () if above is None else (Tie("PART_OF", 0, above, "administrative"),)))
        above = Reference(("Place",), (Identifier("division", code),), text=code)
    rows = [RowDraft("1", number, "accepted", encode(each)) for number, each in enumerate(said, start=1)]
    divisions = FileDraft(
        "places.csv", "0" * 64, "places", "test", "370672", "2018-10-31", True, 10, "roster", False, rows
    )
    with Ledger(folder / "ledger.sqlite") as ledger:
        ledger.record([divisions])
        ledger.record([draft(CASE)])
        return fold(gather(ledger))


def test_beside_the_division_list_no_reference_is_left_open(tmp_path: Path) -> None:
    outcome = _folded(tmp_path)
    assert outcome.open_references() == [] and outcome.findings == []
    labels = Counter(each.label for each in outcome.records.values() if each.ends is None)
    labels.pop("Edition", None)  # book-keeping of the fold, not a statement of the case
    labels.pop("Practice")
    told = {"Case": 1, "Source": 1, "Passage": 68, "Place": 5, "Cohort": 22, "Mechanism": 22, "Standard": 9}
    told |= {"Observation": 59, "DataGap": 27, "Programme": 21, "Platform": 3, "Building": 3, "Unit": 2, "Post": 1}
    told |= {"PartyOrganization": 3, "CoordinatingBody": 1, "Association": 1, "MeetingSeries": 2, "Agreement": 2}
    assert labels == {**told, "Project": 2, "Task": 2}
    seats = {each.ends for each in outcome.records.values() if each.label == "SEAT_IN"}
    assert len(seats) == 2, "who leads the committee heads the leading group"
