from __future__ import annotations

import pytest

from graph.analysis.coverage import building_counts, cover, rates, unit_counts
from graph.errors import WrongUsage


@pytest.fixture(scope="module")
def coverage(facts):
    """Ten units: every class once, with a firm, a merchant, a society and a state-owned firm among them."""
    units = [
        {"id": "own"},
        {"id": "joint", "kind": "merchant"},
        {"id": "dependent", "kind": "social_organisation"},
        {"id": "liaison"},
        {"id": "territorial", "kind": "soe"},
        {"id": "nominal"},
        {"id": "blank", "place": "C2"},
        {"id": "unproven", "place": "elsewhere"},
        {"id": "no_state", "operating_state": None},
        {"id": "closed", "operating_state": "closed"},
    ]
    modes = ["own", "joint", "dependent", "liaison", "territorial", "nominal"]
    covering = [{"target": mode, "mode": mode} for mode in modes]
    covering += [{"target": name, "mode": "own"} for name in ("no_state", "closed")]
    covering.append({"target": "liaison", "mode": "own", "organisation": "o2", "liveness": "uncertain"})
    places = [
        {"id": "S", "level": "subdistrict"},
        {"id": "C", "level": "community", "parent": "S"},
        {"id": "C2", "level": "community", "parent": "S"},
    ]
    buildings = [
        {"id": "b1", "use": "residential", "households": 40},
        {"id": "b2", "use": "residential", "households": 2},
        {"id": "b3", "use": "residential"},
        {"id": "b4", "use": "office", "operating": "vacant"},
    ]
    return cover(facts(units=units, covering=covering, places=places, buildings=buildings))


def row(frame, rate, denominator, area=None, total=True):
    keep = (frame["rate"] == rate) & (frame["denominator"] == denominator) & (frame["is_total"] == total)
    rows = [one for one in frame.filter(keep).iter_rows(named=True) if one["area"] == area]
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(
    ("rate", "denominator", "counts"),
    [
        # all, covered, to_check, state unknown; closed is in none, the unknown state is to check though it is own
        ("organisation", "units", (9, 3, 3, 1)),
        ("work", "units", (9, 5, 2, 1)),
        ("organisation", "firms", (7, 2, 3, 1)),
        ("work", "firms", (7, 3, 2, 1)),
        ("organisation", "societies", (1, 1, 0, 0)),
        ("work", "societies", (1, 1, 0, 0)),
    ],
)
def test_totals(coverage, rate, denominator, counts):
    got = row(rates(coverage, by=None), rate, denominator)
    assert (got["all"], got["covered"], got["to_check"], got["state_unknown"]) == counts
    assert got["low"] == pytest.approx(counts[1] / counts[0])
    assert got["high"] == pytest.approx((counts[1] + counts[2]) / counts[0])


def test_rates_name_themselves_and_their_denominator(coverage):
    got = row(rates(coverage, by=None), "organisation", "firms")
    assert (got["rate_zh"], got["denominator_zh"]) == ("组织覆盖率", "正常经营的非公企业和商户")
    assert row(rates(coverage, by=None), "work", "firms")["rate_zh"] == "工作覆盖率"


def test_by_place_adds_up_to_the_total(coverage):
    frame = rates(coverage, by="place")
    assert row(frame, "work", "units", "C2", total=False)["all"] == 1
    assert row(frame, "work", "units", "C2", total=False)["high"] == 0
    for column in ("all", "covered", "to_check", "state_unknown"):
        parts = frame.filter((frame["rate"] == "work") & (frame["denominator"] == "units") & ~frame["is_total"])
        assert parts[column].sum() == row(frame, "work", "units")[column]


def test_by_level_of_places(coverage):
    frame = rates(coverage, by="subdistrict")
    assert row(frame, "work", "units", "S", total=False)["all"] == 8
    assert row(frame, "work", "units", None, total=False)["all"] == 1  # lies in no known subdistrict


def test_unknown_grouping_is_refused(coverage):
    with pytest.raises(WrongUsage):
        rates(coverage, by="galaxy")


def test_unit_counts_by_class(coverage):
    counts = dict(unit_counts(coverage).select("class", "units").iter_rows())
    once = ["own", "joint", "dependent", "liaison", "territorial", "nominal", "blank", "to_check"]
    assert counts == {**dict.fromkeys(once, 1), "state_unknown": 1, "not_operating": 1}


def test_building_counts_with_households(coverage):
    rows = {one["mode"]: one for one in building_counts(coverage).iter_rows(named=True)}
    assert set(rows) == {"blank", "vacant"}
    blank = rows["blank"]
    assert (blank["buildings"], blank["households"], blank["households_unknown"]) == (3, 42, 1)
