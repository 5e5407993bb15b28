"""Invented addresses with known answers: buildings, and units that write in many ways where they sit."""

from __future__ import annotations

import random
from dataclasses import dataclass

from graph.model.statement import Assertion, Subject, Tie
from tests.graph.store.invented import code, community, unit

FIGURES = "零一二三四五六七八九十"
ROADS = [f"演示{each}路" for each in "甲乙丙丁"] + ["试验大道", "五一路", "试验东街", "演示一巷"]
COMPOUNDS = ["甲苑", "乙花园", "丙新村", "丁家园", "戊公寓", "己小区"]


@dataclass(frozen=True)
class Home:
    """One building: the house number is that of the compound's gate."""

    id: str
    community: str
    road: str
    number: int
    compound: str
    building: str


@dataclass(frozen=True)
class Written:
    """What a unit writes, and the building it sits in; None where no listed building is meant."""

    address: str
    community: str
    home: str | None


def homes() -> list[Home]:
    """Six compounds in two communities, eight buildings each, and towers that stand alone at a number."""
    found: list[Home] = []
    for place, name in enumerate(("甲社区", "乙社区"), start=1):
        for at, compound in enumerate(COMPOUNDS):
            road, number = ROADS[(at + place) % len(ROADS)], 10 * at + place
            for building in range(1, 9):
                key = f"99990100100{place}B{len(found):04d}"
                found.append(Home(key, name, road, number, compound, str(building)))
        for at, road in enumerate(ROADS):
            key = f"99990100100{place}B{len(found):04d}"
            found.append(Home(key, name, road, 200 + 2 * at + place, f"{road[:-1]}{FIGURES[at + 1]}大厦", ""))
    return found


def building(home: Home, rng: random.Random) -> Assertion:
    """A building's row: named by compound and number, or by number alone with its compound beside it."""
    where = community(home.community)
    address = f"{home.road}{home.number}号"
    name = f"{home.compound}{home.building}{rng.choice(['幢', '号楼', '栋'])}" if home.building else home.compound
    subject = Subject("Building", (code(home.id, "object_code"),), name, where, {"address": address})
    return Assertion((subject,), (Tie("PART_OF", 0, where, "administrative"),))


def written(home: Home, rng: random.Random) -> str:
    """One way of writing the address of a room in that building."""
    room, floor, entrance = rng.randint(101, 909), rng.randint(1, 9), rng.randint(1, 4)
    number = rng.choice([f"{home.number}号", f"{_wide(home.number)}号", f"{_figures(home.number)}号"])
    road = rng.choice(["", "测试区", "测试区甲街道", f"测试区甲街道{home.community}", "某省某市测试区"]) + home.road
    if not home.building:
        return rng.choice([f"{road}{number}", f"{road}{number}{home.compound}"]) + rng.choice(
            ["", f"{floor}层", f"{room}室", f"{floor}楼{room}", f" {room}"]
        )
    inner = rng.choice(
        [
            f"{home.building}{rng.choice(['幢', '号楼', '栋', '座'])}" + rng.choice(["", f"{entrance}单元{room}室"]),
            f"{_figures(int(home.building))}号楼{_figures(entrance)}单元{room}",
            f"{home.building}-{entrance}-{room}",
            f"{_wide(int(home.building))}幢{room}室",
            f"{home.building}号楼{entrance}-{room}",
        ]
    )
    compound = home.compound if rng.random() < 0.8 or home.compound.endswith("小区") else f"{home.compound}小区"
    return rng.choice([f"{road}{number}{compound}{inner}", f"{compound}{inner}", f"{road}{compound}{inner}"])


def corpus(size: int, seed: int) -> tuple[list[Assertion], list[Assertion], list[Written]]:
    """Rows of buildings, rows of units, and what each unit wrote with the right answer."""
    rng = random.Random(seed)
    listed = homes()
    found: list[Written] = []
    for _ in range(size):
        home = rng.choice(listed)
        found.append(
            _nowhere(home, rng) if rng.random() < 0.2 else Written(written(home, rng), home.community, home.id)
        )
    rows = [
        unit(f"演示第{at}单位", at=community(each.community), address=each.address) for at, each in enumerate(found)
    ]
    return [building(each, rng) for each in listed], rows, found


def _nowhere(home: Home, rng: random.Random) -> Written:
    """An address that no listed building has, or that does not say which one."""
    other = rng.choice(
        [
            f"{home.road}{home.number + 500}号",
            f"{home.compound}{rng.randint(20, 40)}幢101室",
            f"{home.road}与试验西路交叉口",
            f"{home.road}菜场对面",
            f"别处路{home.number}号",
            f"{home.road}",
            f"无名花园{home.building or 1}幢",
        ]
    )
    return Written(other, home.community, None)


def _wide(number: int) -> str:
    return "".join(chr(ord(each) + 0xFEE0) for each in str(number))


def _figures(number: int) -> str:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{FIGURES[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else FIGURES[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (FIGURES[ones] if ones else "")
