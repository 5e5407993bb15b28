"""What the public reads of coverage: no figure of a community so small that it names somebody (design §6)."""

from __future__ import annotations

import polars as pl
import pytest

from graph.disclosure.coverage import SMALLEST, refuse_lists, released_rates
from graph.disclosure.roles import Role
from graph.errors import Refused


def rates(sizes: dict[str, int]) -> pl.DataFrame:
    total = sum(sizes.values())
    rows = [(area, False, size) for area, size in sizes.items()] + [(None, True, total)]
    return pl.DataFrame(
        {
            "area": [row[0] for row in rows],
            "is_total": [row[1] for row in rows],
            "rate": ["organisation"] * len(rows),
            "denominator": ["units"] * len(rows),
            "all": [row[2] for row in rows],
            "covered": [row[2] // 2 for row in rows],
            "to_check": [0] * len(rows),
            "state_unknown": [0] * len(rows),
            "low": [0.5] * len(rows),
            "high": [0.5] * len(rows),
        }
    )


def shown(frame: pl.DataFrame, figure: str) -> set[str | None]:
    return set(frame.filter(pl.col(figure).is_not_null())["area"])


def test_planners_read_every_figure() -> None:
    given = rates({"甲": 1, "乙": 30})
    assert released_rates(given, Role.PLANNER).equals(given)


def test_a_small_community_takes_the_next_one_with_it_so_that_the_total_does_not_tell() -> None:
    released = released_rates(rates({"甲": 3, "乙": 20, "丙": 40}), Role.PUBLIC)
    assert shown(released, "all") == shown(released, "low") == {"丙", None}


def test_two_small_communities_hide_each_other() -> None:
    released = released_rates(rates({"甲": 3, "乙": 4, "丙": 40}), Role.PUBLIC)
    assert shown(released, "covered") == {"丙", None}


def test_the_threshold_itself_is_shown() -> None:
    released = released_rates(rates({"甲": SMALLEST, "乙": SMALLEST + 1}), Role.PUBLIC)
    assert shown(released, "all") == {"甲", "乙", None}


def test_a_small_total_is_hidden_too() -> None:
    assert shown(released_rates(rates({"甲": 2, "乙": 3}), Role.PUBLIC), "all") == set()


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.UNIT])
def test_lists_are_refused(role: Role) -> None:
    with pytest.raises(Refused):
        refuse_lists(role)
