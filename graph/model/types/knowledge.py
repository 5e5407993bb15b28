"""What published cases state: facts with passages, kept apart from what rosters assert."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, fixed

CASE = NodeType(
    name="Case",
    title_zh="案例",
    meaning="one published case of regional party-building",
    family="knowledge",
    stage=9,
    fields=(fixed("place_text", Kind.TEXT, "地点", "where, as the article says"),),
    example="北山街道 四联四带",
)
SOURCE = NodeType(
    name="Source",
    title_zh="来源",
    meaning="one published text",
    family="knowledge",
    stage=10,
    fields=(
        fixed("publisher", Kind.TEXT, "发布者", "who published it"),
        fixed("author", Kind.TEXT, "作者(机构)", "body that wrote it"),
        fixed("published_on", Kind.DAY, "发布日期", "day of publication"),
        fixed("sha256", Kind.TEXT, "原文指纹", "SHA-256 of the text's bytes"),
        fixed("citation", Kind.TEXT, "著录", "how to cite it (GB/T 7714)"),
    ),
    example="人民网 2018-10-08",
)
PASSAGE = NodeType(
    name="Passage",
    title_zh="段落",
    meaning="a span of characters of one paragraph of a source",
    family="knowledge",
    stage=11,
    named=False,
    fields=(
        fixed("paragraph", Kind.TEXT, "段", "label of the paragraph"),
        fixed("line", Kind.INTEGER, "行", "physical line in the text, from 1"),
        fixed("start", Kind.INTEGER, "起", "first character in the line, from 0"),
        fixed("end", Kind.INTEGER, "止", "character after the last"),
        fixed("locator", Kind.TEXT, "定位语", "a few words of the passage"),
        fixed("repair", Kind.TEXT, "修复", "repair of damaged text that it needed, if any"),
        fixed(
            "repair_tier",
            Kind.TEXT,
            "修复依据",
            "what the repair rests on",
            choices={"mechanical": "机械还原", "contextual": "依上下文"},
        ),
    ),
    example="P2 字 18–34",
)
OBSERVATION = NodeType(
    name="Observation",
    title_zh="观测(原文数字)",
    meaning="a figure that a source prints, as an interval; a published count is never turned into nodes",
    family="knowledge",
    stage=12,
    fields=(
        fixed("measure", Kind.TEXT, "指标", "what was counted or measured", indexed=True),
        fixed("raw", Kind.TEXT, "原文", "as printed"),
        fixed("low", Kind.NUMBER, "下限", "lower bound"),
        fixed("high", Kind.NUMBER, "上限", "upper bound; absent where open"),
        fixed("low_open", Kind.BOOLEAN, "下限不含", "the lower bound itself is excluded"),
        fixed("high_open", Kind.BOOLEAN, "上限不含", "the upper bound itself is excluded"),
        fixed("unit", Kind.TEXT, "单位", "unit of the figure"),
        fixed("scope_text", Kind.TEXT, "口径", "what the figure is of, as the source says"),
        fixed(
            "nature",
            Kind.TEXT,
            "性质",
            "stock, flow, ratio, target or claim",
            choices={"stock": "存量", "flow": "流量", "ratio": "比率", "target": "目标", "claim": "自述"},
        ),
        fixed("as_of", Kind.TEXT, "时点", "date that the source gives, with its precision; absent if none"),
        fixed("period", Kind.TEXT, "期间", "span of time that a flow is of, as the source says; absent if none"),
        fixed("qualifier", Kind.TEXT, "限定词", "more than, about, nearly …, as printed"),
        fixed("statement", Kind.TEXT, "内容", "of an outcome that is claimed without a figure, in our own words"),
    ),
    example="成员单位 104 家",
)
COHORT = NodeType(
    name="Cohort",
    title_zh="群体",
    meaning="a set that a source counts without naming its members; never expanded into nodes",
    family="knowledge",
    stage=12,
    example="104 家成员单位",
)
MECHANISM = NodeType(
    name="Mechanism",
    title_zh="机制",
    meaning="a standing way of working that a source describes",
    family="knowledge",
    stage=12,
    fields=(
        fixed("interval", Kind.TEXT, "周期", "ISO 8601 duration, such as P3M; absent if none is said"),
        fixed("statement", Kind.TEXT, "内容", "what it is, in our own words"),
    ),
    example="界别小组每季度活动",
)
EDITION = NodeType(
    name="Edition",
    title_zh="名册版次",
    meaning="one roster as of one date; what nobody lists in a complete one is known to be missing",
    family="knowledge",
    stage=13,
    named=False,
    fields=(
        fixed("format", Kind.TEXT, "名册", "format of the roster", indexed=True),
        fixed("issuer", Kind.TEXT, "填报单位", "who keeps the roster"),
        fixed("scope", Kind.TEXT, "范围", "id of the place that it is of; absent where the place is not known yet"),
        fixed("scope_text", Kind.TEXT, "范围(原文)", "the scope as given"),
        fixed("day", Kind.DAY, "统计时点", "latest possible day of the edition"),
        fixed("complete", Kind.BOOLEAN, "完整", "whether it lists everything and closes what it no longer lists"),
    ),
    example="党组织名册 2018-09-30 全量",
)
