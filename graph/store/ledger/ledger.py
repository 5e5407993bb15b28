"""The ledger: a SQLite file with every accepted row, load, edition and withdrawal; append-only but for erasure."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from graph.errors import NotFound, WrongUsage
from graph.store.ledger.entries import Act, FileDraft, FileEntry, LoadEntry, RowDraft, RowEntry
from graph.store.ledger.erasing import ERASED_HASH, ErasedRows
from graph.store.ledger.graphs import NotedGraphs
from graph.store.ledger.migration import fresh_keys
from graph.store.ledger.tombstones import Mark, Tombstones

_ROW = "id, file, sheet, number, state, payload, mends, payload IS NULL AND hash IS NOT NULL"


class Ledger(NotedGraphs, ErasedRows):
    """One ledger file: what was recorded, in which load, and what of it is live."""

    # --- recording -------------------------------------------------------------------------------

    def record(
        self,
        drafts: Iterable[FileDraft],
        *,
        withdraws: Iterable[int] = (),
        plan: str | None = None,
    ) -> int:
        """Record one Load with its files and rows, all or nothing; returns its number.

        Of rows that were erased only the place is recorded.
        """
        with self._transaction():
            load = self._insert_load("load", None, plan)
            key = self._row_key()
            for draft in self.sifted(drafts):
                self._insert_file(load, draft, key)
            self._db.executemany("INSERT INTO withdrawal VALUES (?, ?)", [(load, file) for file in withdraws])
        return load

    def record_undo(self, target: int) -> int:
        """Record that a load is taken back; an undo may itself be undone, an erasure may not."""
        entry = next((entry for entry in self.loads() if entry.id == target), None)
        if entry is None:
            raise NotFound(
                f"没有编号为 {target} 的导入;用 gongjian loads 查看",
                f"no load {target}: see `gongjian loads`",
            )
        if not entry.live:
            raise WrongUsage(f"导入 {target} 已经撤回", f"load {target} is already undone")
        if entry.kind == "erase":
            raise WrongUsage(
                f"{target} 是一次删除,内容已不在,不能撤回;需要时请重新导入改好的名册",
                f"{target} is an erasure: what it erased is gone; load a mended roster instead",
                code="erasure_stays",
            )
        with self._transaction():
            return self._insert_load("undo", target, None)

    def erase(self, marks: Iterable[Mark]) -> tuple[int, int]:
        """Erase what is marked, in live rows and in those withdrawn long ago; returns the act's number and the rows.

        Until :meth:`scrub` the bytes may still lie in the file.
        """
        return self.bury(self.supposed(marks))

    def bury(self, found: Tombstones) -> tuple[int, int]:
        """Erase what these tombstones cover (those of another ledger, when one is restored), as one act."""
        with self._transaction():
            number = self._insert_load("erase", None, None)
            rows = self._apply(found)
            self._note("erase", f"act={number} rows={rows}")
        return number, rows

    def _insert_load(self, kind: Act, target: int | None, plan: str | None) -> int:
        if self.known_until is not None:
            raise WrongUsage(
                f"这个数据文件夹是导入 {self.known_until} 时的旧貌,只供查询;导入、撤回和删除请在原来的数据文件夹进行",
                f"this data folder shows what was known at load {self.known_until} and only answers questions: load, "
                "undo and erase in the folder that it was made from",
                code="past_view",
            )
        cursor = self._db.execute(
            "INSERT INTO load (kind, made_at, target, plan) VALUES (?, ?, ?, ?)",
            (kind, datetime.now(UTC).isoformat(timespec="seconds"), target, plan),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _insert_file(self, load: int, draft: FileDraft, key: bytes) -> None:
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
                    *(self._hash_of(row, key), row.payload, row.reason, row.mends),
                )
                for row in draft.rows
            ),
        )

    def _hash_of(self, row: RowDraft, key: bytes) -> bytes | None:
        return ERASED_HASH if row.erased else self.row_hash(row.payload, key)

    # --- reading ---------------------------------------------------------------------------------

    def loads(self, *, as_if_undone: int | None = None, known: int | None = None) -> list[LoadEntry]:
        """All acts in order; a load is live unless a live undo takes it back. ``known``: as of that act."""
        query = "SELECT id, kind, made_at, target, plan FROM load WHERE id <= ? ORDER BY id DESC"
        rows = self._db.execute(query, (self.sequence if known is None else known,))
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

    def files(self, *, as_if_undone: int | None = None, known: int | None = None) -> list[FileEntry]:
        """All files in order of loading; one is live if its load is, and no live load has replaced it."""
        live_loads = {entry.id for entry in self.loads(as_if_undone=as_if_undone, known=known) if entry.live}
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
        for row in self._db.execute(f"SELECT {_ROW} FROM row WHERE file = ? ORDER BY id", (file,)):
            yield RowEntry(*row)

    def row(self, number: int) -> RowEntry | None:
        """One row by its number."""
        found = self._db.execute(f"SELECT {_ROW} FROM row WHERE id = ?", (number,)).fetchone()
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

    # --- a past view ------------------------------------------------------------------------------

    @property
    def known_until(self) -> int | None:
        """The act up to which this ledger shows what was known; None for one that goes on."""
        return int(self._meta("known_until")) if self._has_meta("known_until") else None

    def truncate(self, last: int) -> None:
        """Keep what was known at an act, for questions only: under an id and keys of its own, without any audit."""
        with self._transaction():
            for statement in (
                "DELETE FROM row WHERE file IN (SELECT id FROM file WHERE load > ?)",
                "DELETE FROM withdrawal WHERE load > ?",
                "DELETE FROM file WHERE load > ?",
                "DELETE FROM load WHERE id > ?",
            ):
                self._db.execute(statement, (last,))
            for table in ("graph", "record", "audit"):
                self._db.execute(f"DELETE FROM {table}")
            for key, value in [("id", uuid.uuid4().hex), ("known_until", str(last)), *fresh_keys()]:
                self._set_meta(key, value)
        self.id = self._meta("id")
        self.scrub()
