"""What the ledger notes of its graphs: where they are, how far they are, what the active one holds."""

from __future__ import annotations

import json
from collections.abc import Iterable

from graph.store.ledger.entries import GraphEntry
from graph.store.ledger.file import LedgerFile


class NotedGraphs(LedgerFile):
    """The part of the ledger that is derived: it can be dropped and made again."""

    def graphs(self) -> list[GraphEntry]:
        """The graphs this ledger knows, the active one first."""
        query = "SELECT id, address, sequence, sum, active FROM graph ORDER BY active DESC, id"
        return [GraphEntry(row[0], row[1], row[2], int(row[3], 16), bool(row[4])) for row in self._db.execute(query)]

    def adopt(self, graph: str, address: str) -> None:
        """Make a graph the active one; one that was not active before counts as empty."""
        with self._transaction():
            active = self._db.execute("SELECT id FROM graph WHERE active = 1").fetchone()
            if active is not None and active[0] == graph:
                self._db.execute("UPDATE graph SET address = ? WHERE id = ?", (address, graph))
                return
            self._db.execute("DELETE FROM record")
            self._db.execute("UPDATE graph SET active = 0")
            self._db.execute("INSERT OR REPLACE INTO graph VALUES (?, ?, 0, ?, 1)", (graph, address, f"{0:064x}"))

    def move(self, graph: str, address: str, sequence: int, total: int) -> None:
        """Make a graph the active one that holds the very same records as the active one so far."""
        with self._transaction():
            self._db.execute("UPDATE graph SET active = 0")
            row = (graph, address, sequence, f"{total:064x}")
            self._db.execute("INSERT OR REPLACE INTO graph VALUES (?, ?, ?, ?, 1)", row)

    def records(self) -> dict[str, tuple[bytes, bytes]]:
        """What the active graph holds, by key: (hash, rows that assert it as JSON)."""
        return {key: (hashed, rows) for key, hashed, rows in self._db.execute("SELECT key, hash, rows FROM record")}

    def rows_of_record(self, key: str) -> list[int]:
        """The rows that assert a node or tie of the active graph; empty where it is not there."""
        found = self._db.execute("SELECT rows FROM record WHERE key = ?", (key,)).fetchone()
        return [] if found is None else json.loads(found[0])

    def formats_asserting(self, keys: Iterable[str]) -> dict[str, frozenset[str]]:
        """The formats of the files that assert nodes or ties, by key: what only a case says stands in no roster."""
        query = (
            "SELECT DISTINCT record.key, file.format FROM record, json_each(record.rows) AS one "
            "JOIN row ON row.id = one.value JOIN file ON file.id = row.file "
            "WHERE record.key IN (SELECT value FROM json_each(?))"
        )
        found: dict[str, set[str]] = {}
        for key, format_ in self._db.execute(query, (json.dumps(sorted(set(keys))),)):
            found.setdefault(key, set()).add(format_)
        return {key: frozenset(formats) for key, formats in found.items()}

    def settle(
        self,
        graph: str,
        sequence: int,
        total: int,
        changed: Iterable[tuple[str, bytes, bytes]],
        gone: Iterable[str],
    ) -> None:
        """Note that the active graph holds everything up to a load; ``changed`` is (key, hash, rows as JSON)."""
        with self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", changed)
            self._db.executemany("DELETE FROM record WHERE key = ?", ((key,) for key in gone))
            self._db.execute("UPDATE graph SET sequence = ?, sum = ? WHERE id = ?", (sequence, f"{total:064x}", graph))

    def forget_records(self) -> None:
        """Drop what is known of the active graph: until it is settled again it counts as never written."""
        with self._transaction():
            self._db.execute("DELETE FROM record")
            self._db.execute("UPDATE graph SET sequence = 0, sum = ? WHERE active = 1", (f"{0:064x}",))

    def forget_graphs(self) -> None:
        """Drop all that is derived: a copy of the ledger that goes elsewhere knows no graph yet."""
        with self._transaction():
            self._db.execute("DELETE FROM record")
            self._db.execute("DELETE FROM graph")
