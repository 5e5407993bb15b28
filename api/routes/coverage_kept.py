"""Coverages that were asked for last, kept for the next page, the next tab and the next scope of the public."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from graph.answers import Coverage, CoverageAsked
from graph.disclosure.coverage import LISTS
from graph.errors import LoadInProgress
from graph.opened import Graph
from graph.questions.asking import WHOLE, Scope

KEPT = 2
"""Coverages that are kept; one of a large city takes some gigabytes once its three senses were asked for."""
Key = tuple[object, ...]


class Covers:
    """Coverages of one version of the graph each; shared by all threads, each computed by one of them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Coverage] = OrderedDict()
        self._making: dict[Key, threading.Lock] = {}
        self._lock = threading.Lock()

    def of(self, graph: Graph, scope: Scope, as_of: date, asked: CoverageAsked) -> Coverage:
        """The coverage of a scope now; LoadInProgress while a load is being written."""
        if graph.role in LISTS:
            return self._of(graph, scope, as_of, asked)
        # what is withheld from others is decided over the whole graph: every scope is told of one coverage
        return self._of(graph, WHOLE, as_of, asked).told_of(scope)

    def _of(self, graph: Graph, scope: Scope, as_of: date, asked: CoverageAsked) -> Coverage:
        state = graph.store.state()
        if state.writing:
            raise LoadInProgress("正在导入,请稍候再问", "a load is being written: ask again in a moment")
        # a street network is loaded without a new version of the graph
        same = (state.graph, scope.id, as_of, asked, graph.role, graph.streets)
        with self._alone((state.version, *same)):
            found = self._found((state.version, *same))
            if found is None:
                found = graph.coverage(
                    scope.id,
                    as_of=as_of,
                    theta=asked.theta,
                    walk=asked.walk,
                    layer=asked.layer,
                    cadence=asked.cadence,
                )
                self._keep((found.evidence.version, *same), found)
        return found

    @contextmanager
    def _alone(self, key: Key) -> Iterator[None]:
        """Whoever asks for the same waits for the first who does."""
        with self._lock:
            lock = self._making.setdefault(key, threading.Lock())
        try:
            with lock:
                yield
        finally:
            with self._lock:
                self._making.pop(key, None)

    def _found(self, key: Key) -> Coverage | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: Key, found: Coverage) -> None:
        with self._lock:
            # those of another version are of no use any more
            for other in [each for each in self._kept if each[0] != key[0]]:
                del self._kept[other]
            self._kept[key] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
