"""The ledger and the acts on it, folded without a graph (ledger.md §1, §2, §9)."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import NotFound, StoreMismatch, WrongUsage
from graph.store.fold import Supposition, fold, gather
from graph.store.ledger import FileDraft, Ledger
from tests.graph.store.invented import (
    above,
    community,
    mending,
    organisation,
    places,
    returned,
    roster,
    shuffled,
    tangled,
    total,
    unit,
)

SCHOOL, OTHER = unit("甲中学"), unit("乙公司", staff=7)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


NOTHING = Supposition()


def state(ledger: Ledger, supposed: Supposition = NOTHING):
    """Content hash and references."""
    folded = fold(gather(ledger, supposed))
    return total(folded), folded.reference_counts()


def loaded(folder: Path, *loads: FileDraft):
    """The state of a ledger into which these files were loaded, each by a load of its own."""
    with Ledger(folder) as ledger:
        for each in loads:
            ledger.record([each])
        return state(ledger)


def test_undo_equals_never_loaded_and_redo_restores(ledger, tmp_path):
    files = tangled()
    loads = [ledger.record([each]) for each in files]
    everything = state(ledger)
    for position in (1, 7, 9, 13):
        undo = ledger.record_undo(loads[position])
        without = loaded(tmp_path / f"{position}.sqlite", *files[:position], *files[position + 1 :])
        assert state(ledger) == without != everything
        assert state(ledger, Supposition(undone=undo)) == everything
        redo = ledger.record_undo(undo)
        assert state(ledger) == everything
        assert {entry.id: entry.live for entry in ledger.loads()}[redo]


def test_a_supposition_tells_what_an_act_would_do_and_records_nothing(ledger):
    first = ledger.record([places()])
    before = state(ledger)
    supposed = state(ledger, Supposition(files=[roster("units", "2024-01-01", SCHOOL)]))
    undone = state(ledger, Supposition(undone=first))
    assert state(ledger) == before and ledger.sequence == first
    ledger.record([roster("units", "2024-01-01", SCHOOL)])
    assert state(ledger) == supposed
    ledger.record_undo(2)
    ledger.record_undo(first)
    assert state(ledger) == undone


def test_a_replaced_file_counts_no_more_until_the_replacement_is_undone(ledger, tmp_path):
    old, new = roster("units", "2024-01-01", SCHOOL, OTHER), roster("units", "2024-01-01", SCHOOL)
    ledger.record([places()])
    ledger.record([old])
    before = state(ledger)
    (file,) = [each.id for each in ledger.files() if each.format == "units"]
    load = ledger.record([new], withdraws=[file])
    assert state(ledger) == loaded(tmp_path / "only.sqlite", places(), new)
    assert [each.live for each in ledger.files()] == [True, False, True]
    ledger.record_undo(load)
    assert state(ledger) == before


def test_hash_of_dirty_and_mended_equals_hash_of_clean(ledger, tmp_path):
    earlier = roster("units", "2023-01-01", SCHOOL, OTHER, unit("甲医院"))
    dirty = roster("units", "2024-01-01", SCHOOL, returned(number=3), returned(unit("甲医院"), number=4))
    ledger.record([places(), earlier])
    load = ledger.record([dirty])
    unreadable, readable = [row for row, *_ in ledger.returned(load)]
    clean = roster("units", "2024-01-01", SCHOOL, unit("乙公司", staff=9), unit("甲医院", kind="hospital"))
    expected = loaded(tmp_path / "clean.sqlite", places(), earlier, clean)
    assert state(ledger) != expected
    ledger.record([roster("units", "2024-01-01", mending(unit("乙公司", staff=9), unreadable), complete=False)])
    assert state(ledger) != expected
    mended = ledger.record(
        [roster("units", "2024-01-01", mending(unit("甲医院", kind="hospital"), readable), complete=False)]
    )
    assert state(ledger) == expected
    ledger.record_undo(mended)
    assert state(ledger) != expected


def test_a_mended_row_that_is_returned_again_is_still_open(ledger):
    ledger.record([places(), roster("units", "2023-01-01", SCHOOL, OTHER)])
    load = ledger.record([roster("units", "2024-01-01", SCHOOL, returned())])
    ((row, *_),) = ledger.returned(load)
    held = state(ledger)
    ledger.record([roster("units", "2024-01-01", replace(returned(), mends=row), complete=False)])
    assert state(ledger) == held


def test_what_cannot_be_undone_is_refused(ledger):
    load = ledger.record([places()])
    with pytest.raises(NotFound):
        ledger.record_undo(load + 1)
    ledger.record_undo(load)
    with pytest.raises(WrongUsage):
        ledger.record_undo(load)


def test_a_load_is_recorded_wholly_or_not_at_all(ledger):
    wrong = replace(roster("units", "2024-01-01", SCHOOL), complete="perhaps")
    with pytest.raises(ValueError):
        ledger.record([places(), wrong])
    assert ledger.loads() == [] and ledger.files() == []


def test_row_hashes_are_keyed(ledger, tmp_path):
    """Two ledgers hash one row differently, so nobody can guess a short row from its hash."""
    with Ledger(tmp_path / "other.sqlite") as other:
        assert other.row_hash(b"row") != ledger.row_hash(b"row") == ledger.row_hash(b"row")
    assert ledger.row_hash(None) is None


def test_an_erased_row_says_nothing_any_more(ledger, tmp_path):
    """Its payload is gone and its place stays: the fold goes on as if it had not been there."""
    ledger.record([places(), roster("units", "2024-01-01", SCHOOL, OTHER)])
    with sqlite3.connect(ledger.path) as direct:
        direct.execute("UPDATE row SET payload = NULL WHERE instr(payload, CAST('乙公司' AS BLOB)) > 0")
    direct.close()
    assert state(ledger)[0] == loaded(tmp_path / "x.sqlite", places(), roster("units", "2024-01-01", SCHOOL))[0]


def test_a_ledger_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "ledger.sqlite"
    Ledger(path).close()
    with sqlite3.connect(path) as direct:
        direct.execute("PRAGMA user_version=999")
    direct.close()
    with pytest.raises(StoreMismatch):
        Ledger(path)


def test_a_backup_taken_while_open_has_everything(ledger, tmp_path):
    for each in tangled()[:6]:
        ledger.record([each])
    ledger.backup(tmp_path / "backup.sqlite")
    with Ledger(tmp_path / "backup.sqlite") as copy:
        assert copy.id == ledger.id and state(copy) == state(ledger)


# --- random rosters -----------------------------------------------------------------------------------

EDITIONS = ["2021", "2022-05", "2022-05-31", "2023-01-01", "2023-06-30", "2024-12"]
ROWS = [
    unit("甲中学", staff=3),
    unit("甲中学", staff=None),
    unit("乙公司", at=community("乙社区")),
    unit("丁店", at=community("丁社区")),
    organisation("甲党委"),
    organisation("支部", above("甲党委")),
    organisation("支部", above("乙党委")),
    organisation("乙党委"),
    returned(unit("甲中学")),
    returned(),
]
FILE = st.builds(
    lambda edition, rows, complete, issuer, rank: roster(
        "mixed", edition, *rows, complete=complete, issuer=issuer, rank=rank
    ),
    st.sampled_from(EDITIONS),
    st.lists(st.sampled_from(ROWS), max_size=5),
    st.booleans(),
    st.sampled_from("一二"),
    st.integers(0, 1),
)
BRIEF = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@BRIEF
@given(files=st.lists(FILE, min_size=1, max_size=5), data=st.data())
def test_acts_on_random_rosters(tmp_path_factory, files, data):
    """Any order, undo, redo and replacement leave the state of what is live, and nothing else."""
    folder = tmp_path_factory.mktemp("ledgers")
    with Ledger(folder / "ledger.sqlite") as ledger:
        ledger.record([places()])
        loads = [ledger.record([each]) for each in files]
        everything = state(ledger)
        assert loaded(folder / "order.sqlite", *data.draw(st.permutations([places(), *files]))) == everything
        assert loaded(folder / "rows.sqlite", places(), *shuffled(files, random.Random(1))) == everything
        gone = data.draw(st.integers(0, len(files) - 1))
        undo = ledger.record_undo(loads[gone])
        rest = [each for position, each in enumerate(files) if position != gone]
        without = loaded(folder / "without.sqlite", places(), *rest)
        assert state(ledger) == without
        ledger.record_undo(undo)
        assert state(ledger) == everything
        other = data.draw(FILE)
        (file,) = [each.id for each in ledger.files() if each.load == loads[gone]]
        ledger.record([other], withdraws=[file])
        assert state(ledger) == loaded(folder / "replaced.sqlite", places(), *rest, other)
