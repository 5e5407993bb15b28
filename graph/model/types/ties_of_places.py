"""Ties by which places hold one another and what lies in them."""

from __future__ import annotations

from graph.model.declare import Kind, TieType, dated

PART_OF = TieType(
    name="PART_OF",
    title_zh="属于",
    meaning="a place, grid, building or venue belongs to a place; a building to a grid",
    ends=((("Place", "Grid", "Building", "Venue"), ("Place",)), (("Building",), ("Grid",))),
    roles={"administrative": "行政", "service": "服务", "police": "警务", "grid": "网格"},
    single_roles=frozenset({"administrative", "grid"}),
    example="甲社区 属于 某街道",
)
LOCATED_IN = TieType(
    name="LOCATED_IN",
    title_zh="位于",
    meaning="a unit, venue or organisation has premises in a building or place",
    ends=((("Unit", "Venue", "PartyOrganization", "Association", "CoordinatingBody"), ("Building", "Place")),),
    fields=(
        dated("floor", Kind.TEXT, "楼层", "floor or room, as written"),
        dated("staff", Kind.INTEGER, "在楼人数", "staff of the unit in this building", unit="人", people=True),
    ),
    roles={"main": "主要办公地", "branch": "分支场所", "place": "所在地点"},
    single_roles=frozenset({"main", "place"}),
    example="某公司 位于 1 号楼",
)
FOR_PLACE = TieType(
    name="FOR_PLACE",
    title_zh="面向",
    meaning="an event is for a place",
    ends=((("Agreement", "Activity", "Project", "Task", "ListItem", "Registration"), ("Place",)),),
    example="义诊 面向 甲社区",
)
HELD_AT = TieType(
    name="HELD_AT",
    title_zh="举办于",
    meaning="an activity or meeting was held in a venue",
    ends=((("Activity", "Meeting"), ("Venue",)),),
    example="义诊 举办于 甲社区党群服务中心",
)
GOVERNS = TieType(
    name="GOVERNS",
    title_zh="统筹",
    meaning="a standing body coordinates a place",
    ends=((("CoordinatingBody", "SelfGovernanceBody"), ("Place",)),),
    example="甲社区大党委 统筹 甲社区",
)
