"""Place: a territory of any level."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, dated, fixed

LEVELS = {
    "province": "省(自治区、直辖市)",
    "city": "地级市",
    "county": "区(县、市)",
    "functional_zone": "功能区",
    "subdistrict": "街道",
    "town": "镇(乡)",
    "community": "社区",
    "village": "村",
    "residential_compound": "小区",
    "road_segment": "路段",
    "commercial_district": "商圈",
    "park": "园区",
}
"""Levels from the widest down; the order in which places are identified."""
BELOW_COMMUNITY = frozenset({"residential_compound", "road_segment", "commercial_district", "park"})
"""Levels of places that hold buildings beside the community that these belong to."""

PLACE = NodeType(
    name="Place",
    title_zh="地点",
    meaning="a territory: administrative, functional, residential or commercial",
    family="places",
    stage=0,
    fields=(
        dated("level", Kind.TEXT, "级别", "kind of territory", choices=LEVELS, indexed=True),
        dated("households", Kind.INTEGER, "户数", "households living there", unit="户"),
        dated("population", Kind.INTEGER, "常住人口", "residents", unit="人", people=True),
        fixed("address", Kind.TEXT, "地址", "postal address, of a compound"),
        dated("buildings", Kind.INTEGER, "楼栋数", "buildings in it", unit="栋"),
        dated("property_managed", Kind.BOOLEAN, "有物业", "whether a property manager serves the compound"),
        dated("property_manager", Kind.TEXT, "物业单位", "the property manager, as written"),
        dated("owners_committee", Kind.BOOLEAN, "有业委会", "whether the owners have elected a committee"),
        fixed("longitude", Kind.NUMBER, "经度", "WGS-84 longitude of its point", unit="°"),
        fixed("latitude", Kind.NUMBER, "纬度", "WGS-84 latitude of its point", unit="°"),
        fixed("point_as_written", Kind.TEXT, "原坐标", "the point and its coordinate system as the roster wrote them"),
    ),
    example="甲社区",
)
