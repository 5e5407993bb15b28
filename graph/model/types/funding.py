"""Funding: money for a purpose and a period."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, NodeType, TieType, fixed

FUNDING = NodeType(
    name="Funding",
    title_zh="经费",
    meaning="an amount of money for a purpose and a period",
    family="events",
    stage=9,
    fields=(
        fixed("number", Kind.TEXT, "经费编号", "number that the office gave it"),
        fixed("amount_yuan", Kind.NUMBER, "金额", "how much was granted", unit="元"),
        fixed("purpose", Kind.TEXT, "用途", "what it is for, as written"),
        fixed("period", Kind.TEXT, "所属期间", "year or month that it is for, with its precision", indexed=True),
        fixed("granted_on", Kind.DAY, "拨付日期", "latest possible day on which it was granted", indexed=True),
        fixed(
            "origin",
            Kind.TEXT,
            "经费来源",
            "where the money comes from",
            choices={
                "fiscal": "财政",
                "party_dues": "党费",
                "unit": "单位支持",
                "donation": "捐赠",
                "other": "其他",
            },
            indexed=True,
        ),
    ),
    example="甲社区 2018 年党建工作经费",
)
FUNDS = TieType(
    name="FUNDS",
    title_zh="经费用于",
    meaning="the body, place or venue that the money is for",
    ends=((("Funding",), (*BODY, "Place", "Venue")),),
    example="党建工作经费 用于 甲社区党群服务中心",
)
