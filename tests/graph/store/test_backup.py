"""Backup and restore, proven by the content hash on the engine in use."""

from __future__ import annotations

import os
import random
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import GongjianError, StoreMismatch, WrongUsage
from graph.settings import Settings
from graph.store.backup import MANIFEST_FILE, Manifest, back_up, unpacked
from graph.store.bolt import Bolt
from graph.store.content import recompute, summed
from graph.store.doctor import examine
from graph.store.erasure import plan_erasure
from graph.store.fold import fold, gather
from graph.store.ledger import Ledger
from graph.store.opening import open_store
from graph.store.restoring import restore
from tests.graph.store.invented import places, roster, tangled, unit

FLIPS = int(os.environ.get("GONGJIAN_FLIPS", "60"))


@pytest.fixture
def settings(server, bolt: Bolt, tmp_path: Path) -> Settings:
    login = {"uri": server.uri, "user": server.user, "password": server.password, "database": server.database}
    return Settings(**login, data=tmp_path / "data")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "alone" / "ledger.sqlite") as opened:
        for each in tangled():
            opened.record([each])
        yield opened


def whole(settings: Settings) -> int:
    with open_store(settings) as store:
        assert examine(store, full=True).good
        assert recompute(store.bolt)[0] == store.state().sum
        return store.state().sum


def test_a_backup_holds_the_ledger_and_proves_itself(ledger, tmp_path):
    path = tmp_path / "backups" / "one.gongjian"
    manifest = back_up(ledger, path)
    assert manifest.content_hash == f"{summed(fold(gather(ledger)).records.values()):064x}"
    assert (manifest.sequence, manifest.files) == (ledger.sequence, len(ledger.files()))
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    folder = tmp_path / "unpacked"
    folder.mkdir()
    again, laid = unpacked(path, folder)
    assert again == manifest
    with Ledger(laid) as copy:
        assert copy.id == ledger.id and copy.keys == ledger.keys and copy.graphs() == []
    before = path.read_bytes()
    with pytest.raises(WrongUsage) as refused:
        back_up(ledger, path)
    assert refused.value.code == "backup_exists" and path.read_bytes() == before


def test_a_damaged_backup_is_told_and_changes_nothing(ledger, tmp_path, settings):
    """Bytes flipped, ends cut off, foreign files: an error of ours, or the very same content."""
    path = tmp_path / "one.gongjian"
    good = back_up(ledger, path)
    content, luck = path.read_bytes(), random.Random(5)
    spoiled = [b"", b"PK", content[: len(content) // 2], content[:-3], b"not a backup at all" * 99]
    for _ in range(FLIPS):
        at = luck.randrange(len(content))
        spoiled.append(content[:at] + bytes([content[at] ^ (1 << luck.randrange(8))]) + content[at + 1 :])
    refused = 0
    for number, each in enumerate(spoiled):
        folder = tmp_path / str(number)
        folder.mkdir()
        path.write_bytes(each)
        try:
            manifest, laid = unpacked(path, folder)
            with Ledger(laid) as copy:
                assert manifest.content_hash == good.content_hash
                assert f"{summed(fold(gather(copy)).records.values()):064x}" == good.content_hash
        except GongjianError as error:
            refused += 1
            assert error.code in ("backup_damaged", "store_mismatch")
    assert refused > len(spoiled) // 2
    path.write_bytes(content[:-3])
    settings.data.mkdir()
    with pytest.raises(StoreMismatch):
        restore(settings, path)
    assert [each.name for each in settings.data.iterdir()] == ["lock"]


def test_a_manifest_that_does_not_fit_its_ledger_is_refused(ledger, tmp_path, settings):
    path, forged = tmp_path / "one.gongjian", tmp_path / "forged.gongjian"
    manifest = back_up(ledger, path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w") as new:
        told = old.read(MANIFEST_FILE).decode()
        new.writestr(MANIFEST_FILE, told.replace(manifest.content_hash, "0" * 64))
        new.writestr("ledger.sqlite", old.read("ledger.sqlite"))
    with pytest.raises(StoreMismatch) as refused:
        restore(settings, forged)
    assert refused.value.code == "backup_damaged"
    assert not (settings.data / "ledger.sqlite").exists()
    newer = told.replace(f'"version": {manifest.version}', '"version": 999')
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "newer", "w") as new:
        new.writestr(MANIFEST_FILE, newer)
        new.writestr("ledger.sqlite", old.read("ledger.sqlite"))
    with pytest.raises(StoreMismatch):
        restore(settings, tmp_path / "newer")


def test_a_backup_taken_in_the_middle_of_a_load_is_restored_whole(settings, tmp_path, monkeypatch):
    """A reader meanwhile, a load afterwards; then back, on the same engine."""
    monkeypatch.setattr("graph.store.project.BATCH", 5)
    taken: list[Manifest] = []
    path = tmp_path / "one.gongjian"
    with open_store(settings) as store, Ledger(store.ledger.path) as reader:
        store.load(tangled()[:5])

        def meanwhile(written: int, size: int) -> None:
            if not taken:
                rows = reader.rows(1)
                next(rows)  # a reader in the middle of a table
                taken.append(back_up(store.ledger, path))
                assert len(list(rows)) > 0

        store.load(tangled()[5:], progress=meanwhile)
        expected = store.state().sum
        assert taken[0].content_hash == f"{expected:064x}"  # the load was recorded, though not yet projected
        store.load([roster("units", "2031-01-01", unit("演示新单位"))])
        assert store.state().sum != expected
    done = restore(settings, path)
    assert done.content_hash == taken[0].content_hash
    assert done.aside is not None and not done.tombstones_lost and not done.keys_differ
    assert whole(settings) == expected
    with Ledger(done.aside) as former:
        assert former.sequence == 3
    with open_store(settings) as store:
        assert store.ledger.sequence == 2
        store.load([roster("units", "2031-01-01", unit("演示新单位"))])
        assert examine(store, full=True).good


def test_a_lost_data_folder_is_had_back(settings, tmp_path):
    """With the graph still there (a server elsewhere), and with an empty database."""
    path = tmp_path / "one.gongjian"
    with open_store(settings) as store:
        store.load(tangled())
        expected = store.state().sum
        back_up(store.ledger, path)
    elsewhere = settings.model_copy(update={"data": tmp_path / "fresh"})
    done = restore(elsewhere, path)
    assert done.aside is None and whole(elsewhere) == expected
    with open_store(elsewhere) as store:
        store.bolt.wipe()
    third = settings.model_copy(update={"data": tmp_path / "third"})
    assert restore(third, path).content_hash == f"{expected:064x}"
    assert whole(third) == expected


def test_the_backup_of_another_ledger_changes_nothing(settings, ledger, tmp_path):
    path = tmp_path / "one.gongjian"
    back_up(ledger, path)
    with open_store(settings) as store:
        store.load([places()])
        before, number = store.state().sum, store.ledger.id
    with pytest.raises(StoreMismatch) as refused:
        restore(settings, path)
    assert refused.value.code == "foreign_ledger"
    fresh = settings.model_copy(update={"data": tmp_path / "fresh"})  # an empty folder, but that graph is in use
    with pytest.raises(StoreMismatch):
        restore(fresh, path)
    assert whole(settings) == before
    with Ledger(settings.data / "ledger.sqlite") as still:
        assert still.id == number


def test_a_ledger_that_never_held_anything_gives_way(settings, ledger, tmp_path):
    path = tmp_path / "one.gongjian"
    manifest = back_up(ledger, path)
    open_store(settings).close()
    assert restore(settings, path).content_hash == manifest.content_hash
    whole(settings)


def test_what_was_erased_after_the_backup_stays_erased(settings, tmp_path):
    path, word = tmp_path / "one.gongjian", "金丝雀甲"
    file = roster("units", "2024-01-01", unit(word, staff=3), unit("乙公司"))
    with open_store(settings) as store:
        store.load([places(), file])
        back_up(store.ledger, path)
        rows = [row.id for row in store.ledger.rows(2) if word in str(row.payload and row.payload.decode())]
        store.erase(plan_erasure(store.ledger, rows).marks)
        store.ledger.rotate()
        store.ledger.scrub()
        expected = store.state().sum
    done = restore(settings, path)
    assert done.erased_again == 1 and done.keys_differ
    assert whole(settings) == expected
    assert word.encode() not in (settings.data / "ledger.sqlite").read_bytes()
    with open_store(settings) as store:
        store.load([file])
        assert store.ledger.files()[-1].counts["erased"] == 1
        assert store.state().sum == expected


def test_a_restore_that_was_killed_leaves_nothing_that_stays(settings, tmp_path):
    """Neither the copy that it worked on, nor a ledger that is neither the one nor the other."""
    path = tmp_path / "one.gongjian"
    with open_store(settings) as store:
        store.load(tangled())
        expected = store.state().sum
        back_up(store.ledger, path)
        left = settings.data / ".restore-killed"
        left.mkdir()
        store.ledger.backup(left / "ledger.sqlite")
        # killed after the exchange, before the graph was built: the ledger knows that its graph is not there yet
        store.load([roster("units", "2031-01-01", unit("演示新单位"))])
        graph = store.ledger.graphs()[0]
        with Ledger(left / "ledger.sqlite") as copy:
            copy.forget_graphs()
            copy.adopt(graph.id, graph.address)
            store.ledger.replace_by(copy)
    assert whole(settings) == expected
    restore(settings, path)
    assert not left.exists()


def test_a_damaged_ledger_is_put_aside(settings, tmp_path):
    path = tmp_path / "one.gongjian"
    with open_store(settings) as store:
        store.load(tangled())
        expected = store.state().sum
        back_up(store.ledger, path)
    (settings.data / "ledger.sqlite").write_bytes(b"no longer a database" * 400)
    with pytest.raises(StoreMismatch):
        open_store(settings)
    done = restore(settings, path)
    assert done.tombstones_lost and done.aside is not None
    assert whole(settings) == expected


def test_a_reader_in_another_process_sees_the_one_or_the_other(ledger, tmp_path):
    """The exchange is one transaction of SQLite."""
    with Ledger(tmp_path / "other" / "ledger.sqlite") as other:
        other.record([places()])
        with closing(sqlite3.connect(ledger.path)) as reader:
            reader.execute("BEGIN")
            before = reader.execute("SELECT count(*) FROM load").fetchone()
            assert before == (len(tangled()),)
            ledger.replace_by(other)
            assert reader.execute("SELECT count(*) FROM load").fetchone() == before
            reader.execute("COMMIT")
            assert reader.execute("SELECT count(*) FROM load").fetchone() == (1,)
        assert ledger.id == other.id


def test_frozen_releases_travel_and_never_replace_one_that_is_there(settings, tmp_path):
    with open_store(settings) as store:
        store.load([places()])
        name, other = f"{store.ledger.id}-2024Q1.json", f"{store.ledger.id}-2024Q2.json"
        folder = settings.data / "releases"
        folder.mkdir()
        (folder / name).write_bytes(b"first")
        (folder / other).write_bytes(b"second")
        path = tmp_path / "one.gongjian"
        assert set(back_up(store.ledger, path).releases) == {name, other}
        (folder / name).write_bytes(b"as it is now")
        (folder / other).unlink()
    restore(settings, path)
    assert (folder / name).read_bytes() == b"as it is now"
    assert (folder / other).read_bytes() == b"second"
    assert (folder / other).stat().st_mode & 0o077 == 0
