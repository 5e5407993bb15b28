"""``standards``: which subjects fall short of a standard, by how much, and what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType
from rich.text import Text

from api.command.asking import AsOf, Ids, Limit, ScopeName
from api.command.session import Session, command, day
from api.command.terminal import fitted, table
from graph.errors import WrongUsage
from graph.model.types.standard import COMPARISONS, STANDARD_KINDS

if TYPE_CHECKING:
    import polars as pl

    from graph.analysis.standards import Rule
    from graph.answers.standards import Standards

SHOWN = 30
SUBJECTS = {
    "place": "地点",
    "community": "社区",
    "compound": "小区",
    "building": "楼栋",
    "grid": "网格",
    "venue": "阵地",
    "unit": "单位",
    "organisation": "党组织",
    "coordinating_body": "统筹机构",
    "meeting_series": "会议制度",
    "agreement": "协议",
    "event": "事项",
    "person": "个人",
}
FORCES = {"must": "必须", "should": "应当"}

RuleName = Annotated[
    str | None,
    typer.Argument(metavar="[RULE]", help="标准编号;不填则列出全部标准 | id of a standard; all are listed if empty"),
]
Against = Annotated[
    str | None, typer.Option("--against", help="与另一个标准对照 | compare with another standard on the same roster")
]


def standards(
    session: Session,
    rule: RuleName = None,
    against: Against = None,
    scope: ScopeName = None,
    as_of: AsOf = None,
    limit: Limit = None,
    ids: Ids = False,
) -> int:
    """标准检核:哪些未达标、差多少、依据哪里、怎么补。 | Standards: what falls short, by how much, and what to do.

    例:gongjian standards zhengzhou_venue_area_per_100_households --against community_venue_area_30_per_100_households
    """
    from graph.analysis.standards import rule_named

    if against is not None and rule is None:
        raise WrongUsage(
            "--against 要和标准编号同用:gongjian standards 标准 --against 另一个标准",
            "--against goes with a standard: gongjian standards RULE --against OTHER",
        )
    # a typing error is told before an engine is started
    chosen = None if rule is None else rule_named(rule)
    other = None if against is None else rule_named(against)
    terminal = session.terminal
    with session.graph() as graph:
        found = graph.standards(scope, as_of=day(as_of))
        evidence = found.evidence
        terminal.mark(evidence.synthetic)
        terminal.say(f"标准检核 · 时点 {evidence.as_of} · 范围 {evidence.scope.name}")
        if chosen is None:
            document = _all(session, found)
        elif other is None:
            document = _one(session, found, chosen, limit, ids=ids)
        else:
            document = _pair(session, found, chosen, other, limit, ids=ids)
    terminal.emit(
        {
            "as_of": evidence.as_of,
            "scope": {"id": evidence.scope.id, "name": evidence.scope.name},
            "synthetic": evidence.synthetic,
            "version": evidence.version,
            "load": evidence.sequence,
            "rows_used": evidence.rows_used,
            **document,
        }
    )
    return 0


def _all(session: Session, found: Standards) -> dict[str, object]:
    from graph.answers.standards import STANDINGS, STATUSES

    terminal, rows = session.terminal, found.summary.to_dicts()
    judged = [row for row in rows if row["status"] == "judged"]
    cells = [
        (
            row["rule"],
            row["title_zh"],
            STANDINGS[row["standing"]][0],
            row["met"],
            row["not_met"],
            row["to_check"],
        )
        for row in sorted(judged, key=lambda row: list(STANDINGS).index(row["standing"]))
    ]
    headings = ("标准编号", "标准", "判断", "达标", "未达标", "待核实")
    terminal.say(fitted(headings, cells, terminal.out.width))
    others = [row for row in rows if row["status"] != "judged"]
    if others:
        terminal.say("\n没有检核的:")
        told = [(row["rule"], row["title_zh"], STATUSES[row["status"]][0], row["reason_zh"]) for row in others]
        terminal.say(fitted(("标准编号", "标准", "情况", "缘由"), told, terminal.out.width))
    terminal.say(f"共 {len(rows)} 个标准,检核 {len(judged)} 个;细看一个:gongjian standards 标准编号")
    return {"standards": rows}


def _one(session: Session, found: Standards, rule: Rule, limit: int | None, *, ids: bool) -> dict[str, object]:
    terminal = session.terminal
    rows = found.rows(rule.id)
    summary = found.summarised(rule.id, rows)
    terminal.say(Text(f"\n{rule.title_zh}({FORCES[rule.force]},{STANDARD_KINDS[rule.kind]})", style="bold"))
    terminal.say(f"适用:{rule.asked_of_zh}")
    terminal.say(f"出处:{source_zh(rule)}")
    if rule.note_zh is not None:
        terminal.say(f"说明:{rule.note_zh}")
    most = limit or (len(rows) if terminal.as_json else SHOWN)
    if len(rows):
        terminal.say(_listing(rows.head(most), terminal.out.width, ids=ids))
    tail = f";列出前 {most},其余加 --limit" if len(rows) > most else ""
    terminal.say(_tally(rule, summary) + tail)
    machine = {"rule": rule.model_dump(mode="json", exclude_none=True), "summary": summary, "total": len(rows)}
    return {**machine, "rows": rows.head(most).to_dicts()}


def _tally(rule: Rule, summary: dict[str, object]) -> str:
    from graph.answers.standards import STANDINGS

    noun = SUBJECTS[rule.subject]
    if not summary["all"]:
        return f"这个范围没有要检核的{noun}"
    asked = "" if rule.share is None else f",要求 {rule.share:.0%}"
    share = _share(summary["low"], summary["high"])
    return (
        f"{noun} {summary['all']} 个:达标 {summary['met']} · 未达标 {summary['not_met']} · 待核实 {summary['to_check']}"
        f";达标率 {share}{asked} · {STANDINGS[str(summary['standing'])][0]}"
    )


def _listing(rows: pl.DataFrame, width: int, *, ids: bool) -> RenderableType:
    from graph.analysis.standards import VERDICTS

    headings = ("名称", "地点", "判断", "实际", "要求", "差额", "所缺", "整改建议", *(["编号"] if ids else []))
    cells = [
        (
            row["name"],
            row["place_name"],
            VERDICTS[row["verdict"]][0],
            _figure(row["value"], row["value_high"], row["unit"]),
            _asked(row),
            None if row["shortfall"] is None else f"{row['shortfall']:g} {row['unit']}",
            "、".join(row["lacking_zh"]),
            None if row["remedy"] is None else row["remedy"]["zh"],
            *([row["id"]] if ids else []),
        )
        for row in rows.iter_rows(named=True)
    ]
    return fitted(headings, cells, width)


def _figure(low: float | None, high: float | None, unit: str) -> str | None:
    if low is None and high is None:
        return None
    if low is not None and low == high:
        return f"{low:g} {unit}"
    if low is None or high is None:
        return f"至多 {high:g} {unit}" if low is None else f"至少 {low:g} {unit}"
    return f"{low:g}~{high:g} {unit}"


def _asked(row: dict[str, object]) -> str | None:
    if row["required"] is None:
        return None
    most = "" if row["required_high"] is None else f"~{row['required_high']:g}"
    return f"{COMPARISONS[str(row['comparison'])]} {row['required']:g}{most} {row['unit']}"


def _pair(
    session: Session, found: Standards, first: Rule, second: Rule, limit: int | None, *, ids: bool
) -> dict[str, object]:
    from graph.analysis.standards import VERDICTS

    terminal = session.terminal
    pair = found.compare(first.id, second.id)
    counts = {name: getattr(pair, name) for name in ("both", "only_a", "only_b", "neither", "to_check")}
    terminal.say(f"甲:{first.title_zh}\n乙:{second.title_zh}")
    words = ("都达标", "只达甲", "只达乙", "都未达", "有待核实")
    terminal.say(table(words, [tuple(counts.values())]))
    most = limit or (len(pair.rows) if terminal.as_json else SHOWN)
    cells = [
        (
            row["name"],
            row["place_name"],
            row["value_a"],
            VERDICTS[row["verdict_a"]][0],
            row["required_a"],
            row["value_b"],
            VERDICTS[row["verdict_b"]][0],
            row["required_b"],
            *([row["id"]] if ids else []),
        )
        for row in pair.rows.head(most).iter_rows(named=True)
    ]
    headings = ("名称", "地点", "甲实际", "甲判断", "甲要求", "乙实际", "乙判断", "乙要求", *(["编号"] if ids else []))
    if cells:
        terminal.say(fitted(headings, cells, terminal.out.width))
    terminal.say(f"判断不同的 {len(pair.rows)} 个" + (f",列出前 {most}" if len(pair.rows) > most else ""))
    return {"a": first.id, "b": second.id, "counts": counts, "rows": pair.rows.head(most).to_dicts()}


def source_zh(rule: Rule) -> str:
    """Where a rule stands, in one line: the case with its passages, or the regulation and what is to be checked."""
    source = rule.source
    if source.case is not None:
        from ingest.cases.catalog import cases

        spans = cases()[source.case].spans
        told = "、".join(f"{spans[each].paragraph} {spans[each].locator}" for each in source.passages)
        return f"案例 {source.case}({told})"
    checked = ";文字待与原文核对" if source.text_to_check else ""
    return f"{source.regulation_zh}(据 {'、'.join(source.basis)}{checked})"


def _share(low: object, high: object) -> str:
    if not isinstance(low, float) or not isinstance(high, float):
        return ""
    return f"{low:.1%}" if low == high else f"{low:.1%}~{high:.1%}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(standards)
