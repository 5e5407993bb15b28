"""Rules are complete: source, words, columns, page, expected rows; each standard of the cases is a rule or a reason."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from api.command.standards import FORCES, SUBJECTS
from api.reference.standards import standards_page
from graph.analysis.standards import fields, rules
from graph.analysis.standards.catalog import read_rule
from graph.disclosure.standards import people_columns
from graph.model.declare import Kind
from graph.model.types.standard import COMPARISONS, STANDARD_KINDS
from graph.questions.catalog import questions
from ingest.cases.catalog import cases
from ingest.cases.facts import StandardFact
from ingest.formats.catalog import formats

ROOT = Path(__file__).parents[4]
CHECKED = sorted(rule.id for rule in rules().values() if rule.checkable)


def standard_facts() -> set[tuple[str, str]]:
    return {(case.id, fact.key) for case in cases().values() for fact in case.cited if isinstance(fact, StandardFact)}


def test_every_standard_of_the_cases_has_exactly_one_rule_or_reason():
    told = Counter((rule.source.case, key) for rule in rules().values() for key in rule.source.facts)
    assert len(standard_facts()) > 50
    assert {fact for fact in standard_facts() if told[fact] != 1} == set()


@pytest.mark.parametrize("name", sorted(rules()))
def test_the_source_of_a_rule_is_there(name):
    source = rules()[name].source
    if source.case is None:
        assert source.text_to_check, "taken from a report of the regulation"
        assert all(re.fullmatch(r"S\d+", mark) for mark in source.basis)
        return
    case = cases()[source.case]
    known = {fact.key: fact for fact in case.cited}
    passages = {passage for key in source.facts for passage in known[key].passages}
    assert set(source.passages) == passages


@pytest.mark.parametrize("name", sorted(rules()))
def test_a_rule_of_a_case_says_must_where_the_case_does(name):
    rule = rules()[name]
    for key in rule.source.facts:
        fact = next(each for each in cases()[rule.source.case].cited if each.key == key)
        if isinstance(fact, StandardFact):
            assert rule.force == fact.force


def test_figures_of_rules_are_those_of_the_facts():
    """Where the fact is a ratio or an amount, the rule asks the same figure of the same base."""
    compared = 0
    for rule in rules().values():
        for key in rule.source.facts if rule.requires is not None else ():
            fact = next(each for each in cases()[rule.source.case].cited if each.key == key)
            if isinstance(fact, StandardFact) and fact.kind in ("ratio", "amount"):
                assert (rule.requires.low, rule.requires.high) == (fact.low, fact.high)
                assert rule.requires.per in (None, fact.per)
                compared += 1
    assert compared >= 6


@pytest.mark.parametrize("name", CHECKED)
def test_the_columns_of_a_rule_are_those_of_its_question(name):
    rule = rules()[name]
    evidence = rule.evidence
    columns = questions()[evidence.question].columns
    named = {evidence.id, evidence.name, evidence.place, evidence.place_name, evidence.rows} - {""}
    assert rule.columns | named <= set(columns)
    assert set(evidence.parameters) <= set(questions()[evidence.question].parameters)
    counts = {each for each in rule.columns if columns[each].kind is Kind.INTEGER}
    assert rule.columns - counts <= set(fields()), "what a reader is told where it is not known"
    assert {evidence.absence, *(item.absence for item in rule.items)} - {None} <= set(formats())


@pytest.mark.parametrize("name", CHECKED)
def test_a_rule_has_expected_rows(name):
    assert (ROOT / "tests" / "cases" / "standards" / f"{name}.toml").is_file()


def test_no_expected_rows_are_of_an_unknown_rule():
    assert {path.stem for path in (ROOT / "tests" / "cases" / "standards").glob("*.toml")} == set(CHECKED)


def test_every_rule_is_on_the_page():
    text = standards_page()
    assert all(f"## {name}\n" in text for name in CHECKED)
    assert all(f"`{name}`" in text for name in rules())


def test_words_there_are_for_every_code():
    for rule in rules().values():
        assert rule.kind in STANDARD_KINDS
        assert rule.force in FORCES
        assert rule.subject in SUBJECTS
        assert rule.requires is None or rule.requires.comparison in COMPARISONS
        assert re.search("[\u4e00-\u9fff]", rule.title_zh)
        assert re.search("[a-z]{2}", rule.title_en)
    used = {rule.subject for rule in rules().values()}
    assert used <= set(SUBJECTS)


def test_rules_on_numbers_of_people_are_known_by_their_columns():
    assert {rule.id for rule in rules().values() if people_columns(rule)} == {
        "beihai_grid_officers",
        "beihai_station_staff",
        "branch_committee_7_members",
        "branch_max_50_members",
        "branch_min_3_members",
        "committee_100_members",
        "general_branch_50_members",
        "zhengzhou_workers_per_300_households",
    }


def test_no_threshold_stands_in_the_code():
    """The runner holds no number but those of arithmetic and of the tolerance."""
    folder = ROOT / "graph" / "analysis" / "standards"
    numbers = {
        number
        for path in folder.glob("*.py")
        for number in re.findall(
            r"(?<![\w.])\d+(?:\.\d+)?(?:e-?\d+)?",
            re.sub(r'"""(?:.|\n)*?"""|"[^"\n]*"|#.*', "", path.read_text("utf-8")),
        )
    }
    assert numbers <= {"0", "1", "0.0", "1.0", "1e-9", "366"}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (("low = 600.0\n", ""), "low"),
        (('comparison = "more_than"', 'comparison = "between"'), "between"),
        (("[requires]", "checkable = false\n[requires]"), "extra"),
        (('facts = ["LY-S07"]\n', ""), "stands in a case"),
        (('kind = "ratio"', 'kind = "share"'), "share"),
        (('kind = "ratio"', 'kind = "checklist"'), "checklist"),
        (("version = 1", 'version = 1\nreason_zh = "无"\nreason_en = "none"'), "not checkable"),
    ],
)
def test_a_rule_that_is_not_complete_names_its_file(tmp_path, change, wrong):
    text = (ROOT / "graph/analysis/standards/rules/lianyun_venue_over_600_m2.toml").read_text("utf-8")
    assert change[0] in text
    path = tmp_path / "rule.toml"
    path.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(ValueError, match=wrong) as raised:
        read_rule(path)
    assert str(raised.value).startswith("rule.toml")
