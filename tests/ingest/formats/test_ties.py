"""The samples of the families of venues, lists, projects, money and territory, folded together: what ties to what."""

from __future__ import annotations

from datetime import date

import pytest

from graph.model.time import Moment
from graph.store.fold import Folded, Record, fold, gather
from graph.store.ledger import Ledger
from ingest.formats.catalog import FOLDER
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare

SAMPLES = (
    *("places", "units", "party_organizations", "grids", "buildings", "compounds", "venues", "lists", "claims"),
    *("projects", "funding", "assessments", "distances", "grid_overlaps", "successions"),
)
OPTIONS = LoadOptions(edition=Moment.day(date(2018, 9, 30)), scope="990101001", complete=True)
FORMER = """区划代码,级别,名称,上级代码,启用日期,停用日期
990101,区,演示区,,,
990101001201,村,甲村,990101001,2001-01-01,2012-04-30
"""


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Folded:
    folder = tmp_path_factory.mktemp("samples")
    former = folder / "former.csv"
    former.write_text(FORMER, encoding="utf-8")
    with Ledger(folder / "ledger.sqlite") as ledger:
        for name in SAMPLES:
            ledger.record(prepare([FOLDER / name / "sample.csv"], OPTIONS, ledger).drafts)
        early = LoadOptions(edition=Moment.day(date(2012, 4, 1)), scope="990101001")
        ledger.record(prepare([former], early, ledger).drafts)
        return fold(gather(ledger))


def named(folded: Folded, label: str, name: str) -> Record:
    (found,) = (
        each
        for each in folded.records.values()
        if each.label == label and each.ends is None and each.properties.get("name") == name
    )
    return found


def ties(folded: Folded, label: str) -> set[tuple[str, str, str]]:
    """Names (or labels, where there is none) of both ends, with the role between them."""
    nodes = {each.key: each for each in folded.records.values() if each.ends is None}

    def said(key: str) -> str:
        return str(nodes[key].properties.get("name") or nodes[key].label)

    return {
        (said(each.ends[0]), str(each.properties.get("role", "")), said(each.ends[1]))
        for each in folded.records.values()
        if each.label == label and each.ends is not None
    }


def test_who_owns_who_provides_and_who_runs_a_venue_are_told_apart(folded: Folded) -> None:
    assert ties(folded, "OWNS") == {
        ("演示甲子信息技术有限公司", "", "甲社区党群服务中心"),
        ("演示甲子学校", "", "演示甲子学校议事厅"),
    }
    assert ties(folded, "PROVIDES") >= {("演示甲子信息技术有限公司", "", "甲社区党群服务中心")}
    assert ties(folded, "OPERATES") >= {
        ("中共演示街道甲社区委员会", "", "演示甲子学校议事厅"),
        ("演示甲子学校", "", "演示甲子学校议事厅"),
    }
    assert ("甲社区党群服务中心", "main", "演示甲三大厦") in ties(folded, "LOCATED_IN")
    assert {("甲一苑微阵地", "service", "甲一苑"), ("甲一苑微阵地", "administrative", "甲社区")} <= ties(
        folded, "PART_OF"
    )


def test_a_point_comes_to_wgs84_and_keeps_how_it_was_written(folded: Folded) -> None:
    venue = named(folded, "Venue", "甲社区党群服务中心").properties
    assert (venue["longitude"], venue["latitude"]) == (120.1, 30.2)  # CGCS2000 is WGS-84 within a metre
    compound = named(folded, "Place", "甲一苑").properties
    assert compound["longitude"] != 120.1
    assert compound["point_as_written"] == "120.1,30.2 GCJ-02"


def test_claims_name_an_entry_by_number_or_by_title(folded: Folded) -> None:
    assert ties(folded, "CLAIM_OF") == {
        ("Claim", "", "操场夜间停车"),
        ("Claim", "", "假期作业辅导"),
        ("Claim", "", "一台旧轮椅"),
    }
    assert ties(folded, "CLAIMED_BY") >= {
        ("Claim", "", "演示甲子局"),
        ("Claim", "", "演示甲子信息技术有限公司"),
    }


def test_one_cell_of_numbers_puts_several_entries_into_a_project(folded: Folded) -> None:
    assert ties(folded, "PUT_INTO") == {
        ("操场夜间停车", "", "甲社区错时停车"),
        ("夜间停车难", "", "甲社区错时停车"),
        ("假期作业辅导", "", "暑期助学"),
    }
    assert {each for each in ties(folded, "TOOK_PART") if each[2] == "甲社区错时停车"} == {
        ("中共演示街道甲社区委员会", "organiser", "甲社区错时停车"),
        ("演示甲子学校", "participant", "甲社区错时停车"),
        ("演示甲子局", "participant", "甲社区错时停车"),
    }


def test_money_is_in_yuan_whatever_the_heading_counts_in(folded: Folded) -> None:
    assert named(folded, "Funding", "社区党建工作经费").properties["amount_yuan"] == 200_000
    assert named(folded, "Funding", "共建单位支持停车改造").properties["amount_yuan"] == 12_500
    assert ties(folded, "FUNDS") >= {
        ("社区党建工作经费", "", "甲社区"),
        ("社区党建工作经费", "", "甲社区党群服务中心"),
        ("社区党建工作经费", "", "中共演示街道甲社区委员会"),
    }


def test_both_sides_assess_each_other(folded: Folded) -> None:
    assert ties(folded, "ASSESSED") == {
        ("Assessment", "", "演示甲子局"),
        ("Assessment", "", "中共演示街道甲社区委员会"),
        ("Assessment", "", "演示甲子学校"),
    }
    assert ties(folded, "ASSESSED_BY") == {
        ("Assessment", "", "中共演示街道工作委员会"),
        ("Assessment", "", "中共演示街道甲社区委员会"),
        ("Assessment", "", "演示甲子局"),
        ("Assessment", "", "演示甲子学校"),
    }


def test_distances_lead_from_houses_and_compounds_to_venues(folded: Folded) -> None:
    found = {
        (str(each.properties["metres"]), str(each.properties["measured_on"]))
        for each in folded.records.values()
        if each.label == "DISTANCE_TO"
    }
    assert ties(folded, "DISTANCE_TO") == {
        ("甲一苑1幢", "", "甲社区党群服务中心"),
        ("甲社区商住楼1号", "", "甲社区党群服务中心"),
        ("甲一苑", "", "甲一苑微阵地"),
    }
    # without a date of its own a distance was measured by the day of the edition
    assert found == {("420.0", "2018-06-12"), ("310.5", "2018-09-30"), ("90.0", "2018-06-30")}


def test_a_grid_crosses_into_the_places_that_it_is_not_part_of(folded: Folded) -> None:
    assert ties(folded, "OVERLAPS") == {
        ("演示甲三大厦专属网格", "", "乙社区"),
        ("甲社区第2网格", "", "乙社区"),
    }


def test_a_succession_leads_from_the_place_that_held_the_code_until_then(folded: Folded) -> None:
    # its code ended years before the edition: by the day of the edition nobody would hold it
    assert ties(folded, "SUCCEEDED_BY") == {("甲村", "", "甲社区")}
    (tie,) = (each for each in folded.records.values() if each.label == "SUCCEEDED_BY")
    assert tie.ends == ("Place:division:990101001201@2001-01-01", "Place:division:990101001001")
    assert (tie.properties["share"], tie.properties["document"]) == (1.0, "演政发〔2012〕5号")
    assert str(tie.properties["start_latest"]) == "2012-05-01"
