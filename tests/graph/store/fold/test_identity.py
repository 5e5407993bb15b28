"""Who is who, and what references become (ledger.md §3, §4)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import permutations

import pytest

from graph.model.statement import Assertion, Reference, Subject
from tests.graph.store.invented import (
    COUNTY,
    PLACES,
    SUBDISTRICT,
    belongs_to,
    by_code,
    by_name,
    code,
    community,
    different,
    place,
    places,
    roster,
    same,
    tied,
    total,
    unit,
    units,
)

ONE, TWO = code("91990101MA00000001", "uscc"), code("91990101MA00000002", "uscc")
ORG, OTHER_ORG, SERIAL = code("99000001X", "org_code"), code("99000002X", "org_code"), code("S-1", "serial")
FIRST_ID, SECOND_ID = f"Unit:uscc:{ONE.value}", f"Unit:uscc:{TWO.value}"
NAMED = "Unit:name:甲中学@Place:division:999901001001"


def state(folded, text: str) -> Counter[tuple[str, str | None]]:
    found: Counter[tuple[str, str | None]] = Counter()
    for (written, _, what, entity), number in folded.reference_counts().items():
        if written == text:
            found[(what, entity)] += number
    return found


# --- codes ------------------------------------------------------------------------------------------


def test_a_code_joins_and_the_smallest_identifier_names(fold_of):
    files = [
        roster("units", "2023-01-01", unit("甲中学", ORG, SERIAL)),
        roster("register", "2024-01-01", unit("甲学校", ORG, ONE, at=community("乙社区"))),
    ]
    for order in permutations([places(), *files]):
        folded = fold_of(*order)
        assert units(folded) == {FIRST_ID}
        identifiers = folded.records[FIRST_ID].properties["identifiers"]
        assert identifiers == ["org_code:99000001X", "serial:S-1", f"uscc:{ONE.value}"]
    for each in (ORG, SERIAL, ONE):
        reference = Reference(("Unit",), (each,), text="it")
        assert tied(fold_of(places(), *files, belongs_to(reference))) == {FIRST_ID}


def test_a_name_never_joins_two_codes(fold_of):
    folded = fold_of(places(), roster("units", "2024-01-01", unit("甲中学", ONE), unit("甲中学", TWO)))
    assert units(folded) == {FIRST_ID, SECOND_ID}


def test_a_code_issued_anew_is_another_holder(fold_of):
    old = code("999901001009", end=date(2020, 1, 1))
    new = code("999901001009", start=date(2020, 1, 1))
    rows = [
        Assertion((Subject("Place", (each,), name, by_code(SUBDISTRICT), {"level": "community"}),))
        for each, name in [(old, "旧社区"), (new, "新社区")]
    ]
    reference = by_code("999901001009", name=None)
    school = [unit("甲中学", at=reference)]
    files = [roster("lists", "2021-01-01", *rows), roster("units", "2019-01-01", *school, complete=False)]
    folded = fold_of(places(), *files, roster("units", "2022-01-01", unit("乙中学", at=reference), complete=False))
    assert tied(folded, "LOCATED_IN") == {
        "Place:division:999901001009",
        "Place:division:999901001009@2020-01-01",
    }


def test_overlapping_validity_is_one_holder(fold_of):
    spans = [(date(2010, 1, 1), date(2020, 1, 1)), (date(2015, 1, 1), None), (None, date(2011, 1, 1))]
    rows = [Assertion((Subject("Unit", (code(ONE.value, "uscc", *span),), "甲中学", community()),)) for span in spans]
    assert len(units(fold_of(places(), roster("units", "2024-01-01", *rows)))) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [unit("甲", ONE, SERIAL), unit("乙", TWO, SERIAL)],
        [unit("甲", ONE, ORG), unit("乙", TWO, ORG)],
        [unit("甲", ONE, TWO)],
        [unit("甲", ONE, ORG), unit("甲", ONE, OTHER_ORG)],
        [unit("甲", ONE, SERIAL), unit("乙", ORG, SERIAL), unit("丙", TWO, ORG)],
        [unit("甲", ONE, code("a", "serial")), unit("乙", ORG, code("a", "serial")), unit("丙", TWO, ORG)],
    ],
)
def test_two_codes_of_an_exclusive_scheme_are_a_finding_and_not_joined(fold_of, rows):
    folded = fold_of(places(), roster("units", "2024-01-01", *rows))
    assert [each.code for each in folded.findings] == ["two_codes_of_one_thing"]
    for record in folded.records.values():
        schemes = [each.split(":")[0] for each in record.properties.get("identifiers", [])]
        assert max(Counter(schemes).values(), default=0) <= 1
    backwards = fold_of(roster("units", "2024-01-01", *rows[::-1]), places())
    assert total(backwards) == total(folded) and backwards.findings == folded.findings


def test_a_contested_code_resolves_to_nobody_and_its_row_is_reported(fold_of):
    contested = [unit("甲", ONE, SERIAL), unit("乙", TWO, SERIAL), unit("丙", SERIAL)]
    reference = Reference(("Unit",), (SERIAL,), text="它")
    folded = fold_of(places(), roster("units", "2024-01-01", *contested), belongs_to(reference))
    assert units(folded) == {FIRST_ID, SECOND_ID}
    assert tied(folded) == set()
    assert state(folded, "它") == {("ambiguous", None): 1}
    assert state(folded, "丙") == {("ambiguous", None): 1}  # no row is lost in silence


# --- names ------------------------------------------------------------------------------------------


def test_a_name_attaches_to_the_one_coded_entity_that_bears_it_there(fold_of):
    coded, named = (
        roster("register", "2024-01-01", unit("甲中学", ONE)),
        roster("units", "2023-01-01", unit("甲 中学")),
    )
    for order in permutations([places(), coded, named]):
        assert units(fold_of(*order)) == {FIRST_ID}
    assert units(fold_of(places(), named)) == {NAMED}
    elsewhere = roster("register", "2024-01-01", unit("甲中学", ONE, at=community("乙社区")))
    assert units(fold_of(places(), elsewhere, named)) == {FIRST_ID, NAMED}


def test_a_name_that_several_coded_entities_bear_is_ambiguous(fold_of):
    twins = roster("register", "2024-01-01", unit("甲中学", ONE), unit("甲中学", TWO))
    named = roster("units", "2024-01-01", unit("甲中学", staff=3))
    folded = fold_of(places(), twins, named, belongs_to(by_name("甲中学", "Unit", community())))
    assert units(folded) == {FIRST_ID, SECOND_ID}
    assert state(folded, "甲中学") == {("ambiguous", None): 2}  # the row itself, and the organisation's reference
    assert tied(folded) == set()


def test_a_name_holds_until_another_takes_its_place(fold_of):
    files = [
        roster("register", "2022-01-01", unit("甲中学", ONE)),
        roster("register", "2024-01-01", unit("实验中学", ONE)),
    ]
    for edition, name, found in [
        ("2021-01-01", "甲中学", {FIRST_ID}),
        ("2023-01-01", "甲中学", {FIRST_ID}),
        ("2024-06-01", "甲中学", set()),
        ("2023-01-01", "实验中学", set()),
        ("2024-06-01", "实验中学", {FIRST_ID}),
    ]:
        folded = fold_of(places(), *files, belongs_to(by_name(name, "Unit", community()), edition))
        assert tied(folded) == found, (edition, name)


def test_a_place_that_changed_name_and_level_no_longer_bears_its_old_name(fold_of):
    """Its rows belong to two stages of identification."""
    files = [
        roster(
            "places",
            "2020-01-01",
            place(COUNTY, "测试区", "county"),
            place("999901009", "乙镇", "town", COUNTY),
        ),
        roster("places", "2022-01-01", place("999901009", "乙街道", "subdistrict", COUNTY), complete=False),
    ]
    for edition, found in [("2021-01-01", {"Place:division:999901009"}), ("2023-01-01", set())]:
        school = roster("units", edition, unit("甲中学", at=by_name("乙镇", "Place", by_code(COUNTY))))
        assert tied(fold_of(*files, school), "LOCATED_IN") == found


def test_a_place_that_comes_later_gives_its_units_their_key(fold_of):
    school = roster("units", "2024-01-01", unit("甲中学"))
    folded = fold_of(school)
    assert units(folded) == set() and state(folded, "甲社区") == {("pending", None): 2}
    named = roster("places", "2020-01-01", *PLACES[:2], place(None, "甲社区", "community", SUBDISTRICT))
    assert units(fold_of(school, named)) == {"Unit:name:甲中学@Place:name:甲社区@Place:division:999901001"}
    assert units(fold_of(school, named, places("2021-01-01"))) == {NAMED}


def test_a_name_is_looked_up_below_and_above_its_place_only_if_it_is_not_there(fold_of):
    rows = [unit("甲中学", ONE, at=community("甲社区")), unit("甲中学", TWO, at=by_code(SUBDISTRICT))]
    listed = roster("register", "2024-01-01", *rows)
    for where, found in [
        (community(), FIRST_ID),
        (by_code(SUBDISTRICT), SECOND_ID),
        (community("乙社区"), SECOND_ID),
    ]:
        assert tied(fold_of(places(), listed, belongs_to(by_name("甲中学", "Unit", where)))) == {found}


# --- references -------------------------------------------------------------------------------------


def test_references_resolve_wait_or_lie_outside(fold_of):
    listed = roster("units", "2024-01-01", unit("甲中学", ONE))
    for reference, expected in [
        (Reference(("Unit",), (ONE,), text="it"), ("resolved", FIRST_ID)),
        (Reference(("Unit",), (TWO,), text="it"), ("pending", None)),
        (Reference(("Unit",), (), "没有", community(), "it"), ("pending", None)),
        # an unknown code beside a known name: the one who bears the name has another code of that scheme
        (Reference(("Unit",), (TWO,), "甲中学", community(), "it"), ("pending", None)),
        (Reference(("Unit",), (ORG,), "甲中学", community(), "it"), ("resolved", FIRST_ID)),
    ]:
        assert state(fold_of(places(), listed, belongs_to(reference)), "it") == {expected: 1}
    outside = Reference(("Place",), (code("888801001"),), text="外")
    assert state(fold_of(places(), roster("units", "2024-01-01", unit("甲中学", at=outside))), "外") == {
        ("out_of_area", None): 2
    }


# --- decisions --------------------------------------------------------------------------------------

NAME = code("甲中学@Place:division:999901001001", "name")


def test_same_joins_while_both_are_known(fold_of):
    elsewhere = roster("register", "2024-01-01", unit("第一中学", ONE, at=community("乙社区")))
    named = roster("units", "2024-01-01", unit("甲中学"))
    decided = roster("decisions", "2024-02-01", same(NAME, ONE), complete=False)
    for order in permutations([elsewhere, named, decided]):
        assert units(fold_of(places(), *order)) == {FIRST_ID}
    assert units(fold_of(places(), named, decided)) == {NAMED}  # inert: the code is unknown
    assert units(fold_of(places(), elsewhere, decided)) == {FIRST_ID}
    joined = fold_of(places(), elsewhere, named, decided, belongs_to(by_name("甲中学", "Unit", community())))
    assert tied(joined) == {FIRST_ID}


def test_same_may_join_two_codes_because_a_steward_says_so(fold_of):
    listed = roster("units", "2024-01-01", unit("甲中学", ONE), unit("乙中学", TWO, at=community("乙社区")))
    decided = roster("decisions", "2024-02-01", same(ONE, TWO), complete=False)
    assert units(fold_of(places(), listed, decided)) == {FIRST_ID}


def test_different_takes_back_the_link_of_a_name(fold_of):
    coded, named = (
        roster("register", "2024-01-01", unit("甲中学", ONE)),
        roster("units", "2024-01-01", unit("甲中学")),
    )
    decided = roster("decisions", "2024-02-01", different(NAME, ONE), complete=False)
    for order in permutations([coded, named, decided]):
        assert units(fold_of(places(), *order)) == {FIRST_ID, NAMED}
    assert units(fold_of(places(), coded, named)) == {FIRST_ID}


def test_different_takes_back_the_link_of_a_code_and_leaves_nothing_hanging(fold_of):
    """The serial then names nobody: a reference to it waits, it does not lead to a node that is not there."""
    listed = roster("units", "2024-01-01", unit("甲中学", ONE, SERIAL))
    decided = roster("decisions", "2024-02-01", different(ONE, SERIAL), complete=False)
    reference = Reference(("Unit",), (SERIAL,), text="它")
    assert tied(fold_of(places(), listed, belongs_to(reference))) == {FIRST_ID}
    folded = fold_of(places(), listed, decided, belongs_to(reference))
    assert tied(folded) == set() and state(folded, "它") == {("pending", None): 1}
    assert folded.records[FIRST_ID].properties["identifiers"] == [f"uscc:{ONE.value}"]


def test_a_decision_finds_a_code_whose_validity_it_does_not_state(fold_of):
    dated = code(ONE.value, "uscc", date(2015, 1, 1))
    listed = roster("units", "2024-01-01", unit("甲中学", dated), unit("乙中学", TWO, at=community("乙社区")))
    decided = roster("decisions", "2024-02-01", same(ONE, TWO), complete=False)
    assert len(units(fold_of(places(), listed, decided))) == 1
