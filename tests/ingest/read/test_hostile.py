"""The hostile corpus in a real worker: each file ends as it may, and the worker's parent goes on.

``benchmarks/hostile.py`` runs all of it with time and memory; here the files that take long or much are left to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import RosterProblem
from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.load.channel import Bounds
from ingest.load.options import LoadOptions
from ingest.load.process import Worker
from tests.ingest.read.hostile import CASES, LOADED

OPTIONS = LoadOptions(edition=Moment.parse("2024-06-30"), scope="990101001", complete=True)
SMALL = Bounds(1024 * 1024 * 1024, 60, 0)
LONG = {
    "zip bomb",
    "zip bomb in many parts",
    "one long string shown everywhere",
    "box of twenty million, one in fifty filled",
    "two million merged ranges",
    "ten million blank lines",
    "one line of four million columns",
    "zip bomb below the ratio",
    "a million empty rows",
    "a million styles",
    "a million shared strings",
    "tables nested in a web page",
    "deep nesting in the sheet",
    "bytes of no encoding",
}


@pytest.fixture(scope="module")
def workers() -> Iterator[list[Worker]]:
    """One worker for all, replaced where a file ends it."""
    started = [Worker(SMALL)]
    yield started
    for worker in started:
        worker.close()


@pytest.mark.parametrize("title", sorted(CASES.keys() - LONG))
def test_a_hostile_file_ends_as_it_may(tmp_path: Path, workers: list[Worker], title: str) -> None:
    case = CASES[title]
    path = tmp_path / case.name
    path.write_bytes(case.build())
    if not workers[-1].reusable:
        workers.append(Worker(SMALL))
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        try:
            outcomes = workers[-1].examine(path, OPTIONS, ledger, lambda done, of: None)
        except RosterProblem as problem:
            assert problem.code in case.outcomes, problem.zh
            assert case.name in problem.zh and str(tmp_path) not in str(problem)
            return
    assert LOADED in case.outcomes
    for outcome in outcomes:
        counts = outcome.counts
        assert counts["rows"] == sum(counts[state] for state in ("loaded", "duplicates", "ignored", "returned"))


def test_a_long_string_shown_everywhere_ends_its_worker_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(CASES["one long string shown everywhere"].build())
    worker = Worker(Bounds(400 * 1024 * 1024, 60, 0))
    with Ledger(tmp_path / "ledger.sqlite") as ledger, pytest.raises(RosterProblem) as caught:
        worker.examine(path, OPTIONS, ledger, lambda done, of: None)
    worker.close()
    assert caught.value.code in ("reader_died", "too_big")
