"""What a snapshot holds, beside a fresh read of the graph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from graph.evidence.reading import Evidence
from graph.evidence.snapshot import files, forward
from graph.evidence.snapshot.parts import PARTS
from graph.store.store import Store
from tests.graph.evidence.invented_city import DAYS, ROWS
from tests.graph.store.invented import places, roster


def fill(store: Store) -> None:
    store.load([places(), *(roster(kind, "2023-01-01", *rows, complete=False) for kind, rows in ROWS.items())])


def parts(evidence: Evidence) -> dict[str, pl.DataFrame]:
    reading = evidence.reading(DAYS[3])
    return dict(reading._day.parts)  # type: ignore[attr-defined]


def afresh(store: Store) -> dict[str, pl.DataFrame]:
    return dict(forward.taken(store.bolt, store.state(), None, lambda done, of: None).parts)


def assert_same(found: dict[str, pl.DataFrame], expected: dict[str, pl.DataFrame], why: object = "") -> None:
    assert set(found) == set(expected) == set(PARTS)
    for name in PARTS:
        try:
            assert_frame_equal(found[name], expected[name])
        except AssertionError as error:
            raise AssertionError(f"{name} after {why}: {error}") from error


def folder_of(evidence: Evidence, store: Store) -> Path:
    return evidence._folder / store.state().graph


def stand(evidence: Evidence, store: Store) -> dict[str, object]:
    told: dict[str, object] = json.loads((folder_of(evidence, store) / files.MANIFEST).read_bytes())
    return told


def rows_naming(store: Store, word: str) -> list[int]:
    rows = [row for each in store.ledger.files() for row in store.ledger.rows(each.id)]
    return [row.id for row in rows if row.payload is not None and word in row.payload.decode()]


@contextmanager
def seen(evidence: Evidence) -> Iterator[list[int]]:
    """Numbers of records read out of the engine while the block runs."""
    found: list[int] = []
    before, evidence.telling = evidence.telling, lambda: nullcontext(lambda done, of: found.append(done))
    yield found
    evidence.telling = before
