"""The pool over either engine: what it reads, writes, refuses, and how it fails."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from neo4j.exceptions import ClientError, DatabaseError, IncompleteCommit, Neo4jError, TransientError

from graph.errors import (
    GongjianError,
    Refused,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreMismatch,
    StoreUnavailable,
    WrongUsage,
)
from graph.model.time import FIRST, LAST
from graph.store.bolt import Bolt, Writing, dialect_of
from graph.store.failures import translated

if TYPE_CHECKING:
    from tests.conftest import Address

ROWS = "UNWIND $rows AS row MERGE (n:BoltTest {id: row.id}) SET n += row.fields"


@pytest.fixture(autouse=True)
def constraint(bolt: Bolt) -> None:
    bolt.schema("CREATE CONSTRAINT bolt_test_id IF NOT EXISTS FOR (n:BoltTest) REQUIRE n.id IS UNIQUE")


def put(bolt: Bolt, *ids: int, **fields: object) -> None:
    bolt.write(lambda w: w.run(ROWS, {"rows": [{"id": i, "fields": fields} for i in ids]}))


def test_dialect_is_what_the_server_says(bolt: Bolt, server: Address) -> None:
    assert bolt.dialect == server.dialect
    assert re.search(r"\d+\.\d+", bolt.server)


@pytest.mark.parametrize(
    ("agent", "dialect"),
    [
        ("Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)", "embedded"),
        ("Neo4j/5.26.30", "neo4j"),
        ("Neo4j/2025.10.1", "neo4j"),
        ("Neo4j/5.27.0-aura", "neo4j"),
    ],
)
def test_known_servers(agent: str, dialect: str) -> None:
    assert dialect_of(agent) == dialect


@pytest.mark.parametrize("agent", ["Neo4j/5.25.1", "Neo4j/4.4.40", "Neo4j/5.26 compatible (Memgraph)", "Other/9.9"])
def test_other_servers_are_refused(agent: str) -> None:
    with pytest.raises(StoreMismatch, match=r"GONGJIAN_URI"):
        dialect_of(agent)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -(2**63),
        2**63 - 1,
        0.5,
        "银杏街道 — ünï",
        date(2024, 2, 29),
        FIRST,
        LAST,
        datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC),
        [],
        [1, [date(2024, 1, 1)], None],
        {"名": {"b": [date(2024, 1, 1)]}},
    ],
)
def test_values_come_back_as_they_went(bolt: Bolt, value: object) -> None:
    back = bolt.read("RETURN $value AS value", {"value": value})[0]["value"]
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    "value",
    [True, 2**53 + 1, 0.1, "文", date(2024, 2, 29), FIRST, LAST, [FIRST, LAST], ["a", "b"], [1, 2], [0.5]],
)
def test_values_are_stored_as_they_went(bolt: Bolt, value: object) -> None:
    put(bolt, 1, value=value)
    back = bolt.read("MATCH (n:BoltTest) RETURN n.value AS value")[0]["value"]
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize("value", [datetime(2024, 1, 1, 8), {"a"}, object(), [{"deep": datetime(2024, 1, 1)}]])
def test_other_types_are_not_sent(bolt: Bolt, value: object) -> None:
    with pytest.raises(StoreError) as caught:
        bolt.read("RETURN $value AS value", {"value": value})
    assert caught.value.code == "store_value"


def test_stored_instant_is_given_in_utc(bolt: Bolt) -> None:
    put(bolt, 1, at=datetime(2024, 1, 1, 8, tzinfo=timezone(timedelta(hours=8))))
    at = bolt.read("MATCH (n:BoltTest) RETURN n.at AS at")[0]["at"]
    assert isinstance(at, datetime)
    assert (at.isoformat(), at.tzinfo) == ("2024-01-01T00:00:00+00:00", UTC)


@pytest.mark.parametrize("returned", ["n", "r", "[n]", "{a: n}", "p", "duration('P1D')", "point({x: 1, y: 2})"])
def test_entities_and_foreign_types_are_refused(bolt: Bolt, returned: str) -> None:
    put(bolt, 1, 2)
    bolt.write(lambda w: w.run("MATCH (a:BoltTest {id: 1}), (b:BoltTest {id: 2}) MERGE (a)-[:BOLT_TEST]->(b)"))
    with pytest.raises(StoreError) as caught:
        bolt.read(f"MATCH p = (n:BoltTest)-[r:BOLT_TEST]->() RETURN {returned} AS x")
    assert caught.value.code == "store_value"


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (:BoltTest {id: 9})",
        "CREATE (:BoltTestOther {id: 9})",
        "MERGE (n:BoltTest {id: 9})",
        "MATCH (n:BoltTest {id: 1}) SET n.x = 1",
        "MATCH (n:BoltTest {id: 1}) REMOVE n.kept",
        "MATCH (n:BoltTest {id: 1}) DETACH DELETE n",
        "MATCH (n:BoltTest {id: 1}) CREATE (n)-[:BOLT_TEST]->(n)",
        "CREATE INDEX bolt_test_kept FOR (n:BoltTest) ON (n.kept)",
        "DROP CONSTRAINT bolt_test_id",
    ],
)
def test_a_question_cannot_write(bolt: Bolt, cypher: str) -> None:
    put(bolt, 1, kept="yes")
    with pytest.raises(Refused) as caught:
        bolt.read(cypher)
    assert caught.value.code == "read_only"
    with pytest.raises(Refused):
        list(bolt.stream(cypher))
    assert bolt.read("MATCH (n) RETURN n.id AS id, n.kept AS kept, n.x AS x") == [{"id": 1, "kept": "yes", "x": None}]


def test_all_of_a_write_or_nothing(bolt: Bolt) -> None:
    def work(writing: Writing) -> None:
        writing.run(ROWS, {"rows": [{"id": 1, "fields": {}}]})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        bolt.write(work)
    assert bolt.count_everything() == (0, 0)


def test_a_lost_answer_of_a_commit_is_repeated(bolt: Bolt) -> None:
    tries: list[int] = []

    def work(writing: Writing) -> int:
        tries.append(1)
        writing.run(ROWS, {"rows": [{"id": 1, "fields": {}}]})
        if len(tries) < 3:
            raise IncompleteCommit("the connection broke while the commit was on its way")
        return 42

    assert (bolt.write(work), len(tries)) == (42, 3)
    assert bolt.count_everything() == (1, 0)


def test_a_commit_that_never_answers_ends(bolt: Bolt) -> None:
    def work(writing: Writing) -> None:
        raise IncompleteCommit("the connection broke while the commit was on its way")

    with pytest.raises(StoreUnavailable):
        bolt.write(work)


def test_reading_sees_what_was_committed_between_its_statements(bolt: Bolt) -> None:
    with bolt.reading() as reading:
        before = reading.run("MATCH (n:BoltTest) RETURN count(n) AS total")
        put(bolt, 1, 2)
        after = reading.run("MATCH (n:BoltTest) RETURN count(n) AS total")
        put(bolt, 1, seen=True)
        changed = reading.run("MATCH (n:BoltTest {id: 1}) RETURN n.seen AS seen")
    assert (before, after, changed) == ([{"total": 0}], [{"total": 2}], [{"seen": True}])


def test_an_error_of_the_callers_block_is_the_callers(bolt: Bolt) -> None:
    with pytest.raises(FileNotFoundError), bolt.reading():
        raise FileNotFoundError("of the caller")


def test_stream_gives_every_row_once_and_may_be_left(bolt: Bolt) -> None:
    put(bolt, *range(3_000))
    question = "MATCH (n:BoltTest) RETURN n.id AS id"
    assert sorted(r["id"] for r in bolt.stream(question, fetch_size=100)) == list(range(3_000))  # type: ignore[type-var]
    left = bolt.stream(question, fetch_size=100)
    assert isinstance(left, Iterator)
    next(left)
    left.close()  # type: ignore[attr-defined]
    assert bolt.read("RETURN 1 AS one") == [{"one": 1}]


def test_wipe_takes_ties_and_nodes_in_batches(bolt: Bolt) -> None:
    put(bolt, *range(250))
    bolt.write(lambda w: w.run("MATCH (a:BoltTest), (b:BoltTest) WHERE b.id = a.id + 1 MERGE (a)-[:BOLT_TEST]->(b)"))
    assert bolt.count_everything() == (250, 249)
    bolt.wipe(batch=100)
    assert bolt.count_everything() == (0, 0)


@pytest.mark.parametrize("cypher", ["MATCH (n RETURN n", "RETURN missing", "RETURN $absent AS x", "RETURN 1 / 0 AS x"])
def test_a_faulty_statement_is_a_fault_of_the_program(bolt: Bolt, cypher: str) -> None:
    with pytest.raises(StoreError) as caught:
        bolt.read(cypher)
    assert "Neo." in caught.value.en


def test_a_broken_constraint_tells_no_value(bolt: Bolt) -> None:
    put(bolt, 1, 2)
    with pytest.raises(StoreError) as caught:
        bolt.write(lambda w: w.run("CREATE (:BoltTest {id: $id})", {"id": 2}))
    assert caught.value.code == "store_constraint"
    assert "2" not in caught.value.en.replace("Neo4j", "")


def test_wrong_password(server: Address) -> None:
    with Bolt(server.uri, server.user, "not-the-password") as bolt, pytest.raises(StoreUnavailable) as caught:
        bolt.verify()
    assert caught.value.code == "store_login"


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with Bolt(f"bolt://127.0.0.1:{port}", "neo4j", "x", retry_seconds=1) as bolt:
        for ask in (bolt.verify, lambda: bolt.read("RETURN 1"), lambda: list(bolt.stream("RETURN 1"))):
            with pytest.raises(StoreUnavailable, match=r"gongjian engine status.*GONGJIAN_URI"):
                ask()


def test_unknown_host() -> None:
    with Bolt("bolt://no-such-host.invalid:7687", "neo4j", "x") as bolt, pytest.raises(StoreUnavailable):
        bolt.verify()


def test_malformed_address() -> None:
    with pytest.raises(WrongUsage, match="GONGJIAN_URI"):
        Bolt("http://localhost:7474", "neo4j", "x")


def test_unknown_database(server: Address) -> None:
    with Bolt(server.uri, server.user, server.password, database="nosuch") as bolt, pytest.raises(WrongUsage):
        bolt.read("RETURN 1")


@pytest.mark.parametrize(
    ("kind", "code", "text", "expected", "ours"),
    [
        (TransientError, "Neo.TransientError.Transaction.DeadlockDetected", "", StoreBusy, "store_busy"),
        (TransientError, "Neo.TransientError.General.OutOfMemoryError", "", StoreFull, "store_memory"),
        (
            TransientError,
            "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
            "",
            StoreFull,
            "store_memory",
        ),
        (
            DatabaseError,
            "Neo.DatabaseError.General.UnknownError",
            "No space left on device",
            StoreFull,
            "store_full",
        ),
        (
            DatabaseError,
            "Neo.DatabaseError.General.UnknownError",
            "Java heap space",
            StoreFull,
            "store_memory",
        ),
        (
            ClientError,
            "Neo.ClientError.Transaction.TransactionTimedOut",
            "",
            StoreUnavailable,
            "question_timeout",
        ),
        (DatabaseError, "Neo.DatabaseError.General.UnknownError", "secret cell", StoreError, "store_error"),
    ],
)
def test_what_servers_answer(
    kind: type[Neo4jError], code: str, text: str, expected: type[GongjianError], ours: str
) -> None:
    answer = Neo4jError._hydrate_neo4j(code=code, message=text)
    assert isinstance(answer, kind)
    error = translated(answer)
    assert (type(error), error.code) == (expected, ours)
    assert "secret" not in str(error)
