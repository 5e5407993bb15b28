"""Team: people whom a body gathers for service, counted and never named."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, NodeType, TieType, dated, fixed

TEAM = NodeType(
    name="Team",
    title_zh="队伍",
    meaning="a standing group of people that serves under a body, such as volunteers",
    family="organisations",
    stage=7,
    fields=(
        dated(
            "kind",
            Kind.TEXT,
            "队伍类别",
            "kind of team",
            choices={"volunteers": "志愿服务队", "experts": "智库(专家)", "other": "其他"},
            indexed=True,
        ),
        fixed("founded_on", Kind.DAY, "成立日期", "day on which it was set up"),
        dated("people", Kind.INTEGER, "队员数", "people in the team", unit="人", people=True),
    ),
    example="甲社区楼道志愿服务队",
)
TEAM_OF = TieType(
    name="TEAM_OF",
    title_zh="队伍所属",
    meaning="the body that a team serves under",
    ends=((("Team",), BODY),),
    example="志愿服务队 属于 甲社区党委",
)
