"""Which covering facts reach the rows somebody asks about, and by which way; built for those rows only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from graph.analysis.coverage.coverage import Coverage
from graph.analysis.coverage.duties import lineage
from graph.analysis.coverage.modes import NAMED_MODES, NOMINAL, RANKS

What = Literal["buildings", "units"]


@dataclass(frozen=True, slots=True)
class Reach:
    """One covering fact that reaches a row.

    ``way`` is ``named`` (the row itself), ``estate`` (its compound), ``grid``, ``place`` or ``host`` (the
    building of a unit); ``rank`` is what the fact gives this row; ``stated`` the rank of the mode as recorded;
    ``assigned`` is None but for liaison and territorial: whether it is named and somebody is responsible.
    """

    organisation: str
    way: str
    rank: int
    stated: int
    certain: bool
    assigned: bool | None


def reaching(coverage: Coverage, rows: pl.DataFrame, what: What) -> dict[str, list[Reach]]:
    """Per id of ``rows`` (of the evidence frames) the covering facts that reach it, best and by id first."""
    ways = [
        _joined(coverage, rows, "id", "Unit" if what == "units" else "Building", "named"),
        _joined(coverage, rows, "grid", "Grid", "grid"),
        _over_places(coverage, rows, what),
    ]
    if what == "units":
        ways.append(_joined(coverage, _hosts(coverage, rows), "building", "Building", "host"))
    else:
        ways.append(_joined(coverage, rows, "compound", "Place", "estate"))
    found: dict[str, list[Reach]] = {}
    housing = _with_housing(rows) if what == "buildings" else frozenset()
    for fact in pl.concat(ways).unique().iter_rows(named=True):
        full = fact["way"] == "named" or (fact["way"] in ("estate", "grid") and fact["id"] in housing)
        reach = Reach(
            organisation=fact["organisation"],
            way=fact["way"],
            rank=fact["rank"] if full else min(fact["rank"], NOMINAL),
            stated=RANKS[fact["mode"]],
            certain=fact["certain"],
            assigned=fact["rank"] > NOMINAL if fact["mode"] in NAMED_MODES else None,
        )
        found.setdefault(fact["id"], []).append(reach)
    for reaches in found.values():
        reaches.sort(key=lambda reach: (-reach.rank, not reach.certain, reach.organisation, reach.way))
    return found


def _with_housing(rows: pl.DataFrame) -> frozenset[str]:
    kept = rows.filter(pl.col("use").is_null() | pl.col("use").is_in(["residential", "mixed"]))
    return frozenset(kept["id"].to_list())


def _joined(coverage: Coverage, rows: pl.DataFrame, key: str, target_type: str, way: str) -> pl.DataFrame:
    # A fact over a unit's building is as certain as the tenancy that puts the unit there.
    tied = pl.col("tied") if "tied" in rows.columns else pl.lit(True)
    keyed = rows.filter(pl.col(key).is_not_null()).select("id", pl.col(key).alias("key"), tied.alias("tied"))
    return (
        coverage.duties.filter(pl.col("target_type") == target_type)
        .join(keyed, left_on="target", right_on="key")
        .select(
            "id",
            "organisation",
            "mode",
            "rank",
            ((pl.col("liveness") == "live") & pl.col("tied")).alias("certain"),
            pl.lit(way).alias("way"),
        )
    )


def _hosts(coverage: Coverage, rows: pl.DataFrame) -> pl.DataFrame:
    tenancies = coverage.facts.tenancies.join(rows.select("id"), left_on="unit", right_on="id")
    return tenancies.select(pl.col("unit").alias("id"), "building", (pl.col("liveness") == "live").alias("tied"))


def _over_places(coverage: Coverage, rows: pl.DataFrame, what: What) -> pl.DataFrame:
    keys = ("place",) if what == "units" else ("place", "compound")
    lying = pl.concat([rows.select("id", pl.col(key).alias("lies_in")) for key in keys]).drop_nulls()
    pairs = lineage(coverage.facts.places, also=lying["lies_in"])
    over = lying.join(pairs, left_on="lies_in", right_on="place").select("id", "ancestor").unique()
    return _joined(coverage, over, "ancestor", "Place", "place")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Joint organisations that live facts name, by the building or grid of what they cover."""

    of_building: dict[str, list[str]]
    of_grid: dict[str, list[str]]

    def near(self, buildings: Iterable[str], grid: str | None) -> list[str]:
        """Those in the same buildings; where there are none, those in the same grid."""
        housed = sorted({one for building in buildings for one in self.of_building.get(building, [])})
        return housed or (self.of_grid.get(grid, []) if grid is not None else [])


def neighbours(coverage: Coverage) -> Neighbours:
    """Joint organisations of the scope, by building and by grid."""
    joint = coverage.duties.filter((pl.col("mode") == "joint") & (pl.col("liveness") == "live"))
    by_unit = joint.filter(pl.col("target_type") == "Unit").select("organisation", "target")
    by_building = joint.filter(pl.col("target_type") == "Building").select("organisation", "target")
    facts = coverage.facts
    live = facts.tenancies.filter(pl.col("liveness") == "live")
    housed = by_unit.join(live, left_on="target", right_on="unit").select("organisation", key="building")
    buildings = pl.concat([housed, by_building.select("organisation", key="target")])
    grids = pl.concat(
        [
            by_unit.join(facts.units, left_on="target", right_on="id").select("organisation", key="grid"),
            by_building.join(facts.buildings, left_on="target", right_on="id").select("organisation", key="grid"),
        ]
    )
    return Neighbours(_listed(buildings), _listed(grids))


def _listed(pairs: pl.DataFrame) -> dict[str, list[str]]:
    grouped = pairs.drop_nulls().group_by("key").agg(pl.col("organisation").unique().sort())
    return dict(grouped.iter_rows())
