"""``serve`` and ``keys``: the API and the page on this machine, and who may ask them."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.session import Session, command
from api.command.terminal import fitted
from graph.errors import NotFound, StoreUnavailable, WrongUsage

if TYPE_CHECKING:
    from datetime import datetime

    from api.keys import Key
    from graph.settings import Settings

Host = Annotated[str | None, typer.Option("--host", help="监听地址(默认 127.0.0.1)| address to listen on")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="端口(默认 8000)| port")]
Label = Annotated[str, typer.Option("--label", help="给谁、作什么用(不写人名)| what it is for")]
Area = Annotated[str | None, typer.Option("--area", help="只许看这个地点以下 | confined to this place")]
Unit = Annotated[str | None, typer.Option("--unit", help="角色 unit 的密钥:单位的编号或全称 | unit of a unit's key")]
Expires = Annotated[str | None, typer.Option("--expires", help="到哪一天失效,如 2025-12-31 | last day")]
KeyId = Annotated[str, typer.Argument(help="密钥编号,见 gongjian keys list | id of the key")]


def serve(session: Session, host: Host = None, port: Port = None) -> int:
    """启动网页和接口。 | Serve the page and the API.

    还没有密钥时,会给出一个一次性链接,打开即得第一把。 | Without any key a one-time link hands out the first one.
    """
    import uvicorn

    from api.app import create_app, uvicorn_options
    from api.keys import first_link

    named = {"host": host, "port": port}
    settings = session.settings.model_copy(update={key: value for key, value in named.items() if value is not None})
    _free(settings)
    app = create_app(settings)
    shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{settings.port}"
    link = first_link(settings)
    terminal = session.terminal
    terminal.say(f"网页 page   {address}/")
    terminal.say(f"接口 docs   {address}/docs")
    if link is not None:
        terminal.say("一次性链接(一小时内有效,打开即得第一把密钥)| one-time link:")
        terminal.line(link)
    terminal.say("停止请按 Ctrl-C | stop with Ctrl-C")
    terminal.emit({"address": address, "docs": f"{address}/docs", "first_link": link})
    server = uvicorn.Server(uvicorn.Config(app, **uvicorn_options(settings)))
    app.state.jobs.ending = lambda: server.should_exit
    with suppress(KeyboardInterrupt):  # raised again by the server once it has ended
        server.run()
    return 0 if server.started else 1


def _free(settings: Settings) -> None:
    """Raise StoreUnavailable where the port cannot be listened on: said before an address and a link are printed."""
    family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        if os.name == "posix":
            # as the server itself does: what a server that has just ended leaves behind does not count
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise StoreUnavailable(
                f"端口 {settings.port} 已被占用;用 --port 换一个",
                f"the port {settings.port} is taken: give another one with --port",
                code="port_taken",
            ) from error


def _known(session: Session, area: str | None, unit: str | None) -> str | None:
    """The id of the unit; raises NotFound for an area or unit that the graph does not have.

    Without a graph at hand nobody can tell: an area is then taken as given.
    """
    from graph.store.opening import LEDGER_FILE

    settings = session.settings
    if settings.uri is None and not (settings.data / LEDGER_FILE).exists():
        if unit is not None:
            raise NotFound("还没有图,无法核对 --unit 的单位;请先导入", "there is no graph yet to look up --unit in")
        session.terminal.note("还没有图,无法核对 --area 的地点;导入后请核对 | no graph yet: --area is not checked")
        return None
    with session.graph() as graph:
        if area is not None:
            graph.scope(area)
        return None if unit is None else graph.node("Unit", unit)


def keys_create(session: Session, label: Label, area: Area = None, unit: Unit = None, expires: Expires = None) -> int:
    """新建一把密钥;全文只显示这一次。 | Make a key; its text is shown this once.

    单位用的密钥:--role unit --unit 单位编号;它只能看本单位的记录,并可提出异议。
    For a unit: --role unit --unit ID; it reads the unit's own records only, and may object to them.
    """
    from api.keys import create_key

    if area is not None or unit is not None:
        unit = _known(session, area, unit)
    key, text = create_key(
        session.settings, label=label, role=session.role, area=area, unit=unit, expires=_end_of(expires)
    )
    session.terminal.say(f"密钥 {key.id}({key.role.value},{key.label}),请妥善保存,不再显示:\n{text}")
    session.terminal.emit({**asdict(key), "key": text})
    return 0


def _end_of(text: str | None) -> datetime | None:
    """The end of the last day, here."""
    if text is None:
        return None
    from datetime import datetime, time

    from api.command.session import day

    last = day(text)
    assert last is not None
    end = datetime.combine(last, time.max).astimezone()
    if end < datetime.now().astimezone():
        raise WrongUsage("--expires 已经过去", "--expires lies in the past")
    return end


def keys_list(session: Session) -> int:
    """列出密钥(不含其全文)。 | List keys, without their texts."""
    from api.keys import list_keys

    found = list_keys(session.settings)
    rows = [
        (key.id, key.role.value, key.label, key.area or key.unit, _day(key.created), _day(key.expires), _state(key))
        for key in found
    ]
    headings = ("编号", "角色", "用途", "范围", "创建", "失效", "状态")
    if rows:
        session.terminal.say(fitted(headings, rows, session.terminal.out.width))
    else:
        session.terminal.say("还没有密钥;用 gongjian keys create --label 用途 新建")
    session.terminal.emit({"keys": [asdict(key) for key in found]})
    return 0


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone().date().isoformat()


def _state(key: Key) -> str:
    from datetime import UTC, datetime

    if key.revoked is not None:
        return "已撤销"
    return "有效" if key.live(datetime.now(UTC)) else "已失效"


def keys_revoke(session: Session, key_id: KeyId) -> int:
    """撤销一把密钥。 | Revoke a key."""
    from api.keys import revoke_key

    key = revoke_key(session.settings, key_id)
    session.terminal.say(f"密钥 {key.id} 已撤销")
    session.terminal.emit(asdict(key))
    return 0


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app)(serve)
    keys = typer.Typer(no_args_is_help=True, help="接口密钥 | keys of the API")
    command(keys, "create")(keys_create)
    command(keys, "list")(keys_list)
    command(keys, "revoke")(keys_revoke)
    app.add_typer(keys, name="keys")
