"""``backup``, ``restore`` and ``migrate``: the record kept safe, each proven by the content hash."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.command.loading import Yes
from api.command.session import Session, command
from graph.errors import NotFound

BackupPath = Annotated[Path, typer.Argument(help="备份文件 | the backup file")]


def backup(session: Session, path: BackupPath) -> int:
    """备份底账到一个文件;导入和查询时也可进行。 | Back the ledger up to one file, also during a load.

    含底账及其密钥,不含接口密钥(API key);任何引擎都可由它恢复。文件请妥善保管。
    Holds the ledger with its secret but no API keys; any engine can be restored from it. Keep it safe.
    """
    from graph.store.backup import back_up

    with session.ledger() as ledger:
        if ledger is None:
            raise NotFound("还没有底账可备份", "there is no ledger here to back up")
        manifest = back_up(ledger, path)
    terminal = session.terminal
    terminal.mark(manifest.synthetic)
    terminal.say(
        f"已备份到 {path}:到导入 {manifest.sequence},文件 {manifest.files},点 {manifest.nodes},边 {manifest.ties}"
    )
    terminal.line(f"内容哈希:{manifest.content_hash}")
    terminal.say("其中有全部底账内容:请存放在只有管理者能读的地方")
    counts = {"load": manifest.sequence, "files": manifest.files, "nodes": manifest.nodes, "ties": manifest.ties}
    terminal.emit({"path": path, **counts, "content_hash": manifest.content_hash, "synthetic": manifest.synthetic})
    return 0


def restore(session: Session, path: BackupPath, yes: Yes = False) -> int:
    """用备份换回底账并重建图,核对内容哈希。 | Put a backup in the ledger's place and build the graph anew.

    现有的底账另存,不删;备份之后删除过的内容不会回来。请先停下服务(serve)。
    The present ledger is kept aside; what was erased since stays erased. Stop a running service first.
    """
    from graph.store.backup import manifest_of
    from graph.store.restoring import restore as restored

    terminal = session.terminal
    manifest = manifest_of(path)
    present = _present(session)
    if present:
        text = f"将以备份(到导入 {manifest.sequence},{manifest.made_at})换下现有底账(到导入 {present}),后者另存"
        en = f"the backup (up to load {manifest.sequence}) will take the place of the present ledger (up to {present})"
        terminal.confirm(text, en, yes=yes)
    with terminal.progress("恢复 restoring") as advance:
        done = restored(session.settings, path, advance)
    terminal.mark(manifest.synthetic)
    terminal.say(f"已恢复到导入 {manifest.sequence};由图逐条重算的内容哈希与底账一致")
    terminal.line(f"内容哈希:{done.content_hash}")
    if done.aside is not None:
        terminal.say(f"原底账另存为 {done.aside}")
    if done.erased_again:
        terminal.say(f"备份之后按要求删除过的 {done.erased_again} 行已再次删除")
    if done.tombstones_lost:
        terminal.say("原底账已损坏,其中的删除记录读不出:备份之后的删除请再执行一次")
    if done.keys_differ:
        terminal.say("备份之后换过密钥,现又是备份时的密钥:因泄露而换的,请再运行 gongjian secret rotate")
    told = {"load": manifest.sequence, "content_hash": done.content_hash, "synthetic": manifest.synthetic}
    more = {"aside": done.aside, "erased_again": done.erased_again}
    terminal.emit({**told, **more, "tombstones_lost": done.tombstones_lost, "keys_differ": done.keys_differ})
    return 0


def _present(session: Session) -> int:
    """The last load of the present ledger; 0 where there is none, or it is damaged and is put aside anyway."""
    from graph.errors import StoreMismatch
    from graph.store.ledger.faults import DAMAGED

    try:
        with session.ledger() as ledger:
            return 0 if ledger is None else ledger.sequence
    except StoreMismatch as error:
        if error.code != DAMAGED:
            raise
        return 0


def migrate(session: Session) -> int:
    """把数据文件夹升到本版本、本引擎,不重读名册,核对内容哈希。 | Bring the data folder to this version and engine."""
    from graph.store.migrating import migrate as migrated

    done = migrated(session.settings)
    terminal = session.terminal
    terminal.mark(done.synthetic)
    if done.aside is not None:
        terminal.say(f"底账由版本 {done.version_found} 升到 {done.version};升级前的另存为 {done.aside}")
    else:
        terminal.say(f"底账已是版本 {done.version}")
    if done.graph_built:
        terminal.say(f"这个引擎上还没有图,已由底账建成({done.engine})")
    elif done.model_changed:
        terminal.say("图由另一版本的模型写成,已由底账补齐")
    elif done.rolled_forward is not None:
        terminal.say(f"已补齐上次未写完的导入 {done.rolled_forward}")
    else:
        terminal.say(f"图与本版本一致,无须改动({done.engine})")
    terminal.line(f"由图逐条重算的内容哈希与底账一致:{done.content_hash}")
    told = {"version_found": done.version_found, "version": done.version, "aside": done.aside}
    did = {"graph_built": done.graph_built, "model_changed": done.model_changed}
    more = {"rolled_forward": done.rolled_forward, "engine": done.engine, "synthetic": done.synthetic}
    terminal.emit({**told, **did, **more, "content_hash": done.content_hash})
    return 0


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app)(backup)
    command(app)(restore)
    command(app)(migrate)
