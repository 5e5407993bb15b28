"""How those to be served stand with some sites open: counts, weights, ways and how equally access is spread."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import polars as pl

from graph.analysis.catchment import Zone, equity, floating_catchment, shortfall
from graph.analysis.catchment.catchment import WEIGHTS
from graph.evidence.siting import SitingEvidence

Basis = Literal["m2", "venues"]
ZONES: Final = tuple(enumerate(WEIGHTS, 1))
"""Of E2SFCA: once, twice and three times the reach, with their weights."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Figures of the demands that have a position; shares are None where there is nothing to share.

    ``mean_metres`` is weighted, over those with an open site within the farthest ways looked for (``beyond``: demands
    without). ``gini`` and, against ``line`` m² for each unit of weight, ``share_below``, ``gap_below`` and
    ``severity_below`` (FGT 0, 1, 2) are of E2SFCA access, in which a venue supplies its floor area (``m2``), or counts
    as one (``venues``) where the area of a new site is not known.
    """

    demands: int
    covered: int
    share: float | None
    weight: float
    covered_weight: float
    weight_share: float | None
    mean_metres: float | None
    greatest_metres: float | None
    beyond: int
    equity_of: Basis
    gini: float | None
    line: float | None
    share_below: float | None
    gap_below: float | None
    severity_below: float | None

    def described(self) -> dict[str, Any]:
        """By name, for an answer."""
        return asdict(self)


def reached(evidence: SitingEvidence, sites: list[str], metres: float) -> pl.DataFrame:
    """Demands with the metres to the nearest of some sites, where one is near enough."""
    near = evidence.pairs.filter((pl.col("metres") <= metres) & pl.col("site").is_in(sites))
    return near.group_by("demand").agg(pl.col("metres").min()).sort("demand")


def standing(evidence: SitingEvidence, chosen: list[str], basis: Basis | None = None) -> Standing:
    """With the open venues and the sites ``chosen``; ``basis`` of the access, where it is to be that of another one."""
    asked = evidence.asked
    opened = evidence.sites.filter(pl.col("fixed") | pl.col("id").is_in(chosen))
    judged = evidence.demands.filter("placed")
    ways = reached(evidence, opened["id"].to_list(), asked.widest).rename({"demand": "id"})
    rows = judged.join(ways, on="id", how="left", maintain_order="left")
    covered = rows.filter(pl.col("metres") <= asked.covering)
    served = rows.filter(pl.col("metres").is_not_null())
    total, weighed = float(rows["weight"].sum()), float(served["weight"].sum())
    by_area: Basis = "venues" if opened.filter(~pl.col("fixed"))["area_m2"].null_count() else "m2"
    of: Basis = basis or by_area
    return Standing(
        demands=rows.height,
        covered=covered.height,
        share=covered.height / rows.height if rows.height else None,
        weight=total,
        covered_weight=float(covered["weight"].sum()),
        weight_share=float(covered["weight"].sum()) / total if total else None,
        mean_metres=float((served["weight"] * served["metres"]).sum()) / weighed if weighed else None,
        greatest_metres=None if served.is_empty() else float(served.select(pl.col("metres").max()).item()),
        beyond=rows.height - served.height,
        **_equity(evidence, judged, opened, of),
    )


def _equity(evidence: SitingEvidence, judged: pl.DataFrame, opened: pl.DataFrame, of: Basis) -> dict[str, Any]:
    asked = evidence.asked
    zones = tuple(
        Zone(asked.covering * step, weight) for step, weight in ZONES if asked.covering * step <= asked.widest
    )
    known = pl.when("weight_known").then(pl.col("weight")).round().cast(pl.Int64)
    demand = judged.select(pl.col("id").alias("origin"), known.alias("households"), pl.lit(True).alias("located"))
    supply = pl.lit(1.0) if of == "venues" else pl.col("area_m2")
    found = floating_catchment(
        demand,
        opened.select(pl.col("id").alias("venue"), supply.alias("supply")),
        evidence.pairs.select(pl.col("demand").alias("origin"), pl.col("site").alias("venue"), "metres"),
        zones,
    ).origins
    spread = equity(found["access"], found["households"])
    below = shortfall(found["access"], found["households"]) if of == "m2" else None
    return {
        "equity_of": of,
        "gini": spread.gini,
        "line": None if below is None else below.line,
        "share_below": None if below is None else below.share,
        "gap_below": None if below is None else below.gap,
        "severity_below": None if below is None else below.severity,
    }
