"""Rosters to choose sites from: a published instance, and an invented street of which every answer is plain to see."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from graph.model.time import Moment
from graph.settings import Settings
from graph.store.opening import open_store
from ingest.load.commit import commit
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare

STORES = Path(__file__).parent / "data" / "sf_stores"
SUBDISTRICT = "999901001"
STREET = f"{SUBDISTRICT}001"
HOUSEHOLDS = (10, 20, 30, 40, None, 60, 70, 80, 90, 100)
"""Of the houses along the street, 100 m apart; of the fifth nobody knows."""
_TOP: list[list[object]] = [["999901", "区", "测试区", "", "", ""], [SUBDISTRICT, "街道", "测试街道", "999901", "", ""]]
_PLACES = ["代码", "级别", "名称", "上级代码", "户数", "常住人口"]


def east(metres: float) -> tuple[float, float]:
    """Longitude and latitude of a point so far along the street."""
    return 120.0 + metres / (6_371_008.8 * math.cos(math.radians(30.0))) * 180 / math.pi, 30.0


def write_street(folder: Path) -> None:
    """Ten houses, a tower at 500 m, a house that nobody has placed; a venue at 0 m, candidates at 500 and 900 m.

    By the straight line and the detour of 1.3 a venue reaches the houses up to 230 m from it.
    """
    community = "街边社区"
    write(folder / "地点名册.csv", _PLACES, [*_TOP, [STREET, "社区", community, SUBDISTRICT, 500, 1500]])
    houses = [
        [f"{n}号楼", "住宅", "在用", community, count, *east(100 * (n - 1)), "WGS-84"]
        for n, count in enumerate(HOUSEHOLDS, 1)
    ]
    others = [
        ["街边大厦", "商务楼宇", "在用", community, 0, *east(500), "WGS-84"],
        ["无坐标楼", "住宅", "在用", community, 50, "", "", ""],
    ]
    headings = ["楼栋名称", "用途", "使用状态", "所在社区", "户数", "经度", "纬度", "坐标系"]
    write(folder / "楼栋名册.csv", headings, [*houses, *others])
    venues = [
        ["街边党群服务站", "党群服务站", community, 200, "开放", "", *east(0), "WGS-84"],
        ["备选点甲", "党群服务站", community, 100, "备选点", "", *east(500), "WGS-84"],
        ["备选点乙", "党群服务站", community, 100, "备选点", 100, *east(900), "WGS-84"],
        ["备选点丙", "党群服务站", community, 100, "备选点", "", "", "", ""],
    ]
    named = ["阵地名称", "阵地类别", "所在社区", "面积", "开放状态", "可服务户数", "经度", "纬度", "坐标系"]
    write(folder / "阵地名册.csv", named, venues)


def write_stores(folder: Path) -> None:
    """205 census tracts as communities with residents, 16 stores as candidate venues, all ways between them.

    The stores lie in a community of their own without residents.
    """
    tracts, stores, ways = rows_of("*demand*"), rows_of("*store_site*"), rows_of("*distance*")
    names = {tract["NAME"].lstrip("0"): f"测{n:03d}社区" for n, tract in enumerate(tracts, 1)}
    places = [*_TOP, [f"{SUBDISTRICT}900", "社区", "备选社区", SUBDISTRICT, 0, 0]]
    for number, tract in enumerate(tracts, 1):
        code = f"{SUBDISTRICT}{number:03d}"
        name = names[tract["NAME"].lstrip("0")]
        places.append([code, "社区", name, SUBDISTRICT, tract["HOUSEHOLDS"], tract["POP2000"]])
    write(folder / "地点名册.csv", _PLACES, places)
    venues: list[list[object]] = [[store["NAME"], "党群服务站", "备选社区", "备选点"] for store in stores]
    write(folder / "阵地名册.csv", ["阵地名称", "阵地类别", "所在社区", "开放状态"], venues)
    table: list[list[object]] = [
        [names[way["DestinationName"].lstrip("0")], way["name"], way["distance"], "路网计算"] for way in ways
    ]
    write(folder / "步行距离测算表.csv", ["起点地点", "到达阵地", "步行距离", "取得方式"], table)


def load_books(settings: Settings, folder: Path) -> None:
    """Load a folder of these; every row of them is good."""
    with open_store(settings) as store:
        options = LoadOptions(edition=Moment.parse("2024-01-01"), scope=SUBDISTRICT, complete=True)
        prepared = prepare([folder], options, store.ledger)
        assert not [row for file in prepared.files for row in file.returned]
        commit(store, prepared)


def rows_of(name: str) -> list[dict[str, str]]:
    """Rows of a file of the published instance."""
    [path] = STORES.glob(name)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, headings: list[str], rows: list[list[object]]) -> None:
    """Write a roster."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
