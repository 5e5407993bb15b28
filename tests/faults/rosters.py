"""Small invented rosters in two editions of which every figure differs, so that a mixture of the two shows."""

from __future__ import annotations

from pathlib import Path

SCOPE = "990201001"
FIRST_DAY, SECOND_DAY = "2024-06-30", "2024-12-31"
FIRST_STAFF, SECOND_STAFF = 100, 500
FIRST_HOUSEHOLDS, SECOND_HOUSEHOLDS = 11, 22
PLACES = """区划代码,级别,名称,上级代码
990201,区,试验区,
990201001,街道,试验街道,990201
990201001001,社区,子社区,990201001
990201001002,社区,丑社区,990201001
"""


def write_places(folder: Path) -> Path:
    """The places, complete."""
    return _write(folder / "places.csv", PLACES)


def write_units(folder: Path, *, units: int, staff: int) -> Path:
    """Units, the staff of each being ``staff`` and its own number."""
    rows = (f"{unit(n)},非公企业,存续,{community(n)},{staff + n}" for n in range(units))
    return _write(folder / f"units-{staff}.csv", "\n".join(["单位名称,单位性质,经营状态,所在社区,从业人数", *rows, ""]))


def write_organisations(folder: Path, *, units: int) -> Path:
    """Organisations that cover a unit each."""
    rows = (f"试验第{n}支部,党支部,{community(n)},{unit(n)},联合组建" for n in range(units))
    return _write(
        folder / "organisations.csv", "\n".join(["党组织名称,组织类别,所在社区,覆盖单位,覆盖方式", *rows, ""])
    )


def write_buildings(folder: Path, *, buildings: int, households: int) -> Path:
    """Buildings, all with the same number of households."""
    rows = (f"试验{n}号楼,居住,{community(n)},{households}" for n in range(buildings))
    return _write(folder / f"buildings-{households}.csv", "\n".join(["楼栋名称,用途,所在社区,户数", *rows, ""]))


def unit(number: int) -> str:
    """Name of a unit."""
    return f"试验第{number}公司"


def community(number: int) -> str:
    """Name of the community in which the unit or building of that number is."""
    return ("子社区", "丑社区")[number % 2]


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
