"""An invented district and city: their size, that they load whole, and that a city takes no more memory than a part."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from graph.store.fold import fold, gather
from graph.store.fold.identity import State
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare
from ingest.synthetic import city, district
from ingest.synthetic.areas import DISTRICT_BUILDINGS
from ingest.synthetic.counting import Count, Rosters
from ingest.synthetic.extent import city_extent, district_extent, part_of, share, stem
from ingest.synthetic.slices import slices

PEAK = """
import resource, sys
from pathlib import Path
from ingest.synthetic import city
city(Path(sys.argv[1]), seed=1, buildings=int(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_shares_lose_nothing_and_are_even() -> None:
    for total, parts in ((144, 27), (115, 144), (7, 7), (3, 10), (1000, 3)):
        ranges = [share(total, parts, index) for index in range(parts)]
        assert [number for each in ranges for number in each] == [*range(total)]
        assert max(map(len, ranges)) - min(map(len, ranges)) <= 1
        assert all(number in ranges[part_of(number, total, parts)] for number in range(total))


def test_proper_names_are_never_given_twice() -> None:
    assert len({stem(number) for number in range(10_000)}) == 10_000


def test_a_district_has_the_size_of_a_usual_one(tmp_path: Path) -> None:
    written = district(tmp_path, seed=1)
    rosters = Rosters(tmp_path)
    assert rosters.number(Count(("地点名册",), where={"级别": ("社区",)})) == 27
    assert rosters.number(Count(("网格名册",))) == 144
    assert rosters.number(Count(("党组织名册",), distinct="党组织代码")) == 900
    assert rosters.number(Count(("楼栋名册",))) == DISTRICT_BUILDINGS
    assert rosters.number(Count(("驻区单位名册",), where={"单位性质": ("非公有制企业",)})) > 800
    years = {row["活动日期"].year for row in rosters._rows("共建活动台账") if isinstance(row["活动日期"], date)}
    assert years >= {2016, 2017, 2018}
    assert {file.format for file in written.files} > {"lists", "claims", "projects", "meetings", "registrations"}


def test_a_district_loads_without_a_returned_row_or_an_open_reference(tmp_path: Path) -> None:
    written = district(tmp_path / "rosters", seed=2, buildings=300)
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        prepared = prepare([written.folder], LoadOptions(), ledger)
        ledger.record(prepared.drafts)
        folded = fold(gather(ledger))
    assert {each.path.name: each.rows for each in written.files} == {
        each.draft.name: each.counts["loaded"] for each in prepared.files
    }
    assert all(not (file.returned or file.unknown or file.mismatches) for file in prepared.files)
    # only what lies above the district is not there
    assert {each.resolution.state for each in folded.open_references()} == {State.OUT_OF_AREA}
    assert folded.findings == []
    labels = Counter(record.label for record in folded.records.values())
    assert labels["Building"] == 300
    assert labels["PartyOrganization"] == district_extent(300).organisations


def test_equal_seeds_give_equal_bytes_and_other_seeds_others(tmp_path: Path) -> None:
    first, second, other = (district(tmp_path / n, seed=s, buildings=200) for n, s in (("a", 1), ("b", 1), ("c", 2)))
    assert [each.path.read_bytes() for each in first.files] == [each.path.read_bytes() for each in second.files]
    assert [each.path.read_bytes() for each in first.files] != [each.path.read_bytes() for each in other.files]


def test_a_city_comes_as_text_by_county_and_every_row_is_there(tmp_path: Path) -> None:
    files = city(tmp_path, seed=1, buildings=24_000)
    extent = city_extent(24_000)
    buildings = [each for each in files if each.format == "buildings"]
    assert sum(each.rows for each in buildings) == 24_000
    assert all(each.path.suffix == ".csv" for each in buildings)
    for each in buildings:
        with each.path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file)]
        assert [int(row[0]) for row in rows[3:]] == [*range(1, each.rows + 1)]
        assert "演示数据" in rows[0][0]
    assert sum(len(land.communities) for land in slices(extent, 1)) == extent.communities


def test_a_dirty_city_notes_where_each_fault_came_to_stand(tmp_path: Path) -> None:
    files = city(tmp_path / "rosters", seed=3, buildings=1_000, dirt=True)
    with (tmp_path / "rosters" / "synthetic" / "planted.csv").open(encoding="utf-8-sig", newline="") as file:
        planted = [*csv.DictReader(file)]
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        prepared = prepare([tmp_path / "rosters"], LoadOptions(), ledger)
    returned = {
        (file.draft.name, str(row.number), fault.code)
        for file in prepared.files
        for row in file.returned
        for fault in row.faults
    }
    assert returned == {(row["file"], row["row"], row["code"]) for row in planted if row["outcome"] == "returned"}
    assert len(returned) > 20
    assert {each.path.name for each in files} == {file.draft.name for file in prepared.files}


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory of a process is read by a POSIX module")
def test_a_city_takes_no_more_memory_for_being_larger(tmp_path: Path) -> None:
    peaks = []
    for buildings in (4_000, 40_000):
        command = [sys.executable, "-c", PEAK, str(tmp_path / str(buildings)), str(buildings)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] < 1.15 * peaks[0]
