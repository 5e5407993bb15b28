"""The snapshot against a fresh read of the graph, after any acts and for any day; and what is erased."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from graph.errors import LoadInProgress
from graph.evidence.reading import Evidence
from graph.evidence.snapshot import answers
from graph.evidence.snapshot.parts import PARTS
from graph.model.statement import Tie
from graph.questions.asking import WHOLE, Asking, Scope
from graph.questions.catalog import question_named
from graph.store import project
from graph.store.backup import back_up
from graph.store.erasure import plan_erasure
from graph.store.opening import open_store
from graph.store.restoring import restore
from graph.store.snapshot_folder import snapshot_folder
from graph.store.store import Store
from tests.graph.evidence.invented_city import DAYS, GRIDS, HOUSES, ROWS, Walk, building, covers
from tests.graph.evidence.kept import afresh, assert_same, fill, parts, rows_naming, seen, stand
from tests.graph.store.invented import organisation, places, roster, unit
from tests.graph.store.test_store import Killed, killed, orphan

STEPS = int(os.environ.get("GONGJIAN_SNAPSHOT_STEPS", "24"))
CANARY = "金丝雀戊己庚"


# --- after any acts -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_a_snapshot_brought_forward_is_a_fresh_read(store, settings, evidence, seed):
    walk = Walk(store, seed)
    luck, done = random.Random(seed), []
    for _ in range(STEPS):
        done.append(walk.step())
        if luck.random() < 0.3:  # several acts between two readings
            continue
        if luck.random() < 0.2:  # another process, which knows the files alone
            evidence = Evidence(store, settings.data, large=0)
        assert_same(parts(evidence), afresh(store), done)
    assert_same(parts(Evidence(store, settings.data, large=0)), afresh(store), done)
    assert len(set(done)) > 4


@pytest.mark.parametrize("seed", [3, 4])
def test_every_answer_is_that_of_the_question_at_every_day(store, evidence, seed):
    walk = Walk(store, seed)
    for _ in range(6):
        walk.load()
    compare_answers(store, evidence)


def test_every_answer_is_filled(store, evidence):
    fill(store)
    reading = evidence.reading(DAYS[-1])
    assert {name: reading.frame(name, WHOLE).height > 0 for name in answers.ANSWERS} == dict.fromkeys(
        answers.ANSWERS, True
    )
    assert {name: frame.height > 0 for name, frame in parts(evidence).items() if "COVERS-Place" not in name}
    compare_answers(store, evidence)


def compare_answers(store: Store, evidence: Evidence) -> None:
    asking = Asking(store)
    for day in DAYS:
        scopes: list[Scope] = [WHOLE]
        for each in ("999901001", "999901001001", "999901001002"):
            if any(f"division:{each}" in row["identifiers"] for row in asking._tree(day)):  # type: ignore[operator]
                scopes.append(asking.scope(each, day))
        scopes += [asking.scope(str(row["id"]), day) for row in asking._tree(day) if row["name"] == "东苑"]
        reading, asked = evidence.reading(day), Evidence(store, Path("nowhere"), large=10**9).reading(day)
        for name in answers.ANSWERS:
            for scope in scopes:
                found, expected = reading.frame(name, scope), asked.frame(name, scope)
                assert list(found.columns) == list(question_named(name).columns)
                try:
                    assert_frame_equal(found, expected)
                except AssertionError as error:
                    raise AssertionError(f"{name} of {scope.name} at {day}: {error}") from error


def test_the_subdistrict_answers_the_same_by_both_ways(subdistrict, tmp_path):
    with subdistrict.open() as graph:
        asking = Asking(graph.store)
        kept = Evidence(graph.store, tmp_path, large=0)
        asked = Evidence(graph.store, tmp_path, large=10**9)
        for day in ("2018-03-31", "2018-09-30", "2018-10-31", "2026-01-01"):
            at = DAYS[0].fromisoformat(day)
            scopes = [WHOLE, *(asking.scope(str(row["id"]), at) for row in asking._tree(at)[::7])]
            for name in answers.ANSWERS:
                for scope in scopes:
                    found = kept.reading(at).frame(name, scope)
                    assert_frame_equal(found, asked.reading(at).frame(name, scope))


# --- what is read ---------------------------------------------------------------------------------


def test_only_what_changed_is_read_again(store, evidence):
    fill(store)
    with seen(evidence) as first:
        parts(evidence)
    before = stand(evidence, store)["files"]
    store.load([roster("units", "2024", unit("甲中学", kind="hospital"), complete=False)])
    with seen(evidence) as second:
        assert_same(parts(evidence), afresh(store))
    assert 0 < second[-1] < first[-1] / 4
    after = stand(evidence, store)["files"]
    same = {name for name in PARTS if before[name] == after[name]}  # type: ignore[index]
    assert "Building" in same and "Unit" not in same


def test_what_a_rebuild_wrote_under_the_same_number_is_not_missed(store, evidence, monkeypatch):
    """The snapshot is of a graph that another model had made; the rebuild is no act of its own."""
    fill(store)
    store.bolt.write(lambda tx: tx.run("MATCH (u:Unit) WHERE u.kind_values IS NOT NULL SET u.kind_values = ['other']"))
    parts(evidence)
    store.rebuild()
    store.load([roster("units", "2024", unit("甲店"), complete=False)])
    assert_same(parts(evidence), afresh(store))


def test_a_load_that_changes_nothing_reads_nothing(store, evidence):
    fill(store)
    parts(evidence)
    store.load([places()])
    with seen(evidence) as read:
        assert_same(parts(evidence), afresh(store))
    assert read == []
    assert stand(evidence, store)["stand"]["version"] == store.state().version  # type: ignore[index]


def test_a_load_that_died_is_waited_for_and_then_read(settings, store, evidence, monkeypatch):
    monkeypatch.setattr(project, "BATCH", 2)
    fill(store)
    parts(evidence)
    with pytest.raises(Killed):
        store.load([roster("units", "2024", *(unit(f"{n}号店") for n in range(9)))], progress=killed(2))
    orphan(store)
    with pytest.raises(LoadInProgress):
        evidence.reading(DAYS[0])
    with open_store(settings) as again:
        assert again.rolled_forward == 2
    assert_same(parts(evidence), afresh(store))


def test_a_restored_ledger_with_other_loads_of_the_same_numbers(server, settings, tmp_path):
    with open_store(settings) as store:
        fill(store)
        back_up(store.ledger, tmp_path / "backup")
        for number in range(3):
            store.load([roster("units", "2024", unit(f"{number}号店"), complete=False)])
        parts(Evidence(store, settings.data, large=0))
        kept = [(path, path.read_bytes()) for path in snapshot_folder(settings.data).rglob("*") if path.is_file()]
    restore(settings, tmp_path / "backup")
    assert not snapshot_folder(settings.data).exists()
    with open_store(settings) as store:
        for number in range(4):
            store.load([roster("units", "2024", unit(f"{number}号别店"), complete=False)])
        for path, content in kept:  # as another machine has them, which knows of no restore
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        assert_same(parts(Evidence(store, settings.data, large=0)), afresh(store))


# --- erasure --------------------------------------------------------------------------------------


def holding(folder: Path) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_what_is_erased_is_in_no_byte_of_a_snapshot(store, settings, evidence):
    fill(store)
    tie = Tie("LOCATED_IN", 0, HOUSES[0], "branch", {"floor": CANARY + "层"})
    store.load([roster("units", "2024", unit(CANARY, kind="school"), unit("丁店"), complete=False)])
    said = unit("丁店")
    floor = type(said)(said.subjects, (*said.ties, tie))
    store.load([roster("units", "2024-02", floor, complete=False)])
    parts(evidence)
    assert len(holding(settings.data / "snapshots")) >= 2  # units and tenancies
    store.erase(plan_erasure(store.ledger, rows_naming(store, CANARY)).marks)
    assert holding(settings.data / "snapshots") == []
    assert_same(parts(evidence), afresh(store))
    assert holding(settings.data / "snapshots") == []


def test_a_reader_elsewhere_drops_what_was_erased_when_it_next_reads(store, tmp_path):
    """Its data folder is another one, so nobody removes its files for it."""
    fill(store)
    elsewhere = Evidence(store, tmp_path / "elsewhere", large=0)
    store.load([roster("units", "2024", unit(CANARY), complete=False)])
    store.undo(2)
    store.undo(3)
    parts(elsewhere)
    assert holding(tmp_path / "elsewhere")
    store.undo(4)
    parts(elsewhere)
    store.erase(plan_erasure(store.ledger, rows_naming(store, CANARY)).marks)
    assert_same(parts(elsewhere), afresh(store))
    assert holding(tmp_path / "elsewhere") == []


def test_a_house_in_two_grids_is_in_the_one_that_is_live(store, evidence):
    """An uncertain tie gives way to a live one; a grid that is no more is none."""
    moved = [
        roster("grids", "2022-01-01", *ROWS["grids"]),
        roster("buildings", "2022-01-01", building("1号楼", Tie("PART_OF", 0, GRIDS[0], "grid"))),
        roster("buildings", "2023-06", building("1号楼", Tie("PART_OF", 0, GRIDS[1], "grid"))),
        roster("grids", "2024-01-01", ROWS["grids"][0]),
        roster("party_organizations", "2022-01-01", organisation("甲党委", covers(GRIDS[1], "territorial"))),
    ]
    store.load([places(), *moved])
    compare_answers(store, evidence)
    day = DAYS[-1]
    assert evidence.reading(day).frame("buildings", WHOLE)["grid"].to_list() == [None]
    assert evidence.reading(DAYS[3]).frame("buildings", WHOLE)["grid"].null_count() == 0
