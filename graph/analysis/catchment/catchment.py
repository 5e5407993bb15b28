"""Two-step floating catchment areas: 2SFCA (Luo and Wang 2003) and E2SFCA with zones (Luo and Qi 2009).

Step one divides what each venue j supplies by the demand in its reach,  R_j = S_j / Σ_k P_k W(d_kj);  step two adds
up what each origin i reaches,  A_i = Σ_j R_j W(d_ij).  W is 1 within the reach (2SFCA), or falls from zone to zone
(E2SFCA). With S in m² and P in households A is m² per household. Nothing is lost on the way: Σ_i P_i A_i = Σ_j S_j
over the venues that have demand in reach.

Luo, Wang: Measures of spatial accessibility to health care in a GIS environment, Environment and Planning B 30, 2003.
Luo, Qi: An enhanced two-step floating catchment area (E2SFCA) method, Health & Place 15, 2009.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import polars as pl

from graph.errors import WrongUsage

DEMAND: Final = pl.Schema({"origin": pl.String(), "households": pl.Int64(), "located": pl.Boolean()})
"""Origins: every building in question, also one without a position (``located`` false)."""
SUPPLY: Final = pl.Schema({"venue": pl.String(), "supply": pl.Float64()})
"""Venues with what they supply (m², seats); null where it is not known."""
REACHES: Final = pl.Schema({"origin": pl.String(), "venue": pl.String(), "metres": pl.Float64()})
"""Pairs of origin and venue; those beyond the outermost zone do not matter and may be missing."""
WEIGHTS: Final = (1.0, 0.68, 0.22)
"""Luo and Qi's weights of the three zones (the Gaussian with a sharp fall)."""
MINUTES: Final = (5.0, 10.0, 15.0)
"""Our zones: the walking circles of 5, 10 and 15 minutes (theirs, of car journeys, were 10, 20 and 30)."""


@dataclass(frozen=True, slots=True)
class Zone:
    """What lies up to ``metres`` (inclusive), and beyond the zone before it, counts with ``weight``."""

    metres: float
    weight: float


def one_zone(metres: float) -> tuple[Zone, ...]:
    """The zone of 2SFCA: all within the reach counts alike."""
    return (Zone(metres, 1.0),)


def enhanced_zones(speed: float, minutes: tuple[float, ...] = MINUTES) -> tuple[Zone, ...]:
    """The zones of E2SFCA for a walking speed in m/s: 5, 10 and 15 minutes with weights 1, 0.68 and 0.22."""
    if len(minutes) != len(WEIGHTS):
        raise WrongUsage("E2SFCA 须有三个时间圈", "E2SFCA takes three zones", code="bad_zones")
    return tuple(Zone(60 * each * speed, weight) for each, weight in zip(minutes, WEIGHTS, strict=True))


@dataclass(frozen=True, slots=True)
class Catchment:
    """What each origin has, what each venue gives, and what could not be counted."""

    zones: tuple[Zone, ...]
    origins: pl.DataFrame
    """One row an origin, in its order: ``origin``, ``households``, ``access`` (supply per household; 0 where no venue
    is in reach; null for an origin without a position), ``venues`` in reach, ``venues_unknown`` (those of unknown
    supply: ``access`` is then a lower bound)."""
    venues: pl.DataFrame
    """One row a venue, in its order: ``venue``, ``supply``, ``demand`` (weighted households in reach), ``ratio``
    (supply/demand; null where supply is unknown or no demand is in reach), ``households_unknown`` (origins in reach
    whose households are not known: ``ratio`` is then an upper bound)."""

    @property
    def without_demand(self) -> pl.DataFrame:
        """Venues that no known household can reach; what they supply is in nobody's access."""
        return self.venues.filter(pl.col("demand") == 0).select("venue", "supply", "households_unknown")

    @property
    def handed_out(self) -> float:
        """Σ_i P_i A_i over the origins whose households are known."""
        return float(self.origins.select((pl.col("households") * pl.col("access")).sum()).item())

    @property
    def supplied(self) -> float:
        """Σ_j S_j over the venues of known supply with demand in reach; equals :attr:`handed_out`."""
        return float(self.venues.filter(pl.col("demand") > 0)["supply"].sum())


def floating_catchment(
    demand: pl.DataFrame, supply: pl.DataFrame, reaches: pl.DataFrame, zones: tuple[Zone, ...]
) -> Catchment:
    """Access of every origin to the venues, over sparse pairs; see the head of this module for the formulae.

    Frames: :data:`DEMAND`, :data:`SUPPLY`, :data:`REACHES` (of a pair that is there twice the shorter way counts; pairs
    of other origins or venues are left aside). Unknown households make no demand and unknown supply no access: both are
    counted beside, never taken for zero. Raises WrongUsage for bad zones, negative numbers, an id that is there twice.
    """
    _check(demand, supply, reaches, zones)
    known = demand.select("origin", "households", "located"), supply.select("venue", "supply")
    weighted = (
        reaches.join(known[0].filter("located"), on="origin")
        .join(known[1], on="venue")
        .group_by("origin", "venue", "households", "supply")
        .agg(pl.col("metres").min())
        .with_columns(_weight(zones).alias("weight"))
        .filter(pl.col("weight") > 0)
        # sums of floats depend on their order; the rows of a frame that was grouped come in any
        .sort("origin", "venue")
    )
    asked = weighted.group_by("venue", maintain_order=True).agg(
        (pl.col("households") * pl.col("weight")).sum().alias("demand"),
        pl.col("households").is_null().sum().cast(pl.Int64).alias("households_unknown"),
    )
    venues = (
        known[1]
        .join(asked, on="venue", how="left", maintain_order="left")
        .with_columns(pl.col("demand").fill_null(0.0), pl.col("households_unknown").fill_null(0))
        .with_columns(pl.when(pl.col("demand") > 0).then(pl.col("supply") / pl.col("demand")).alias("ratio"))
        .select("venue", "supply", "demand", "ratio", "households_unknown")
    )
    return Catchment(zones, _origins(known[0], weighted.join(venues.select("venue", "ratio"), on="venue")), venues)


def _origins(demand: pl.DataFrame, weighted: pl.DataFrame) -> pl.DataFrame:
    had = (
        weighted.sort("origin", "venue")
        .group_by("origin", maintain_order=True)
        .agg(
            (pl.col("ratio") * pl.col("weight")).sum().alias("access"),
            pl.len().cast(pl.Int64).alias("venues"),
            pl.col("supply").is_null().sum().cast(pl.Int64).alias("venues_unknown"),
        )
    )
    located = pl.when("located")
    return demand.join(had, on="origin", how="left", maintain_order="left").select(
        "origin",
        "households",
        located.then(pl.col("access").fill_null(0.0)).alias("access"),
        located.then(pl.col("venues").fill_null(0)).alias("venues"),
        located.then(pl.col("venues_unknown").fill_null(0)).alias("venues_unknown"),
    )


def _weight(zones: tuple[Zone, ...]) -> pl.Expr:
    found = pl.lit(0.0)
    for zone in reversed(zones):
        found = pl.when(pl.col("metres") <= zone.metres).then(zone.weight).otherwise(found)
    return found


def _check(demand: pl.DataFrame, supply: pl.DataFrame, reaches: pl.DataFrame, zones: tuple[Zone, ...]) -> None:
    metres, weights = [each.metres for each in zones], [each.weight for each in zones]
    falling = weights == sorted(weights, reverse=True) and all(0 < each <= 1 for each in weights)
    growing = metres == sorted(set(metres)) and all(each > 0 and math.isfinite(each) for each in metres)
    if not zones or not falling or not growing:
        raise WrongUsage(
            "距离圈应由近及远,权重在 0 到 1 之间且不递增",
            "zones go outwards, with weights between 0 and 1 that do not grow",
            code="bad_zones",
        )
    for frame, column in ((demand, "households"), (supply, "supply"), (reaches, "metres")):
        if not frame.filter((pl.col(column) < 0) | pl.col(column).cast(pl.Float64).is_nan()).is_empty():
            raise WrongUsage(f"{column} 不能是负数或非数", f"{column} must be no negative number, nor NaN")
    for frame, column in ((demand, "origin"), (supply, "venue")):
        if frame[column].is_duplicated().any():
            raise WrongUsage(f"{column} 有重复的编号", f"an id of {column} is there twice", code="twice")
