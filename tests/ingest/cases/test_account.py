"""The tables of a case: every fact with its passages, dates in order, ratios only where they may be derived."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from graph.model.declare import Kind
from ingest.cases.account import ACCOUNTS, OVERVIEW, overview, undated
from ingest.cases.article import Article
from ingest.cases.catalog import cases
from ingest.cases.declare import CaseFile
from ingest.cases.faults import faults
from ingest.cases.labels import interval_text
from tests.ingest.cases.invented import ARTICLE, invented

CASES = [pytest.param(case, id=case.id) for case in (invented(), *cases().values())]
KINDS = {Kind.TEXT: str, Kind.INTEGER: int, Kind.NUMBER: float | int, Kind.BOOLEAN: bool, Kind.DAY: date}


def test_the_invented_case_is_one() -> None:
    assert faults(invented()) == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", ACCOUNTS)
def test_rows_have_the_declared_columns_and_kinds(case: CaseFile, name: str) -> None:
    account = ACCOUNTS[name]
    for row in account.rows(case):
        assert list(row) == [column.name for column in account.columns]
        for column in account.columns:
            value = row[column.name]
            if column.kind is Kind.TEXTS:
                assert isinstance(value, list) and all(isinstance(each, str) for each in value), column.name
            else:
                assert value is None or isinstance(value, KINDS[column.kind]), column.name
    frame = account.frame(case)
    assert isinstance(frame, pl.DataFrame)
    assert frame.columns == [column.name for column in account.columns]
    assert frame.to_dicts() == account.rows(case)


@pytest.mark.parametrize("case", CASES)
def test_each_fact_is_one_row_with_all_its_passages(case: CaseFile) -> None:
    rows = ACCOUNTS["facts"].rows(case)
    assert [(row["key"], row["passage_ids"]) for row in rows] == [(f.key, list(f.passages)) for f in case.cited]
    for row in rows:
        assert len(row["passages"]) == len(row["passage_ids"])  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES)
def test_every_dated_or_spanned_figure_is_on_the_time_line_and_no_other(case: CaseFile) -> None:
    rows = ACCOUNTS["timeline"].rows(case)
    on_it = {row["key"] for row in rows if row["table"] == "observations"}
    expected = {fact.key for fact in case.observations if fact.as_of or fact.period}
    assert on_it == expected
    assert undated(case) == len(case.observations) - len(expected)
    latest = [row["latest"] or date.max for row in rows]
    assert latest == sorted(latest)


@pytest.mark.parametrize("case", CASES)
def test_the_overview_counts_the_tables(case: CaseFile) -> None:
    counts = overview(case)
    assert set(counts) == {column.name for column in OVERVIEW}
    for name, table in (("facts", "facts"), ("dated", "timeline"), ("gaps", "gaps"), ("passages", "passages")):
        assert counts[name] == len(ACCOUNTS[table].rows(case))
    assert counts["passed_over"] == sum(int(str(row["spans"])) for row in ACCOUNTS["passed_over"].rows(case))
    assert counts["uncited"] is None


def test_the_time_line_of_the_invented_case() -> None:
    told = [
        (row["what"], row["key"], row["date"], row["earliest"], row["latest"])
        for row in ACCOUNTS["timeline"].rows(invented())
    ]
    year = (date(2011, 1, 1), date(2011, 12, 31))
    assert told == [
        ("start", "E2", "2011", *year),
        ("as_of", "S1", "2011", *year),
        ("period", "S2", "2019年1月至2019年6月", date(2019, 1, 1), date(2019, 6, 30)),
        ("published_on", "source", "2020-01-01", date(2020, 1, 1), date(2020, 1, 1)),
        ("period", "S4", "近年来", None, None),
    ]


def test_facts_are_told_by_names_and_say_what_was_repaired() -> None:
    rows = {str(row["key"]): row for row in ACCOUNTS["facts"].rows(invented())}
    body = rows["E2"]
    assert (body["type"], body["kind"], body["start"], body["about"]) == (
        "Association",
        "federation",
        "2011",
        ["—位于(所在地点)→ 甲街道"],
    )
    assert (rows["S2"]["interval"], rows["S2"]["about"], rows["S2"]["passages"]) == (
        "[21, 29]",
        ["甲联合会"],
        ["P2「20余家」"],
    )
    assert {key for key, row in rows.items() if row["repaired"]} == {"S2"}
    assert rows["S4"]["interval"] == "[50, +∞)"


def test_ratios_are_derived_only_over_one_scope() -> None:
    rows = {row["key"]: row for row in ACCOUNTS["ratios"].rows(invented())}
    assert (rows["R1"]["interval"], rows["R1"]["low"], rows["R1"]["high"]) == ("[0.25, +∞)", 0.25, None)
    assert (rows["R2"]["interval"], rows["R2"]["low"], rows["R2"]["high"]) == (None, None, None)
    # 21 … 29 of at least 50: never nothing, at most 29/50
    assert (rows["R3"]["interval"], rows["R3"]["high"]) == ("(0, 0.58]", 0.58)
    assert (rows["R1"]["numerator_passages"], rows["R1"]["denominator_scope"]) == (["P4「共建单位」"], "单位")


def test_a_contradiction_shows_both_sides() -> None:
    (row,) = ACCOUNTS["contradictions"].rows(invented())
    assert (row["first_raw"], row["first_date"], row["second_raw"], row["second_date"]) == (
        "10家",
        "2011",
        "20余家",
        "2019年1月至2019年6月",
    )


def test_with_the_article_the_overview_says_what_is_not_cited() -> None:
    article = Article(tuple(ARTICLE.split("\n")))
    assert overview(invented(), article)["uncited"] == 0
    assert overview(invented(passed_over=[]), article)["uncited"] == 1


@pytest.mark.parametrize(
    ("bounds", "text"),
    [((63, 63), "63"), ((0.001, 0.5), "[0.001, 0.5]"), ((None, 5), "(-∞, 5]"), ((1e-7, None), "[1e-07, +∞)")],
)
def test_intervals_are_written_as_mathematics_has_them(bounds: tuple[float | None, float | None], text: str) -> None:
    assert interval_text(*bounds) == text
    assert interval_text(130, None, low_open=True) == "(130, +∞)"


@pytest.mark.skipif("lianyun" not in cases(), reason="THE CASE LIANYUN IS NOT THERE")
def test_lianyun_prints_no_day_of_publication() -> None:
    assert not [row for row in ACCOUNTS["timeline"].rows(cases()["lianyun"]) if row["key"] == "source"]
