"""Where buildings, places and venues are, and the loaded ways between them, as facts of walking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from graph.analysis.coverage.place_sense import PlaceFacts
from graph.analysis.walking.facts import WalkFacts
from graph.analysis.walking.positions import Positions, positions
from graph.analysis.walking.precision import PRECISION
from graph.analysis.walking.streets import StreetNetwork
from graph.evidence.reading import Reading
from graph.questions.asking import WHOLE, Scope

QUESTIONS = ("buildings", "building_positions", "venue_positions", "place_positions", "distances")


@dataclass(frozen=True, slots=True)
class WalkingEvidence:
    """Facts of one scope at one day and one state of the graph.

    ``buildings`` are those of the scope (columns of the question ``buildings``); ``venues`` and ``places`` those of the
    whole graph (``venue_positions``, where the place is that of the building if the venue has none, and
    ``place_positions``); ``positions`` are of the same rows in the same order; ``table`` the loaded ways from buildings
    and places of the scope (see ``TABLE``), that of a compound also from each of its buildings without one of its own.
    """

    buildings: pl.DataFrame
    venues: pl.DataFrame
    places: pl.DataFrame
    positions: Positions
    table: pl.DataFrame
    rows_used: dict[str, int]

    def walks(
        self, origins: Literal["buildings", "places"] = "buildings", streets: StreetNetwork | None = None
    ) -> WalkFacts:
        """Walks from the buildings of the scope, or from places, to all venues."""
        placed = self.positions.buildings if origins == "buildings" else self.positions.places
        return WalkFacts(placed, self.positions.venues, self.table, streets)

    def place_facts(self, vacant: pl.Series, streets: StreetNetwork | None = None) -> PlaceFacts:
        """What the place sense is decided from; ``vacant`` are ids of buildings that stand empty by that sense."""
        marked = self.buildings.with_columns(pl.col("id").is_in(vacant.implode()).alias("vacant"))
        return PlaceFacts(marked, self.venues, self.places, self.walks(streets=streets))


def walking_evidence(reading: Reading, scope: Scope) -> WalkingEvidence:
    """Read the facts; ``LoadInProgress`` if the graph changed between two of the questions."""
    frames = {
        name: reading.frame(name, WHOLE if name in ("venue_positions", "place_positions") else scope)
        for name in QUESTIONS
    }
    buildings, venues, places = (
        frames[name].unique("id", keep="first", maintain_order=True)
        for name in ("buildings", "venue_positions", "place_positions")
    )
    points = frames["building_positions"]
    around = buildings
    if scope.id is not None and _lean_elsewhere(venues, buildings, scope):
        # where a venue is may hang on buildings of another subdistrict
        around = reading.frame("buildings", WHOLE)
        points = reading.frame("building_positions", WHOLE)
    located = around.select("id", "place", "compound").unique("id", keep="first", maintain_order=True)
    located = located.join(points.unique("id"), on="id", how="left", maintain_order="left")
    housed = located.select(pl.col("id").alias("building"), pl.col("place").alias("its_place"))
    venues = venues.join(housed, on="building", how="left", maintain_order="left").with_columns(
        pl.coalesce("place", "its_place").alias("place")
    )
    found = positions(located, venues, places)
    own = buildings.select("id").join(found.buildings, on="id", how="left", maintain_order="left")
    return WalkingEvidence(
        buildings=buildings,
        venues=venues.drop("its_place"),
        places=places,
        positions=Positions(own, found.venues, found.places),
        table=_table(frames["distances"], buildings),
        rows_used={name: frame.height for name, frame in frames.items()},
    )


def _lean_elsewhere(venues: pl.DataFrame, buildings: pl.DataFrame, scope: Scope) -> bool:
    """Whether a venue without a point of its own lies in a building or place that is not in the scope."""
    leaning = venues.filter(pl.col("longitude").is_null() | pl.col("latitude").is_null())
    outside = ~pl.col("place").is_in(scope.places) | ~pl.col("building").is_in(buildings["id"].implode())
    return not leaning.filter(outside.fill_null(False)).is_empty()


def _table(distances: pl.DataFrame, buildings: pl.DataFrame) -> pl.DataFrame:
    """One row a pair: what is surely in a roster, then what was measured last, then the longest."""
    rows = (
        distances.filter(pl.col("metres") >= 0)
        .with_columns((pl.col("method") == "straight_line").fill_null(False).alias("straight"))
        .sort(
            pl.col("liveness") != "live",
            "measured_on",
            "metres",
            descending=[False, True, True],
            nulls_last=True,
        )
        .unique(["origin", "venue"], keep="first", maintain_order=True)
        .select("origin", "venue", "metres", "straight", pl.lit("point", PRECISION).alias("precision"))
    )
    inside = buildings.select(pl.col("id").alias("building"), pl.col("compound").alias("origin")).drop_nulls()
    inherited = (
        rows.join(inside, on="origin")
        .join(rows, left_on=["building", "venue"], right_on=["origin", "venue"], how="anti")
        .select(
            pl.col("building").alias("origin"),
            "venue",
            "metres",
            "straight",
            pl.lit("compound", PRECISION).alias("precision"),
        )
    )
    return pl.concat([rows, inherited])
