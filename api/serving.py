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
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import TypeVar

from api.problems import log, place_of
from graph.disclosure.roles import Role
from graph.errors import GongjianError, LoadInProgress, StoreBusy, StoreMismatch, StoreUnavailable
from graph.opened import Graph
from graph.settings import Settings
from graph.store.store import Store

T = TypeVar("T")
Opener = Callable[[Settings], Store]

QUEUE = 4
"""Requests that may wait for each thread."""
PAUSE = 2.0
"""Seconds before a failed opening is tried again; until then requests are refused without a try."""
DATES = 16
"""Dates of which a thread remembers the tree of places."""


class Serving:
    """One store for all requests; safe to use from many tasks."""

    def __init__(
        self, settings: Settings, opener: Opener, *, workers: int = 8, seconds: float = 30.0
    ) -> None:
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
        self._failed_at = -PAUSE
        self._seats = _Seats()
        self.graph_id = ""
        """Of the graph that was opened last; cursors are bound to it."""

    # --- life -------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the store; raises what :func:`open_store` raises."""
        with self._opening:
            if self._store is None:
                self._store = self._opened()

    def close(self) -> None:
        """Close the store, then wait for the threads, which its closing frees."""
        with self._opening:
            store, self._store = self._store, None
            self._failed_at = float("inf")  # nobody opens it again
        if store is not None:
            store.close()
        for pool in (self._threads, self._probe):
            pool.shutdown(cancel_futures=True)

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
        return await _within(future, self._seconds)

    async def probe(self, work: Callable[[Store], T], seconds: float = 5.0) -> T:
        """The same beside the queue, for the state of the service itself."""
        try:
            future = self._probe.submit(self._on_store, work)
        except RuntimeError:
            raise _shut() from None
        return await _within(future, seconds)

    def graph(self, store: Store, role: Role, as_of: date) -> Graph:
        """The graph in a role; within a thread the tree of places is remembered from request to request."""
        return self._seats.graph(store, role, as_of)

    def _left(self, _: Future[T] | None = None) -> None:
        with self._admission:
            self._admitted -= 1

    def _on_store(self, work: Callable[[Store], T]) -> T:
        store = self._current()
        try:
            return work(store)
        except Exception as error:
            if store is not self._store:  # closed under our feet, by whoever noticed the loss first
                raise _lost() from None
            if _tells_of_loss(error):
                self._drop(store)
            raise

    def _opened(self) -> Store:
        store = self._opener(self.settings)
        try:
            self.graph_id = store.state().graph
        except BaseException:
            store.close()
            raise
        return store

    def _current(self) -> Store:
        store = self._store
        if store is not None:
            return store
        with self._opening:
            if self._store is None:
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
            return self._store

    def _drop(self, store: Store) -> None:
        with self._opening:
            if self._store is not store:
                return
            self._store = None
        log.warning("the store is lost; the next request opens it again")
        store.close()


class _Seats(threading.local):
    """Per thread: the graph in each role, for as long as the store is the same and the dates are few."""

    def __init__(self) -> None:
        self._store: Store | None = None
        self._graphs: dict[Role, Graph] = {}
        self._dates: set[date] = set()

    def graph(self, store: Store, role: Role, as_of: date) -> Graph:
        """The graph of this thread; begun anew when it would remember too many dates."""
        self._dates.add(as_of)
        if store is not self._store or len(self._dates) > DATES:
            self._store, self._graphs, self._dates = store, {}, {as_of}
        if role not in self._graphs:
            self._graphs[role] = Graph(store, role)
        return self._graphs[role]


async def _within(future: Future[T], seconds: float) -> T:
    waiting = asyncio.wrap_future(future)
    done, _ = await asyncio.wait({waiting}, timeout=seconds)
    if not done:
        # nobody will ask for its outcome: take it, or the loop would log an error with all its values
        waiting.add_done_callback(lambda late: late.cancelled() or late.exception())
        future.cancel()
        raise StoreUnavailable(
            f"超过 {seconds:.0f} 秒还没有答完;请缩小范围(scope)或稍后再问",
            f"no answer within {seconds:.0f} seconds: ask about a smaller scope, or later",
            code="question_timeout",
        )
    return waiting.result()


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
