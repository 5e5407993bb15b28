"""Options of ``cover``, and what they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import WrongUsage

if TYPE_CHECKING:
    from graph.analysis.walking import Walk
    from graph.answers import What as Listed

SHOWN = 30
"""Rows on a screen where no limit is given."""


class Sense(StrEnum):
    """The senses of coverage, or all of them."""

    ORGANISATION = "organisation"
    PLACE = "place"
    TIE = "tie"
    ALL = "all"


SenseOption = Annotated[
    Sense | None,
    typer.Option(
        "--sense",
        help="哪一种覆盖:组织 organisation(默认)、阵地步行可达 place、共建 tie、三种一起 all | which sense",
    ),
]
PatternOption = Annotated[
    str | None,
    typer.Option(
        "--pattern",
        help="只列这种情形,如 '组织✗ 地点✓ 共建待核' 或 organisation=no,place=yes | only those of one pattern",
    ),
]
BuildingOption = Annotated[
    str | None,
    typer.Option("--building", help="只看一栋楼(编号或名称)的全部理由 | all reasons of one building, by id or name"),
]
PatternsFlag = Annotated[
    bool, typer.Option("--patterns", help="三重覆盖各种情形的楼栋、户、单位数 | counts by pattern, by community")
]
Since = Annotated[
    str | None, typer.Option("--since", help="与这一天相比的变化,如 2018-06-30 | what has changed since a date")
]
CatchmentFlag = Annotated[
    bool, typer.Option("--catchment", help="户均可达阵地面积和均等程度(2SFCA、基尼系数)| floating catchments, Gini")
]
EnhancedFlag = Annotated[
    bool, typer.Option("--enhanced", help="与 --catchment 同用:5、10、15 分钟三圈加权(E2SFCA)| three weighted zones")
]
MinutesOption = Annotated[float | None, typer.Option("--minutes", help="步行时限(默认 5 分钟)| minutes on foot")]
SpeedOption = Annotated[float | None, typer.Option("--speed", help="步速(默认 1.0 米/秒)| walking speed, m/s")]
EldersOption = Annotated[
    float | None, typer.Option("--elders-speed", help="适老步速(默认 0.75 米/秒)| walking speed of elders, m/s")
]
LayerOption = Annotated[
    str | None,
    typer.Option("--layer", help="只看哪一类共建:组织、阵地、项目、活动、人员、资源(默认不限)| layer of events"),
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a coverage is to be shown."""

    kind: Listed
    at_least: str | None
    sense: Sense | None
    pattern: str | None
    explain: bool
    limit: int | None
    ids: bool
    table: str | None
    """``rates``, ``patterns``, ``since`` or ``catchment``; None for a list."""

    @property
    def of_organisation(self) -> bool:
        """Whether it is the organisation sense alone."""
        plain = self.pattern is None and self.table in (None, "rates")
        return plain and self.sense in (None, Sense.ORGANISATION)

    @property
    def one_sense(self) -> str | None:
        """The one sense asked for; None for all."""
        return None if self.sense in (None, Sense.ALL) else self.sense.value


def one_table(*, rates: bool, patterns: bool, since: str | None, catchment: bool) -> str | None:
    """The one table that is asked for, if any; WrongUsage for several."""
    given = {"rates": rates, "patterns": patterns, "since": since is not None, "catchment": catchment}
    asked = [name for name, there in given.items() if there]
    if len(asked) > 1:
        both = "、".join(f"--{name}" for name in asked)
        raise WrongUsage(f"{both} 各是一张表,请分别运行", f"{', '.join(asked)} are tables of their own: one at a time")
    return asked[0] if asked else None


def walk_of(minutes: float | None, speed: float | None, elders_speed: float | None) -> Walk:
    """The standard walk with what was given instead."""
    from graph.analysis.walking import Walk

    given = {"minutes": minutes, "speed": speed, "elders_speed": elders_speed}
    return Walk(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def layer_of(text: str | None) -> str | None:
    """The code of a layer, given as such or in Chinese; another text is refused where it is used."""
    from graph.analysis.links.layers import layers

    return next((each.code for each in layers().layers.values() if text == each.zh), text)


def refuse_together(
    wanted: Wanted, *, at_least: str | None, building: str | None, scope: str | None, enhanced: bool
) -> None:
    """Raise WrongUsage for options that contradict each other."""
    if wanted.table == "rates" and (wanted.explain or at_least is not None):
        raise WrongUsage(
            "--rates 只给覆盖率,不能与 --explain 或 --at-least 同用;请分两次运行",
            "--rates gives rates alone, without --explain and --at-least: run the command twice",
        )
    if wanted.table is not None and (wanted.explain or wanted.pattern is not None):
        raise WrongUsage(
            f"--{wanted.table} 给的是汇总,不能与 --explain 或 --pattern 同用;请分两次运行",
            f"--{wanted.table} gives a table of its own, without --explain and --pattern: run the command twice",
        )
    if building is not None and (scope is not None or wanted.table is not None or wanted.pattern is not None):
        raise WrongUsage(
            "--building 看一栋楼的全部理由,不能与 --scope、--pattern 和汇总选项同用",
            "--building tells all of one building: without --scope, --pattern and the options that give tables",
        )
    if enhanced and wanted.table != "catchment":
        raise WrongUsage("--enhanced 只与 --catchment 同用", "--enhanced goes with --catchment")
