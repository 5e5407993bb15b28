"""``cover``: which buildings and units are not covered, in which of the three senses, why, and what would mend it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from api.command.asking import AsOf, Ids, Limit, ScopeName
from api.command.covering_options import (
    SHOWN,
    BuildingOption,
    CatchmentFlag,
    EldersOption,
    EnhancedFlag,
    LayerOption,
    MinutesOption,
    PatternOption,
    PatternsFlag,
    SenseOption,
    Since,
    SpeedOption,
    Wanted,
    layer_of,
    one_table,
    refuse_together,
    walk_of,
)
from api.command.covering_rates import sense_rates
from api.command.covering_senses import one_building, pattern_table, sense_list
from api.command.covering_tables import catchments, change_since
from api.command.session import Session, command, day
from api.command.terminal import Terminal, fitted, table

if TYPE_CHECKING:
    import polars as pl

    from graph.answers import Coverage
    from graph.answers import What as Listed

OLD = timedelta(days=366)
"""Age from which a roster of organisations proves no gap any more (the default of ``Graph.coverage``)."""


BUILDING = "Building:"
"""How the id of a building begins."""


class What(StrEnum):
    """Of what the coverage is asked."""

    BUILDINGS = "buildings"
    UNITS = "units"


WhatOption = Annotated[What, typer.Option("--what", help="楼栋还是单位 | buildings or units")]
AtLeast = Annotated[
    str | None,
    typer.Option(
        "--at-least",
        help="至少要达到:单独组建 own、联合组建 joint、依托组建 dependent、选派指导员 liaison、属地兜底 territorial、"
        "名义覆盖 nominal(默认按用途、性质而定)| least mode that counts; by use or kind if empty",
    ),
]
Explain = Annotated[bool, typer.Option("--explain", help="逐条列出原因和补建建议 | give reasons and remedy of each")]
Rates = Annotated[bool, typer.Option("--rates", help="组织覆盖率和工作覆盖率 | both rates, by community")]


def cover(  # noqa: PLR0913 - the parameters of a command are its options
    session: Session,
    scope: ScopeName = None,
    as_of: AsOf = None,
    what: WhatOption = What.BUILDINGS,
    at_least: AtLeast = None,
    sense: SenseOption = None,
    pattern: PatternOption = None,
    building: BuildingOption = None,
    explain: Explain = False,
    rates: Rates = False,
    patterns: PatternsFlag = False,
    since: Since = None,
    catchment: CatchmentFlag = False,
    enhanced: EnhancedFlag = False,
    minutes: MinutesOption = None,
    speed: SpeedOption = None,
    elders_speed: EldersOption = None,
    layer: LayerOption = None,
    limit: Limit = None,
    ids: Ids = False,
) -> int:
    """覆盖情况:哪些楼栋、单位是空白点或待摸排,为什么。 | Coverage: which buildings or units lack it, and why.

    默认看组织覆盖;加 --sense all 同时看组织、阵地(步行可达)、共建三重覆盖。 | By organisation; or in all three senses.
    """
    kind: Listed = "buildings" if what is What.BUILDINGS else "units"
    table_of = one_table(rates=rates, patterns=patterns, since=since, catchment=catchment)
    wanted = Wanted(kind, _mode(at_least), sense, pattern, explain, limit, ids, table_of)
    refuse_together(wanted, at_least=at_least, building=building, scope=scope, enhanced=enhanced)
    walk, layer_code = walk_of(minutes, speed, elders_speed), layer_of(layer)
    terminal = session.terminal
    with session.graph() as graph:
        if building is not None:
            scope = building if building.startswith(BUILDING) else graph.node("Building", building)
        coverage = graph.coverage(scope, as_of=day(as_of), walk=walk, layer=layer_code)
        evidence = coverage.evidence
        terminal.mark(evidence.synthetic)
        title = "组织覆盖" if wanted.of_organisation and building is None else "覆盖情况"
        terminal.say(f"{title} · 时点 {evidence.as_of} · 范围 {evidence.scope.name}")
        if as_of is None:
            _say_old(session, coverage)
        if building is not None:
            told = one_building(terminal, coverage)
        elif since is not None:
            told = change_since(terminal, coverage, wanted, day(since))
        elif catchment:
            told = catchments(terminal, coverage, enhanced=enhanced)
        elif patterns:
            told = pattern_table(terminal, coverage, wanted)
        elif not wanted.of_organisation:
            told = sense_rates(terminal, coverage, wanted) if rates else sense_list(terminal, coverage, wanted)
        else:
            told = _organisation(terminal, coverage, wanted)
    terminal.emit(
        {
            "as_of": evidence.as_of,
            "scope": {"id": evidence.scope.id, "name": evidence.scope.name},
            "synthetic": evidence.synthetic,
            "version": evidence.version,
            "load": evidence.sequence,
            "parameters": coverage.parameters,
            **told,
        }
    )
    return 0


def _organisation(terminal: Terminal, coverage: Coverage, wanted: Wanted) -> dict[str, object]:
    kind, least = wanted.kind, wanted.at_least
    if wanted.table == "rates":
        found = coverage.rates()
        terminal.say(rates_table(found, _place_names(coverage), coverage.evidence.scope.name))
        return {"rates": found.to_dicts()}
    rows = coverage.uncovered(least, what=kind)
    reasons = coverage.explain(rows["id"].to_list(), what=kind, at_least=least) if wanted.explain else None
    most = wanted.limit or (len(rows) if terminal.as_json else SHOWN)
    if len(rows):
        terminal.say(listing(rows.head(most), reasons, kind, terminal.out.width, ids=wanted.ids))
    tail = f";列出前 {most},其余加 --limit" if len(rows) > most else ""
    terminal.say(tally(rows, kind, judged(coverage, kind)) + tail)
    return {
        "what": kind,
        "at_least": least,
        "of": judged(coverage, kind),
        "total": len(rows),
        "rows": _joined(rows.head(most), reasons),
    }


def _place_names(coverage: Coverage) -> dict[str, str]:
    places = coverage.evidence.facts.places
    return dict(zip(places["id"].to_list(), places["name"].to_list(), strict=True)) if "name" in places.columns else {}


def _joined(rows: pl.DataFrame, reasons: pl.DataFrame | None) -> list[dict[str, Any]]:
    if reasons is None:
        return rows.to_dicts()
    return rows.join(reasons.drop("asked"), on="id", how="left", maintain_order="left").to_dicts()


def _mode(text: str | None) -> str | None:
    """The code of a mode, given as such or in the Chinese words of the screen."""
    from graph.analysis.coverage import MODES

    return next((mode.code for mode in MODES if text in (mode.zh, mode.zh.split("(")[0])), text)


def _say_old(session: Session, coverage: Coverage) -> None:
    """A roster of long ago proves nothing about today: say so, or every answer is 待摸排 without a visible cause."""
    newest = coverage.evidence.facts.editions["edition_date"].max()
    today = coverage.evidence.as_of
    # strictly older: the very age at which the analysis stops to trust it
    if isinstance(newest, date) and today - newest > OLD:
        session.terminal.say(f"最近的组织名册是 {newest},已超过一年;可加 --as-of {newest}")


def judged(coverage: Coverage, kind: Listed) -> int:
    """How many buildings or units are asked to be covered: without vacant buildings and units out of operation."""
    import polars as pl

    if kind == "buildings":
        return coverage.buildings.filter(pl.col("mode") != "vacant").height
    return coverage.units.filter(pl.col("activity") != "not_operating").height


def tally(rows: pl.DataFrame, kind: str, total: int) -> str:
    """How many of ``total`` fall short, by what is known of them; where there is nothing to judge, that."""
    from api.command.words import worded

    noun, count = ("楼栋", "栋") if kind == "buildings" else ("单位", "个单位")
    if total == 0:
        return f"图中没有这个范围的{noun},无法判断覆盖情况;请先导入{noun}名册"
    counts = dict(rows.group_by("mode").len().sort("mode").iter_rows())
    # a figure stands close to its label: a line is broken at blanks only
    listed = " · ".join(f"{worded('mode', mode)}{number}" for mode, number in counts.items())
    return f"共 {total} {count},未达要求 {len(rows)}" + (f": {listed}" if listed else "")


def listing(
    rows: pl.DataFrame, reasons: pl.DataFrame | None, kind: str, width: int, *, ids: bool = False
) -> RenderableType:
    """The rows as a table, without the ids unless they are asked for; with reasons as one paragraph each."""
    if reasons is not None:
        return explained(rows, reasons, kind)
    from api.command.words import worded

    names = ["name", "place_name", "use", "households"] if kind == "buildings" else ["name", "place_name", "kind"]
    names += ["mode", "asked", "standing", *(["id"] if ids else [])]
    titles = {
        "name": "名称",
        "place_name": "社区",
        "use": "用途",
        "households": "户数",
        "kind": "性质",
        "mode": "现状",
        "asked": "应达到",
        "standing": "判断",
        "id": "编号",
    }
    cells = [[worded(name, row[name]) for name in names] for row in rows.iter_rows(named=True)]
    return fitted([titles[name] for name in names], cells, width)


def explained(rows: pl.DataFrame, reasons: pl.DataFrame, kind: str) -> RenderableType:
    """Each row with the chain of reasons that is not met and the cheapest remedy."""
    from api.command.words import worded
    from ingest.report.screen import plain

    why = {row["id"]: row for row in reasons.iter_rows(named=True)}
    parts: list[RenderableType] = []
    for row in rows.iter_rows(named=True):
        what = worded("use" if kind == "buildings" else "kind", row["use" if kind == "buildings" else "kind"])
        about = "、".join(str(each) for each in (row["place_name"], what) if each)
        head = Text(plain(f"{row['name']}"), style="bold")
        head.append(
            plain(f"({about}) {worded('mode', row['mode'])},应达到 {worded('asked', row['asked'])}"),
            style="not bold",
        )
        parts.append(head)
        chain = why[row["id"]]
        # two steps may read alike to a role that must not tell them apart
        missing = dict.fromkeys(step["zh"] for step in chain["reasons"] if step["met"] is not True and step["zh"])
        parts.append(Padding(Text("原因:" + " → ".join(missing)), (0, 0, 0, 2), expand=False))
        if chain["remedy"] is not None:
            parts.append(Padding(Text("补建建议:" + chain["remedy"]["zh"]), (0, 0, 0, 2), expand=False))
    return Group(*parts)


def _share(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "单位过少,不公布"
    return f"{low:.1%}" if low == high else f"{low:.1%}~{high:.1%}"


def rates_table(rates: pl.DataFrame, names: dict[str, str], scope: str) -> RenderableType:
    """Both rates in total (named after the scope) and by place, as [certain, possible], each with its denominator."""
    rows = [
        (
            f"{scope} 合计" if row["is_total"] else names.get(row["area"], row["area"]) or "社区不明",
            row["rate_zh"],
            row["denominator_zh"],
            row["all"],
            row["covered"],
            row["to_check"],
            _share(row["low"], row["high"]),
        )
        for row in rates.iter_rows(named=True)
    ]
    return table(("范围", "口径", "分母", "单位数", "已覆盖", "待摸排", "覆盖率"), rows)


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(cover)
