"""``people``: released figures of people, and the making of a release at the end of a quarter."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.asking import MARK_CELL, MARK_HEADING, SHOWN, CsvPath, Ids, Limit, ScopeName
from api.command.session import Session, command
from api.command.terminal import fitted
from graph.errors import WrongUsage

if TYPE_CHECKING:
    import polars as pl

    from graph.disclosure.releases import Release
    from graph.opened import Graph

SIGN = "不公布"
"""Stands for every hidden figure, whatever the reason."""
HEADINGS = {
    "quarter": "季度",
    "release": "发布编号",
    "k": "最小人数",
    "measure": "指标",
    "area": "编号",
    "area_name": "名称",
    "level": "级别",
    "parent": "上级编号",
    "breakdown": "分类",
    "category": "类别",
    "value": "人数",
    "hidden": "不公布",
    "id": "编号",
    "name": "名称",
    "kind": "类型",
    "place": "地点编号",
    "band": "党员规模",
}
ON_SCREEN = ("area_name", "level", "breakdown", "category", "value", "name", "kind", "band")
IDS = ("area", "id")
TYPED = {"kind": "type"}
"""Columns whose codes have their words under another name."""

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[release] [QUARTER]",
        help="季度如 2018Q3;不填则列出已发布的季度;写成 release 2018Q3 则发布该季度(数据管理员,一季度一次,不可更改)| "
        "a quarter; none lists those released; `release QUARTER` makes its release, once and for good",
    ),
]
MeasureName = Annotated[
    str,
    typer.Option("--measure", help="指标:members 党员、staff 职工、officers 专职工作者、volunteers 志愿者 | measure"),
]
Sizes = Annotated[
    bool, typer.Option("--sizes", help="各组织、单位的党员规模分档(数据管理员)| sizes of organisations in bands")
]


def people(  # noqa: PLR0913 - the parameters of a command are its options
    session: Session,
    words: Words = None,
    measure: MeasureName = "members",
    scope: ScopeName = None,
    sizes: Sizes = False,
    csv_path: CsvPath = None,
    limit: Limit = None,
    ids: Ids = False,
) -> int:
    """已发布的党员、职工等人数(按季度;人数少的不公布)。 | Released figures of people, by quarter; small ones hidden."""
    making, quarter = _meant(words or [])
    with session.graph() as graph:
        if quarter is None:
            return _listed(session, graph)
        release = graph.release_people(quarter) if making else graph.release_of(quarter)
        about: dict[str, object] = {
            "quarter": release.quarter,
            "release": release.id,
            "as_of": release.as_of,
            "made_at": release.made_at,
            "version": release.version,
            "load": release.sequence,
            "synthetic": release.synthetic,
        }
        if making:
            return _made(session, release, about)
        if sizes:
            rows = graph.organisation_sizes(quarter, scope=scope)
        else:
            figures = graph.people(quarter, measure, scope=scope)
            rows = figures.rows
            about |= {"measure": measure, "k": figures.k, "hidden": figures.hidden}
    session.terminal.mark(release.synthetic)
    if csv_path is not None:
        _write_csv(csv_path, rows, synthetic=release.synthetic)
        session.terminal.say(f"{rows.height} 行已写入 {csv_path}")
    else:
        _show(session, rows.head(limit or SHOWN), rows.height, about, ids=ids)
    session.terminal.emit({**about, "rows": (rows if limit is None else rows.head(limit)).to_dicts()})
    return 0


def _meant(words: list[str]) -> tuple[bool, str | None]:
    match words:
        case []:
            return False, None
        case ["release", quarter]:
            return True, quarter
        case [quarter] if quarter != "release":
            return False, quarter
    raise WrongUsage(
        "请写成 gongjian people 2018Q3,或 gongjian people release 2018Q3",
        "write `gongjian people 2018Q3` or `gongjian people release 2018Q3`",
    )


def _listed(session: Session, graph: Graph) -> int:
    quarters = graph.released_quarters()
    terminal = session.terminal
    terminal.say("已发布的季度:" + ("、".join(quarters) or "(无)"))
    terminal.say("查看:gongjian people 季度;季度结束后发布:gongjian people release 季度 --role steward")
    terminal.emit({"quarters": quarters})
    return 0


def _made(session: Session, release: Release, about: dict[str, object]) -> int:
    session.terminal.mark(release.synthetic)
    listed = "、".join(each.measure for each in release.tables) or "(没有任何人数记录)"
    session.terminal.say(f"{release.quarter} 已发布(编号 {release.id},时点 {release.as_of}):{listed}")
    session.terminal.say("此后不再更改;更正记入下一季度")
    session.terminal.emit({**about, "measures": [each.measure for each in release.tables]})
    return 0


def _show(session: Session, rows: pl.DataFrame, of: int, about: dict[str, object], *, ids: bool) -> None:
    from api.command.words import worded
    from graph.disclosure.tabulation import TITLES

    terminal = session.terminal
    terminal.say(f"发布 {about['release']} · 时点 {about['as_of']}")
    names = [name for name in rows.columns if name in ON_SCREEN or (ids and name in IDS)]
    cells = [
        [
            SIGN
            if name == "value" and row[name] is None
            else TITLES.get(row[name], worded(TYPED.get(name, name), row[name]))
            for name in names
        ]
        for row in rows.iter_rows(named=True)
    ]
    terminal.say(fitted([HEADINGS[name] for name in names], cells, terminal.out.width))
    tail = f"共 {of} 行" if rows.height == of else f"共 {of} 行,列出前 {rows.height},其余加 --limit 或 --csv 文件"
    if "k" in about:
        tail += f";少于 {about['k']} 人的、未登记的,以及能推算出它们的,都{SIGN}(共 {about['hidden']} 个)"
    terminal.say(tail)


def _write_csv(path: Path, rows: pl.DataFrame, *, synthetic: bool) -> None:
    from api.answers import disarmed
    from api.command.rosters import unwritable

    mark, cell = ([MARK_HEADING], [MARK_CELL]) if synthetic else ([], [])
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*(HEADINGS[name] for name in rows.columns), *mark])
            for row in rows.iter_rows():
                writer.writerow([*(disarmed(each) if isinstance(each, str) else each for each in row), *cell])
    except OSError as error:
        raise unwritable(error) from error


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(people)
