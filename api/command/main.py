"""The command line's front door: ``gongjian …``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from api.command import (
    asking,
    cases,
    covering,
    demonstration,
    erasing,
    keeping,
    loading,
    oversight,
    people,
    review,
    rosters,
    serving,
    siting,
    standards,
    streets,
    synthesis,
    undoing,
    upkeep,
)
from api.command.session import Data, Given, Json, RoleName, Traceback, Uri
from graph.store import driver_log

_LEADS = {
    "NoSuchOption": "没有这个选项",
    "MissingParameter": "缺少必填的参数或选项",
    "BadParameter": "参数或选项的值不对",
    "BadOptionUsage": "选项的写法不对",
    "BadArgumentUsage": "参数的写法不对",
    "UsageError": "没有这个命令,或多给了参数",
}
"""Wrong calls that the framework finds (it speaks English), by the name of its error."""


@contextmanager
def _leading() -> Iterator[None]:
    """Say in Chinese what is wrong with a call, before the framework says it in full."""
    try:
        yield
    except typer.TyperException as error:
        lead = _LEADS.get(type(error).__name__)
        if lead is not None and not getattr(error, "led", False):
            error.led = True  # type: ignore[attr-defined]
            typer.echo(f"用法有误:{lead};用法见 gongjian 命令名 --help", err=True)
        raise


class _Commands(TyperGroup):
    def make_context(self, *args: Any, **more: Any) -> Any:  # noqa: ANN401 - the framework's own signature
        with _leading():
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the same
        with _leading():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands,
    name="gongjian",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="退出码:0 完成 · 1 失败,未记录 · 2 用法有误 · 3 完成,有退回的行 · 4 已记录,图待补齐 | "
    "exit codes: 0 done, 1 failed, nothing recorded, 2 wrong usage, 3 done, rows were returned, 4 recorded, "
    "the graph is unfinished and will be rolled forward",
)


@app.callback()
def common(
    ctx: typer.Context,
    as_json: Json = False,
    data: Data = None,
    uri: Uri = None,
    role: RoleName = None,
    traceback: Traceback = False,
) -> None:
    """共建:区域化党建的知识图谱。名册进,有出处、有时点的答案出。

    Knowledge graph of regional party-building: rosters in, sourced and dated answers out.
    第一次使用请运行 gongjian demo。 | New here? Run `gongjian demo`.
    """
    driver_log.silence()
    ctx.obj = Given(as_json, data, uri, role, traceback)


demonstration.register(app)
loading.register(app)
undoing.register(app)
rosters.register(app)
cases.register(app)
review.register(app)
synthesis.register(app)
asking.register(app)
covering.register(app)
siting.register(app)
standards.register(app)
streets.register(app)
people.register(app)
upkeep.register(app)
keeping.register(app)
erasing.register(app)
serving.register(app)
oversight.register(app)
