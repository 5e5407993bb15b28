"""``undo`` and ``loads``: what was loaded, what that changed, and taking it back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.comparing import compared, machine, may_compare, say_difference, write_difference
from api.command.loading import DryRunFlag, Yes, interrupted
from api.command.mending import mend_zh, mends, unmended
from api.command.recorded import list_rows
from api.command.session import Session, command
from api.command.terminal import fitted
from graph.errors import NotFound, WrongUsage

if TYPE_CHECKING:
    from api.command.differences import Group
    from graph.store.ledger import FileEntry, Ledger, LoadEntry

Number = Annotated[int, typer.Argument(help="导入编号,见 gongjian loads | number of the load")]
MaybeNumber = Annotated[int | None, typer.Argument(help="导入编号;不填则全部列出 | number; all if empty")]
Other = Annotated[
    int | None, typer.Argument(help="另一次导入:比较到这两次为止各自所知 | compare what was known after each")
]
Every = Annotated[bool, typer.Option("--all", help="全部列出,不截短 | show all of it, cut nothing")]
Rows = Annotated[bool, typer.Option("--rows", help="列出所记的行及其编号 | list the recorded rows with numbers")]
Find = Annotated[
    str | None, typer.Option("--find", help="查找内容里有这段文字的行 | find the rows that hold this text")
]
Out = Annotated[Path | None, typer.Option("--out", help="把差别写到这个 .xlsx | write the difference to a workbook")]
KINDS = {"load": "导入", "undo": "撤回", "erase": "删除"}


def undo(session: Session, number: Number, dry_run: DryRunFlag = False, yes: Yes = False) -> int:
    """撤回一次导入;撤回也可以再撤回。 | Take a load back; an undo can be undone.

    图变为其余导入所说的样子,底账不删。 | The graph becomes that of the other loads; the record keeps everything.
    """
    from graph.store.fold import Supposition

    terminal = session.terminal
    with session.graph() as graph:
        store = graph.store
        _undoable(store.ledger, number)
        preview = store.preview(Supposition(undone=number))
        held = preview.changed + preview.removed + preview.unchanged
        counts = {"added": preview.added, "changed": preview.changed, "removed": preview.removed}
        if not dry_run:
            # nobody answers in a script, and an undo names its load and can itself be undone: ask people only
            if preview.removed * 10 > held and terminal.asks:
                text = f"撤回导入 {number} 会使图中 {held} 个点和边里的 {preview.removed} 个不再有"
                en = f"undoing load {number} removes {preview.removed} of {held} nodes and ties"
                terminal.confirm(text, en, yes=yes)
            before = store.ledger.sequence
            try:
                with terminal.progress("撤回 undoing") as advance:
                    act = store.undo(number, progress=advance, wait_seconds=10)
            except KeyboardInterrupt as stopped:
                raise interrupted(store, before) from stopped
        synthetic = store.state().synthetic
    recorded = None if dry_run else act.load
    terminal.mark(synthetic)
    would = "将" if dry_run else "已"
    done = "尚未撤回" if dry_run else f"记为 {recorded};反悔可运行 gongjian undo {recorded}"
    terminal.say(f"撤回导入 {number}({done})")
    terminal.say(
        f"图中的点和边:{would}恢复 {preview.added},{would}更改 {preview.changed},{would}除去 {preview.removed}"
    )
    terminal.emit({"undone": number, "load": recorded, "dry_run": dry_run, "counts": counts, "synthetic": synthetic})
    return 0


def _undoable(ledger: Ledger, number: int) -> None:
    entry = next((each for each in ledger.loads() if each.id == number), None)
    if entry is None:
        raise _no_load(number)
    if not entry.live:
        raise WrongUsage(f"导入 {number} 已经撤回", f"load {number} is already undone")


def _no_load(number: int) -> NotFound:
    return NotFound(f"没有编号为 {number} 的导入;用 gongjian loads 查看", f"no load {number}: see `gongjian loads`")


def loads(
    session: Session,
    number: MaybeNumber = None,
    other: Other = None,
    every: Every = False,
    rows: Rows = False,
    find: Find = None,
    out: Out = None,
) -> int:
    """列出各次导入;给一个编号看它改变了什么,给两个编号比较前后所知。 | List loads, show one, compare two.

    任何两次都可比较,撤回了的也可以;删除了的内容不再显示。 | Any two compare, undone ones too.
    """
    if out is not None and number is None:
        raise WrongUsage("--out 要同时给出导入编号", "--out needs the number of a load")
    with session.ledger() as ledger:
        if ledger is None:
            if number is not None:
                raise _no_load(number)
            session.terminal.say("还没有导入过;用 gongjian load 导入名册")
            session.terminal.emit({"loads": [], "synthetic": False})
        elif rows or find is not None:
            list_rows(session, ledger, number, find, every=every)
        elif number is None:
            _list(session, ledger)
        elif other is None:
            _one(session, ledger, number, Wanted(every, out))
        else:
            _two(session, ledger, number, other, Wanted(every, out))
    return 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of a difference is to be shown, and the workbook to write it to."""

    every: bool
    out: Path | None


def _two(session: Session, ledger: Ledger, first: int, second: int, wanted: Wanted) -> None:
    groups = compared(session, ledger, first, second)
    synthetic = any(file.live and file.synthetic for file in ledger.files())
    terminal = session.terminal
    terminal.mark(synthetic)
    terminal.say(f"导入 {second} 之后所知,与导入 {first} 之后相比:")
    _show(session, groups, wanted)
    told = {"from": first, "to": second, "changes": machine(groups, every=True), "synthetic": synthetic}
    terminal.emit({**told, "out": wanted.out})


def _show(session: Session, groups: list[Group], wanted: Wanted) -> None:
    say_difference(session, groups, every=wanted.every)
    if wanted.out is not None:
        write_difference(groups, wanted.out)
        session.terminal.say(f"差别已写到 {wanted.out}")


def _list(session: Session, ledger: Ledger) -> None:
    files = ledger.files()
    by_load: dict[int, list[FileEntry]] = {}
    for file in files:
        by_load.setdefault(file.load, []).append(file)
    synthetic = any(file.live and file.synthetic for file in files)
    entries = ledger.loads()
    terminal = session.terminal
    terminal.mark(synthetic)
    rows = [_row(entry, by_load.get(entry.id, [])) for entry in entries]
    headings = ("编号", "类别", "时间", "文件", "导入行", "退回行", "状态")
    if rows:
        terminal.say(fitted(headings, rows, terminal.out.width))
    else:
        terminal.say("还没有导入过;用 gongjian load 导入名册")
    terminal.emit({"loads": [_machine(entry, by_load.get(entry.id, [])) for entry in entries], "synthetic": synthetic})


def _row(entry: LoadEntry, files: list[FileEntry]) -> tuple[object, ...]:
    kind = KINDS[entry.kind] + (f" {entry.target}" if entry.target is not None else "")
    names = list(dict.fromkeys(file.name for file in files))  # a workbook of several rosters is one file to people
    listed = "\n".join(names[:3]) + (f"\n… 共 {len(names)} 个" if len(names) > 3 else "")
    loaded = sum(file.counts.get("loaded", file.counts.get("accepted", 0)) for file in files)
    returned = sum(file.counts.get("returned", 0) for file in files)
    state = "在用" if entry.live else "已撤回"
    made = f"{datetime.fromisoformat(entry.made_at).astimezone():%Y-%m-%d %H:%M:%S}"
    return entry.id, kind, made, listed, loaded, returned, state


def _machine(entry: LoadEntry, files: list[FileEntry]) -> dict[str, object]:
    return {
        "load": entry.id,
        "kind": entry.kind,
        "made_at": entry.made_at,
        "target": entry.target,
        "plan": entry.plan,
        "live": entry.live,
        "files": [
            {
                "file": file.name,
                "format": file.format,
                "issuer": file.issuer,
                "scope": file.scope,
                "edition": file.edition,
                "complete": file.complete,
                "synthetic": file.synthetic,
                "live": file.live,
                "rows": file.counts,
            }
            for file in files
        ],
    }


def _one(session: Session, ledger: Ledger, number: int, wanted: Wanted) -> None:
    from ingest.report.faults import fault_zh

    entry = next((each for each in ledger.loads() if each.id == number), None)
    if entry is None:
        raise _no_load(number)
    files = [file for file in ledger.files() if file.load == number]
    mended = mends(ledger, number)
    returned = [
        {"number": row, "file": file, "sheet": sheet, "row": at, "column": column, "code": code}
        | {"zh": fault_zh(code), "mended": row in mended and mended[row].accepted}
        for row, file, sheet, at, reason in ledger.returned(number)
        for column, code in json.loads(reason)
    ]
    synthetic = any(file.synthetic for file in files)
    terminal = session.terminal
    terminal.mark(synthetic)
    kind, made, state = (_row(entry, files)[at] for at in (1, 2, 6))
    terminal.say(f"{kind} · 编号 {number} · {made} · {state}")
    if files:
        listed = [_file_row(file) for file in files]
        headings = ("文件", "统计时点", "导入", "重复", "略过", "退回", "已删不读")
        terminal.say(fitted(headings, listed, terminal.out.width))
    if returned:
        numbers = {each["number"] for each in returned}
        terminal.say(f"\n退回的行 {len(numbers)},其中还没有改好的 {unmended(ledger, number)}:")
        columns = ("退回编号", "文件", "工作表", "行", "列", "原因", "现况")
        names = ("number", "file", "sheet", "row", "column", "zh")
        cells = [(*(each[name] for name in names), mend_zh(mended.get(each["number"]))) for each in returned]
        terminal.say(fitted(columns, cells, terminal.out.width))
    told = {**_machine(entry, files), "returned": returned, "synthetic": synthetic}
    if may_compare(session):
        groups = compared(session, ledger, number - 1, number)
        terminal.say(f"\n{kind}之后所知,与之前相比(删除了的内容前后都不再显示):")
        _show(session, groups, wanted)
        told |= {"changes": machine(groups, every=wanted.every), "out": wanted.out}
    terminal.emit(told)


def _file_row(file: FileEntry) -> tuple[object, ...]:
    from ingest.report.sections import roster_zh

    complete = "完整" if file.complete else "部分"
    replaced = "" if file.live else " · 已撤回或被替换"
    loaded = file.counts.get("loaded", file.counts.get("accepted", 0))
    others = (file.counts.get(name, 0) for name in ("duplicates", "ignored", "returned", "erased"))
    return f"{file.name}\n{roster_zh(file.roster)} · {complete}{replaced}", file.edition, loaded, *others


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app)(undo)
    command(app)(loads)
