"""``cover --sense … --rates``: shares by community; of the place sense one row with every speed side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.command.covering_options import Wanted
from api.command.terminal import Terminal, table

if TYPE_CHECKING:
    import polars as pl

    from graph.answers import Coverage

_OF = {"buildings": "楼栋", "households": "住户"}


def sense_rates(terminal: Terminal, coverage: Coverage, wanted: Wanted) -> dict[str, object]:
    """Rates of one sense, or all three, by community; of the place sense at every speed."""
    import polars as pl

    if wanted.one_sense == "place":
        found = coverage.place_rates()
        _say_speeds(terminal, coverage, found)
        return {"rates": found.to_dicts()}
    found = coverage.sense_rates()
    if wanted.one_sense is not None:
        found = found.filter(pl.col("rate") == wanted.one_sense)
    names = place_names(coverage)
    rows = [
        (
            area_title(row, names, coverage),
            row["rate_zh"],
            row["denominator_zh"],
            row["all"],
            row["covered"],
            row["to_check"],
            share(row["low"], row["high"]),
        )
        for row in found.iter_rows(named=True)
    ]
    terminal.say(table(("范围", "口径", "分母", "总数", "已覆盖", "待核实", "覆盖率"), rows))
    return {"rates": found.to_dicts()}


def _say_speeds(terminal: Terminal, coverage: Coverage, found: pl.DataFrame) -> None:
    """One row per area and denominator, the total first; what the columns mean above."""
    names = place_names(coverage)
    walk = coverage.asked.walk
    slower, faster = walk.sensitivity
    titles = {
        "standard": "标准步速",
        "elders": "适老步速",
        "slower": f"标准×{slower:g}",
        "faster": f"标准×{faster:g}",
    }
    shares: dict[tuple[str, str], dict[str, str]] = {}
    amounts: dict[tuple[str, str], int] = {}
    for row in found.iter_rows(named=True):
        key = area_title(row, names, coverage), row["denominator"]
        amounts[key] = row["all"]
        shares.setdefault(key, {})[row["line"]] = share(row["low"], row["high"])
    areas = dict.fromkeys(area for area, _ in shares)
    rows = [
        (area, _OF[what], amounts[area, what], *(shares[area, what].get(line) for line in titles))
        for area in areas
        for what in _OF
        if (area, what) in shares
    ]
    terminal.say(
        f"步行 {walk.minutes:g} 分钟内有开放阵地的比例;标准步速 {walk.speed:g} 米/秒,适老 {walk.elders_speed:g} 米/秒\n"
        "有两个数的,是至少(已核实)到至多(待核实的都算上);空置楼栋不计,住户只计户数已登记的楼栋"
    )
    terminal.say(table(("范围", "分母", "总数", *titles.values()), rows))


def share(low: float | None, high: float | None) -> str:
    """A rate with its bounds, as people read it."""
    if low is None or high is None:
        return "数目过少,不公布"
    return f"{low:.1%}" if low == high else f"{low:.1%}~{high:.1%}"


def place_names(coverage: Coverage) -> dict[str, str]:
    """Names of places by id."""
    return names_of(coverage.evidence.facts.places)


def names_of(places: pl.DataFrame) -> dict[str, str]:
    """Names by id of a frame of places."""
    return dict(zip(places["id"].to_list(), places["name"].to_list(), strict=True))


def area_title(row: dict[str, Any], names: dict[str, str], coverage: Coverage) -> str:
    """What a row of figures is of: the whole scope, a place, or what lies in none that is known."""
    if row["is_total"]:
        return f"{coverage.evidence.scope.name} 合计"
    return names.get(row["area"], row["area"]) or "社区不明"
