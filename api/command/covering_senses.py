"""``cover`` in the three senses: who lacks which, why, and how many of each pattern."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from api.command.covering_options import SHOWN, Wanted
from api.command.covering_rates import area_title, place_names
from api.command.terminal import Terminal, fitted, table

if TYPE_CHECKING:
    import polars as pl

    from graph.answers import Coverage


def sense_list(terminal: Terminal, coverage: Coverage, wanted: Wanted) -> dict[str, object]:
    """The buildings or units of a pattern, else those that one of the senses asked about does not surely reach."""
    everything = coverage.senses(wanted.kind, at_least=wanted.at_least)
    rows = _lacking(coverage, everything, wanted)
    most = wanted.limit or (len(rows) if terminal.as_json else SHOWN)
    shown = rows.head(most)
    chain = None
    if wanted.explain:
        ids = shown["id"].to_list()
        chain = coverage.chain(ids, what=wanted.kind, at_least=wanted.at_least, sense=wanted.one_sense)
    _say_totals(terminal, coverage, everything, rows, wanted)
    if len(shown):
        drawn = _listing(shown, wanted, terminal.out.width) if chain is None else chained(shown, chain)
        terminal.say(drawn)
        left = f"列出前 {most},其余加 --limit" if len(rows) > most else ""
        why = "" if wanted.explain else "每条的原因、可启用的备选点:加 --explain"
        if left or why:
            terminal.say(";".join(filter(None, (left, why))))
    told = shown if chain is None else shown.join(chain.drop("pattern"), on="id", how="left", maintain_order="left")
    return {
        "what": wanted.kind,
        "at_least": wanted.at_least,
        "sense": wanted.one_sense or "all",
        "pattern": wanted.pattern,
        "of": len(everything),
        "total": len(rows),
        "rows": told.to_dicts(),
    }


def _say_totals(
    terminal: Terminal, coverage: Coverage, everything: pl.DataFrame, rows: pl.DataFrame, wanted: Wanted
) -> None:
    """How many fall short, in buildings and households, and of which pattern, before any of them is listed."""
    noun, count = ("楼栋", "栋") if wanted.kind == "buildings" else ("单位", "个单位")
    if everything.is_empty():
        terminal.say(f"图中没有这个范围的{noun},无法判断覆盖情况;请先导入{noun}名册")
        return
    homes = ""
    if wanted.kind == "buildings":
        unknown = rows["households"].null_count()
        homes = f",{rows['households'].sum()} 户" + (f"(另有 {unknown} 栋户数不详)" if unknown else "")
    terminal.say(f"共 {len(everything)} {count},{_asked(wanted)} {len(rows)} {count}{homes}")
    for pattern, number in Counter(rows["pattern"].to_list()).most_common():
        terminal.say(f"  {pattern}  {number} {count}")
    terminal.say(legend(coverage))


def _asked(wanted: Wanted) -> str:
    from graph.analysis.coverage import SENSE_TITLES

    if wanted.pattern is not None:
        return "属于所问情形的"
    if wanted.one_sense is None:
        return "三种覆盖不全或待核的"
    return f"{SENSE_TITLES[wanted.one_sense][0]}未覆盖或待核的"


def legend(coverage: Coverage) -> str:
    """What the words and marks of a pattern mean, with the limits that were asked for."""
    parameters = coverage.parameters
    return (
        "✓ 有 · ✗ 没有 · 待核 资料不足,不能判断\n"
        f"组织:有党组织覆盖 · 地点:步行 {parameters['minutes']:g} 分钟内有开放的阵地 · "
        f"共建:{parameters['cadence_days']} 天内有共建,或有生效协议并已落实"
    )


def _lacking(coverage: Coverage, everything: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    import polars as pl

    from graph.analysis.coverage import SENSE_COLUMNS

    if wanted.pattern is not None:
        rows = coverage.senses(wanted.kind, pattern=wanted.pattern, at_least=wanted.at_least)
    else:
        columns = SENSE_COLUMNS if wanted.one_sense is None else (f"{wanted.one_sense}_sense",)
        rows = everything.filter(pl.any_horizontal(pl.col(each) != "yes" for each in columns))
    # a gap that is certain before one that may be none
    sure = [] if wanted.one_sense is None else [pl.col(f"{wanted.one_sense}_sense") != "no"]
    if wanted.kind == "buildings":
        most = pl.col("households").fill_null(-1)
        return rows.sort(*sure, -most, "id")
    return rows.sort(*sure, "id")


_TITLES = {
    "name": "名称",
    "place_name": "社区",
    "use": "用途",
    "kind": "性质",
    "households": "户数",
    "pattern": "三重覆盖",
    "metres": "距离(米)",
    "venue_name": "最近阵地",
    "last_day": "最近共建",
    "id": "编号",
}


def _listing(rows: pl.DataFrame, wanted: Wanted, width: int) -> RenderableType:
    own = ["use", "households"] if wanted.kind == "buildings" else ["kind"]
    way = ["metres", "venue_name"] if wanted.kind == "buildings" and wanted.one_sense in (None, "place") else []
    met = ["last_day"] if wanted.one_sense in (None, "tie") and not way else []
    names = ["name", "place_name", *own, "pattern", *way, *met, *(["id"] if wanted.ids else [])]
    cells = [[_cell(name, row[name]) for name in names] for row in rows.iter_rows(named=True)]
    return fitted([_TITLES[name] for name in names], cells, width)


def _cell(name: str, value: object) -> object:
    from api.command.words import worded

    if name == "metres":
        return None if value is None else round(float(str(value)))
    return worded(name, value)


def chained(rows: pl.DataFrame, chain: pl.DataFrame, *, all_steps: bool = False) -> RenderableType:
    """Each row with its pattern, the steps that are not met (or all) by sense, and the remedy of each sense."""
    from graph.analysis.coverage import SENSE_TITLES
    from ingest.report.screen import plain

    why = {row["id"]: row for row in chain.iter_rows(named=True)}
    parts: list[RenderableType] = []
    for row in rows.iter_rows(named=True):
        head = Text(plain(f"{row['name']}"), style="bold")
        head.append(plain(f"({row['place_name'] or '社区不明'}) {row['pattern']}"), style="not bold")
        parts.append(head)
        told = why[row["id"]]
        for sense, (zh, _) in SENSE_TITLES.items():
            steps = [step for step in told["reasons"] if step["sense"] == sense]
            said = _said(steps, all_steps=all_steps)
            if said:
                parts.append(Padding(Text(plain(f"{zh}:{said}")), (0, 0, 0, 2), expand=False))
            for remedy in (each for each in told["remedies"] if each["sense"] == sense):
                parts.append(Padding(Text(plain(f"{zh}补建建议:{remedy['zh']}")), (0, 0, 0, 2), expand=False))
    return Group(*parts)


_MARKS = {True: "✓", False: "✗", None: "?"}


def _said(steps: list[dict[str, Any]], *, all_steps: bool) -> str:
    # two steps may read alike to a role that must not tell them apart
    kept = dict.fromkeys(
        f"{_MARKS[step['met']]} {step['zh']}" if all_steps else step["zh"]
        for step in steps
        if step["zh"] and (all_steps or step["met"] is not True)
    )
    return " → ".join(kept)


def one_building(terminal: Terminal, coverage: Coverage) -> dict[str, object]:
    """All that there is of one building: senses, every step, remedies, how finely it is placed, the units in it."""
    rows = coverage.senses()
    units = coverage.senses("units")
    chain = coverage.chain(rows["id"].to_list())
    if rows.is_empty():
        terminal.say("这栋楼登记为空置,不要求覆盖")
    else:
        terminal.say(chained(rows, chain, all_steps=True))
        terminal.say(_placed(rows.row(0, named=True), coverage))
    if len(units):
        terminal.say(Text("\n楼内单位", style="bold"))
        cells = [(row["name"], row["pattern"]) for row in units.iter_rows(named=True)]
        terminal.say(table(("单位", "三重覆盖"), cells))
    return {
        "building": rows.join(chain.drop("pattern"), on="id", how="left").to_dicts(),
        "units": units.to_dicts(),
    }


def _placed(row: dict[str, Any], coverage: Coverage) -> str:
    from graph.analysis.walking.precision import WORDS

    walk = coverage.asked.walk
    streets = coverage.parameters["streets"]
    by = "没有路网,按直线距离估算" if isinstance(streets, str) else f"路网 {streets['source']}"
    ladder = "、".join(f"【{zh}】" if code == row["precision"] else zh for code, (zh, _) in WORDS.items())
    return (
        f"  定位精度(由细到粗,两端取粗):{ladder}\n"
        f"  口径:{walk.minutes:g} 分钟,{walk.speed:g} 米/秒,适老 {walk.elders_speed:g} 米/秒,"
        f"绕行系数 {walk.detour:g},{by}"
    )


def pattern_table(terminal: Terminal, coverage: Coverage, wanted: Wanted) -> dict[str, object]:
    """Buildings, households and units of each pattern, in total and by community."""
    found = coverage.patterns(at_least=wanted.at_least)
    names = place_names(coverage)
    rows = [
        (
            area_title(row, names, coverage),
            row["pattern"],
            row["buildings"],
            row["households"],
            row["households_unknown"],
            row["units"],
        )
        for row in found.iter_rows(named=True)
        if row["is_total"] or found["area"].n_unique() > 2  # of one place alone, the total says it all
    ]
    terminal.say(legend(coverage))
    terminal.say(table(("范围", "三重覆盖", "楼栋", "户", "户数不详楼栋", "单位"), rows))
    return {"patterns": found.to_dicts()}
