"""Association and its sub-groups: a membership body of co-building units."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, dated, fixed

ASSOCIATION = NodeType(
    name="Association",
    title_zh="共建联合体",
    meaning="a membership body of units: 联合会, 联盟",
    family="organisations",
    stage=6,
    fields=(
        dated(
            "kind",
            Kind.TEXT,
            "类别",
            "kind of association",
            choices={"federation": "联合会", "alliance": "联盟"},
        ),
        fixed("founded_on", Kind.DAY, "成立日期", "day on which it was set up"),
    ),
    example="某街道党建共建联合会",
)

SUB_GROUP = NodeType(
    name="SubGroup",
    title_zh="联合体分组",
    meaning="a group inside an association, by sector (界别) or by area (片区), or its office (秘书处)",
    family="organisations",
    stage=7,
    fields=(
        dated(
            "kind",
            Kind.TEXT,
            "分组类别",
            "by sector or by area, or the office that serves the association",
            choices={"sector": "界别", "area": "片区", "office": "秘书处"},
            indexed=True,
        ),
    ),
    example="民生服务界别",
)
