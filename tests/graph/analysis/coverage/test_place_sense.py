"""The place sense: what is surely within reach, surely beyond it, or to be checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analysis.coverage.place_rates import PLACE_DENOMINATORS
from graph.analysis.coverage.place_sense import LINES, PLACE_WHY
from graph.analysis.walking import Walk
from graph.errors import WrongUsage
from tests.graph.analysis.coverage.place_facts import FAR, NEAR, facts, one
from tests.graph.analysis.walking.invented import table


def test_a_sure_venue_near_by_is_within_reach():
    row = one([NEAR])
    assert (row["standing"], row["why"]) == ("within", None)
    assert (row["venue"], row["venue_name"], row["method"], row["precision"]) == ("v", "站", "estimate", "point")
    assert row["metres"] == pytest.approx(130, rel=1e-3)
    assert row["minutes"] == pytest.approx(130 / 60, rel=1e-3)
    assert row["minutes_elders"] == pytest.approx(130 / 45, rel=1e-3)


def test_beyond_reach_the_nearest_is_told():
    row = one([FAR])
    assert (row["standing"], row["standing_elders"], row["why"], row["venue"]) == ("beyond", "beyond", None, "v")
    assert row["metres"] == pytest.approx(1170, rel=1e-3)


@pytest.mark.parametrize(
    ("metres", "standings"),
    [
        (202.5, ("within", "within", "within", "within")),
        (225.0, ("within", "within", "within", "within")),
        (225.1, ("within", "beyond", "within", "within")),
        (270.0, ("within", "beyond", "within", "within")),
        (270.1, ("within", "beyond", "beyond", "within")),
        (300.0, ("within", "beyond", "beyond", "within")),
        (300.1, ("beyond", "beyond", "beyond", "within")),
        (330.0, ("beyond", "beyond", "beyond", "within")),
        (330.1, ("beyond", "beyond", "beyond", "beyond")),
    ],
)
def test_each_speed_has_its_own_inclusive_line(metres, standings):
    row = one([FAR], table(("b", "v", metres)))
    columns = ("standing", "standing_elders", "standing_slower", "standing_faster")
    assert tuple(row[column] for column in columns) == standings


# --- to check -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["preparing", "closed", "suspended", "candidate"])
def test_a_venue_that_is_not_open_counts_for_nothing(state):
    row = one([{**NEAR, "opening_state": state}])
    assert (row["standing"], row["venue"], row["possible_venue"]) == ("beyond", None, None)


@pytest.mark.parametrize("doubt", [{"opening_state": None}, {"liveness": "uncertain"}])
def test_a_venue_that_may_be_open_makes_to_check(doubt):
    row = one([{**NEAR, **doubt}, {**FAR, "id": "w"}])
    assert (row["standing"], row["why"]) == ("to_check", "venue_uncertain")
    assert (row["venue"], row["possible_venue"]) == ("w", "v")
    assert row["possible_metres"] == pytest.approx(130, rel=1e-3)
    assert one([{**FAR, **doubt}])["standing"] == "beyond"


def test_without_any_venue_recorded_nothing_is_a_gap():
    row = one([])
    assert (row["standing"], row["standing_elders"], row["why"]) == ("to_check", "to_check", "no_venues_recorded")


def test_a_building_without_position_is_to_check_and_never_covered():
    row = one([NEAR], at=None)
    assert (row["standing"], row["why"], row["metres"]) == ("to_check", "no_position", None)


def test_a_row_of_the_table_settles_a_building_without_position():
    assert one([NEAR], table(("b", "v", 300.0)), at=None)["standing"] == "within"
    beyond = one([NEAR], table(("b", "v", 301.0)), at=None)
    assert (beyond["standing"], beyond["why"], beyond["metres"]) == ("to_check", "no_position", 301.0)


@pytest.mark.parametrize("precision", ["compound", "building", "point"])
def test_a_compound_s_point_is_fine_enough_by_default(precision):
    assert one([NEAR], precision=precision)["standing"] == "within"
    assert one([{**NEAR, "precision": precision}])["standing"] == "within"
    assert one([FAR], precision=precision)["standing"] == "beyond"


def test_a_community_s_point_decides_neither_way():
    for venue in (NEAR, FAR):
        row = one([venue], precision="community")
        assert (row["standing"], row["why"]) == ("to_check", "coarse_position")


def test_a_venue_placed_by_its_community_is_to_check_near_by_and_in_that_community():
    coarse = {"precision": "community", "place": "D"}
    assert one([{**NEAR, **coarse}])["why"] == "coarse_position"
    assert one([{**FAR, **coarse}])["standing"] == "beyond"
    assert one([{**FAR, **coarse, "place": "C"}])["why"] == "coarse_position"


def test_a_fine_venue_decides_though_a_coarse_one_is_nearer():
    row = one([{**NEAR, "precision": "community"}, {"id": "w", "at": (2, 0)}])
    assert (row["standing"], row["venue"]) == ("within", "w")


def test_the_precision_that_is_asked_for_can_be_chosen():
    assert one([NEAR], precision="community", walk=Walk(least_precision="community"))["standing"] == "within"
    assert one([NEAR], precision="compound", walk=Walk(least_precision="point"))["why"] == "coarse_position"


def test_an_open_venue_without_position_leaves_its_own_community_open():
    lost = {"id": "w", "at": None}
    row = one([FAR, lost])
    assert (row["standing"], row["why"]) == ("to_check", "no_venue_position")
    assert one([FAR, {**lost, "place": "D"}])["standing"] == "beyond"
    assert one([FAR, {**lost, "opening_state": "closed"}])["standing"] == "beyond"
    assert one([NEAR, lost])["standing"] == "within"


def test_a_building_that_may_not_be_there_is_neither_covered_nor_a_gap():
    for venue in (NEAR, FAR):
        row = one([venue], liveness="uncertain")
        assert (row["standing"], row["why"]) == ("to_check", "date_uncertain")


def test_every_code_has_words_in_both_languages():
    for words in (PLACE_WHY, LINES, PLACE_DENOMINATORS):
        for zh, en in words.values():
            assert any("\u4e00" <= each <= "\u9fff" for each in zh)
            assert en.isascii()


def test_facts_that_do_not_belong_together_are_refused():
    two = facts([{"id": "a", "at": (0, 0)}, {"id": "b", "at": (1, 0)}], [NEAR])
    with pytest.raises(WrongUsage):
        replace(two, buildings=two.buildings.reverse())
    with pytest.raises(WrongUsage):
        replace(two, venues=two.venues.drop("name"))


# --- rates ----------------------------------------------------------------------------------------
