"""Who may ask what and see which columns, over every question in the catalogue."""

from __future__ import annotations

import re
from datetime import date

import pytest

from graph.disclosure.coverage import LISTS, refuse_lists
from graph.disclosure.roles import Role, may_ask, release, visible
from graph.errors import Refused
from graph.model.declare import Kind
from graph.model.registry import node_types, tie_types
from graph.questions.asking import Answer, Scope
from graph.questions.catalog import questions
from graph.questions.question import Column, Question

TYPES = {**node_types(), **tie_types()}
PEOPLE = {
    name: {field.name for field in getattr(declared, "all_fields", declared.fields) if field.people}
    for name, declared in TYPES.items()
}
"""Names of the fields of people, by type."""


def people_within_reach(question: Question) -> set[str]:
    """Fields of people of the types that a question names, and of whatever its ties may lead to without a name."""
    named = set(re.findall(r"\w+", question.cypher)) & set(TYPES)
    ends = {end for name in named & set(tie_types()) for pair in tie_types()[name].ends for end in (*pair[0], *pair[1])}
    return {field for name in named | ends for field in PEOPLE[name]}


PAIRS = [(name, role) for name in sorted(questions()) for role in Role]


def answered(question: Question) -> Answer:
    """An answer whose cells name their column, so that a leak is seen."""
    row = {name: f"cell of {name}" for name in question.columns}
    return Answer(question, [row, row], date(2018, 10, 31), Scope(None, "全部", ()), {}, 1, 1, True)


@pytest.mark.parametrize(("name", "role"), PAIRS)
def test_a_role_gets_what_is_declared_for_it_and_nothing_else(name, role):
    question = questions()[name]
    if role.value not in question.roles:
        with pytest.raises(Refused, match=name):
            release(answered(question), role)
        return
    released = release(answered(question), role)
    hidden = {
        each.name for each in question.columns.values() if (each.people or each.roles) and role.value not in each.roles
    }
    assert set(released.withheld) == hidden
    assert {column.name for column in released.columns} == set(question.columns) - hidden
    assert all(set(row) == set(question.columns) - hidden for row in released.rows)
    assert len(released.rows) == 2


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_column_that_reads_a_field_of_people_is_marked(name):
    """Whatever its header says: a property that the model marks must not travel under another name."""
    question = questions()[name]
    returned = question.cypher[question.cypher.rindex("RETURN ") :]
    for column, expression in columns_of(returned).items():
        if people_within_reach(question) & set(re.findall(r"\.(\w+?)(?:_values|_from|_to)?\b", expression)):
            assert question.columns[column].people, f"{name}.{column}"


def columns_of(returned: str) -> dict[str, str]:
    parts = re.split(r"\bAS (\w+)", returned)
    return dict(zip(parts[1::2], parts[0::2], strict=False))


@pytest.mark.parametrize("name", sorted(questions()))
def test_fields_of_people_are_read_nowhere_but_in_columns(name):
    """Neither to filter nor to order by: both would tell of them."""
    question = questions()[name]
    before, _, returned = question.cypher.rpartition("RETURN ")
    for text in (before, returned[returned.rindex("ORDER BY") :]):
        assert not people_within_reach(question) & set(re.findall(r"\.(\w+?)(?:_values|_from|_to)?\b", text))


def test_there_are_fields_of_people_and_no_question_shows_one_but_to_stewards():
    """Whatever others read of people is a released figure."""
    assert {"staff", "members", "officers", "people"} <= set().union(*PEOPLE.values())
    for question in questions().values():
        for column in question.columns.values():
            assert not (column.people and column.roles - {"steward"}), f"{question.name}.{column.name}"


def test_the_public_asks_nothing_that_lists_units_or_gaps():
    public = {name for name, question in questions().items() if may_ask(question, Role.PUBLIC)}
    of_articles = {"case_conflicts", "case_facts", "case_ratios", "data_gaps", "mechanisms", "observations"}
    of_articles |= {"practices", "programmes", "public_figures", "published_standards"}
    assert public == {"places", *of_articles}
    # these begin from passages of articles, and the public asks them of whole cases only (refuse_place_of_case)
    for name in of_articles:
        assert "SOURCE_OF" in questions()[name].cypher
        assert [each.node for each in questions()[name].parameters.values() if each.node] == ["Case"]


def test_a_column_of_people_is_seen_by_the_roles_it_names_only():
    column = Column("staff", Kind.INTEGER, "职工数", "staff", people=True, roles=frozenset({"steward"}))
    assert [role for role in Role if visible(column, role)] == [Role.STEWARD]
    assert not any(visible(Column("staff", Kind.INTEGER, "职工数", "staff", people=True), role) for role in Role)


@pytest.mark.parametrize("role", list(Role))
def test_lists_of_gaps_are_for_those_who_plan(role):
    if role in LISTS:
        refuse_lists(role)
        return
    assert role in {Role.PUBLIC, Role.UNIT}
    with pytest.raises(Refused, match=role.value):
        refuse_lists(role)


@pytest.mark.parametrize("role", ["public", "unit"])
def test_a_refused_question_is_refused_by_the_open_graph_too(subdistrict, role):
    with subdistrict.open(role) as g, pytest.raises(Refused):
        g.ask("units", as_of=date(2018, 10, 31))
