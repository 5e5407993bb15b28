"""DISTANCE_TO: a measured or computed way from a house or place to a venue."""

from __future__ import annotations

from graph.model.declare import Kind, TieType, dated

DISTANCE_TO = TieType(
    name="DISTANCE_TO",
    title_zh="步行距离",
    meaning="length of the way on foot from a building or place to a venue",
    ends=((("Building", "Place"), ("Venue",)),),
    fields=(
        dated("metres", Kind.NUMBER, "距离", "length of the way", unit="m"),
        dated(
            "method",
            Kind.TEXT,
            "取得方式",
            "how the length was found",
            choices={
                "walked": "实地步测",
                "map_service": "地图服务",
                "street_network": "路网计算",
                "straight_line": "直线距离",
            },
        ),
        dated("measured_on", Kind.DAY, "测量日期", "latest possible day of the measurement"),
    ),
    example="东苑1幢 到 甲社区党群服务中心 420 m",
)
