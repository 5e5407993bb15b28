"""What sites are chosen from and for: demands with weights, open venues and candidates, and the ways between them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, TypedDict

import polars as pl

from graph.analysis.walking import PLACED, PRECISION, ROUNDING, Walk, WalkFacts, pairs
from graph.errors import WrongUsage
from graph.evidence.covering import civil_buildings
from graph.evidence.reading import Reading
from graph.evidence.streets import described, read_streets
from graph.evidence.walking import WalkingEvidence, walking_evidence
from graph.questions.asking import WHOLE, Scope

Source = Literal["roster", "buildings", "points"]
Weight = Literal["households", "population", "equal"]
Point = tuple[float, float]
"""Longitude and latitude, degrees WGS-84."""
BUILDINGS: Final = "buildings"
USES: Final = ("public", "commercial", "office")
"""Uses of buildings in which a venue can be opened, where none are named."""
CIRCLES: Final = 3.0
"""Times the reach up to which ways are looked for: the circle of 15 minutes beside that of 5."""
_SITE: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "id": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "place": pl.String,
    "area_m2": pl.Float64,
}


class SitingChoices(TypedDict, total=False):
    """Fields of :class:`SitingAsked`, as keywords."""

    of: str
    weight: Weight
    candidates: Source | None
    uses: tuple[str, ...]
    points: tuple[Point, ...]
    walk: Walk
    reach: float | None
    farthest: float | None
    capacities: bool
    area_m2: float | None


@dataclass(frozen=True, slots=True)
class SitingAsked:
    """From what and for whom a siting chooses.

    - ``of``: ``buildings``, or a level of places such as ``community``: who is to be served;
    - ``weight``: ``households``, ``population`` (of places only) or ``equal``;
    - ``candidates``: ``roster`` (venues whose opening state is 备选点), ``buildings`` (of ``uses``, with a point of
      their own) or ``points`` (those given); where it is not said, the points if there are any, else the roster;
    - ``reach``: metres within which a demand is covered (None: what ``walk`` allows);
    - ``farthest``: metres beyond which ways are not looked for (None: three times the reach);
    - ``capacities``: whether the households that a venue can serve, as its roster says, bound it;
    - ``area_m2``: floor area of a new venue whose area no roster gives.
    """

    of: str = BUILDINGS
    weight: Weight = "households"
    candidates: Source | None = None
    uses: tuple[str, ...] = USES
    points: tuple[Point, ...] = ()
    walk: Walk = field(default_factory=Walk)
    reach: float | None = None
    farthest: float | None = None
    capacities: bool = False
    area_m2: float | None = None

    def __post_init__(self) -> None:
        """Raises WrongUsage for what does not go together, before anything is read."""
        if self.weight == "population" and self.of == BUILDINGS:
            raise _wrong(
                "按人口计权只能用于地点(如 of=community):名册没有各楼栋的人口",
                "population is known of places only: ask of=community, say",
            )
        if self.candidates is not None and (self.candidates == "points") != bool(self.points):
            raise _wrong("备选为给定点(points)时要给出经纬度,否则不给", "points are given with candidates=points only")
        if any(not (-180 <= lon <= 180 and -90 <= lat <= 90) for lon, lat in self.points):
            raise _wrong("给定点应为经度,纬度(WGS-84 度)", "a point is longitude,latitude in degrees WGS-84")
        if not 0 < self.covering < float("inf") or not self.covering <= self.widest < float("inf"):
            raise _wrong("服务半径应大于 0,且不大于取距离的上限", "the reach is above 0 and at most farthest")

    @property
    def source(self) -> Source:
        """Where the candidates come from."""
        return self.candidates or ("points" if self.points else "roster")

    @property
    def reach_metres(self) -> float:
        """The reach as it was asked for."""
        return self.walk.minutes * 60 * self.walk.speed if self.reach is None else self.reach

    @property
    def covering(self) -> float:
        """Flat metres within which a demand is covered: the reach, rounding included."""
        return self.reach_metres * (1 + ROUNDING)

    @property
    def widest(self) -> float:
        """Flat metres up to which ways are looked for."""
        return CIRCLES * self.covering if self.farthest is None else self.farthest * (1 + ROUNDING)


@dataclass(frozen=True, slots=True)
class SitingEvidence:
    """Everything that a siting is computed from, of one scope at one date and one state of the graph.

    ``demands``: id, name, place, longitude, latitude, ``weight`` (0 where unknown), ``weight_known``, and ``placed``:
    whether it can be judged; ``sites``: id, name, kind (``venue`` for one in place, else the source), place,
    ``place_name``, longitude, latitude, area_m2, ``fixed``, ``capacity``; ``pairs``: demand, site, metres, method.
    """

    asked: SitingAsked
    scope: Scope
    reading: Reading
    demands: pl.DataFrame
    sites: pl.DataFrame
    pairs: pl.DataFrame
    sites_without_position: pl.DataFrame
    """id, name, kind of candidates and open venues of the scope that cannot be taken into account."""
    venues_uncertain: int
    """Venues of which nobody knows whether they are open, or there: they are not counted as open."""
    streets: dict[str, str] | str
    """The street network that ways were found on; ``estimate`` where there is none."""
    rows_used: dict[str, int]


def siting_evidence(reading: Reading, scope: Scope, asked: SitingAsked, data: Path) -> SitingEvidence:
    """Read it; LoadInProgress if the graph changed meanwhile, WrongUsage where there is nothing to choose from.

    ``data`` is the data folder, for its street network.
    """
    about = described(data)
    walking = _civil(walking_evidence(reading, scope), reading, scope)
    rows_used = dict(walking.rows_used)
    demands = _demands(walking, scope, asked)
    sites, uncertain = _sites(walking, scope, asked)
    if asked.capacities:
        capacities = reading.frame("venue_capacities", WHOLE)
        rows_used["venue_capacities"] = capacities.height
        bounds = capacities.rename({"capacity_households": "capacity"})
        sites = sites.join(bounds, on="id", how="left", maintain_order="left")
    else:
        sites = sites.with_columns(pl.lit(None, pl.Int64).alias("capacity"))
    placed = list(PLACED)
    facts = WalkFacts(demands.select(placed), sites.select(placed), walking.table, read_streets(data))
    facts = facts.precise(asked.walk.least_precision)
    found = pairs(facts, asked.walk, asked.widest).rename({"origin": "demand", "venue": "site"})
    there = _judged(facts)
    known = pl.col("id").is_in(there["site"].implode())
    names = walking.places.select(pl.col("id").alias("place"), pl.col("name").alias("place_name"))
    sites = sites.join(names, on="place", how="left", maintain_order="left")
    return SitingEvidence(
        asked=asked,
        scope=scope,
        reading=reading,
        demands=demands.with_columns(pl.col("id").is_in(there["demand"].implode()).alias("placed")),
        sites=sites.filter(known),
        pairs=found,
        sites_without_position=sites.filter(~known & _inside(scope)).select("id", "name", "kind"),
        venues_uncertain=uncertain,
        streets="estimate" if about is None else {"source": about.source, "version": about.version},
        rows_used=rows_used,
    )


def _civil(walking: WalkingEvidence, reading: Reading, scope: Scope) -> WalkingEvidence:
    """Without buildings that army units alone are in: none is to be served, and none is a site."""
    tenancies, units = reading.frame("tenancies", scope), reading.frame("units", WHOLE)
    kept = civil_buildings(walking.buildings, tenancies, [units])
    points = walking.positions.buildings.filter(walking.buildings["id"].is_in(kept["id"].implode()))
    return replace(walking, buildings=kept, positions=replace(walking.positions, buildings=points))


def _judged(facts: WalkFacts) -> dict[str, pl.Series]:
    """Ids of demands and sites that have a position, or a row in the table of ways."""
    ends = {"demand": facts.origins, "site": facts.venues}
    tabled = pl.concat([facts.table["origin"], facts.table["venue"]])
    return {
        name: pl.concat([rows.filter(pl.col("precision").is_not_null())["id"], tabled]).unique()
        for name, rows in ends.items()
    }


def _demands(walking: WalkingEvidence, scope: Scope, asked: SitingAsked) -> pl.DataFrame:
    if asked.of == BUILDINGS:
        rows = walking.buildings.hstack(walking.positions.buildings.drop("id"))
        # a building that stands empty asks for nothing
        rows = rows.filter(pl.col("operating").ne_missing("vacant"))
        # where nobody lives there are no households to be unknown
        expected = pl.col("use").is_null() | pl.col("use").is_in(["residential", "mixed"])
    else:
        rows = walking.places.drop("longitude", "latitude").hstack(walking.positions.places.drop("id"))
        rows = rows.filter(pl.col("level") == asked.of)
        if scope.id is not None:
            rows = rows.filter(pl.col("id").is_in(scope.places))
        rows = rows.with_columns(pl.col("parent").alias("place"))
        expected = pl.lit(True)
    number = pl.lit(1.0) if asked.weight == "equal" else pl.col(asked.weight).cast(pl.Float64)
    if rows.is_empty():
        raise _wrong(
            "这个范围内没有要服务的楼栋或地点;请换一个范围(scope)或级别(of)",
            "there is nobody to serve in this scope: ask another scope, or another level (of)",
        )
    return rows.select(
        *("id", "name", "place", "longitude", "latitude", "precision"),
        number.fill_null(0.0).alias("weight"),
        (number.is_not_null() | ~expected).alias("weight_known"),
    )


def _sites(walking: WalkingEvidence, scope: Scope, asked: SitingAsked) -> tuple[pl.DataFrame, int]:
    """Open venues of the whole graph, then the candidates; and how many venues may be open, which nobody knows."""
    venues = walking.venues.drop("longitude", "latitude").hstack(walking.positions.venues.drop("id"))
    surely = (pl.col("opening_state") == "open") & (pl.col("liveness") == "live")
    maybe = pl.col("opening_state").is_null() | (pl.col("opening_state") == "open")
    opened = venues.filter(surely.fill_null(False))
    uncertain = venues.filter(maybe).height - opened.height
    chosen = _CANDIDATES[asked.source](walking, venues, asked)
    if asked.source != "points":
        chosen = chosen.filter(_inside(scope))
    if chosen.is_empty():
        raise _wrong(
            "没有备选点:请在阵地名册中登记开放状态为“备选点”的阵地,或用 candidates=buildings,或给出经纬度(at)",
            "there are no candidates: list venues whose opening state is 备选点 in a roster, or choose "
            "candidates=buildings, or give points (at)",
        )
    columns = [*_SITE, "longitude", "latitude", "precision"]
    fixed = _shaped(opened.with_columns(pl.lit("venue").alias("kind"))).select(columns)
    return (
        pl.concat(
            [
                fixed.with_columns(pl.lit(True).alias("fixed")),
                _shaped(chosen).select(columns).with_columns(pl.lit(False).alias("fixed")),
            ]
        ),
        uncertain,
    )


def _inside(scope: Scope) -> pl.Expr:
    """Rows that lie in the scope: whoever is confined to an area is told of nothing beyond it by name."""
    return pl.lit(value=True) if scope.id is None else pl.col("place").is_in(scope.places).fill_null(False)


def _of_roster(walking: WalkingEvidence, venues: pl.DataFrame, asked: SitingAsked) -> pl.DataFrame:
    return venues.filter(pl.col("opening_state") == "candidate").with_columns(pl.lit("roster").alias("kind"))


def _of_buildings(walking: WalkingEvidence, venues: pl.DataFrame, asked: SitingAsked) -> pl.DataFrame:
    rows = walking.buildings.hstack(walking.positions.buildings.drop("id"))
    kept = rows.filter(pl.col("use").is_in(asked.uses) & (pl.col("precision") == "point"))
    return kept.with_columns(pl.lit("buildings").alias("kind"), pl.lit(asked.area_m2, pl.Float64).alias("area_m2"))


def _of_points(walking: WalkingEvidence, venues: pl.DataFrame, asked: SitingAsked) -> pl.DataFrame:
    rows = [(f"at:{n}", f"给定点{n}", *point) for n, point in enumerate(asked.points, 1)]
    frame = pl.DataFrame(rows, schema=["id", "name", "longitude", "latitude"], orient="row")
    return frame.with_columns(
        pl.lit("points").alias("kind"),
        pl.lit(None, pl.String).alias("place"),
        pl.lit(asked.area_m2, pl.Float64).alias("area_m2"),
        pl.lit("point", PRECISION).alias("precision"),
    )


_CANDIDATES: Final = {"roster": _of_roster, "buildings": _of_buildings, "points": _of_points}


def _shaped(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        *(pl.col(name).cast(dtype) for name, dtype in _SITE.items()),
        pl.col("longitude").cast(pl.Float64),
        pl.col("latitude").cast(pl.Float64),
        pl.col("precision").cast(PRECISION),
    )


def _wrong(zh: str, en: str) -> WrongUsage:
    return WrongUsage(zh, en, code="bad_siting")
