"""The party organisations: the chain from the subdistrict down, and what each covers, in two editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from random import Random

from ingest.synthetic.codes import organisation_code
from ingest.synthetic.tenants import Tenants, Unit
from ingest.synthetic.territory import BLANKET_STEM, STEMS, STREET, Grid, Territory, community, compound

WORKING_COMMITTEE = f"中共{STREET}工作委员会"
EARLIER, LATER = date(2017, 12, 31), date(2018, 9, 30)
UNREGISTERED = "演示未登记商贸有限公司"
"""A firm that no roster lists: the organisation that covers it shows the reference as pending."""

_PUBLIC = frozenset({"机关", "事业单位", "学校", "医院"})
_ROW_OF_DUTY = 10
_YOUNG_GRIDS = frozenset({"甲社区第6网格", "丙社区第6网格", "戊社区第6网格"})
_RENAMED_GRID = "己社区第2网格"
_COMPOUNDS_WITH_BRANCH = "甲丙戊"


@dataclass(slots=True)
class Organisation:
    """One row of the roster; an organisation that covers in several modes has several rows."""

    name: str
    kind: str
    code: str
    superior: str | None
    place: str
    units: list[str] = field(default_factory=list)
    covered_units: list[str] = field(default_factory=list)
    buildings: list[str] = field(default_factory=list)
    grids: list[str] = field(default_factory=list)
    compounds: list[str] = field(default_factory=list)
    blanket: str | None = None
    mode: str | None = None
    responsible: bool = False
    founded: date | None = None
    term_end: date | None = None
    secretary: bool | None = None
    members: int | None = None
    pending: str | None = None

    @property
    def continues(self) -> bool:
        """Whether this row only adds coverage to an organisation that an earlier row describes."""
        return self.founded is None


def committee(stem: str) -> str:
    """Name of the community's committee."""
    return f"中共{STREET}{community(stem)}委员会"


class Organisations:
    """The organisations of one seed; ``rows`` is the later edition, ``earlier`` the one before."""

    def __init__(self, seed: int, land: Territory, tenants: Tenants) -> None:
        self._rng = Random(f"{seed}/organisations")
        self._numbers = count(1)
        self.rows: list[Organisation] = []
        self._chain(land)
        self._of_units(tenants)
        self._joint(tenants)
        self._dependent(tenants)
        self._duties(land, tenants)
        self.earlier = self._before(tenants)

    # --- the chain ----------------------------------------------------------------------------------

    def _chain(self, land: Territory) -> None:
        self._add(WORKING_COMMITTEE, "党工委", None, STREET, members=24)
        for stem in STEMS:
            above = self._add(committee(stem), "党委", WORKING_COMMITTEE, community(stem), members=160)
            above.blanket = community(stem) if stem == BLANKET_STEM else None
            general = [f"{community(stem)}第{number}党总支" for number in "一二"]
            for name in general:
                self._add(name, "党总支", committee(stem), community(stem), members=70)
            for position, grid in enumerate(each for each in land.grids if each.stem == stem):
                if grid.duty:
                    self._grid_branch(grid, general[position > 3])
            if stem in _COMPOUNDS_WITH_BRANCH:
                estate = compound(stem, 0)
                branch = self._add(f"{estate}小区党支部", "党支部", general[0], community(stem))
                branch.compounds, branch.mode, branch.responsible = [estate], "单独组建", True

    def _grid_branch(self, grid: Grid, superior: str) -> None:
        joint = grid.duty == "联合组建"
        place = community(grid.stem)
        branch = self._add(f"{grid.name}党支部", "联合党支部" if joint else "党支部", superior, place)
        branch.grids = [grid.name]
        branch.mode = "属地兜底" if grid.duty == "unnamed" else grid.duty
        branch.responsible = grid.duty != "unnamed"
        if grid.name in _YOUNG_GRIDS:
            branch.founded = self._day(date(2018, 2, 1), date(2018, 8, 31))

    # --- units --------------------------------------------------------------------------------------

    def _of_units(self, tenants: Tenants) -> None:
        for unit in tenants.with_mode("own"):
            members = self._rng.randint(3, 120) if unit.kind in _PUBLIC else self._rng.randint(3, 49)
            kind = "党委" if members >= 100 else "党总支" if members >= 50 else "党支部"
            ending = {"党委": "委员会", "党总支": "总支部委员会", "党支部": "支部委员会"}[kind]
            # what belongs to a department above has its superior there, outside this roster
            above = None if unit.level in ("省级", "市级") else committee(unit.stem)
            own = self._add(f"中共{unit.name}{ending}", kind, above, community(unit.stem), members=members)
            own.units = [unit.name]

    def _joint(self, tenants: Tenants) -> None:
        joint = tenants.with_mode("joint")
        for stem in STEMS:
            here = [unit for unit in joint if unit.stem == stem]
            public = [unit.name for unit in here if unit.kind in _PUBLIC]
            for number, names in enumerate(_chunks(public, 4), start=1):
                name = f"{community(stem)}机关事业单位第{number}联合党支部"
                self._add(name, "联合党支部", committee(stem), community(stem)).units = names
            in_towers = [unit for unit in here if _tower(unit) is not None]
            for tower in dict.fromkeys(_tower(unit) for unit in in_towers):
                names = [unit.name for unit in in_towers if _tower(unit) == tower]
                self._covering(f"{tower}联合党支部", "联合党支部", stem, names, "联合组建")
            others = [unit.name for unit in here if unit.kind not in _PUBLIC and _tower(unit) is None]
            for number, names in enumerate(_chunks(others, 6), start=1):
                self._covering(f"{community(stem)}第{number}联合党支部", "联合党支部", stem, names, "联合组建")
        last = self.rows[-1]
        last.covered_units, last.pending = [*last.covered_units, UNREGISTERED], UNREGISTERED

    def _dependent(self, tenants: Tenants) -> None:
        units = tenants.with_mode("dependent")
        for tower in dict.fromkeys(_tower(unit) for unit in units):
            inside = [unit for unit in units if _tower(unit) == tower]
            stem = inside[0].stem
            names = [unit.name for unit in inside]
            row = self._covering(f"{tower}楼宇党总支", "党总支", stem, names, "依托组建")
            row.buildings = [] if tower is None else [tower]

    def _duties(self, land: Territory, tenants: Tenants) -> None:
        """Rows that add to the committees: instructors sent, duties taken, with and without a responsible."""
        for stem in STEMS:
            for mode, word in (
                ("liaison", "选派指导员"),
                ("territorial", "属地兜底"),
                ("unnamed", "属地兜底"),
            ):
                names = [unit.name for unit in tenants.with_mode(mode) if unit.stem == stem]
                for part in _chunks(names, _ROW_OF_DUTY):
                    row = self._more(committee(stem), word, responsible=mode != "unnamed")
                    row.covered_units = part
            for tower in land.of_use("商务楼宇"):
                if tower.plan == "nominal" and tower.stem == stem != BLANKET_STEM:
                    self._more(committee(stem), "属地兜底", responsible=False).buildings = [tower.name]

    # --- rows ---------------------------------------------------------------------------------------

    def _add(self, name: str, kind: str, superior: str | None, place: str, *, members: int = 0) -> Organisation:
        code = organisation_code(500_000 + next(self._numbers))
        row = Organisation(name, kind, code, superior, place)
        row.founded = self._day(date(2006, 1, 1), date(2017, 11, 30))
        row.term_end = self._day(date(2018, 12, 1), date(2021, 12, 31))
        row.members = max(3, (members or 14) + self._rng.randint(-4, 9))
        row.secretary = self._rng.random() > 0.04
        self.rows.append(row)
        return row

    def _covering(self, name: str, kind: str, stem: str, names: list[str], mode: str) -> Organisation:
        row = self._add(name, kind, committee(stem), community(stem))
        row.covered_units, row.mode, row.responsible = names, mode, True
        return row

    def _more(self, name: str, mode: str, *, responsible: bool) -> Organisation:
        first = next(each for each in self.rows if each.name == name)
        row = Organisation(name, first.kind, first.code, first.superior, first.place, mode=mode)
        row.responsible = responsible
        self.rows.append(row)
        return row

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self._rng.randint(0, (last - first).days))

    # --- the edition before -------------------------------------------------------------------------

    def _before(self, tenants: Tenants) -> list[Organisation]:
        """As of the end of 2017: without those founded since, with those dissolved since, one under its old name."""
        rows: list[Organisation] = []
        for row in self.rows:
            if row.founded is not None and row.founded > EARLIER:
                continue
            before = replace(row)
            if row.pending is not None:
                before.covered_units, before.pending = row.covered_units[:-1], None
            if row.members is not None:
                before.members = max(3, row.members - self._rng.randint(0, 3))
            if row.grids == [_RENAMED_GRID]:
                before.name, before.kind = f"{_RENAMED_GRID}临时党支部", "临时党支部"
            rows.append(before)
        return rows + [self._dissolved(tenants, stem) for stem in "乙丁己庚"]

    def _dissolved(self, tenants: Tenants, stem: str) -> Organisation:
        shops = [unit.name for unit in tenants.with_mode("none") if unit.stem == stem and unit.kind == "商户"]
        code = organisation_code(500_000 + next(self._numbers))
        row = Organisation(f"{community(stem)}商户联合党支部", "联合党支部", code, committee(stem), community(stem))
        row.covered_units, row.mode, row.responsible = shops[:3], "联合组建", True
        row.founded, row.secretary, row.members = self._day(date(2012, 1, 1), date(2016, 12, 31)), True, 4
        return row


def _tower(unit: Unit) -> str | None:
    return unit.building.name if unit.building is not None and unit.building.plan else None


def _chunks(names: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(names), size):
        yield list(names[start : start + size])
