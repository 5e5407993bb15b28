"""Public figures: people whom a published source itself names in office or as experts. No roster can state one."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, NodeType, TieType, fixed

PUBLIC_FIGURE = NodeType(
    name="PublicFigure",
    title_zh="公开人物",
    meaning="somebody whom a published source names in office or as an expert, and no more than it says",
    family="people",
    stage=12,
    fields=(
        fixed("capacity", Kind.TEXT, "身份", "capacity in which the source names them, as printed"),
        fixed(
            "kind",
            Kind.TEXT,
            "类别",
            "why they are public",
            choices={"office": "任公职", "expert": "专家"},
        ),
    ),
    example="某街道党工委书记(见于公开报道)",
)
HELD_BY = TieType(
    name="HELD_BY",
    title_zh="任职者",
    meaning="who held a post, as a published source says",
    ends=((("Post",), ("PublicFigure",)),),
    example="党工委书记 由 公开报道所述者 担任",
)
ADVISES = TieType(
    name="ADVISES",
    title_zh="顾问",
    meaning="the body or team that an expert advises, as a published source says",
    ends=((("PublicFigure",), (*BODY, "Team")),),
    example="专家 顾问 智库团",
)
