"""What the case of Lianyun must hold: its undated figures, its sets without nodes, and the proof of its mended text."""

import tomllib
from pathlib import Path

import pytest

from graph.model.time import Moment
from graph.settings import Settings
from graph.store.fold import fold, gather
from graph.store.ledger import Ledger
from ingest.cases.article import as_read, read_article
from ingest.cases.catalog import FOLDER, cases
from ingest.cases.declare import TABLES
from ingest.cases.draft import draft
from ingest.cases.facts import PlaceFact
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare

CASE = cases()["lianyun"]
SOURCES = Settings().sources
with_sources = pytest.mark.skipif(
    SOURCES is None or not SOURCES.is_dir(),
    reason="THE MENDED TEXT IS NOT COMPARED WITH ITS ARTICLE: set GONGJIAN_SOURCES to the folder that holds it",
)

FIGURES = [
    # key, raw, low, high, as_of
    ("LY-S01", "95.6%", 0.956, 0.956, None),
    ("LY-S02", "96.7%", 0.967, 0.967, None),
    ("LY-S03", "31名", 31, 31, None),
    ("LY-S04", "144个", 144, 144, None),
    ("LY-S05", "115个", 115, 115, None),
    ("LY-S06", "27个", 27, 27, None),
    ("LY-S07", "超600平方米", 600, None, None),
    ("LY-S08", "43个", 43, 43, None),
    ("LY-S09", "119个", 119, 119, None),
    ("LY-S10", "110个", 110, 110, None),
    ("LY-S11", "1600余名", 1601, 1699, None),
    ("LY-S12", "13个", 13, 13, None),
    ("LY-S13", "四项", 4, 4, None),
    ("LY-S14", "5分钟", 5 / 60, 5 / 60, None),
    ("LY-S15", "五", 5, 5, None),
    ("LY-S16", "两", 2, 2, None),
]

DAMAGED = "面?zhèn)戎赜跀?shù)"
MEANT = "面側重于數"


def _names(type_: str) -> set[str]:
    return {fact.name for fact in CASE.bodies if fact.type == type_}


def test_the_figures_are_those_of_the_study() -> None:
    assert [(each.key, each.raw, each.low, each.high, each.as_of) for each in CASE.observations] == FIGURES
    area = next(each for each in CASE.observations if each.key == "LY-S07")
    assert area.low_open and area.scope == "27个社区党群服务中心各自的建筑面积", "more than 600, not 600"


def test_nothing_of_it_has_a_date() -> None:
    assert CASE.source.published_on is None
    assert CASE.source.edition == CASE.source.filed_under == "2019-09-18"
    declared = tomllib.loads((FOLDER / "lianyun.toml").read_text(encoding="utf-8"))
    dated = {"as_of", "period", "start", "end", "signed_on", "held_on", "begun_on", "closed_on", "issued_on"}
    facts = [fact for table in TABLES for fact in declared.get(table, [])]
    assert [fact["key"] for fact in facts if dated & {*fact, *fact.get("fields", {})}] == []
    assert not [tie for fact in facts for tie in fact.get("ties", []) if {"start", "end"} & set(tie)]


def test_only_idle_rooms_of_units_are_idle() -> None:
    """Micro venues stand in vacated, ancillary and idle rooms: only those of units are called idle."""
    (rooms,) = (each for each in CASE.mechanisms if each.key == "LY-M16")
    assert all(word in rooms.name for word in ("腾换", "配套", "闲置"))
    assert all(word in rooms.statement for word in ("村社区腾换", "小区物业", "单位闲置"))


def test_the_case_is_about_the_district() -> None:
    assert CASE.case.place is not None
    place = CASE.nodes[CASE.case.place]
    assert isinstance(place, PlaceFact) and place.division == "320703"


@pytest.mark.parametrize(("edition", "places"), [("2018-10-31", 84), ("2023-06-30", 90)])
def test_beside_its_division_list_nothing_is_pending_but_the_city_out_of_the_area(
    tmp_path: Path, edition: str, places: int
) -> None:
    divisions = FOLDER / "divisions" / f"lianyun_{edition[:4]}.csv"
    options = LoadOptions(edition=Moment.parse(edition), complete=True, issuer="国家统计局")
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        listed = prepare([divisions], options, ledger)
        (file,) = listed.files
        assert len(file.draft.rows) == places and not file.returned
        ledger.record([file.draft])
        ledger.record([draft(CASE)])
        outcome = fold(gather(ledger))
    left = {(each.text, each.resolution.state.value) for each in outcome.open_references()}
    assert left == {("320700", "out_of_area")}
    assert outcome.findings == []
    coded = {f"Place:division:{each.division}" for each in CASE.places if each.division}
    assert coded <= set(outcome.records)


def test_bodies_by_type() -> None:
    assert {fact.name: fact.division for fact in CASE.places} == {
        **{"江苏省": None, "连云港市": None, "东城海岸小区": None},
        **{"连云区": "320703", "棠梨社区": "320703008002"},
    }
    assert _names("PartyOrganization") == {"区委", "社区党委"}
    assert _names("CoordinatingBody") == {"区党建工作领导小组", "党建联席会议"}
    assert _names("MeetingSeries") == {"党建联席会议", "工作例会"}
    assert _names("Post") == {"区委书记"}
    assert _names("Team") == {"正义联盟"}
    assert _names("Association") == {"红管家联盟"}
    assert _names("Agreement") == {"共建协议"}
    assert _names("Project") == {"青春伴夕阳", "星梦起航"}
    assert _names("Platform") == {"智慧连云“1+N”平台系统", "掌上媒介", "全要素网格通"}
    brands = _names("Programme")
    assert {"堡垒工程", "三区共筑党建桥头堡", "街社吹哨、单位报到", "三亮", "一委三会", "红色物业"} < brands
    assert "红网格议事" in brands and len(brands) == 17
    assert _names("Instrument") == {"目标责任书"}


def test_the_solved_dispute_is_a_task_of_the_community() -> None:
    (task,) = (fact for fact in CASE.bodies if fact.type == "Task")
    assert (task.name, task.fields) == ("东城海岸小区物业矛盾纠纷", {"outcome": "done"})
    assert {(tie.type, tie.to) for tie in task.ties} == {("RESPONSIBLE", "LY-E02.4"), ("FOR_PLACE", "LY-E01.5")}


def test_counted_sets_are_cohorts_and_never_nodes_of_their_own() -> None:
    assert {"Grid", "Venue", "Unit", "PublicFigure", "Registration"}.isdisjoint({fact.type for fact in CASE.bodies})
    sized = {key for fact in CASE.observations for key in fact.about if key in {each.key for each in CASE.cohorts}}
    assert {each.name for each in CASE.cohorts if each.key in sized} == {
        *("31名基层党员民警", "144个综合网格", "115个网格党支部", "27个社区党群服务中心", "43个“微阵地”"),
        *("119个“支部家院”", "110个网格志愿服务团队", "1600余名登记志愿者", "13个服务项目"),
    }


def test_only_what_is_yearly_in_the_article_has_an_interval() -> None:
    assert {each.key: each.interval for each in CASE.mechanisms if each.interval} == {
        "LY-M02.2": "P1Y",
        "LY-M03": "P1Y",
    }
    assert {each.key: each.interval for each in CASE.standards if each.interval} == {"LY-R05": "P1Y", "LY-R06": "P1Y"}


def test_standards_with_their_figures_and_items() -> None:
    figures = [
        (fact.key, fact.kind, fact.comparison, fact.low, fact.unit, fact.per, fact.per_unit)
        for fact in CASE.standards
        if fact.low is not None
    ]
    assert figures == [
        ("LY-R02", "amount", "at_most", 5, "分钟", None, None),
        ("LY-R03", "ratio", "exactly", 1, "处", 1, "支部"),
    ]
    assert {fact.key: fact.items for fact in CASE.standards if fact.items} == {
        "LY-R07": ("资源清单", "需求清单", "服务清单", "问题清单"),
        "LY-R08": ("人口规模适度", "服务管理方便", "资源配置有效", "功能相对齐全"),
        "LY-R09": ("先试点", "后推广", "再创牌"),
        "LY-R10": ("党徽标识", "版面色调", "主题标语", "门牌导览"),
        "LY-R11": ("认岗位", "认亲人", "认难题"),
        "LY-R12": ("亮身份", "亮承诺", "亮行动"),
    }
    assert {fact.key for fact in CASE.standards if fact.kind == "exists"} == {"LY-R04"}


def test_branches_are_laid_against_grids_as_a_mean_and_never_as_coverage() -> None:
    assert [(each.numerator, each.denominator, each.same_scope) for each in CASE.ratios] == [
        ("LY-S05", "LY-S04", True),
        ("LY-S09", "LY-S05", False),
        ("LY-S08", "LY-S09", False),
        ("LY-S11", "LY-S10", False),
        ("LY-S03", "LY-S06", False),
        ("LY-S04", "LY-S06", False),
        ("LY-S08", "LY-S05", True),
    ]
    assert all(each.title.startswith("平均每个") for each in CASE.ratios if each.same_scope)
    open_ = {gap.key: gap.measures for gap in CASE.gaps if gap.kind == "ambiguous"}
    assert open_["LY-C1"] == ("grids", "grid_branches")
    assert open_["LY-C2"] == ("grid_branches", "family_yards")
    assert open_["LY-C4"] == ("communities", "enlarged_committees"), "27 of centres, or of communities"
    assert {"LY-C21", "LY-C22", "LY-C23", "LY-C27"} < set(open_), "bodies told twice, yards only laid out"
    assert CASE.conflicts == (), "no two figures of one measure"


def test_what_is_refused_and_what_the_article_does_not_show() -> None:
    assert {gap.name for gap in CASE.gaps if gap.kind == "refused"} == {"被帮扶者名单", "党员中心户名单"}
    shown = {each.practice: each.named for each in CASE.practices}
    assert len(shown) == 17
    assert {name for name, named in shown.items() if not named} == {"double_registration", "wishes_and_aid"}
    assert {"association", "area_standard", "staffing_standard", "funding_standard"}.isdisjoint(shown)


def test_the_repairs() -> None:
    repairs = {each.id: [(one.printed, one.reading, one.tier) for one in each.repairs] for each in CASE.passages}
    assert {name: each for name, each in repairs.items() if each} == {
        "P5.levels": [(DAMAGED + "據(jù)", "面侧重于数据", "mechanical")],
        "P13.shining": [("黨身份", "亮身份", "contextual")],
    }


def test_the_damaged_run_is_what_notes_between_the_bytes_of_gbk_make_of_the_reading() -> None:
    """The notes were put in by bytes: E6 82 (鎮, zhèn) was read across 面 and 側, and 數 is followed by its own."""
    meant = MEANT.encode("gbk")
    assert meant[1:3].decode("gbk") == "鎮" and meant[-2:].decode("gbk") == "數"
    noted = meant[:3] + "(zhèn)".encode("gbk") + meant[3:] + "(shù)".encode("gbk")
    assert _decoded(noted) == DAMAGED


def _decoded(text: bytes) -> str:
    """Bytes of GBK in pairs, as the text was decoded: a pair that is no character became one question mark."""
    found, at = "", 0
    while at < len(text):
        width = 2 if text[at] > 0x80 else 1
        try:
            found += text[at : at + width].decode("gbk")
        except UnicodeDecodeError:
            found += "?"
        at += width
    return found


@with_sources
def test_the_mended_passages_as_they_are_read() -> None:
    assert isinstance(SOURCES, Path)
    article = read_article(CASE, SOURCES)
    read = {name: as_read(CASE.source, each, article.text(each)) for name, each in CASE.spans.items()}
    assert read["P5.levels"].startswith("区街层面侧重于数据集成")
    assert "?" not in "".join(read.values()) and "(" not in "".join(read.values()), "no damage, no note is left"
    assert "党员亮身份、亮承诺、亮行动" in read["P13.shining"]
