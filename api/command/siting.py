"""``site``: where new venues would reach most, in a table that a planner reads, with the proof of it or the gap."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType

from api.command.asking import AsOf, Ids, ScopeName
from api.command.session import Session, command, day
from api.command.terminal import fitted
from graph.errors import WrongUsage

if TYPE_CHECKING:
    import polars as pl

    from graph.analysis.siting import Effort
    from graph.analysis.siting import Progress as Solving
    from graph.answers.siting import Siting

NAMED = 10
"""Buildings named of those that are left, and of those to check."""
Sites = Annotated[int | None, typer.Option("--sites", min=1, help="新增站点数(集合覆盖不填)| new sites; not with lscp")]
ModelOption = Annotated[
    str,
    typer.Option(
        "--model",
        help="最大覆盖 mclp、集合覆盖 lscp、带备份 lscp_backup、p-中位 p_median、p-中心 p_center | location model",
    ),
]
CandidatesOption = Annotated[
    str | None,
    typer.Option("--candidates", help="备选来源:名册备选点 roster、楼栋 buildings | where candidates come from"),
]
At = Annotated[
    list[str] | None,
    typer.Option("--at", help="在这个点设站会怎样:经度,纬度(WGS-84),可多次给 | what if here: LON,LAT, may be repeated"),
]
Of = Annotated[str, typer.Option("--of", help="为谁选址:buildings,或地点级别如 community | who is to be served")]
WeightOption = Annotated[
    str,
    typer.Option("--weight", help="权重:户数 households、人口 population、同等 equal | what each counts for"),
]
Uses = Annotated[
    list[str] | None, typer.Option("--use", help="可作备选的楼栋用途,可多次给 | uses of buildings, may be repeated")
]
Minutes = Annotated[float, typer.Option("--minutes", help="步行时限(分钟)| walking time")]
Speed = Annotated[float, typer.Option("--speed", help="步行速度(米/秒)| walking speed, m/s")]
Reach = Annotated[float | None, typer.Option("--reach", help="服务半径(米),代替时限 | reach in metres instead")]
Capacities = Annotated[bool, typer.Option("--capacities", help="按可服务户数限制 | bound venues by their capacity")]
Area = Annotated[float | None, typer.Option("--area", help="新站点面积(㎡)| floor area of a new venue, m²")]
Exact = Annotated[bool, typer.Option("--exact", help="求最优并给出证明 | search for the best plan and its proof")]
Seconds = Annotated[float, typer.Option("--seconds", help="求解时限(秒),与 --exact 同用 | time limit of --exact")]


def site(  # noqa: PLR0913 - the parameters of a command are its options
    session: Session,
    sites: Sites = None,
    scope: ScopeName = None,
    as_of: AsOf = None,
    model: ModelOption = "mclp",
    candidates: CandidatesOption = None,
    at: At = None,
    of: Of = "buildings",
    weight: WeightOption = "households",
    use: Uses = None,
    minutes: Minutes = 5.0,
    speed: Speed = 1.0,
    reach: Reach = None,
    capacities: Capacities = False,
    area: Area = None,
    exact: Exact = False,
    seconds: Seconds = 60.0,
    ids: Ids = False,
) -> int:
    """选址:新的阵地建在哪里覆盖最多。 | Siting: where new venues would reach most."""
    from pydantic import ValidationError

    from api.siting_answers import SitingParameters, answered

    given: dict[str, Any] = {
        "scope": scope,
        "as_of": day(as_of),
        "sites": sites,
        "model": model,
        "of": of,
        "weight": weight,
        "candidates": candidates,
        "at": [_point(each) for each in at or ()],
        "minutes": minutes,
        "speed": speed,
        "reach": reach,
        "capacities": capacities,
        "area_m2": area,
    }
    try:
        asked = SitingParameters(**given, **({"uses": use} if use else {}))
    except ValidationError as error:
        raise _wrong(sorted({str(each["loc"][0]) for each in error.errors()})) from None
    with session.graph() as graph, _watched(session, exact) as effort:
        found = asked.solved(graph, exact=exact, seconds=seconds, effort=effort)
    terminal = session.terminal
    told = answered(found)
    terminal.mark(told.synthetic)
    terminal.say(f"选址 · 时点 {found.as_of} · 范围 {found.evidence.scope.name}")
    terminal.say(listing(found, terminal.out.width, ids=ids))
    for line in (*sentences(found), *unknowns(found)):
        terminal.say(line)
    terminal.emit(told.envelope())
    return 0


def _point(text: str) -> tuple[float, float]:
    try:
        longitude, latitude = (float(each) for each in text.replace(",", ",").split(","))
    except ValueError:
        raise WrongUsage("--at 请写成 经度,纬度,如 120.15,30.27", "write --at as LON,LAT") from None
    return longitude, latitude


def _wrong(names: list[str]) -> WrongUsage:
    from api.siting_answers import SitingParameters

    fields = SitingParameters.model_fields
    zh = ";".join(f"{name}({(fields[name].description or '').split(' | ')[0]})" for name in names if name in fields)
    return WrongUsage(f"这些选项的值不对:{zh}", f"these options have wrong values: {', '.join(names)}")


@contextmanager
def _watched(session: Session, exact: bool) -> Iterator[Effort]:
    """The effort of a search: it tells where it stands, and Ctrl-C ends it with the best plan so far."""
    from graph.analysis.siting import AT_ONCE, Effort

    if not exact:
        yield AT_ONCE
        return
    stopped = threading.Event()

    def stop(*_: object) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt  # who presses twice wants out
        stopped.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        if not session.terminal.err.is_terminal:
            yield Effort(cancelled=stopped.is_set)
            return
        with session.terminal.err.status("求解中 solving") as status:
            yield Effort(progress=lambda now: status.update(_stands(now)), cancelled=stopped.is_set)
    finally:
        signal.signal(signal.SIGINT, before)


def _stands(now: Solving) -> str:
    bound = "" if now.bound is None or now.gap is None else f",界 {now.bound:,.0f},差距 {now.gap:.2%}"
    return f"求解中 {now.seconds:.0f} 秒:最好 {now.value:,.0f}{bound}(Ctrl-C 取目前最好的)"


# --- what is shown ------------------------------------------------------------------------------------


def _nouns(found: Siting) -> tuple[str, str]:
    """What is counted, and what it weighs."""
    asked = found.evidence.asked
    return ("栋" if asked.of == "buildings" else "个"), {"households": "户", "population": "人", "equal": ""}[
        asked.weight
    ]


def listing(found: Siting, width: int, *, ids: bool = False) -> RenderableType:
    """The new sites in order, each with what it adds and what is covered by then."""
    counted, weighed = _nouns(found)
    headings = ["第几个", "建在哪里", "社区", f"新覆盖({counted})", f"累计({counted})", "累计覆盖率"]
    if weighed:
        headings[4:4] = [f"新覆盖({weighed})"]
        headings += [f"累计({weighed})", f"{weighed}覆盖率"]
    rows = []
    for row in found.plan.iter_rows(named=True):
        name = row["name"] or "(无名称)"
        cells: list[object] = [row["order"] or "无新增", name, row["place_name"] or "", row["newly_covered"] or 0]
        if weighed:
            cells.append(_whole(row["newly_weight"]))
        cells += [row["covered"], _percent(row["share"])]
        if weighed:
            cells += [_whole(row["covered_weight"]), _percent(row["weight_share"])]
        rows.append([*cells, row["site"]] if ids else cells)
    return fitted([*headings, *(["编号"] if ids else [])], rows, width)


def sentences(found: Siting) -> list[str]:
    """Objective, value and bound; before and after."""
    counted, weighed = _nouns(found)
    before, after, objective = found.before, found.after, found.objective
    unit = objective["unit_zh"].replace("户数", "户").replace("人口", "人").replace("需求点数", counted)
    proof = "已证明最优"
    if not found.proven:
        proof = f"未证明最优,任何方案都好不过 {_figure(found.bound)}(差距至多 {found.gap:.2%})"
    if found.solved.ended == "cancelled":
        proof += ";提前停止,是到停止时最好的方案"
    said = [
        f"目标:{objective['zh']}({found.solved.model.zh} {found.task.model});"
        f"结果 {_figure(found.value)} {unit},{proof}",
        f"覆盖:{before.covered} → {after.covered} {counted}(共 {after.demands} {counted},"
        f"{_percent(before.share)} → {_percent(after.share)})",
    ]
    if weighed:
        said[-1] += (
            f";{_whole(before.covered_weight)} → {_whole(after.covered_weight)} {weighed}"
            f"({_percent(before.weight_share)} → {_percent(after.weight_share)})"
        )
    if before.gini is not None and after.gini is not None:
        basis = "面积" if after.equity_of == "m2" else "阵地数"
        said.append(f"均衡:可达{basis}(E2SFCA)的基尼系数 {before.gini:.3f} → {after.gini:.3f}(越小越均衡)")
    walk, asked = found.evidence.asked.walk, found.evidence.asked
    by = f"{asked.reach_metres:g} 米" if asked.reach is not None else f"{walk.minutes:g} 分钟、{walk.speed:g} 米/秒"
    ways = "估算(直线×绕行系数),有距离表的按表" if found.evidence.streets == "estimate" else "距离表或路网"
    said.append(f"口径:步行 {by}以内为覆盖;路程:{ways}")
    return said


def unknowns(found: Siting) -> list[str]:
    """What is left, what is to check, and what could not be taken into account."""
    counted, weighed = _nouns(found)
    evidence, said = found.evidence, []
    left = found.uncovered
    if left.height:
        beyond = left.height - int(left["reachable"].sum())
        said.append(
            f"仍未覆盖 {left.height} {counted}(其中 {beyond} {counted}任何备选点都达不到):{_some(left['name'])}"
        )
    if found.to_check.height:
        said.append(
            f"待摸排 {found.to_check.height} {counted}(没有够精确的坐标,未计入):{_some(found.to_check['name'])}"
        )
    if found.weight_unknown and weighed:
        said.append(f"{found.weight_unknown} {counted}的{weighed}数不详,按 0 计")
    if evidence.sites_without_position.height:
        unplaced = evidence.sites_without_position["name"]
        said.append(f"{len(unplaced)} 处阵地或备选点没有够精确的坐标,未计入:{_some(unplaced)}")
    if evidence.venues_uncertain:
        said.append(f"{evidence.venues_uncertain} 处阵地是否开放不确定,未按开放计")
    return said


def _some(names: pl.Series) -> str:
    from ingest.report.screen import plain

    shown = "、".join(plain(str(name)) if name else "(无名称)" for name in names.head(NAMED))
    return shown + (f" 等 {len(names)} 个" if len(names) > NAMED else "")


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(site)
