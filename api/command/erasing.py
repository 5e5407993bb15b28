"""``erase`` and ``secret``: what must not be kept any longer, and the keys under which the rest is kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.loading import DryRunFlag, Yes, interrupted
from api.command.session import Session, command
from api.command.terminal import fitted
from graph.errors import NotFound, StoreUnavailable, WrongUsage

if TYPE_CHECKING:
    from graph.store.erasure import Erasure
    from graph.store.ledger import Ledger
    from graph.store.store import Store

SHOWN = 20
"""Rows on a screen before the question."""
RowNumbers = Annotated[
    list[int] | None,
    typer.Argument(help="行编号,见 gongjian loads 导入编号 --rows 或 --find 文字 | numbers of rows"),
]
Nodes = Annotated[
    list[str] | None, typer.Option("--node", help="整个点:它的编号,可重复 | a whole node by its id; repeatable")
]
Only = Annotated[
    bool, typer.Option("--only", help="只删这几行(及一字不差的行),不删其他版本 | these rows alone, not their versions")
]
Member = Annotated[
    bool,
    typer.Option("--member", help="一名党员:提示输入名册里的长期编号(不显示)| a member: asks for the lasting serial"),
]
Pseudonyms = Annotated[
    bool,
    typer.Option("--pseudonyms", help="换党员假名的密钥:此后的假名与以前的对不上 | change the key of pseudonyms"),
]


def erase(
    session: Session,
    rows: RowNumbers = None,
    node: Nodes = None,
    member: Member = False,
    only: Only = False,
    dry_run: DryRunFlag = False,
    yes: Yes = False,
) -> int:
    """按要求删除:内容从底账和图中去除,以后也不再读入。 | Erase: the content goes, and no load brings it back.

    删一行连同它在同一名册里的各个版本(被改正、被撤回的也在内);删一个点连同其他行对它的提及。不能撤回。
    With a row go its versions in that roster, with a node what other rows say of it. It cannot be undone.
    """
    if not rows and not node and not member:
        raise WrongUsage(
            "请给出行编号,或用 --node 给出点的编号,或用 --member",
            "give numbers of rows, a node's id with --node, or --member",
        )
    terminal = session.terminal
    serial = _serial(session) if member else None
    with session.graph() as graph:
        from api.jobs.store import JobStore
        from graph.store.erasure import plan_erasure

        store = graph.store
        nodes = [*(node or ()), *_nodes_of(store.ledger, serial)]
        planned = plan_erasure(store.ledger, rows or (), nodes, only=only)
        touched = (*planned.gone, *planned.shortened)
        loads = sorted({load for *_, load, _ in store.ledger.whereabouts(touched)})
        synthetic = store.state().synthetic
        terminal.mark(synthetic)
        counts = _foretell(session, store, planned)
        removed: list[str] = []
        jobs, results = JobStore(session.settings.data), 0
        act, scrubbed = None, False
        if not dry_run:
            _ask(session, planned, yes=yes)
            # first: they can be written again, but nobody would look for them once the rows are gone
            removed = _remove_derived(session.settings.data, loads)
            results = jobs.forget_results()
            act, scrubbed = _carry_out(session, store, planned)
            results += jobs.forget_results()  # of jobs that had read the rows just before
    copies = sorted(path.name for path in session.settings.data.glob("ledger-*.sqlite"))
    if not dry_run:
        _say_done(session, scrubbed=scrubbed, removed=removed, copies=copies, results=results)
    told = {"load": act, "dry_run": dry_run, "rows": list(planned.gone), "shortened": list(planned.shortened)}
    more = {"counts": counts, "loads": loads, "removed_files": removed, "removed_results": results}
    more |= {"copies": copies, "scrubbed": scrubbed}
    terminal.emit({**told, **more, "synthetic": synthetic})
    return 0


def _serial(session: Session) -> str:
    """The serial as typed or piped in, never on the command line, which others can read."""
    if session.terminal.asks:
        return session.terminal.err.input("党员的长期编号 | the member's serial: ", password=True).strip()
    return sys.stdin.readline().strip()


def _nodes_of(ledger: Ledger, serial: str | None) -> list[str]:
    if serial is None:
        return []
    from graph.store.erasure import nodes_of_person
    from ingest.check.statements import pseudonym

    nodes = nodes_of_person(ledger, pseudonym(serial, ledger.secret)) if serial else []
    if not nodes:
        raise NotFound(
            "底账里没有这个编号的党员(换过假名密钥之前导入的已认不出)",
            "no member of this serial is in the ledger (those loaded before the key of pseudonyms was changed "
            "cannot be told any more)",
        )
    return nodes


def _foretell(session: Session, store: Store, planned: Erasure) -> dict[str, int]:
    """Show which rows and how much of the graph would go."""
    from graph.store.fold import Supposition

    terminal = session.terminal
    preview = store.preview(Supposition(erased=planned.tombstones))
    touched = {**dict.fromkeys(planned.gone, "整行"), **dict.fromkeys(planned.shortened, "其中的提及")}
    places = store.ledger.whereabouts(touched)
    cells = [
        (number, load, file, sheet, at, edition, touched[number]) for number, file, sheet, at, load, edition in places
    ]
    terminal.say(f"要删除的行 {len(planned.gone)},要从中去掉提及的行 {len(planned.shortened)}:")
    headings = ("行编号", "导入", "文件", "工作表", "行", "统计时点", "删除")
    terminal.say(fitted(headings, cells[:SHOWN], terminal.out.width))
    if len(cells) > SHOWN:
        terminal.say(f"… 还有 {len(cells) - SHOWN} 行")
    counts = {"added": preview.added, "changed": preview.changed, "removed": preview.removed}
    terminal.say(f"图中的点和边:将新增 {preview.added},将更改 {preview.changed},将除去 {preview.removed}")
    return counts


def _ask(session: Session, planned: Erasure, *, yes: bool) -> None:
    text = f"将删除 {len(planned.gone)} 行的内容,不能撤回,以后的导入也不再读入"
    en = f"the content of {len(planned.gone)} rows will be erased for good"
    session.terminal.confirm(text, en, yes=yes)


def _carry_out(session: Session, store: Store, planned: Erasure) -> tuple[int, bool]:
    before = store.ledger.sequence
    try:
        with session.terminal.progress("删除 erasing") as advance:
            act, scrubbed = store.erase(planned.marks, progress=advance, wait_seconds=10)
    except KeyboardInterrupt as stopped:
        raise interrupted(store, before) from stopped
    return act.load, scrubbed


def _remove_derived(data: Path, loads: list[int]) -> list[str]:
    """Remove the workbooks of returned rows and the reports of these loads: they hold cells of the same rows."""
    found = [
        path
        for load in loads
        for folder in ("returned", "reports")
        for pattern in (f"load-{load}.*", f"load-{load}-*")
        for path in sorted((data / folder).glob(pattern))
    ]
    try:
        for path in found:
            path.unlink()
    except OSError as error:
        names = "、".join(f"{path.parent.name}/{path.name}" for path in found if path.exists())
        raise StoreUnavailable(
            f"还没有删除任何行:这些由它们而来的文件删不掉,请先自行删去或关闭:{names}",
            f"no row was erased yet: these files made of them cannot be removed, remove or close them first: {names}",
            code="derived_files_left",
        ) from error
    return [f"{path.parent.name}/{path.name}" for path in found]


def _say_done(session: Session, *, scrubbed: bool, removed: list[str], copies: list[str], results: int) -> None:
    terminal = session.terminal
    terminal.say("已删除。同样的行以后再导入时只记位置,不再读入")
    if not scrubbed:
        terminal.say("底账文件里的残留字节还没有清掉(有程序正在读,或磁盘空间不够),下次打开时会再清")
    if removed:
        terminal.say(f"同时删去了这些导入的退回工作簿和报告:{'、'.join(removed)}")
    if results:
        terminal.say(f"同时删去了 {results} 个任务的结果(/v1/jobs),正在进行的任务已停止,可重新开始")
    if copies:
        terminal.say(f"数据文件夹里另存的旧底账可能还有,请自行销毁:{'、'.join(copies)}")
    if session.settings.uri is None:
        terminal.say("内嵌引擎的索引和日志文件里可能还有残留字节;停下服务后运行 gongjian rebuild --fresh 即清掉")
    else:
        terminal.say("Neo4j 的事务日志按它自己的设置保留(db.tx_log.rotation.retention_policy),到期才清掉")
    terminal.say("原名册、从前的备份和另存的退回工作簿不在本系统内,请自行处理;从前的备份恢复时会再次删除")


def rotate(session: Session, pseudonyms: Pseudonyms = False, yes: Yes = False) -> int:
    """更换底账的密钥;加 --pseudonyms 换党员假名的密钥。 | Change the ledger's keys, or that of pseudonyms.

    行指纹用新密钥重算,已有的删除标记继续有效。 | Rows are hashed anew, former tombstones stay in force.
    """
    terminal = session.terminal
    with session.ledger() as ledger:
        if ledger is None:
            raise NotFound("还没有底账", "there is no ledger here yet")
        if pseudonyms:
            text = "换了以后,新名册里的党员与以前的对不上,以前按要求删除的党员也认不出;要连续,请重新导入各期党员名册"
            en = "members of later rosters will not be matched with those loaded, nor with those erased so far"
            terminal.confirm(text, en, yes=yes)
            ledger.rotate_pseudonyms()
            hashed = None
        else:
            hashed = ledger.rotate()
        scrubbed = ledger.scrub()
    terminal.say("已换党员假名的密钥" if pseudonyms else f"已换密钥,重算行指纹 {hashed} 行")
    if not scrubbed:
        terminal.say("旧密钥的残留字节还在底账文件里(有程序正在读),下次打开时会清掉")
    terminal.say("从前的备份里仍是旧密钥")
    terminal.emit({"pseudonyms": pseudonyms, "rows": hashed, "scrubbed": scrubbed})
    return 0


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app)(erase)
    secret = typer.Typer(no_args_is_help=True, help="底账的密钥 | the keys of the ledger")
    command(secret)(rotate)
    app.add_typer(secret, name="secret")
