"""Counts of people: long and wide books, one closed set of categories, the date of the row or of the edition."""

from __future__ import annotations

from graph.model.types.headcount import CATEGORIES
from ingest.formats.catalog import formats
from tests.ingest.formats.conftest import assertions


def counts(outcome):
    return {
        (tie.target.name, subject.fields["category"], subject.fields["people"], subject.fields["counted_on"])
        for said in assertions(outcome)
        for tie in said.ties
        for subject in [said.subjects[tie.source]]
    }


def test_one_row_of_a_wide_book_gives_a_count_for_each_filled_column(read):
    outcome = read(
        "党员统计表.csv",
        ["党组织名称", "所在社区", "党员数", "女党员", "35岁及以下", "流动党员", "统计日期"],
        [
            ["甲社区党委", "甲社区", "160", "71", "", "0", "2024-03-31"],
            ["乙社区党委", "乙社区", "90", "无", "9", "", ""],
        ],
    )
    assert outcome.draft.format == "member_counts"
    assert counts(outcome) == {
        ("甲社区党委", "members", 160, "2024-03-31"),
        ("甲社区党委", "members_female", 71, "2024-03-31"),
        ("甲社区党委", "members_floating", 0, "2024-03-31"),
        ("乙社区党委", "members", 90, "2024-06-30"),
        ("乙社区党委", "members_to_35", 9, "2024-06-30"),
    }


def test_a_long_book_says_the_same(read):
    outcome = read(
        "人数统计表.csv",
        ["组织/单位/社区", "类别", "人数", "统计日期"],
        [["甲社区党委", "女党员", "71", "2024-03-31"], ["演示甲局", "职工", "86", ""]],
    )
    assert outcome.draft.format == "headcounts"
    assert counts(outcome) == {
        ("甲社区党委", "members_female", 71, "2024-03-31"),
        ("演示甲局", "staff", 86, "2024-06-30"),
    }


def test_a_book_by_community_counts_places(read):
    outcome = read("社区党员统计表.csv", ["社区", "党员数", "志愿者数"], [["甲社区", "203", "320"]])
    assert outcome.draft.format == "place_counts"
    assert {tie.target.types for said in assertions(outcome) for tie in said.ties} == {("Place",)}
    assert counts(outcome) == {("甲社区", "members", 203, "2024-06-30"), ("甲社区", "volunteers", 320, "2024-06-30")}


def test_a_breakdown_that_is_not_listed_is_returned_in_long_books(read):
    outcome = read("人数统计表.csv", ["统计对象", "类别", "人数"], [["甲社区党委", "硕士党员", "3"]])
    assert [fault.code for row in outcome.returned for fault in row.faults] == ["unknown_category"]


def test_long_and_wide_books_know_the_same_categories():
    assert set(formats()["headcounts"].columns["category"].lookup) == set(CATEGORIES)
    assert set(formats()["member_counts"].subjects) == set(CATEGORIES) == set(formats()["place_counts"].subjects)


def test_figures_of_people_are_withheld_unless_declared():
    from graph.model.registry import field_of

    for owner, field in (("Headcount", "people"), ("Team", "people"), ("Registration", "people")):
        assert field_of(owner, field).people
