"""The units of the subdistrict, each with the way in which it is planned to be covered."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from random import Random

from ingest.synthetic.codes import unified_code
from ingest.synthetic.territory import STEMS, Building, Territory

SEXAGENARY = [f"{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{'子丑寅卯辰巳午未申酉戌亥'[i % 12]}" for i in range(60)]

TRADES = {
    "非公有制企业": (
        "信息技术有限公司",
        "文化传播有限公司",
        "资产管理有限公司",
        "建筑设计有限公司",
        "企业咨询有限公司",
        "餐饮管理有限公司",
        "商贸有限公司",
        "物业服务有限公司",
        "广告有限公司",
    ),
    "国有企业": ("投资集团有限公司", "演艺有限公司"),
    "社会组织": ("志愿服务中心", "行业协会", "社会工作服务社"),
    "商户": ("便利店", "面馆", "理发店", "书店"),
    "机关": ("局",),
    "事业单位": ("研究院",),
    "学校": ("学校",),
    "医院": ("医院",),
}
REGISTERED_KINDS = {
    "机关": "state_organ",
    "事业单位": "institution",
    "学校": "school",
    "医院": "hospital",
    "社会组织": "social_organisation",
    "商户": "merchant",
}
_PUBLIC = {"机关": 18, "事业单位": 34, "学校": 14, "医院": 8}
_SYSTEMS = {
    "机关": ("民政", "司法", "文化"),
    "事业单位": ("科技", "文化"),
    "学校": ("教育",),
    "医院": ("卫生健康",),
}
_LEVELS = ("省级", "省级", "市级", "区级")
_STATE_OWNED = 10
MILITARY = "演示驻地部队"


@dataclass(slots=True)
class Unit:
    """A unit; ``mode`` is how organisations name it: own, joint, dependent, liaison, territorial, unnamed, none.

    ``unnamed`` is a duty without anybody responsible.
    """

    name: str
    kind: str
    stem: str
    building: Building | None = None
    staff: int | None = None
    mode: str = "none"
    uscc: str | None = None
    number: str = ""
    system: str | None = None
    level: str | None = None
    state: str | None = "存续"
    floor: int | None = None


@dataclass(slots=True)
class Tenants:
    """All units, in the order of the roster."""

    units: list[Unit] = field(default_factory=list)

    def with_mode(self, *modes: str) -> list[Unit]:
        """Units planned to be covered in one of these ways."""
        return [each for each in self.units if each.mode in modes]


class _Names:
    """Names that are used once: 演示 + 甲子 + trade."""

    def __init__(self) -> None:
        self._used = {kind: count() for kind in TRADES}

    def next(self, kind: str) -> str:
        number = next(self._used[kind])
        endings = TRADES[kind]
        ending = endings[(number // 60 + number) % len(endings)]
        # 60 pairs times the number of endings, before any name comes again
        return f"演示{SEXAGENARY[number % 60]}{ending}"


def tenants(seed: int, land: Territory) -> Tenants:
    """Fill the buildings of one seed; between 620 and 660 units."""
    rng = Random(f"{seed}/tenants")
    names = _Names()
    units: list[Unit] = []
    for tower in land.of_use("商务楼宇"):
        units += _tower(rng, names, tower)
    units += _public(rng, names, land)
    units += _shops(rng, names, land)
    units += _societies(rng, names, land)
    units.append(Unit(MILITARY, "部队", "丁"))
    wanted = rng.randint(630, 650)
    units += [
        _scattered(rng, names, "国有企业" if number < _STATE_OWNED else "非公有制企业")
        for number in range(wanted - len(units))
    ]
    _states(rng, units)
    _duties_without_responsible(units)
    for number, unit in enumerate(units, start=1):
        unit.number = f"DW{number:04d}"
        if unit.kind != "部队" and number % 25:
            unit.uscc = unified_code(REGISTERED_KINDS.get(unit.kind, "non_public_firm"), number)
    return Tenants(units)


def _tower(rng: Random, names: _Names, tower: Building) -> list[Unit]:
    """Tenants by the tower's plan: the mode wanted holds for well over half of the staff, or cannot be told."""
    plan = tower.plan
    found: list[Unit] = []

    def add(mode: str, staff: int | None, kind: str = "非公有制企业") -> None:
        floor = rng.randint(1, tower.floors)
        found.append(Unit(names.next(kind), kind, tower.stem, tower, staff, mode, floor=floor))

    if plan == "own":
        add("own", rng.randint(320, 450), rng.choice(("非公有制企业", "国有企业")))
    elif plan in ("joint", "dependent"):
        for _ in range(rng.randint(8, 11)):
            add(plan, rng.randint(25, 60))
        # one of those who count has not told its numbers: the others are enough without it
        found[-1].staff = None
    elif plan == "to_check":
        for _ in range(2):
            add("joint", rng.randint(30, 50))
        for _ in range(4):
            add("none", None)
    for _ in range(rng.randint(4, 6)):
        covered = plan in ("own", "joint", "dependent")
        add(rng.choice(("liaison", "territorial", "none")) if covered else "none", rng.randint(3, 9))
    if plan in ("blank", "nominal"):
        for _ in range(rng.randint(4, 6)):
            add("none", rng.randint(5, 40))
    return found


def _public(rng: Random, names: _Names, land: Territory) -> list[Unit]:
    houses = land.of_use("公共服务")
    found = []
    for position, kind in enumerate(kind for kind, number in _PUBLIC.items() for _ in range(number)):
        house = houses[position % len(houses)]
        mode = "own" if rng.random() < 0.8 else "joint"
        unit = Unit(names.next(kind), kind, house.stem, house, rng.randint(12, 160), mode)
        unit.system, unit.level = rng.choice(_SYSTEMS[kind]), rng.choice(_LEVELS)
        unit.floor = rng.randint(1, house.floors)
        found.append(unit)
    return found


def _shops(rng: Random, names: _Names, land: Territory) -> list[Unit]:
    modes = ("territorial", "territorial", "joint", "liaison", "none", "none")
    found = []
    for house in land.of_use("商业", "商住混合"):
        for _ in range(rng.randint(3, 4)):
            staff = rng.randint(1, 8) if rng.random() < 0.75 else None
            found.append(Unit(names.next("商户"), "商户", house.stem, house, staff, rng.choice(modes), floor=1))
    return found


def _societies(rng: Random, names: _Names, land: Territory) -> list[Unit]:
    houses = land.of_use("公共服务")
    modes = ("joint", "joint", "liaison", "liaison", "territorial", "own", "none")
    found = []
    for number in range(56):
        house = rng.choice(houses) if number % 2 else None
        stem = house.stem if house is not None else rng.choice(STEMS)
        found.append(Unit(names.next("社会组织"), "社会组织", stem, house, rng.randint(2, 12), rng.choice(modes)))
    return found


def _scattered(rng: Random, names: _Names, kind: str) -> Unit:
    """A firm whose building the roster does not tell."""
    mode = rng.choice(("joint", "joint", "own", "liaison", "liaison", "territorial", "territorial", "none"))
    staff = rng.randint(2, 90) if rng.random() < 0.8 else None
    return Unit(names.next(kind), kind, rng.choice(STEMS), None, staff, mode)


def _states(rng: Random, units: list[Unit]) -> None:
    """Some are closed or suspended, of some it is not known; never in towers, whose plan depends on it."""
    loose = [unit for unit in units if unit.building is None and unit.kind == "非公有制企业"]
    for position, unit in enumerate(rng.sample(loose, 30)):
        if position < 24:
            unit.state, unit.mode = ("停业", "注销")[position % 2], "none"
        else:
            unit.state = None
    for unit in units:
        if unit.state == "存续" and rng.random() < 0.2:
            unit.state = "在业"


def _duties_without_responsible(units: list[Unit]) -> None:
    """Two firms of 丁社区 stand in the list of a duty, but with nobody who is responsible."""
    bare = [unit for unit in units if unit.stem == "丁" and unit.building is None and unit.kind == "非公有制企业"]
    for unit in [unit for unit in bare if unit.state in ("存续", "在业")][:2]:
        unit.mode = "unnamed"
