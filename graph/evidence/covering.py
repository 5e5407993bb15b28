"""The facts that coverage is computed from, read by questions at one date and one version of the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from graph.analysis.coverage import CoveringFacts
from graph.analysis.coverage.facts import empty
from graph.evidence.reading import Reading
from graph.questions.asking import WHOLE, Scope

QUESTIONS = (
    "buildings",
    "units",
    "tenancies",
    "covering_facts",
    "places",
    "grids",
    "organisation_editions",
)


@dataclass(frozen=True, slots=True)
class CoveringEvidence:
    """Facts with what they rest on."""

    facts: CoveringFacts
    scope: Scope
    as_of: date
    version: int
    sequence: int
    synthetic: bool
    rows_used: dict[str, int]


def covering_of(reading: Reading, found: Scope) -> CoveringEvidence:
    """Read all facts; LoadInProgress if the graph changed between two of the questions."""
    # the tree of places is needed whole: an edition's scope may lie above the scope asked
    frames = {name: reading.frame(name, WHOLE if name == "places" else found) for name in QUESTIONS}
    units = frames["units"]
    if found.id is not None:
        elsewhere = frames["tenancies"].join(units, left_on="unit", right_on="id", how="anti")["unit"].unique()
        if len(elsewhere):  # this reads the units of the whole graph, so it is not done where nobody is missing
            everywhere = reading.frame("units", WHOLE)
            frames["guests"] = everywhere.filter(pl.col("id").is_in(elsewhere.implode()))
    return CoveringEvidence(
        CoveringFacts(
            buildings=civil_buildings(
                _unique(frames["buildings"]), frames["tenancies"], [units, frames.get("guests", units)]
            ).with_columns(
                # coverage asks only whether a building is stated to stand empty
                pl.when(pl.col("operating") == "vacant").then(pl.lit("vacant")).alias("operating")
            ),
            units=_civil(units),
            tenancies=frames["tenancies"].with_columns(pl.col("staff").cast(pl.Float64)),
            covering=frames["covering_facts"],
            places=_unique(frames["places"]),
            grids=_unique(frames["grids"]),
            editions=frames["organisation_editions"].rename({"day": "edition_date"}),
            as_of=reading.as_of,
            guests=_civil(frames["guests"]) if "guests" in frames else empty("units"),
        ),
        found,
        reading.as_of,
        reading.state.version,
        reading.state.sequence,
        reading.state.synthetic,
        {name: data.height for name, data in frames.items()},
    )


def civil_buildings(buildings: pl.DataFrame, tenancies: pl.DataFrame, units: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Without those whose tenants are army units alone and where nobody lives: no gap, and no site for a venue."""
    army = pl.concat([each.filter(kind="military")["id"] for each in units])
    if army.is_empty():
        return buildings
    tenants = tenancies.group_by("building").agg(pl.col("unit").is_in(army.implode()).all().alias("army"))
    barracks = pl.col("id").is_in(tenants.filter("army")["building"].implode())
    return buildings.filter(~(barracks & (pl.col("households").fill_null(0) == 0)))


def _civil(units: pl.DataFrame) -> pl.DataFrame:
    """Without army units: their organisations are not the locality's to form, and no gap of it."""
    return _unique(units).filter(pl.col("kind").ne_missing("military"))


def _unique(data: pl.DataFrame) -> pl.DataFrame:
    ids = data["id"]
    if ids.is_sorted() and not (ids == ids.shift()).any():  # as questions give them: far cheaper to see than to make
        return data
    return data.unique("id", keep="first", maintain_order=True)
