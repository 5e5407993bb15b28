"""The ground: county, subdistrict, seven communities, compounds, grids and buildings."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from ingest.synthetic.codes import SUBDISTRICT

STREET = "演示街道"
STEMS = "甲乙丙丁戊己庚"
BLANKET_STEM = "庚"
"""The community whose committee takes a blanket duty (兜底社区): all that nobody else covers there is nominal."""

UNKNOWN_GRID = "乙社区第99网格"
"""A grid that no roster lists: the building that names it shows as pending."""

GRIDS_EACH = 7
COMPOUNDS_EACH = 5
_ORDINALS = "一二三四五六七"

# what each office tower is planned to be, by community
TOWER_PLANS: dict[str, tuple[str, ...]] = {
    "甲": ("joint", "own", "dependent"),
    "乙": ("joint", "blank", "to_check"),
    "丙": ("joint", "dependent", "blank"),
    "丁": ("joint", "own", "blank"),
    "戊": ("joint", "nominal", "joint"),
    "己": ("dependent", "to_check", "joint"),
    "庚": ("nominal", "joint"),
}
_UNORGANISED = frozenset({("乙", 7), ("丁", 6), ("己", 7), ("庚", 7)})
_WITHOUT_RESPONSIBLE = frozenset({("戊", 7)})
_SHARED_TOWERS = frozenset({("己", 1)})
"""A covered tower that would have a grid of its own, but lies in a comprehensive one."""


@dataclass(slots=True)
class Grid:
    """A grid; ``duty`` is the mode of its branch, ``unnamed`` one without anybody responsible, or none."""

    name: str
    code: str
    kind: str
    stem: str
    duty: str
    households: int = 0


@dataclass(slots=True)
class Building:
    """A building; ``plan`` is the mode planned for a tower, empty for others."""

    name: str
    use: str
    stem: str
    grid: Grid | None
    compound: str | None = None
    plan: str = ""
    state: str = "在用"
    households: int = 0
    floors: int = 6
    area: float = 0.0
    code: str | None = None
    grid_written: str | None = None
    """What the roster says instead where the grid is not known."""


@dataclass(slots=True)
class Territory:
    """All of it, in the order of the rosters."""

    grids: list[Grid] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)

    def of_use(self, *uses: str) -> list[Building]:
        """Buildings of these uses that are in use."""
        return [each for each in self.buildings if each.use in uses and each.state == "在用"]


def community(stem: str) -> str:
    """Name of the community."""
    return f"{stem}社区"


def community_code(stem: str) -> str:
    """Division code of the community, 12 digits."""
    return f"{SUBDISTRICT}{STEMS.index(stem) + 1:03d}"


def compound(stem: str, number: int) -> str:
    """Name of a residential compound, numbered from 0."""
    return f"{stem}{_ORDINALS[number]}苑"


def territory(seed: int) -> Territory:
    """Lay out the ground of one seed."""
    rng = Random(f"{seed}/territory")
    land = Territory()
    for stem in STEMS:
        grids = _comprehensive(stem)
        land.grids += grids
        _towers(rng, land, stem, grids)
        _business(rng, land, stem, grids)
        _housing(rng, land, stem, grids)
    _exceptions(land)
    for number, building in enumerate(land.buildings, start=1):
        # every ninth building has no code yet, as in real rosters
        building.code = None if number % 9 == 0 else f"{community_code(building.stem)}B{number:04d}"
        if building.grid is not None:
            building.grid.households += building.households
    return land


def _comprehensive(stem: str) -> list[Grid]:
    grids = []
    for number in range(1, GRIDS_EACH + 1):
        duty = "单独组建"
        if (stem, number) in _UNORGANISED:
            duty = ""
        elif (stem, number) in _WITHOUT_RESPONSIBLE:
            duty = "unnamed"
        elif number == 5:
            duty = "属地兜底"
        elif number == 3:
            duty = "联合组建"
        name = f"{community(stem)}第{number}网格"
        grids.append(Grid(name, f"{community_code(stem)}{number:03d}", "综合网格", stem, duty))
    return grids


def _towers(rng: Random, land: Territory, stem: str, grids: list[Grid]) -> None:
    for number, plan in enumerate(TOWER_PLANS[stem], start=1):
        name = f"演示{stem}{_ORDINALS[number - 1]}大厦"
        grid = grids[0]
        if plan != "joint" and (stem, number) not in _SHARED_TOWERS:
            duty = "单独组建" if plan in ("own", "dependent") else ""
            grid = Grid(f"{name}专属网格", f"{community_code(stem)}{100 + number}", "专属网格", stem, duty)
            land.grids.append(grid)
        floors = rng.randint(12, 28)
        area = round(floors * rng.uniform(900, 1600), 1)
        land.buildings.append(Building(name, "商务楼宇", stem, grid, plan=plan, floors=floors, area=area))


def _business(rng: Random, land: Territory, stem: str, grids: list[Grid]) -> None:
    for use, label, count in (
        ("商业", "商业楼", 3),
        ("商住混合", "商住楼", 2),
        ("公共服务", "公共服务楼", 4),
    ):
        for number in range(1, count + 1):
            floors = rng.randint(3, 9)
            households = rng.randint(12, 36) if use == "商住混合" else 0
            name = f"{community(stem)}{label}{number}号"
            # public buildings stand where a grid branch is; shops anywhere
            grid = grids[rng.randrange(4)] if use == "公共服务" else rng.choice(grids)
            area = round(floors * rng.uniform(400, 900), 1)
            land.buildings.append(Building(name, use, stem, grid, None, "", "在用", households, floors, area))


def _housing(rng: Random, land: Territory, stem: str, grids: list[Grid]) -> None:
    homes = [
        (compound(stem, number), house)
        for number in range(COMPOUNDS_EACH)
        for house in range(1, rng.randint(9, 13) + 1)
    ]
    for position, (estate, house) in enumerate(homes):
        grid = grids[position * GRIDS_EACH // len(homes)]
        floors = rng.choice((6, 6, 7, 11, 18))
        households = floors * rng.choice((4, 6))
        area = round(households * rng.uniform(70, 110), 1)
        home = Building(f"{estate}{house}幢", "住宅", stem, grid, estate, "", "在用", households, floors, area)
        land.buildings.append(home)


def _exceptions(land: Territory) -> None:
    """Empty buildings, buildings without a grid, and one whose grid stands in no roster."""
    homes = {stem: [each for each in land.buildings if each.use == "住宅" and each.stem == stem] for stem in STEMS}
    for stem in "甲丙":
        homes[stem][6].state, homes[stem][6].households = "空置", 0
    shop = next(each for each in land.buildings if each.use == "商业" and each.stem == "己")
    shop.state = "空置"
    for stem, written in (("甲", "—"), ("丙", None), ("戊", "无"), ("己", "待定")):
        # the last but one house of a compound that no compound branch covers
        homes[stem][-2].grid, homes[stem][-2].grid_written = None, written
    homes["乙"][-3].grid, homes["乙"][-3].grid_written = None, UNKNOWN_GRID
