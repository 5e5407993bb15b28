"""The order of loading leaves no trace (ledger.md, first paragraph and §3)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace

from graph.store.fold import Folded
from tests.graph.store.invented import places, roster, shuffled, tangled, total, unit


def references(folded: Folded):
    return folded.reference_counts(), folded.findings


def test_two_hundred_orders_give_one_state(fold_of):
    files = tangled()
    expected = fold_of(*files)
    luck = random.Random(20240630)
    for _ in range(200):
        found = fold_of(*shuffled(files, luck))
        assert total(found) == total(expected)
        assert references(found) == references(expected)
    assert len(expected.records) > 25
    assert expected.findings
    assert {state for _, _, state, _ in expected.reference_counts()} >= {"resolved", "pending"}


def test_a_repeated_file_changes_no_record(fold_of):
    files = tangled()
    assert total(fold_of(*files, *files)) == total(fold_of(*files))


def test_no_tie_hangs_in_the_air_and_no_bound_is_inverted(fold_of):
    records = fold_of(*tangled()).records
    for record in records.values():
        if record.ends is not None:
            assert set(record.ends) <= set(records)
            bounds = record.properties
            assert bounds["start_earliest"] <= bounds["start_latest"]
            assert bounds["end_earliest"] <= bounds["end_latest"]
            assert bounds["start_earliest"] <= bounds["end_earliest"]


def test_files_of_one_edition_have_the_higher_rank_whichever_came_first(fold_of):
    """One edition may be made up of several files."""
    low = roster("units", "2024-01-01", unit("甲中学", staff=10), rank=0)
    high = roster("units", "2024-01-01", unit("甲中学", staff=20), rank=3)
    other = roster("register", "2024-01-01", unit("甲中学", staff=30), rank=1)
    found = {total(fold_of(places(), *order)) for order in [(low, high, other), (high, low, other), (other, high, low)]}
    assert len(found) == 1


def test_equal_hashes_of_equal_rows_do_not_matter(fold_of):
    """The same row in two rosters of one date and rank: nothing is left to tell them apart, and nothing has to."""
    one = roster("units", "2024-01-01", unit("甲中学", staff=10), issuer="一")
    assert total(fold_of(places(), one, replace(one, issuer="二"))) == total(
        fold_of(places(), replace(one, issuer="二"), one)
    )


PROGRAM = """
from pathlib import Path
from tempfile import TemporaryDirectory
from graph.store.fold import Supposition, fold, gather
from graph.store.ledger import Ledger
from tests.graph.store.invented import tangled, total
with TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.sqlite") as ledger:
    folded = fold(gather(ledger, Supposition(files=tangled())))
    print(total(folded), folded.findings, sorted(map(str, folded.reference_counts().items())))
"""


def test_the_seed_of_string_hashes_does_not_matter():
    """Sets are walked in another order in every process."""
    said = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
