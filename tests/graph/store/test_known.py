"""What was known at an act: the difference of any two, and a data folder that shows one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.errors import NotFound, WrongUsage
from graph.settings import Settings
from graph.store.content import recompute, summed
from graph.store.doctor import examine
from graph.store.engine import stop
from graph.store.erasure import plan_erasure
from graph.store.fold import fold, gather
from graph.store.known import build_past, difference, records_at
from graph.store.ledger import Ledger
from graph.store.ledger.tombstones import row_mark
from graph.store.opening import open_store
from tests.graph.store.invented import code, places, roster, same, tangled, unit

SCHOOL = "Unit:name:甲中学@Place:division:999901001001"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def test_each_act_of_the_past_is_known_as_it_was_then(ledger):
    """Also acts that were undone or replaced since, and redone after that."""
    known = [0]
    for each in tangled()[:8]:
        ledger.record([each])
        known.append(summed(fold(gather(ledger)).records.values()))
    for target in (4, 9, 2):
        ledger.record_undo(target)
        known.append(summed(fold(gather(ledger)).records.values()))
    ledger.record([tangled()[5]], withdraws=[6])
    known.append(summed(fold(gather(ledger)).records.values()))
    assert [summed(records_at(ledger, act).values()) for act in range(len(known))] == known
    with pytest.raises(NotFound):
        records_at(ledger, len(known))


def test_a_difference_names_what_came_went_and_changed(ledger):
    ledger.record([places(), roster("units", "2023-01-01", unit("甲中学", staff=30), unit("乙公司"))])
    ledger.record([roster("units", "2024-01-01", unit("甲中学", staff=35))])
    ledger.record_undo(2)
    found = difference(records_at(ledger, 1), records_at(ledger, 2))
    assert [record.key for record in found.added] == ["Edition:serial:units|街道|999901001|2024-01-01"]
    changed = {new.key: (old.properties, new.properties) for old, new in found.changed}
    old, new = changed[SCHOOL]
    assert (old["staff"], new["staff"]) == (30, 35)
    closed = changed[SCHOOL.replace("甲中学", "乙公司")][1]
    assert closed["end_latest"] == [date(2024, 1, 1)]
    assert found.names[SCHOOL] == "甲中学" and found.removed == ()
    back = difference(records_at(ledger, 2), records_at(ledger, 3))
    assert back.removed == found.added and {(b.key, a.key) for a, b in back.changed} == {
        (a.key, b.key) for a, b in found.changed
    }
    nothing = difference(records_at(ledger, 1), records_at(ledger, 3))
    assert (nothing.added, nothing.removed, nothing.changed) == ((), (), ())


def test_what_was_joined_and_parted_is_told(ledger):
    one, other = code("S-1", "serial"), code("S-2", "serial")
    ledger.record([places(), roster("units", "2023-01-01", unit("甲中学", one), unit("甲校", other))])
    ledger.record([roster("decisions", "2024-01-01", same(one, other), complete=False)])
    ledger.record_undo(2)
    merge = difference(records_at(ledger, 1), records_at(ledger, 2))
    assert merge.joined == {"Unit:serial:S-2": "Unit:serial:S-1"} and merge.parted == {}
    unmerge = difference(records_at(ledger, 2), records_at(ledger, 3))
    assert unmerge.parted == {"Unit:serial:S-2": "Unit:serial:S-1"} and unmerge.joined == {}


def test_a_past_view_answers_and_refuses_loads(ledger, tmp_path):
    """Built elsewhere, without what was erased since, without the keys and the audit of the ledger."""
    for each in tangled():
        ledger.record([each])
    ledger.record_undo(5)
    hospital = [row.id for file in ledger.files() for row in ledger.rows(file.id) if "hospital" in str(row.payload)]
    ledger.erase(plan_erasure(ledger, hospital, only=True).marks)
    settings = Settings(data=tmp_path / "here", linger_seconds=1, engine_memory_mb=512)
    folder = tmp_path / "past"
    built = build_past(ledger, 9, folder, settings)
    assert built.content_hash == f"{summed(records_at(ledger, 9).values()):064x}"
    there = settings.model_copy(update={"data": folder})
    with open_store(there) as store:
        assert recompute(store.bolt)[1:] == (built.nodes, built.ties)
        assert store.ledger.sequence == store.ledger.known_until == 9
        assert store.ledger.id != ledger.id and not set(store.ledger.keys) & set(ledger.keys)
        assert examine(store, full=True).good
        acts = (lambda: store.load([places()]), lambda: store.undo(1), lambda: store.erase([row_mark(b"any")]))
        for act in acts:
            with pytest.raises(WrongUsage) as refused:
                act()
            assert refused.value.code == "past_view"
        assert examine(store, full=True).good
    stop(folder / "engine")
    with pytest.raises(WrongUsage) as full:
        build_past(ledger, 9, folder, settings)
    assert full.value.code == "folder_not_empty"
    with pytest.raises(NotFound):
        build_past(ledger, 99, tmp_path / "other", settings)
    assert not (tmp_path / "other").exists()
