"""Values of fields and their past (ledger.md §6)."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from graph.model.statement import Assertion, Subject, Tie, encode
from graph.model.time import LAST
from tests.graph.store.invented import community, organisation, places, roster, unit


def day(text: str) -> date:
    return date.fromisoformat(text)


def history(properties, name: str):
    """(value, from, to) of each stretch; the lists are parallel and hold no null."""
    lists = [properties.get(f"{name}_{part}", []) for part in ("values", "from", "to")]
    assert None not in lists[0]
    return list(zip(*lists, strict=True))


def the_unit(folded):
    return next(each.properties for each in folded.records.values() if each.label == "Unit")


def test_a_dated_field_keeps_its_past_and_an_empty_cell_says_nothing(fold_of):
    files = [
        roster("units", "2022-01-01", unit("甲中学", staff=10)),
        roster("units", "2023-01-01", unit("甲中学")),
        roster("units", "2024-01-01", unit("甲中学", staff=10)),
        roster("units", "2025-01-01", unit("甲中学", staff=12)),
    ]
    found = the_unit(fold_of(places(), *files))
    assert history(found, "staff") == [
        (10, day("2022-01-01"), day("2025-01-01")),
        (12, day("2025-01-01"), LAST),
    ]
    assert found["staff"] == 12


def test_a_null_word_is_a_gap(fold_of):
    files = [
        roster("units", "2022-01-01", unit("甲中学", staff=10)),
        roster("units", "2023-01-01", unit("甲中学", staff=None)),
        roster("units", "2024-01-01", unit("甲中学", staff=12)),
    ]
    found = the_unit(fold_of(places(), *files))
    assert history(found, "staff") == [
        (10, day("2022-01-01"), day("2023-01-01")),
        (12, day("2024-01-01"), LAST),
    ]
    found = the_unit(fold_of(places(), *files[:2]))
    assert history(found, "staff") == [(10, day("2022-01-01"), day("2023-01-01"))]
    assert "staff" not in found
    assert "staff_values" not in the_unit(fold_of(places(), files[1]))


def test_the_later_edition_then_the_higher_rank_then_the_smaller_hash(fold_of):
    low, high = unit("甲中学", staff=1), unit("甲中学", staff=2)
    rows = {1: low, 2: high}

    def current(*files):
        return the_unit(fold_of(places(), *files))["staff"]

    assert current(roster("a", "2024-01-02", low), roster("b", "2024-01-01", high, rank=9)) == 1
    assert current(roster("a", "2024-01-01", low, rank=1), roster("b", "2024-01-01", high)) == 1
    assert current(roster("a", "2024-01-01", low), roster("b", "2024-01-01", high, rank=1)) == 2
    smaller = min(rows, key=lambda staff: hashlib.sha256(encode(rows[staff])).digest())
    assert current(roster("a", "2024-01-01", low), roster("b", "2024-01-01", high)) == smaller
    assert current(roster("a", "2024-01-01", low, high)) == smaller


@pytest.mark.parametrize("value, kept", [(True, True), (None, None)])
def test_a_fixed_field_has_the_last_word_only(fold_of, value, kept):
    files = [
        roster("orgs", "2023-01-01", organisation("支部", counts_in_statistics=False, founded_on="2011-07-01")),
        roster("orgs", "2024-01-01", organisation("支部", counts_in_statistics=value)),
    ]
    records = fold_of(places(), *files).records.values()
    found = next(each.properties for each in records if each.label == "PartyOrganization")
    assert found.get("counts_in_statistics") is kept
    assert found["founded_on"] == day("2011-07-01")
    assert "counts_in_statistics_values" not in found


def test_fields_of_a_tie_belong_to_its_spell(fold_of):
    def working(staff):
        tie = Tie("LOCATED_IN", 0, community(), "branch", {"staff": staff})
        return Assertion((Subject("Unit", (), "甲中学", community()),), (tie,))

    files = [roster("units", f"{year}-01-01", *rows) for year, rows in [(2022, [working(3)]), (2023, [])]]
    files.append(roster("units", "2024-01-01", working(5)))
    ties = [each for each in fold_of(places(), *files).records.values() if each.label == "LOCATED_IN"]
    assert [(each.properties["spell"], each.properties["staff_values"]) for each in ties] == [
        (1, [3]),
        (2, [5]),
    ]
