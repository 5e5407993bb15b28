"""Post: an office or seat. It exists also when vacant; who holds it is never kept."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, TieType, dated

POST = NodeType(
    name="Post",
    title_zh="岗位",
    meaning="an office or seat in a body or for a place, filled or vacant; its holder is not kept",
    family="people",
    stage=8,
    fields=(
        dated(
            "kind",
            Kind.TEXT,
            "岗位类别",
            "kind of post",
            choices={
                "secretary": "书记",
                "deputy_secretary": "副书记",
                "first_secretary": "第一书记",
                "director": "主任",
                "deputy_director": "副主任",
                "member": "委员",
                "part_time_member": "兼职委员",
                "instructor": "党建指导员",
                "road_chief": "路长",
                "building_chief": "楼栋长",
                "other": "其他",
            },
            indexed=True,
        ),
        dated("filled", Kind.BOOLEAN, "在岗", "whether somebody holds it; false is a vacancy, a finding"),
        dated("part_time", Kind.BOOLEAN, "兼职", "whether it is held beside another office"),
        dated("term_starts_on", Kind.DAY, "任职日期", "day on which the present term began"),
        dated("term_ends_on", Kind.DAY, "任期届满日期", "day on which the present term ends"),
        dated("document", Kind.TEXT, "任职文件", "number of the document of appointment"),
    ),
    example="甲社区党委书记",
)
SEAT_IN = TieType(
    name="SEAT_IN",
    title_zh="设于",
    meaning="the body or place that a post is of",
    ends=((("Post",), ("PartyOrganization", "CoordinatingBody", "SelfGovernanceBody", "SubGroup", "Place")),),
    example="书记 设于 甲社区党委",
)
SENT_BY = TieType(
    name="SENT_BY",
    title_zh="选派单位",
    meaning="the unit that sends whoever holds the post",
    ends=((("Post",), ("Unit",)),),
    example="第一书记 由 某局 选派",
)
