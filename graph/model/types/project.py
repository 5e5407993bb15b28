"""Project: something that units and a place carry out together over a time."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, TieType, dated, fixed

PROJECT_KINDS = {
    "living_service": "生活服务",
    "relief": "帮扶救济",
    "venue_sharing": "场所共享",
    "policy_reading": "政策解读",
    "visiting": "参观观摩",
    "other": "其他",
}
"""The five kinds that Zhengzhou matches resources and needs into, and whatever else there is."""

PROJECT = NodeType(
    name="Project",
    title_zh="共建项目",
    meaning="a co-building project that units and a place carry out over a time",
    family="events",
    stage=8,
    fields=(
        fixed("number", Kind.TEXT, "项目编号", "number that the office gave it"),
        fixed("kind", Kind.TEXT, "项目类别", "kind of project", choices=PROJECT_KINDS, indexed=True),
        dated(
            "state",
            Kind.TEXT,
            "项目状态",
            "how far it is",
            choices={
                "planned": "拟实施",
                "under_way": "实施中",
                "completed": "已完成",
                "suspended": "已暂停",
                "withdrawn": "已取消",
            },
            indexed=True,
        ),
        fixed("begun_on", Kind.DAY, "启动日期", "latest possible day on which it began", indexed=True),
        fixed("due_on", Kind.DAY, "计划完成日期", "last day by which it is to be completed", indexed=True),
        fixed("completed_on", Kind.DAY, "完成日期", "day on which it was completed; absent while it goes on"),
        fixed("content", Kind.TEXT, "项目内容", "what is done, as written"),
    ),
    example="甲社区错时停车项目",
)
PUT_INTO = TieType(
    name="PUT_INTO",
    title_zh="投入项目",
    meaning="a resource or need of a list that a project draws on or meets",
    ends=((("ListItem",), ("Project",)),),
    example="会议室(资源) 投入 议事厅项目",
)
