"""Design §6: over all released tables of both thresholds, the integer range left to every primary hidden cell holds
[0, k - 1]. ``GONGJIAN_RELEASES=100`` tries as many invented releases as that; the suite by itself tries a handful.
"""

from __future__ import annotations

import os

import numpy as np
import pytest

from graph.disclosure.auditing import ranges
from graph.disclosure.lattice import Area, Breakdown, Table, table
from graph.disclosure.releases import INSIDE, OUTSIDE, released_table
from graph.disclosure.suppression import primary, suppress
from tests.graph.disclosure.invented_tables import as_read, invented_table, small_cells

RELEASES = int(os.environ.get("GONGJIAN_RELEASES", "5"))


@pytest.mark.parametrize("seed", range(RELEASES))
def test_nothing_that_is_hidden_can_be_computed(seed):
    given = invented_table(seed)
    released = released_table(given)
    for k, inside in ((INSIDE, True), (OUTSIDE, False)):
        cells = as_read(released, inside=inside)
        small = small_cells(given, k)
        assert {cell.key for cell in cells if cell.value is None} >= set(small)
        left = ranges(cells, small, most=k + 1)
        assert {key: ends for key, ends in left.items() if ends[0] > 0 or ends[1] < k - 1} == {}


@pytest.mark.parametrize("seed", range(8))
def test_what_is_shown_is_true_and_outside_shows_nothing_more_than_inside(seed):
    given = invented_table(seed)
    released = released_table(given)
    for true, inside, outside in zip(given.counts.tolist(), released.inside, released.outside, strict=True):
        for count, within, without in zip(true, inside, outside, strict=True):
            assert within in (None, count)
            assert without in (None, within)


def test_a_release_shows_what_it_can():
    """Hiding everything would be safe too: of a lattice of many people nearly all is shown."""
    released = released_table(_district([[40, 55, 61], [70, 45, 52]]))
    assert [value for values in released.outside for value in values].count(None) == 0


def test_one_small_part_takes_one_more_with_it():
    given = _district([[3, 40, 60], [50, 70, 80]])
    hidden = suppress(given, INSIDE)
    names = {given.areas[at].id for at in np.flatnonzero(hidden[:, 0])}
    assert names == {"0.0", "0.1"}


def test_zeros_are_as_small_as_ones():
    given = _district([[0, 40, 60], [50, 70, 80]])
    assert given.areas[int(np.flatnonzero(primary(given, INSIDE)[:, 0])[0])].id == "0.0"
    assert suppress(given, INSIDE)[:, 0].sum() == 2


def test_the_other_of_two_categories_goes_with_a_small_one_in_two_places():
    areas = [
        Area("top", "", "county", None, True),
        Area("left", "", "subdistrict", 0, True),
        Area("right", "", "subdistrict", 0, True),
    ]
    counts = np.array([[102, 42, 60], [50, 2, 48], [52, 40, 12]])
    given = table("members", areas, [Breakdown("category", ("probationary", "full"))], counts)
    assert suppress(given, INSIDE).tolist() == [[False] * 3, [False, True, True], [False, True, True]]


def test_what_was_hidden_before_stays_hidden_and_costs_nothing():
    given = _district([[3, 40, 60], [50, 70, 80]])
    before = np.zeros(given.counts.shape, dtype=bool)
    before[4, 0] = True  # the part with 60
    hidden = suppress(given, INSIDE, before)
    assert {given.areas[at].id for at in np.flatnonzero(hidden[:, 0])} == {"0.0", "0.2"}


def test_a_table_whose_sums_do_not_hold_is_refused():
    areas = (Area("top", "", "county", None, True), Area("part", "", "subdistrict", 0, True))
    with pytest.raises(ValueError, match="add up"):
        Table("members", areas, (), np.array([[5], [4]]))


def _district(communities: list[list[int]]) -> Table:
    """A county of subdistricts, each with communities of so many people."""
    areas = [Area("county", "", "county", None, True)]
    counts = [sum(map(sum, communities))]
    for at, numbers in enumerate(communities):
        areas.append(Area(str(at), "", "subdistrict", 0, True))
        counts.append(sum(numbers))
        parent = len(areas) - 1
        for which, number in enumerate(numbers):
            areas.append(Area(f"{at}.{which}", "", "community", parent, True))
            counts.append(number)
    return table("members", areas, (), np.array(counts).reshape(-1, 1))
