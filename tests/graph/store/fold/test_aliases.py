"""Other names that stewards give, and which of their decisions holds (ledger.md §4)."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from graph.model.statement import Assertion, Reference, Tie
from tests.graph.store.invented import (
    belongs_to,
    by_code,
    by_name,
    code,
    community,
    different,
    places,
    roster,
    same,
    tied,
    unit,
    units,
)

ONE, TWO = code("91990101MA00000001", "uscc"), code("91990101MA00000002", "uscc")
FIRST_ID, SECOND_ID = f"Unit:uscc:{ONE.value}", f"Unit:uscc:{TWO.value}"
SHORT = code("一中@Place:division:999901001001", "name")


def short(edition: str = "2024-06-01"):
    return belongs_to(by_name("一中", "Unit", community()), edition)


def test_same_gives_an_entity_a_name_that_nobody_goes_by(fold_of):
    listed = roster("register", "2024-01-01", unit("第一中学", ONE))
    decided = roster("decisions", "2024-02-01", same(SHORT, ONE), complete=False)
    assert tied(fold_of(places(), listed, short())) == set()
    for order in permutations([listed, decided, short()]):
        folded = fold_of(places(), *order)
        assert tied(folded) == {FIRST_ID} and units(folded) == {FIRST_ID}
    row = roster("units", "2024-03-01", unit("一中", staff=3))
    assert units(fold_of(places(), listed, decided, row)) == {FIRST_ID}
    withdrawn = fold_of(places(), decided, short())
    assert tied(withdrawn) == set() and units(withdrawn) == set()


def test_another_name_holds_for_its_time_alone(fold_of):
    listed = roster("register", "2024-01-01", unit("第一中学", ONE))
    for start, end, edition, found in [
        (date(2020, 1, 1), None, "2019-06-01", set()),
        (date(2020, 1, 1), None, "2020-06-01", {FIRST_ID}),
        (None, date(2020, 1, 1), "2020-06-01", set()),
        (None, date(2020, 1, 1), "2019-06-01", {FIRST_ID}),
    ]:
        decided = roster("decisions", "2024-02-01", same(code(SHORT.value, "name", start, end), ONE), complete=False)
        assert tied(fold_of(places(), listed, decided, short(edition))) == found


def test_another_name_survives_that_its_place_got_a_code(fold_of):
    uncoded = code("一中@Place:name:甲社区@Place:division:999901001", "name")
    formal = code("第一中学@Place:name:甲社区@Place:division:999901001", "name")
    listed = roster("register", "2024-01-01", unit("第一中学", ONE))
    for bearer in (ONE, formal):
        decided = roster("decisions", "2024-02-01", same(uncoded, bearer), complete=False)
        assert tied(fold_of(places(), listed, decided, short())) == {FIRST_ID}


def test_a_steward_picks_one_of_several_who_bear_a_name(fold_of):
    twins = roster("register", "2024-01-01", unit("一中", ONE), unit("一中", TWO))
    decided = roster("decisions", "2024-02-01", same(SHORT, TWO), complete=False)
    assert tied(fold_of(places(), twins, short())) == set()
    assert tied(fold_of(places(), twins, short(), decided)) == {SECOND_ID}


def test_a_name_is_not_taken_from_its_only_bearer(fold_of):
    listed = roster("register", "2024-01-01", unit("一中", ONE), unit("第一中学", TWO))
    decided = roster("decisions", "2024-02-01", same(SHORT, TWO), complete=False)
    folded = fold_of(places(), listed, short(), decided)
    assert tied(folded) == {FIRST_ID} and units(folded) == {FIRST_ID, SECOND_ID}
    assert [each.code for each in folded.findings] == ["name_of_another"]


# --- the last word ----------------------------------------------------------------------------------


def test_the_last_decision_on_a_pair_holds_and_of_one_day_the_more_cautious(fold_of):
    listed = roster("units", "2024-01-01", unit("甲中学", ONE), unit("乙中学", TWO, at=community("乙社区")))
    joined, parted = same(ONE, TWO), different(TWO, ONE)
    for first, second, found in [(joined, parted, 2), (parted, joined, 1)]:
        files = [roster("first", "2024-02-01", first), roster("second", "2024-03-01", second)]
        for order in permutations(files):
            assert len(units(fold_of(places(), listed, *order))) == found
    assert len(units(fold_of(places(), listed, roster("one", "2024-02-01", joined, parted)))) == 2


def test_of_a_row_with_several_decisions_the_others_hold_when_one_is_overruled(fold_of):
    listed = roster("register", "2024-01-01", unit("第一中学", ONE))
    other = code("市中@Place:division:999901001001", "name")
    both = Assertion(decisions=(*same(SHORT, ONE).decisions, *same(other, ONE).decisions))
    files = [listed, roster("aliases", "2024-02-01", both), roster("review", "2024-03-01", different(SHORT, ONE))]
    assert tied(fold_of(places(), *files, short())) == set()
    kept = belongs_to(by_name("市中", "Unit", community()), "2024-06-01")
    assert tied(fold_of(places(), *files, kept)) == {FIRST_ID}


def test_a_tie_that_a_steward_settled_goes_with_the_verdict(fold_of):
    unit_id, place_id = code(FIRST_ID, "record"), code("Place:division:999901001002", "record")
    tie = Tie("LOCATED_IN", Reference(("Unit",), (ONE,)), by_code("999901001002"), "main")
    settled = Assertion(ties=(tie,), decisions=same(unit_id, place_id, "LOCATED_IN").decisions)
    listed = roster("register", "2024-01-01", unit("第一中学", ONE))
    files = [listed, roster("review", "2024-02-01", settled)]
    assert "Place:division:999901001002" in tied(fold_of(places(), *files), "LOCATED_IN")
    files.append(roster("later", "2024-03-01", different(unit_id, place_id, "LOCATED_IN")))
    assert "Place:division:999901001002" not in tied(fold_of(places(), *files), "LOCATED_IN")
