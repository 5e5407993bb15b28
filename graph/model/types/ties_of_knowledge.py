"""Ties that lead from a published fact to its passage and its subject."""

from __future__ import annotations

from graph.model.declare import Kind, TieType, fixed

KNOWLEDGE = ("Observation", "Cohort", "Mechanism", "Standard", "Instrument", "Programme", "Platform", "DataGap")
STATED = (
    *KNOWLEDGE,
    *("Place", "Grid", "Building", "Venue"),
    *("PartyOrganization", "CoordinatingBody", "Association", "SubGroup", "SelfGovernanceBody", "Unit", "Team"),
    *("Post", "PublicFigure"),
    *("Agreement", "Activity", "Project", "MeetingSeries", "Meeting", "Task", "ListItem", "Claim", "Funding"),
)
"""What an article can state."""

ABOUT = TieType(
    name="ABOUT",
    title_zh="关于",
    meaning="what a fact is about",
    ends=((KNOWLEDGE, (*STATED, "Case")),),
    example="观测 关于 联合会",
)
STATED_IN = TieType(
    name="STATED_IN",
    title_zh="见于",
    meaning="the passage in which a fact stands",
    ends=((STATED, ("Passage",)),),
    example="观测 见于 P2",
)
PASSAGE_OF = TieType(
    name="PASSAGE_OF",
    title_zh="段落属于",
    meaning="the text that a passage is of",
    ends=((("Passage",), ("Source",)),),
    example="P2 属于 人民网文章",
)
SOURCE_OF = TieType(
    name="SOURCE_OF",
    title_zh="案例来源",
    meaning="the case that a text describes",
    ends=((("Source",), ("Case",)),),
    example="人民网文章 是 北山案例 的来源",
)
CONFLICTS_WITH = TieType(
    name="CONFLICTS_WITH",
    title_zh="口径不一",
    meaning="two figures of one thing that do not agree; both stay",
    ends=((("Observation",), ("Observation",)),),
    fields=(fixed("why", Kind.TEXT, "缘由", "in what they do not agree, in our own words"),),
    example="辖区单位 600余家 与 百余家",
)
MEASURED_AGAINST = TieType(
    name="MEASURED_AGAINST",
    title_zh="相比",
    meaning="a figure whose ratio to another is asked for; it is derived only where both are of the same scope",
    ends=((("Observation",), ("Observation",)),),
    fields=(
        fixed("title", Kind.TEXT, "比率", "what the ratio would be called"),
        fixed("same_scope", Kind.BOOLEAN, "口径一致", "whether both figures are of the same things"),
        fixed("why", Kind.TEXT, "缘由", "why they are, or are not"),
    ),
    example="网格党支部 115 个 相比 综合网格 144 个",
)
