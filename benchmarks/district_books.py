"""Workbooks of an invented district of a chosen size, for the benchmarks: some 0.1 M nodes and 0.35 M ties at scale 1.

Only sizes matter here: names are numbers. Rosters that look like an office's own are those of ``gongjian synth``.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

from ingest.clean.identifiers import organisation_check_character, unified_check_character

DISTRICT = "990301"
COMMUNITIES = 120
STREETS = 8
Row = Sequence[str | int]

_BOOKS: dict[str, tuple[str, ...]] = {
    "地点名册": ("区划代码", "级别", "名称", "上级代码"),
    "楼栋名册": ("楼栋编码", "楼栋名称", "用途", "使用状态", "所在社区", "户数", "层数", "地址"),
    "驻区单位名册": (
        *("统一社会信用代码", "单位名称", "单位性质", "经营状态", "所在社区", "所在楼宇", "楼层", "从业人数"),
        *("入驻日期", "联系人"),
    ),
    "党组织名册": (
        *("党组织代码", "党组织名称", "组织类别", "上级党组织", "所在社区", "所在单位", "覆盖单位", "覆盖方式"),
        *("成立日期", "党员数"),
    ),
    "共建活动台账": (
        *("活动名称", "活动类别", "活动日期", "面向社区", "主办单位", "参加单位", "方向", "是否开展", "参加人数"),
    ),
}


def write_district(folder: Path, *, scale: float = 1.0, changed: float = 0.0) -> int:
    """Write the workbooks into ``folder``, one per roster and subdistrict; returns the number of rows.

    ``changed`` is the share of rows of which one figure is another than with ``changed=0``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for title, rows in _rosters(scale, changed):
        total += len(rows)
        if title == "地点名册":
            _write(folder / f"{title}.xlsx", title, DISTRICT, rows)
            continue
        for street in range(STREETS):
            here = [row for number, row in enumerate(rows) if number % COMMUNITIES % STREETS == street]
            _write(folder / f"{title}_{street + 1}.xlsx", title, f"{DISTRICT}{street + 1:03d}", here)
    return total


def _rosters(scale: float, changed: float) -> Iterator[tuple[str, list[Row]]]:
    pick, other = random.Random(5), random.Random(6)
    buildings, units, organisations, activities = (int(size * scale) for size in (25_000, 45_000, 15_000, 15_000))

    def figure(value: int) -> int:
        return value + 1 if other.random() < changed else value

    yield "地点名册", list(_places())
    yield (
        "楼栋名册",
        [
            (f"{_code(i)}B{i:06d}", f"{i}号楼", "商务", "在用", _community(i), figure(i % 90), 9, f"演示路{i}号")
            for i in range(buildings)
        ],
    )
    yield "驻区单位名册", [_unit(i, buildings, figure(3 + i % 200), pick) for i in range(units)]
    yield "党组织名册", [_organisation(i, units, figure(3 + i % 60), pick) for i in range(organisations)]
    yield "共建活动台账", [_activity(i, units, figure(10 + i % 50), pick) for i in range(activities)]


def _places() -> Iterator[Row]:
    yield DISTRICT, "区", "演示区", ""
    for street in range(1, STREETS + 1):
        yield f"{DISTRICT}{street:03d}", "街道", f"演示街道{street}", DISTRICT
    for i in range(COMMUNITIES):
        yield _code(i), "社区", _community(i), _code(i)[:9]


def _code(i: int) -> str:
    community = i % COMMUNITIES
    return f"{DISTRICT}{community % STREETS + 1:03d}{community // STREETS + 1:03d}"


def _community(i: int) -> str:
    return f"演示社区{i % COMMUNITIES}"


def _near(i: int, size: int, pick: random.Random) -> int:
    """Something of the same community."""
    return i % COMMUNITIES + COMMUNITIES * pick.randrange(max(1, size // COMMUNITIES - 1))


def _credit_code(i: int) -> str:
    organisation = f"B{i:07d}"
    first = f"91990301{organisation}{organisation_check_character(organisation)}"
    return first + unified_check_character(first)


def _unit(i: int, buildings: int, staff: int, pick: random.Random) -> Row:
    building = f"{_near(i, buildings, pick)}号楼"
    day = f"20{i % 20:02d}-{i % 12 + 1:02d}-01"
    return (
        _credit_code(i),
        f"演示公司{i}",
        "非公企业",
        "存续",
        _community(i),
        building,
        f"{i % 9 + 1}层",
        staff,
        day,
        "某某",
    )


def _organisation(i: int, units: int, members: int, pick: random.Random) -> Row:
    covered = "、".join(dict.fromkeys(f"演示公司{_near(i, units, pick)}" for _ in range(4)))
    above = f"演示党组织{i % COMMUNITIES}" if i >= COMMUNITIES else ""
    own = f"演示公司{_near(i, units, pick)}"
    code = f"{990000000000 + i:012d}001"
    return (
        *(code, f"演示党组织{i}", "党支部", above, _community(i), own, covered, "联合组建"),
        *(f"20{i % 20:02d}-05-01", members),
    )


def _activity(i: int, units: int, people: int, pick: random.Random) -> Row:
    taking_part = "、".join(dict.fromkeys(f"演示公司{_near(i, units, pick)}" for _ in range(9)))
    day = f"20{10 + i % 14}-{i % 12 + 1:02d}-{i % 28 + 1:02d}"
    return (
        *(f"演示活动{i}", "志愿服务", day, _community(i), f"演示公司{_near(i, units, pick)}", taking_part),
        *("单位服务社区", "是", people),
    )


def _write(path: Path, title: str, scope: str, rows: Iterable[Row]) -> None:
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    complete = "" if title.endswith("台账") else " 全量"
    sheet.write_row(0, 0, [f"演示区{title}(演示数据) 截至2024年6月30日 范围:{scope}{complete}"])
    sheet.write_row(1, 0, _BOOKS[title])
    for number, row in enumerate(rows, start=2):
        sheet.write_row(number, 0, row)
    book.close()
