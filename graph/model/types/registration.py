"""Registration: a unit's organisation, or its serving members as a count, registers with a community (双报到)."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, TieType, dated, fixed

REGISTRATION = NodeType(
    name="Registration",
    title_zh="双报到",
    meaning="a unit registers where it is, or a number of its serving members where they live",
    family="events",
    stage=9,
    named=False,
    fields=(
        fixed(
            "kind",
            Kind.TEXT,
            "报到类别",
            "the unit itself, or members of it",
            choices={"unit": "单位报到", "members": "在职党员报到"},
            indexed=True,
        ),
        dated(
            "state",
            Kind.TEXT,
            "报到状态",
            "how far it has come",
            choices={
                "unregistered": "未报到",
                "registered": "已报到",
                "receipted": "已回执",
                "posted": "已认岗",
                "served": "已服务",
                "assessed": "已评价",
            },
            indexed=True,
        ),
        fixed("registered_on", Kind.DAY, "报到日期", "latest possible day of registering", indexed=True),
        fixed("receipted_on", Kind.DAY, "回执日期", "day on which the community sent its receipt"),
        fixed("posted_on", Kind.DAY, "认岗日期", "day on which a post of service was taken"),
        fixed("served_on", Kind.DAY, "服务日期", "day of the first service"),
        fixed("assessed_on", Kind.DAY, "评价日期", "day of assessment"),
        dated("people", Kind.INTEGER, "报到党员数", "serving members who registered", unit="人", people=True),
    ),
    example="某局 向 甲社区 报到",
)
REGISTERED = TieType(
    name="REGISTERED",
    title_zh="报到单位",
    meaning="who registered, or whose members did",
    ends=((("Registration",), ("Unit", "PartyOrganization")),),
    example="报到 来自 某局",
)
RECEIVED_BY = TieType(
    name="RECEIVED_BY",
    title_zh="接收党组织",
    meaning="the organisation of the place that received the registration",
    ends=((("Registration",), ("PartyOrganization",)),),
    example="报到 由 甲社区党委 接收",
)
