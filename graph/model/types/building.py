"""Building: a house or tower that units or households occupy."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, dated, fixed

USES = {
    "residential": "住宅",
    "office": "商务办公",
    "commercial": "商业",
    "mixed": "商住混合",
    "public": "公共服务",
}

BUILDING = NodeType(
    name="Building",
    title_zh="楼栋(楼宇)",
    meaning="a building that units or households occupy",
    family="places",
    stage=2,
    fields=(
        dated("use", Kind.TEXT, "用途", "what it is used for", choices=USES, indexed=True),
        dated(
            "operating_state",
            Kind.TEXT,
            "使用状态",
            "whether it is in use",
            choices={"in_use": "在用", "vacant": "空置", "building": "在建"},
        ),
        fixed("address", Kind.TEXT, "地址", "postal address"),
        dated("households", Kind.INTEGER, "户数", "households living there", unit="户"),
        fixed("floors", Kind.INTEGER, "层数", "floors above ground", unit="层"),
        fixed("area_above_ground_m2", Kind.NUMBER, "地上建筑面积", "floor area above ground", unit="m²"),
        fixed("longitude", Kind.NUMBER, "经度", "WGS-84 longitude of its point", unit="°"),
        fixed("latitude", Kind.NUMBER, "纬度", "WGS-84 latitude of its point", unit="°"),
        fixed("point_as_written", Kind.TEXT, "原坐标", "the point and its coordinate system as the roster wrote them"),
    ),
    example="甲社区 1 号楼",
)
