"""Checks of a text on the invented subdistrict: its invented article beside its rosters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from graph.errors import Refused
from graph.questions.catalog import questions
from ingest.cases.catalog import cases, read_case
from ingest.cases.checking import SCHEMA, check
from ingest.cases.declare import CaseFile
from ingest.cases.vocabulary import measures

ARTICLES = Path(__file__).parents[2] / "cases" / "articles"
NOW = date(2018, 10, 31)


@pytest.fixture
def case() -> CaseFile:
    return read_case(ARTICLES / "jia.toml")


def told(found: pl.DataFrame) -> dict[str, tuple[str, str | None, str]]:
    return {row["asserted"]: (row["verdict"], row["found"], row["reason"]) for row in found.rows(named=True)}


def test_what_the_article_says_beside_the_rosters(subdistrict, case: CaseFile) -> None:
    with subdistrict.open("planner") as graph:
        found = check(graph, case, as_of=NOW)
    assert found.schema == SCHEMA
    verdicts = told(found)
    assert verdicts["社区数 2个"] == ("met", "2", "within")
    assert verdicts["网格数 10个"] == ("contradicted", "3", "outside")
    assert verdicts["子社区"] == ("met", None, "named")
    # two compounds bear this name; the rosters are invented; programmes stand in no roster
    assert verdicts["东苑"] == ("not_checkable", "2", "several")
    assert verdicts["甲街道党工委"] == ("not_checkable", None, "invented")
    assert verdicts["五联"] == ("not_checkable", None, "no_roster_of_type")
    assert verdicts["走访单位数 90余家"][2] == "no_rule"
    assert verdicts["居民满意"][2] == "no_figure"
    assert verdicts["街道联席会议"][2] == "not_asserted_of_rosters"
    grids = found.row(by_predicate=pl.col("key") == "JIA-S6", named=True)
    assert len(grids["rows"]) == 3 and grids["passages"] == ["P6 街道划分网格10个"]


def test_the_date_decides_what_the_rosters_hold(subdistrict, case: CaseFile) -> None:
    with subdistrict.open("planner") as graph:
        then, now = (told(check(graph, case, as_of=day)) for day in (date(2018, 6, 1), NOW))
    # the third community was dissolved at the end of June
    assert then["社区数 2个"] == ("contradicted", "3", "outside")
    assert now["社区数 2个"] == ("met", "2", "within")


def test_a_figure_of_an_earlier_date_is_counted_at_that_date(subdistrict, case: CaseFile) -> None:
    """In March there were still three communities."""
    said = case.model_dump()
    figure = next(each for each in said["observations"] if each["key"] == "JIA-S1")
    figure["as_of"] = "2018-03"
    dated = CaseFile.model_validate(said)
    with subdistrict.open("planner") as graph:
        assert told(check(graph, dated, as_of=NOW))["社区数 2个"] == ("contradicted", "3", "outside")


def test_a_place_that_nothing_is_listed_of_is_no_evidence_of_none(subdistrict, case: CaseFile) -> None:
    """The rosters list communities, each with 0 posts of the police, and no post."""
    said = case.model_dump()
    figure = next(each for each in said["observations"] if each["key"] == "JIA-S6")
    figure |= {"measure": "police_in_committees", "unit": "人"}
    with subdistrict.open("planner") as graph:
        found = told(check(graph, CaseFile.model_validate(said), as_of=NOW))
    assert found["进社区党组织班子的民警数 10个"] == ("missing", None, "not_listed")


def test_a_scope_stands_for_the_place_of_the_case_and_for_no_other(subdistrict, case: CaseFile) -> None:
    with subdistrict.open("planner") as graph:
        found = told(check(graph, case, scope="丑社区", as_of=NOW))
    assert found["社区数 2个"] == ("contradicted", "1", "outside")
    assert found["签订共建协议的单位数 10家"] == ("not_checkable", None, "other_place")


def test_a_case_is_no_evidence_for_itself(subdistrict, case: CaseFile) -> None:
    """The alliance of the article stands in the graph, and in no roster."""
    with subdistrict.open("planner") as graph:
        known = graph.node("Association", "甲街道共建联盟")
        assert [origin.file for origin in graph.origins(known)] == ["jia.toml"]
        assert told(check(graph, case, as_of=NOW))["甲街道共建联盟"][0] == "not_checkable"


def test_standards_are_checked_by_their_rules(subdistrict) -> None:
    """The standards of shipped articles, put to the rosters of the invented subdistrict."""
    with subdistrict.open("planner") as graph:
        found = pl.concat([check(graph, cases()[name], scope="甲街道", as_of=NOW) for name in ("lianyun", "zhengzhou")])
    verdicts = {row["key"]: (row["verdict"], row["found"], row["reason"]) for row in found.rows(named=True)}
    assert verdicts["LY-R04"] == ("contradicted", "1/2", "standard_not_met")
    assert verdicts["ZZ-R01"] == ("met", "2/2", "standard_met")
    assert verdicts["ZZ-R02"] == ("not_checkable", "0/2", "standard_to_check")
    assert verdicts["ZZ-R06"] == ("not_checkable", None, "standard_not_checkable")
    assert verdicts["ZZ-R03.1"] == ("not_checkable", None, "standard_withheld")
    failing = found.row(by_predicate=pl.col("key") == "LY-R04", named=True)
    assert failing["rows"] == ["Place:division:990201001002"]


def test_a_standard_without_a_rule_cannot_be_checked(subdistrict, case: CaseFile) -> None:
    with subdistrict.open("planner") as graph:
        found = told(check(graph, case, as_of=NOW))
    assert found["党群服务中心面积"] == ("not_checkable", None, "standard_not_checkable")


def test_it_is_not_for_the_public(subdistrict, case: CaseFile) -> None:
    with subdistrict.open("public") as graph, pytest.raises(Refused):
        check(graph, case, as_of=NOW)


@pytest.mark.parametrize("code", [code for code, measure in measures().items() if measure.count is not None])
def test_every_count_names_a_question_and_columns_that_there_are(code: str) -> None:
    count = measures()[code].count
    assert count is not None
    question = questions()[count.question]
    assert {count.column, *count.where, *filter(None, [count.add, count.body])} <= set(question.columns)
    assert "planner" in question.roles, "whoever may check a text may ask what it rests on"
    assert set(count.parameters) <= set(question.parameters)
    assert not question.columns[count.column].people
