"""Ties that lead from a published fact to its passage and its subject."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, TieType, fixed

FACTS = ("Observation", "Cohort", "Mechanism")

ABOUT = TieType(
    name="ABOUT",
    title_zh="关于",
    meaning="what a fact is about",
    ends=((FACTS, ("Place", "Grid", "Building", "Venue", "SubGroup", "Case", *BODY)),),
    example="观测 关于 联合会",
)
STATED_IN = TieType(
    name="STATED_IN",
    title_zh="见于",
    meaning="the passage in which a fact stands",
    ends=(
        (
            (
                *FACTS,
                "Place",
                "Venue",
                "SubGroup",
                "Unit",
                "PartyOrganization",
                "CoordinatingBody",
                "Association",
            ),
            ("Passage",),
        ),
    ),
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
