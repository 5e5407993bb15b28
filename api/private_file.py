"""SQLite files of the service in the data folder, which only their owner may read (keys, objections).

On Windows what the folder's own permissions say holds instead.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreUnavailable


@dataclass(frozen=True, slots=True)
class PrivateFile:
    """One such file: its name, its tables, and what it is called in an error."""

    name: str
    title_zh: str
    title_en: str
    code: str
    """Of the error where it cannot be opened."""
    schema: str
    """Statements that may run again on a file which has all of it."""
    upgrade: Callable[[sqlite3.Connection], None] | None = None
    """Brings the tables of an older program up to date."""

    @contextmanager
    def opened(self, folder: Path) -> Iterator[sqlite3.Connection]:
        """The file in a data folder, made at first use; StoreUnavailable where it cannot be opened or written."""
        path = folder / self.name
        try:
            _create(path)
            with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as db:
                # cheap when they are there; so an older folder and a race of two starters need no other care
                db.executescript(self.schema)
                if self.upgrade is not None:
                    self.upgrade(db)
                yield db
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(
                f"{self.title_zh} {self.name} 打不开;请确认数据文件夹可读写,且没有别的程序长时间占用它",
                f"{self.title_en} ({self.name}) cannot be opened: see that the data folder is writable and the file "
                f"not held by another program ({type(error).__name__})",
                code=self.code,
            ) from error

    @contextmanager
    def transaction(self, folder: Path) -> Iterator[sqlite3.Connection]:
        """The same in one transaction, which an exception takes back."""
        with self.opened(folder) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")


def _create(path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        # owner-only from its first byte on: SQLite would make it by the umask
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
