"""The store: one engine or server, one ledger, and the acts that keep the two in step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from graph.collector import collector_paused
from graph.errors import (
    GongjianError,
    LoadInProgress,
    StoreBusy,
    StoreMismatch,
    StoreUnavailable,
    Unfinished,
    WrongUsage,
)
from graph.store import engine
from graph.store.bolt import Bolt
from graph.store.fold import Closure, Folded, Supposition, closures, fold, gather
from graph.store.folder_lock import FolderLock
from graph.store.lease import STATE_QUERY, GraphState, Lease, acquire, parse_state, read_state
from graph.store.ledger import FileDraft, Ledger, Mark
from graph.store.project import Change, Progress, change, empty, project, settled
from graph.store.snapshot_folder import remove_snapshots
from graph.store.values import Value
from graph.store.writing import begin_writing, end_writing

_ERASED = "MATCH (l:Load) WHERE l.number > $act AND l.kind = 'erase' RETURN count(l) > 0 AS erased"


@dataclass(frozen=True, slots=True)
class Act:
    """What a load, an undo or a rebuild did to the graph."""

    load: int
    added: int
    changed: int
    removed: int
    unchanged: int
    folded: Folded


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do, computed without recording anything."""

    added: int
    changed: int
    removed: int
    unchanged: int
    folded: Folded
    change: Change
    closures: tuple[Closure, ...]


class Store:
    """An open graph with its ledger. Use :func:`open_store`."""

    def __init__(self, bolt: Bolt, ledger: Ledger | None, attachment: engine.Attachment | None, address: str) -> None:
        self.bolt = bolt
        self._ledger = ledger
        self._attachment = attachment
        self.address = address
        self.rolled_forward: int | None = None
        """Number of the load that this opening brought to its end, if one was left unfinished."""

    @property
    def ledger(self) -> Ledger:
        """The ledger; StoreMismatch where this machine only reads the graph."""
        if self._ledger is None:
            raise StoreMismatch(
                "本机没有这个图的底账,只能查询;请在存放底账的机器上导入,或用 GONGJIAN_DATA 指到底账所在文件夹",
                "this machine has no ledger of this graph and can only ask questions: load where the ledger is, "
                "or point GONGJIAN_DATA to its folder",
            )
        return self._ledger

    def state(self) -> GraphState:
        """The graph's state as the database has it now."""
        state = read_state(self.bolt)
        if state is None:
            raise StoreMismatch("图已被清空,请重新打开", "the graph has been emptied: open it again")
        return state

    def read(self, query: str, parameters: Mapping[str, object]) -> tuple[list[dict[str, Value]], GraphState]:
        """Rows of one query and the state that they belong to; LoadInProgress if a load is or was being written."""
        with self.bolt.reading() as reading:
            before = parse_state(reading.run(STATE_QUERY, {}))
            if before is not None and not before.writing:
                rows = reading.run(query, parameters)
                if parse_state(reading.run(STATE_QUERY, {})) == before:
                    return rows, before
        raise LoadInProgress("正在导入,请稍候再问", "a load is being written: ask again in a moment")

    # --- acts -------------------------------------------------------------------------------------

    def load(
        self,
        files: Sequence[FileDraft],
        *,
        withdraws: Iterable[int] = (),
        plan: str | None = None,
        after: int | None = None,
        progress: Progress | None = None,
        wait_seconds: float = 0,
    ) -> Act:
        """Record files as one Load and bring the graph up to it.

        ``after`` is the last load of the ledger that the files were checked against; WrongUsage if there is another.
        """
        self._refuse_mixture(files)
        with self.writing(wait_seconds) as lease:
            self._finish_former(lease)
            if after is not None and self.ledger.sequence != after:
                raise WrongUsage(
                    "检查文件期间有另一个导入完成;请再运行一次,以当前底账重新检查",
                    "another load was recorded while these files were checked: run this again",
                    code="plan_changed",
                )
            load = self.ledger.record(files, withdraws=withdraws, plan=plan)
            return self._bring_forward(lease, load, progress)

    def undo(self, target: int, *, progress: Progress | None = None, wait_seconds: float = 0) -> Act:
        """Take a load back; the graph becomes that of the assertions which are still live."""
        with self.writing(wait_seconds) as lease:
            self._finish_former(lease)
            return self._bring_forward(lease, self.ledger.record_undo(target), progress)

    def erase(
        self, marks: Iterable[Mark], *, progress: Progress | None = None, wait_seconds: float = 0
    ) -> tuple[Act, bool]:
        """Erase what is marked from ledger and graph; the graph becomes that of a ledger which never held it.

        The flag says whether the bytes are gone from the ledger's file too; else the next opening sees to it.
        Snapshots of the graph go first; StoreUnavailable where one cannot be removed, and nothing is erased then.
        """
        with self.writing(wait_seconds) as lease:
            self._finish_former(lease)
            data = self.ledger.path.parent
            remove_snapshots(data)
            number, _ = self.ledger.erase(marks)
            act = self._bring_forward(lease, number, progress)
            with suppress(StoreUnavailable):  # the next reader replaces it
                remove_snapshots(data)  # one that was being made just then
            return act, self.ledger.scrub()

    def erased_since(self, act: int) -> bool:
        """Whether anything was erased after an act, as the graph tells it, so also on a machine without the ledger."""
        rows = self.bolt.read(_ERASED, {"act": act})
        return bool(rows[0]["erased"])

    def rebuild(self, *, progress: Progress | None = None) -> Act:
        """Empty the graph and build it anew from the ledger."""
        with self.writing(0) as lease:
            self.ledger.forget_records()  # before anything is deleted: if this dies, the next opening begins anew
            return self._bring_forward(lease, self.ledger.sequence, progress)

    @contextmanager
    def writing(self, wait_seconds: float) -> Iterator[Lease]:
        """Hold the right to write: the lock on the ledger's folder first, then the lease in the graph."""
        ledger = self.ledger  # first, so that a machine without a ledger is told so
        state = self.state()
        active = ledger.graphs()[0]
        if state.graph != active.id:
            raise StoreMismatch(
                f"这个图已停用;当前在用的图在 {active.address}",
                f"this graph is no longer the active one, which is at {active.address}",
            )
        with FolderLock(ledger.path.parent) as lock:
            lock.wait(wait_seconds)
            lease = acquire(self.bolt, wait_seconds=wait_seconds, alone_here=True)
            try:
                yield lease
            finally:
                # the act is done or its own error is on its way: a lease not released runs out by itself
                with suppress(GongjianError):
                    lease.release()

    def _refuse_mixture(self, files: Sequence[FileDraft]) -> None:
        rosters = [file for file in self.ledger.files() if file.live and file.nature == "roster"]
        kinds = {file.synthetic for file in rosters} | {file.synthetic for file in files if file.nature == "roster"}
        if len(kinds) > 1:
            raise WrongUsage(
                "演示名册与真实名册不能放进同一个图;请用另一个数据文件夹(GONGJIAN_DATA)",
                "synthetic and real rosters cannot share one graph: use another data folder (GONGJIAN_DATA)",
                code="synthetic_mixture",
            )

    def roll_forward(self) -> None:
        """Bring an unfinished load to its end; does nothing while another loader is at it."""
        with suppress(StoreBusy), self.writing(0) as lease:
            self.rolled_forward = self._bring_forward(lease, self.ledger.sequence, None).load

    def _finish_former(self, lease: Lease) -> None:
        """Bring a load that died to its end before anything new is recorded.

        What it left in the graph is known only as long as folding the ledger still gives what it was writing.
        """
        if self.state().writing or self.ledger.graphs()[0].sequence < self.ledger.sequence:
            self._bring_forward(lease, self.ledger.sequence, None)

    def _bring_forward(self, lease: Lease, load: int, progress: Progress | None) -> Act:
        try:
            return self._project(lease, load, progress)
        except GongjianError as error:
            raise Unfinished(
                f"导入 {load} 已记入底账,但图未写完,下次打开时会自动补齐。原因:{error.zh}",
                f"load {load} is recorded, but the graph is unfinished and will be rolled forward at the next opening. "
                f"Reason: {error.en}",
            ) from error

    @collector_paused()  # once for all its steps: each resumption would walk everything that is held
    def _project(self, lease: Lease, load: int, progress: Progress | None) -> Act:
        ledger = self.ledger
        noted = ledger.records()
        known = {key: hashed for key, (hashed, _) in noted.items()}
        folded = fold(gather(ledger))
        planned = change(folded, known)
        active = ledger.graphs()[0]
        begin_writing(self.bolt, lease)
        if active.sequence == 0:  # never wholly written: whatever is in it is left over
            empty(self.bolt, lease)
        total = project(self.bolt, lease, planned, known, start=active.sum, load=load, progress=progress)
        end_writing(self.bolt, lease, ledger, load, total)
        ledger.settle(self.state().graph, load, total, settled(folded, planned, noted), planned.gone)
        return Act(load, *_counts(planned, known), folded=folded)

    @collector_paused()
    def preview(self, supposed: Supposition) -> Preview:
        """What an act would do to the graph; nothing is recorded."""
        self._refuse_mixture(supposed.files)
        known = {key: hashed for key, (hashed, _) in self.ledger.records().items()}
        evidence = gather(self.ledger, supposed)
        folded = fold(evidence)
        planned = change(folded, known)
        return Preview(
            *_counts(planned, known), folded=folded, change=planned, closures=tuple(closures(evidence, folded))
        )

    # --- life -------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the connection, the ledger and the engine's lifeline."""
        with ExitStack() as closing:  # all of them, also if one cannot be closed
            if self._attachment is not None:
                closing.callback(self._attachment.close)
            if self._ledger is not None:
                closing.callback(self._ledger.close)
            closing.callback(self.bolt.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _counts(planned: Change, known: Mapping[str, bytes]) -> tuple[int, int, int, int]:
    """Added, changed, removed, unchanged."""
    changed = sum(1 for record, _ in planned.upserts if record.key in known)
    return len(planned.upserts) - changed, changed, len(planned.gone), planned.unchanged
