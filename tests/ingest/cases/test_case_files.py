"""What must hold of every case file, without the articles at hand."""

import re
from pathlib import Path

import pytest

from ingest.cases.catalog import FOLDER, case_named, cases, read_case
from ingest.cases.declare import LOCATOR_LENGTH, CaseFile
from ingest.cases.faults import faults
from ingest.clean.numbers import parse_interval

CASES = [pytest.param(case, id=case.id) for case in cases().values()]


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


@pytest.mark.parametrize("case", CASES)
def test_figures_in_conflict_cannot_both_hold(case: CaseFile) -> None:
    figures = {fact.key: fact for fact in case.observations}
    for conflict in case.conflicts:
        first, second = sorted((figures[key] for key in conflict.observations), key=lambda fact: fact.low)
        assert first.measure == second.measure
        assert first.high is not None and first.high < second.low, conflict.key


def test_reading_twice_gives_equal_cases(tmp_path: Path) -> None:
    copy = tmp_path / "beishan.toml"
    copy.write_bytes((FOLDER / "beishan.toml").read_bytes())
    assert read_case(copy) == cases()["beishan"]
