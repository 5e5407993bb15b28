"""Practices: the vocabulary that cases share, so that one can be laid beside another."""

from __future__ import annotations

from graph.model.declare import NodeType, TieType
from graph.model.types.ties_of_knowledge import STATED

PRACTICE = NodeType(
    name="Practice",
    title_zh="做法",
    meaning="a way of regional party-building that several places follow under whatever name",
    family="knowledge",
    stage=12,
    example="党建联席会议",
)
EXAMPLE_OF = TieType(
    name="EXAMPLE_OF",
    title_zh="体现做法",
    meaning="a fact of a case in which a practice shows",
    ends=((STATED, ("Practice",)),),
    roles={"named": "原文用此名", "unnamed": "有其实而无其名"},
    example="综合党委 体现 大工委(大党委)",
)
