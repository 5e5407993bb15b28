"""``cases compare``: the loaded cases side by side; nothing is ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from api.command.asking import AsOf
from api.command.session import Session, day
from api.command.terminal import fitted, table

if TYPE_CHECKING:
    import polars as pl

    from graph.analysis.comparison import Comparison

SIGNS = {"named": "●", "unnamed": "○", "absent": "–"}
LEGEND = "● 原文点名 · ○ 有其实而未点名 · – 原文未见(不等于当地没有)"

COUNTED = (
    "事实:不含另外单写的关系(cases list 含);数字:含无数字的成效(cases list 分列);"
    "无日期:原文未注日期的数字;单处:只有一处段落的事实;经修复:有段落须修复才能读的事实;"
    "共有指标:至少两个案例刊载的指标中,这个案例刊载了几个。说的是文章写了多少,不是各地工作的高下"
)


class Side(StrEnum):
    """The tables of the comparison."""

    PRACTICES = "practices"
    COMPLETENESS = "completeness"
    FIGURES = "figures"
    PAIRS = "pairs"


WhichSide = Annotated[
    Side | None,
    typer.Option(
        "--what",
        help="figures 数字、pairs 两两对照、practices 做法、completeness 完整程度;不填则为后两种 | "
        "one table; practices and completeness if empty",
    ),
]


def compare(session: Session, what: WhichSide = None, as_of: AsOf = None) -> int:
    """已载入的案例对照:做法、数字可比不可比及缘由、完整程度;不排名次。 | The loaded cases side by side."""
    from api.case_answers import compared_rows

    moment = day(as_of)
    with session.graph() as graph:
        found = graph.comparison(as_of=moment)
        synthetic = graph.store.state().synthetic
    terminal = session.terminal
    terminal.mark(synthetic)
    if found.completeness.height < 2:
        terminal.say(f"图中有 {found.completeness.height} 个案例,至少要两个才能对照;载入全部案例:")
        terminal.line("gongjian cases load")
    else:
        for side in [what] if what else [Side.COMPLETENESS, Side.PRACTICES]:
            _SAID[side](session, found)
        if what is None:
            terminal.say("数字可比不可比:gongjian cases compare --what figures;两两对照:--what pairs")
    machine: dict[str, object] = {"as_of": moment, "synthetic": synthetic, "cases": found.completeness.height}
    machine |= {side.value: compared_rows(found, side) for side in ([what] if what else Side)}
    terminal.emit(machine)
    return 0


def _say_practices(session: Session, found: Comparison) -> None:
    cases = [name for name in found.practices.columns if name not in ("practice", "cases")]
    rows = [
        (row["practice"], *(SIGNS[row[case]] for case in cases), row["cases"])
        for row in found.practices.iter_rows(named=True)
    ]
    session.terminal.say(Text("做法", style="bold"))
    # a table of signs is read across, however narrow the terminal
    session.terminal.say(table(("做法", *_short(cases), "案例数"), rows))
    session.terminal.say(f"{LEGEND}\n")


def _short(titles: list[str]) -> list[str]:
    """The first word of each title, which is its place, where that tells the cases apart."""
    first = [title.split()[0] for title in titles]
    return first if len(set(first)) == len(first) else titles


def _say_completeness(session: Session, found: Comparison) -> None:
    rows = [
        (
            row["case"],
            row["facts"],
            row["observations"],
            row["undated"],
            row["single_passage"],
            row["repaired"],
            f"{row['common_measures']}/{row['of_measures']}",
            row["practices"],
        )
        for row in found.completeness.iter_rows(named=True)
    ]
    headings = ("案例", "事实", "数字", "无日期", "单处", "经修复", "共有指标", "做法")
    session.terminal.say(Text("完整程度", style="bold"))
    session.terminal.say(fitted(headings, rows, session.terminal.out.width))
    session.terminal.say(f"{COUNTED}\n")


def _say_figures(session: Session, found: Comparison) -> None:
    """One table a measure, each with what keeps its figures apart."""
    from api.command.words import worded

    if found.figures.is_empty():
        session.terminal.say("没有两个案例都刊载的指标")
    for measure in found.figures["measure"].unique(maintain_order=True):
        figures, pairs = (each.filter(measure=measure) for each in (found.figures, found.pairs))
        unit, cases = figures["unit"][0], figures["cases"][0]
        title = f"{worded('measure', measure)}({unit};{cases} 个案例)"
        session.terminal.say(Text(title, style="bold"))
        rows = [
            (
                row["case"],
                row["raw"],
                row["of"],
                worded("level", row["level"]),
                row["at"],
                worded("nature", row["nature"]),
                _comparable(row["comparable"]),
            )
            for row in figures.iter_rows(named=True)
        ]
        headings = ("案例", "原文", "口径", "所指地级别", "时点", "性质", "可比")
        session.terminal.say(fitted(headings, rows, session.terminal.out.width))
        session.terminal.say(f"{_obstacles(pairs)}\n")


def _obstacles(pairs: pl.DataFrame) -> str:
    from api.command.words import worded

    good = int(pairs["comparable"].sum())
    met = Counter(code for codes in pairs["obstacles"].to_list() for code in codes)
    why = ";".join(f"{worded('obstacle', code)} {count} 对" for code, count in met.most_common())
    return f"可比 {good} 对,不可比 {pairs.height - good} 对" + (f":{why}" if why else "")


def _say_pairs(session: Session, found: Comparison) -> None:
    from api.case_answers import COMPARED, compared_rows

    session.terminal.say(Text("两两对照", style="bold"))
    shown = [each for each in COMPARED["pairs"] if each.name not in _FOR_MACHINES]
    rows = [
        [_comparable(row[each.name]) if each.name == "comparable" else row[each.name] for each in shown]
        for row in compared_rows(found, "pairs")
    ]
    session.terminal.say(fitted([each.title_zh for each in shown], rows, session.terminal.out.width))


def _comparable(value: object) -> str:
    return "可比" if value else "不可比"


_FOR_MACHINES = frozenset({"measure", "obstacles", "obstacles_en"})

_SAID: dict[Side, Callable[[Session, Comparison], None]] = {
    Side.PRACTICES: _say_practices,
    Side.COMPLETENESS: _say_completeness,
    Side.FIGURES: _say_figures,
    Side.PAIRS: _say_pairs,
}
