"""Older ledgers brought to the tables of this version, in one transaction and with everything that was recorded."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping

VERSION = 2
"""Version of the ledger's own tables; a newer one is refused, an older one is migrated at its opening."""

_TO_2 = """
CREATE TABLE load_2 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('load', 'undo', 'erase')),
    made_at TEXT NOT NULL,
    target INTEGER REFERENCES load (id),
    plan TEXT
) STRICT;
INSERT INTO load_2 SELECT id, kind, made_at, target, plan FROM load;
DROP TABLE load;
ALTER TABLE load_2 RENAME TO load;
CREATE TABLE tombstone (
    kind TEXT NOT NULL CHECK (kind IN ('row', 'node')),
    key BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (kind, key, hash)
) STRICT, WITHOUT ROWID;
INSERT INTO meta SELECT 'pseudonym_key', value FROM meta WHERE key = 'secret';
UPDATE meta SET key = 'row_key' WHERE key = 'secret'
"""
_STEPS: Mapping[int, str] = {1: _TO_2}
"""Statements that lead from a version to the next."""


def fresh_keys() -> list[tuple[str, str]]:
    """The secrets of a new ledger, one per purpose, so that each can be changed without the others."""
    return [(name, secrets.token_hex(32)) for name in ("row_key", "tombstone_key", "pseudonym_key")]


def migrate(db: sqlite3.Connection, version: int) -> None:
    """Bring a ledger from ``version`` to :data:`VERSION`, within the caller's transaction.

    Foreign keys must be off: a table that others refer to is made anew under its old name.
    """
    for step in range(version, VERSION):
        for statement in _STEPS[step].split(";\n"):
            db.execute(statement)
    if version < 2:
        db.execute("INSERT INTO meta VALUES ('tombstone_key', ?)", (secrets.token_hex(32),))
    if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise sqlite3.DatabaseError("malformed: a row refers to what is not there")
    db.execute(f"PRAGMA user_version={VERSION}")
