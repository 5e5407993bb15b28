"""Data gaps: what a source leaves open, so that a question of it gets the reason for an answer."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, fixed

DATA_GAP = NodeType(
    name="DataGap",
    title_zh="原文未载",
    meaning="what a source does not say, says with an open meaning, or tells and is not to be recorded",
    family="knowledge",
    stage=12,
    fields=(
        fixed(
            "kind",
            Kind.TEXT,
            "类别",
            "why there is no datum",
            choices={"unstated": "原文未载", "ambiguous": "口径不明", "refused": "依规不录"},
            indexed=True,
        ),
        fixed("measures", Kind.TEXTS, "指标", "measures that have no datum for this reason"),
        fixed("reason", Kind.TEXT, "缘由", "what is open and why, in Chinese"),
        fixed("reason_en", Kind.TEXT, "缘由(英文)", "what is open and why, in English"),
    ),
    example="文章未给出网格警务区的数目",
)
