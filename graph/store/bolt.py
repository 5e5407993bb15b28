"""One connection pool over the official Neo4j driver, the same for the embedded engine and for Neo4j.

Isolation. Both engines give *read committed*: a statement sees only committed data, but two statements, even two
in one transaction, may see different states, and a long statement may see a write that ends while it runs. So no
caller may rely on a snapshot: whoever needs one state compares the graph's version before and after (``reading``).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, cast

import neo4j
from neo4j.exceptions import IncompleteCommit

from graph.errors import StoreMismatch, StoreUnavailable
from graph.store.failures import COMMIT_FAILED, full, malformed, mapped, unreachable
from graph.store.values import Row, Value, row, wire

T = TypeVar("T")

OLDEST_NEO4J = (5, 26)
LEAST_FREE = 32 * 2**20  # bytes; below, a failed commit is put down to the disk
COMMITS = 3  # tries of a commit whose answer was lost
FETCH_SIZE = 2_000
NOTHING: Mapping[str, object] = {}


class Reading:
    """Statements one after another in one session, each in a read transaction of its own.

    Each sees what was committed when it began, and never less than the one before it (also on a cluster, where
    the session hands on its bookmark).
    """

    def __init__(self, session: neo4j.Session) -> None:
        self._session = session

    def run(
        self, cypher: str, parameters: Mapping[str, object] = NOTHING, *, timeout: float | None = None
    ) -> list[Row]:
        """All rows of one statement; ``timeout`` in seconds, None for the server's own.

        Only Neo4j stops at the timeout; the embedded engine runs the statement to its end (measured).
        """

        @neo4j.unit_of_work(timeout=timeout)
        def work(transaction: neo4j.ManagedTransaction) -> list[Row]:
            return _rows(transaction, cypher, parameters)

        with mapped():
            return self._session.execute_read(work)


class Writing:
    """The statements of one write transaction: all are committed, or none."""

    def __init__(self, transaction: neo4j.ManagedTransaction) -> None:
        self._transaction = transaction

    def run(self, cypher: str, parameters: Mapping[str, object] = NOTHING) -> list[Row]:
        """All rows of one statement."""
        # Not mapped here: the driver must see its own transient errors to repeat the transaction.
        return _rows(self._transaction, cypher, parameters)


class Bolt:
    """A pool of connections to one graph; safe to share between threads, to be closed once.

    ``reader`` is a second login that may only read. The embedded engine needs it, because it accepts writes in a
    read transaction; Neo4j refuses them by itself. ``retry_seconds`` bounds the retries of transient errors and of a
    server that does not answer: the last of them begins before it is over. ``folder`` is the embedded engine's: only a
    look at its disk tells a full one from another failure to commit.
    """

    def __init__(
        self,
        uri: str,
        user: str,
        password: str,
        *,
        database: str | None = None,
        reader: tuple[str, str] | None = None,
        retry_seconds: float = 5.0,
        folder: Path | None = None,
    ) -> None:
        self._folder = folder
        self._database = database
        self._server: tuple[str, str] | None = None
        self._writers = _pool(uri, (user, password), retry_seconds)
        self._readers = self._writers if reader is None else _pool(uri, reader, retry_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; more than once does no harm."""
        if self._readers is not self._writers:
            self._readers.close()
        self._writers.close()

    def verify(self) -> None:
        """Log in and look at the server; raises StoreUnavailable, or StoreMismatch for one that is too old."""
        try:
            with mapped():
                agent = self._agent()
                if self._readers is not self._writers:
                    with self._session(self._readers, neo4j.READ_ACCESS) as session:
                        session.run("RETURN 1").consume()
        except (OSError, ValueError) as error:  # what the driver raises for a host name nobody knows
            raise unreachable() from error
        self._server = dialect_of(agent), agent

    @property
    def dialect(self) -> str:
        """``embedded`` or ``neo4j``, as the server itself says."""
        return self._known()[0]

    @property
    def server(self) -> str:
        """The server's own name and version."""
        return self._known()[1]

    def read(
        self, cypher: str, parameters: Mapping[str, object] = NOTHING, *, timeout: float | None = None
    ) -> list[Row]:
        """All rows of a question; raises Refused if it writes. ``timeout`` in seconds."""
        with self.reading() as reading:
            return reading.run(cypher, parameters, timeout=timeout)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Several statements one after another in one session, each seeing what is committed by then."""
        # Not mapped as a whole: an error of the caller's block is the caller's; `run` maps its own.
        with self._session(self._readers, neo4j.READ_ACCESS) as session:
            yield Reading(session)

    def stream(
        self, cypher: str, parameters: Mapping[str, object] = NOTHING, *, fetch_size: int = FETCH_SIZE
    ) -> Iterator[Row]:
        """The rows of a question as they come, ``fetch_size`` at a time; not repeated if the connection breaks.

        Leaving the iterator early stops the question.
        """
        with (
            mapped(),
            self._session(self._readers, neo4j.READ_ACCESS, fetch_size) as session,
            session.begin_transaction() as transaction,
        ):
            for record in transaction.run(cypher, wire(parameters)):
                yield row(record)

    def write(self, work: Callable[[Writing], T]) -> T:
        """Run ``work`` in one write transaction and return its result.

        ``work`` may run several times, and a commit whose answer was lost is repeated (the driver does not do that
        by itself): so its statements must be idempotent.
        """
        try:
            with mapped():
                for _ in range(COMMITS - 1):
                    with suppress(IncompleteCommit):
                        return self._written(work)
                return self._written(work)
        except StoreUnavailable as error:
            if error.code == COMMIT_FAILED and self._short_of_disk():
                raise full(memory=False) from error
            raise

    def schema(self, cypher: str) -> None:
        """One auto-committed statement: a constraint or an index, which Neo4j keeps apart from data."""
        with mapped(), self._session(self._writers, neo4j.WRITE_ACCESS) as session:
            session.run(cypher).consume()

    def count_everything(self) -> tuple[int, int]:
        """How many nodes and how many ties there are."""
        with self.reading() as reading:
            nodes = reading.run("MATCH (n) RETURN count(n) AS total")
            ties = reading.run("MATCH ()-[r]->() RETURN count(r) AS total")
        return cast(int, nodes[0]["total"]), cast(int, ties[0]["total"])

    def wipe(self, batch: int = 5_000) -> None:
        """Delete all ties, then all nodes, ``batch`` in a transaction; constraints and indexes stay."""
        for cypher in (
            "MATCH ()-[r]->() WITH r LIMIT $batch DELETE r RETURN count(*) AS total",
            "MATCH (n) WITH n LIMIT $batch DELETE n RETURN count(*) AS total",
        ):
            while self._deleted(cypher, batch):
                pass

    def _deleted(self, cypher: str, batch: int) -> Value:
        return self.write(lambda writing: writing.run(cypher, {"batch": batch}))[0]["total"]

    def _short_of_disk(self) -> bool:
        return self._folder is not None and shutil.disk_usage(self._folder).free < LEAST_FREE

    def _written(self, work: Callable[[Writing], T]) -> T:
        try:
            with self._session(self._writers, neo4j.WRITE_ACCESS) as session:
                return session.execute_write(lambda transaction: work(Writing(transaction)))
        except Exception as error:
            # interrupted in mid-answer, the driver stumbles over its own half-read buffer while it closes
            behind = error.__context__
            while behind is not None and not isinstance(behind, KeyboardInterrupt):
                behind = behind.__context__
            if behind is not None:
                raise KeyboardInterrupt from error
            raise

    def _agent(self) -> str:
        # Not get_server_info: it does not log in to the database that we use without a preview argument.
        with self._session(self._writers, neo4j.READ_ACCESS) as session:
            return str(session.run("RETURN 1").consume().server.agent)

    def _session(self, pool: neo4j.Driver, mode: str, fetch_size: int = FETCH_SIZE) -> neo4j.Session:
        with mapped():
            return pool.session(database=self._database, default_access_mode=mode, fetch_size=fetch_size)

    def _known(self) -> tuple[str, str]:
        if self._server is None:
            self.verify()
        assert self._server is not None
        return self._server


def dialect_of(agent: str) -> str:
    """``embedded`` or ``neo4j`` from a server's agent text; raises StoreMismatch for anything else or too old.

    The embedded engine calls itself ``Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)``.
    """
    if "ArcadeDB" in agent:
        return "embedded"
    found = re.fullmatch(r"Neo4j/(\d+)\.(\d+)\S*", agent)
    if found is None or (int(found[1]), int(found[2])) < OLDEST_NEO4J:
        raise StoreMismatch(
            f"服务器是 {agent},需要 Neo4j 5.26 或更新版本;请升级它,或去掉 GONGJIAN_URI 改用内嵌引擎",
            f"the server is {agent}, needed is Neo4j 5.26 or newer; upgrade it, or unset GONGJIAN_URI to use "
            "the embedded engine",
        )
    return "neo4j"


def _pool(uri: str, login: tuple[str, str], retry_seconds: float) -> neo4j.Driver:
    # The driver knows more schemes (http is in preview), none of which both engines serve.
    if not re.match(r"(bolt|neo4j)(\+s|\+ssc)?://.", uri):
        raise malformed()
    with mapped():
        return neo4j.GraphDatabase.driver(
            uri,
            auth=login,
            connection_timeout=5.0,
            max_transaction_retry_time=retry_seconds,
            telemetry_disabled=True,
            # a type that no row fills yet is ordinary here; the server would warn of it at every question
            notifications_min_severity="OFF",
            user_agent="gongjian",
        )


def _rows(transaction: neo4j.ManagedTransaction, cypher: str, parameters: Mapping[str, object]) -> list[Row]:
    return [row(record) for record in transaction.run(cypher, wire(parameters))]
