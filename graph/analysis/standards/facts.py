"""What rules are checked against, as frames: subjects with their columns, places, editions and reach of rosters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

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
