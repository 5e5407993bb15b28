"""What rules are checked against, as frames: subjects with their columns, places, editions and reach of rosters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from graph.analysis.coverage.duties import ROSTER_FRESH, lineage, roster_standing

FRESHNESS_DAYS = 366
"""Age up to which a complete roster shows that what it does not list is not there, as of coverage."""
PLACES = pl.Schema({"id": pl.String(), "parent": pl.String()})
EDITIONS = pl.Schema({"format": pl.String(), "scope": pl.String(), "edition_date": pl.Date(), "complete": pl.Boolean()})
REACHES = pl.Schema({"format": pl.String(), "scope": pl.String(), "day": pl.Date()})
"""Last day that the rosters of a format of a place tell of, which may be later than the date asked."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of one rule's evidence question, and what tells whether a roster would list what is not there.

    ``rows`` has the columns that the rule names; ``liveness`` (live, uncertain) where subjects have spells.
    """

    rows: pl.DataFrame
    as_of: date
    places: pl.DataFrame = field(default_factory=PLACES.to_frame)
    editions: pl.DataFrame = field(default_factory=EDITIONS.to_frame)
    reaches: pl.DataFrame = field(default_factory=REACHES.to_frame)
    period_end: date | None = None
    """Last day of the year that the rows are of, if they are of one."""


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
