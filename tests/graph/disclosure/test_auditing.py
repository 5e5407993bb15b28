"""The auditor on releases whose ranges follow by hand: it must see what gives a hidden figure away."""

from __future__ import annotations

import pytest

from graph.disclosure.auditing import ReleasedCell, ranges

MOST = 1000


def cell(area: str, value: int | None, parent: str | None = "top", of: tuple[str, str] = ("", "")) -> ReleasedCell:
    return ReleasedCell(area, parent, *of, value)


def left(cells: list[ReleasedCell], *areas: str, of: tuple[str, str] = ("", "")) -> list[tuple[int, int]]:
    found = ranges(cells, [(area, *of) for area in areas], MOST)
    return [found[(area, *of)] for area in areas]


def test_one_hidden_part_follows_from_the_others():
    cells = [cell("top", 100, None), cell("left", None), cell("right", 97)]
    assert left(cells, "left") == [(3, 3)]


def test_two_hidden_parts_share_what_is_left():
    cells = [cell("top", 100, None), cell("left", None), cell("middle", None), cell("right", 88)]
    assert left(cells, "left", "middle") == [(0, 12), (0, 12)]


def test_where_the_whole_is_hidden_too_nothing_bounds_a_part():
    cells = [cell("top", None, None), cell("left", None), cell("right", 88)]
    assert left(cells, "left", "top") == [(0, MOST), (88, MOST)]


def test_a_category_follows_from_the_same_category_elsewhere():
    """Each row hides two cells of its own, yet the columns give both away."""
    full, new = ("category", "full"), ("category", "new")
    cells = [
        *(cell("top", value, None, of) for value, of in ((60, ("", "")), (50, full), (10, new))),
        *(cell("left", value, "top", of) for value, of in ((30, ("", "")), (None, full), (None, new))),
        *(cell("right", value, "top", of) for value, of in ((30, ("", "")), (27, full), (3, new))),
    ]
    assert left(cells, "left", of=new) == [(7, 7)]


def test_sums_far_apart_bound_each_other():
    """The total of the left part bounds its category, and by the column that of the right part."""
    small, rest = ("size", "small"), ("size", "rest")
    cells = [
        *(cell("top", value, None, of) for value, of in ((100, ("", "")), (20, small), (80, rest))),
        *(cell("left", value, "top", of) for value, of in ((8, ("", "")), (None, small), (None, rest))),
        *(cell("right", value, "top", of) for value, of in ((92, ("", "")), (None, small), (None, rest))),
    ]
    assert left(cells, "left", "right", of=small) == [(0, 8), (12, 20)]


def test_counts_are_whole():
    """Two ways to divide one total, three cells each in both: by halves each could be 1.5."""
    cells = [cell("top", 3, None), *(cell(name, None) for name in "abc")]
    assert left(cells, "a") == [(0, 3)]


def test_a_shown_cell_has_no_range():
    with pytest.raises(KeyError):
        left([cell("top", 3, None)], "top")


def test_a_release_that_contradicts_itself_is_no_release():
    cells = [cell("top", 3, None), cell("left", None), cell("right", 5)]
    with pytest.raises(ValueError, match="contradicts"):
        left(cells, "left")
