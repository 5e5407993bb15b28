"""What must hold of every case file, without the articles at hand."""

import re
from pathlib import Path

import pytest

from ingest.cases.catalog import FOLDER, case_named, cases, read_case
from ingest.cases.declare import LOCATOR_LENGTH, CaseFile
from ingest.cases.faults import faults
from ingest.clean.numbers import parse_interval

CASES = [pytest.param(case, id=case.id) for case in cases().values()]

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


def test_every_case_file_of_the_folder_is_a_case() -> None:
    assert list(cases()) == sorted(path.stem for path in FOLDER.glob("*.toml"))
    assert "beishan" in cases()
    assert case_named("beishan") is cases()["beishan"]


@pytest.mark.parametrize("case", CASES)
def test_a_case_holds_together(case: CaseFile) -> None:
    assert faults(case) == []
    assert case.cited
    assert {name for fact in case.cited for name in fact.passages} == {each.id for each in case.passages}


@pytest.mark.parametrize("case", CASES)
def test_locators_are_short_and_spans_ordered_and_never_the_same(case: CaseFile) -> None:
    spans = [(each.line, each.start, each.end) for each in case.passages]
    assert all(start < end for _, start, end in spans)
    assert len(set(spans)) == len(spans)
    assert spans == sorted(spans), "passages stand in the order of the article"
    assert all(2 <= len(each.locator) <= LOCATOR_LENGTH for each in case.passages)


@pytest.mark.parametrize("case", CASES)
def test_the_article_itself_is_not_in_the_file(case: CaseFile) -> None:
    text = (FOLDER / f"{case.id}.toml").read_text(encoding="utf-8")
    longest = max(re.findall(r"[一-鿿]+", text), key=len)
    assert len(longest) <= 24, longest


@pytest.mark.parametrize("case", CASES)
def test_intervals_are_those_of_the_figures_as_printed(case: CaseFile) -> None:
    for fact in case.observations:
        expected = parse_interval(fact.raw)
        high = fact.high if fact.high is not None else float("inf")
        # where nothing bounds it, a case file has no end that could be open
        stated = (fact.low, high, fact.low_open, fact.high_open or fact.high is None)
        assert stated == (expected.low, expected.high, expected.low_open, expected.high_open), fact.key


def test_beishan_states_what_the_study_lists() -> None:
    case = cases()["beishan"]
    assert {fact.division: fact.name for fact in case.places if fact.division} == DIVISIONS_2018
    figures = {(fact.key, fact.raw, fact.low, fact.high, fact.as_of) for fact in case.observations}
    assert figures == {
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
    }
    groups = {(fact.name, fact.fields["kind"]) for fact in case.bodies if fact.type == "SubGroup"}
    assert {name for name, kind in groups if kind == "sector"} == {
        "民生服务",
        "文化交流",
        "社会治理",
        "经济发展",
    }
    assert {name for name, kind in groups if kind == "area"} == {"上保", "宝石"}, "five of the seven are not named"
    assert {(fact.key, fact.interval) for fact in case.mechanisms} == {
        ("BS-M01", None),
        ("BS-M02", "P1Y"),
        ("BS-M03", "P1Y"),
        ("BS-M04", "P3M"),
        ("BS-M05", "P3M"),
        ("BS-M09", "P3M"),
    }


def test_no_area_group_is_tied_to_a_community() -> None:
    case = cases()["beishan"]
    areas = {fact.key for fact in case.bodies if fact.type == "SubGroup"}
    tied = {(tie.type, tie.to) for fact in case.bodies if fact.key in areas for tie in fact.ties}
    assert tied == {("MEMBER_OF", "BS-E02.2")}
    assert not areas.intersection(end for tie in case.ties for end in (tie.source, tie.target))


@pytest.mark.parametrize("case", CASES)
def test_figures_in_conflict_cannot_both_hold(case: CaseFile) -> None:
    figures = {fact.key: fact for fact in case.observations}
    for conflict in case.conflicts:
        first, second = sorted((figures[key] for key in conflict.observations), key=lambda fact: fact.low)
        assert first.measure == second.measure
        assert first.high is not None and first.high < second.low, conflict.key


def test_the_members_figure_agrees_with_the_rough_one() -> None:
    figures = {fact.key: fact for fact in cases()["beishan"].observations}
    rough, exact = figures["BS-S04"], figures["BS-S03"]
    assert rough.high is not None and rough.low <= exact.low <= rough.high
    assert [conflict.observations for conflict in cases()["beishan"].conflicts] == [("BS-S01", "BS-S04")]


def test_reading_twice_gives_equal_cases(tmp_path: Path) -> None:
    copy = tmp_path / "beishan.toml"
    copy.write_bytes((FOLDER / "beishan.toml").read_bytes())
    assert read_case(copy) == cases()["beishan"]
