"""The rosters of one slice of an area, as books that any writer can write."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.synthetic import area_bodies, area_events
from ingest.synthetic.area_bodies import EDITION
from ingest.synthetic.extent import Extent
from ingest.synthetic.ground import OPEN, AreaBuilding, AreaUnit, AreaVenue, Point, Slice
from ingest.synthetic.office import Book, Cell, Line, columns, impossible_phone, placeholder
from ingest.synthetic.slices import county_codes, township

_HEADINGS: dict[str, tuple[str, ...]] = {
    "places": ("区划代码", "级别", "名称", "上级代码", "所属社区", "户数", "常住人口"),
    "grids": ("网格编码", "网格名称", "网格类别", "所在社区", "户数", "网格员数", "网格长", "联系电话"),
    "buildings": (
        *("楼栋编码", "楼栋名称", "用途", "使用状态", "所在社区", "所属小区", "所属网格", "地址", "户数", "层数"),
        *("建筑面积(㎡)", "经度", "纬度", "坐标系", "楼栋长"),
    ),
    "units": (
        *(
            "单位编号",
            "统一社会信用代码",
            "单位名称",
            "单位性质",
            "经营状态",
            "所在社区",
            "所在楼宇",
            "楼层",
            "从业人数",
        ),
        *("入驻日期", "法定代表人", "联系人", "联系电话"),
    ),
    "party_organizations": (
        *("党组织代码", "党组织名称", "组织类别", "上级党组织", "所在社区", "所在单位", "覆盖单位", "覆盖网格"),
        *("覆盖方式", "覆盖责任人", "成立日期", "届满日期", "党组织书记", "党员数", "联系电话"),
    ),
    "coordinating_bodies": (
        *("机构名称", "机构类别", "统筹社区", "成员单位", "统一社会信用代码", "席位", "任职日期", "委员姓名"),
    ),
    "associations": (
        *("联合会名称", "联合体类别", "界别", "片区", "成员单位", "统一社会信用代码", "成员身份", "加入日期"),
        *("退出日期", "联络员"),
    ),
    "venues": (
        *("阵地编码", "阵地名称", "阵地类别", "所在社区", "所在小区", "提供单位", "运营单位", "使用方式"),
        *(
            "面积(㎡)",
            "可服务户数",
            "每周开放时长(小时)",
            "开放状态",
            "启用日期",
            "经度",
            "纬度",
            "坐标系",
            "阵地负责人",
        ),
    ),
    "agreements": (
        *("协议编号", "共建项目名称", "甲方", "乙方", "面向社区", "签订日期", "到期日期", "频次(天)", "共建内容"),
        "联系人",
    ),
    "activities": (
        *(
            "活动名称",
            "活动类别",
            "活动日期",
            "面向社区",
            "活动地点",
            "主办单位",
            "参加单位",
            "方向",
            "是否开展",
            "社区确认",
        ),
        *("时长", "参加人数", "活动内容"),
    ),
}
_TITLES = {
    "places": "地点名册",
    "grids": "网格名册",
    "buildings": "楼栋名册",
    "units": "驻区单位名册",
    "party_organizations": "党组织名册",
    "coordinating_bodies": "大党委成员名册",
    "associations": "联合会成员名册",
    "venues": "阵地名册",
    "agreements": "共建协议台账",
    "activities": "共建活动台账",
}
_SUMMED = {"grids": ("户数",), "buildings": ("户数",), "units": ("从业人数",), "party_organizations": ("党员数",)}
_MERGED = {"coordinating_bodies": ("机构名称", "机构类别", "统筹社区")}
_EVENTS = frozenset({"agreements", "activities"})


def book(form: str, area: str, scope: str, lines: list[Line]) -> Book:
    """A book of that format with the usual title and headings."""
    return Book(
        form,
        _TITLES[form],
        EDITION,
        scope,
        form not in _EVENTS,
        columns(*_HEADINGS[form]),
        lines,
        summed=_SUMMED.get(form, ()),
        merged=_MERGED.get(form, ()),
        area=area,
    )


def top_books(extent: Extent) -> Iterator[Book]:
    """What stands above all slices: the area with its counties and townships, and its own committee."""
    counties = county_codes(extent)
    lines = [Line({"区划代码": extent.code, "级别": extent.level, "名称": extent.name})]
    lines += [
        Line({"区划代码": code, "级别": "区", "名称": name, "上级代码": extent.code})
        for code, name in counties
        if code != extent.code
    ]
    for number in range(extent.townships):
        code, name, level, county = township(extent, number)
        lines.append(Line({"区划代码": code, "级别": level, "名称": name, "上级代码": county}))
    yield book("places", extent.name, extent.code, lines)
    yield book("party_organizations", extent.name, extent.code, [area_bodies.top_organisation(extent)])


def slice_books(extent: Extent, seed: int, land: Slice) -> Iterator[Book]:
    """All rosters of one slice; those that would be empty are left out."""
    lines = {
        "places": _places(land),
        "grids": _grids(land),
        "buildings": [_building(each, number) for number, each in enumerate(land.buildings)],
        "units": [_unit(each, number) for number, each in enumerate(land.units)],
        "party_organizations": area_bodies.organisations(extent, seed, land),
        "coordinating_bodies": area_bodies.seats(extent, seed, land),
        "associations": area_bodies.members(seed, land),
        "venues": [_venue(each, number, land) for number, each in enumerate(land.venues)],
        "agreements": area_events.agreements(extent, seed, land),
        "activities": area_events.activities(extent, seed, land),
    }
    return (book(form, land.name, land.code, found) for form, found in lines.items() if found)


def _places(land: Slice) -> list[Line]:
    households: dict[str, int] = {}
    for each in land.buildings:
        for name in (each.community.name, each.compound):
            if name is not None:
                households[name] = households.get(name, 0) + each.households
    lines = []
    for place in land.neighbourhoods:
        homes = households.get(place.name, 0)
        cells: dict[str, Cell] = {
            "区划代码": place.code,
            "级别": place.level,
            "名称": place.name,
            "上级代码": land.code,
            "户数": homes or None,
            "常住人口": place.persons or int(homes * 2.6),
        }
        lines.append(Line(cells))
    within = [("小区", each) for each in land.compounds] + [("商圈", each) for each in land.commercial_districts]
    within += [("路段", each) for each in land.road_segments]
    for level, (name, place) in within:
        lines.append(Line({"级别": level, "名称": name, "所属社区": place.name, "户数": households.get(name)}))
    return lines


def _grids(land: Slice) -> list[Line]:
    households: dict[str, int] = {}
    for building in land.buildings:
        households[building.grid.code] = households.get(building.grid.code, 0) + building.households
    return [
        Line(
            {
                "网格编码": grid.code,
                "网格名称": grid.name,
                "网格类别": "综合网格",
                "所在社区": grid.community.name,
                "户数": households.get(grid.code, 0),
                "网格员数": 1 + number % 3,
                "网格长": placeholder(number),
                "联系电话": impossible_phone(number),
            }
        )
        for number, grid in enumerate(land.grids)
    ]


def _building(each: AreaBuilding, number: int) -> Line:
    return Line(
        {
            "楼栋编码": each.code,
            "楼栋名称": each.name,
            "用途": each.use,
            "使用状态": "在用",
            "所在社区": each.community.name,
            "所属小区": each.compound,
            "所属网格": each.grid.name,
            "地址": f"演示{each.community.name[:-2]}路{number + 1}号",
            "户数": each.households,
            "层数": each.floors,
            "建筑面积(㎡)": each.area,
            **_position(each.point),
            "楼栋长": placeholder(number),
        }
    )


def _unit(each: AreaUnit, number: int) -> Line:
    return Line(
        {
            "单位编号": each.number,
            "统一社会信用代码": each.uscc,
            "单位名称": each.name,
            "单位性质": each.kind,
            "经营状态": "存续",
            "所在社区": each.community.name,
            "所在楼宇": each.building.name if each.building is not None else None,
            "楼层": f"{1 + number % 9}层" if each.building is not None else None,
            "从业人数": each.staff,
            "入驻日期": None,
            "法定代表人": placeholder(number),
            "联系人": placeholder(number + 3),
            "联系电话": impossible_phone(number),
        }
    )


def _venue(each: AreaVenue, number: int, land: Slice) -> Line:
    centre = each.kind == "党群服务中心"
    running = each.state == OPEN
    return Line(
        {
            "阵地编码": each.number,
            "阵地名称": each.name,
            "阵地类别": each.kind,
            "所在社区": each.community.name,
            "所在小区": each.compound,
            "提供单位": each.provider,
            "运营单位": area_bodies.committee(each.community, land) if running else None,
            "使用方式": "自有" if centre else "无偿借用" if each.provider is not None else None,
            "面积(㎡)": each.area,
            "可服务户数": each.capacity,
            "每周开放时长(小时)": (56 if centre else 20) if running else None,
            "开放状态": each.state,
            "启用日期": each.opened,
            **_position(each.point),
            "阵地负责人": placeholder(number) if running else None,
        }
    )


def _position(point: Point | None) -> dict[str, Cell]:
    if point is None:
        return {}
    return {"经度": point[0], "纬度": point[1], "坐标系": "CGCS2000"}
