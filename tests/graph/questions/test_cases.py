"""Every question against rows reasoned by hand from the rosters in tests/cases/subdistrict."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph.questions.asking import Asking, Page, Row
from graph.questions.catalog import question_named, questions

FOLDER = Path(__file__).parents[2] / "cases" / "questions"
Case = dict[str, Any]
KEYS = {"why", "as_of", "scope", "parameters", "columns", "rows", "absent"}


@cache
def cases(name: str) -> list[Case]:
    """The cases of one question; an empty text in a row stands for null, which TOML cannot write."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["cases"]


ALL = [
    pytest.param(path.stem, case, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.toml"))
    for number, case in enumerate(cases(path.stem), start=1)
]


def asked(asking: Asking, name: str, case: Case, **changes: Any) -> list[Row]:
    given = {**case, **changes}
    page, scope = given.get("page"), given.get("scope")
    question = question_named(name)
    return asking.ask(question, given.get("parameters", {}), as_of=given["as_of"], scope=scope, page=page).rows


def tuples(rows: list[Row], columns: list[str]) -> Counter[tuple[object, ...]]:
    return Counter(tuple(_plain(row[column]) for column in columns) for row in rows)


def _plain(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return None if value == "" else value


@pytest.fixture
def asking(subdistrict) -> Iterator[Asking]:
    with subdistrict.open() as graph:
        yield Asking(graph.store)


def test_every_question_has_its_cases_and_no_case_is_of_an_unknown_question():
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(questions())


@pytest.mark.parametrize(("name", "case"), ALL)
def test_the_rows_are_those_reasoned_from_the_rosters(asking, name, case):
    found = asked(asking, name, case)
    assert set(case) <= KEYS
    expected = Counter(tuple(_plain(value) for value in row) for row in case["rows"])
    assert tuples(found, case["columns"]) == expected, case["why"]


@pytest.mark.parametrize("name", sorted(questions()))
def test_each_question_has_a_true_negative(asking, name):
    """Something that the rosters or a wider question hold, and this answer must not."""
    rosters = "".join(path.read_text("utf-8") for path in FOLDER.with_name("subdistrict").glob("*.csv"))
    wide = [
        row
        for case in cases(name)
        for other in cases(name)
        for row in asked(asking, name, case, as_of=other["as_of"], scope=None)
    ]
    negatives = 0
    for case in cases(name):
        for column, values in case.get("absent", {}).items():
            found = {_plain(row[column]) for row in asked(asking, name, case)}
            for value in values:
                assert value not in found, case["why"]
                known = str(value) in rosters or value in {_plain(row[column]) for row in wide}
                assert known, f"{value} is nowhere: it proves nothing"
                negatives += 1
    assert negatives


@pytest.mark.parametrize("name", sorted(questions()))
def test_each_question_has_an_as_of_that_changes_its_answer(asking, name):
    """The same scope and parameters at two dates, with other rows."""
    answers: dict[str, dict[date, list[Row]]] = {}
    for case in cases(name):
        scope, parameters = case.get("scope"), case.get("parameters", {})
        # a place may be named in several ways
        where = repr((asking.scope(scope, case["as_of"]).id, _resolved(asking, parameters, case["as_of"])))
        answers.setdefault(where, {})[case["as_of"]] = asked(asking, name, case)
    assert any(one != other for dated in answers.values() for one in dated.values() for other in dated.values())


def _resolved(asking: Asking, parameters: dict[str, Any], as_of: date) -> dict[str, Any]:
    if "place" not in parameters:
        return parameters
    return {**parameters, "place": asking.scope(parameters["place"], as_of).id}


@pytest.mark.parametrize(("name", "case"), ALL)
def test_the_order_is_total_so_pages_are_slices(asking, name, case):
    """Pages of two rows, put together, are the whole answer; no two rows tie on the columns ordered by."""
    whole = asked(asking, name, case, scope=None)
    pages = [
        row
        for start in range(0, len(whole) + 2, 2)
        for row in asked(asking, name, case, scope=None, page=Page(start, 2))
    ]
    assert pages == whole
    text = question_named(name).cypher
    ordered = [each.strip() for each in text[text.rindex("ORDER BY") + 8 :].split(",")]
    assert max(tuples(whole, ordered).values(), default=1) == 1
