"""Where buildings, venues and places are: their own point, else that of what they lie in, each labelled by its rung."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.analysis.walking.precision import PRECISION

PLACED: dict[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String,
    "longitude": pl.Float64,
    "latitude": pl.Float64,
    "precision": PRECISION,
}
"""Of frames of positions: degrees WGS-84; all three null where nothing says where it is."""

_DEGREES = ("longitude", "latitude")
_COMPOUND = "residential_compound"


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions (``PLACED``) of all rows given, in their order."""

    buildings: pl.DataFrame
    venues: pl.DataFrame
    places: pl.DataFrame


def positions(buildings: pl.DataFrame, venues: pl.DataFrame, places: pl.DataFrame) -> Positions:
    """Climb the ladder of precision for each row.

    Own points stand in ``longitude`` and ``latitude`` of all three frames. A building lies in ``compound`` and
    ``place`` (its community); a venue in ``building`` too, and where it has no compound or community of its own it lies
    in those of its building. A place without a point has the mean of its buildings' own points; ``level`` says whether
    that is as fine as a compound or as coarse as a community. Half a point, or one that is no degree, is none.
    """
    own_buildings, own_venues, own_places = (_own(each) for each in (buildings, venues, places))
    placed = _places(own_places, own_buildings)
    houses = own_buildings.select("id", *_DEGREES)
    inside = own_buildings.select(
        pl.col("id").alias("building"), pl.col("compound").alias("its_compound"), pl.col("place").alias("its_place")
    )
    housed = own_venues.join(inside, on="building", how="left", maintain_order="left").with_columns(
        pl.coalesce("compound", "its_compound").alias("compound"), pl.coalesce("place", "its_place").alias("place")
    )
    around = {"compound": ("compound", placed), "community": ("place", placed)}
    return Positions(
        buildings=_climbed(own_buildings, around),
        venues=_climbed(housed, {"building": ("building", houses), **around}),
        places=placed,
    )


def _own(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, of which none is in a point that is none."""
    longitude, latitude = (pl.col(each).cast(pl.Float64) for each in _DEGREES)
    sound = longitude.is_between(-180, 180) & latitude.is_between(-90, 90)  # also not NaN
    return rows.with_columns(pl.when(sound).then(each) for each in (longitude, latitude))


def _places(places: pl.DataFrame, buildings: pl.DataFrame) -> pl.DataFrame:
    """Own points of places, else the means of their buildings'."""
    members = pl.concat(
        [buildings.select(pl.col(key).alias("id"), *_DEGREES) for key in ("place", "compound")]
    ).drop_nulls()
    means = members.group_by("id").agg(pl.col(each).mean().alias(f"mean_{each}") for each in _DEGREES)
    joined = places.join(means, on="id", how="left", maintain_order="left")
    coarse = pl.when(pl.col("level").eq_missing(_COMPOUND)).then(pl.lit("compound")).otherwise(pl.lit("community"))
    precision = (
        pl.when(pl.col("longitude").is_not_null())
        .then(pl.lit("point"))
        .when(pl.col("mean_longitude").is_not_null())
        .then(coarse)
    )
    return joined.select(
        "id",
        *(pl.coalesce(each, f"mean_{each}").alias(each) for each in _DEGREES),
        precision.cast(PRECISION).alias("precision"),
    )


def _climbed(rows: pl.DataFrame, ladder: dict[str, tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    """The first rung that has a point; each rung by its precision: the column that leads there, and its points."""
    found = rows
    for rung, (key, points) in ladder.items():
        there = points.select(pl.col("id").alias(key), *(pl.col(each).alias(f"{rung}_{each}") for each in _DEGREES))
        found = found.join(there, on=key, how="left", maintain_order="left")
    rung_of = {"point": "longitude"} | {rung: f"{rung}_longitude" for rung in ladder}
    first = pl.coalesce(pl.when(pl.col(column).is_not_null()).then(pl.lit(rung)) for rung, column in rung_of.items())
    return found.select(
        "id",
        *(pl.coalesce(each, *(f"{rung}_{each}" for rung in ladder)).alias(each) for each in _DEGREES),
        first.cast(PRECISION).alias("precision"),
    )
