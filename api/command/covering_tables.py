"""``cover --since`` and ``cover --catchment``: what has changed, and how much of the venues each household has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from api.command.covering_options import SHOWN, Wanted
from api.command.covering_rates import area_title, names_of, place_names, share
from api.command.terminal import Terminal, fitted, table
from graph.errors import WrongUsage

if TYPE_CHECKING:
    from graph.answers import Change, Coverage

_STANDING = {"yes": "已覆盖", "no": "未覆盖", "to_check": "待核实", "not_asked": "不作要求"}


def change_since(terminal: Terminal, coverage: Coverage, wanted: Wanted, since: date | None) -> dict[str, object]:
    """What became of buildings or units since a date, in one sense: counts, the news, the rates then and now."""
    assert since is not None
    if wanted.sense == "all":
        raise WrongUsage(
            "--since 一次比一种覆盖:--sense organisation、place 或 tie", "--since compares one sense at a time"
        )
    sense = wanted.one_sense or "organisation"
    change = coverage.change(since, what=wanted.kind, sense=sense, at_least=wanted.at_least)
    counts = change.counts()
    _say_counts(terminal, change, counts.to_dicts())
    news = change.news
    most = wanted.limit or (len(news) if terminal.as_json else SHOWN)
    if len(news):
        terminal.say(_news(news.head(most).to_dicts(), wanted, terminal.out.width))
        if len(news) > most:
            terminal.say(f"列出前 {most},其余加 --limit")
    _say_rates(terminal, coverage, change)
    return {
        "since": since,
        "what": wanted.kind,
        "sense": sense,
        "counts": change.counts("place").to_dicts(),
        "rates": change.rates.to_dicts(),
        "rows": news.head(most).to_dicts(),
    }


def _say_counts(terminal: Terminal, change: Change, counts: list[dict[str, Any]]) -> None:
    from graph.analysis.coverage import CHANGES

    told = " · ".join(f"{CHANGES[row['change']][0]}{row['number']}" for row in counts)
    terminal.say(f"{change.since} 至 {change.until}:{told or '没有可比的楼栋或单位'}")


def _news(rows: list[dict[str, Any]], wanted: Wanted, width: int) -> Any:  # noqa: ANN401 - what rich draws
    from graph.analysis.coverage import CHANGES

    titles = ["名称", "社区", "当时", "现在", "变化", *(["编号"] if wanted.ids else [])]
    cells = [
        (
            row["name"],
            row["place_name"],
            _STANDING.get(row["standing_then"]),
            _STANDING.get(row["standing_now"]),
            CHANGES[row["change"]][0],
            *([row["id"]] if wanted.ids else []),
        )
        for row in rows
    ]
    return fitted(titles, cells, width)


def _say_rates(terminal: Terminal, coverage: Coverage, change: Change) -> None:
    names = names_of(change.places)
    rows = [
        (
            area_title(row, names, coverage),
            row["rate_zh"],
            row["denominator_zh"],
            share(row["low_then"], row["high_then"]) if row["all_then"] else None,
            share(row["low_now"], row["high_now"]) if row["all_now"] else None,
            f"{row['low_change'] * 100:+.1f} 个百分点" if row["low_change"] is not None else None,
        )
        for row in change.rates.iter_rows(named=True)
        if row["all_then"] or row["all_now"]
    ]
    if rows:
        terminal.say(table(("范围", "口径", "分母", "当时", "现在", "变化(下限)"), rows))


def catchments(terminal: Terminal, coverage: Coverage, *, enhanced: bool) -> dict[str, object]:
    """m² of open venues per household within reach, and how equally it is spread, in total and by community."""
    found = coverage.catchment(enhanced=enhanced)
    measured = found.equity("place")
    names = place_names(coverage)
    rows = [
        (
            area_title(row, names, coverage),
            row["households"],
            _number(row["access"], "{:.2f}"),
            _number(row["gini"], "{:.3f}") or {"no_households": "无住户", "all_zero": "都不可达"}.get(row["reason"]),
            _number(row["share_below"], "{:.1%}"),
            row["access_unknown"],
            row["households_unknown"],
        )
        for row in measured.iter_rows(named=True)
    ]
    zones = "、".join(f"{each.metres:.0f} 米内计 {each.weight:g}" for each in found.zones)
    terminal.say(f"户均可达阵地面积({'E2SFCA' if enhanced else '2SFCA'}:{zones});标准线为每百户 40 ㎡")
    titles = ("范围", "户", "户均㎡", "基尼系数", "低于标准线的户", "位置不详楼栋", "户数不详楼栋")
    terminal.say(table(titles, rows))
    return {
        "zones": [{"metres": each.metres, "weight": each.weight} for each in found.zones],
        "equity": measured.to_dicts(),
        "buildings": found.buildings.to_dicts(),
        "venues": found.venues.to_dicts(),
    }


def _number(value: float | None, form: str) -> str | None:
    return None if value is None else form.format(value)
