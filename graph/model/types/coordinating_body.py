"""CoordinatingBody: a standing body that joins organisations without subordination."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, dated, fixed

COORDINATING_BODY = NodeType(
    name="CoordinatingBody",
    title_zh="统筹协调机构",
    meaning="大工委, 大党委, regional committee, office of the joint conference, leading group",
    family="organisations",
    stage=6,
    fields=(
        dated(
            "kind",
            Kind.TEXT,
            "机构类别",
            "kind of body",
            choices={
                "enlarged_working_committee": "大工委",
                "enlarged_committee": "大党委",
                "regional_committee": "区域党委",
                "comprehensive_committee": "综合党委",
                "joint_conference_office": "联席会议办公室",
                "leading_group": "领导小组",
            },
            indexed=True,
        ),
        fixed(
            "counts_in_statistics",
            Kind.BOOLEAN,
            "计入党内统计",
            "whether it counts in the Party's statistics",
        ),
    ),
    example="甲社区大党委",
)
