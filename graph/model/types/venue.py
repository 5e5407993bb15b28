"""Venue: a place of service run by an organisation (阵地)."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, dated

VENUE = NodeType(
    name="Venue",
    title_zh="阵地",
    meaning="a place of service: party-mass service centre, station, base, hall",
    family="places",
    stage=3,
    fields=(
        dated(
            "kind",
            Kind.TEXT,
            "阵地类别",
            "kind of venue",
            choices={
                "service_centre": "党群服务中心",
                "station": "工作站",
                "micro": "微阵地",
                "base": "共建基地",
                "hall": "议事厅",
            },
            indexed=True,
        ),
        dated("area_m2", Kind.NUMBER, "面积", "floor area", unit="m²"),
    ),
    example="甲社区党群服务中心",
)
