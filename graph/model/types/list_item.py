"""ListItem: one entry of a list of resources, needs and the like; and the claim by which somebody takes it up."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, NodeType, TieType, dated, fixed

ITEM_KINDS = {
    "resource": "资源",
    "need": "需求",
    "service": "服务",
    "problem": "问题",
    "project": "项目",
    "post": "岗位",
    "wish": "微心愿",
}

LIST_ITEM = NodeType(
    name="ListItem",
    title_zh="清单事项",
    meaning="one entry of a list: something offered, needed or to be taken up; any side may own it",
    family="events",
    stage=8,
    fields=(
        fixed("number", Kind.TEXT, "清单编号", "number that the office gave it"),
        fixed("kind", Kind.TEXT, "清单类别", "the list that it stands in", choices=ITEM_KINDS, indexed=True),
        dated("category", Kind.TEXT, "事项类别", "what it is about, from wide to narrow, as written", indexed=True),
        dated("quantity", Kind.NUMBER, "数量", "how much or how many, in the unit of the entry"),
        fixed("quantity_unit", Kind.TEXT, "计量单位", "what the quantity counts, as written"),
        fixed("opened_on", Kind.DAY, "提出日期", "day on which it was put on the list", indexed=True),
        fixed("valid_to", Kind.DAY, "有效期至", "last day on which it may be taken up", indexed=True),
        dated(
            "priority",
            Kind.TEXT,
            "优先级",
            "how urgent it is",
            choices={"high": "高", "normal": "中", "low": "低"},
        ),
        dated(
            "state",
            Kind.TEXT,
            "对接状态",
            "what has become of it",
            choices={
                "open": "待认领",
                "claimed": "已认领",
                "met": "已完成",
                "withdrawn": "已撤回",
                "expired": "已过期",
            },
            indexed=True,
        ),
        fixed("content", Kind.TEXT, "具体内容", "what it is, as written"),
    ),
    example="周末开放会议室",
)
CLAIM = NodeType(
    name="Claim",
    title_zh="认领",
    meaning="a promise of a body to take up an entry of a list by a day",
    family="events",
    stage=9,
    named=False,
    fields=(
        fixed("claimed_on", Kind.DAY, "认领日期", "latest possible day of the claim", indexed=True),
        fixed("due_on", Kind.DAY, "完成时限", "last day by which it is to be kept", indexed=True),
        fixed("closed_on", Kind.DAY, "完成日期", "day on which it was kept or given up; absent while it is open"),
        dated(
            "state",
            Kind.TEXT,
            "完成情况",
            "what has become of it",
            choices={
                "claimed": "已认领",
                "under_way": "办理中",
                "done": "已完成",
                "withdrawn": "已撤回",
                "not_done": "未完成",
            },
            indexed=True,
        ),
        fixed("quantity", Kind.NUMBER, "认领数量", "how much of it was claimed, in the unit of the entry"),
    ),
    example="某中学 认领 周末开放会议室",
)
CLAIM_OF = TieType(
    name="CLAIM_OF",
    title_zh="认领事项",
    meaning="the entry that a claim takes up",
    ends=((("Claim",), ("ListItem",)),),
    example="某中学的认领 针对 周末开放会议室",
)
CLAIMED_BY = TieType(
    name="CLAIMED_BY",
    title_zh="认领单位",
    meaning="who claimed it",
    ends=((("Claim",), BODY),),
    example="会议室的认领 由 某中学 提出",
)
