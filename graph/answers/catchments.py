"""Floating catchments of a coverage: what each building has within reach, and how equally it is spread."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.analysis.catchment import Catchment, Zone, equity, floating_catchment, shortfall
from graph.analysis.coverage import PlaceFacts
from graph.analysis.coverage.rates import with_area
from graph.analysis.walking import Walk, pairs


@dataclass(frozen=True)
class Catchments:
    """m² of open venues per household within reach, building by building, and the equity of it."""

    buildings: pl.DataFrame
    """id, name, place, place_name, households, ``access`` (m² per household; null without a position), ``venues`` in
    reach, ``venues_unknown`` (those of unknown area: ``access`` is then a lower bound)."""
    venues: pl.DataFrame
    """venue, ``supply`` (m²), ``demand`` (households in reach, weighted), ``ratio`` (m² per household)."""
    zones: tuple[Zone, ...]
    places: pl.DataFrame

    def equity(self, by: str | None = None) -> pl.DataFrame:
        """Gini coefficient and shortfall below 40 m² per 100 households (FGT 0, 1, 2), in total and by place or level.

        Columns: ``area``, ``is_total``, ``households`` counted, ``access`` (mean m² per household), ``gini`` (null with
        ``reason`` where it is not defined), ``line``, ``share_below``, ``gap``, ``severity``, ``access_unknown`` and
        ``households_unknown`` (buildings left out because the one or the other is not known).
        """
        parts = [self._measured(self.buildings, None, total=True)]
        if by is not None:
            grouped = with_area(self.places, self.buildings, by)
            parts += [
                self._measured(rows, area[0], total=False)
                for area, rows in sorted(grouped.group_by("area"), key=lambda each: (each[0][0] is None, each[0][0]))
            ]
        return pl.DataFrame(parts, schema=EQUITY, orient="row")

    @staticmethod
    def _measured(rows: pl.DataFrame, area: object, *, total: bool) -> dict[str, object]:
        access, households = rows["access"], rows["households"]
        spread, below = equity(access, households), shortfall(access, households)
        had = rows.select((pl.col("access") * pl.col("households")).sum()).item()
        return {
            "area": area,
            "is_total": total,
            "households": int(spread.households),
            "access": float(had) / spread.households if spread.households else None,
            "gini": spread.gini,
            "reason": spread.reason,
            "line": below.line,
            "share_below": below.share,
            "gap": below.gap,
            "severity": below.severity,
            "access_unknown": spread.values_unknown,
            "households_unknown": spread.households_unknown,
        }


EQUITY: dict[str, pl.DataType | type[pl.DataType]] = {
    "area": pl.String,
    "is_total": pl.Boolean,
    "households": pl.Int64,
    "access": pl.Float64,
    "gini": pl.Float64,
    "reason": pl.String,
    "line": pl.Float64,
    "share_below": pl.Float64,
    "gap": pl.Float64,
    "severity": pl.Float64,
    "access_unknown": pl.Int64,
    "households_unknown": pl.Int64,
}
"""Columns of :meth:`Catchments.equity`."""


def catchments(facts: PlaceFacts, venues: pl.DataFrame, walk: Walk, zones: tuple[Zone, ...]) -> Catchments:
    """Of the buildings that are not vacant and the venues that are surely open; ``venues`` has id and area_m2.

    What is placed more coarsely than ``walk.least_precision`` counts as without a position.
    Homes beyond the scope that reach the same venues are not in it: at its edge a venue seems less asked for.
    """
    kept = facts.buildings.filter(~pl.col("vacant").fill_null(False))
    open_ = facts.venues.filter((pl.col("opening_state") == "open") & (pl.col("liveness") == "live"))["id"]
    walks = facts.walks.to(open_).precise(walk.least_precision)
    reaches = pairs(walks, walk, zones[-1].metres)
    placed = pl.col("origin").is_in(
        pl.concat([walks.origins.filter(pl.col("precision").is_not_null())["id"], reaches["origin"]]).implode()
    )
    demand = kept.select(pl.col("id").alias("origin"), "households").with_columns(placed.alias("located"))
    supply = venues.filter(pl.col("id").is_in(open_.implode())).select(
        pl.col("id").alias("venue"), pl.col("area_m2").cast(pl.Float64).alias("supply")
    )
    found: Catchment = floating_catchment(demand, supply, reaches, zones)
    had = found.origins.rename({"origin": "id"}).drop("households")
    rows = kept.select("id", "name", "place", "place_name", "households").join(had, on="id", maintain_order="left")
    here = facts.venues.filter(pl.col("place").is_in(kept["place"].drop_nulls().unique().implode()))["id"]
    asked_for = (pl.col("demand") > 0) | (pl.col("households_unknown") > 0)
    reached = found.venues.filter(asked_for | pl.col("venue").is_in(here.implode()))
    return Catchments(rows, reached, zones, facts.places)
