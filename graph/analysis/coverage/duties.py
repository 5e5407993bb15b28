"""Covering facts, ranked and gathered by what they reach: a target by name, or all that lies in a territory."""

from __future__ import annotations

from datetime import date

import polars as pl

from graph.analysis.coverage.facts import CoveringFacts
from graph.analysis.coverage.modes import NAMED_MODES, NOMINAL, rank_of

# Chains of places are short (compound to nation is nine levels); the bound only stops a cycle of bad data.
_DEEPEST = 24

ROSTER_NONE, ROSTER_OLD, ROSTER_FRESH = 0, 1, 2


def ranked(covering: pl.DataFrame) -> pl.DataFrame:
    """The covering facts with ``rank`` (Int8): liaison and territorial are nominal unless named and responsible."""
    to_somebody = pl.col("named_by_row") & pl.col("responsible").fill_null(False)
    unnamed = pl.col("mode").is_in(NAMED_MODES) & ~to_somebody
    return covering.with_columns(
        pl.when(unnamed).then(pl.lit(NOMINAL, pl.Int8)).otherwise(rank_of(pl.col("mode"))).alias("rank")
    )


def by_target(facts: pl.DataFrame, target_type: str, prefix: str) -> pl.DataFrame:
    """Per target of one type: ``<prefix>_certain``, its best live rank, and ``<prefix>_possible``, its best rank.

    0 stands for "none". Keyed by ``target``.
    """
    return (
        facts.filter(pl.col("target_type") == target_type)
        .group_by("target")
        .agg(
            pl.col("rank").filter(pl.col("liveness") == "live").max().fill_null(0).alias(f"{prefix}_certain"),
            pl.col("rank").max().alias(f"{prefix}_possible"),
        )
    )


def lineage(places: pl.DataFrame, *, also: pl.Series | None = None, of: pl.Series | None = None) -> pl.DataFrame:
    """Pairs (``place``, ``ancestor``), each place being its own ancestor too; ``also`` adds ids without a parent.

    With ``of`` only pairs of these places. A cycle of parents ends where it closes.
    """
    ids = of if of is not None else places["id"] if also is None else pl.concat([places["id"], also])
    own = ids.drop_nulls().unique().to_frame("place")
    pairs = own.with_columns(pl.col("place").alias("ancestor"))
    parents = places.filter(pl.col("parent").is_not_null()).select("id", "parent").unique()
    frontier = pairs
    for _ in range(_DEEPEST):
        frontier = (
            frontier.join(parents, left_on="ancestor", right_on="id")
            .select("place", pl.col("parent").alias("ancestor"))
            .unique()
            .join(pairs, on=["place", "ancestor"], how="anti")
        )
        if frontier.is_empty():
            break
        pairs = pl.concat([pairs, frontier])
    return pairs


def _lying(facts: CoveringFacts, others: pl.Series) -> pl.DataFrame:
    """The lineage of all places and of some others; of the places that occur where these are few of a whole city."""
    if facts.places.height <= facts.buildings.height + facts.units.height + facts.guests.height:
        return lineage(facts.places, also=others)
    occurring = pl.concat(
        [facts.buildings["place"], facts.buildings["compound"], facts.units["place"], facts.guests["place"]]
    )
    return lineage(facts.places, of=occurring)


def roster_standing(editions: pl.DataFrame, as_of: date, freshness_days: int) -> pl.DataFrame:
    """Per scope the best ``roster``: fresh (complete, at most that many days old), old (complete), or none."""
    age = (pl.lit(as_of) - pl.col("edition_date")).dt.total_days()
    standing = (
        pl.when(~pl.col("complete"))
        .then(ROSTER_NONE)
        .when(age <= freshness_days)
        .then(ROSTER_FRESH)
        .otherwise(ROSTER_OLD)
        .cast(pl.Int8)
    )
    # An edition dated after the day asked says nothing about that day.
    return editions.filter(age >= 0).group_by("scope").agg(standing.max().alias("roster"))


def territory(facts: CoveringFacts, duties: pl.DataFrame, freshness_days: int) -> pl.DataFrame:
    """Per ``place``: ``roster`` (best standing of an edition whose scope holds it) and the blanket duties over it.

    ``blanket_certain`` and ``blanket_possible`` are 1 (nominal) where an organisation covers the place or one
    above it, else 0: such a duty names no unit and no building.
    """
    over = by_target(duties, "Place", "over")
    pairs = _lying(facts, pl.concat([facts.editions["scope"], over["target"]]))
    return (
        pairs.join(
            roster_standing(facts.editions, facts.as_of, freshness_days),
            left_on="ancestor",
            right_on="scope",
            how="left",
        )
        .join(over, left_on="ancestor", right_on="target", how="left")
        .group_by("place")
        .agg(
            pl.col("roster").max().fill_null(ROSTER_NONE),
            pl.col("over_certain").max().fill_null(0).clip(0, NOMINAL).alias("blanket_certain"),
            pl.col("over_possible").max().fill_null(0).clip(0, NOMINAL).alias("blanket_possible"),
        )
    )
