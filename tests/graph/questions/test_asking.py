"""Asking: scopes, pages, what an answer rests on, and no answer while the graph is being written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from graph.errors import LoadInProgress, NotFound, WrongUsage
from graph.questions.asking import TREES, Asking, Page
from graph.questions.catalog import question_named
from graph.store.lease import acquire
from graph.store.store import Store
from graph.store.writing import begin_writing

NOW = date(2018, 10, 31)
COMMUNITY = "Place:division:990201001001"
COMPOUND = "Place:name:东苑@Place:division:990201001001"


@pytest.fixture
def store(subdistrict) -> Iterator[Store]:
    with subdistrict.open() as graph:
        yield graph.store


@pytest.fixture
def asking(store) -> Asking:
    return Asking(store)


# --- scope ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [COMMUNITY, "990201001001", "子社区"])
def test_a_scope_is_named_by_id_code_or_name(asking, wanted):
    found = asking.scope(wanted, NOW)
    assert (found.id, found.name) == (COMMUNITY, "子社区")
    roads = {f"Place:name:{name}@{COMMUNITY}" for name in ("子一路路段", "子二路路段")}
    assert set(found.places) == {COMMUNITY, COMPOUND} | roads


def test_no_scope_is_the_whole_graph(asking):
    assert (asking.scope(None, NOW).id, asking.scope(None, NOW).places) == (None, ())
    whole = asking.ask(question_named("places"), {}, as_of=NOW)
    assert {"甲街道", "北山街道"} <= {row["name"] for row in whole.rows}


def test_an_unknown_scope_says_where_to_look(asking):
    with pytest.raises(NotFound, match="gongjian ask places"):
        asking.scope("子丑社区", NOW)


def test_a_place_that_is_no_more_is_no_scope(asking):
    assert asking.scope("寅社区", date(2018, 6, 30)).name == "寅社区"
    with pytest.raises(NotFound):
        asking.scope("寅社区", date(2018, 7, 1))


def test_a_name_that_two_places_bear_is_refused_with_their_ids(asking):
    with pytest.raises(WrongUsage) as caught:
        asking.scope("东苑", NOW)
    for text in (caught.value.zh, caught.value.en):
        assert COMPOUND in text
        assert "Place:name:东苑@Place:division:990201001002" in text


def test_a_compound_brings_its_buildings_and_a_community_has_them_by_itself_alone(asking):
    assert asking.scope(COMPOUND, NOW).compounds == (COMPOUND,)
    assert asking.scope("子社区", NOW).compounds == asking.scope(None, NOW).compounds == ()


def test_the_lowest_place_that_holds_several(asking):
    other = "Place:division:990201001002"
    assert asking.holding([COMMUNITY], NOW).id == asking.holding([COMPOUND], NOW).id == COMMUNITY
    assert asking.holding([COMPOUND, other], NOW).id == "Place:division:990201001"
    assert asking.holding([], NOW).id is None
    assert asking.holding([COMPOUND, "Place:division:1"], NOW).id is None


def test_part_of_a_code_or_name_means_nothing(asking):
    for wanted in ("子社", "99020100100", "division:990201001001", ""):
        with pytest.raises(NotFound):
            asking.scope(wanted, NOW)


def test_a_place_parameter_is_named_like_a_scope(asking):
    question = question_named("units_of_place")
    by_name, by_code, by_id = (
        asking.ask(question, {"place": place}, as_of=NOW) for place in ("子社区", "990201001001", COMMUNITY)
    )
    assert by_name.rows == by_code.rows == by_id.rows
    assert by_name.parameters == {"place": COMMUNITY}
    with pytest.raises(NotFound):
        asking.ask(question, {"place": "子丑社区"}, as_of=NOW)


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("skip", "limit"), [(0, 3), (3, 3), (8, 5), (100, 5), (2, None), (0, 0)])
def test_a_page_is_a_slice_of_the_whole(asking, skip, limit):
    question = question_named("units")
    whole = asking.ask(question, {}, as_of=NOW).rows
    assert len(whole) > 8
    page = asking.ask(question, {}, as_of=NOW, page=Page(skip, limit)).rows
    assert page == whole[skip : None if limit is None else skip + limit]


# --- what an answer rests on ----------------------------------------------------------------------


def test_an_answer_says_what_it_rests_on(asking, store):
    answer = asking.ask(question_named("grids"), {}, as_of=NOW, scope="甲街道")
    state = store.state()
    assert (answer.version, answer.sequence, answer.synthetic) == (state.version, state.sequence, True)
    assert (answer.as_of, answer.scope.id) == (NOW, "Place:division:990201001")


def test_values_have_the_declared_types(asking):
    rows = asking.ask(question_named("observations"), {"measure": "grids"}, as_of=NOW).rows
    assert {type(row["low"]) for row in rows} == {float}
    assert {type(row["passages"]) for row in rows} == {list}
    households = {row["households"] for row in asking.ask(question_named("buildings"), {}, as_of=NOW).rows}
    assert {type(each) for each in households} == {int}
    days = {row["ends_on"] for row in asking.ask(question_named("agreements_not_renewed"), {}, as_of=NOW).rows}
    assert days == {date(2018, 5, 31)}


def test_parameters_are_checked_before_anything_is_asked(asking):
    with pytest.raises(WrongUsage, match="unit"):
        asking.ask(question_named("events_between"), {"place": "子社区"}, as_of=NOW)
    with pytest.raises(WrongUsage, match="limit"):
        asking.ask(question_named("grids"), {"limit": 3}, as_of=NOW)


# --- while the graph is being written -------------------------------------------------------------


def test_nobody_is_answered_while_a_load_is_being_written(asking, store):
    before = asking.ask(question_named("grids"), {}, as_of=NOW)
    lease = acquire(store.bolt)
    begin_writing(store.bolt, lease)
    try:
        with pytest.raises(LoadInProgress):
            asking.ask(question_named("grids"), {}, as_of=NOW)
    finally:
        store.bolt.write(lambda tx: lease.renew(tx, writing=False))
        lease.release()
    after = asking.ask(question_named("grids"), {}, as_of=NOW)
    assert after.rows == before.rows
    assert after.version > before.version


def test_a_tree_of_places_is_read_anew_when_the_graph_has_changed(subdistrict):
    """The remembered tree belongs to one version: a load from elsewhere must be seen."""
    with subdistrict.open() as reader, subdistrict.open() as writer:
        asking = Asking(reader.store)
        assert asking.scope("友谊社区", NOW).name == "友谊社区"
        undone = writer.store.undo(1)
        try:
            with pytest.raises(NotFound):
                asking.scope("友谊社区", NOW)
        finally:
            writer.store.undo(undone.load)
        assert asking.scope("友谊社区", NOW).name == "友谊社区"


def test_trees_of_places_are_remembered_but_not_of_every_date(subdistrict):
    with subdistrict.open("planner") as graph:
        asking = Asking(graph.store)
        for day in range(1, TREES + 6):
            asking.scope("甲街道", date(2024, 1, day))
        assert 1 < len(asking._trees) <= TREES + 1


def test_the_whole_graph_needs_no_tree_of_places(asking):
    assert asking.scope(None, NOW).id is None
    assert not asking._trees


def test_a_node_parameter_is_named_by_id_or_name(asking):
    question = question_named("events_between")
    units = asking.ask(question_named("units"), {}, as_of=NOW).rows
    unit = next(row for row in units if row["name"] == "演示医院")
    by_name = asking.ask(question, {"unit": "演示医院", "place": "甲街道"}, as_of=NOW)
    assert by_name.rows == asking.ask(question, {"unit": unit["id"], "place": "甲街道"}, as_of=NOW).rows != []


def test_an_unknown_node_is_no_empty_answer(asking):
    for name, given in (
        ("events_between", {"unit": "没有的单位", "place": "甲街道"}),
        ("organisation_chain", {"building": "没有的楼"}),
        ("observations", {"case": "nope"}),
    ):
        with pytest.raises(NotFound) as unknown:
            asking.ask(question_named(name), given, as_of=NOW)
        assert "没有的" not in unknown.value.zh and "nope" not in unknown.value.en
