"""Ties among organisations, units and what they cover."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, TieType, dated

SUBORDINATE_TO = TieType(
    name="SUBORDINATE_TO",
    title_zh="隶属",
    meaning="the one organisation above, in the Party's chain",
    ends=((("PartyOrganization",), ("PartyOrganization",)),),
    single_roles=frozenset({""}),
    example="网格党支部 隶属 社区党委",
)
GUIDED_BY = TieType(
    name="GUIDED_BY",
    title_zh="接受指导",
    meaning="guidance without subordination",
    ends=((("PartyOrganization",), ("PartyOrganization",)),),
    roles={"territorial": "属地", "professional": "业务", "industry": "行业", "entrusted": "代管"},
    example="某公司党支部 接受 街道党工委 属地指导",
)
ORGANISATION_OF = TieType(
    name="ORGANISATION_OF",
    title_zh="所在单位",
    meaning="the organisation is that of the unit; a joint branch has several",
    ends=((("PartyOrganization",), ("Unit",)),),
    example="某中学党支部 是 某中学 的党组织",
)
MODES = {
    "own": "单独组建",
    "joint": "联合组建",
    "dependent": "依托组建",
    "liaison": "选派党建指导员",
    "territorial": "属地兜底",
    "nominal": "名义覆盖",
}
COVERS = TieType(
    name="COVERS",
    title_zh="覆盖",
    meaning="the organisation covers a unit, building, grid or place, in a stated mode",
    ends=((("PartyOrganization",), ("Unit", "Building", "Grid", "Place")),),
    fields=(
        dated("named_by_row", Kind.BOOLEAN, "逐一列名", "a row names this very target, not a blanket duty"),
        dated("responsible", Kind.BOOLEAN, "明确责任人", "the row says who is responsible"),
    ),
    roles=MODES,
    example="联合党支部 联合覆盖 某公司",
)
MEMBER_OF = TieType(
    name="MEMBER_OF",
    title_zh="成员",
    meaning="membership of an association, its sub-group or a coordinating body",
    ends=(
        (
            ("Unit", "PartyOrganization", "SelfGovernanceBody"),
            ("Association", "SubGroup", "CoordinatingBody"),
        ),
        (("SubGroup",), ("Association",)),
    ),
    roles={
        "member": "成员单位",
        "chair": "主任单位",
        "deputy": "副主任单位",
        "part_time": "兼职委员单位",
        "group": "分组",
    },
    example="某中学 是 联合会 成员",
)
PARTY_TO = TieType(
    name="PARTY_TO",
    title_zh="签约方",
    meaning="party to a co-building agreement",
    ends=(((*BODY,), ("Agreement",)),),
    roles={"first": "甲方", "second": "乙方"},
    example="某中学 是 协议 乙方",
)
TOOK_PART = TieType(
    name="TOOK_PART",
    title_zh="参与",
    meaning="took part in an event",
    ends=(((*BODY, "Team"), ("Activity", "Meeting", "Project")),),
    fields=(
        dated(
            "direction",
            Kind.TEXT,
            "方向",
            "who gave to whom",
            choices={"to_place": "单位→社区", "to_unit": "社区→单位", "joint": "共同"},
        ),
        dated("confirmed", Kind.BOOLEAN, "对方确认", "confirmed by the other side"),
    ),
    roles={
        "organiser": "主办",
        "participant": "参加",
        "convener": "召集",
        "attended": "参会",
        "absent": "缺席",
    },
    example="某医院 参与 义诊",
)
