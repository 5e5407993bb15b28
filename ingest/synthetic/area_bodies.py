"""The party organisations, standing bodies and the association of one slice of an area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from ingest.synthetic.codes import organisation_code
from ingest.synthetic.extent import Extent, share
from ingest.synthetic.ground import AreaGrid, AreaUnit, Neighbourhood, Slice
from ingest.synthetic.office import Cell, Line, impossible_phone, placeholder

EDITION = date(2018, 9, 30)
_COVERED_BY_ONE = 4
_BY_INSTRUCTOR = 8
_SEATS = 5
_MARK = "、"


def top_committee(extent: Extent) -> str:
    """Name of the committee of the whole area."""
    return f"中共{extent.name}委员会"


def township_committee(land: Slice) -> str:
    """Name of the committee of a subdistrict or town."""
    return f"中共{land.name}工作委员会" if land.level == "街道" else f"中共{land.name}委员会"


def committee(place: Neighbourhood, land: Slice) -> str:
    """Name of the committee of a community or village."""
    return f"中共{land.name}{place.name}委员会"


def grid_branch(grid: AreaGrid) -> str:
    """Name of the branch of a grid that has one."""
    return f"{grid.name}党支部"


def top_organisation(extent: Extent) -> Line:
    """The row of the area's own committee."""
    return Line(_row(extent, Random(extent.code), 0, top_committee(extent), "党委"))


def organisations(extent: Extent, seed: int, land: Slice) -> list[Line]:
    """党组织名册 of the slice: the chain, the grids' branches, and those of units."""
    rng = Random(f"{seed}/{land.code}/organisations")
    kind = "党工委" if land.level == "街道" else "党委"
    own = _row(extent, rng, _number(extent, 1, land.number), township_committee(land), kind)
    lines = [Line(own | {"上级党组织": top_committee(extent)})]
    for place in land.neighbourhoods:
        above: dict[str, Cell] = {"上级党组织": township_committee(land), "所在社区": place.name}
        if place.level == "社区":
            cells = _row(extent, rng, _number(extent, 2, place.number), committee(place, land), "党委")
            lines += [Line(cells | above), *map(Line, _of_community(extent, rng, land, place))]
        else:
            members = _members_of_territory(extent, place.number)
            name = committee(place, land)
            cells = _row(extent, rng, _number(extent, 3, place.number), name, "党总支", members=members)
            lines.append(Line(cells | above))
    return lines


def _number(extent: Extent, block: int, number: int) -> int:
    """A number of its own for each organisation of the area; ``block`` is its sort."""
    starts = (0, 1, extent.townships, extent.communities, extent.villages, extent.grids, extent.units)
    return sum(starts[: block + 1]) + number


def _members_of_unit(extent: Extent, number: int) -> int | None:
    """Members of the branch of units with that number; None where the area has no total to keep."""
    parts = extent.own_branches + extent.joint_branches
    return len(share(extent.unit_members, parts, number)) if extent.members else None


def _members_of_territory(extent: Extent, number: int) -> int | None:
    """The same of the villages' and then the grids' branches."""
    parts = extent.villages + extent.branches
    return len(share(extent.members - extent.unit_members, parts, number)) if extent.members else None


def _row(
    extent: Extent, rng: Random, number: int, name: str, kind: str, *, members: int | None = None
) -> dict[str, Cell]:
    if members is None and not extent.members:
        members = rng.randint(3, 40) if "支部" in kind else rng.randint(50, 160)
    return {
        "党组织代码": organisation_code(number),
        "党组织名称": name,
        "组织类别": kind,
        "成立日期": date(2006, 1, 1) + timedelta(days=rng.randint(0, 4_000)),
        "届满日期": date(2018, 12, 1) + timedelta(days=rng.randint(0, 1_000)),
        "党组织书记": placeholder(number) if rng.random() > 0.03 else "空缺",
        "党员数": members,
        "联系电话": impossible_phone(number),
    }


def _of_community(extent: Extent, rng: Random, land: Slice, place: Neighbourhood) -> Iterator[dict[str, Cell]]:
    under: dict[str, Cell] = {"上级党组织": committee(place, land), "所在社区": place.name}
    first = share(extent.grids, extent.communities, place.number).start
    for each, grid in enumerate((grid for grid in land.grids if grid.community is place), start=first):
        if grid.branch:
            members = _members_of_territory(extent, extent.villages + share(extent.branches, extent.grids, each).start)
            cells = _row(extent, rng, _number(extent, 4, each), grid_branch(grid), "党支部", members=members)
            yield cells | under | _duty("覆盖网格", [grid.name], "单独组建", each)
    units = land.units_of(place)
    for unit in units:
        if unit.mode == "own":
            each = int(unit.number[2:]) - 1
            members = _members_of_unit(extent, share(extent.own_branches, extent.units, each).start)
            name = f"中共{unit.name}支部委员会"
            cells = _row(extent, rng, _number(extent, 5, each), name, "党支部", members=members)
            yield cells | under | {"所在单位": unit.name}
    joint = [unit.name for unit in units if unit.mode == "joint"]
    for position, each in enumerate(share(extent.joint_branches, extent.communities, place.number)):
        covered = joint[position * _COVERED_BY_ONE : (position + 1) * _COVERED_BY_ONE]
        name = f"{place.name}第{position + 1}联合党支部"
        members = _members_of_unit(extent, extent.own_branches + each)
        cells = _row(extent, rng, _number(extent, 6, each), name, "联合党支部", members=members)
        yield cells | under | _duty("覆盖单位", covered, "联合组建", each)
    yield from _sent(extent, place, committee(place, land), units)


def _duty(heading: str, covered: list[str], mode: str, number: int) -> dict[str, Cell]:
    if not covered:
        return {}
    return {heading: _MARK.join(covered), "覆盖方式": mode, "覆盖责任人": placeholder(number)}


def _sent(extent: Extent, place: Neighbourhood, above: str, units: list[AreaUnit]) -> Iterator[dict[str, Cell]]:
    """Rows that add what the community's committee takes upon itself."""
    for mode, word in (("liaison", "选派指导员"), ("territorial", "属地兜底")):
        names = [unit.name for unit in units if unit.mode == mode]
        for start in range(0, len(names), _BY_INSTRUCTOR):
            yield {
                "党组织代码": organisation_code(_number(extent, 2, place.number)),
                "党组织名称": above,
                "组织类别": "党委",
                "所在社区": place.name,
                **_duty("覆盖单位", names[start : start + _BY_INSTRUCTOR], word, place.number),
            }


def seats(extent: Extent, seed: int, land: Slice) -> list[Line]:
    """大党委成员名册 of the slice: the subdistrict's body and one for each community that has one."""
    rng = Random(f"{seed}/{land.code}/seats")
    lines = []
    bodies = [(f"{land.name}大工委", "大工委", land.name, land.units)]
    last = extent.communities if extent.bodies is None else extent.bodies
    coordinated = [place for place in land.communities if place.number < last]
    bodies += [(f"{place.name}大党委", "大党委", place.name, land.units_of(place)) for place in coordinated]
    for body, kind, place, units in bodies:
        for number, unit in enumerate(rng.sample(units, min(_SEATS, len(units)))):
            cells: dict[str, Cell] = {
                "机构名称": body,
                "机构类别": kind,
                "统筹社区": place,
                "成员单位": unit.name,
                "统一社会信用代码": unit.uscc,
                "席位": "兼职委员",
                "任职日期": date(2016, 7, 1) + timedelta(days=30 * rng.randint(0, 24)),
                "委员姓名": placeholder(number),
            }
            lines.append(Line(cells))
    return lines


def members(seed: int, land: Slice) -> list[Line]:
    """联合会成员名册 of the slice: up to six units of each community."""
    rng = Random(f"{seed}/{land.code}/members")
    lines = []
    for place in land.communities:
        units = land.units_of(place)
        for number, unit in enumerate(rng.sample(units, min(6, len(units)))):
            cells: dict[str, Cell] = {
                "联合会名称": f"{land.name}党建共建联合会",
                "联合体类别": "联合会",
                "界别": ("民生服务", "文化交流", "社会治理", "经济发展")[number % 4],
                "片区": f"{place.name}片区",
                "成员单位": unit.name,
                "统一社会信用代码": unit.uscc,
                "成员身份": "成员单位",
                "加入日期": date(2012, 1, 1) + timedelta(days=rng.randint(0, 2_300)),
                "退出日期": None,
                "联络员": placeholder(number),
            }
            lines.append(Line(cells))
    return lines
