"""The rosters of places, grids, buildings and units as workbooks."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from ingest.synthetic.codes import COUNTY, SUBDISTRICT, unified_code, with_wrong_check
from ingest.synthetic.office import Book, Cell, Line, columns, impossible_phone, office_date, placeholder
from ingest.synthetic.organisations import LATER
from ingest.synthetic.tenants import Tenants, Unit
from ingest.synthetic.territory import (
    COMPOUNDS_EACH,
    STEMS,
    STREET,
    UNKNOWN_GRID,
    Building,
    Territory,
    community,
    community_code,
    compound,
)

UNKNOWN_TOWER = "演示未登记大厦"
"""A building that no roster lists: the unit that sits there shows the reference as pending."""


def places_book(land: Territory) -> Book:
    """地点名册: county, subdistrict, communities, compounds."""
    lines = [
        Line({"区划代码": COUNTY, "级别": "区", "名称": "演示区"}),
        Line({"区划代码": SUBDISTRICT, "级别": "街道", "名称": STREET, "上级代码": COUNTY}),
    ]
    for stem in STEMS:
        households = sum(each.households for each in land.buildings if each.stem == stem)
        lines.append(
            Line(
                {
                    "区划代码": community_code(stem),
                    "级别": "社区",
                    "名称": community(stem),
                    "上级代码": SUBDISTRICT,
                    "户数": households,
                    "常住人口": int(households * 2.6),
                }
            )
        )
    for stem in STEMS:
        for number in range(COMPOUNDS_EACH):
            name = compound(stem, number)
            households = sum(each.households for each in land.buildings if each.compound == name)
            cells: dict[str, Cell] = {
                "级别": "小区",
                "名称": name,
                "所属社区": community(stem),
                "户数": households,
            }
            lines.append(Line(cells))
    headings = columns("区划代码", "级别", "名称", "上级代码", "所属社区", "户数", "常住人口")
    return Book("places", "地点名册", LATER, COUNTY, True, headings, lines)


def grids_book(seed: int, land: Territory) -> Book:
    """网格名册."""
    rng = Random(f"{seed}/grids")
    lines = [
        Line(
            {
                "网格编码": grid.code,
                "网格名称": grid.name,
                "网格类别": grid.kind,
                "所在社区": community(grid.stem),
                "户数": grid.households,
                "常住人口": int(grid.households * 2.6),
                "网格员数": rng.randint(1, 4),
                "网格长": placeholder(number),
                "联系电话": impossible_phone(number),
            }
        )
        for number, grid in enumerate(land.grids)
    ]
    headings = columns(
        "网格编码", "网格名称", "网格类别", "所在社区", "户数", "常住人口", "网格员数", "网格长", "联系电话"
    )
    return Book(
        "grids",
        "网格名册",
        LATER,
        SUBDISTRICT,
        True,
        headings,
        lines,
        summed=("户数", "常住人口", "网格员数"),
    )


def buildings_book(seed: int, land: Territory) -> Book:
    """楼栋名册, with headings of two rows; one row has a use that no list knows."""
    rng = Random(f"{seed}/buildings")
    lines = [_building_line(rng, number, each) for number, each in enumerate(land.buildings, start=1)]
    odd: dict[str, Cell] = {
        "楼栋名称": "丁社区仓库1号",
        "用途": "仓储",
        "使用状态": "在用",
        "所在社区": "丁社区",
        "层数": 1,
    }
    lines.insert(rng.randrange(100, 200), Line(odd, fault=("用途", "unknown_category")))
    groups = (
        ("基本情况", ("楼栋编码", "楼栋名称", "用途", "使用状态")),
        ("位置", ("所在社区", "所属小区", "所属网格", "地址")),
        ("规模", ("户数", "层数", "建筑面积(㎡)")),
        ("", ("楼栋长",)),
    )
    summed = ("户数", "建筑面积(㎡)")
    return Book("buildings", "楼栋名册", LATER, SUBDISTRICT, True, groups, lines, summed=summed)


def _building_line(rng: Random, number: int, building: Building) -> Line:
    grid = building.grid.name if building.grid is not None else building.grid_written
    cells: dict[str, Cell] = {
        "楼栋编码": building.code,
        "楼栋名称": building.name,
        "用途": building.use,
        "使用状态": building.state,
        "所在社区": community(building.stem),
        "所属小区": building.compound if building.compound is not None else rng.choice((None, "—")),
        "所属网格": grid,
        "地址": f"演示{building.stem}路{number}号",
        "户数": building.households,
        "层数": building.floors,
        "建筑面积(㎡)": building.area,
        "楼栋长": placeholder(number) if rng.random() > 0.1 else "空缺",
    }
    return Line(cells, pending=("所属网格", grid) if grid == UNKNOWN_GRID else None)


def units_book(seed: int, tenants: Tenants) -> Book:
    """驻区单位名册; one row has a code that was miscopied, one unit sits in a tower that nobody listed."""
    rng = Random(f"{seed}/units")
    stray = next(unit for unit in tenants.units if unit.mode == "liaison" and unit.building is None)
    lines = [_unit_line(rng, number, unit, stray) for number, unit in enumerate(tenants.units, start=1)]
    cells: dict[str, Cell] = {
        "单位编号": "DW9001",
        "统一社会信用代码": with_wrong_check(unified_code("non_public_firm", 999_001)),
        "单位名称": "演示抄错代码商行",
        "单位性质": "商户",
        "经营状态": "存续",
        "所在社区": "乙社区",
    }
    lines.insert(rng.randrange(200, 400), Line(cells, fault=("统一社会信用代码", "code_check")))
    headings = columns(
        "单位编号",
        "统一社会信用代码",
        "单位名称",
        "单位性质",
        "条线",
        "隶属层级",
        "经营状态",
        "所在社区",
        "所在楼宇",
        "楼层",
        "从业人数",
        "入驻日期",
        "法定代表人",
        "联系人",
        "联系电话",
    )
    return Book("units", "驻区单位名册", LATER, SUBDISTRICT, True, headings, lines, summed=("从业人数",))


def _unit_line(rng: Random, number: int, unit: Unit, stray: Unit) -> Line:
    secret = unit.kind == "部队"
    house = unit.building.name if unit.building is not None else rng.choice((None, None, "—", "不详"))
    opened = date(2008, 1, 1) + timedelta(days=rng.randint(0, 3500))
    cells: dict[str, Cell] = {
        "单位编号": unit.number,
        "统一社会信用代码": unit.uscc if unit.uscc is not None else rng.choice((None, "无")),
        "单位名称": unit.name,
        "单位性质": unit.kind,
        "条线": unit.system,
        "隶属层级": unit.level if unit.level is not None else rng.choice((None, "无隶属")),
        "经营状态": unit.state,
        "所在社区": community(unit.stem),
        "所在楼宇": UNKNOWN_TOWER if unit is stray else house,
        "楼层": f"{unit.floor}层" if unit.floor is not None else None,
        "从业人数": unit.staff if unit.staff is not None else rng.choice((None, "不详")),
        "入驻日期": office_date(rng, opened) if unit.building is not None else None,
        "法定代表人": placeholder(number),
        "联系人": placeholder(number + 3) if number % 7 else "无",
        "联系电话": impossible_phone(number),
    }
    if secret:
        hidden = ("条线", "隶属层级", "所在楼宇", "从业人数", "法定代表人", "联系人", "联系电话")
        cells |= dict.fromkeys(hidden)
    return Line(cells, pending=("所在楼宇", UNKNOWN_TOWER) if unit is stray else None)
