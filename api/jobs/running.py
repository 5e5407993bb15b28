"""Jobs at work: one thread looks after the queue, some do what stands in it.

One process of a data folder runs its jobs, the one that holds the lock of their folder; another service on the same
folder queues them and tells of them, and takes over when the first has ended. Whoever takes the lock knows that what
is still marked as running was cut off: it is interrupted.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from api.access import Caller, scope_for
from api.jobs.declare import JobResult, Kinds, Parameters, Progress, Report, Scoped, Stopped
from api.jobs.job import Job, State
from api.jobs.store import JobStore
from api.keys import key_by_id
from api.problems import log, place_of, words
from api.serving import Serving
from graph.errors import GongjianError, LoadInProgress, Refused
from graph.opened import Graph
from graph.store.folder_lock import FolderLock
from graph.store.store import Store

TICK = 0.5
"""Seconds between two looks at the queue, and two reports of one job."""
PATIENCE = 600.0
"""Seconds that a job waits for a load to end or a snapshot to be made, from when it first met one."""


class Jobs:
    """The jobs of one service."""

    def __init__(self, serving: Serving, kinds: Kinds, *, workers: int | None = None) -> None:
        """``workers`` is how many run at a time; all cores but one where it is not given."""
        self.kinds = kinds
        self.store = JobStore(serving.settings.data)
        self._serving = serving
        self._workers = workers or max(1, (os.cpu_count() or 1) - 1)
        self._threads = ThreadPoolExecutor(self._workers, thread_name_prefix="job")
        self._attending = threading.Thread(target=self._attend, name="jobs", daemon=True)
        self._lock: FolderLock | None = None
        self._woken = threading.Event()
        self._closing = threading.Event()
        self._running: dict[str, threading.Event] = {}
        self.ending: Callable[[], bool] = lambda: False
        """Whether the server was told to end: it waits for open requests before it closes anything."""

    # --- life -------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to look after the queue."""
        self._attending.start()

    def close(self) -> None:
        """Let what runs stop as soon as it can, and mark it as interrupted; what waits stays in the queue."""
        self._closing.set()
        self._woken.set()
        if self._attending.is_alive():
            self._attending.join()
        for flag in list(self._running.values()):
            flag.set()
        self._threads.shutdown()
        if self._lock is not None:
            self._lock.release()

    def wake(self) -> None:
        """Look at the queue now: something was added or cancelled."""
        self._woken.set()

    @property
    def closing(self) -> bool:
        """Whether the service is ending."""
        return self._closing.is_set() or self.ending()

    # --- the queue --------------------------------------------------------------------------------

    def _attend(self) -> None:
        while not self.closing:
            try:
                if self._alone():
                    self._pass_on()
                    self._begin()
            except Exception as error:  # the folder may be full or gone for a while
                log.error("jobs are not looked after: %s at %s", type(error).__name__, place_of(error))
            self._woken.wait(TICK)
            self._woken.clear()

    def _alone(self) -> bool:
        """Whether this process is the one that runs the folder's jobs."""
        if self._lock is None:
            self.store.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FolderLock(self.store.folder)
            if not lock.take():
                return False
            try:
                self.store.interrupt()
            except BaseException:
                lock.release()
                raise
            self._lock = lock
        return True

    def _pass_on(self) -> None:
        if self._running:
            for job in self.store.to_stop().intersection(self._running):
                self._running[job].set()

    def _begin(self) -> None:
        while len(self._running) < self._workers and not self.closing:
            job = self.store.begin(self.kinds)
            if job is None:
                return
            self._running[job.id] = threading.Event()
            self._threads.submit(self._run, job)

    # --- one job ----------------------------------------------------------------------------------

    def _run(self, job: Job) -> None:
        flag = self._running[job.id]
        try:
            self._do(job, flag)
        except Exception as error:
            log.error("job %s is left as it is: %s at %s", job.what, type(error).__name__, place_of(error))
        finally:
            del self._running[job.id]
            self._woken.set()

    def _do(self, job: Job, flag: threading.Event) -> None:
        try:
            result = self._result(job, flag)
            if flag.is_set():
                raise Stopped
            told = {"answered": result.answered.envelope(), "people": list(result.people)}
            self.store.done(job.id, result.answered.version, told)
        except Stopped:
            self.store.end(job.id, State.INTERRUPTED if self.closing else State.CANCELLED)
        except Exception as error:
            self.store.end(job.id, State.FAILED, _problem(job, error))

    def _result(self, job: Job, flag: threading.Event) -> JobResult:
        refuse_changed_key(self._serving, job)
        kind = self.kinds[job.what]
        parameters = kind.parameters.model_validate(job.parameters)
        report = self._reporting(job)

        def work(store: Store) -> JobResult:
            graph = self._serving.graph(store, job.role)
            kind.refuse(job.role, parameters)
            return kind.run(graph, settled(graph, job.caller, parameters), report, flag.is_set)

        end: float | None = None
        while True:
            try:
                return self._serving.work(work)
            except LoadInProgress:
                end = end or time.monotonic() + PATIENCE
                if time.monotonic() > end:
                    raise
                report(Progress("等待导入或快照完成", "waiting for a load or a snapshot"))
            if flag.wait(TICK):
                raise Stopped

    def _reporting(self, job: Job) -> Report:
        last = -TICK

        def report(progress: Progress) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= TICK:  # a solver tells of every step
                last = now
                self.store.report(job.id, progress)

        return report


def settled(graph: Graph, who: Caller, parameters: Parameters) -> Any:  # noqa: ANN401 - of the same type as given
    """The parameters with the id of their scope, which lies in the caller's area, and a day; others as they are."""
    if not isinstance(parameters, Scoped):
        return parameters
    as_of = parameters.as_of or date.today()
    place = scope_for(graph, who, parameters.scope, as_of)
    return parameters.model_copy(update={"scope": place.id, "as_of": as_of})


def refuse_changed_key(serving: Serving, job: Job) -> None:
    """Raise Refused where the key that began a job opens nothing any more, or something else than then."""
    key = key_by_id(serving.settings, job.key)
    if key is None or Caller(key.role, key.id, key.area, key.unit) != job.caller:
        raise Refused(
            "开始这个任务的密钥已失效、已撤销,或角色、辖区已改变",
            "the key that began this job has expired or was revoked, or has another role or area now",
            code="key_changed",
        )


def _problem(job: Job, error: Exception) -> dict[str, str]:
    """Why a job failed, as its reader is told: nothing of what an unforeseen exception says."""
    if not isinstance(error, GongjianError):
        log.error("unexpected %s in a job (%s) at %s", type(error).__name__, job.what, place_of(error))
        error = GongjianError("", "", code="internal")
    zh, en = words(error)
    return {"code": error.code, "detail_zh": zh, "detail_en": en}
