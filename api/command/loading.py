"""``load``: rosters in. Prepare, show what would change, commit, report, hand the returned rows back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.mending import say_waiting, written_again
from api.command.session import Session, command
from api.command.terminal import Terminal
from graph.errors import GongjianError, StoreUnavailable, Unfinished, WrongUsage

if TYPE_CHECKING:
    from graph.model.time import Moment
    from graph.store.fold import Closure
    from graph.store.ledger import Ledger
    from graph.store.store import Act, Store
    from ingest.load.commit import DryRun
    from ingest.load.options import LoadOptions
    from ingest.load.outcome import Prepared
    from ingest.report.outline import LoadReport

RETURNED = 3
"""Exit code: done, rows were returned (ledger.md §12)."""

Paths = Annotated[list[Path], typer.Argument(help="名册文件或文件夹(.xlsx .xls .et .csv;案例 .toml)| files or folders")]
DryRunFlag = Annotated[
    bool, typer.Option("--dry-run", help="预检:只看会怎样,不导入 | show what would happen, record nothing")
]
Plan = Annotated[
    str | None, typer.Option("--plan", help="预检给出的编号;有变化则拒绝 | id of the dry run that is meant")
]
EditionDate = Annotated[str | None, typer.Option("--edition", help="统计时点,如 2024-06-30 | date of the roster")]
Complete = Annotated[
    bool | None,
    typer.Option("--complete/--partial", help="完整名册,还是部分 | does it list everything, or only some"),
]
Issuer = Annotated[str | None, typer.Option("--issuer", help="名册由谁编制 | who keeps the roster")]
ScopeCode = Annotated[str | None, typer.Option("--scope", help="名册范围的区划代码 | division code of its scope")]
FormatNames = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        help="名册格式名,见 gongjian formats;只对一张表写 工作表=格式名,可重复 | format, or SHEET=FORMAT",
    ),
]
Replaces = Annotated[int | None, typer.Option("--replaces", help="改正哪次导入 | number of the load it corrects")]
AddsTo = Annotated[int | None, typer.Option("--adds-to", help="补充哪次导入 | number of the load it adds to")]
KeyedMembers = Annotated[
    bool,
    typer.Option("--keyed-members", help="准许逐人的党员名册,只存假名 | accept members, kept under pseudonyms"),
]
ReturnedPath = Annotated[
    Path | None,
    typer.Option("--returned", help="退回待改的行写到哪个 .xlsx | where to write the returned rows"),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="不再询问 | do not ask")]


def load(  # noqa: PLR0913 - the parameters of a command are its options
    session: Session,
    paths: Paths,
    dry_run: DryRunFlag = False,
    plan: Plan = None,
    edition: EditionDate = None,
    complete: Complete = None,
    issuer: Issuer = None,
    scope: ScopeCode = None,
    format: FormatNames = None,
    replaces: Replaces = None,
    adds_to: AddsTo = None,
    keyed_members: KeyedMembers = False,
    returned: ReturnedPath = None,
    yes: Yes = False,
) -> int:
    """导入名册(先用 --dry-run 预检)。 | Load rosters; look first with --dry-run.

    每行或导入,或连同原因退回;退回的行写成工作簿,改好再导入即可。同一文件不会重复导入。
    Every row is loaded or returned with its reason; the workbook of returned rows is mended and loaded again.
    """
    from ingest.load.options import LoadOptions
    from ingest.read.naming import is_personal

    if returned is not None and returned.suffix.lower() != ".xlsx":
        raise WrongUsage("--returned 应为 .xlsx 文件", "--returned must name an .xlsx file")
    if issuer is not None and is_personal(issuer):
        raise WrongUsage(
            "--issuer 里像是有人名或个人号码;请只写编制单位",
            "--issuer seems to name a person or to hold a personal number: give the office that keeps the roster",
            code="personal_issuer",
        )
    whole, of_sheets = _formats(format or ())
    options = LoadOptions(_moment(edition), complete, issuer, scope, whole, replaces, adds_to, of_sheets, keyed_members)
    with session.graph() as graph:
        return _load(session, graph.store, paths, options, Wish(dry_run, plan, returned, yes))


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with the files once they are read."""

    dry_run: bool = False
    plan: str | None = None
    returned: Path | None = None
    yes: bool = False


def _load(session: Session, store: Store, paths: Sequence[Path], options: LoadOptions, wish: Wish) -> int:
    from ingest.report.outline import nothing_new

    terminal = session.terminal
    prepared = read(terminal, store, paths, options)
    if not prepared.drafts:
        report = nothing_new(prepared, store.ledger)
        show(terminal, replace(report, workbooks=written_again(session, store.ledger, paths, options, wish.returned)))
        say_waiting(session, store.ledger, prepared.unchanged)
        return 0
    report = settled(session, store, prepared, wish)
    show(terminal, report)
    if wish.dry_run:
        terminal.say(f"预检编号 {report.plan}。导入:同样的命令去掉 --dry-run,加 --plan {report.plan}")
    return RETURNED if report.returned else 0


def settled(session: Session, store: Store, prepared: Prepared, wish: Wish) -> LoadReport:
    """What the load would do, where only that is wished; else ask about what would vanish, and load."""
    from ingest.load.commit import dry_run
    from ingest.report.outline import foreseen

    dry = dry_run(store, prepared) if wish.dry_run or _may_close(prepared, store.ledger) else None
    if wish.dry_run:
        assert dry is not None
        return foreseen(dry, store.ledger)
    if dry is not None:
        _ask(session.terminal, dry, yes=wish.yes)
    return carry_out(session, store, prepared, wish, dry.preview.closures if dry else ())


def read(terminal: Terminal, store: Store, paths: Sequence[Path], options: LoadOptions) -> Prepared:
    """Read and check the files, with a bar where that takes long."""
    from ingest.load.prepare import prepare

    with terminal.progress("读取名册 reading") as advance:
        return prepare(paths, options, store.ledger, lambda _, at, of: advance(at - 1, of))


def carry_out(
    session: Session, store: Store, prepared: Prepared, wish: Wish, closures: tuple[Closure, ...] = ()
) -> LoadReport:
    """Commit, write the workbook of returned rows and the page; Unfinished where only the record is done."""
    from ingest.report.outline import done

    act = _commit(session.terminal, store, prepared, wish.plan)
    return _keep(session, store.ledger, done(prepared, act, store.ledger, closures), wish.returned)


def _commit(terminal: Terminal, store: Store, prepared: Prepared, plan: str | None) -> Act:
    from ingest.load.commit import commit

    before = store.ledger.sequence
    try:
        with terminal.progress("写入图 writing") as advance:
            return commit(store, prepared, plan=plan, progress=advance)
    except KeyboardInterrupt as stopped:
        raise interrupted(store, before) from stopped


def interrupted(store: Store, before: int) -> GongjianError:
    """What an interrupted act leaves: it is recorded, or nothing is."""
    after = store.ledger.sequence
    if after > before:
        return Unfinished(
            f"已中断。导入 {after} 已记入底账,图未写完,下次打开时会自动补齐;不要的话用 gongjian undo {after}",
            f"interrupted. Load {after} is recorded, the graph is unfinished and will be rolled forward at the next "
            f"opening; to take it back: gongjian undo {after}",
        )
    return StoreUnavailable("已中断,没有记录任何内容", "interrupted, nothing was recorded", code="interrupted")


def _may_close(prepared: Prepared, ledger: Ledger) -> bool:
    """Whether a complete roster has another edition: only then can anything vanish, and is a fold ahead worth it."""
    recorded = [file.roster for file in ledger.files() if file.live]
    rosters = [*recorded, *(draft.roster for draft in prepared.drafts)]
    return any(draft.complete and rosters.count(draft.roster) > 1 for draft in prepared.drafts)


def _ask(terminal: Terminal, dry: DryRun, *, yes: bool) -> None:
    from ingest.report.sections import roster_zh

    large = dry.large_closures
    if not large:
        return
    zh = ";".join(
        f"{roster_zh(each.roster)}:上一版 {each.live} 个,本版有 {each.closed} 个没有列出,导入后视为不再列出"
        for each in large
    )
    en = "; ".join(f"{each.roster}: {each.closed} of {each.live} would no longer be listed" for each in large)
    terminal.confirm(zh, f"more than a tenth would be closed: {en}", yes=yes)


def _keep(session: Session, ledger: Ledger, report: LoadReport, returned: Path | None) -> LoadReport:
    """Write workbook and page of the report; a full disk here does not undo the load, so it is only said."""
    from ingest.report.html import page
    from ingest.report.returned import write_returned

    assert report.load is not None
    folder = session.settings.data
    try:
        path = returned or folder / "returned" / f"load-{report.load}.xlsx"
        written = write_returned(report.files, ledger.returned(report.load), path)
        report = replace(report, workbooks=written)
        shown_at = folder / "reports" / f"load-{report.load}.html"
        shown_at.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shown_at.write_text(page(report), encoding="utf-8")
        shown_at.chmod(0o600)
        report = replace(report, page=shown_at)
    except OSError as error:
        session.terminal.note(
            f"导入已完成,但退回工作簿或报告写不出({type(error).__name__}):请检查磁盘和 --returned 的位置 | "
            "the load is done, but its workbook of returned rows or its report could not be written"
        )
    return report


def show(terminal: Terminal, report: LoadReport) -> None:
    """Print a report, for people or machines."""
    if terminal.as_json:
        from ingest.report.machine import machine

        terminal.emit({"dry_run": report.load is None and report.counts is not None, **machine(report)})
        return
    from ingest.report.screen import screen

    terminal.mark(report.synthetic)
    terminal.say(screen(report))


def _moment(text: str | None) -> Moment | None:
    if text is None:
        return None
    from graph.model.time import Moment

    try:
        return Moment.parse(text)
    except ValueError as error:
        raise WrongUsage(
            "--edition 请写成 2024-06-30、2024-06 或 2024",
            "write --edition as 2024-06-30, 2024-06 or 2024",
            code="bad_date",
        ) from error


def _formats(given: Sequence[str]) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """The format for all sheets, if one is given, and those for single sheets."""
    # the name of a sheet may hold the sign itself, that of a format never does
    of_sheets = dict(each.rsplit("=", 1) for each in given if "=" in each)
    whole = [each for each in given if "=" not in each]
    if len(whole) > 1:
        raise WrongUsage(
            "--format 只能给一个总的格式名;几张表各不相同时写 --format 工作表=格式名",
            "--format takes one format for everything; write --format SHEET=FORMAT for single sheets",
        )
    return (whole[0] if whole else None), tuple(of_sheets.items())


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(load)
