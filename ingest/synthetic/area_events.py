"""What was done together in one slice of an area: agreements and activities of three years."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from ingest.synthetic.area_bodies import committee
from ingest.synthetic.extent import Extent, share
from ingest.synthetic.ground import Slice
from ingest.synthetic.office import Cell, Line, placeholder

_SUBJECTS = ("场地共享", "义诊进社区", "课后托管", "法律咨询", "消防宣传", "文化展演", "垃圾分类")
_KINDS = ("主题党日", "志愿服务", "志愿服务", "宣讲授课", "义诊", "议事协商", "走访慰问", "文体活动")
_FIRST = date(2015, 10, 1)
_DAYS = 1_095
_MARK = "、"


def agreements(extent: Extent, seed: int, land: Slice) -> list[Line]:
    """共建协议台账 of the slice."""
    rng = Random(f"{seed}/{land.code}/agreements")
    lines = []
    for place in land.communities:
        units = [unit.name for unit in land.units_of(place)]
        for number in share(extent.agreements, extent.communities, place.number) if units else ():
            signed = _FIRST + timedelta(days=rng.randint(0, _DAYS))
            subject = _SUBJECTS[number % len(_SUBJECTS)]
            cells: dict[str, Cell] = {
                "协议编号": f"GJ{extent.code}{number + 1:06d}",
                "共建项目名称": f"{place.name}{subject}共建项目({number + 1})",
                "甲方": committee(place, land),
                "乙方": _MARK.join(rng.sample(units, min(len(units), rng.choice((1, 1, 2))))),
                "面向社区": place.name,
                "签订日期": signed,
                "到期日期": signed + timedelta(days=730) if number % 3 else None,
                "频次(天)": rng.choice((90, 180, 365, None)),
                "共建内容": f"双方就{subject}开展共建(演示)",
                "联系人": placeholder(number),
            }
            lines.append(Line(cells))
    return lines


def activities(extent: Extent, seed: int, land: Slice) -> list[Line]:
    """共建活动台账 of the slice."""
    rng = Random(f"{seed}/{land.code}/activities")
    lines = []
    for place in land.communities:
        units = [unit.name for unit in land.units_of(place)]
        for number in share(extent.activities, extent.communities, place.number):
            kind = rng.choice(_KINDS)
            held = _FIRST + timedelta(days=rng.randint(0, _DAYS))
            near = land.venues_of(place, held)
            cells: dict[str, Cell] = {
                "活动名称": f"{place.name}{kind}第{number + 1}场",
                "活动类别": kind,
                "活动日期": held,
                "面向社区": place.name,
                # two of three say where it was
                "活动地点": near[number % len(near)] if near and number % 3 else None,
                "主办单位": committee(place, land),
                "参加单位": _MARK.join(rng.sample(units, min(len(units), rng.choice((3, 4, 6, 8))))) or None,
                "方向": rng.choice(("单位服务社区", "社区服务单位", "共同")),
                "是否开展": "是" if rng.random() > 0.05 else "否",
                "社区确认": "是" if rng.random() > 0.2 else "否",
                "时长": rng.choice((1.0, 1.5, 2.0, 3.0)),
                "参加人数": rng.randint(8, 120),
                "活动内容": f"{kind}(演示)",
            }
            lines.append(Line(cells))
    return lines
