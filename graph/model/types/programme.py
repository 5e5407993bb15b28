"""Programmes and platforms: brands, work methods and the tools that carry them."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, NodeType, TieType, dated, fixed

PROGRAMME = NodeType(
    name="Programme",
    title_zh="项目品牌",
    meaning="a named programme, brand, work method or campaign",
    family="knowledge",
    stage=12,
    fields=(
        fixed(
            "kind",
            Kind.TEXT,
            "类别",
            "kind of programme",
            choices={
                "programme": "工程(项目)",
                "brand": "品牌",
                "work_method": "工作法",
                "campaign": "主题活动",
                "policy": "政策体系",
                "slogan": "理念(口号)",
            },
        ),
        fixed("statement", Kind.TEXT, "内容", "what it is, in our own words"),
    ),
    example="四联四带",
)
PLATFORM = NodeType(
    name="Platform",
    title_zh="平台",
    meaning="a tool that carries the work: an information system, an account, a hotline, a window",
    family="knowledge",
    stage=12,
    fields=(
        dated(
            "kind",
            Kind.TEXT,
            "类别",
            "kind of platform",
            choices={
                "system": "信息系统",
                "account": "公众号(群)",
                "hotline": "热线",
                "window": "窗口",
                "device": "终端",
                "other": "其他",
            },
        ),
        fixed("statement", Kind.TEXT, "内容", "what it does, in our own words"),
    ),
    example="网格通",
)
RUNS = TieType(
    name="RUNS",
    title_zh="推行",
    meaning="the body that runs a programme or a platform",
    ends=(((*BODY, "Team"), ("Programme", "Platform")),),
    example="街道党工委 推行 四联四带",
)
