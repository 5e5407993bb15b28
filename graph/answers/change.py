"""What became of coverage since an earlier date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from graph.analysis import coverage as analysis


@dataclass(frozen=True)
class Change:
    """Coverage in one sense at two dates: single things, how many of each kind of change, and the rates."""

    since: date
    until: date
    sense: str
    rows: pl.DataFrame
    """Of each building or unit that was there at one of the dates: see ``graph.analysis.coverage.changed``."""
    rates: pl.DataFrame
    """Rates then and now with the difference, in total and by community."""
    places: pl.DataFrame
    """Places of both dates: id, name, level, parent."""

    def counts(self, by: str | None = None) -> pl.DataFrame:
        """How many of each kind of change, in total and by ``place`` or a level of places."""
        return analysis.change_counts(self.rows, self.places, by)

    @property
    def news(self) -> pl.DataFrame:
        """The rows without those that stayed as they were."""
        return self.rows.filter(~pl.col("change").cast(pl.String).str.starts_with("still_"))
