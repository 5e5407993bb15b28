"""The ledger as a file: opened, made, brought to this version, written in transactions, copied, scrubbed."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.resources import files as package_files
from pathlib import Path
from typing import Self

from graph.errors import StoreMismatch
from graph.store.ledger.faults import mapped
from graph.store.ledger.migration import VERSION, fresh_keys, migrate


class LedgerFile:
    """One SQLite file. Every act is one transaction; what was acknowledged survives a crash."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.migrated_from: int | None = None
        """The version that this opening found and brought up to date, if it was an older one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
            try:
                self._prepare()
                self._db.execute("PRAGMA foreign_keys=ON")
            except BaseException:
                self._db.close()
                raise
        except sqlite3.Error as error:
            raise mapped(error, path) from error
        self.id = self._meta("id")

    def _prepare(self) -> None:
        if self._version() > VERSION:
            raise StoreMismatch(
                f"数据文件夹由更新的版本写成(底账版本 {self._version()},本程序只认到 {VERSION});请升级本程序",
                f"the data folder was written by a newer version (ledger {self._version()}, this program knows "
                f"{VERSION}): upgrade the program",
            )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        if self._version() == VERSION:
            return
        with self._transaction():
            found = self._version()  # again: another process may have been at it while this one waited
            if found == 0:
                self._create()
            elif found < VERSION:
                migrate(self._db, found)
                self.migrated_from = found
        self.path.chmod(0o600)

    def _create(self) -> None:
        for statement in package_files("graph.store.ledger").joinpath("schema.sql").read_text("utf-8").split(";\n"):
            self._db.execute(statement)
        self._db.executemany("INSERT INTO meta VALUES (?, ?)", [("id", uuid.uuid4().hex), *fresh_keys()])
        self._db.execute(f"PRAGMA user_version={VERSION}")

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _meta(self, key: str) -> str:
        return str(self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0])

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _has_meta(self, key: str) -> bool:
        return self._db.execute("SELECT 1 FROM meta WHERE key = ?", (key,)).fetchone() is not None

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

    def note(self, act: str, detail: str) -> None:
        """Append to the audit: what was done, never to whom by name."""
        with self._transaction():
            self._note(act, detail)

    def notes(self, act: str) -> list[tuple[str, str]]:
        """What was appended to the audit of one kind of act: (instant, detail), oldest first."""
        return list(self._db.execute("SELECT at, detail FROM audit WHERE act = ? ORDER BY id", (act,)))

    def _note(self, act: str, detail: str) -> None:
        stamp = datetime.now(UTC).isoformat(timespec="seconds")
        self._db.execute("INSERT INTO audit (at, act, detail) VALUES (?, ?, ?)", (stamp, act, detail))

    def backup(self, path: Path) -> None:
        """Copy the ledger to a file while it is in use (SQLite's online backup), readable by its owner only."""
        try:
            path.touch(mode=0o600)
            with closing(sqlite3.connect(path)) as target:
                self._db.backup(target)
        except sqlite3.Error as error:
            raise mapped(error, path) from error

    def replace_by(self, other: LedgerFile) -> None:
        """Take over everything that another ledger holds, in one transaction: a kill in between leaves this one."""
        try:
            other._db.backup(self._db)
        except sqlite3.Error as error:
            raise mapped(error, self.path) from error
        self.id = self._meta("id")

    @property
    def unscrubbed(self) -> bool:
        """Whether something was erased whose bytes may still lie in the file."""
        return self._has_meta("scrub")

    def scrub(self) -> bool:
        """Write the file anew, so that the bytes of what was erased are gone from it and from its write-ahead log.

        Returns False where another program was reading all the while, or there was no room: the next opening
        tries again.
        """
        try:
            self._db.execute("VACUUM")
            if self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                return False
            self._db.execute("DELETE FROM meta WHERE key = 'scrub'")
        except sqlite3.OperationalError:
            return False
        return True


def version_of(path: Path) -> int:
    """The version of a ledger's tables, as it lies there; opening it as a ledger would migrate it."""
    try:
        with closing(sqlite3.connect(path)) as db:
            return int(db.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise mapped(error, path) from error


def copy_as_it_is(path: Path, target: Path) -> None:
    """Copy a ledger of whatever version without opening it as one."""
    try:
        target.touch(mode=0o600)
        with closing(sqlite3.connect(path)) as db, closing(sqlite3.connect(target)) as copy:
            db.backup(copy)
    except sqlite3.Error as error:
        raise mapped(error, target) from error
