"""``doctor``, ``rebuild``, ``copy`` and ``engine``: keeping graph, ledger and engine in step."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.command.session import Session, command
from api.command.terminal import table
from graph.errors import NotFound, WrongUsage

if TYPE_CHECKING:
    from graph.settings import Settings

Full = Annotated[
    bool, typer.Option("--full", help="逐条重算内容哈希 | recompute the content hash from every node and tie")
]
To = Annotated[
    str,
    typer.Option("--to", help="目标地址,如 bolt://localhost:7687;embedded 为内嵌引擎 | address, or `embedded`"),
]
ToUser = Annotated[str, typer.Option("--to-user", help="目标的用户名 | user name there")]
ToDatabase = Annotated[str | None, typer.Option("--to-database", help="目标的数据库名 | database there")]
ToPassword = Annotated[
    Path | None,
    typer.Option("--to-password-file", help="存放目标口令的文件(或设 GONGJIAN_TO_PASSWORD)| file with the password"),
]
AsKnown = Annotated[
    int | None, typer.Option("--as-known", help="重现哪次导入之后所知 | what was known after this load")
]
Fresh = Annotated[
    bool,
    typer.Option("--fresh", help="连内嵌引擎的文件一起删去重建(先停下服务)| remove the engine's own files first"),
]
Folder = Annotated[Path | None, typer.Option("--to", help="另建的数据文件夹 | the data folder to make for it")]
EMBEDDED = "embedded"


def doctor(session: Session, full: Full = False) -> int:
    """检查图与底账是否一致。 | Check that graph and ledger agree; exit 1 where they do not."""
    with session.graph() as graph:
        health = graph.doctor(full=full)
    terminal = session.terminal
    terminal.mark(health.synthetic)
    terminal.say(
        f"{health.engine} · {health.address} · 点 {health.nodes} · 边 {health.ties} · 到导入 {health.sequence}"
    )
    rows = [("✓" if each.good else "✗", each.zh, each.en) for each in health.findings]
    terminal.say(table(("", "检查", "check"), rows))
    origin = "逐条重算" if full else "按记录;加 --full 逐条重算"
    terminal.line(f"内容哈希({origin}):{health.content_hash}")
    if not health.good:
        terminal.say("有不一致:请运行 gongjian rebuild 由底账重建 | something is wrong: run `gongjian rebuild`")
    terminal.emit(
        {
            "content_hash": health.content_hash,
            "full": health.full,
            "good": health.good,
            "nodes": health.nodes,
            "ties": health.ties,
            "engine": health.engine,
            "address": health.address,
            "load": health.sequence,
            "synthetic": health.synthetic,
            "findings": [
                {"check": each.check, "good": each.good, "zh": each.zh, "en": each.en} for each in health.findings
            ],
        }
    )
    return 0 if health.good else 1


def rebuild(session: Session, as_known: AsKnown = None, to: Folder = None, fresh: Fresh = False) -> int:
    """清空图并由底账重建;底账不变。 | Empty the graph and build it anew from the ledger.

    加 --as-known 导入编号 --to 文件夹:另建一个数据文件夹,重现那次导入之后所知,只供查询。
    With --as-known LOAD --to FOLDER: build what was known then, elsewhere, to ask questions only.
    """
    if (as_known is None) != (to is None):
        raise WrongUsage("--as-known 和 --to 要一起给", "give --as-known and --to together")
    if as_known is not None and to is not None:
        return _past(session, as_known, to)
    terminal = session.terminal
    if fresh:
        from graph.store.opening import remove_engine

        remove_engine(session.settings)
    with session.graph() as graph:
        store = graph.store
        if not fresh:  # else the opening has just built it
            with terminal.progress("重建 rebuilding") as advance:
                store.rebuild(progress=advance)
        state, written = store.state(), len(store.ledger.records())
    content_hash = f"{state.sum:064x}"
    terminal.mark(state.synthetic)
    terminal.say(f"已由底账重建:写入 {written} 个点和边,到导入 {state.sequence};内容哈希 {content_hash}")
    told = {"load": state.sequence, "written": written, "content_hash": content_hash, "synthetic": state.synthetic}
    terminal.emit(told)
    return 0


def _past(session: Session, act: int, folder: Path) -> int:
    from graph.store.known import build_past

    terminal = session.terminal
    with session.ledger() as ledger:
        if ledger is None:
            raise NotFound("还没有导入过;用 gongjian load 导入名册", "nothing was loaded yet: see `gongjian load`")
        built = build_past(ledger, act, folder, session.settings)
    terminal.mark(built.synthetic)
    terminal.say(f"导入 {act} 之后所知已重现:点 {built.nodes},边 {built.ties};内容哈希 {built.content_hash}")
    terminal.say("只供查询,不收导入。查询(用内嵌引擎,设了 GONGJIAN_URI 的请先取消):")
    terminal.line(f"gongjian --data {folder} doctor")
    told = {"load": act, "folder": folder, "nodes": built.nodes, "ties": built.ties}
    terminal.emit({**told, "content_hash": built.content_hash, "synthetic": built.synthetic})
    return 0


def copy(
    session: Session,
    to: To,
    to_user: ToUser = "neo4j",
    to_database: ToDatabase = None,
    to_password_file: ToPassword = None,
) -> int:
    """把图搬到另一引擎或服务器,核对内容哈希后启用。 | Move the graph to another engine, proven by its hash.

    口令取自 GONGJIAN_TO_PASSWORD、--to-password-file,否则在终端询问,不在命令行上给出。
    The password comes from GONGJIAN_TO_PASSWORD, a file or a prompt, never from the command line.
    """
    from graph.store.copying import copy as copied

    terminal = session.terminal
    target = _target(session, to, to_user, to_database, to_password_file)
    with session.graph() as graph:
        synthetic = graph.store.state().synthetic
        with terminal.progress("复制 copying") as advance:
            content_hash = copied(graph.store, target, advance)
    terminal.mark(synthetic)
    terminal.say(f"已复制到 {to} 并启用,内容哈希一致:{content_hash}")
    way = "取消 GONGJIAN_URI 的设置" if to == EMBEDDED else f"设 GONGJIAN_URI={to} 和 GONGJIAN_PASSWORD"
    terminal.say(f"今后使用请{way};原来的图已停用")
    terminal.emit({"to": to, "content_hash": content_hash, "synthetic": synthetic})
    return 0


def _target(session: Session, to: str, user: str, database: str | None, password_file: Path | None) -> Settings:
    own = session.settings
    if to == EMBEDDED:
        return own.model_copy(update={"uri": None})
    if "://" not in to:
        raise WrongUsage(
            "--to 应为 bolt://… 或 neo4j://…,或 embedded", "--to must be bolt://…, neo4j://…, or `embedded`"
        )
    from pydantic import SecretStr

    password = os.environ.get("GONGJIAN_TO_PASSWORD")
    if password is None and password_file is not None:
        if not password_file.is_file():
            raise WrongUsage("找不到 --to-password-file 的文件", "there is no file at --to-password-file")
        password = password_file.read_text(encoding="utf-8").strip()
    if password is None and session.terminal.asks:
        password = session.terminal.err.input("目标的口令 | password there: ", password=True)
    if password is None:
        raise WrongUsage(
            "需要目标的口令:请设 GONGJIAN_TO_PASSWORD,或用 --to-password-file",
            "the password there is needed: set GONGJIAN_TO_PASSWORD, or give --to-password-file",
        )
    given: dict[str, Any] = {"uri": to, "user": user, "password": SecretStr(password), "database": database}
    return own.model_copy(update={**given, "password_file": None})


def engine_status(session: Session) -> int:
    """内嵌引擎是否在运行。 | Whether the embedded engine runs; starts nothing."""
    from graph.store.engine import status
    from graph.store.opening import ENGINE_FOLDER

    found = status(session.settings.data / ENGINE_FOLDER)
    terminal = session.terminal
    size = f"{found.disk_bytes / 1e6:.1f} MB"
    if not found.running:
        terminal.say(f"内嵌引擎没有运行;占用磁盘 {size}。需要时会自动启动")
    elif found.pid is None:
        terminal.say("内嵌引擎正在启动或停止")
    else:
        terminal.say(
            f"内嵌引擎在运行:进程 {found.pid},{found.uri},使用者 {found.users},版本 {found.version},磁盘 {size}"
        )
    terminal.emit(
        {
            "running": found.running,
            "folder": found.folder,
            "pid": found.pid,
            "users": found.users,
            "uri": found.uri,
            "version": found.version,
            "since": found.since,
            "disk_bytes": found.disk_bytes,
        }
    )
    return 0


def engine_stop(session: Session) -> int:
    """停下内嵌引擎(平时不需要:没人用十分钟后会自己停)。 | Stop the embedded engine cleanly."""
    from graph.store.engine import stop
    from graph.store.opening import ENGINE_FOLDER

    stopped = stop(session.settings.data / ENGINE_FOLDER)
    session.terminal.say("内嵌引擎已停下" if stopped else "内嵌引擎没有运行")
    session.terminal.emit({"stopped": stopped})
    return 0


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app)(doctor)
    command(app)(rebuild)
    command(app)(copy)
    engine = typer.Typer(no_args_is_help=True, help="内嵌引擎 | the embedded engine")
    command(engine, "status")(engine_status)
    command(engine, "stop")(engine_stop)
    app.add_typer(engine, name="engine")
