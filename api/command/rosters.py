"""``formats``: what can be loaded; it needs no graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.session import Session, command
from api.command.terminal import fitted
from graph.errors import StoreFull, WrongUsage

if TYPE_CHECKING:
    from ingest.formats.declare import Column

FormatName = Annotated[str | None, typer.Argument(help="格式名;不填则全部列出 | name of a format; all if empty")]
Template = Annotated[
    Path | None, typer.Option("--template", help="写一份空白工作簿模板 | write an empty workbook to fill in")
]


def formats(session: Session, name: FormatName = None, template: Template = None) -> int:
    """列出名册格式及其表头;可写出空白模板。 | List roster formats with their headings; write empty templates."""
    from ingest.formats import catalog

    if name is None:
        if template is not None:
            raise WrongUsage("要写模板请指明格式名", "name the format whose template is to be written")
        _list(session)
        return 0
    declared = catalog.format_named(name)
    if template is not None:
        from ingest.report.template import write_template

        if template.suffix.lower() != ".xlsx":
            raise WrongUsage("--template 应为 .xlsx 文件", "--template must name an .xlsx file")
        try:
            write_template(declared, template)
        except OSError as error:
            raise unwritable(error) from error
        session.terminal.say(f"「{declared.title_zh}」的空白模板已写入 {template}")
        session.terminal.emit({"format": name, "template": str(template)})
        return 0
    from ingest.report.template import KINDS

    session.terminal.say(f"{declared.title_zh} | {declared.meaning}")
    if declared.books:
        session.terminal.say(f"也叫:{'、'.join(declared.books)}")
    rows = [
        (
            "、".join(column.headings) or "(自动)",
            _needed(column),
            "只记有无" if column.presence else KINDS[column.kind],
            "、".join(words[0] for words in column.lookup.values()),
        )
        for column in declared.columns.values()
    ]
    headings = ("表头(写法)", "必填", "类型", "可填")
    session.terminal.say(fitted(headings, rows, session.terminal.out.width))
    session.terminal.say(f"空白模板:gongjian formats {name} --template {name}.xlsx")
    session.terminal.emit(_machine(name))
    return 0


def _needed(column: Column) -> str:
    if column.default_edition:
        return "不填则按统计时点"
    if column.from_title:
        return "必填,或写在标题里" if column.required else "可写在标题里"
    return "必填" if column.required else ""


def _list(session: Session) -> None:
    from ingest.formats import catalog

    rows = []
    for each in catalog.formats().values():
        written = [column for column in each.columns.values() if column.headings]
        needed = "、".join(column.title_zh for column in written if column.required)
        others = "、".join(column.title_zh for column in written if not column.required)
        rows.append((each.name, "、".join(dict.fromkeys((each.title_zh, *each.books))), needed, others))
    session.terminal.say(fitted(("格式", "名册(也叫)", "必需的列", "其他列"), rows, session.terminal.out.width))
    session.terminal.say(
        "各列的其他写法:gongjian formats 格式名\n空白模板:gongjian formats 格式名 --template 文件.xlsx"
    )
    session.terminal.emit({"formats": [_machine(name) for name in catalog.formats()]})


def _machine(name: str) -> dict[str, object]:
    from ingest.formats import catalog

    declared = catalog.format_named(name)
    return {
        "name": declared.name,
        "title_zh": declared.title_zh,
        "meaning": declared.meaning,
        "editions": declared.editions,
        "books": list(declared.books),
        "columns": {
            key: {
                "headings": column.headings,
                "kind": column.kind,
                "required": column.required,
                "several": column.split,
                "presence_only": column.presence,
                "from_title": column.from_title,
                "default_edition": column.default_edition,
                "categories": column.lookup,
            }
            for key, column in declared.columns.items()
        },
    }


def unwritable(error: OSError) -> StoreFull | WrongUsage:
    """Why a file that was asked for cannot be written."""
    import errno

    if error.errno == errno.ENOSPC:
        return StoreFull("磁盘已满,请腾出空间", "the disk is full: make room")
    return WrongUsage(
        f"文件写不进去({type(error).__name__}):请检查文件夹是否存在、是否可写、文件是否正打开",
        f"the file cannot be written ({type(error).__name__}): check that its folder exists and is writable",
        code="unwritable",
    )


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app)(formats)
