"""Co-building events (共建事项): each is a node, because it has many parties and a date."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, fixed

AGREEMENT = NodeType(
    name="Agreement",
    title_zh="共建协议",
    meaning="a signed co-building agreement",
    family="events",
    stage=8,
    fields=(
        fixed("number", Kind.TEXT, "协议编号", "number that the office gave it"),
        fixed("signed_on", Kind.DAY, "签订日期", "latest possible day of signing", indexed=True),
        fixed("ends_on", Kind.DAY, "到期日期", "last day on which it holds", indexed=True),
        fixed("cadence_days", Kind.INTEGER, "约定频次", "days within which an event is due", unit="天"),
        fixed("content", Kind.TEXT, "共建内容", "what was agreed, as written"),
    ),
    example="甲社区与某中学共建协议",
)

ACTIVITY = NodeType(
    name="Activity",
    title_zh="共建活动",
    meaning="a co-building activity, announced or delivered",
    family="events",
    stage=8,
    fields=(
        fixed(
            "kind",
            Kind.TEXT,
            "活动类别",
            "kind of activity",
            choices={
                "party_day": "主题党日",
                "volunteering": "志愿服务",
                "lecture": "宣讲授课",
                "clinic": "义诊",
                "consultation": "议事协商",
                "visit": "走访慰问",
                "culture": "文体活动",
                "other": "其他",
            },
            indexed=True,
        ),
        fixed("held_on", Kind.DAY, "日期", "latest possible day on which it was held", indexed=True),
        fixed("delivered", Kind.BOOLEAN, "已开展", "held, as opposed to announced"),
        fixed("hours", Kind.NUMBER, "时长", "duration", unit="h"),
        fixed("people", Kind.INTEGER, "参加人数", "people who took part", unit="人", people=True),
    ),
    example="甲社区义诊",
)
