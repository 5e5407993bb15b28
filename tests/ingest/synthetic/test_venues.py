"""Venues and candidate sites of an invented district: where they stand, what they leave out, how far people walk."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ingest.synthetic import city, district
from ingest.synthetic.area_books import slice_books
from ingest.synthetic.counting import Count, Rosters
from ingest.synthetic.extent import district_extent
from ingest.synthetic.ground import OPEN, AreaBuilding, Point, Slice
from ingest.synthetic.slices import slices
from ingest.synthetic.venues import CANDIDATE

REACH = 300 / 1.3
"""m in a straight line for five minutes at 1 m/s, by the usual detour."""


@pytest.fixture(scope="module")
def lands() -> list[Slice]:
    return list(slices(district_extent(4_000), 1))


def metres(a: Point, b: Point) -> float:
    east = (a[0] - b[0]) * math.cos(math.radians(a[1]))
    return math.hypot(east, a[1] - b[1]) * 111_195


def test_half_to_three_quarters_of_the_buildings_have_an_open_venue_near(lands: list[Slice]) -> None:
    open_now = [each.point for land in lands for each in land.venues if each.state == OPEN and each.point]
    points = [each.point for land in lands for each in land.buildings if each.point]
    nearest = [min(metres(point, venue) for venue in open_now) for point in points]
    within, elders = (sum(each <= reach for each in nearest) / len(points) for reach in (REACH, REACH * 0.75))
    assert 0.5 < within < 0.75
    assert elders < within - 0.1


def test_houses_of_a_compound_stand_a_few_dozen_metres_apart(lands: list[Slice]) -> None:
    compounds: dict[str, list[AreaBuilding]] = {}
    for each in (each for land in lands for each in land.buildings if each.compound is not None):
        compounds.setdefault(str(each.compound), []).append(each)
    sizes = Counter(len(houses) for houses in compounds.values())
    assert min(sizes) >= 5 and max(sizes) <= 15
    for houses in compounds.values():
        points = [each.point for each in houses if each.point is not None]
        for at, point in enumerate(points):
            assert 20 < min(metres(point, other) for other in points[:at] + points[at + 1 :]) < 110


def test_rosters_leave_out_what_offices_leave_out(lands: list[Slice]) -> None:
    venues = [each for land in lands for each in land.venues]
    states = Counter(each.state for each in venues)
    assert set(states) == {OPEN, "筹建", "暂停开放", None, CANDIDATE}
    assert states[OPEN] > 0.7 * (len(venues) - states[CANDIDATE])
    unplaced = [each for each in venues if each.point is None]
    assert {each.compound is None for each in unplaced} == {True, False}
    assert len(unplaced) < 6
    centres = [each for each in venues if each.kind == "党群服务中心"]
    assert len(centres) == 27
    assert [each.area for each in centres].count(None) == 1
    without = [each for land in lands for each in land.buildings if each.point is None]
    assert 0.02 < len(without) / 4_000 < 0.06
    assert {each.compound is None for each in without} == {True, False}


def test_centres_lie_on_both_sides_of_both_standards(lands: list[Slice]) -> None:
    ratios = [
        100 * venue.area / sum(each.households for each in land.buildings if each.community is venue.community)
        for land in lands
        for venue in land.venues
        if venue.kind == "党群服务中心" and venue.area is not None
    ]
    counts = [sum(ratio < low for ratio in ratios) for low in (30, 40)]
    assert 0 < counts[0] < counts[1] < len(ratios)


def test_each_subdistrict_has_candidates_where_no_open_venue_is_near(lands: list[Slice]) -> None:
    for land in lands:
        candidates = [each for each in land.venues if each.state == CANDIDATE]
        assert len(candidates) >= 4
        open_now = [each.point for each in land.venues if each.state == OPEN and each.point]
        for each in candidates:
            assert each.point is not None and each.capacity
            assert min(metres(each.point, venue) for venue in open_now) > 150


def test_activities_are_held_at_venues_that_were_open_by_then(lands: list[Slice]) -> None:
    extent = district_extent(4_000)
    named = 0
    for land in lands:
        opened = {each.name: each.opened for each in land.venues if each.state == OPEN}
        (book,) = (each for each in slice_books(extent, 1, land) if each.format == "activities")
        for cells in (line.cells for line in book.lines):
            if (venue := cells["活动地点"]) is not None:
                named += 1
                held, since = cells["活动日期"], opened[str(venue)]
                assert isinstance(held, date) and since is not None and since <= held
    assert named > 500


def test_the_books_of_compounds_say_what_the_buildings_say(tmp_path: Path) -> None:
    district(tmp_path, seed=4, buildings=500)
    rosters = Rosters(tmp_path)
    compounds = Count(("小区台账",), distinct="小区名称", each_once="小区名称")
    assert rosters.number(compounds) == rosters.number(Count(("地点名册",), where={"级别": ("小区",)}))
    homes = rosters.number(Count(("楼栋名册",), where={"所属小区": ("*",)}, sum="户数"))
    assert rosters.number(Count(("小区台账",), sum="户数")) == homes


def test_a_city_has_venues_with_coordinates(tmp_path: Path) -> None:
    files = [each for each in city(tmp_path, seed=1, buildings=1_000) if each.format == "venues"]
    assert files and sum(each.rows for each in files) > 15
    text = files[0].path.read_text(encoding="utf-8-sig").splitlines()
    headings = text[2].split(",")
    rows = [dict(zip(headings, line.split(","), strict=True)) for line in text[3:]]
    assert sum(bool(row["经度"] and row["纬度"]) for row in rows) > 0.9 * len(rows)
