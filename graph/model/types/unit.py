"""Unit: an employer or body corporate, with or without a party organisation of its own."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, dated, fixed

UNIT_KINDS = {
    "state_organ": "机关",
    "institution": "事业单位",
    "soe": "国有企业",
    "collective_firm": "集体企业",
    "non_public_firm": "非公有制企业",
    "social_organisation": "社会组织",
    "merchant": "商户",
    "school": "学校",
    "hospital": "医院",
    "military": "部队",
    "community": "社区(村)",
    "other": "其他",
}

UNIT = NodeType(
    name="Unit",
    title_zh="单位",
    meaning="an organ, institution, firm, society, shop, school, hospital or army unit",
    family="organisations",
    stage=4,
    fields=(
        dated("kind", Kind.TEXT, "单位性质类别", "kind of unit", choices=UNIT_KINDS, indexed=True),
        dated("system", Kind.TEXT, "条线", "the line (条) it belongs to, as the roster writes it"),
        dated(
            "level",
            Kind.TEXT,
            "隶属层级",
            "level it is subordinate to",
            choices={
                "central": "中央",
                "province": "省级",
                "city": "市级",
                "county": "区(县)级",
                "subdistrict": "街道(乡镇)级",
                "none": "无隶属",
            },
        ),
        fixed("dispatched", Kind.BOOLEAN, "派驻", "dispatched to the subdistrict by a department above"),
        dated(
            "operating_state",
            Kind.TEXT,
            "经营状态",
            "whether it operates",
            choices={"operating": "存续", "suspended": "停业", "closed": "注销或撤销"},
        ),
        dated("above_scale", Kind.BOOLEAN, "规模以上", "whether it is a firm above the scale of the statistics"),
        fixed("address", Kind.TEXT, "地址", "postal address of its main premises"),
        dated(
            "organisation_set_up",
            Kind.TEXT,
            "建立党组织情况",
            "what the unit's own roster says of its party organisation; coverage never rests on it",
            choices={"own": "单独建立", "joint": "联合建立", "none": "未建立"},
        ),
        dated(
            "reason_not_set_up",
            Kind.TEXT,
            "未建立党组织原因",
            "why it has no party organisation of its own, as written",
            people=True,
        ),
        dated("staff", Kind.INTEGER, "职工数", "staff of the whole unit", unit="人", people=True),
    ),
    example="某区第一中学",
)
