"""Spells (ledger.md §2, §5, §7)."""

from __future__ import annotations

from datetime import date

import pytest

from graph.model.statement import Stated, Tie
from graph.model.time import FIRST, LAST, Interval, Liveness
from graph.store.fold import Folded
from tests.graph.store.invented import (
    by_name,
    community,
    organisation,
    place,
    places,
    returned,
    roster,
    total,
    unit,
)

SCHOOL = unit("甲中学")
OTHER = unit("乙公司")
TIE = "LOCATED_IN"


def day(text: str) -> date:
    return date.fromisoformat(text)


def lives(folded: Folded, name: str = "甲中学", role: str = "place"):
    """Intervals of the unit's tie to its place, by spell, and whether each is disputed."""
    found = [
        each
        for each in folded.records.values()
        if each.label == TIE and each.ends[0].startswith(f"Unit:name:{name}@") and each.properties["role"] == role
    ]
    found.sort(key=lambda each: each.properties["spell"])
    assert [each.properties["spell"] for each in found] == list(range(1, len(found) + 1))
    return [(interval(each.properties), each.properties.get("disputed", False)) for each in found]


def interval(properties) -> Interval:
    return Interval(*(properties[name] for name in ("start_earliest", "start_latest", "end_earliest", "end_latest")))


def bounds(*texts: str) -> Interval:
    return Interval(*({"-": FIRST, "+": LAST}.get(text) or day(text) for text in texts))


def test_before_a_first_listing_without_a_stated_start_it_is_uncertain(fold_of):
    ((spell, disputed),) = lives(fold_of(places(), roster("units", "2024-06-30", SCHOOL)))
    assert spell == bounds("-", "2024-06-30", "+", "+") and not disputed
    assert spell.at(day("2024-06-29")) is Liveness.UNCERTAIN
    assert spell.at(day("2024-06-30")) is Liveness.LIVE


def test_starts_and_ends_lie_between_editions(fold_of):
    files = [
        roster("units", "2022-06-30", OTHER),
        roster("units", "2023-06-30", OTHER, SCHOOL),
        roster("units", "2024-06-30", OTHER, SCHOOL),
        roster("units", "2025-06-30", OTHER),
    ]
    assert lives(fold_of(places(), *files)) == [(bounds("2022-07-01", "2023-06-30", "2024-07-01", "2025-06-30"), False)]


def test_an_imprecise_edition_counts_with_both_of_its_bounds(fold_of):
    files = [
        roster("units", "2022", OTHER),
        roster("units", "2023-06", SCHOOL),
        roster("units", "2024", OTHER),
    ]
    assert lives(fold_of(places(), *files)) == [(bounds("2022-01-02", "2023-06-30", "2023-06-02", "2024-12-31"), False)]


@pytest.mark.parametrize("first, second", [("2024-06-30", "2024-06"), ("2024-12-31", "2024")])
def test_of_two_editions_with_one_latest_day_the_more_precise_is_first(fold_of, first, second):
    ((spell, _),) = lives(fold_of(places(), roster("units", first, SCHOOL), roster("units", second, OTHER)))
    assert spell.end_earliest == spell.end_latest  # it was live on the very day, so nothing earlier is possible
    ((spell, _),) = lives(fold_of(places(), roster("units", first, OTHER), roster("units", second, SCHOOL)))
    assert spell.start_earliest == spell.start_latest == day(first)


def test_a_partial_edition_lists_and_never_unlists(fold_of):
    files = [roster("units", "2023-01-01", SCHOOL), roster("units", "2024-01-01", OTHER, complete=False)]
    assert lives(fold_of(places(), *files)) == [(bounds("-", "2023-01-01", "+", "+"), False)]
    files = [roster("units", "2023-01-01", SCHOOL, complete=False), roster("units", "2024-01-01", OTHER)]
    assert lives(fold_of(places(), *files)) == [(bounds("-", "2023-01-01", "2023-01-02", "2024-01-01"), False)]


@pytest.mark.parametrize("gap", ["2024-01-01", "2024-01", "2024"])
def test_listed_again_after_a_gap_it_is_a_second_spell(fold_of, gap):
    """Also where the gap is known to the month only, so that the bounds of both spells touch."""
    files = [
        roster("units", "2023-01-01", SCHOOL),
        roster("units", gap, OTHER),
        roster("units", "2025-01-01", SCHOOL),
    ]
    (one, first), (two, second) = lives(fold_of(places(), *files))
    assert (one.end_earliest, two.start_latest) == (day("2023-01-02"), day("2025-01-01"))
    assert not first and not second


def test_rows_that_state_dates_are_believed(fold_of):
    stated = unit("甲中学", tie=Stated("2010-09-01", "2024-12-31"))
    folded = fold_of(places(), roster("units", "2023-01-01", stated), roster("units", "2024-01-01", OTHER))
    assert lives(folded) == [(bounds("2010-09-01", "2010-09-01", "2025-01-01", "2025-01-01"), False)]
    record = next(each for each in folded.records.values() if each.label == TIE and "甲中学" in each.key)
    assert record.properties["start_stated"] and record.properties["end_stated"]


def test_a_stated_start_that_bridges_the_gap_makes_one_disputed_spell(fold_of):
    """The roster contradicts itself: the edition without it was wrong, or the date."""
    stated = unit("甲中学", tie=Stated("2010"))
    files = [roster("units", "2023-01-01", stated), roster("units", "2024-01-01", OTHER)]
    assert lives(fold_of(places(), *files, roster("units", "2025-01-01", stated))) == [
        (bounds("2010-01-01", "2010-12-31", "+", "+"), True)
    ]


def test_an_end_stated_before_the_first_listing_bounds_the_start(fold_of):
    ended = unit("甲中学", tie=Stated(end="2020-03-31"))
    files = [roster("units", "2022-01-01", OTHER), roster("units", "2024-01-01", ended)]
    assert lives(fold_of(places(), *files)) == [(bounds("-", "2020-03-31", "2020-04-01", "2020-04-01"), False)]


def test_what_was_announced_and_taken_back_was_never_live(fold_of):
    planned = unit("甲中学", tie=Stated("2030-01-01"))
    folded = fold_of(places(), roster("units", "2023-01-01", planned), roster("units", "2024-01-01", OTHER))
    ((spell, _),) = lives(folded)
    assert {spell.at(day(text)) for text in ("2023-06-01", "2029-12-31", "2030-01-01", "2031-01-01")} == {
        Liveness.NOT_LIVE
    }


def test_an_end_stated_before_the_start_is_disputed_and_neither_is_believed(fold_of):
    senseless = unit("甲中学", tie=Stated("2020", "2010"))
    one, other = (roster("units", "2023-01-01", senseless, issuer=issuer) for issuer in "一二")
    expected = [(bounds("-", "2023-01-01", "+", "+"), True)]
    assert lives(fold_of(places(), one)) == lives(fold_of(places(), one, other)) == expected
    assert total(fold_of(places(), one, other)) == total(fold_of(places(), other, one))


# --- several rosters --------------------------------------------------------------------------------


def test_two_rosters_make_one_tie_and_the_earlier_one_narrows_the_start(fold_of):
    files = [
        roster("units", "2022-01-01", OTHER),
        roster("units", "2024-01-01", OTHER, SCHOOL),
        roster("register", "2023-06-30", SCHOOL, issuer="市场局"),
    ]
    assert lives(fold_of(places(), *files)) == [(bounds("2022-01-02", "2023-06-30", "+", "+"), False)]


def test_it_lives_while_any_roster_lists_it_and_disagreement_is_disputed(fold_of):
    files = [
        roster("units", "2023-01-01", SCHOOL, OTHER),
        roster("units", "2024-01-01", OTHER),
        roster("register", "2023-01-01", SCHOOL, issuer="市场局"),
    ]
    assert lives(fold_of(places(), *files)) == [(bounds("-", "2023-01-01", "+", "+"), True)]
    both = [*files, roster("register", "2024-06-30", OTHER, issuer="市场局")]
    ((spell, disputed),) = lives(fold_of(places(), *both))
    assert (spell.end_earliest, spell.end_latest) == (day("2023-01-02"), day("2024-06-30"))
    assert disputed  # between January and June 2024 only one of them had closed it


def test_an_edition_without_it_after_another_roster_listed_it_is_disputed(fold_of):
    files = [
        roster("units", "2023-12-31", OTHER),
        roster("units", "2024-12-31", OTHER, SCHOOL),
        roster("register", "2023-06-30", SCHOOL, issuer="市场局"),
    ]
    assert lives(fold_of(places(), *files)) == [(bounds("-", "2023-06-30", "+", "+"), True)]


def test_stated_dates_of_several_rosters(fold_of):
    def spell(first: Stated, second: Stated):
        one = roster("units", "2024-01-01", unit("甲中学", tie=first))
        return lives(fold_of(places(), one, roster("register", "2023-01-01", unit("甲中学", tie=second), issuer="市")))

    # the less precise date agrees with the more precise one
    assert spell(Stated("2012", "2022"), Stated("2012-03", "2022-05-31")) == [
        (bounds("2012-03-01", "2012-03-31", "2022-06-01", "2022-06-01"), False)
    ]
    # two dates that cannot both be right: it lives while any says so
    assert spell(Stated("2012-05-01"), Stated("2013-05-01")) == [(bounds("2012-05-01", "2012-05-01", "+", "+"), True)]
    # both announce it: that is no contradiction
    assert spell(Stated("2030-01-01"), Stated("2030-01-01")) == [(bounds("2030-01-01", "2030-01-01", "+", "+"), False)]
    # both report what is over
    assert spell(Stated(end="2020-12-31"), Stated(end="2020-12-31")) == [
        (bounds("-", "2020-12-31", "2021-01-01", "2021-01-01"), False)
    ]
    # one lists it after the other says it had ended
    assert spell(Stated(), Stated(end="2022-12-31")) == [(bounds("-", "2022-12-31", "+", "+"), True)]
    # one lists it before the other says it began
    assert spell(Stated("2023-06-01"), Stated()) == [(bounds("-", "2023-01-01", "+", "+"), True)]


def test_spells_of_one_roster_meet_in_another_that_listed_it_throughout(fold_of):
    files = [roster("units", "2021-01-01", SCHOOL), roster("units", "2022-01-01", OTHER)]
    files += [
        roster("units", "2023-01-01", SCHOOL),
        roster("register", "2020-01-01", SCHOOL, issuer="市场局"),
    ]
    assert lives(fold_of(places(), *files)) == [(bounds("-", "2020-01-01", "+", "+"), True)]


# --- returned rows ----------------------------------------------------------------------------------


def test_a_returned_row_with_a_readable_key_counts_as_listed(fold_of):
    files = [
        roster("units", "2023-01-01", SCHOOL, OTHER),
        roster("units", "2024-01-01", OTHER, returned(SCHOOL)),
    ]
    folded = fold_of(places(), *files)
    assert lives(folded) == [(bounds("-", "2023-01-01", "+", "+"), False)]
    files.append(roster("units", "2025-01-01", OTHER))
    closed = fold_of(places(), *files)
    node = next(each for key, each in closed.records.items() if key.startswith("Unit:name:甲中学"))
    assert node.properties["end_earliest"] == [day("2024-01-02")]  # the returned row listed it on 1 January 2024
    # what ties it had then nobody could read: they may have ended at any time since they were last read
    assert lives(closed) == [(bounds("-", "2023-01-01", "2023-01-02", "2025-01-01"), False)]
    assert all(row in {each.row for each in closed.references} for row in node.rows)


def test_a_returned_row_does_not_hold_the_ties_that_others_assert(fold_of):
    """A tie hangs on the row that asserts it, not on whatever it leads to."""
    venue = by_name("乙公司", "Unit", community())
    branch = organisation("支部", Tie("ORGANISATION_OF", 0, venue))
    files = [
        roster("mixed", "2023-01-01", OTHER, branch),
        roster("mixed", "2024-01-01", organisation("支部"), returned(OTHER)),
    ]
    tie = next(each for each in fold_of(places(), *files).records.values() if each.label == "ORGANISATION_OF")
    assert tie.properties["end_latest"] == day("2024-01-01")


def test_a_returned_row_without_a_key_holds_back_the_closings_of_its_edition(fold_of):
    files = [roster("units", "2023-01-01", SCHOOL, OTHER), roster("units", "2024-01-01", OTHER, returned())]
    folded = fold_of(places(), *files)
    assert lives(folded) == [(bounds("-", "2023-01-01", "+", "+"), False)]
    edition = folded.records["Edition:serial:units|街道|999901001|2024-01-01"]
    assert edition.properties["complete"] is False


def test_a_returned_row_whose_key_fits_several_holds_all_of_them(fold_of):
    twins = [unit("某店", at=community(name)) for name in ("甲社区", "乙社区")]
    anywhere = returned(unit("某店", at=by_name("测试区", "Place")))
    files = [roster("units", "2023-01-01", *twins), roster("units", "2024-01-01", OTHER, anywhere)]
    shops = [each for each in fold_of(places(), *files).records.values() if each.label == "Unit" and "某店" in each.key]
    assert [each.properties["end_latest"] for each in shops] == [[LAST], [LAST]]


def test_an_unread_edition_of_a_place_does_not_close_it(fold_of):
    gone = place("999901001002", "乙社区", "community", "999901001")
    again = roster("places", "2024-01-01", returned(gone), nature="reference")
    folded = fold_of(places(), again)
    assert folded.records["Place:division:999901001002"].properties["end_latest"] == [LAST]
    assert folded.records["Place:division:999901001001"].properties["end_latest"] == [day("2024-01-01")]
