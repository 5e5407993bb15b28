"""Cases beside a graph, for commands and routes alike: checks of a text, the comparison, the questions of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

import polars as pl

from api.answers import Shown
from graph import Graph
from graph.analysis.assertions import REASONS, VERDICTS
from graph.analysis.comparison import OBSTACLES, Comparison
from graph.disclosure.coverage import LISTS
from graph.disclosure.roles import Role
from graph.errors import NotFound, Refused, StoreMismatch
from graph.model.declare import Kind
from graph.questions.catalog import question_named
from graph.questions.question import Column
from ingest.cases.asked import ALL, CaseAnswer, CaseQuestion, answers, case_questions
from ingest.cases.vocabulary import measures

Row = dict[str, object]

CHECKED = (
    Shown("key", "text", "事实", "key of the fact in the case file"),
    Shown("asserted", "text", "原文所述", "what the article asserts"),
    Shown("verdict", "text", "判断代码", "met, contradicted, missing or not_checkable"),
    Shown("verdict_zh", "text", "判断", "the verdict in Chinese"),
    Shown("found", "text", "名册所载", "what the rosters say: a number or a range; null where they say nothing"),
    Shown("reason", "text", "缘由代码", f"why: one of {', '.join(REASONS)}"),
    Shown("reason_zh", "text", "缘由", "why, in Chinese"),
    Shown("reason_en", "text", "缘由(英文)", "why, in English"),
    Shown("rows", "texts", "所据记录编号", "ids of the records that the verdict rests on"),
    Shown("passages", "texts", "段落", "paragraph and locator of each passage"),
)
"""Columns of a check, one row an assertion."""

_MEASURE = (
    Shown("measure", "text", "指标代码", "code of the measure"),
    Shown("measure_zh", "text", "指标", "the measure in Chinese"),
)
COMPARED: Mapping[str, tuple[Shown, ...]] = MappingProxyType(
    {
        "practices": (
            Shown("practice", "text", "做法", "practice of the shared vocabulary"),
            Shown("cases", "integer", "案例数", "cases in which it shows"),
            Shown("named", "texts", "点名", "cases whose article names it"),
            Shown("unnamed", "texts", "有其实而未点名", "cases in which it shows without the name"),
            Shown("absent", "texts", "未见", "cases whose article does not tell of it; no proof that there is none"),
        ),
        "completeness": (
            Shown("case", "text", "案例", "title of the case"),
            Shown("facts", "integer", "事实", "facts of the article, without ties that stand for themselves"),
            Shown("observations", "integer", "数字", "figures among them, and outcomes without one"),
            Shown("undated", "integer", "未注日期的数字", "figures without a date"),
            Shown("single_passage", "integer", "仅一处段落的事实", "facts that one passage alone states"),
            Shown("repaired", "integer", "经修复的事实", "facts with a passage that needed a repair"),
            Shown(
                "common_measures", "integer", "共有指标", "measures it prints of those that at least two cases print"
            ),
            Shown("of_measures", "integer", "共有指标总数", "measures that at least two cases print"),
            Shown("practices", "integer", "做法", "practices that show in it"),
        ),
        "figures": (
            *_MEASURE,
            Shown("case", "text", "案例", "title of the case"),
            Shown("raw", "text", "原文", "as printed"),
            Shown("low", "number", "下限", "lower bound"),
            Shown("high", "number", "上限", "upper bound; null where open"),
            Shown("unit", "text", "单位", "unit of the figure"),
            Shown("of", "text", "口径", "what the figure is of"),
            Shown("level", "text", "所指地级别", "level of the place it is about; null where it is about a body"),
            Shown("at", "text", "时点", "date that the source gives; null if none"),
            Shown("nature", "text", "性质", "stock, flow, ratio, target or claim"),
            Shown("cases", "integer", "案例数", "cases that print the measure"),
            Shown("comparable", "boolean", "可比", "whether a figure of another case can be compared with it"),
        ),
        "pairs": (
            *_MEASURE,
            Shown("first_case", "text", "案例甲", "title of the one case"),
            Shown("first", "text", "甲原文", "its figure, as printed"),
            Shown("second_case", "text", "案例乙", "title of the other case"),
            Shown("second", "text", "乙原文", "its figure, as printed"),
            Shown("comparable", "boolean", "可比", "whether the two can be compared"),
            Shown("obstacles", "texts", "障碍代码", f"what keeps them apart: {', '.join(OBSTACLES)}"),
            Shown("obstacles_zh", "texts", "障碍", "the same in Chinese"),
            Shown("obstacles_en", "texts", "障碍(英文)", "the same in English"),
        ),
    }
)
"""Columns of each table of the comparison."""
ASKED = (
    Shown("number", "integer", "题号", "number of the question"),
    Shown("needs", "text", "所需", "source: the article alone; roster: rosters of the place"),
    Shown("title_zh", "text", "问题", "the question in Chinese"),
    Shown("title_en", "text", "问题(英文)", "the question in English"),
    Shown("question", "text", "所问", "question of the catalogue that answers it, see /v1/questions; null if none"),
    Shown("standard", "text", "所用标准", "standard that answers it, see /v1/standards; null if none"),
    Shown("row_count", "integer", "行数", "rows of the answer; null where the answer is a reason"),
    Shown("answer", "rows", "答案", "rows of the answer, with the columns of the question; null likewise"),
    Shown("reason_zh", "text", "缘由", "why there are no rows, in Chinese; null where there are any"),
    Shown("reason_en", "text", "缘由(英文)", "the same in English"),
)
"""Columns of the questions of a case."""


NO_TEXT = frozenset({Role.PUBLIC})
"""Roles that read passages by paragraph and locator alone: the articles belong to their publishers."""


def refuse_text(role: Role) -> None:
    """Raise Refused for roles that may not read the sentences of an article."""
    if role in NO_TEXT:
        raise Refused(
            f"角色 {role.value} 看不到原文语句:原文版权属于刊发者;段落位置见 gongjian cases show --passages",
            f"the role {role.value} does not read the sentences of an article, which belongs to its publisher; where "
            "passages stand is told by `gongjian cases show --passages`",
            code="text_refused",
        )


def refuse_checks(role: Role) -> None:
    """Raise Refused for roles that may not see what becomes of what an article asserts: it tells of single bodies."""
    if role not in LISTS:
        raise Refused(
            f"角色 {role.value} 看不到原文与名册的核对:它逐条说出名册列有谁、没有列出谁;"
            "案例所载见 gongjian cases show(/v1/cases)",
            f"the role {role.value} does not read checks of a text: they tell which bodies rosters list; "
            "what a case states is open to everybody (/v1/cases)",
            code="checks_refused",
        )


def assertion_rows(found: pl.DataFrame) -> list[Row]:
    """The rows of a check, with the columns of :data:`CHECKED`."""
    rows = ({**row, "reason_en": REASONS[row["reason"]][1]} for row in found.iter_rows(named=True))
    return [{column.name: row[column.name] for column in CHECKED} for row in rows]


def verdict_counts(rows: list[Row]) -> dict[str, int]:
    """How many assertions have each verdict, also those that none has."""
    return {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS}


def compared_rows(comparison: Comparison, what: str) -> list[Row]:
    """Rows of one table of the comparison, with its columns of :data:`COMPARED`."""
    made: Callable[[Row], Row] = {"practices": _practice, "pairs": _pair, "figures": _figure}.get(what, dict)
    rows = (made(row) for row in getattr(comparison, what).iter_rows(named=True))
    return [{column.name: row[column.name] for column in COMPARED[what]} for row in rows]


def _practice(row: Row) -> Row:
    shown = {case: how for case, how in row.items() if case not in ("practice", "cases")}
    listed: Row = {how: [case for case in shown if shown[case] == how] for how in ("named", "unnamed", "absent")}
    return {"practice": row["practice"], "cases": row["cases"], **listed}


def _figure(row: Row) -> Row:
    return {**row, "measure_zh": measures()[str(row["measure"])].title_zh}


def _pair(row: Row) -> Row:
    codes = row["obstacles"]
    assert isinstance(codes, list)
    words = {f"obstacles_{tongue}": [OBSTACLES[code][at] for code in codes] for at, tongue in enumerate(("zh", "en"))}
    return {**_figure(row), **words}


# --- questions of a case ------------------------------------------------------------------------------


STANDING = Column("standing", Kind.TEXT, "情况", "gap, or to_check where it is not known", people=False)
"""What coverage adds to the rows that it picks."""
STANDARD_COLUMNS = (
    Column("rule", Kind.TEXT, "标准编号", "id of the standard", people=False),
    Column("title_zh", Kind.TEXT, "标准", "title of the standard", people=False),
    Column("title_en", Kind.TEXT, "标准(英文)", "its title in English", people=False),
    Column("id", Kind.TEXT, "编号", "id of the subject", people=False),
    Column("name", Kind.TEXT, "名称", "its name", people=False),
    Column("place_name", Kind.TEXT, "地点", "name of its place", people=False),
    Column("verdict", Kind.TEXT, "判断", "not_met or to_check", people=False),
    Column("value", Kind.NUMBER, "实际", "what is there, at least", people=False),
    Column("required", Kind.NUMBER, "要求", "what is asked of it", people=False),
    Column("unit", Kind.TEXT, "单位", "unit of the figures", people=False),
    Column("shortfall", Kind.NUMBER, "差额", "how far it misses what is asked", people=False),
    Column("lacking_zh", Kind.TEXTS, "所缺", "what is not known or not there", people=False),
    Column("lacking_en", Kind.TEXTS, "所缺(英文)", "the same in English", people=False),
    Column("status", Kind.TEXT, "检核情况", "judged, withheld, not_in_force or not_checkable", people=False),
    Column("all", Kind.INTEGER, "应检核", "subjects it is asked of", people=False),
    Column("met", Kind.INTEGER, "达标", "subjects that meet it", people=False),
    Column("not_met", Kind.INTEGER, "未达标", "subjects that do not", people=False),
    Column("to_check", Kind.INTEGER, "待核实", "subjects of which something is not known", people=False),
    Column("reason_zh", Kind.TEXT, "缘由", "why there are no figures", people=False),
    Column("reason_en", Kind.TEXT, "缘由(英文)", "the same in English", people=False),
)
"""Columns of answers by standards: of the verdicts of one, and of the summary of several."""

Refusal = Callable[[CaseQuestion], tuple[str, str] | None]
"""Why somebody may not ask a question of a case, in Chinese and English; None where they may."""


def case_answers(
    graph: Graph,
    case: str,
    *,
    scope: str | None = None,
    as_of: date | None = None,
    numbers: frozenset[int] = frozenset(),
    refusal: Refusal = lambda _: None,
) -> Iterator[CaseAnswer]:
    """The questions of a case with their answers; what cannot be asked here, or by this role, has that as its reason.

    ``scope`` and ``numbers`` as :func:`ingest.cases.asked.answers` has them. NotFound where there is no such list or
    no such place.
    """
    graph.scope(scope, as_of)  # a place that there is not would else become the reason of each question
    missing = {"source": not_loaded(graph, case), "roster": None if has_rosters(graph) else _no_rosters(case)}
    for question in case_questions(case):
        if numbers and question.number not in numbers:
            continue
        reason = refusal(question) or (None if question.reason_zh else missing[question.needs])
        if reason is not None:
            yield CaseAnswer(question, None, *reason)
            continue
        try:
            found = list(answers(graph, case, scope=scope, as_of=as_of, numbers=frozenset({question.number})))
        except (NotFound, Refused) as error:
            found = [CaseAnswer(question, None, error.zh, error.en)]
        yield from found


def not_loaded(graph: Graph, case: str) -> tuple[str, str] | None:
    """That a case is not in the graph, or of the questions across cases that none is, and what loads it; else None."""
    if case == ALL:
        if not graph.ask("practices").is_empty():
            return None
        return (
            "图中没有载入案例;载入:gongjian cases load",
            "the graph holds no case; load them with `gongjian cases load`",
        )
    try:
        graph.node("Case", case)
    except NotFound:
        command = f"gongjian cases load {case}"
        return (
            f"图中没有载入案例 {case};载入:{command}",
            f"the case {case} is not in the graph; load it with `{command}`",
        )
    return None


def _no_rosters(case: str) -> tuple[str, str]:
    """Without rosters an empty answer would read as if nothing were amiss."""
    command = "gongjian synth subdistrict 文件夹" + ("" if case == ALL else f" --case {case}")
    return (
        f"图中还没有名册,要有当地的名册才能回答;试用虚构名册:{command}",
        f"the graph holds no rosters yet, which this question needs; invented ones: {command}",
    )


def has_rosters(graph: Graph) -> bool:
    """Whether rosters, and not only cases and division lists, are loaded."""
    try:
        return any(file.live and file.nature == "roster" for file in graph.store.ledger.files())
    except StoreMismatch:  # the ledger is on another machine: the answers must speak for themselves
        return True


def answer_columns(answer: CaseAnswer) -> list[Column]:
    """The columns of an answer that is rows, as the question or the standard has them; none of a reason."""
    if answer.rows is None:
        return []
    if answer.question.ask is None:
        return [each for each in STANDARD_COLUMNS if each.name in answer.rows.columns]
    columns = dict(question_named(answer.question.ask).columns)
    if answer.question.uncovered is not None:
        columns["standing"] = STANDING
    return [each for name, each in columns.items() if name in answer.rows.columns]


def asked_row(answer: CaseAnswer, most: int | None = None) -> Row:
    """A question with its answer, with the columns of :data:`ASKED` and at most so many rows in it."""
    question, rows = answer.question, answer.rows
    return {
        "number": question.number,
        "needs": question.needs,
        "title_zh": question.title_zh,
        "title_en": question.title_en,
        "question": question.ask,
        "standard": question.standard,
        "row_count": None if rows is None else rows.height,
        "answer": None if rows is None else rows.head(rows.height if most is None else most).to_dicts(),
        "reason_zh": answer.reason_zh,
        "reason_en": answer.reason_en,
    }
