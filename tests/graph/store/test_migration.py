"""A ledger of version 1 (its tables as they were then: ``ledger_1.sql``) is brought to this version whole."""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import StoreMismatch
from graph.settings import Settings
from graph.store import schema
from graph.store.bolt import Bolt
from graph.store.content import recompute, summed
from graph.store.fold import fold, gather
from graph.store.ledger import Ledger
from graph.store.ledger.file import version_of
from graph.store.ledger.migration import VERSION
from graph.store.migrating import migrate
from graph.store.opening import open_store
from tests.graph.store.invented import tangled, total

SECRET = "5e" * 32
TABLES = Path(__file__).with_name("ledger_1.sql").read_text("utf-8")


def version_1(path: Path) -> int:
    """Write a ledger as version 1 did, from one of today's; returns the content hash that it folds to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name("new.sqlite")
    with Ledger(new) as today:
        for each in tangled():
            today.record([each])
        today.record_undo(4)
        today.record([tangled()[4]], withdraws=[5])
        expected = total(fold(gather(today)))
        identity = today.id
    with closing(sqlite3.connect(path)) as db:
        db.executescript(TABLES)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("ATTACH ? AS new", (str(new),))
        for table in ("load", "file", "row", "withdrawal"):
            db.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")
        db.executemany("INSERT INTO meta VALUES (?, ?)", [("id", identity), ("secret", SECRET)])
        db.execute("PRAGMA user_version=1")
        db.commit()
    new.unlink()
    return expected


def test_everything_that_was_recorded_is_there(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    expected = version_1(path)
    with closing(sqlite3.connect(path)) as db:
        before = {
            name: db.execute(f"SELECT * FROM {name}").fetchall() for name in ("load", "file", "row", "withdrawal")
        }
    with Ledger(path) as ledger:
        assert ledger.migrated_from == 1
        after = {name: ledger._db.execute(f"SELECT * FROM {name}").fetchall() for name in before}
        assert after == before
        assert total(fold(gather(ledger))) == expected
        # both uses of the one secret go on: hashes of rows, and pseudonyms of members
        assert ledger.secret.hex() == SECRET
        assert ledger.row_hash(b"row") == hmac.digest(bytes.fromhex(SECRET), b"row", hashlib.sha256)
        assert not ledger.tombstones()
        assert ledger.record(tangled()[:1]) == len(before["load"]) + 1
        assert ledger._db.execute("PRAGMA foreign_key_check").fetchall() == []
    with Ledger(path) as again:
        assert again.migrated_from is None
    assert version_of(path) == VERSION


def test_its_tables_are_those_of_a_new_ledger(tmp_path: Path) -> None:
    version_1(tmp_path / "old.sqlite")
    columns = "SELECT m.name, c.name, c.type, c.pk FROM sqlite_master m, pragma_table_info(m.name) c ORDER BY 1, 2"
    with Ledger(tmp_path / "old.sqlite") as old, Ledger(tmp_path / "fresh.sqlite") as new:
        assert old._db.execute(columns).fetchall() == new._db.execute(columns).fetchall()
        keys = "SELECT key FROM meta ORDER BY key"
        assert old._db.execute(keys).fetchall() == new._db.execute(keys).fetchall()


def test_a_migration_that_fails_leaves_the_old_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    version_1(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE tombstone (in_the_way INTEGER)")
    with pytest.raises(Exception, match="ledger"):
        Ledger(path)
    assert version_of(path) == 1
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM load").fetchone() == (len(tangled()) + 2,)
        db.execute("DROP TABLE tombstone")
    Ledger(path).close()
    assert version_of(path) == VERSION


@pytest.fixture
def settings(server, bolt: Bolt, tmp_path: Path) -> Settings:
    login = {"uri": server.uri, "user": server.user, "password": server.password, "database": server.database}
    return Settings(**login, data=tmp_path / "data")


def test_migrate_says_what_it_did_and_proves_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = version_1(settings.data / "ledger.sqlite")
    done = migrate(settings)
    assert (done.version_found, done.version, done.graph_built) == (1, VERSION, True)
    assert done.content_hash == f"{expected:064x}"
    assert done.aside is not None and version_of(done.aside) == 1
    nothing = migrate(settings)
    assert (nothing.version_found, nothing.aside, nothing.graph_built, nothing.model_changed) == (
        VERSION,
        None,
        False,
        False,
    )
    with open_store(settings) as store:  # as if another version of the model had built it
        store.bolt.write(lambda tx: tx.run("MATCH (l:Lease {id: 'lease'}) SET l.model = 'older'"))
    changed = migrate(settings)
    assert changed.model_changed and changed.content_hash == done.content_hash
    with open_store(settings) as store:
        assert store.state().model == schema.fingerprint()
        assert recompute(store.bolt)[0] == summed(fold(gather(store.ledger)).records.values())
        store.bolt.write(lambda tx: tx.run("MATCH (u:Unit) DETACH DELETE u"))
    with pytest.raises(StoreMismatch):
        migrate(settings)
