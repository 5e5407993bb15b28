"""``demo``: an invented subdistrict, loaded through the real ingest, and the first answers; in a folder of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from api.command.case_loading import Step, division_steps
from api.command.covering import explained, judged, tally
from api.command.loading import Wish, carry_out, read
from api.command.mending import say_waiting
from api.command.session import Session, command
from api.command.terminal import table
from graph.errors import WrongUsage

if TYPE_CHECKING:
    from graph.answers import Coverage, What
    from graph.opened import Graph
    from graph.store.store import Store
    from ingest.report.outline import LoadReport

FOLDER = Path("demo-data")
SEED = 2018
AS_OF = date(2018, 9, 30)
"""The date of the invented rosters."""
CASE_AS_OF = date(2018, 10, 31)
"""A date by which the case's article was out."""
COMMUNITY = "甲社区"
STREET = "演示街道"
HANDFUL = 4
LEGEND = (
    "覆盖方式由实到虚:单独组建、联合组建、依托组建(依托园区、商会等)、选派指导员、属地兜底(社区负责,有责任人)、"
    "名义覆盖(写了,没有责任人)、空白点(没有)。「应达到」是按楼栋用途、单位性质至少要有的一种;"
    "待摸排指现有名册判断不了。"
)
"""What the modes mean, for somebody who meets them for the first time."""

Folder = Annotated[
    Path | None,
    typer.Option("--folder", help=f"演示用的数据文件夹(默认 {FOLDER})| folder of the demo's own data"),
]


def demo(session: Session, folder: Folder = None) -> int:
    """演示:虚构一个街道,导入、提问,几十秒看完。 | Demo: an invented subdistrict, loaded and asked, in seconds.

    只用自己的文件夹,不碰别的数据;再运行一次不会重复导入。 | Uses a folder of its own; a second run loads nothing twice.
    """
    begun = time.monotonic()
    own = _own(session, folder or session.given.data or FOLDER)
    terminal = own.terminal
    terminal.mark(True)
    terminal.say("以下单位、楼栋、组织全是虚构的;区划名单和北山街道案例取自公开来源。\n")
    with own.graph() as graph:
        _refuse_real(graph.store)
        reports = [*_loaded(own, graph.store)]
        coverage = graph.coverage(STREET, as_of=AS_OF)
        found = _answers(own, graph, coverage)
    _further(own)
    terminal.say(f"用时 {time.monotonic() - begun:.1f} 秒")
    terminal.emit({"folder": own.settings.data, "as_of": AS_OF, "synthetic": True, "loads": reports, **found})
    return 0


def _own(session: Session, folder: Path) -> Session:
    """A session on the demo's folder: an address in the environment is that of the user's graph, so it is left out."""
    from graph.settings import Settings

    own = Session(replace(session.given, data=folder))
    own.settings = Settings(data=folder, uri=session.given.uri)
    return own


def _refuse_real(store: Store) -> None:
    if any(file.live and file.nature == "roster" and not file.synthetic for file in store.ledger.files()):
        raise WrongUsage(
            "这个文件夹里是真实名册,演示不能放进去;请用 --folder 另给一个文件夹",
            "this folder holds real rosters: give the demo another one with --folder",
            code="synthetic_mixture",
        )


def _loaded(own: Session, store: Store) -> Iterator[dict[str, object]]:
    """Load step by step, and say what became of each file."""
    from ingest.synthetic import subdistrict

    rosters = own.settings.data / "rosters"
    subdistrict(rosters, seed=SEED)
    own.terminal.say(Text("一、导入", style="bold"))
    rows: list[tuple[object, ...]] = []
    reports: list[LoadReport] = []
    unchanged = 0
    for step in _steps(rosters):
        prepared = read(own.terminal, store, step.paths, step.options)
        unchanged += len(prepared.unchanged)
        if prepared.drafts:
            report = carry_out(own, store, prepared, Wish())
            reports.append(report)
            rows += _rows(report)
        yield {
            "title": step.title,
            "loaded": [draft.name for draft in prepared.drafts],
            "returned": sum(len(file.returned) for file in prepared.files),
            "unchanged": list(prepared.unchanged),
        }
    if unchanged:
        own.terminal.say(f"没有新内容:{unchanged} 个文件早已导入,未重复导入。")
    if rows:
        own.terminal.say(table(("文件", "名册", "统计时点", "导入", "待对应", "退回"), rows))
    _say_returned(own, reports)
    if not reports:
        say_waiting(own, store.ledger, [file.name for file in store.ledger.files()])


def _steps(rosters: Path) -> list[Step]:
    from ingest.cases.catalog import FOLDER as CASES
    from ingest.load.options import LoadOptions

    return [
        *division_steps("beishan", "北山街道"),
        Step("虚构名册", (rosters,), LoadOptions()),
        Step("北山街道案例", (CASES / "beishan.toml",), LoadOptions()),
    ]


def _rows(report: LoadReport) -> Iterator[tuple[object, ...]]:
    from ingest.report.outline import balance

    for file in report.files:
        _, loaded, _, _, returned = balance(file.draft)
        name = file.draft.name
        yield name, file.title_zh, file.draft.edition, loaded, report.open_rows.get(name, 0), returned


def _say_returned(own: Session, reports: list[LoadReport]) -> None:
    from ingest.report.sections import reasons

    returned = [(file, row) for report in reports for file in report.files for row in file.returned]
    if not returned:
        return
    own.terminal.say(f"\n退回待改 {len(returned)} 行(名册里故意写错的):")
    for file, row in returned:
        own.terminal.say(Text(f"  {file.draft.name} 第 {row.number} 行 {reasons(row.faults)}"))
    for report in reports:
        for path in report.workbooks:
            own.terminal.say(Text(f"  改好 {path} 再导入即可补上"))
    names = [each.text for report in reports for each in report.references if each.state == "pending"]
    if names:
        own.terminal.say(Text(f"待对应(名册里还没有,有了会自动对上):{'、'.join(names)}"))


def _answers(own: Session, graph: Graph, coverage: Coverage) -> dict[str, object]:
    found: dict[str, object] = {}
    own.terminal.say(f"\n{LEGEND}")
    at = f"({STREET},{AS_OF})"
    found["uncovered_buildings"] = _uncovered(own, coverage, "buildings", f"\n二、没有覆盖到的楼栋{at}")
    found["uncovered_units"] = _uncovered(own, coverage, "units", f"\n三、没有覆盖到的单位{at}")
    found["units_of_place"] = _ties(own, graph)
    found["conflicts"] = _conflict(own, graph)
    return found


def _uncovered(own: Session, coverage: Coverage, kind: What, title: str) -> dict[str, object]:
    """A handful, what is certain first, each with its chain of reasons."""
    import polars as pl

    rows = coverage.uncovered(what=kind)
    order = pl.col("mode").cast(pl.String).replace_strict({"blank": 0, "nominal": 1}, default=2, return_dtype=pl.Int8)
    # one of each sort before a second one, so that the few that are shown are not all alike
    few = (
        rows.with_columns(order.alias("order"))
        .with_columns(pl.int_range(pl.len()).over("mode").alias("nth"))
        .sort("nth", "order", maintain_order=True)
        .head(HANDFUL)
        .sort("order", maintain_order=True)
    )
    own.terminal.say(Text(title, style="bold"))
    own.terminal.say(explained(few, coverage.explain(few["id"].to_list(), what=kind), kind))
    own.terminal.say(f"{tally(rows, kind, judged(coverage, kind))};以上是其中 {len(few)} 个")
    return {
        "total": len(rows),
        "by_mode": dict(rows["mode"].cast(pl.String).value_counts().sort("mode").iter_rows()),
        "shown": few["name"].to_list(),
    }


def _ties(own: Session, graph: Graph) -> list[dict[str, object]]:
    from api.command.words import worded

    released = graph.answer("units_of_place", {"place": COMMUNITY}, as_of=AS_OF)
    rows = sorted(released.rows, key=lambda row: (-int(str(row["events"])), str(row["unit"])))
    own.terminal.say(Text(f"\n四、{COMMUNITY}的单位和背后的共建事项({AS_OF})", style="bold"))
    shown = []
    for row in rows[:HANDFUL]:
        evidence = row["evidence"]
        assert isinstance(evidence, list)
        more = [f"… 共 {len(evidence)} 项"] if len(evidence) > 3 else []
        shown.append((row["name"], worded("kind", row["kind"]), row["located"], [*evidence[-3:], *more]))
    own.terminal.say(table(("单位", "性质", "驻在本地", "共建事项(最近的)"), shown))
    busy = sum(1 for row in rows if row["events"])
    own.terminal.say(f"{COMMUNITY}共 {len(rows)} 个单位,其中 {busy} 个有共建事项;以上是事项最多的 {len(shown)} 个")
    return [dict(row) for row in rows[:HANDFUL]]


def _conflict(own: Session, graph: Graph) -> list[dict[str, object]]:
    rows = graph.answer("observations", {"case": "beishan"}, as_of=CASE_AS_OF).rows
    both = [row for row in rows if row["conflicts"]]
    own.terminal.say(Text("\n五、口径不一:北山街道案例(真实发表的文章)里对不上的数字", style="bold"))
    cells = [
        (
            row["measure_title"] if "measure_title" in row else row["of"],
            row["raw"],
            row["conflicts"],
            row["passages"],
        )
        for row in both[:2]
    ]
    own.terminal.say(table(("口径", "原文", "与之不一", "段落"), cells))
    own.terminal.say("两个数字都保留,各有出处,不替作者取舍")
    return [dict(row) for row in both]


def _further(own: Session) -> None:
    gongjian = program()
    where = shlex.quote(str(own.settings.data))
    terminal = own.terminal
    terminal.say(Text("\n六、接下来", style="bold"))
    terminal.say("再问一个:哪些网格没有党组织?")
    terminal.line(f"  {gongjian} ask grids_without_organisation --scope {STREET} --as-of {AS_OF} --data {where}")
    terminal.say("打开网页和接口文档(http://127.0.0.1:8000/docs):")
    terminal.line(f"  {gongjian} serve --data {where}")
    terminal.say("或 make serve(还没有自己的数据时,打开的就是演示数据)")
    terminal.say("自己的名册用 gongjian load 导入,默认放在 data 文件夹,碰不到演示数据")


def program() -> str:
    """How this program is called from here."""
    called = Path(sys.argv[0])
    if not called.name.startswith("gongjian"):
        return f"{shlex.quote(_short(Path(sys.executable)))} -m api.command"
    return "gongjian" if shutil.which("gongjian") else shlex.quote(_short(called))


def _short(path: Path) -> str:
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(demo)
