"""Rows of questions at one day and one state of the graph: out of the snapshot where it has them, else by asking.

Small graphs are asked, because their questions answer at once. A large one is kept as a snapshot (design §10), which
the first who needs it makes; others wait for it as long as they were told, and are told to come back then.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Protocol

import polars as pl

from graph.errors import LoadInProgress
from graph.evidence.frames import frame, typed
from graph.evidence.snapshot import files, forward
from graph.evidence.snapshot.answers import ANSWERS
from graph.evidence.snapshot.at_date import AtDate
from graph.evidence.snapshot.files import Snapshot, log
from graph.evidence.snapshot.forward import Progress
from graph.evidence.snapshot.streaming import Unreadable
from graph.evidence.snapshot.within import Within
from graph.questions.asking import Asking, Scope
from graph.questions.catalog import question_named
from graph.store.folder_lock import FolderLock
from graph.store.lease import GraphState
from graph.store.snapshot_folder import snapshot_folder
from graph.store.store import Store

LARGE = 20_000
"""Buildings and units from which a snapshot is kept."""
DATES = 2
"""Days whose rows are kept; one of a large city takes some hundred megabytes."""
PATIENCE = 600.0
"""Seconds to wait for a snapshot that somebody else makes."""
_SIZE = ("MATCH (b:Building) RETURN count(b) AS total", "MATCH (u:Unit) RETURN count(u) AS total")
Telling = Callable[[], AbstractContextManager[Progress]]


class Reading(Protocol):
    """Answers of one state of the graph at one day."""

    as_of: date
    state: GraphState

    def frame(self, question: str, scope: Scope) -> pl.DataFrame:
        """Rows of a question without parameters within a scope, with its declared columns and types."""

    def refuse_changed(self) -> None:
        """Raise LoadInProgress where the graph is no more in this state: for what is resolved beside the frames."""


class Evidence:
    """Reads evidence of one store; keeps the snapshot and a few days of it. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        data: Path,
        asking: Asking | None = None,
        *,
        large: int = LARGE,
        patience: float = PATIENCE,
    ) -> None:
        """``data`` is the data folder; ``large`` the buildings and units from which a snapshot is kept there.

        ``patience`` are the seconds to wait for one that another thread or process makes.
        """
        self.telling: Telling = lambda: nullcontext(_untold)
        """Opened while a snapshot is read out of the engine; gives what is called with how far it is."""
        self.asking = asking or Asking(store)
        self._store = store
        self._folder = snapshot_folder(data)
        self._large = large
        self._patience = patience
        self._making = threading.Lock()
        self._held: Snapshot | None = None
        self._sizes: dict[tuple[str, int], int] = {}
        self._days: OrderedDict[date, AtDate] = OrderedDict()
        self._days_of: Snapshot | None = None
        self._days_lock = threading.Lock()

    def reading(self, as_of: date) -> Reading:
        """The graph as it is now, at a day; LoadInProgress while a load is being written."""
        state = self._store.state()
        if state.writing:
            raise LoadInProgress("正在导入,请稍候再问", "a load is being written: ask again in a moment")
        snapshot = self._snapshot(state) if self._is_large(state) else None
        if snapshot is None:
            return _Asked(self.asking, as_of, state)
        return Kept(self._day(snapshot, as_of), self.asking, as_of, state)

    def _is_large(self, state: GraphState) -> bool:
        if self._large <= 0:
            return True
        key = (state.graph, state.version)
        if key not in self._sizes:
            self._sizes = {key: sum(int(str(self._store.bolt.read(each)[0]["total"])) for each in _SIZE)}
        return self._sizes.get(key, 0) >= self._large

    def _day(self, snapshot: Snapshot, as_of: date) -> AtDate:
        with self._days_lock:
            if self._days_of is not snapshot:
                self._days.clear()
                self._days_of = snapshot
            found = self._days.setdefault(as_of, AtDate(snapshot.parts, as_of))
            self._days.move_to_end(as_of)
            while len(self._days) > DATES:
                self._days.popitem(last=False)
            return found

    # --- the snapshot -----------------------------------------------------------------------------

    def _snapshot(self, state: GraphState) -> Snapshot | None:
        """The snapshot of a state; None where the records cannot be kept as they are."""
        held = self._held
        if held is not None and held.stand.is_of(state):
            return held
        deadline = time.monotonic() + self._patience
        if not self._making.acquire(timeout=self._patience):
            raise _being_made()
        try:
            if self._held is None or not self._held.stand.is_of(state):
                self._held = self._found_or_made(state, deadline)
            return self._held
        except Unreadable:
            log.warning("the records of this graph cannot be kept as a snapshot: the engine is asked instead")
            return None
        finally:
            self._making.release()

    def _found_or_made(self, state: GraphState, deadline: float) -> Snapshot:
        folder = self._folder / state.graph
        try:
            for each in (self._folder, folder):
                each.mkdir(mode=0o700, parents=True, exist_ok=True)
            if (found := files.opened(folder, state)) is not None:
                return found
            with _alone(folder, deadline):
                # whoever had the lock may have made it
                return files.opened(folder, state) or self._made(folder, state)
        except OSError as error:
            log.warning("the folder of the snapshot cannot be used (%s)", type(error).__name__)
        return self._taken(state, self._held)

    def _made(self, folder: Path, state: GraphState) -> Snapshot:
        taken = self._taken(state, self._former(folder))
        try:
            return files.written(folder, taken)
        except OSError as error:
            files.discard(folder)
            log.warning("the snapshot cannot be written (%s) and is kept in memory", type(error).__name__)
            return taken.unwritten

    def _former(self, folder: Path) -> Snapshot | None:
        """The last one there was; that of the folder, because parts that do not change keep their files."""
        held = self._held
        if held is not None and held.files and held.stand == files.stand_in(folder):
            return held
        found = files.opened(folder)
        return found if found is not None or held is None else held.unwritten

    def _taken(self, state: GraphState, former: Snapshot | None) -> Snapshot:
        with self.telling() as progress:
            return forward.taken(self._store.bolt, state, former, progress)


class _Asked:
    """Each question is asked of the engine; LoadInProgress where the graph has changed since."""

    def __init__(self, asking: Asking, as_of: date, state: GraphState) -> None:
        self._asking = asking
        self.as_of = as_of
        self.state = state

    def frame(self, question: str, scope: Scope) -> pl.DataFrame:
        answer = self._asking.ask(question_named(question), {}, as_of=self.as_of, scope=scope.id)
        self._refuse_other(answer.version)
        return frame(answer)

    def refuse_changed(self) -> None:
        """See :class:`Reading`."""
        self._refuse_other(self._asking.version())

    def _refuse_other(self, version: int) -> None:
        if version != self.state.version:
            raise LoadInProgress("取数期间有新的导入,请重试", "a load came in while facts were read: ask again")


class Kept(_Asked):
    """Questions that one day of a snapshot answers are not asked."""

    def __init__(self, day: AtDate, asking: Asking, as_of: date, state: GraphState) -> None:
        super().__init__(asking, as_of, state)
        self._day = day
        self._within: dict[str | None, Within] = {}

    def frame(self, question: str, scope: Scope) -> pl.DataFrame:
        """See :class:`Reading`."""
        if question not in ANSWERS:
            return super().frame(question, scope)
        if scope.id is None:  # asked again for every scope: what lies above it, and who comes from elsewhere
            return self._day.once(("whole", question), lambda: self._answered(question, scope))
        return self._answered(question, scope)

    def _answered(self, question: str, scope: Scope) -> pl.DataFrame:
        within = self._within.setdefault(scope.id, Within(self._day, scope))
        return typed(ANSWERS[question](self._day, within), question_named(question))


@contextmanager
def _alone(folder: Path, deadline: float) -> Iterator[None]:
    with FolderLock(folder) as lock:
        while not lock.take():
            if time.monotonic() >= deadline:
                raise _being_made()
            time.sleep(0.1)
        yield


def _untold(done: int, of: int) -> None:
    """Nobody looks."""


def _being_made() -> LoadInProgress:
    return LoadInProgress(
        "正在为全市数据准备快照,请过一会儿再问",
        "the snapshot of the whole city is being made: ask again in a while",
        code="snapshot_in_progress",
    )
