"""The whole way from workbook to folded records, without a database: exactly what was planted comes back."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from graph.store.fold import Folded, fold, gather
from graph.store.fold.identity import State
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import Prepared
from ingest.load.prepare import prepare
from ingest.synthetic import Written

Loaded = tuple[Prepared, Folded, Ledger]


@pytest.fixture(scope="module")
def loaded(written: Written, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    ledger = Ledger(tmp_path_factory.mktemp("ledger") / "ledger.sqlite")
    prepared = prepare([written.folder], LoadOptions(), ledger)
    ledger.record(prepared.drafts)
    return prepared, fold(gather(ledger)), ledger


def test_every_file_says_what_it_is(written: Written, loaded: Loaded) -> None:
    said = {
        each.draft.name: (each.draft.format, each.draft.edition, each.draft.scope, each.draft.complete)
        for each in loaded[0].files
    }
    assert said == {
        file.path.name: (file.format, file.edition.isoformat(), file.scope, file.complete) for file in written.files
    }
    assert all(each.draft.synthetic for each in loaded[0].files)


def test_exactly_the_planted_rows_are_returned(written: Written, loaded: Loaded) -> None:
    returned = {
        (file.draft.name, row.sheet, row.number, fault.column.rsplit("·", 1)[-1], fault.code)
        for file in loaded[0].files
        for row in file.returned
        for fault in row.faults
    }
    assert returned == {(each.file, each.sheet, each.row, each.column, each.code) for each in written.planted}


def test_no_row_is_lost_and_totals_agree(written: Written, loaded: Loaded) -> None:
    rows = {file.path.name: file.rows for file in written.files}
    for file in loaded[0].files:
        counts = file.counts
        assert counts["loaded"] + counts["returned"] == rows[file.draft.name]
        assert counts["rows"] == sum(counts[each] for each in ("loaded", "duplicates", "ignored", "returned"))
        assert file.mismatches == ()
        assert file.unknown == ()


def test_exactly_the_planted_references_are_pending(written: Written, loaded: Loaded) -> None:
    _, folded, ledger = loaded
    standing = {row: (file, sheet, number) for row, file, sheet, number, _, _ in whereabouts(ledger, folded)}
    pending = {
        (*standing[each.row], each.text) for each in folded.open_references() if each.resolution.state is State.PENDING
    }
    assert pending == {(each.file, each.sheet, each.row, each.text) for each in written.pending}


def whereabouts(ledger: Ledger, folded: Folded) -> list[tuple[int, str, str, int, int, str]]:
    return ledger.whereabouts({each.row for each in folded.open_references()})


def test_the_only_other_open_reference_is_what_lies_above_the_county(loaded: Loaded) -> None:
    others = {
        (each.text, each.resolution.state)
        for each in loaded[1].open_references()
        if each.resolution.state is not State.PENDING
    }
    assert others == {("990100", State.OUT_OF_AREA)}
    assert loaded[1].findings == []


def test_nothing_personal_is_recorded(loaded: Loaded) -> None:
    prepared, _, ledger = loaded
    payloads = [row.payload for file in ledger.files() for row in ledger.rows(file.id) if row.payload is not None]
    words = {text for payload in payloads for text in strings(json.loads(payload))}
    placeholders = {f"演示{stem}" for stem in "甲乙丙丁戊己庚辛壬癸"}
    assert not placeholders & words
    assert not [word for word in words if word.startswith("1000000") or "19900000000" in word]
    assert {heading for file in prepared.files for heading in file.dropped} == {"联系电话"}
    assert {heading for file in prepared.files for heading in file.as_presence} == {
        "法定代表人",
        "联系人",
        "联络员",
        "委员姓名",
        "楼栋长",
        "网格长",
        "党组织书记",
        "覆盖责任人",
    }


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in strings(each)]
    return [text for each in value for text in strings(each)] if isinstance(value, list) else []


def test_the_numbers_of_the_article_are_in_the_records(loaded: Loaded) -> None:
    labels = Counter(record.label for record in loaded[1].records.values())
    assert labels["Agreement"] == 21
    assert labels["SubGroup"] == 4 + 7
    assert labels["CoordinatingBody"] == 7 + 1
    assert labels["Association"] == 1
    assert labels["Place"] == 2 + 7 + 35
    members = [
        record.ends[0]
        for record in loaded[1].records.values()
        if record.label == "MEMBER_OF" and record.ends is not None and record.ends[1].startswith("Association:")
    ]
    assert len([each for each in members if not each.startswith("SubGroup:")]) == 104


def test_two_editions_close_found_and_rename(written: Written, loaded: Loaded) -> None:
    organisations = {
        str(record.properties["name"]): record.properties
        for record in loaded[1].records.values()
        if record.label == "PartyOrganization"
    }
    for name in written.history.closed:
        assert organisations[name]["end_latest"] == [date(2018, 9, 30)]
    for name in written.history.founded:
        assert organisations[name]["start_earliest"] == [date(2018, 1, 1)]
        assert organisations[name]["end_latest"] == [date(9999, 12, 31)]
    ((before, after),) = written.history.renamed
    assert before not in organisations
    assert organisations[after]["end_latest"] == [date(9999, 12, 31)]


def test_the_order_of_files_does_not_matter(written: Written, loaded: Loaded, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for file in reversed(written.files):
        ledger.record(prepare([file.path], LoadOptions(), ledger).drafts)
    other = fold(gather(ledger))
    ledger.close()
    assert {key: record.properties for key, record in other.records.items()} == {
        key: record.properties for key, record in loaded[1].records.items()
    }
    assert other.reference_counts() == loaded[1].reference_counts()
