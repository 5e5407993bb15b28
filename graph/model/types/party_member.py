"""PartyMember: one member under a pseudonym, with coarse attributes alone. Kept only where a clerk declares it."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, TieType, dated, fixed

PARTY_MEMBER = NodeType(
    name="PartyMember",
    title_zh="党员(假名)",
    meaning="a member under a keyed pseudonym; no name, number, address or exact birth date is kept",
    family="people",
    stage=9,
    named=False,
    personal=True,
    fields=(
        fixed("birth_decade", Kind.INTEGER, "出生年代", "first year of the decade of birth", people=True),
        fixed("sex", Kind.TEXT, "性别", "sex", choices={"male": "男", "female": "女"}, people=True),
        fixed("join_year", Kind.INTEGER, "入党年份", "year of joining", people=True),
        dated(
            "category",
            Kind.TEXT,
            "人员类别",
            "full or probationary",
            choices={"full": "正式党员", "probationary": "预备党员"},
            people=True,
        ),
        dated(
            "state",
            Kind.TEXT,
            "党籍状态",
            "state of membership",
            choices={
                "normal": "正常",
                "retained": "保留",
                "restored": "恢复",
                "suspended": "停止",
                "expelled": "开除",
            },
            people=True,
        ),
        dated(
            "floating", Kind.BOOLEAN, "流动党员", "away from the organisation that he or she belongs to", people=True
        ),
    ),
    example="无姓名,仅有出生年代、入党年份等",
)
ENROLLED_IN = TieType(
    name="ENROLLED_IN",
    title_zh="组织关系所在",
    meaning="the one organisation in which a member is enrolled",
    ends=((("PartyMember",), ("PartyOrganization",)),),
    single_roles=frozenset({""}),
    example="一名党员 的组织关系在 甲社区第1网格党支部",
)
RESIDES_IN = TieType(
    name="RESIDES_IN",
    title_zh="居住社区",
    meaning="the community in which a member lives; no finer address is kept",
    ends=((("PartyMember",), ("Place",)),),
    single_roles=frozenset({""}),
    example="一名党员 居住在 甲社区",
)
