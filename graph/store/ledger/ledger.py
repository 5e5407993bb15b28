"""The ledger: a SQLite file with every accepted row, load, edition and withdrawal; append-only."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files as package_files
from pathlib import Path
from typing import Self

from graph.errors import NotFound, StoreMismatch, WrongUsage
from graph.store.ledger.entries import FileDraft, FileEntry, GraphEntry, LoadEntry, RowEntry
from graph.store.ledger.faults import mapped

VERSION = 1
"""Version of the ledger's own tables; a newer one is refused, an older one is migrated."""


class Ledger:
    """One ledger file. Every act is one transaction; what was acknowledged survives a crash."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
            self._db.execute("PRAGMA foreign_keys=ON")
            self._prepare()
        except sqlite3.Error as error:
            raise mapped(error, path) from error
        self.id = self._meta("id")
        self._secret = bytes.fromhex(self._meta("secret"))

    def _prepare(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StoreMismatch(
                f"数据文件夹由更新的版本写成(底账版本 {version},本程序只认到 {VERSION});请升级本程序",
                f"the data folder was written by a newer version (ledger {version}, this program knows {VERSION}): "
                "upgrade the program",
            )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        if version == 0:
            with self._transaction():
                if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                    return  # another process made it while this one waited for the lock
                for statement in (
                    package_files("graph.store.ledger").joinpath("schema.sql").read_text("utf-8").split(";\n")
                ):
                    self._db.execute(statement)
                rows = [("id", uuid.uuid4().hex), ("secret", secrets.token_hex(32))]
                self._db.executemany("INSERT INTO meta VALUES (?, ?)", rows)
                self._db.execute(f"PRAGMA user_version={VERSION}")
            self.path.chmod(0o600)

    def _meta(self, key: str) -> str:
        return str(self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise mapped(error, self.path) from error

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def secret(self) -> bytes:
        """The deployment's secret, under which row hashes and pseudonyms are keyed."""
        return self._secret

    # --- recording -------------------------------------------------------------------------------

    def record(
        self,
        drafts: Iterable[FileDraft],
        *,
        withdraws: Iterable[int] = (),
        plan: str | None = None,
    ) -> int:
        """Record one Load with its files and rows, all or nothing; returns its number."""
        with self._transaction():
            load = self._insert_load("load", None, plan)
            for draft in drafts:
                self._insert_file(load, draft)
            self._db.executemany("INSERT INTO withdrawal VALUES (?, ?)", [(load, file) for file in withdraws])
        return load

    def record_undo(self, target: int) -> int:
        """Record that a load is taken back; an undo may itself be undone."""
        entry = next((entry for entry in self.loads() if entry.id == target), None)
        if entry is None:
            raise NotFound(
                f"没有编号为 {target} 的导入;用 gongjian loads 查看",
                f"no load {target}: see `gongjian loads`",
            )
        if not entry.live:
            raise WrongUsage(f"导入 {target} 已经撤回", f"load {target} is already undone")
        with self._transaction():
            return self._insert_load("undo", target, None)

    def _insert_load(self, kind: str, target: int | None, plan: str | None) -> int:
        cursor = self._db.execute(
            "INSERT INTO load (kind, made_at, target, plan) VALUES (?, ?, ?, ?)",
            (kind, datetime.now(UTC).isoformat(timespec="seconds"), target, plan),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _insert_file(self, load: int, draft: FileDraft) -> None:
        columns = "load, name, sha256, format, issuer, scope, edition, complete, rank, nature, synthetic, counts"
        cursor = self._db.execute(
            f"INSERT INTO file ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(load, draft.name, draft.sha256, draft.format, draft.issuer, draft.scope, draft.edition),
                *(int(draft.complete), draft.rank, draft.nature, int(draft.synthetic), json.dumps(draft.counts)),
            ),
        )
        columns = "file, sheet, number, state, hash, payload, reason, mends"
        self._db.executemany(
            f"INSERT INTO row ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(cursor.lastrowid, row.sheet, row.number, row.state),
                    *(self.row_hash(row.payload), row.payload, row.reason, row.mends),
                )
                for row in draft.rows
            ),
        )

    def row_hash(self, payload: bytes | None) -> bytes | None:
        """Keyed, so that a short row cannot be guessed from its hash once its payload has been erased."""
        return None if payload is None else hmac.digest(self._secret, payload, hashlib.sha256)

    # --- reading ---------------------------------------------------------------------------------

    def loads(self, *, as_if_undone: int | None = None) -> list[LoadEntry]:
        """All loads and undos in order; one is live unless a live undo takes it back."""
        rows = self._db.execute("SELECT id, kind, made_at, target, plan FROM load ORDER BY id DESC")
        undone = set() if as_if_undone is None else {as_if_undone}
        entries: list[LoadEntry] = []
        for number, kind, made_at, target, plan in rows:
            live = number not in undone
            if live and target is not None:
                undone.add(target)
            entries.append(LoadEntry(number, kind, made_at, target, plan, live))
        return entries[::-1]

    @property
    def sequence(self) -> int:
        """Number of the last load; 0 where there is none."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM load").fetchone()[0])

    def files(self, *, as_if_undone: int | None = None) -> list[FileEntry]:
        """All files in order of loading; one is live if its load is, and no live load has replaced it."""
        live_loads = {entry.id for entry in self.loads(as_if_undone=as_if_undone) if entry.live}
        replaced = {file for load, file in self._db.execute("SELECT load, file FROM withdrawal") if load in live_loads}
        columns = "id, load, name, sha256, format, issuer, scope, edition, rank, nature, complete, synthetic, counts"
        found: list[FileEntry] = []
        for row in self._db.execute(f"SELECT {columns} FROM file ORDER BY id"):
            number, load, name, sha256, kind, issuer, scope, edition, rank, nature, complete, synthetic, counts = row
            found.append(
                FileEntry(
                    id=number,
                    load=load,
                    name=name,
                    sha256=sha256,
                    format=kind,
                    issuer=issuer,
                    scope=scope,
                    edition=edition,
                    complete=bool(complete),
                    rank=rank,
                    nature=nature,
                    synthetic=bool(synthetic),
                    counts=json.loads(counts),
                    live=load in live_loads and number not in replaced,
                )
            )
        return found

    def rows(self, file: int) -> Iterator[RowEntry]:
        """The rows of one file in order, without their reasons."""
        query = "SELECT id, file, sheet, number, state, payload, mends FROM row WHERE file = ? ORDER BY id"
        for row in self._db.execute(query, (file,)):
            yield RowEntry(*row)

    def row(self, number: int) -> RowEntry | None:
        """One row by its number."""
        query = "SELECT id, file, sheet, number, state, payload, mends FROM row WHERE id = ?"
        found = self._db.execute(query, (number,)).fetchone()
        return None if found is None else RowEntry(*found)

    def returned(self, load: int) -> list[tuple[int, str, str, int, str]]:
        """The rows that a load returned: (row id, file name, sheet, physical row, reason as JSON)."""
        query = (
            "SELECT row.id, file.name, row.sheet, row.number, row.reason FROM row JOIN file ON file.id = row.file "
            "WHERE file.load = ? AND row.state = 'returned' ORDER BY row.id"
        )
        return list(self._db.execute(query, (load,)))

    def whereabouts(self, rows: Iterable[int]) -> list[tuple[int, str, str, int, int, str]]:
        """Where rows stand: (row id, file name, sheet, physical row, load, edition), in order of row id."""
        wanted = json.dumps(sorted(rows))
        query = (
            "SELECT row.id, file.name, row.sheet, row.number, file.load, file.edition "
            "FROM row JOIN file ON file.id = row.file WHERE row.id IN (SELECT value FROM json_each(?)) ORDER BY row.id"
        )
        return list(self._db.execute(query, (wanted,)))

    # --- graphs ----------------------------------------------------------------------------------

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

    def note(self, act: str, detail: str) -> None:
        """Append to the audit: what was done, never to whom by name."""
        with self._transaction():
            stamp = datetime.now(UTC).isoformat(timespec="seconds")
            self._db.execute("INSERT INTO audit (at, act, detail) VALUES (?, ?, ?)", (stamp, act, detail))

    def backup(self, path: Path) -> None:
        """Copy the ledger to a file while it is in use (SQLite's online backup)."""
        try:
            with sqlite3.connect(path) as target:
                self._db.backup(target)
            target.close()
            path.chmod(0o600)
        except sqlite3.Error as error:
            raise mapped(error, path) from error
