"""The plan of gaps: what nobody covers, stated from how the ground was laid out and not from the coverage formula."""

from __future__ import annotations

from ingest.synthetic.tenants import Tenants, Unit
from ingest.synthetic.territory import BLANKET_STEM, Building, Territory, community
from ingest.synthetic.written import Gap

_WHY = {
    "blank": "楼内单位均无组织,所在专属网格未建组织",
    "to_check": "有组织的单位人数已知,其余单位人数未摸排",
}


def gaps(land: Territory, tenants: Tenants) -> tuple[Gap, ...]:
    """Towers that are not covered, housing that is blank or nominal, operating private firms that are blank."""
    found = [_tower(each) for each in land.of_use("商务楼宇") if each.plan in ("blank", "nominal", "to_check")]
    found += [gap for each in land.of_use("住宅") if (gap := _home(each)) is not None]
    found += [
        Gap("unit", unit.name, community(unit.stem), "blank", "未被任何组织列名,所在网格无组织或楼宇未登记")
        for unit in tenants.units
        if unit.kind == "非公有制企业" and unit.state in ("存续", "在业") and _is_blank(unit)
    ]
    found += [
        Gap("unit", unit.name, community(unit.stem), "nominal", "兜底名册列名但无责任人")
        for unit in tenants.with_mode("unnamed")
    ]
    return tuple(found)


def _tower(tower: Building) -> Gap:
    blanket = "社区整体兜底,未落实到楼" if tower.stem == BLANKET_STEM else "兜底名册列名但无责任人"
    return Gap("tower", tower.name, community(tower.stem), tower.plan, _WHY.get(tower.plan, blanket))


def _home(home: Building) -> Gap | None:
    place = community(home.stem)
    if home.grid is None:
        return Gap("housing", home.name, place, "blank", "未划入网格,或所填网格不在名册")
    if home.grid.duty == "unnamed":
        return Gap("housing", home.name, place, "nominal", "网格组织兜底但无责任人")
    if home.grid.duty:
        return None
    if home.stem == BLANKET_STEM:
        return Gap("housing", home.name, place, "nominal", "社区整体兜底,未落实到楼")
    return Gap("housing", home.name, place, "blank", "所在网格未建组织")


def _is_blank(unit: Unit) -> bool:
    if unit.mode != "none" or unit.stem == BLANKET_STEM:
        return False
    house = unit.building
    if house is None:
        return True
    if house.plan == "nominal":
        return False
    return house.grid is None or not house.grid.duty
