"""``cover``: which buildings and units the organisation does not reach, why, and what would mend it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from api.command.asking import AsOf, Limit, ScopeName
from api.command.session import Session, command, day
from api.command.terminal import fitted, table

if TYPE_CHECKING:
    import polars as pl

    from graph.opened import Coverage
    from graph.opened import What as Listed

SHOWN = 30


class What(StrEnum):
    """Of what the coverage is asked."""

    BUILDINGS = "buildings"
    UNITS = "units"


WhatOption = Annotated[What, typer.Option("--what", help="楼栋还是单位 | buildings or units")]
AtLeast = Annotated[
    str | None,
    typer.Option(
        "--at-least",
        help="至少要达到的方式:own joint dependent liaison territorial nominal(默认按用途、性质而定)| "
        "least mode that counts; by use or kind if empty",
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
    explain: Explain = False,
    rates: Rates = False,
    limit: Limit = None,
) -> int:
    """组织覆盖:哪些楼栋、单位是空白点或待摸排,为什么。 | Coverage: which buildings or units lack it, and why."""
    terminal = session.terminal
    kind: Listed = "buildings" if what is What.BUILDINGS else "units"
    with session.graph() as graph:
        coverage = graph.coverage(scope, as_of=day(as_of))
        names = {} if not rates else _place_names(coverage)
    evidence = coverage.evidence
    document: dict[str, object] = {
        "as_of": evidence.as_of,
        "scope": {"id": evidence.scope.id, "name": evidence.scope.name},
        "synthetic": evidence.synthetic,
        "version": evidence.version,
        "load": evidence.sequence,
    }
    terminal.mark(evidence.synthetic)
    terminal.say(f"组织覆盖 · 时点 {evidence.as_of} · 范围 {evidence.scope.name}")
    if rates:
        found = coverage.rates()
        terminal.say(rates_table(found, names))
        document["rates"] = found.to_dicts()
    else:
        rows = coverage.uncovered(at_least, what=kind)
        reasons = coverage.explain(rows["id"].to_list(), what=kind, at_least=at_least) if explain else None
        most = limit or (len(rows) if terminal.as_json else SHOWN)
        terminal.say(listing(rows.head(most), reasons, kind, terminal.out.width))
        terminal.say(tally(rows, kind) + (f";列出前 {most},其余加 --limit" if len(rows) > most else ""))
        document |= {"what": kind, "at_least": at_least, "total": len(rows)}
        document["rows"] = _joined(rows.head(most), reasons)
    terminal.emit(document)
    return 0


def _place_names(coverage: Coverage) -> dict[str, str]:
    places = coverage.evidence.facts.places
    return dict(zip(places["id"].to_list(), places["name"].to_list(), strict=True)) if "name" in places.columns else {}


def _joined(rows: pl.DataFrame, reasons: pl.DataFrame | None) -> list[dict[str, Any]]:
    if reasons is None:
        return rows.to_dicts()
    return rows.join(reasons.drop("asked"), on="id", how="left", maintain_order="left").to_dicts()


def tally(rows: pl.DataFrame, kind: str) -> str:
    """How many fall short, by what is known of them."""
    from api.command.words import worded

    counts = dict(rows.group_by("mode").len().sort("mode").iter_rows())
    noun = "楼栋" if kind == "buildings" else "单位"
    listed = "、".join(f"{worded('mode', mode)} {number}" for mode, number in counts.items())
    return f"未达要求的{noun} {len(rows)}" + (f":{listed}" if listed else "")


def listing(rows: pl.DataFrame, reasons: pl.DataFrame | None, kind: str, width: int) -> RenderableType:
    """The rows as a table; with reasons as one paragraph each."""
    if reasons is not None:
        return explained(rows, reasons, kind)
    from api.command.words import worded

    names = ["name", "place_name", "use", "households"] if kind == "buildings" else ["name", "place_name", "kind"]
    names += ["mode", "asked", "standing", "id"]
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
        missing = [step["zh"] for step in chain["reasons"] if step["met"] is not True and step["zh"]]
        parts.append(Padding(Text("原因:" + " → ".join(missing)), (0, 0, 0, 2), expand=False))
        if chain["remedy"] is not None:
            parts.append(Padding(Text("补建建议:" + chain["remedy"]["zh"]), (0, 0, 0, 2), expand=False))
    return Group(*parts)


def _share(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "单位过少,不公布"
    return f"{low:.1%}" if low == high else f"{low:.1%}~{high:.1%}"


def rates_table(rates: pl.DataFrame, names: dict[str, str]) -> RenderableType:
    """Both rates in total and by place, as [certain, possible], each with its denominator."""
    rows = [
        (
            "全部" if row["is_total"] else names.get(row["area"], row["area"]) or "社区不明",
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
