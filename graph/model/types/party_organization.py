"""PartyOrganization: a formal party organisation of any kind."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, dated, fixed

ORGANISATION_KINDS = {
    "committee": "党委",
    "general_branch": "党总支",
    "branch": "党支部",
    "joint_branch": "联合党支部",
    "temporary_branch": "临时党支部",
    "functional_branch": "功能型党支部",
    "group": "党小组",
    "working_committee": "党工委(派出机关)",
    "working_organ": "工作机关",
    "leading_group_of_party_members": "党组",
    "industry_committee": "行业党委",
}

PARTY_ORGANIZATION = NodeType(
    name="PartyOrganization",
    title_zh="党组织",
    meaning="a committee, general branch, branch, group or organ of the Party",
    family="organisations",
    stage=5,
    fields=(
        dated("kind", Kind.TEXT, "组织类别", "kind of organisation", choices=ORGANISATION_KINDS, indexed=True),
        fixed(
            "counts_in_statistics",
            Kind.BOOLEAN,
            "计入党内统计",
            "whether it counts in the Party's statistics",
        ),
        dated(
            "unit_situation",
            Kind.TEXT,
            "所在单位情况",
            "whether its units are those of its superior, one of its own, or several that joined",
            choices={
                "of_superior": "与上级党组织相同",
                "own_unit": "法人单位",
                "joint": "联合党支部",
            },
        ),
        fixed("founded_on", Kind.DAY, "成立日期", "day on which it was set up"),
        dated("elected_term", Kind.INTEGER, "任期", "term of office", unit="年"),
        dated("term_number", Kind.TEXT, "届次", "which term of office it is, as written"),
        dated("term_starts_on", Kind.DAY, "任期起始日期", "day on which the term of office began"),
        dated("term_ends_on", Kind.DAY, "届满日期", "day on which the term of office ends"),
        dated("term_extended_to", Kind.DAY, "批准延期至", "last day to which an extension of the term was approved"),
        dated("secretary_filled", Kind.BOOLEAN, "书记在岗", "whether the post of secretary is filled"),
        dated("members", Kind.INTEGER, "党员数", "full and probationary members", unit="人", people=True),
    ),
    example="甲社区第一网格党支部",
)
