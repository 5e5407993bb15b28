"""The place sense: is an open venue within walking reach, surely, surely not, or is that to be checked?

A building is within reach by a venue that is surely open, where both ends are placed finely enough (or the table gives
the way). It is beyond only where nothing recorded may yet be within: else it is to be checked, with the reason why.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.analysis.coverage.facts import Columns
from graph.analysis.walking.facts import WalkFacts
from graph.analysis.walking.nearest import nearest
from graph.analysis.walking.parameters import Walk
from graph.analysis.walking.precision import FINEST_FIRST
from graph.errors import WrongUsage

PLACE_WHY: dict[str, tuple[str, str]] = {
    "no_venues_recorded": ("图中没有任何阵地记录", "no venue at all is recorded"),
    "date_uncertain": ("楼栋是否存续不确定", "whether the building is there at the date is uncertain"),
    "no_position": ("楼栋没有坐标,所在小区、社区也没有", "it has no point, nor has its compound or community"),
    "no_path": ("路网不连通,走不到任何阵地", "the streets lead to no venue from here"),
    "coarse_position": ("楼栋或阵地的坐标不够精确", "the building or a venue near it is not placed finely enough"),
    "venue_uncertain": ("近处阵地是否开放或存续不确定", "whether a venue nearby is open, or there, is uncertain"),
    "no_venue_position": ("本社区有阵地没有坐标", "a venue of its community has no position"),
}
"""Why the place sense is to be checked, the first that applies."""

LINES: dict[str, tuple[str, str]] = {
    "standard": ("标准步速", "standard speed"),
    "elders": ("适老步速", "speed of elders"),
    "slower": ("标准步速偏慢(敏感性)", "slower than the standard speed (sensitivity)"),
    "faster": ("标准步速偏快(敏感性)", "faster than the standard speed (sensitivity)"),
}
"""The speeds at which the sense is told."""

FRAMES: dict[str, Columns] = {
    "buildings": {
        "id": pl.String,
        "name": pl.String,
        "place": pl.String,
        "place_name": pl.String,
        "households": pl.Int64,
        "vacant": pl.Boolean,
        "liveness": pl.String,
    },
    "venues": {
        "id": pl.String,
        "name": pl.String,
        "opening_state": pl.String,
        "place": pl.String,
        "liveness": pl.String,
    },
    "places": {"id": pl.String, "level": pl.String, "parent": pl.String},
}


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Buildings of a scope, venues and places of the whole graph (columns: ``FRAMES``), and the walks between them.

    ``walks.origins`` are the buildings, in the same order; ``vacant`` is the organisation sense's finding.
    Raises ``WrongUsage`` where a column is missing or the origins are others.
    """

    buildings: pl.DataFrame
    venues: pl.DataFrame
    places: pl.DataFrame
    walks: WalkFacts

    def __post_init__(self) -> None:
        for name, schema in FRAMES.items():
            given: pl.DataFrame = getattr(self, name)
            missing = ", ".join(column for column in schema if column not in given.columns)
            if missing:
                raise WrongUsage(
                    f"{name} 表缺少列:{missing}", f"Frame '{name}' lacks the columns {missing}", code="bad_place_facts"
                )
            shaped = given.select(pl.col(column).cast(dtype) for column, dtype in schema.items())
            object.__setattr__(self, name, shaped)
        if not self.buildings["id"].equals(self.walks.origins["id"]):
            raise WrongUsage(
                "步行起点应与楼栋一一对应、顺序相同",
                "the origins of the walks must be the buildings, in their order",
                code="bad_place_facts",
            )


@dataclass(frozen=True, slots=True)
class PlaceSense:
    """The place sense of every building, in the order given.

    ``buildings``: id, name, place, place_name, households, vacant; ``venue``, ``venue_name``, ``metres`` (flat),
    ``method``, ``precision`` of the nearest venue that is surely open (of the one that decides, where it is within);
    ``possible_venue`` and ``possible_metres`` of one that may be open and is nearer; ``minutes`` and
    ``minutes_elders`` of ``metres``; ``standing``, ``standing_elders``, ``standing_slower`` and ``standing_faster``:
    within, beyond or to_check; ``why`` (of ``PLACE_WHY``) where ``standing`` is to_check.
    """

    buildings: pl.DataFrame
    places: pl.DataFrame
    walk: Walk


def place_sense(facts: PlaceFacts, walk: Walk, *, workers: int = 1) -> PlaceSense:
    """Decide the place sense of every building; ``workers`` threads (-1: as many as processors)."""
    may_open = pl.col("opening_state").is_null() | (pl.col("opening_state") == "open")
    possible = facts.venues.filter(may_open)
    sure = possible.filter((pl.col("opening_state") == "open") & (pl.col("liveness") == "live"))
    found = _distances(facts.walks, walk, (sure["id"], possible["id"]), workers)
    rows = facts.buildings.hstack(found).with_columns(
        *_doubts(facts, possible, walk),
        facts.walks.origins["precision"].alias("placed"),
    )
    decided = _decided(rows, facts.venues, walk, any_open=not possible.is_empty())
    return PlaceSense(decided, facts.places, walk)


def _reaches(walk: Walk) -> dict[str, float]:
    slower, faster = walk.sensitivity
    return {
        "standard": walk.reach(),
        "elders": walk.reach(walk.elders_speed),
        "slower": walk.reach(walk.speed * slower),
        "faster": walk.reach(walk.speed * faster),
    }


def _distances(walks: WalkFacts, walk: Walk, ids: tuple[pl.Series, pl.Series], workers: int) -> pl.DataFrame:
    """Per building the surely open venue shown, ``certain`` metres to it, ``sure`` and ``possible`` ones.

    The three searches differ only where something is coarse or uncertain, and then for those not settled by the first.
    """
    to_sure = walks.to(ids[0])
    fine = to_sure.precise(walk.least_precision)
    certain = nearest(fine, walk, workers=workers)
    unsettled = (certain["metres"] > min(_reaches(walk).values())).fill_null(True)
    sure = certain if fine is to_sure else _again(certain, to_sure, walk, unsettled, workers)
    possible = sure if len(ids[1]) == len(ids[0]) else _again(sure, walks.to(ids[1]), walk, unsettled, workers)
    within = (certain["metres"] <= walk.reach()).fill_null(False)
    shown = (
        certain
        if sure is certain
        else sure.with_columns(
            pl.when(within).then(certain[column]).otherwise(sure[column]).alias(column)
            for column in ("venue", "metres", "method", "precision")
        )
    )
    nearer = (possible["metres"] < shown["metres"]) | (shown["metres"].is_null() & possible["metres"].is_not_null())
    return shown.drop("origin").with_columns(
        certain["metres"].alias("certain"),
        sure["metres"].alias("sure"),
        possible["metres"].alias("possible"),
        (certain["unconnected"] | sure["unconnected"]).alias("unconnected"),
        *(
            pl.when(nearer.fill_null(False)).then(possible[column]).alias(f"possible_{column}")
            for column in ("venue", "metres")
        ),
    )


def _again(former: pl.DataFrame, walks: WalkFacts, walk: Walk, chosen: pl.Series, workers: int) -> pl.DataFrame:
    """``former`` with the rows chosen found anew by other facts."""
    anew = nearest(walks.of(chosen), walk, workers=workers)
    # row numbers join a million rows in no time; ids would not
    numbered = anew.with_columns(chosen.arg_true().alias("row"))
    return (
        former.with_row_index("row")
        .join(numbered, on="row", how="left", suffix="_anew", maintain_order="left")
        .select(
            pl.when(chosen).then(pl.col(f"{column}_anew")).otherwise(pl.col(column)).alias(column)
            for column in former.columns
        )
    )


def _doubts(facts: PlaceFacts, possible: pl.DataFrame, walk: Walk) -> list[pl.Expr]:
    """Whether the building's community has a venue, open perhaps, without a position or with one too coarse."""
    placed = possible.join(facts.walks.venues.select("id", "precision"), on="id", how="left")
    nowhere, rung = pl.col("precision").is_null(), FINEST_FIRST.index(walk.least_precision)
    coarse = pl.col("precision").to_physical() > rung
    return [
        pl.col("place")
        .is_in(placed.filter(which)["place"].drop_nulls().unique().implode())
        .fill_null(False)
        .alias(name)
        for name, which in (("venue_nowhere", nowhere), ("venue_coarse", coarse))
    ]


def _decided(rows: pl.DataFrame, venues: pl.DataFrame, walk: Walk, *, any_open: bool) -> pl.DataFrame:
    recorded = not venues.is_empty()
    whys = {line: _why(reach, walk, recorded=recorded, any_open=any_open) for line, reach in _reaches(walk).items()}
    names = venues.select(pl.col("id").alias("venue"), pl.col("name").alias("venue_name"))
    minutes = {"minutes": walk.speed, "minutes_elders": walk.elders_speed}
    return (
        rows.join(names, on="venue", how="left", maintain_order="left")
        .with_columns(
            *((pl.col("metres") / (speed * 60)).alias(name) for name, speed in minutes.items()),
            *(
                _standing(reach, whys[line]).alias("standing" if line == "standard" else f"standing_{line}")
                for line, reach in _reaches(walk).items()
            ),
            whys["standard"].alias("why"),
        )
        .select(
            *("id", "name", "place", "place_name", "households", "vacant"),
            *("venue", "venue_name", "metres", "minutes", "minutes_elders", "method", "precision"),
            *("possible_venue", "possible_metres"),
            *("standing", "standing_elders", "standing_slower", "standing_faster", "why"),
        )
    )


STANDING = pl.Enum(["within", "beyond", "to_check"])
"""Standings of the place sense."""


def _standing(reach: float, why: pl.Expr) -> pl.Expr:
    return (
        pl.when(_within(reach))
        .then(pl.lit("within", STANDING))
        .when(why.is_null())
        .then(pl.lit("beyond", STANDING))
        .otherwise(pl.lit("to_check", STANDING))
    )


def _within(reach: float) -> pl.Expr:
    return ((pl.col("certain") <= reach) & (pl.col("liveness") == "live")).fill_null(False)


def _why(reach: float, walk: Walk, *, recorded: bool, any_open: bool) -> pl.Expr:
    """The first reason for which a building not surely within may yet be; null where there is none, or it is within.

    ``recorded`` and ``any_open`` say whether there are venues at all, and such as may be open.
    """
    too_coarse = pl.col("placed").to_physical() > FINEST_FIRST.index(walk.least_precision)
    reasons = {
        "no_venues_recorded": pl.lit(not recorded),
        "date_uncertain": pl.col("liveness") != "live",
        "no_position": pl.col("placed").is_null(),
        "no_path": pl.col("unconnected"),
        "coarse_position": (too_coarse & any_open) | (pl.col("sure") <= reach) | pl.col("venue_coarse"),
        "venue_uncertain": pl.col("possible") <= reach,
        "no_venue_position": pl.col("venue_nowhere"),
    }
    first = pl.coalesce(pl.when(holds).then(pl.lit(code, WHY)) for code, holds in reasons.items())
    return pl.when(~_within(reach)).then(first)


WHY = pl.Enum(list(PLACE_WHY))
"""Codes of ``PLACE_WHY``."""
