"""A coverage told of a part of what it was computed over: one building, a grid, a compound."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from graph.analysis.coverage.coverage import Coverage


@dataclass(frozen=True, slots=True)
class Part:
    """What is told of: one building, the buildings of a grid, or those that lie in some places or compounds."""

    building: str | None = None
    grid: str | None = None
    places: tuple[str, ...] = ()

    @property
    def described(self) -> dict[str, str]:
        """The node that is meant, as a parameter; places are those of the scope itself."""
        return {name: id for name in ("building", "grid") if (id := getattr(self, name)) is not None}


def narrowed(coverage: Coverage, part: Part) -> Coverage:
    """The coverage of a part: its buildings, the units with premises in them and those that lie in its places.

    Modes stay those of the wider scope, over which the duties, tenants and rosters are known.
    """
    facts = coverage.facts
    places = pl.Series(part.places, dtype=pl.String).implode()
    lying = pl.any_horizontal(pl.col(column).is_in(places) for column in ("place", "compound"))
    meant = lying | (pl.col("id") == (part.building or "")) | (pl.col("grid") == (part.grid or ""))
    buildings = facts.buildings.filter(meant.fill_null(False))["id"].implode()
    inside = facts.tenancies.filter(pl.col("building").is_in(buildings))["unit"].unique().implode()
    own = pl.col("id").is_in(buildings)
    housed = pl.col("id").is_in(inside) | pl.col("place").is_in(places).fill_null(False)
    return replace(
        coverage,
        buildings=coverage.buildings.filter(own),
        building_evidence=coverage.building_evidence.filter(own),
        units=coverage.units.filter(housed),
        unit_evidence=coverage.unit_evidence.filter(housed),
    )
