"""Move the graph to another engine or server: build it there from the ledger, prove it by the content hash, switch."""

from __future__ import annotations

from graph.errors import StoreMismatch, WrongUsage
from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.content import recompute
from graph.store.fold import fold, gather
from graph.store.lease import Lease, acquire, read_state
from graph.store.ledger import Ledger
from graph.store.opening import connect, initialise
from graph.store.project import Progress, change, empty, project
from graph.store.store import Store
from graph.store.writing import begin_writing, end_writing


def copy(store: Store, settings: Settings, progress: Progress | None = None) -> str:
    """Copy the graph to where ``settings`` point and make that the active one; returns the content hash proven there.

    Until the hash of the copy, recomputed from the copy itself, equals that of the graph, nothing is switched.
    """
    bolt, attachment, address = connect(settings)
    try:
        state = read_state(bolt)
        if state is not None and state.graph == store.state().graph:
            raise WrongUsage("目标就是当前的图", "the target is the very graph that is in use")
        if state is None:
            state = initialise(bolt, store.ledger)
        elif state.ledger != store.ledger.id:
            raise StoreMismatch(
                "目标数据库里是另一本底账的图;请给一个空的数据库",
                "the target holds a graph of another ledger: give an empty database",
                code="foreign_ledger",
            )
        with store.writing(0) as source:
            target = acquire(bolt, alone_here=True)  # nobody else loads: the ledger's folder is locked
            try:
                total = _fill(bolt, target, store.ledger, progress)
                proven, _, _ = recompute(bolt)
                if not proven == total == store.state().sum:
                    raise StoreMismatch(
                        "副本与原图的内容哈希不一致,未切换;请运行 gongjian doctor --full",
                        "copy and graph differ in content hash, nothing was switched: run `gongjian doctor --full`",
                    )
                store.ledger.move(state.graph, address, store.ledger.sequence, total)
                bolt.write(lambda tx: target.renew(tx, active=True))
                store.bolt.write(lambda tx: source.renew(tx, active=False))
            finally:
                target.release()
        return f"{total:064x}"
    finally:
        bolt.close()
        if attachment is not None:
            attachment.close()


def _fill(bolt: Bolt, lease: Lease, ledger: Ledger, progress: Progress | None) -> int:
    begin_writing(bolt, lease)
    empty(bolt, lease)
    planned = change(fold(gather(ledger)), {})
    total = project(bolt, lease, planned, {}, start=0, load=ledger.sequence, progress=progress)
    end_writing(bolt, lease, ledger, ledger.sequence, total)
    return total
