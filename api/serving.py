"""The store as a service holds it: opened once, read by a bounded number of threads, opened again after a loss.

Time. The driver's timeout does not stop a statement of the embedded engine (measured), so the bound is here: whoever
waits longer than ``seconds`` is told so (503 ``question_timeout``). The statement itself runs on to its end and keeps
its thread until then; so runaway questions can take all ``workers`` threads but never more, and what cannot begin soon
is refused at once (503 ``busy``) instead of piling up: at most ``QUEUE`` requests wait for each thread.

Loss. After a crash the embedded engine has another port and another password. The request that notices it is answered
503; the next one opens the store anew, which starts the engine if need be.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from api.problems import log, place_of
from graph.disclosure.roles import Role
from graph.errors import GongjianError, LoadInProgress, StoreBusy, StoreMismatch, StoreUnavailable
from graph.evidence.reading import Evidence
from graph.opened import Graph
from graph.settings import Settings
from graph.store import engine
from graph.store.opening import ENGINE_FOLDER
from graph.store.store import Store

T = TypeVar("T")
Opener = Callable[[Settings], Store]

QUEUE = 4
"""Requests that may wait for each thread."""
LOOK = 1.5
"""Seconds after which a waiting request looks whether the embedded engine still lives."""
GRACE = 5.0
"""Seconds that running questions have at the end of the service."""
PATIENCE = 10.0
"""Seconds that a request waits for a snapshot which another one makes."""
PAUSE = 2.0
"""Seconds before a failed opening is tried again; until then requests are refused without a try."""


class Serving:
    """One store for all requests; safe to use from many tasks."""

    def __init__(self, settings: Settings, opener: Opener, *, workers: int = 8, seconds: float = 30.0) -> None:
        self.settings = settings
        self._opener = opener
        self._seconds = seconds
        self._most = workers * (1 + QUEUE)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="question")
        # a full house must not look like a dead one
        self._probe = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._admitted = 0
        self._admission = threading.Lock()
        self._opening = threading.Lock()
        self._store: Store | None = None
        self._closing: Store | None = None
        self._engine: int | None = None
        self._using: Counter[int] = Counter()
        self._failed_at = -PAUSE
        self._graphs_of: Store | None = None
        self._graphs: dict[Role, Graph] = {}
        self._evidence: Evidence | None = None
        self.graph_id = ""
        """Of the graph that was opened last; cursors are bound to it."""

    # --- life -------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the store; raises what :func:`open_store` raises."""
        with self._opening:
            if self._store is None:
                self._store = self._opened()

    def close(self) -> None:
        """Take no more work, let what runs come to its end for ``GRACE`` seconds, and close the store."""
        with self._opening:
            store, self._store = self._store, None
            self._closing = store
            self._failed_at = float("inf")  # nobody opens it again
        for pool in (self._threads, self._probe):
            pool.shutdown(wait=False, cancel_futures=True)
        end = time.monotonic() + GRACE
        while store is not None and self._using[id(store)] and time.monotonic() < end:
            time.sleep(0.02)
        if store is not None:
            _let_go(store)
        for pool in (self._threads, self._probe):
            pool.shutdown()

    # --- work -------------------------------------------------------------------------------------

    async def run(self, work: Callable[[Store], T]) -> T:
        """The result of ``work`` on the open store; raises what it raises, or StoreUnavailable (see above)."""
        with self._admission:
            if self._admitted >= self._most:
                raise StoreBusy(
                    "同时提问的人太多,请稍后再试",
                    "too many questions at once: try again in a moment",
                    code="busy",
                )
            self._admitted += 1
        try:
            future = self._threads.submit(self._on_store, work)
        except RuntimeError:  # shutting down
            self._left()
            raise _shut() from None
        future.add_done_callback(self._left)
        return await self._within(future, self._seconds)

    def work(self, work: Callable[[Store], T]) -> T:
        """The same in the caller's own thread, for as long as it takes; for jobs."""
        return self._on_store(work)

    async def probe(self, work: Callable[[Store], T], seconds: float = 5.0) -> T:
        """The same beside the queue, for the state of the service itself."""
        try:
            future = self._probe.submit(self._on_store, work)
        except RuntimeError:
            raise _shut() from None
        return await self._within(future, seconds)

    async def _within(self, future: Future[T], seconds: float) -> T:
        waiting = asyncio.wrap_future(future)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            done, _ = await asyncio.wait({waiting}, timeout=min(left, LOOK))
            if done:
                return waiting.result()
            # the driver tries a dead engine again for some seconds; whether it lives is known at once
            if left > LOOK and await asyncio.to_thread(self._engine_is_gone):
                _forget(waiting, future)
                raise _lost()
        _forget(waiting, future)
        raise StoreUnavailable(
            f"超过 {seconds:.0f} 秒还没有答完;请缩小范围(scope)或稍后再问",
            f"no answer within {seconds:.0f} seconds: ask about a smaller scope, or later",
            code="question_timeout",
        )

    def _engine_is_gone(self) -> bool:
        """Whether the embedded engine that was opened runs no more; its store is retired then."""
        store, pid = self._store, self._engine
        if store is None or pid is None or engine.status(self.settings.data / ENGINE_FOLDER).pid == pid:
            return False
        self._retire(store)
        return True

    def graph(self, store: Store, role: Role) -> Graph:
        """The graph in a role; all roles share its evidence, which is remembered from request to request.

        Reads of figures of people are noted by the routes, which know the key.
        """
        with self._admission:
            if self._evidence is None or self._graphs_of is not store:
                self._graphs_of, self._graphs = store, {}
                self._evidence = Evidence(store, self.settings.data, patience=PATIENCE)
            if role not in self._graphs:
                self._graphs[role] = Graph(store, role, self.settings.data, noting=False, evidence=self._evidence)
            return self._graphs[role]

    def _left(self, _: Future[T] | None = None) -> None:
        with self._admission:
            self._admitted -= 1

    def _on_store(self, work: Callable[[Store], T]) -> T:
        store = self._entered()
        try:
            return work(store)
        except Exception as error:
            if store is not self._store:  # whoever noticed the loss first has opened another, or is about to
                raise _lost() from None
            if _tells_of_loss(error):
                self._retire(store)
            raise
        finally:
            self._left_store(store)

    def _entered(self) -> Store:
        """The open store, which stays open until :meth:`_left_store`."""
        with self._opening:
            if self._store is None:
                self._open_again()
            assert self._store is not None
            self._using[id(self._store)] += 1
            return self._store

    def _left_store(self, store: Store) -> None:
        with self._opening:
            self._using[id(store)] -= 1
            last = self._using[id(store)] == 0
            if last:
                del self._using[id(store)]
            retired = last and store is not self._store and store is not self._closing
        if retired:  # not sooner: the driver cannot close a connection that another thread reads from
            _let_go(store)

    def _opened(self) -> Store:
        store = self._opener(self.settings)
        try:
            self.graph_id = store.state().graph
            if self.settings.uri is None:
                self._engine = engine.status(self.settings.data / ENGINE_FOLDER).pid
        except BaseException:
            store.close()
            raise
        return store

    def _open_again(self) -> None:
        if time.monotonic() < self._failed_at + PAUSE:
            raise _lost()
        try:
            self._store = self._opened()
        except Exception as error:
            self._failed_at = time.monotonic()
            # its text can hold paths and addresses: the reader gets the general one
            said = error.en if isinstance(error, GongjianError) else place_of(error)
            log.error("the store cannot be opened: %s: %s", type(error).__name__, said)
            raise _lost() from None
        log.warning("the store was opened again")

    def _retire(self, store: Store) -> None:
        with self._opening:
            if self._store is store:
                self._store = None
                log.warning("the store is lost; the next request opens it again")


def _let_go(store: Store) -> None:
    try:
        store.close()
    except Exception as error:
        # a thread that never came to its end still reads; the process lets go of the rest
        log.error("the store was not closed in order: %s at %s", type(error).__name__, place_of(error))


def _forget(waiting: asyncio.Future[T], future: Future[T]) -> None:
    # nobody will ask for its outcome: take it, or the loop would log an error with all its values
    waiting.add_done_callback(lambda late: late.cancelled() or late.exception())
    future.cancel()


def _tells_of_loss(error: Exception) -> bool:
    if isinstance(error, LoadInProgress | StoreBusy):
        return False
    return isinstance(error, StoreUnavailable | StoreMismatch) and error.code in (
        StoreUnavailable.code,
        StoreMismatch.code,
        "store_login",
    )


def _lost() -> StoreUnavailable:
    return StoreUnavailable(
        "图数据库暂时连不上,服务会自动重新连接;请稍后再试,持续不行请看服务日志",
        "the graph store does not answer just now; the service connects again by itself: try again in a moment, "
        "and see its log if that does not help",
    )


def _shut() -> StoreUnavailable:
    return StoreUnavailable("服务正在停止", "the service is stopping", code="stopping")
