"""How much of everything an invented area holds, and how it falls to its parts without ever being off by rounding."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.synthetic.tenants import SEXAGENARY


@dataclass(frozen=True, slots=True)
class Extent:
    """An area of one county (a district or zone), or of several (a city), with its totals.

    ``code`` is the division code of the county or of the city, six digits; ``grid_branches`` of the ``grids`` have a
    branch of their own; ``organisations`` counts all party organisations, those of the chain too.
    """

    name: str
    code: str
    counties: int
    subdistricts: int
    communities: int
    grids: int
    buildings: int
    units: int
    organisations: int
    towns: int = 0
    villages: int = 0
    compounds: int = 0
    commercial_districts: int = 0
    road_segments: int = 0
    grid_branches: int | None = None
    bodies: int | None = None
    """Communities with a standing body of their own (大党委), the first so many; all where nothing is said."""
    agreements: int = 0
    activities: int = 0
    persons: int = 0
    """Residents of the communities; three per household where nothing is said."""
    village_persons: int = 0
    members: int = 0
    """Party members of all branches, each counted once; drawn by chance where nothing is said."""
    unit_members: int = 0
    """Those of them in branches of units."""
    staff: int = 0
    """Staff of all units; drawn by chance where nothing is said."""
    firms_only: bool = False
    """Whether all units are private firms."""
    venues: bool = False
    """Whether each community's venues are in rosters of the townships."""
    level: str = "区"

    @property
    def townships(self) -> int:
        """Subdistricts and towns, the slices in which the area is written."""
        return self.subdistricts + self.towns

    @property
    def branches(self) -> int:
        """Grids with a branch of their own."""
        return self.grids if self.grid_branches is None else self.grid_branches

    @property
    def chain(self) -> int:
        """Organisations of the territory: the area's, one for each township and neighbourhood, and the grids'."""
        return 1 + self.townships + self.communities + self.villages + self.branches

    @property
    def joint_branches(self) -> int:
        """Branches that several units form together."""
        return max(0, self.organisations - self.chain) // 4 if self.communities else 0

    @property
    def own_branches(self) -> int:
        """Branches and committees that one unit has to itself: what is left of all organisations."""
        return max(0, self.organisations - self.chain) - self.joint_branches


def share(total: int, parts: int, index: int) -> range:
    """The numbers, of ``total`` things numbered from 0, that fall to part ``index`` of ``parts``: an even spread."""
    return range(total * index // parts, total * (index + 1) // parts)


def part_of(number: int, total: int, parts: int) -> int:
    """The part to which :func:`share` gives thing ``number``."""
    return ((number + 1) * parts - 1) // total


def stem(number: int) -> str:
    """An invented proper name, never given twice: 甲子 … 癸亥, then with a number behind it."""
    pair = SEXAGENARY[number % 60]
    return pair if number < 60 else f"{pair}{number // 60 + 1}"


def district_extent(buildings: int) -> Extent:
    """A district of that many buildings in the proportions of a usual one (27 communities, 144 grids, 900 bodies)."""
    scale = buildings / 4_000
    communities = max(2, round(27 * scale))
    return Extent(
        name="演示东区",
        code="990102",
        counties=1,
        subdistricts=min(20, max(2, communities // 4)) if scale != 1 else 7,
        communities=communities,
        grids=max(communities, round(144 * scale)),
        grid_branches=max(1, round(120 * scale)),
        buildings=buildings,
        units=max(20, round(1_350 * scale)),
        organisations=max(30, round(900 * scale)),
        compounds=communities * 10,
        venues=True,
        agreements=max(10, round(260 * scale)),
        activities=max(30, round(1_600 * scale)),
    )


def city_extent(buildings: int) -> Extent:
    """A city of that many buildings: 200 to a community, 10 of these to a subdistrict, 20 of those to a county."""
    communities = max(4, buildings // 200)
    subdistricts = max(2, communities // 10)
    return Extent(
        name="演示市",
        code="990600",
        level="市",
        counties=min(99, max(1, subdistricts // 20)),
        subdistricts=subdistricts,
        communities=communities,
        grids=communities * 6,
        grid_branches=communities * 5,
        buildings=buildings,
        units=buildings * 3 // 10,
        organisations=max(60, communities * 20),
        compounds=communities * 12,
        venues=True,
        agreements=communities * 4,
        activities=communities * 30,
    )
