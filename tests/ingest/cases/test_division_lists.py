"""Division lists that come with cases: each of a case, of a known edition, the newest last."""

from __future__ import annotations

from ingest.cases.catalog import cases
from ingest.cases.division_lists import FOLDER, division_lists


def test_every_list_is_of_a_case() -> None:
    assert {each.path for case in cases() for each in division_lists(case)} == set(FOLDER.glob("*.csv"))


def test_the_newest_edition_comes_last() -> None:
    assert [each.edition.year for each in division_lists("beishan")] == [2018, 2023]
    for case in cases():
        days = [each.edition for each in division_lists(case)]
        assert days == sorted(set(days))


def test_a_case_has_no_lists_of_one_whose_name_begins_alike() -> None:
    assert division_lists("bei") == ()
