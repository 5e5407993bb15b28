"""Cases side by side: what can be compared is said, what cannot says why, and nothing is ranked."""

from __future__ import annotations

import polars as pl
import pytest

from graph.analysis.comparison import FACTS, FIGURES, OBSTACLES, PRACTICES, Comparison, compare, obstacles

GRIDS = {"measure": "grids", "unit": "个", "nature": "stock", "level": "county", "at": "2018", "conflicts": []}
FIGURE = {"observation": "o1", "case": "甲", "raw": "10个", "low": 10.0, "high": 10.0, "of": "网格", **GRIDS}


def figure(number: int, case: str, **changes: object) -> dict[str, object]:
    return {**FIGURE, "observation": f"o{number}", "case": case, **changes}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"at": "2019-06"}, []),
        ({"at": "2020"}, ["date"]),
        ({"at": None}, ["undated"]),
        ({"level": "city"}, ["level"]),
        ({"level": None}, ["subject"]),
        ({"nature": "target"}, ["nature"]),
        ({"conflicts": ["12个"]}, ["contested"]),
        (
            {"nature": "flow", "level": None, "at": None, "conflicts": ["9个"]},
            ["nature", "subject", "undated", "contested"],
        ),
    ],
)
def test_every_obstacle_is_named(change: dict[str, object], expected: list[str]) -> None:
    found = list(obstacles(FIGURE, {**FIGURE, **change}))
    assert found == expected
    assert set(found) <= set(OBSTACLES)


def test_a_share_does_not_hang_on_the_level_of_the_place() -> None:
    share = {**FIGURE, "unit": "比率"}
    assert list(obstacles(share, {**share, "level": "city"})) == []


@pytest.fixture
def found() -> Comparison:
    figures = pl.DataFrame(
        [
            figure(1, "甲"),
            figure(2, "乙", raw="12个"),
            figure(3, "丙", raw="5个", at=None),
            figure(4, "甲", measure="volunteers", raw="30人"),  # no other case prints it
            figure(5, "乙", measure="outcome", raw="满意", low=None, high=None),
            figure(6, "丙", measure="outcome", raw="好评", low=None, high=None),
        ],
        schema=FIGURES,
    )
    shown = {"联席会议": ("named", "unnamed", "absent"), "清单": ("absent", "named", "absent")}
    practices = pl.DataFrame(
        [(practice, case, how) for practice, each in shown.items() for case, how in zip("甲乙丙", each, strict=True)],
        schema=PRACTICES,
        orient="row",
    )
    rows = [
        ("甲", "Observation", 1, False, "2018"),
        ("甲", "Place", 2, True, None),
        ("乙", "Observation", 1, False, None),
    ]
    facts = pl.DataFrame(rows, schema=FACTS, orient="row")
    return compare(figures, practices, facts)


def test_figures_that_can_be_compared_and_why_others_cannot(found: Comparison) -> None:
    assert found.figures.select("measure", "case", "comparable").rows() == [
        ("grids", "丙", False),
        ("grids", "乙", True),
        ("grids", "甲", True),
    ]
    assert found.pairs.select("first", "second", "comparable", "obstacles").rows() == [
        ("5个", "12个", False, ["undated"]),
        ("5个", "10个", False, ["undated"]),
        ("12个", "10个", True, []),
    ]


def test_practices_and_completeness(found: Comparison) -> None:
    assert found.practices.select("practice", "cases", "甲", "乙", "丙").rows() == [
        ("联席会议", 2, "named", "unnamed", "absent"),
        ("清单", 1, "absent", "named", "absent"),
    ]
    assert found.completeness.rows(named=True) == [
        {
            "case": "乙",
            **{"facts": 1, "observations": 1, "undated": 1, "single_passage": 1, "repaired": 0},
            **{"common_measures": 1, "practices": 2, "of_measures": 1},
        },
        {
            "case": "甲",
            **{"facts": 2, "observations": 1, "undated": 0, "single_passage": 1, "repaired": 1},
            **{"common_measures": 1, "practices": 1, "of_measures": 1},
        },
    ]


def test_nothing_is_ranked(found: Comparison) -> None:
    names = {column for frame in (found.figures, found.pairs, found.completeness) for column in frame.columns}
    assert not any("rank" in name for name in names)


def test_without_cases_there_is_nothing_to_compare() -> None:
    found = compare(FIGURES.to_frame(), PRACTICES.to_frame(), FACTS.to_frame())
    assert (found.figures.height, found.pairs.height, found.practices.height, found.completeness.height) == (0, 0, 0, 0)
