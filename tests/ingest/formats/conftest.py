"""A book of rows under headings, read by the real ingest into what its rows assert."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.model.statement import Assertion, decode
from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome
from ingest.load.prepare import prepare

Read = Callable[..., FileOutcome]


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Read]:
    """``read("名册.csv", headings, rows)``; further options as of LoadOptions."""
    with Ledger(tmp_path / "ledger.sqlite") as ledger:

        def reading(name: str, headings: list[str], rows: list[list[str]], **options: object) -> FileOutcome:
            path = tmp_path / name
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([headings, *rows])
            given = LoadOptions(edition=Moment.parse("2024-06-30"), scope="990101001", **options)  # type: ignore[arg-type]
            (outcome,) = prepare([path], given, ledger).files
            return outcome

        yield reading


def assertions(outcome: FileOutcome) -> list[Assertion]:
    """What the accepted rows say."""
    return [decode(row.payload) for row in outcome.draft.rows if row.state == "accepted" and row.payload is not None]
