"""Single ties are ended by a later assertion of another end (ledger.md §6)."""

from __future__ import annotations

import random
from datetime import date

import pytest

from graph.model.statement import Assertion, Reference, Stated, Subject, Tie
from graph.model.time import LAST
from tests.graph.store.invented import (
    COUNTY,
    NOTHING_STATED,
    PLACES,
    above,
    community,
    organisation,
    place,
    places,
    roster,
    total,
    unit,
)

BODIES = [organisation(name) for name in ("甲党委", "乙党委", "丙党委")]


def day(text: str) -> date:
    return date.fromisoformat(text)


def orgs(
    edition: str,
    *superiors: str,
    complete: bool = False,
    issuer: str = "街道",
    stated: Stated = NOTHING_STATED,
):
    branch = organisation("支部", *(above(each, stated) for each in superiors))
    return roster("orgs", edition, *BODIES, branch, complete=complete, issuer=issuer)


def chain(folded, source: str = "PartyOrganization:name:支部", kind: str = "SUBORDINATE_TO"):
    """(other end, latest start, earliest end, latest end, disputed) in order of time."""
    found = [each for each in folded.records.values() if each.label == kind and each.ends[0].startswith(source)]
    rows = [
        (
            each.ends[1].split(":")[2].split("@")[0],
            each.properties["start_latest"],
            each.properties["end_earliest"],
            each.properties["end_latest"],
            each.properties.get("disputed", False),
        )
        for each in found
    ]
    return sorted(rows, key=lambda each: each[1:4])


def test_a_later_assertion_ends_the_former(fold_of):
    assert chain(fold_of(places(), orgs("2023-01-01", "甲党委"), orgs("2024-01-01", "乙党委"))) == [
        ("甲党委", day("2023-01-01"), day("2023-01-02"), day("2024-01-01"), False),
        ("乙党委", day("2024-01-01"), LAST, LAST, False),
    ]


@pytest.mark.parametrize("complete", [True, False])
def test_there_and_back_again(fold_of, complete):
    names = ["甲党委", "乙党委", "甲党委"]
    files = [orgs(f"{2023 + n}-01-01", name, complete=complete) for n, name in enumerate(names)]
    assert chain(fold_of(places(), *files)) == [
        ("甲党委", day("2023-01-01"), day("2023-01-02"), day("2024-01-01"), False),
        ("乙党委", day("2024-01-01"), day("2024-01-02"), day("2025-01-01"), False),
        ("甲党委", day("2025-01-01"), LAST, LAST, False),
    ]


def test_two_at_one_date_are_disputed_until_one_is_asserted_later(fold_of):
    files = [orgs("2023-01-01", "甲党委", issuer="一"), orgs("2023-01-01", "乙党委", issuer="二")]
    assert [each[-1] for each in chain(fold_of(places(), *files))] == [True, True]
    assert [each[3] for each in chain(fold_of(places(), *files))] == [LAST, LAST]
    one_row = chain(fold_of(places(), orgs("2023-01-01", "甲党委", "乙党委")))
    assert [each[-1] for each in one_row] == [True, True]
    later = chain(fold_of(places(), *files, orgs("2024-01-01", "乙党委", issuer="二")))
    assert [(each[0], each[3]) for each in later] == [("甲党委", day("2024-01-01")), ("乙党委", LAST)]
    third = chain(fold_of(places(), *files, orgs("2024-01-01", "丙党委", issuer="三")))
    assert sorted((each[0], each[3]) for each in third) == [
        ("丙党委", LAST),
        ("乙党委", day("2024-01-01")),
        ("甲党委", day("2024-01-01")),
    ]


def test_rosters_that_contradict_each_other_for_years_are_disputed_and_never_live_twice(fold_of):
    files = [
        orgs("2022-01-01", "甲党委", issuer="一", complete=True),
        orgs("2023-01-01", "乙党委", issuer="二", complete=True),
        orgs("2024-01-01", "甲党委", issuer="一", complete=True),
        orgs("2025-01-01", "乙党委", issuer="二", complete=True),
    ]
    found = chain(fold_of(places(), *files))
    assert [(each[0], each[3].year) for each in found] == [
        ("甲党委", 2023),
        ("乙党委", 2024),
        ("甲党委", 2025),
        ("乙党委", 9999),
    ]
    assert all(each[-1] for each in found)


def test_a_stated_start_before_the_last_listing_of_the_former_is_disputed(fold_of):
    files = [orgs("2023-01-01", "甲党委"), orgs("2024-01-01", "乙党委", stated=Stated("2015-07-01"))]
    old, new = chain(fold_of(places(), *files))
    assert (old[0], old[3], old[4]) == ("甲党委", day("2015-07-01"), True) or (new[0], new[3]) == (
        "甲党委",
        day("2015-07-01"),
    )
    assert {each[0]: each[3] for each in (old, new)} == {"甲党委": day("2015-07-01"), "乙党委": LAST}


def test_what_was_over_before_ends_nothing(fold_of):
    """A later row that reports a past superior does not end the present one."""
    files = [orgs("2023-01-01", "甲党委"), orgs("2024-01-01", "乙党委", stated=Stated("2010", "2014"))]
    found = {each[0]: each for each in chain(fold_of(places(), *files))}
    assert found["甲党委"][3] == LAST


def test_stated_dates_that_follow_each_other_in_one_edition_are_no_conflict(fold_of):
    branch = organisation("支部", above("甲党委", Stated("2010", "2014-12-31")), above("乙党委", Stated("2015-01-01")))
    found = chain(fold_of(places(), roster("orgs", "2024-01-01", *BODIES, branch)))
    assert [(each[0], each[3], each[4]) for each in found] == [
        ("甲党委", day("2015-01-01"), False),
        ("乙党委", LAST, False),
    ]


def test_the_main_premises_and_the_community_of_a_place_are_single(fold_of):
    houses = [Assertion((Subject("Building", (), name, community()),)) for name in ("1号楼", "2号楼")]
    homes = [Reference(("Building",), (), name, community(), name) for name in ("1号楼", "2号楼")]
    files = [
        roster("buildings", "2022-01-01", *houses),
        roster("units", "2023-01-01", unit("甲中学", building=homes[0]), complete=False),
        roster("units", "2024-01-01", unit("甲中学", building=homes[1]), complete=False),
        roster(
            "places",
            "2025-01-01",
            *PLACES,
            place("999901002", "乙街道", "subdistrict", COUNTY),
            nature="reference",
        ),
        roster("places", "2026-01-01", place("999901001002", "乙社区", "community", "999901002"), complete=False),
    ]
    folded = fold_of(places(), *files)
    homes_of = [each for each in chain(folded, "Unit:name:甲中学", "LOCATED_IN") if "楼" in each[0]]
    assert [(each[0], each[3]) for each in homes_of] == [("1号楼", day("2024-01-01")), ("2号楼", LAST)]
    parts = chain(folded, "Place:division:999901001002", "PART_OF")
    assert [(each[0], each[3]) for each in parts] == [("999901001", day("2026-01-01")), ("999901002", LAST)]


def test_branch_premises_are_not_single(fold_of):
    ties = tuple(Tie("LOCATED_IN", 0, community(name), "branch") for name in ("甲社区", "乙社区"))
    school = Assertion((Subject("Unit", (), "甲中学", community()),), ties)
    folded = fold_of(places(), roster("units", "2024-01-01", school))
    found = [each for each in folded.records.values() if each.label == "LOCATED_IN"]
    assert len(found) == 2 and not any(each.properties.get("disputed") for each in found)


def test_a_tie_to_itself_is_dropped(fold_of):
    folded = fold_of(places(), roster("orgs", "2024-01-01", organisation("支部", above("支部"))))
    assert chain(folded) == []


def test_at_most_one_is_live_and_undisputed_whatever_the_rosters_say(fold_of):
    """Random words of four rosters: on no day are two superiors live for certain without being disputed."""
    luck = random.Random(7)
    for _ in range(150):
        files = []
        for _ in range(luck.randint(2, 7)):
            year = luck.choice(["2021", "2022-05", "2022-05-31", "2023-01-01", "2024-03-03", "2025"])
            stated = luck.choice([Stated(), Stated(), Stated("2022"), Stated(end="2023-05"), Stated("2023", "2022")])
            superiors = luck.sample(["甲党委", "乙党委", "丙党委"], luck.choice([1, 1, 2]))
            issuer = luck.choice("一二三")
            files.append(orgs(year, *superiors, complete=luck.random() < 0.5, issuer=issuer, stated=stated))
        folded = fold_of(places(), *files)
        assert total(fold_of(*files[::-1], places())) == total(folded)
        ties = [each for each in folded.records.values() if each.label == "SUBORDINATE_TO"]
        for position, one in enumerate(ties):
            for other in ties[position + 1 :]:
                a, b = one.properties, other.properties
                both = a["start_latest"] < b["end_earliest"] and b["start_latest"] < a["end_earliest"]
                if both and one.ends[1] != other.ends[1]:
                    assert a.get("disputed") and b.get("disputed")
