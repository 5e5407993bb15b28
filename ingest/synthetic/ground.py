"""What lies in an invented area: neighbourhoods, grids, buildings, units, venues, and the slice that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

Point = tuple[float, float]
"""Longitude and latitude in degrees, WGS-84."""
OPEN: Final = "开放"


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A community or a village, with its number in the whole area."""

    number: int
    name: str
    code: str
    level: str
    persons: int
    centre: Point


@dataclass(frozen=True, slots=True)
class AreaGrid:
    """A grid; ``branch`` tells whether it has a branch of its own."""

    name: str
    code: str
    community: Neighbourhood
    branch: bool


@dataclass(frozen=True, slots=True)
class AreaBuilding:
    """A building with its point in WGS-84; None where the roster gives none."""

    name: str
    code: str
    use: str
    community: Neighbourhood
    grid: AreaGrid
    compound: str | None
    floors: int
    households: int
    area: float
    point: Point | None


@dataclass(frozen=True, slots=True)
class AreaUnit:
    """A unit; ``mode`` is how organisations name it: own, joint, liaison, territorial or none."""

    number: str
    name: str
    kind: str
    uscc: str
    community: Neighbourhood
    building: AreaBuilding | None
    staff: int
    mode: str


@dataclass(frozen=True, slots=True)
class AreaVenue:
    """A venue, or a candidate site for one; what is None is not in the roster.

    ``area`` in m²; ``capacity`` the households that it can serve; ``provider`` the unit whose premises it has.
    """

    number: str
    name: str
    kind: str
    state: str | None
    opened: date | None
    community: Neighbourhood
    compound: str | None
    point: Point | None
    area: float | None
    capacity: int | None = None
    provider: str | None = None


@dataclass(slots=True)
class Slice:
    """A subdistrict or town with all that lies in it."""

    number: int
    name: str
    code: str
    county: str
    level: str
    neighbourhoods: list[Neighbourhood]
    compounds: list[tuple[str, Neighbourhood]] = field(default_factory=list)
    commercial_districts: list[tuple[str, Neighbourhood]] = field(default_factory=list)
    road_segments: list[tuple[str, Neighbourhood]] = field(default_factory=list)
    grids: list[AreaGrid] = field(default_factory=list)
    buildings: list[AreaBuilding] = field(default_factory=list)
    units: list[AreaUnit] = field(default_factory=list)
    venues: list[AreaVenue] = field(default_factory=list)

    @property
    def communities(self) -> list[Neighbourhood]:
        """The neighbourhoods that are communities."""
        return [each for each in self.neighbourhoods if each.level == "社区"]

    def units_of(self, place: Neighbourhood) -> list[AreaUnit]:
        """The units of one community."""
        return [unit for unit in self.units if unit.community is place]

    def venues_of(self, place: Neighbourhood, day: date) -> list[str]:
        """Names of the venues of one community that were surely open on a day."""
        return [
            each.name
            for each in self.venues
            if each.community is place and each.state == OPEN and each.opened is not None and each.opened <= day
        ]
