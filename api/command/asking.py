"""``questions``, ``ask`` and ``sources``: what can be asked, the answer, and the rows it rests on."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from api.command.session import Session, command, day
from api.command.terminal import ID_TITLE, fitted, shown
from graph.errors import NotFound, WrongUsage

if TYPE_CHECKING:
    from graph.disclosure.roles import Released
    from graph.questions.question import Column, Question
    from graph.store.values import Value

    Row = Mapping[str, object]

SHOWN = 50
"""Rows on a screen unless ``--limit`` says otherwise; files and machines get all."""
MARK_HEADING = "数据性质"
MARK_CELL = "演示数据"

Name = Annotated[str | None, typer.Argument(help="问题名;不填则全部列出 | name of a question; all if empty")]
Asked = Annotated[str, typer.Argument(metavar="QUESTION", help="问题名,见 gongjian questions | name of the question")]
Values = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME=VALUE]...", help="问题的参数 | parameters of the question"),
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="统计时点(默认今天)| date asked about, default today")]
ScopeName = Annotated[
    str | None, typer.Option("--scope", help="范围:地点的代码、名称或编号 | code, name or id of a place")
]
CsvPath = Annotated[Path | None, typer.Option("--csv", help="写成 CSV 文件(全部行)| write all rows to a CSV file")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help=f"最多几行(屏幕默认 {SHOWN})| at most so many rows")]
Ids = Annotated[bool, typer.Option("--ids", help="屏幕上也列出编号(JSON、CSV 里总有)| show ids on screen too")]
Id = Annotated[str, typer.Argument(metavar="ID", help="点的编号,如答案里所列 | id of a node, as answers list it")]


def questions(session: Session, name: Name = None) -> int:
    """列出可问的问题;给出问题名则列出参数和各列。 | List the questions, or one with parameters and columns."""
    from graph.questions import catalog
    from graph.questions.question import FAMILIES

    terminal = session.terminal
    if name is None:
        for family, found in catalog.families().items():
            terminal.say(Text(f"\n{FAMILIES[family]}", style="bold"))
            rows = [(each.name, each.title_zh, "、".join(each.parameters)) for each in found]
            terminal.say(fitted(("问题", "问什么", "参数"), rows, terminal.out.width))
        terminal.say("\n细看一个:gongjian questions 问题名;提问:gongjian ask 问题名 参数=值")
        terminal.emit({"questions": [_machine(each) for each in catalog.questions().values()]})
        return 0
    question = catalog.question_named(name)
    terminal.say(f"{question.title_zh} | {question.title_en}\n{question.about}\n")
    if question.parameters:
        needed = [
            (each.name, "必填" if each.required else "选填", each.meaning_zh, each.meaning_en)
            for each in question.parameters.values()
        ]
        terminal.say(fitted(("参数", "", "含义", "meaning"), needed, terminal.out.width))
        terminal.say()
    listed = [(each.title_zh, each.name, each.kind.value, each.meaning) for each in question.columns.values()]
    terminal.say(fitted(("列", "名", "类型", "meaning"), listed, terminal.out.width))
    example = " ".join(f"{each.name}=…" for each in question.parameters.values() if each.required)
    terminal.say(f"\n提问:gongjian ask {name} {example}".rstrip() + " [--scope 地点] [--as-of 日期]")
    terminal.emit(_machine(question))
    return 0


def _machine(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "title_zh": question.title_zh,
        "title_en": question.title_en,
        "about": question.about,
        "family": question.family,
        "roles": sorted(question.roles),
        "parameters": {
            each.name: {
                "kind": each.kind.value,
                "required": each.required,
                "meaning_zh": each.meaning_zh,
                "meaning_en": each.meaning_en,
            }
            for each in question.parameters.values()
        },
        "columns": {
            each.name: {"kind": each.kind.value, "title_zh": each.title_zh, "meaning": each.meaning}
            for each in question.columns.values()
        },
    }


def ask(  # noqa: PLR0913 - the parameters of a command are its options
    session: Session,
    question: Asked,
    values: Values = None,
    as_of: AsOf = None,
    scope: ScopeName = None,
    csv_path: CsvPath = None,
    limit: Limit = None,
    ids: Ids = False,
) -> int:
    """提一个问题。 | Ask a question.

    例:gongjian ask units_of_place place=甲社区 --as-of 2024-06-30
    """
    from graph.questions.asking import Page
    from graph.questions.catalog import question_named

    parameters = _pairs(values or [])
    question_named(question).bind(parameters)  # a typing error is told before an engine is started
    terminal = session.terminal
    shows = csv_path is None and not terminal.as_json
    most = limit or (SHOWN if shows else None)
    # one row more than is shown tells whether there are more
    page = None if most is None else Page(0, most + 1)
    with session.graph() as graph:
        released = graph.answer(question, parameters, as_of=day(as_of), scope=scope, page=page)
    rows = released.rows[:most]
    more = len(released.rows) > len(rows)
    if csv_path is not None:
        _write_csv(csv_path, released, rows)
    terminal.mark(released.answer.synthetic)
    if shows:
        _show(session, released, rows, more, ids=ids)
    elif csv_path is not None:
        terminal.say(f"{len(rows)} 行已写入 {csv_path}")
    terminal.emit(_answer(released, rows, more))
    return 0


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise WrongUsage("参数请写成 名=值,如 place=甲社区", "write parameters as name=value, such as place=甲社区")
    return name.strip(), value.strip()


def _pairs(texts: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in map(_pair, texts):
        if name in found:
            raise WrongUsage(f"参数 {name} 给了两次", f"the parameter {name} is given twice")
        found[name] = value
    return found


def drawn(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[list[str], list[list[object]]]:
    """Headings and cells of an answer in words; people read names first, ids are there to be copied."""
    from api.command.words import heading, worded

    ordered = sorted(columns, key=lambda column: column.title_zh.endswith(ID_TITLE))
    headings = [heading(column.name, column.title_zh) for column in ordered]
    return headings, [[worded(column.name, row[column.name]) for column in ordered] for row in rows]


def _hidden(columns: Sequence[Column]) -> set[str]:
    """Columns of ids beside which the name of the same thing stands, or beside which there is any name."""
    names = {column.name for column in columns}
    return {
        column.name
        for column in columns
        if column.title_zh.endswith(ID_TITLE)
        and (f"{column.name}_name" in names or "name" in names or "title" in names)
    }


def _show(session: Session, released: Released, rows: list[dict[str, Value]], more: bool, *, ids: bool = False) -> None:
    terminal, answer = session.terminal, released.answer
    terminal.say(f"{answer.question.title_zh} · 时点 {answer.as_of} · 范围 {answer.scope.name}")
    hidden = set() if ids else _hidden(released.columns)
    if not rows:
        terminal.say("没有符合的记录")
    else:
        columns = [column for column in released.columns if column.name not in hidden]
        terminal.say(fitted(*drawn(columns, rows), terminal.out.width))
    tail = f"前 {len(rows)} 行,还有更多:加 --limit 或 --csv 文件" if more else f"共 {len(rows)} 行"
    if released.withheld:
        tail += f";按角色 {session.role} 未显示 {len(released.withheld)} 列"
    if rows and hidden:
        tail += ";加 --ids 显示编号"
    terminal.say(tail)


def _answer(released: Released, rows: list[dict[str, Value]], more: bool) -> dict[str, object]:
    answer = released.answer
    return {
        "question": answer.question.name,
        "as_of": answer.as_of,
        "scope": {"id": answer.scope.id, "name": answer.scope.name},
        "parameters": dict(answer.parameters),
        "version": answer.version,
        "load": answer.sequence,
        "synthetic": answer.synthetic,
        "columns": [
            {"name": column.name, "title_zh": column.title_zh, "kind": column.kind.value} for column in released.columns
        ],
        "withheld": list(released.withheld),
        "rows": rows,
        "more": more,
    }


def _write_csv(path: Path, released: Released, rows: Iterable[dict[str, Value]]) -> None:
    """UTF-8 with a mark at its start, or spreadsheet programs take the Chinese for another encoding."""
    from api.command.rosters import unwritable
    from api.command.words import worded

    synthetic = released.answer.synthetic
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            headings = [column.title_zh for column in released.columns]
            writer.writerow([*headings, MARK_HEADING] if synthetic else headings)
            for row in rows:
                cells = [_cell(worded(column.name, row[column.name])) for column in released.columns]
                writer.writerow([*cells, MARK_CELL] if synthetic else cells)
    except OSError as error:
        raise unwritable(error) from error


def _cell(value: object) -> object:
    from api.answers import disarmed

    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return disarmed(shown(value).replace("\n", ";"))


def sources(session: Session, id: Id) -> int:
    """一个点出自哪些名册的哪些行。 | The rows of rosters that a node rests on."""
    with session.graph() as graph:
        found = graph.origins(id)
        synthetic = graph.store.state().synthetic
    if not found:
        raise NotFound(
            "图中没有这个编号,或本机没有它的底账;编号见 gongjian ask … --ids 的答案",
            "the graph has no node of this id, or its ledger is elsewhere: answers of `gongjian ask … --ids` list ids",
        )
    terminal = session.terminal
    terminal.mark(synthetic)
    rows = [(each.file, each.sheet, each.row, each.edition, each.load) for each in found]
    terminal.say(fitted(("文件", "工作表", "行", "统计时点", "导入"), rows, terminal.out.width))
    terminal.emit(
        {
            "id": id,
            "synthetic": synthetic,
            "rows": [
                {
                    "file": each.file,
                    "sheet": each.sheet,
                    "row": each.row,
                    "edition": each.edition,
                    "load": each.load,
                }
                for each in found
            ],
        }
    )
    return 0


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app)(questions)
    command(app)(ask)
    command(app)(sources)
