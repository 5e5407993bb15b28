"""Ledger and graph kept in step on a real engine (ledger.md §2, §10, §11, §12)."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.errors import LoadInProgress, StoreBusy, StoreMismatch, Unfinished
from graph.settings import Settings
from graph.store import project
from graph.store.bolt import Bolt
from graph.store.content import recompute
from graph.store.fold import Supposition
from graph.store.folder_lock import FolderLock
from graph.store.lease import Lease, acquire
from graph.store.ledger import Ledger
from graph.store.opening import open_store
from graph.store.store import Store
from tests.graph.store.invented import places, roster, shuffled, tangled, unit

Open = Callable[..., Store]
SCHOOL, OTHER = unit("甲中学", staff=3), unit("乙公司")
COUNT = "MATCH (n:Unit) RETURN count(n) AS units"


class Killed(BaseException):
    """Stands for the death of the loader: nothing of ours catches it."""


@pytest.fixture
def opened(server, bolt: Bolt, tmp_path: Path) -> Iterator[Open]:
    """Opens the graph under test, empty at first; each call is another opening of the same folder."""
    stores: list[Store] = []

    def open_it(folder: str = "data") -> Store:
        settings = Settings(
            uri=server.uri,
            user=server.user,
            password=server.password,
            database=server.database,
            data=tmp_path / folder,
        )
        stores.append(open_store(settings))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Open) -> Store:
    return opened()


def hashes(store: Store) -> tuple[int, int, int]:
    """The content hash by the graph's own records, by its lease, and by the ledger."""
    return recompute(store.bolt)[0], store.state().sum, store.ledger.graphs()[0].sum


def settled(store: Store) -> int:
    """The one content hash, once all three agree on it and nobody is writing."""
    found = hashes(store)
    assert len(set(found)) == 1
    assert not store.state().writing
    assert store.state().sequence == store.ledger.sequence == store.ledger.graphs()[0].sequence
    return found[0]


def killed(after: int) -> Callable[[int, int], None]:
    """A progress call that dies at its n-th batch."""
    calls = iter(range(1, 10_000))

    def progress(written: int, size: int) -> None:
        if next(calls) == after:
            raise Killed

    return progress


def orphan(store: Store) -> None:
    """Let the lease of a loader that died run out."""
    store.bolt.write(lambda tx: tx.run("MATCH (l:Lease {id: 'lease'}) SET l.holder = 'dead', l.until = 1", {}))


def taken_elsewhere(store: Store) -> Lease:
    """The lease, held by a loader on another machine."""
    lease = acquire(store.bolt)
    store.bolt.write(lambda tx: tx.run("MATCH (l:Lease {id: 'lease'}) SET l.holder = 'elsewhere:1'", {}))
    return lease


def test_the_graph_has_what_the_lease_and_the_ledger_say_after_every_act(store):
    files = tangled()
    for each in files:
        store.load([each])
    everything = settled(store)
    undo = store.undo(4)
    without = settled(store)
    assert without != everything
    store.undo(undo.load)
    assert settled(store) == everything
    target = store.ledger.files()[6]
    replaced = store.load([roster("units", "2024-01-01", OTHER, rank=1)], withdraws=[target.id])
    assert settled(store) not in (everything, without)
    store.undo(replaced.load)
    assert settled(store) == everything
    rebuilt = store.rebuild()
    assert settled(store) == everything
    assert rebuilt.added == recompute(store.bolt)[1] + recompute(store.bolt)[2]


def test_any_order_of_loading_gives_one_graph(server, bolt, opened):
    luck, found = random.Random(3), set()
    for number in range(3):
        bolt.wipe()
        store = opened(f"order{number}")
        for each in shuffled(tangled(), luck):
            store.load([each])
        found.add(settled(store))
    assert len(found) == 1


def test_an_unchanged_file_loaded_again_writes_no_record(store):
    """Each load asserts all its rows again; only the graph write is skipped."""
    store.load([places(), roster("units", "2024-01-01", SCHOOL, OTHER)])
    before = settled(store)
    marks = store.bolt.read("MATCH (n:Unit) RETURN n.id AS id, n.load AS load ORDER BY id")
    again = store.load([roster("units", "2024-01-01", SCHOOL, OTHER)])
    assert (again.added, again.changed, again.removed) == (0, 0, 0) and again.unchanged > 0
    assert settled(store) == before
    assert store.bolt.read("MATCH (n:Unit) RETURN n.id AS id, n.load AS load ORDER BY id") == marks
    key = marks[0]["id"]
    assert len(store.ledger.rows_of_record(key)) == 2


def test_a_preview_says_what_the_load_then_does_and_writes_nothing(store):
    store.load([places(), roster("units", "2023-01-01", SCHOOL, OTHER)])
    file = roster("units", "2024-01-01", SCHOOL)
    before, state = settled(store), store.state()
    supposed = store.preview(Supposition(files=[file]))
    assert settled(store) == before and store.state() == state
    act = store.load([file])
    assert (supposed.added, supposed.changed, supposed.removed) == (act.added, act.changed, act.removed)


@pytest.mark.parametrize("after", [1, 2, 5])
def test_a_load_that_was_killed_is_rolled_forward_at_the_next_opening(opened, monkeypatch, after):
    monkeypatch.setattr(project, "BATCH", 2)
    store = opened()
    store.load([places(), roster("units", "2023-01-01", SCHOOL, OTHER)])
    with pytest.raises(Killed):
        store.load(
            [roster("units", "2024-01-01", SCHOOL, *(unit(f"{n}号店") for n in range(9)))],
            progress=killed(after),
        )
    orphan(store)
    assert store.state().writing
    again = opened()
    assert again.rolled_forward == 2
    done = settled(again)
    again.rebuild()
    assert settled(again) == done


@pytest.mark.parametrize("after", [1, 3])
def test_a_killed_load_that_is_undone_leaves_nothing_behind(opened, monkeypatch, after):
    monkeypatch.setattr(project, "BATCH", 2)
    store = opened()
    store.load([places(), roster("units", "2023-01-01", SCHOOL, OTHER)])
    before = settled(store)
    with pytest.raises(Killed):
        store.load([roster("units", "2024-01-01", *(unit(f"{n}号店") for n in range(9)))], progress=killed(after))
    orphan(store)
    store.undo(2)
    assert settled(store) == before


@pytest.mark.parametrize("stage", ["emptying", "writing"])
def test_a_killed_rebuild_is_brought_to_its_end(opened, monkeypatch, stage):
    monkeypatch.setattr(project, "BATCH", 2)
    store = opened()
    store.load([places(), roster("units", "2023-01-01", SCHOOL, OTHER)])
    before = settled(store)
    if stage == "emptying":
        die_while_emptying(store, monkeypatch)
    else:
        with pytest.raises(Killed):
            store.rebuild(progress=killed(2))
    orphan(store)
    assert settled(opened()) == before


def die_while_emptying(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    emptying, calls = project._emptying, iter(range(100))

    def mortal(lease, statement):
        if next(calls) == 3:
            raise Killed
        return emptying(lease, statement)

    with monkeypatch.context() as patched:
        patched.setattr(project, "_emptying", mortal)
        with pytest.raises(Killed):
            store.rebuild()


def test_a_loader_that_lost_its_lease_cannot_commit(opened, monkeypatch):
    monkeypatch.setattr(project, "BATCH", 2)
    store, other = opened(), opened()
    store.load([places()])
    taken = []

    def overtake(written: int, size: int) -> None:
        if not taken:
            orphan(other)
            taken.append(taken_elsewhere(other))

    with pytest.raises(Unfinished):
        store.load([roster("units", "2024-01-01", SCHOOL, OTHER)], progress=overtake)
    assert other.state().writing  # it stopped in the middle, and could not say that it was done
    with pytest.raises(StoreBusy):
        store.load([roster("units", "2025-01-01", SCHOOL)])
    taken[0].release()
    assert opened().rolled_forward == 2
    settled(store)


def test_only_one_may_write_at_a_time(opened):
    one, other = opened(), opened()
    with FolderLock(one.ledger.path.parent) as lock:
        assert lock.take()
        with pytest.raises(StoreBusy):
            other.load([places()])
    lease = taken_elsewhere(one)
    with pytest.raises(StoreBusy):
        other.load([places()])
    assert other.ledger.loads() == []  # refused before anything was recorded
    lease.release()
    other.load([places()])
    settled(one)


def test_a_batch_that_is_repeated_changes_nothing(store, monkeypatch):
    """A commit whose answer was lost is sent again."""
    store.load([places()])
    held, write = acquire(store.bolt), Bolt.write  # the lease itself is taken once

    def twice(self, work):
        write(self, work)
        return write(self, work)

    with monkeypatch.context() as patched:
        patched.setattr("graph.store.store.acquire", lambda bolt, **_: held)
        patched.setattr(Bolt, "write", twice)
        store.load([roster("units", "2023-01-01", SCHOOL, OTHER)])
        store.load([roster("units", "2024-01-01", SCHOOL)])
        store.undo(2)
    assert store.ledger.sequence == 4
    repeated = settled(store)
    store.rebuild()
    assert settled(store) == repeated


def test_a_question_during_a_load_is_told_to_come_back(opened, monkeypatch):
    monkeypatch.setattr(project, "BATCH", 2)
    store, reader = opened(), opened()
    store.load([places()])
    rows, state = reader.read(COUNT, {})
    assert rows == [{"units": 0}] and state.sequence == 1
    refused = []

    def ask(written: int, size: int) -> None:
        with pytest.raises(LoadInProgress):
            reader.read(COUNT, {})
        refused.append(written)

    store.load([roster("units", "2024-01-01", SCHOOL, OTHER)], progress=ask)
    assert len(refused) > 1
    rows, after = reader.read(COUNT, {})
    assert rows == [{"units": 2}] and after.version > state.version


def test_a_graph_of_another_ledger_is_refused(opened, store):
    store.load([places()])
    (store.ledger.path.parent.parent / "other").mkdir()
    Ledger(store.ledger.path.parent.parent / "other" / "ledger.sqlite").close()
    with pytest.raises(StoreMismatch):
        opened("other")
