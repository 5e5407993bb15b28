"""The keys of the ledger: changed, and lost (docs/decisions/011)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store.erasure import plan_erasure
from graph.store.ledger import Ledger
from tests.graph.store.invented import PLACES, places, roster, tangled
from tests.graph.store.test_erasure import OTHER, SCHOOL, holding, numbered, of, state


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def test_a_rotation_hashes_rows_anew_and_leaves_tombstones_in_force(ledger, tmp_path):
    file = roster("units", "2024-01-01", SCHOOL, OTHER)
    ledger.record([places(), file])
    ledger.erase(plan_erasure(ledger, numbered(ledger, "甲中学")).marks)
    before, pseudonyms, old = state(ledger), ledger.secret, ledger.row_hash(b"row")
    key = ledger.keys[0]
    assert ledger.rotate() == len(PLACES) + 1
    assert ledger.scrub()
    assert holding(tmp_path, key) == []
    assert ledger.secret == pseudonyms and ledger.row_hash(b"row") != old
    hashes = ledger._db.execute("SELECT hash, payload FROM row").fetchall()
    assert all(hashed == (ledger.row_hash(payload) if payload else b"") for hashed, payload in hashes)
    ledger.erase(plan_erasure(ledger, numbered(ledger, "乙公司")).marks)
    ledger.record([file])
    assert ledger.files()[-1].counts["erased"] == 2  # the one erased before the rotation, and the one after
    assert state(ledger) != before


def test_another_key_of_pseudonyms_leaves_rows_and_tombstones_alone(ledger):
    ledger.record([places()])
    rows, pseudonyms = ledger.keys
    before = state(ledger)
    ledger.rotate_pseudonyms()
    assert ledger.keys[0] == rows and ledger.keys[1] != pseudonyms
    assert ledger.secret.hex() == ledger.keys[1]
    assert state(ledger) == before


def test_without_the_ledger_the_rosters_give_the_same_graph_again(ledger, tmp_path):
    """Loss of ledger and secret: only pseudonyms and tombstones cannot be had back."""
    for each in tangled():
        ledger.record([each])
    assert of(tmp_path / "again.sqlite", *tangled()[::-1]) == state(ledger)
