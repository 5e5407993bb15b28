"""``streets``: the street network that walking distances follow; it needs no graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.command.rosters import unwritable
from api.command.session import Session, command
from api.command.terminal import fitted
from graph.errors import WrongUsage

if TYPE_CHECKING:
    from graph.evidence.streets import Streets
    from ingest.clean.coordinates import Crs

File = Annotated[
    Path | None,
    typer.Argument(
        help="路网文件:GeoJSON 的线,或 OpenStreetMap 数据(.osm、.osm.pbf);不填则显示现有的路网 | "
        "lines of a GeoJSON file, or an extract of OpenStreetMap; without it tells what is there"
    ),
]
CrsName = Annotated[
    str | None,
    typer.Option(
        "--crs",
        help="GeoJSON 的坐标系:WGS-84(默认)、CGCS2000、GCJ-02、BD-09 | coordinate system of the GeoJSON file",
    ),
]
Remove = Annotated[bool, typer.Option("--remove", help="移除现有的路网 | remove the network that is there")]


def streets(session: Session, path: File = None, crs: CrsName = None, remove: Remove = False) -> int:
    """导入街道路网,步行距离沿路计算;不填文件则显示现有的路网。 | Load the streets that walking distances follow.

    一个数据文件夹只有一份路网,再次导入即替换。线与线只在有公共点处相通。 | One network a data folder, replaced by the
    next load. Lines join only where they have a point in common.
    """
    from graph.evidence.streets import described
    from ingest.streets.load import load_streets, remove_streets

    if (path is None and crs is not None) or (path is not None and remove):
        raise WrongUsage("--crs 要与文件一起用;--remove 不与文件一起用", "--crs goes with a file, --remove without one")
    data = session.settings.data
    try:
        if remove:
            return _removed(session, remove_streets(data))
        if path is None:
            return _say(session, described(data), loaded=False)
        session.terminal.note("正在读取路网…… | reading streets …")
        return _say(session, load_streets(path, data, _crs(crs)), loaded=True)
    except OSError as error:
        raise unwritable(error) from error


def _crs(text: str | None) -> Crs | None:
    from ingest.clean.coordinates import parse_crs
    from ingest.clean.problems import CellProblem

    if text is None:
        return None
    try:
        return parse_crs(text)
    except CellProblem as problem:
        raise WrongUsage(problem.zh, problem.en, code=problem.code) from problem


def _removed(session: Session, there: bool) -> int:
    told = "路网已移除,步行距离改按直线估算" if there else "数据文件夹里没有路网"
    session.terminal.say(told)
    session.terminal.emit({"removed": there})
    return 0


def _say(session: Session, found: Streets | None, *, loaded: bool) -> int:
    terminal = session.terminal
    if found is None:
        terminal.say("还没有路网:步行距离按直线估算。导入:")
        terminal.line("gongjian streets 路网.geojson")
        terminal.emit({"streets": None})
        return 0
    terminal.say("路网已导入:" if loaded else "现有路网:")
    terminal.say(fitted(("项目", "内容"), _rows(found), terminal.out.width))
    if found.left_out:
        from ingest.streets.load import REASONS

        terminal.say("\n没有取用的:")
        rows = [(REASONS[reason][0], count) for reason, count in found.left_out.items()]
        terminal.say(fitted(("原因", "数量"), rows, terminal.out.width))
    if found.components > 1:
        terminal.say("最大一片以外的街道与其余不相通,从那里走不到别处:请检查断头处是否漏接。")
    if found.crossings:
        terminal.say("相交而没有公共点的线按立交处理,互不相通;若其实是路口,请在图上打断成公共点后重新导入。")
    terminal.emit({"streets": _machine(found)})
    return 0


def _rows(found: Streets) -> list[tuple[str, object]]:
    slope = "有,按坡度折算" if found.heights else "无,不计坡度"
    if found.heights and found.edges_without_height:
        slope += f"({found.edges_without_height} 条边没有高程,按平路)"
    met = "线太多,未统计" if found.crossings is None else f"{found.crossings} 处"
    return [
        ("文件", found.source),
        ("导入日期", found.loaded_on),
        ("坐标系", found.crs),
        ("版本", found.version),
        ("长度", f"{found.km:,.1f} 公里"),
        ("节点", f"{found.nodes:,}"),
        ("边", f"{found.edges:,}"),
        ("连通的片数", f"{found.components:,}"),
        ("最大一片以外", f"{found.outside_km:,.1f} 公里"),
        ("高程", slope),
        ("相交而没有公共点", met),
        ("离街道多远算在路网上", f"{found.snap_limit:g} 米以内"),
    ]


def _machine(found: Streets) -> dict[str, Any]:
    import msgspec

    told: dict[str, Any] = msgspec.to_builtins(found)
    return told


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(streets)
