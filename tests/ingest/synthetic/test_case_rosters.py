"""The totals of the five articles: all met or explained, proven from the files, and the files load as what they are."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from graph.store.fold import fold, gather
from graph.store.fold.identity import State
from graph.store.ledger import Ledger
from ingest.check.detect import recognise
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare
from ingest.read.workbook import read_workbook
from ingest.synthetic import Written, assert_totals, case_rosters, cases_with_totals, not_carried
from ingest.synthetic.published import totals_declared

STATISTICS = {"beishan": ("BS", 14), "yantai": ("YT", 44), "lianyun": ("LY", 12), "zhengzhou": ("ZZ", 64)}
STATISTICS |= {"beihai": ("BH", 9)}
"""How many numbered statistics the study of each case has."""
NAMES = "北山 上保 宝石 松木场 曲院 烟台 海信 长江路 衡山路 连云 棠梨 郑州 金水 二七 经八路 福华 豫教 北海"


@pytest.fixture(scope="module", params=sorted(STATISTICS))
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Written]:
    name = request.param
    return name, case_rosters(tmp_path_factory.mktemp(name), case=name, seed=1)


def test_there_are_five() -> None:
    assert set(cases_with_totals()) == set(STATISTICS)


def test_every_total_is_met_within_its_interval(case: tuple[str, Written]) -> None:
    name, written = case
    met = assert_totals(written.folder, name)
    assert [each.code for each in met] == [each.code for each in totals_declared(name)]
    assert all(each.low <= each.value <= each.high for each in met)
    assert set(written.totals) == {each.code for each in met}
    assert all(written.totals.values())
    assert written.stands_for


@pytest.mark.parametrize("name", sorted(STATISTICS))
def test_every_statistic_of_the_article_is_met_or_explained(name: str) -> None:
    letters, count = STATISTICS[name]
    met = {each.passage for each in totals_declared(name)}
    left = [passage for each in not_carried(name) for passage in each.passages]
    assert not met & set(left)
    assert len(left) == len(set(left))
    numbered = {f"{letters}-S{number:02d}" for number in range(1, count + 1)}
    assert {each for each in met if "-S" in each} | set(left) == numbered
    assert all(re.search("[一-鿿]", each.reason) for each in not_carried(name))


def test_codes_of_totals_are_told_apart() -> None:
    for name in STATISTICS:
        assert max(Counter(each.code for each in totals_declared(name)).values()) == 1


def test_each_file_is_taken_for_its_own_format_and_says_that_it_is_synthetic(case: tuple[str, Written]) -> None:
    _, written = case
    seen: set[str] = set()
    for file in written.files:
        if file.format not in seen:
            sheet = read_workbook(file.path).sheets[0]
            recognised = recognise(sheet, file.path.name)
            assert recognised is not None
            assert recognised.declared.name == file.format
            assert "演示数据" in str(sheet.rows[0][0])
            seen.add(file.format)


def test_no_place_of_a_case_is_named(case: tuple[str, Written]) -> None:
    _, written = case
    for file in written.files:
        if file.rows < 3_000:
            texts = {str(cell) for sheet in read_workbook(file.path).sheets for row in sheet.rows for cell in row}
            assert not [text for text in texts if any(name in text for name in NAMES.split())]


@pytest.mark.parametrize("name", ["beihai", "lianyun"])
def test_the_rosters_load_whole(name: str, tmp_path: Path) -> None:
    written = case_rosters(tmp_path / "rosters", case=name, seed=2)
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        prepared = prepare([written.folder], LoadOptions(), ledger)
        ledger.record(prepared.drafts)
        folded = fold(gather(ledger))
    assert {each.path.name: each.rows for each in written.files} == {
        each.draft.name: each.counts["loaded"] for each in prepared.files
    }
    assert {each.resolution.state for each in folded.open_references()} == {State.OUT_OF_AREA}
    assert folded.findings == []
