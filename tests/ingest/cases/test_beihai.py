"""What must hold of the Beihai case: its figures, its nine repairs by their bytes, and what is not to be recorded."""

import tomllib

import pytest

from graph.model.names import simplified
from graph.settings import Settings
from ingest.cases.article import read_article
from ingest.cases.catalog import FOLDER, case_named
from ingest.cases.declare import Repair
from ingest.cases.facts import Fact, node_type
from ingest.clean.numbers import parse_interval

CASE = case_named("beihai")
SOURCES = Settings().sources
with_sources = pytest.mark.skipif(
    SOURCES is None or not SOURCES.is_dir(),
    reason="THE REPAIRS ARE NOT COMPARED WITH THE ARTICLE: set GONGJIAN_SOURCES to the folder that holds it",
)

FIGURES = [
    ("BH-S02", "80%以上", 0.8, 1, None),
    ("BH-S03", "57名", 57, 57, None),
    ("BH-S04", "九年", 9, 9, None),
    ("BH-S06", "432个", 432, 432, None),
    ("BH-S07", "44个", 44, 44, "2018-10"),
    ("BH-S08", "63人", 63, 63, "2018-10"),
    ("BH-S09", "10项", 10, 10, None),
    ("BH-S10", "近一年", 0.95, 1, None),
]

# passage, text around the damage as first printed (traditional), index of the character whose lead byte is lost
DAMAGE = [
    ("P0.title", "北海”黨", 1, "mechanical"),
    ("P4.hosts", "北海”工作站", 1, "contextual"),
    ("P4.stations", "北海”工作站", 1, "contextual"),
    ("P5.directory", "北海”名錄", 1, "contextual"),
    ("P5.certificate", "北海”名錄的外來人才", 1, "contextual"),
    ("P5.benefits", "北海”服務站開", 1, "mechanical"),
    ("P7.year", "北海”黨", 1, "mechanical"),
    ("P9.declared", "北海”黨", 1, "mechanical"),
    ("P10.frame", "局。“薈", 1, "mechanical"),
]


def _facts(*keys: str) -> list[Fact]:
    return [CASE.nodes[key] for key in keys]


def _damaged(text: str, at: int) -> bytes:
    """The text's GBK bytes without the first byte of one character."""
    before = len(text[:at].encode("gbk"))
    content = text.encode("gbk")
    return content[:before] + content[before + 1 :]


def _shown(content: bytes) -> str:
    # the two-byte areas of GB 18030 that GBK leaves to users hold U+E391 and ⻊; punctuation was folded to ASCII
    return content.decode("gb18030").replace("\uff01", "!")


def _repair(passage: str) -> Repair:
    (repair,) = CASE.spans[passage].repairs
    return repair


def test_the_figures_are_those_of_the_article() -> None:
    assert [(each.key, each.raw, each.low, each.high, each.as_of) for each in CASE.observations] == FIGURES


def test_what_is_told_of_all_without_a_figure_is_an_outcome() -> None:
    claimed = {each.key: (each.raw, each.as_of) for each in CASE.outcomes}
    assert claimed["BH-S01"] == ("全市所有的街道", None)
    assert claimed["BH-S05"] == ("副科级公务员", None)
    assert claimed["BH-O05"] == ("进一步配强社区“两委”班子", "2017")
    assert {"BH-O01", "BH-O02", "BH-O03"} <= set(claimed)


@pytest.mark.parametrize(("passage", "text", "at", "tier"), DAMAGE)
def test_each_repair_is_what_the_surviving_bytes_say(passage: str, text: str, at: int, tier: str) -> None:
    repair = _repair(passage)
    assert simplified(text[at:]) == repair.reading
    assert repair.tier == tier
    content = _damaged(text, at)
    if tier == "contextual":
        # the last byte is lost as well: every byte but it stands in what is printed
        with pytest.raises(UnicodeDecodeError):
            _shown(content)
        content = content[:-1]
    assert _shown(content) == text[:at] + repair.printed


def test_nine_passages_are_repaired_and_no_other() -> None:
    assert [each.id for each in CASE.passages if each.repairs] == [each[0] for each in DAMAGE]


@with_sources
@pytest.mark.parametrize(("passage", "text", "at", "tier"), [each for each in DAMAGE if each[3] == "contextual"])
def test_a_contextual_reading_stands_intact_elsewhere_in_its_section(
    passage: str, text: str, at: int, tier: str
) -> None:
    assert SOURCES is not None and tier == "contextual"
    line = read_article(CASE, SOURCES).lines[CASE.spans[passage].line - 1]
    intact = {"站": "北海”工作站", "錄": "北海”名錄", "才": "外來人才"}[text[-1]]
    assert intact in line and text.endswith(intact[-3:])


@with_sources
def test_only_the_bytes_of_the_article_are_damaged() -> None:
    assert SOURCES is not None
    article = read_article(CASE, SOURCES)
    spots = sum(line.count("!") for line in article.lines)
    assert spots == len(DAMAGE), "each lost byte leaves one exclamation mark, and the article has no other"
    for passage, text, at, _ in DAMAGE:
        assert text[:at] + _repair(passage).printed in article.text(CASE.spans[passage])


def test_bodies_are_only_those_that_the_article_names() -> None:
    named: dict[str, set[str]] = {}
    for each in CASE.bodies:
        named.setdefault(each.type, set()).add(each.name)
    assert {each.name: each.level for each in CASE.places} == {"北海市": "city", "广西": "province"}
    assert named.pop("Programme") >= {"荟萃北海", "“党支部+网格”管理模式", "阳光换届", "10项优惠政策", "全域党建"}
    assert named == {
        "PartyOrganization": {"中共北海市委组织部"},
        "MeetingSeries": {"大工委、大党委联席会议"},
        "Platform": {"北海先锋", "阳光红页"},
        "Instrument": {"全市干部培训整体规划", "全国城市基层党建工作座谈会精神"},
    }
    begun = {each.name: each.start for each in CASE.bodies if each.start}
    assert begun == {"荟萃北海": "2017"}


def test_police_grids_are_a_set_without_a_number_and_the_gap_says_so() -> None:
    assert {node_type(each) for each in _facts("BH-E02.4", "BH-E03.3", "BH-E03.4", "BH-E07.1")} == {"Cohort"}
    open_measures = {measure: gap.kind for gap in CASE.gaps for measure in gap.measures}
    assert open_measures == {
        "service_centres": "ambiguous",
        "police_grids": "unstated",
        "grids": "unstated",
        "grid_branches": "unstated",
        "floating_members": "unstated",
        "floating_population": "unstated",
        "subdistricts": "unstated",
        "communities": "unstated",
        "enlarged_committees": "unstated",
    }
    figures = {each.measure for each in CASE.observations}
    assert figures & set(open_measures) == {"service_centres"}, "no figure stands beside the reason that there is none"


def test_the_centres_are_a_target_and_no_conflict() -> None:
    (centres,) = (each for each in CASE.observations if each.measure == "service_centres")
    assert (centres.nature, centres.as_of) == ("target", None)
    assert CASE.conflicts == ()
    (ratio,) = CASE.ratios
    assert (ratio.numerator, ratio.denominator, ratio.same_scope) == ("BH-S07", "BH-S06", False)


def test_two_rules_of_one_to_two_stay_two_standards() -> None:
    rules = {
        each.key: (each.kind, each.comparison, each.low, each.high, each.unit, each.per_unit)
        for each in CASE.standards
        if each.kind == "ratio"
    }
    assert rules == {
        "BH-R01": ("ratio", "between", 1, 2, "人", "个工作站"),
        "BH-R02": ("ratio", "between", 1, 2, "人", "个网格警务区"),
    }


def test_the_other_standards_have_their_items_and_intervals() -> None:
    items = {each.key: len(each.items) for each in CASE.standards if each.kind == "checklist"}
    assert items == {"BH-R03": 3, "BH-R04": 8, "BH-R06": 8}
    due = {each.key: (each.interval, each.comparison, each.low) for each in CASE.standards if each.kind == "deadline"}
    assert due == {"BH-R05": ("P2Y", "exactly", 432)}
    called_for = {each.key: each.low for each in CASE.standards if each.force == "should"}
    assert called_for == {"BH-R11": 4, "BH-R12": 3, "BH-R14": None}
    assert "法律文体问询" in next(each.items for each in CASE.standards if each.key == "BH-R06")


def test_no_interval_is_made_up_for_what_is_only_periodic() -> None:
    assert {each.interval for each in CASE.mechanisms} == {None}
    (series,) = (each for each in CASE.bodies if each.type == "MeetingSeries")
    assert series.fields == {}
    assert {(tie.type, tie.to) for tie in series.ties} == {("SERIES_OF", "BH-E02.2"), ("SERIES_OF", "BH-E02.3")}


def test_the_directory_and_the_register_of_the_undeclared_are_refused() -> None:
    refused = {each.key: each.passages for each in CASE.gaps if each.kind == "refused"}
    assert refused == {
        "BH-C5": ("P5.directory", "P5.search", "P5.criteria", "P5.entries"),
        "BH-C6": ("P9.undeclared",),
    }
    for key, passages in refused.items():
        citing = {each.key for each in CASE.cited if set(passages) & set(each.passages)}
        assert citing == {key}, "what is told of a refused roster is no fact of its own"
    persons = {"PartyMember", "PublicFigure", "Registration", "ListItem", "Post", "Headcount"}
    assert not persons & {node_type(each) for each in CASE.nodes.values()}
    named = [each.name for each in CASE.bodies] + [each.name for each in CASE.cohorts]
    named += [each.name for each in CASE.mechanisms] + [each.name for each in CASE.standards]
    assert not [name for name in named if "名录" in name or "信息库" in name]


def test_of_the_directory_stand_its_size_and_the_policies_for_those_certified() -> None:
    (policies,) = (each for each in CASE.standards if each.key == "BH-R04")
    assert policies.applies_to == "收录进名录、经审批颁发荣誉证书的外来人才"
    counted = {each.measure: (each.low, each.as_of, each.about) for each in CASE.observations}
    assert counted["directory_persons"] == (63, "2018-10", ("BH-E01.1", "BH-C5"))
    assert counted["preferential_policies"] == (10, None, ("BH-E01.1", "BH-E06.9"))
    (practice,) = (each for each in CASE.practices if each.practice == "talent_directory")
    assert practice.facts == ("BH-C5", "BH-E06.9", "BH-R04", "BH-S08", "BH-S09")


def test_only_ties_for_which_the_article_has_a_word() -> None:
    told = {(each.type, each.source, each.target) for each in CASE.ties}
    assert told == {("BASED_ON", "BH-E04.1", "BH-E08.2"), ("RUNS", "BH-E07.1", "BH-E06.4")}
    runs = {(each.key, tie.to) for each in CASE.bodies for tie in each.ties if tie.type == "RUNS"}
    assert runs == {("BH-E02.1", "BH-E04.2")}, "of the other account and of the platform nobody is said to run them"


@with_sources
def test_the_passages_hold_the_words_that_their_facts_rest_on() -> None:
    assert SOURCES is not None
    article = read_article(CASE, SOURCES)
    rests_on = {
        "P6.secretary": "依托网格警务区党支部",  # of what the first secretary is one
        "P11.idea": "作为一个整体",
        "P1.meeting": "贯彻落实",
        "P13.axis": "街道和社区党组织为主轴",
    }
    for passage, words in rests_on.items():
        assert words in simplified(article.text(CASE.spans[passage]))


@with_sources
def test_nobody_of_the_page_is_named() -> None:
    assert SOURCES is not None
    article = read_article(CASE, SOURCES)
    (line,) = (text for text in article.lines if "責編" in text)
    editors = line.strip(" ()").partition(":")[2].split("、")
    assert len(editors) == 2
    written = (FOLDER / "beihai.toml").read_text(encoding="utf-8")
    for editor in editors:
        assert editor not in written and simplified(editor) not in written


def test_practices_are_those_that_show() -> None:
    assert {each.practice: each.named for each in CASE.practices} == {
        "regional_party_building": True,
        "joint_conference": True,
        "enlarged_committee": True,
        "grid_branch": True,
        "service_centre": True,
        "small_outlet": True,
        "firms_and_societies": False,
        "floating_members": True,
        "police_in_committee": True,
        "volunteer_team": False,
        "digital_platform": True,
        "staffing_standard": False,
        "funding_standard": False,
        "talent_directory": True,
    }


def test_the_synthetic_rosters_claim_no_figure_that_the_article_does_not_print() -> None:
    path = FOLDER.parent / "synthetic" / "cases" / "beihai.toml"
    declared = tomllib.loads(path.read_text(encoding="utf-8"))
    figures = {each.key: each for each in CASE.observations}
    for total in declared["totals"]:
        figure = figures[total["passage"]]
        interval = parse_interval(total["published"])
        assert (interval.low, interval.high) == (figure.low, figure.high)
        assert total["published"] in figure.raw
    (book,) = (each for each in declared["books"] if each["format"] == "coordinating_bodies")
    (street,) = (each for each in book["rows"] if each["cells"]["机构类别"] == "大工委")
    assert street["count"] == declared["area"]["subdistricts"], "所有的街道: one for each, though no figure says so"
