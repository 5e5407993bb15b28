"""Releases: made once from one state of the graph, kept as they are, and what each role reads of them."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import pytest

from graph.disclosure.figures import figures, organisation_sizes
from graph.disclosure.lattice import Area, table
from graph.disclosure.releases import (
    INSIDE,
    OUTSIDE,
    Quarter,
    Release,
    Releases,
    make,
    refuse_release,
    released_table,
)
from graph.disclosure.roles import Role
from graph.errors import NotFound, Refused, StoreMismatch, WrongUsage
from tests.graph.disclosure.test_tabulation import recorded

QUARTER = Quarter(2024, 3)
FOUND = recorded(
    ("firm", "members", 17),
    ("school", "members", 33),
    ("shop", "members", 2),
    ("circle", "members", 7),
    ("b", "members", 61),
    units=[("firm", "a"), ("school", "a"), ("shop", "a")],
    organisations=[("circle", "a", None, None)],
)


@pytest.fixture(scope="module")
def made() -> Release:
    return make(FOUND, QUARTER, "ledger")


@pytest.fixture
def kept(tmp_path) -> Releases:
    return Releases(tmp_path, "ledger")


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024Q1", (3, 31)), ("2024q2", (6, 30)), (" 2024Q3 ", (9, 30)), ("2024Q4", (12, 31))],
)
def test_a_quarter_ends_on_its_last_day(text, day):
    assert Quarter.parse(text).last_day == date(2024, *day)


@pytest.mark.parametrize("text", ["", "2024", "2024Q5", "24Q1", "2024-3", "Q32024"])
def test_another_writing_of_a_quarter_is_told_how(text):
    with pytest.raises(WrongUsage, match="2018Q3"):
        Quarter.parse(text)


def test_a_quarter_that_has_not_ended_is_not_released():
    Quarter(2024, 3).refuse_unended(date(2024, 10, 1))
    with pytest.raises(WrongUsage, match="2024-09-30"):
        Quarter(2024, 3).refuse_unended(date(2024, 9, 30))


@pytest.mark.parametrize("role", list(Role))
def test_stewards_make_releases(role):
    if role is Role.STEWARD:
        refuse_release(role)
        return
    with pytest.raises(Refused):
        refuse_release(role)


def test_a_release_is_read_as_it_was_kept(kept, made):
    assert kept.keep(made) == made == kept.read(QUARTER)
    assert kept.quarters() == ["2024Q3"]


def test_the_first_release_of_a_quarter_holds(kept, made):
    kept.keep(made)
    corrected = make(recorded(("b", "members", 60)), QUARTER, "ledger")
    assert corrected.id != made.id
    assert kept.keep(corrected) == made
    assert kept.read(QUARTER) == made


def test_the_id_tells_the_figures_and_nothing_else(made):
    assert make(FOUND, QUARTER, "ledger").id == made.id
    assert made.id.startswith("2024Q3-")


def test_the_id_does_not_depend_on_what_not_everybody_reads(made):
    """Whoever could try out bands, or members of units, against the id would find them."""
    other = recorded(
        ("firm", "members", 18),
        ("school", "members", 34),
        ("shop", "members", 0),
        ("circle", "members", 7),
        ("b", "members", 61),
        units=[("firm", "a"), ("school", "a"), ("shop", "a")],
        organisations=[("circle", "a", None, None)],
    )
    changed = make(other, QUARTER, "ledger")
    assert changed.sizes != made.sizes
    assert changed.table("members").inside != made.table("members").inside
    assert changed.id == made.id


def test_figures_carry_no_more_of_their_release_than_where_they_are_from(made):
    found = figures(made, "members", Role.PUBLIC).release
    assert (found.id, found.as_of, found.version) == (made.id, made.as_of, made.version)
    assert (found.tables, found.sizes) == ([], [])


def test_no_draft_is_left_and_the_owner_alone_reads(kept, made, tmp_path):
    kept.keep(made)
    kept.keep(made)
    (only,) = list((tmp_path / "releases").iterdir())
    if os.name == "posix":
        assert stat.S_IMODE(only.stat().st_mode) == 0o600


def test_the_file_holds_no_hidden_figure(kept, made, tmp_path):
    """2 and 7 are hidden at both thresholds; nothing else in the release is a 2 or 7."""
    kept.keep(made)
    (path,) = list((tmp_path / "releases").iterdir())
    tables = msgspec.json.decode(path.read_bytes())["tables"]
    shown = {value for each in tables for rows in (each["inside"], each["outside"]) for row in rows for value in row}
    assert shown & {2, 7} == set()
    assert 61 in shown


def test_what_was_never_released_names_the_way_and_what_there_is(kept, made):
    kept.keep(made)
    with pytest.raises(NotFound, match="2024Q3") as caught:
        kept.read(Quarter(2024, 2))
    assert caught.value.code == "not_released"
    assert "gongjian people release 2024Q2" in caught.value.zh


def test_releases_of_another_ledger_are_not_seen(made, tmp_path):
    Releases(tmp_path, "ledger").keep(made)
    assert Releases(tmp_path, "another").quarters() == []


@pytest.mark.parametrize("spoiled", [b"", b"{}", b'{"format": 2}'])
def test_a_file_that_is_none_of_ours_is_told_apart(kept, made, tmp_path, spoiled):
    kept.keep(made)
    (path,) = list((tmp_path / "releases").iterdir())
    path.write_bytes(spoiled)
    with pytest.raises(StoreMismatch, match="backup"):
        kept.read(QUARTER)


# --- what a role reads ------------------------------------------------------------------------------


def read(made: Release, role: Role, within: str | None = None) -> dict[str, int | None]:
    rows = figures(made, "members", role, within=within).rows
    return dict(rows.filter(rows["breakdown"] == "").select("area", "value").iter_rows())


def test_the_public_reads_communities_and_up_at_ten_and_planners_units_at_five(made):
    public, planner = read(made, Role.PUBLIC), read(made, Role.PLANNER)
    assert set(public) == {"county", "street", "a", "b"}
    assert {"firm", "school", "shop", "a/rest"} <= set(planner)
    assert planner["shop"] is None
    assert all(value is None or value >= OUTSIDE for value in public.values())
    assert all(value is None or value >= INSIDE for value in planner.values())
    assert read(made, Role.RESEARCHER) == read(made, Role.STEWARD) == planner


def test_hidden_figures_are_counted_and_bear_one_sign(made):
    found = figures(made, "members", Role.PLANNER)
    assert found.hidden == found.rows["value"].null_count() >= 2
    assert found.rows["hidden"].to_list() == found.rows["value"].is_null().to_list()
    assert (found.k, found.rows["k"].unique().to_list()) == (INSIDE, [INSIDE])
    assert found.rows["release"].unique().to_list() == [made.id]


def test_an_area_is_read_with_what_lies_below_it(made):
    assert set(read(made, Role.PLANNER, "a")) == {"a", "firm", "school", "shop", "a/rest"}
    assert set(read(made, Role.PLANNER, "b")) == {"b"}
    with pytest.raises(NotFound, match="communities"):
        read(made, Role.PLANNER, "estate")


def test_a_unit_reads_itself_alone(made):
    assert set(read(made, Role.UNIT, "school")) == {"school"}
    for other in (None, "a", "street"):
        with pytest.raises(Refused):
            read(made, Role.UNIT, other)


def test_an_unknown_measure_names_those_there_are(made):
    with pytest.raises(NotFound, match="members"):
        figures(made, "staff", Role.PLANNER)


def test_sizes_of_an_area_for_its_steward_and_for_others(made):
    own = organisation_sizes(made, Role.STEWARD, within="a")
    assert dict(own.select("id", "band").iter_rows()) == {
        "circle": "3–49", "firm": "3–49", "school": "3–49", "shop": "1–2"
    }  # fmt: skip
    assert organisation_sizes(made, Role.STEWARD, within="b").height == 0
    assert organisation_sizes(made, Role.PLANNER)["band"].unique().to_list() == ["暂不具备单独组建条件或情况待摸排"]
    for role in (Role.PUBLIC, Role.UNIT):
        with pytest.raises(Refused):
            organisation_sizes(made, role)


def test_a_table_without_parts_is_released_as_it_is():
    alone = table("staff", [Area("here", "", "community", None, True)], (), _column(12))
    assert released_table(alone).outside == [[12]]


def _column(*values: int):
    return np.array(values).reshape(-1, 1)


def test_a_data_folder_that_has_no_releases_has_no_quarters(tmp_path: Path):
    assert Releases(tmp_path / "none", "ledger").quarters() == []
