"""Venues as a site is looked for, and where activities and meetings were held."""

from __future__ import annotations

from graph.model.statement import Reference
from tests.ingest.formats.conftest import Read, assertions

VENUES = ["阵地名称", "阵地类别", "所在社区", "开放状态", "可服务户数"]


def test_a_candidate_site_is_told_from_a_venue_and_has_a_capacity(read: Read) -> None:
    rows = [[f"甲社区{word}", "党群服务中心", "甲社区", word, "1200"] for word in ("备选点", "拟选址", "筹建")]
    found = [subject.fields for each in assertions(read("阵地名册.csv", VENUES, rows)) for subject in each.subjects]
    assert [each["opening_state"] for each in found] == ["candidate", "candidate", "preparing"]
    assert {each["capacity_households"] for each in found} == {1200}


def test_an_activity_is_held_in_a_venue_of_its_community(read: Read) -> None:
    headings = ["活动名称", "活动类别", "活动日期", "面向社区", "活动地点"]
    rows = [
        ["演示义诊", "义诊", "2024-05-01", "甲社区", "甲社区党群服务站"],
        ["演示走访", "走访慰问", "2024-05-02", "甲社区", ""],
    ]
    clinic, visit = assertions(read("共建活动台账.csv", headings, rows))
    (venue,) = [tie.target for tie in clinic.ties if tie.type == "HELD_AT"]
    assert isinstance(venue, Reference)
    assert (venue.types, venue.name) == (("Venue",), "甲社区党群服务站")
    assert venue.within is not None and venue.within.name == "甲社区"
    assert "HELD_AT" not in {tie.type for tie in visit.ties}
