"""Standards and instruments: what a published source says is to be kept, and the document that says so."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, TieType, fixed

STANDARD_KINDS = {
    "exists": "应设",
    "ratio": "配比",
    "frequency": "频次",
    "deadline": "时限",
    "share": "占比",
    "amount": "数额",
    "checklist": "清单",
    "steps": "步骤",
}
COMPARISONS = {
    "at_least": "不少于",
    "more_than": "多于",
    "exactly": "等于",
    "at_most": "不多于",
    "between": "介于",
}
STANDARD = NodeType(
    name="Standard",
    title_zh="标准",
    meaning="what a source says is to be kept: an amount, a ratio, a share, a frequency, a deadline, a list",
    family="knowledge",
    stage=12,
    fields=(
        fixed("kind", Kind.TEXT, "类别", "kind of standard", choices=STANDARD_KINDS, indexed=True),
        fixed(
            "force",
            Kind.TEXT,
            "约束力",
            "whether it must or should be kept",
            choices={"must": "必须", "should": "应当"},
        ),
        fixed("statement", Kind.TEXT, "内容", "what it asks, in our own words"),
        fixed("applies_to", Kind.TEXT, "适用对象", "what it is asked of, as the source says"),
        fixed("comparison", Kind.TEXT, "比较", "how the figure is meant", choices=COMPARISONS),
        fixed("low", Kind.NUMBER, "数值(下限)", "the figure asked for; the lower one of two"),
        fixed("high", Kind.NUMBER, "上限", "the upper one of two figures"),
        fixed("unit", Kind.TEXT, "单位", "unit of the figure"),
        fixed("per", Kind.NUMBER, "每", "size of what the figure is asked per, such as 100 of 100 households"),
        fixed("per_unit", Kind.TEXT, "每(单位)", "unit of what the figure is asked per"),
        fixed("interval", Kind.TEXT, "周期", "ISO 8601 duration of a frequency or a deadline"),
        fixed("items", Kind.TEXTS, "条目", "entries of a checklist, or steps, as printed"),
    ),
    example="社区党群服务中心每百户 40 平方米",
)
INSTRUMENT = NodeType(
    name="Instrument",
    title_zh="文件",
    meaning="a document: rules, a plan, a technical standard, an approval",
    family="knowledge",
    stage=12,
    fields=(
        fixed("number", Kind.TEXT, "文号", "number of the document"),
        fixed("organ", Kind.TEXT, "制发机关", "body that issued it, as the source says"),
        fixed("force", Kind.TEXT, "效力", "kind and force of the document, as the source says"),
        fixed("issued_on", Kind.TEXT, "制发日期", "date of issue, with the precision that the source gives"),
    ),
    example="城乡规划管理技术规定",
)
BASED_ON = TieType(
    name="BASED_ON",
    title_zh="依据",
    meaning="the document that a standard, a mechanism or a programme rests on",
    ends=((("Mechanism", "Standard", "Programme"), ("Instrument",)),),
    example="每百户 40 平方米 依据 城乡规划管理技术规定",
)
