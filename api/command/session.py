"""What every command shares: the options that name graph, role and form of the answer, and what becomes of errors."""

from __future__ import annotations

import errno
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.command.terminal import Terminal, close_pipe
from graph.errors import GongjianError, WrongUsage

if TYPE_CHECKING:
    from graph.opened import Graph
    from graph.settings import Settings
    from graph.store.ledger import Ledger

Json = Annotated[
    bool,
    typer.Option("--json", help="输出 JSON,供程序读取 | print JSON for machines", rich_help_panel="通用 | Common"),
]
Data = Annotated[
    Path | None,
    typer.Option("--data", help="数据文件夹(默认 GONGJIAN_DATA 或 data)| data folder", rich_help_panel="通用 | Common"),
]
Uri = Annotated[
    str | None,
    typer.Option(
        "--uri",
        help="Neo4j 地址(默认 GONGJIAN_URI;没有则用内嵌引擎)| address of a Neo4j server",
        rich_help_panel="通用 | Common",
    ),
]
RoleName = Annotated[
    str | None,
    typer.Option(
        "--role",
        help="以何种角色读取:public 公众(只有汇总)、planner 党务工作者(默认)、researcher 研究者、steward 数据管理员;"
        "新建密钥时是密钥的角色 | role to read in; of `keys create` the role of the key",
        rich_help_panel="通用 | Common",
    ),
]
Traceback = Annotated[
    bool,
    typer.Option(
        "--traceback",
        help="出现意外错误时显示全部细节 | show all details of an unexpected error",
        hidden=True,
    ),
]


@dataclass(frozen=True)
class Given:
    """The common options as given, before or after the command's name."""

    as_json: bool = False
    data: Path | None = None
    uri: str | None = None
    role: str | None = None
    traceback: bool = False

    def over(self, other: Given) -> Given:
        """These where given, else the other ones."""
        return Given(
            self.as_json or other.as_json,
            self.data if self.data is not None else other.data,
            self.uri if self.uri is not None else other.uri,
            self.role if self.role is not None else other.role,
            self.traceback or other.traceback,
        )


@dataclass
class Session:
    """One run of a command."""

    given: Given
    terminal: Terminal = field(init=False)

    def __post_init__(self) -> None:
        self.terminal = Terminal(as_json=self.given.as_json)

    @cached_property
    def settings(self) -> Settings:
        """Settings from options, environment and ``gongjian.toml``; WrongUsage names what is wrong in them."""
        from pydantic import ValidationError

        from graph.settings import Settings

        named: dict[str, Any] = {"data": self.given.data, "uri": self.given.uri}
        try:
            return Settings(**{name: value for name, value in named.items() if value is not None})
        except ValidationError as error:
            wrong = "、".join(sorted({".".join(map(str, each["loc"])) for each in error.errors()}))
            raise WrongUsage(
                f"设置有误:{wrong};请检查 GONGJIAN_ 开头的环境变量和 gongjian.toml",
                f"these settings are wrong: {wrong}; check the GONGJIAN_ variables and gongjian.toml",
                code="bad_settings",
            ) from error

    @property
    def role(self) -> str:
        """The role to read in; WrongUsage for one that there is not."""
        from graph.disclosure.roles import Role

        wanted = self.given.role or Role.PLANNER.value
        if wanted not in set(Role):
            known = "、".join(Role)
            raise WrongUsage(f"没有角色 {wanted};可用:{known}", f"there is no role {wanted}; there are: {known}")
        return wanted

    @contextmanager
    def graph(self) -> Iterator[Graph]:
        """The graph that the settings name, in the role given."""
        from graph.opened import open_graph

        with open_graph(self.settings, role=self.role, on_wait=self.terminal.note) as opened:
            if opened.store.rolled_forward is not None:
                number = opened.store.rolled_forward
                self.terminal.note(f"已补齐上次未写完的导入 {number} | load {number} was rolled forward")
                if opened.store.ledger.returned(number):
                    self.terminal.note(f"它有退回的行,见 gongjian loads {number} | it returned rows")
            opened.evidence.telling = lambda: self.terminal.progress("准备快照 preparing the snapshot")
            yield opened

    @contextmanager
    def ledger(self) -> Iterator[Ledger | None]:
        """The ledger alone, without an engine; None where nothing was ever loaded here."""
        from graph.store.ledger import Ledger
        from graph.store.opening import LEDGER_FILE

        path = self.settings.data / LEDGER_FILE
        if not path.exists():
            yield None
            return
        with Ledger(path) as opened:
            yield opened


Command = Callable[..., int | None]


def command(app: typer.Typer, name: str | None = None) -> Callable[[Command], Command]:
    """Register a function as a command: its first parameter is the session, what it returns is the exit code.

    The common options are added to its own; errors are shown and become exit codes.
    """

    def registered(function: Command) -> Command:
        @wraps(function)
        def run(ctx: typer.Context, **options: object) -> None:
            before = ctx.obj if isinstance(ctx.obj, Given) else Given()
            common: dict[str, Any] = {each.name: options.pop(each.name) for each in _COMMON}
            code = _guarded(function, Session(Given(**common).over(before)), options)
            if code:
                raise typer.Exit(code)

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
        keyword = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in [*own, *_COMMON]]
        signature = inspect.Signature([context, *keyword])
        run.__signature__ = signature  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in signature.parameters.values()}
        app.command(name)(run)
        return function

    return registered


def _option(name: str, annotation: object, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


_COMMON = (
    _option("as_json", Json, False),
    _option("data", Data, None),
    _option("uri", Uri, None),
    _option("role", RoleName, None),
    _option("traceback", Traceback, False),
)


def _guarded(function: Command, session: Session, options: dict[str, object]) -> int:
    """Run a command; every error ends here."""
    try:
        return function(session, **options) or 0
    except GongjianError as error:
        return session.terminal.fail(error)
    except (typer.Exit, typer.Abort):
        raise
    except BrokenPipeError:
        close_pipe()
        return 0
    except KeyboardInterrupt:
        session.terminal.note("已中断 | interrupted")
        return 130
    except Exception as error:
        if session.given.traceback:
            raise
        if isinstance(error, OSError) and error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return session.terminal.fail(_closed(session, error))
        return session.terminal.fail(unexpected(session, error))


def _closed(session: Session, error: OSError) -> GongjianError:
    """A file or folder that may not be written or read, in words: mostly the data folder."""
    from graph.errors import StoreUnavailable

    folder = session.settings.data.absolute()
    path = None if error.filename is None else Path(str(error.filename)).absolute()
    if path is None or path == folder or folder in path.parents or path in folder.parents:
        return StoreUnavailable(
            f"数据文件夹不可写({folder}):请检查权限,或用 --data 换一个",
            f"the data folder is not writable ({folder}): check its permissions, or give another one with --data",
            code="data_unwritable",
        )
    return WrongUsage(
        f"没有权限读写 {path.name}:请检查它的权限,或是否正被别的程序打开",
        f"{path.name} may not be read or written: check its permissions, and whether another program has it open",
        code="not_permitted",
    )


def unexpected(session: Session, error: Exception) -> GongjianError:
    """A fault of the program, in words; where it happened goes to a log, what it was about (values) does not."""
    from graph.errors import StoreError

    place = _logged(session, error)
    kind = type(error).__name__
    return StoreError(
        f"程序出现意外错误({kind});经过记在 {place},请随该文件反映给维护者",
        f"unexpected fault of the program ({kind}); its course is in {place}: send that file to the maintainers",
        code="unexpected",
    )


def _logged(session: Session, error: Exception) -> Path | str:
    """Write type and course of an error to the data folder's log, without its message or any value."""
    import traceback
    from datetime import UTC, datetime

    try:
        folder = session.settings.data / "log"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "gongjian.log"
        course = [
            f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        stamp = datetime.now(UTC).isoformat(timespec="seconds")
        with path.open("a", encoding="utf-8") as log:
            log.write("\n".join([f"{stamp} {' '.join(sys.argv[1:2])} {type(error).__name__}", *course, ""]))
        path.chmod(0o600)
        return path
    except (OSError, GongjianError):
        return "(日志写不进数据文件夹 | the log could not be written)"


def day(text: str | None) -> date | None:
    """A date option, its latest possible day where it names a month or a year; WrongUsage says how to write it."""
    if text is None:
        return None
    from graph.model.time import Moment

    try:
        return Moment.parse(text).latest
    except ValueError as error:
        raise WrongUsage(
            "日期请写成 2024-06-30、2024-06 或 2024",
            "write a date as 2024-06-30, 2024-06 or 2024",
            code="bad_date",
        ) from error
