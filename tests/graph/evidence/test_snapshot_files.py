"""A snapshot on disk: damaged, half written, on a full disk, and used by several at once."""

from __future__ import annotations

import json
import logging
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from graph.errors import LoadInProgress
from graph.evidence.reading import Evidence
from graph.evidence.snapshot import files
from graph.evidence.snapshot.parts import PARTS
from graph.questions.asking import WHOLE
from graph.store.folder_lock import FolderLock
from graph.store.opening import open_store
from tests.graph.evidence.invented_city import DAYS, file
from tests.graph.evidence.kept import afresh, assert_same, fill, folder_of, parts, seen, stand
from tests.graph.store.invented import roster, unit
from tests.loader import ROOT, environment

# --- on disk --------------------------------------------------------------------------------------


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def turn(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x55
    path.write_bytes(content)


def unreadable(path: Path) -> None:
    path.with_name(files.MANIFEST).write_bytes(b'{"stand": ')


def without_parts(path: Path) -> None:
    manifest = path.with_name(files.MANIFEST)
    told = json.loads(manifest.read_bytes())
    del told["files"]["Unit"]
    manifest.write_text(json.dumps(told))


@pytest.mark.parametrize("damage", [cut, turn, Path.unlink, unreadable, without_parts])
def test_a_damaged_snapshot_is_read_afresh(store, settings, evidence, caplog, damage: Callable[[Path], None]):
    fill(store)
    parts(evidence)
    folder = folder_of(evidence, store)
    name = stand(evidence, store)["files"]["Building"]["file"]  # type: ignore[index]
    damage(folder / name)
    other = Evidence(store, settings.data, large=0)
    with caplog.at_level(logging.WARNING), seen(other) as read:
        assert_same(parts(other), afresh(store))
    assert read
    if damage in (cut, turn, unreadable):
        assert "afresh" in caplog.text
    with seen(third := Evidence(store, settings.data, large=0)) as read:
        assert_same(parts(third), afresh(store))
    assert not read


def test_what_a_writer_left_that_died_is_not_read_and_goes(store, evidence):
    fill(store)
    folder = folder_of(evidence, store)
    folder.mkdir(parents=True)
    (folder / "Unit.0123.arrow").write_bytes(b"half")
    (folder / f"{files.MANIFEST}.part").write_bytes(b"{")
    stray = folder.parent / "of-another-graph"
    stray.mkdir()
    (stray / "Unit.0123.arrow").write_bytes(b"old")
    assert_same(parts(evidence), afresh(store))
    left = {path.name for path in folder.iterdir()}
    named = {each["file"] for each in stand(evidence, store)["files"].values()}  # type: ignore[attr-defined]
    assert left - {"lock"} == named | {files.MANIFEST}
    assert not stray.exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_only_the_owner_may_read(store, settings, evidence):
    fill(store)
    parts(evidence)
    found = [settings.data / "snapshots", *(settings.data / "snapshots").rglob("*")]
    assert len(found) > len(PARTS)
    assert {path: path.stat().st_mode & 0o077 for path in found} == dict.fromkeys(found, 0)


def test_a_full_disk_leaves_it_in_memory(store, settings, evidence, monkeypatch, caplog):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    fill(store)
    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING):
        patched.setattr(pl.DataFrame, "write_ipc", full)
        assert_same(parts(evidence), afresh(store))
        store.load([file(random.Random(1), "units")])
        assert_same(parts(evidence), afresh(store))
    assert "kept in memory" in caplog.text
    assert list(folder_of(evidence, store).glob("*.arrow")) == []
    store.load([file(random.Random(2), "buildings")])
    assert_same(parts(evidence), afresh(store))
    assert stand(evidence, store)


def test_a_folder_that_cannot_be_made_leaves_it_in_memory(store, tmp_path):
    fill(store)
    (tmp_path / "snapshots").write_text("in the way")
    assert_same(parts(Evidence(store, tmp_path, large=0)), afresh(store))


def test_small_graphs_are_asked_and_keep_nothing(store, settings):
    fill(store)
    small = Evidence(store, settings.data)
    assert small.reading(DAYS[-1]).frame("units", WHOLE).height > 0
    assert not (settings.data / "snapshots").exists()


def test_a_text_with_a_separator_is_asked_of_the_engine(store, evidence, caplog):
    fill(store)
    store.load([roster("units", "2024", unit("甲\x1f店"), complete=False)])
    with caplog.at_level(logging.WARNING):
        names = evidence.reading(DAYS[-1]).frame("units", WHOLE)["name"].to_list()
    assert "甲\x1f店" in names
    assert "asked instead" in caplog.text


# --- several at once ------------------------------------------------------------------------------


def test_whoever_finds_one_being_made_is_told_to_come_back(store, settings, evidence):
    fill(store)
    folder = folder_of(evidence, store)
    folder.mkdir(parents=True)
    with FolderLock(folder) as lock:
        assert lock.take()
        with pytest.raises(LoadInProgress) as told:
            Evidence(store, settings.data, large=0, patience=0).reading(DAYS[0])
    assert told.value.code == "snapshot_in_progress"
    assert_same(parts(evidence), afresh(store))


def test_threads_that_ask_at_once_make_one_snapshot(store, evidence):
    fill(store)
    found: list[dict[str, pl.DataFrame]] = []
    with seen(evidence) as read:
        threads = [threading.Thread(target=lambda: found.append(parts(evidence))) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert len(found) == 4 and all(each["Unit"] is found[0]["Unit"] for each in found)
    assert read == sorted(set(read))


def test_processes_read_while_another_loads(settings):
    with open_store(settings) as store:
        fill(store)
        readers = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.graph.evidence.reader", "7"],
                cwd=ROOT,
                env=dict(environment(settings)),
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        count = "MATCH (u:Unit) RETURN count(u) AS units"
        expected = {}
        for number in range(1, 7):
            rows, state = store.read(count, {})
            expected[state.sequence] = rows[0]["units"]
            store.load([roster("units", "2024", *(unit(f"{number}-{n}号店") for n in range(number)), complete=False)])
        rows, state = store.read(count, {})
        expected[state.sequence] = rows[0]["units"]
        told = [json.loads(reader.communicate(timeout=120)[0]) for reader in readers]
        assert [reader.returncode for reader in readers] == [0, 0]
        for each in told:
            assert each and all(expected[sequence] == units for sequence, units in each)
            assert each[-1][0] == 7
        assert_same(parts(Evidence(store, settings.data, large=0)), afresh(store))
