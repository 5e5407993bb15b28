"""SelfGovernanceBody: a body by which residents, villagers or owners govern themselves."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, dated, fixed

SELF_GOVERNANCE_BODY = NodeType(
    name="SelfGovernanceBody",
    title_zh="自治组织",
    meaning="residents', villagers' or owners' committee, or the committee that supervises one",
    family="organisations",
    stage=6,
    fields=(
        dated(
            "kind",
            Kind.TEXT,
            "自治组织类别",
            "kind of body",
            choices={
                "residents_committee": "居民委员会",
                "villagers_committee": "村民委员会",
                "owners_committee": "业主委员会",
                "residents_supervision_committee": "居务监督委员会",
                "villagers_supervision_committee": "村务监督委员会",
            },
            indexed=True,
        ),
        fixed("founded_on", Kind.DAY, "成立日期", "day on which it was set up"),
        dated("term_ends_on", Kind.DAY, "届满日期", "day on which its term of office ends"),
    ),
    example="甲社区居民委员会",
)
