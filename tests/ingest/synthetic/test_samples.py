"""The sample beside each format: read by its own headings, every row acceptable."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.formats.catalog import FOLDER, format_named, formats
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare
from ingest.read.headings import normalise_heading

OPTIONS = LoadOptions(edition=Moment.day(date(2018, 9, 30)), scope="990101001", complete=True, keyed_members=True)


def sample(name: str) -> Path:
    return FOLDER / name / "sample.csv"


@pytest.mark.parametrize("name", sorted(formats()))
def test_headings_are_those_of_the_format(name: str) -> None:
    assert sample(name).read_bytes().startswith(b"\xef\xbb\xbf")
    with sample(name).open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file)
    known = {normalise_heading(each) for column in format_named(name).columns.values() for each in column.headings}
    assert {normalise_heading(heading) for heading in headings} <= known
    assert 3 <= len(rows) <= 6


@pytest.mark.parametrize("name", sorted(formats()))
def test_every_row_is_accepted(name: str, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    (outcome,) = prepare([sample(name)], OPTIONS, ledger).files
    ledger.close()
    assert outcome.draft.format == name
    assert outcome.returned == ()
    assert outcome.unknown == ()
    with sample(name).open(encoding="utf-8-sig", newline="") as file:
        assert outcome.counts["loaded"] == len([*csv.reader(file)]) - 1
