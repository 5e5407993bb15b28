"""Assessment: how one body was graded by another for a period; bodies only, never a person."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, NodeType, TieType, fixed

ASSESSMENT = NodeType(
    name="Assessment",
    title_zh="考核评价",
    meaning="the grade or score that a body was given for a period",
    family="events",
    stage=9,
    named=False,
    fields=(
        fixed("subject", Kind.TEXT, "考核项目", "what was assessed, as written", indexed=True),
        fixed("period", Kind.TEXT, "考核期间", "year, half-year or month assessed, with its precision", indexed=True),
        fixed("assessed_on", Kind.DAY, "考核日期", "latest possible day of the assessment", indexed=True),
        fixed(
            "grade",
            Kind.TEXT,
            "等次",
            "grade given",
            choices={"excellent": "优秀", "good": "良好", "fair": "合格", "poor": "不合格"},
            indexed=True,
        ),
        fixed("score", Kind.NUMBER, "得分", "score given, on the scale of the office", unit="分"),
    ),
    example="某区规划所 2018 年 街道评派驻机构 优秀",
)
ASSESSED = TieType(
    name="ASSESSED",
    title_zh="考核对象",
    meaning="the body that was assessed",
    ends=((("Assessment",), BODY),),
    example="年度考核 的对象是 某区规划所",
)
ASSESSED_BY = TieType(
    name="ASSESSED_BY",
    title_zh="考核单位",
    meaning="the body that assessed it",
    ends=((("Assessment",), BODY),),
    example="年度考核 由 某街道党工委 作出",
)
