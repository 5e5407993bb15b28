"""Who is a member of what: the association with its sectors and areas, and the coordinating bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ingest.synthetic.organisations import LATER, committee
from ingest.synthetic.tenants import MILITARY, Tenants, Unit
from ingest.synthetic.territory import STEMS, STREET, community

ASSOCIATION = f"{STREET}党建共建联合会"
STREET_BODY = f"{STREET}大工委"
MOVED_AWAY = "演示已迁出单位"
"""A unit that no roster lists: the body whose member it is shows the reference as pending."""

SECTORS = ("民生服务", "文化交流", "社会治理", "经济发展")
MEMBERS, FOUNDERS = 104, 63
FOUNDED = date(2011, 10, 18)

_SECTOR_OF = {
    "机关": ("社会治理", "民生服务"),
    "部队": ("社会治理",),
    "事业单位": ("文化交流", "民生服务"),
    "学校": ("文化交流",),
    "医院": ("民生服务",),
    "社会组织": ("民生服务", "社会治理", "文化交流"),
    "国有企业": ("经济发展", "文化交流"),
    "非公有制企业": ("经济发展",),
}
_QUOTA = {"部队": 1, "机关": 14, "事业单位": 26, "学校": 12, "医院": 7, "国有企业": 6, "社会组织": 12}


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the association; ``stem`` names the community of its area."""

    name: str
    uscc: str | None
    sector: str
    stem: str
    joined: date
    seat: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A member unit's seat in a coordinating body."""

    body: str
    kind: str
    place: str
    member: str
    uscc: str | None
    seat: str
    since: date
    pending: bool = False


def members(seed: int, tenants: Tenants) -> list[Member]:
    """The members of the association: units and two community committees, each with one sector and one area."""
    rng = Random(f"{seed}/members")
    chosen: list[Unit] = []
    for kind, number in _QUOTA.items():
        chosen += rng.sample(_working(tenants, kind), number)
    firms = [unit for unit in _working(tenants, "非公有制企业") if unit.mode in ("own", "joint", "dependent")]
    chosen += rng.sample(firms, MEMBERS - 2 - len(chosen))
    named = [(unit.name, unit.uscc, rng.choice(_SECTOR_OF[unit.kind]), unit.stem) for unit in chosen]
    named += [(committee(stem), None, "社会治理", stem) for stem in "甲丙"]
    rng.shuffle(named)
    found = []
    for position, (name, uscc, sector, stem) in enumerate(named):
        day = FOUNDED
        if position >= FOUNDERS:
            day = date(2012, 3, 1) + timedelta(days=rng.randint(0, 2300))
        seat = "会长单位" if position == 0 else "副会长单位" if position < 5 else "成员单位"
        found.append(Member(name, uscc, sector, stem, day, seat))
    return sorted(found, key=lambda member: (SECTORS.index(member.sector), STEMS.index(member.stem), member.joined))


def seats(seed: int, tenants: Tenants) -> list[Seat]:
    """The subdistrict's and the communities' standing bodies with their member units."""
    rng = Random(f"{seed}/seats")
    found: list[Seat] = []
    lead = rng.sample(_working(tenants, "机关"), 5) + rng.sample(_working(tenants, "学校"), 2)
    for unit in lead:
        day = date(2016, 7, 1)
        found.append(Seat(STREET_BODY, "大工委", STREET, unit.name, unit.uscc, "兼职委员", day))
    for stem in STEMS:
        body = f"{community(stem)}大党委"
        near = [unit for kind in ("机关", "事业单位", "学校", "医院", "国有企业") for unit in _working(tenants, kind)]
        near = [unit for unit in near if unit.stem == stem]
        for unit in rng.sample(near, min(len(near), rng.randint(5, 7))):
            since = date(2017, 3, 1) + timedelta(days=30 * rng.randint(0, 12))
            found.append(Seat(body, "大党委", community(stem), unit.name, unit.uscc, "兼职委员", since))
    last = found[-1]
    found.append(Seat(last.body, last.kind, last.place, MOVED_AWAY, None, "成员单位", LATER, pending=True))
    return found


def _working(tenants: Tenants, kind: str) -> list[Unit]:
    if kind == "部队":
        return [unit for unit in tenants.units if unit.name == MILITARY]
    return [unit for unit in tenants.units if unit.kind == kind and unit.state in ("存续", "在业")]
