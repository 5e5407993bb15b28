"""Measures that observations of cases may name: one word for one thing, so that cases can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MEASURES: Final[Mapping[str, str]] = {
    "units_in_area": "辖区单位数",
    "association_members": "联合会成员单位数",
    "sector_groups": "界别小组数",
    "area_groups": "片区数",
    "consultation_meetings": "座谈会、通报会、征求意见会次数",
    "responding_units": "响应需求的单位数",
    "responding_staff": "响应需求的职工数",
    "visited_units": "走访单位数",
    "projects_signed": "签订共建项目数",
    "volunteers": "参加志愿活动人数",
    "people_served": "服务群众人次",
    "cultural_events": "文化活动场次",
}
"""Measure → its Chinese title, which is also the observation's name."""
