"""What a roster that does not list something tells: that it is not there, or nothing."""

from __future__ import annotations

import polars as pl

from graph.analysis.coverage.duties import ROSTER_FRESH, lineage, roster_standing
from graph.analysis.standards.facts import FRESHNESS_DAYS, Facts
from graph.analysis.standards.rule import Item, Rule


def listed_if_there(rule: Rule, rows: pl.DataFrame, facts: Facts, item: Item | None) -> pl.Series:
    """For each row whether what its roster does not list is not there."""
    assert rule.evidence is not None
    name = rule.evidence.absence if item is None or item.absence is None else item.absence
    if name is None:
        return pl.Series([True], dtype=pl.Boolean).new_from_index(0, rows.height)
    # a subject that is a place lies in itself
    known = facts.places["id"].implode()
    keys = rows.select(pl.when(pl.col("_id").is_in(known)).then("_id").otherwise("_place").alias("key"))["key"]
    of_day = dated(rule, item)
    if of_day is None and facts.period_end is None:
        return completeness(facts, name, keys)
    told = reach(facts, name, keys)
    if of_day is None:
        return (told >= facts.period_end).fill_null(value=False)
    column, days = of_day
    return ((told - rows[column]).dt.total_days() > days).fill_null(value=False)


def dated(rule: Rule, item: Item | None) -> tuple[str, float] | None:
    """The column of the last day on which it was done, and the days allowed since; None of what is no day."""
    if item is not None:
        return None if item.column is None or item.within_days is None else (item.column, item.within_days)
    if rule.requires is None or rule.kind != "frequency":
        return None
    return rule.requires.value, rule.requires.low


def completeness(facts: Facts, format_name: str, keys: pl.Series) -> pl.Series:
    """For each place id of ``keys``: whether a complete and recent edition of a format holds it; null place: no."""
    editions = facts.editions.filter(pl.col("format") == format_name)
    standing = roster_standing(editions, facts.as_of, FRESHNESS_DAYS)
    fresh = standing.filter(pl.col("roster") == ROSTER_FRESH)["scope"]
    above = lineage(facts.places, also=pl.concat([keys.cast(pl.String), fresh]))
    held = above.filter(pl.col("ancestor").is_in(fresh.implode()))["place"]
    return keys.is_in(held.implode()).fill_null(value=False)


def reach(facts: Facts, format_name: str, keys: pl.Series) -> pl.Series:
    """For each place id of ``keys``: the last day that a roster of a format tells of it; null where there is none."""
    ends = facts.reaches.filter(pl.col("format") == format_name)
    above = lineage(facts.places, of=keys.cast(pl.String))
    found = above.join(ends, left_on="ancestor", right_on="scope").group_by("place").agg(pl.col("day").max())
    wanted = keys.cast(pl.String).to_frame("place")
    return wanted.join(found, on="place", how="left", maintain_order="left")["day"]
