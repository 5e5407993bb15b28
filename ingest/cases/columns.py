"""The columns of the tables of a case: one declaration for the screen, the API, OpenAPI and the reference pages."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.declare import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """One column; what a reader at a screen has in another column already is for machines only."""

    name: str
    kind: Kind
    title_zh: str
    meaning: str
    on_screen: bool = True


def _text(name: str, title_zh: str, meaning: str, *, on_screen: bool = True) -> Column:
    return Column(name, Kind.TEXT, title_zh, meaning, on_screen)


_CITED = (
    Column("passages", Kind.TEXTS, "段落", "passages that state it: paragraph of the article and a few words of it"),
    Column("passage_ids", Kind.TEXTS, "段落编号", "the same by their ids in the case file", False),
)
_BOUNDS = (
    Column("low", Kind.NUMBER, "下限", "lower end of the interval", False),
    Column("high", Kind.NUMBER, "上限", "upper end of the interval; null where nothing bounds it", False),
)
_KEY = _text("key", "编号", "key of the fact in the case file")

FACTS = (
    _KEY,
    _text("table", "类别", "kind of fact: table of the case file"),
    _text("type", "类型", "type of the node or tie that it becomes", on_screen=False),
    _text("kind", "细类", "kind within the type, or level of a place, by the model's code"),
    _text("name", "名称", "name, measure, or both ends of a tie"),
    _text("measure", "指标代码", "measure of a figure, by its code in the vocabulary", on_screen=False),
    _text("raw", "原文数字", "figure as printed"),
    _text("interval", "区间", "figure as an interval, in the unit"),
    *_BOUNDS,
    _text("unit", "单位", "unit of the figure"),
    _text("nature", "性质", "stock, flow, ratio, target or claim"),
    _text("scope", "口径", "what it is of, as the article says"),
    _text("frequency", "周期", "ISO 8601 duration, where one is printed"),
    _text("date", "日期", "date of a figure, with the precision that the article gives"),
    _text("start", "起", "beginning of a body or tie, likewise"),
    _text("end", "止", "end of a body or tie, likewise"),
    _text("period", "时段", "span of time as the article says"),
    _text("statement", "内容", "what is stated, in our own words"),
    Column("about", Kind.TEXTS, "所指与关系", "what it is about or tied to, by names"),
    *_CITED,
    _text("repaired", "修复", "mechanical or contextual, where the passage was damaged or misprinted; else null"),
)
TIMELINE = (
    _text("date", "日期", "date as the article gives it; the span of time of a figure that has no date"),
    Column("earliest", Kind.DAY, "最早", "first day that it can mean; null where no day can be told", False),
    Column("latest", Kind.DAY, "最晚", "last day that it can mean; rows are in its order, those without last", False),
    _text("what", "时间含义", "what the date is of: state of a figure, span, beginning, end, or a field"),
    _KEY,
    _text("table", "类别", "kind of fact: table of the case file"),
    _text("name", "名称", "name, measure, or both ends of a tie"),
    _text("raw", "原文数字", "figure as printed"),
    _text("scope", "口径", "what it is of, as the article says"),
    _text("period", "时段", "span of time of a figure, as the article says"),
    *_CITED,
)


def _side(name: str, title_zh: str, which: str) -> tuple[Column, ...]:
    return (
        _text(f"{name}_key", f"{title_zh}·编号", f"key of the {which} figure"),
        _text(f"{name}_raw", title_zh, f"the {which} figure as printed"),
        _text(f"{name}_interval", f"{title_zh}·区间", f"the {which} figure as an interval"),
        _text(f"{name}_scope", f"{title_zh}·口径", f"what the {which} figure is of, as the article says"),
        _text(f"{name}_date", f"{title_zh}·日期", f"date or span of the {which} figure; null where none is printed"),
        Column(f"{name}_passages", Kind.TEXTS, f"{title_zh}·段落", f"passages that state the {which} figure"),
    )


CONTRADICTIONS = (
    _KEY,
    _text("measure", "指标", "measure of both figures, by its code in the vocabulary"),
    _text("unit", "单位", "unit of both figures"),
    *_side("first", "一处", "first"),
    *_side("second", "另一处", "second"),
    _text("why", "缘由", "why both cannot hold, as far as the article tells"),
)
RATIOS = (
    _KEY,
    _text("title", "比值", "what the ratio is"),
    Column("derived", Kind.BOOLEAN, "可算", "whether both figures are of the same things, so that it may be derived"),
    _text("interval", "值", "the ratio as an interval; null where it may not be derived"),
    *_BOUNDS,
    *_side("numerator", "分子", "upper"),
    *_side("denominator", "分母", "lower"),
    _text("why", "缘由", "why both are, or are not, of the same things"),
)
GAPS = (
    _KEY,
    _text("kind", "缘故", "unstated, ambiguous, or refused: told by the article and not to be recorded"),
    _text("name", "所缺", "what there is no datum of"),
    Column("measures", Kind.TEXTS, "指标", "measures that have no datum for this reason, by title"),
    _text("reason", "说明", "what is open and why"),
    _text("reason_en", "说明(英文)", "the same in English", on_screen=False),
    Column("about", Kind.TEXTS, "所指", "what it is about, by names"),
    *_CITED,
)
PRACTICES = (
    _text("practice", "做法代码", "practice of the shared vocabulary, by its code", on_screen=False),
    _text("title", "做法", "its title"),
    Column("named", Kind.BOOLEAN, "原文用此名", "whether the article uses its name"),
    Column("facts", Kind.TEXTS, "体现于", "facts in which it shows, by names"),
    Column("fact_keys", Kind.TEXTS, "事实编号", "the same by their keys", False),
    Column("passages", Kind.TEXTS, "段落", "passages of these facts"),
)
PASSAGES = (
    _text("id", "段落编号", "id of the passage in the case file"),
    _text("paragraph", "段", "paragraph of the article"),
    Column("line", Kind.INTEGER, "行", "physical line of the article's text, from 1"),
    Column("start", Kind.INTEGER, "起", "first character on that line, from 0"),
    Column("end", Kind.INTEGER, "止", "character after the last"),
    _text("locator", "定位词", "a few words that stand once in the passage"),
    _text("repairs", "修复", "printed → reading, where the text was damaged or misprinted"),
    _text("tier", "修复依据", "mechanical: the bytes or a rule prove it; contextual: only the context does"),
    Column("facts", Kind.INTEGER, "事实数", "facts that cite it"),
)
PASSED_OVER = (
    _text("why", "理由", "why the text is no fact of the place, by its code"),
    Column("spans", Kind.INTEGER, "处", "spans passed over for this reason"),
)


def _count(name: str, title_zh: str, meaning: str) -> Column:
    return Column(name, Kind.INTEGER, title_zh, meaning)


OVERVIEW = (
    _count("facts", "事实", "facts that name passages, gaps among them"),
    _count("bodies", "地点与主体", "places, organisations, venues, documents and the like"),
    _count("ties", "关系", "ties between them"),
    _count("mechanisms", "机制", "standing ways of working"),
    _count("standards", "标准", "what is asked to be kept"),
    _count("observations", "数字", "published figures"),
    _count("undated", "未注日期的数字", "figures for which the article prints neither date nor span of time"),
    _count("outcomes", "无数字的成效", "outcomes claimed without a figure"),
    _count("dated", "时间线条目", "entries of the time line"),
    _count("contradictions", "前后不一", "pairs of figures that cannot both hold"),
    _count("ratios", "比值", "ratios that a reader will want, derived or not"),
    _count("gaps", "未载与不记录", "what the article leaves open, or tells and is not to be recorded"),
    _count("practices", "做法", "practices of the shared vocabulary that show"),
    _count("passages", "段落", "spans of the article that facts cite"),
    _count("mechanical", "机械修复的段落", "passages whose repair the bytes or a rule prove"),
    _count("contextual", "据上下文修复的段落", "passages whose repair only the context proves"),
    _count("single_passage", "只据一处的事实", "facts that one passage alone states"),
    _count("passed_over", "不作为事实的文字", "spans that carry something and are no fact, each with its reason"),
    _count("uncited", "未引用的句子", "sentences that no fact cites; null where the article is not at hand"),
    _count("disagreements", "与原文不符", "what the case file says otherwise than the article; null likewise"),
)
