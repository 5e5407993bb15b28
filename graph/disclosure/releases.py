"""Releases: the figures of a quarter as they leave, made once and kept.

A release is made once per quarter, after its end, by a steward, from one version of the graph, and is never made
again: two releases of one quarter, before and after a correction, would tell of the people between them. What is
corrected later is in the next quarter's release. The file holds what may be read and nothing that is hidden.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from graph.disclosure.bands import Sized, sizes
from graph.disclosure.lattice import Flags, Table
from graph.disclosure.roles import Role
from graph.disclosure.tabulation import MEASURES, tables
from graph.errors import NotFound, Refused, StoreMismatch, WrongUsage
from graph.evidence.headcounts import Headcounts

OUTSIDE, INSIDE = 10, 5
"""Thresholds k: for whoever reads outside, and for planners, researchers and stewards."""
FOLDER = "releases"
_FORMAT = 1
_QUARTER = re.compile(r"([12]\d{3})Q([1-4])")


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year, written ``2018Q3``."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """WrongUsage says how it is written."""
        found = _QUARTER.fullmatch(text.strip().upper())
        if found is None:
            raise WrongUsage("季度请写成 2018Q3 这样的形式", "write a quarter like 2018Q3", code="bad_quarter")
        return cls(int(found[1]), int(found[2]))

    @property
    def last_day(self) -> date:
        """The day that its figures are of."""
        return date(self.year, 3 * self.number, 31 if self.number in (1, 4) else 30)

    def refuse_unended(self, today: date) -> None:
        """Raise WrongUsage for a quarter that has not ended: what comes in later would never be released."""
        if today <= self.last_day:
            raise WrongUsage(
                f"{self} 还没有结束,{self.last_day} 之后才能发布",
                f"{self} has not ended: its figures can be released after {self.last_day}",
                code="quarter_not_ended",
            )

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


class ReleasedArea(msgspec.Struct, frozen=True):
    """An area of a released table."""

    id: str
    name: str
    level: str
    parent: str | None
    detailed: bool


class ReleasedTable(msgspec.Struct, frozen=True):
    """One measure at both thresholds; a value is None where it is hidden, or where the lattice has no cell."""

    measure: str
    areas: list[ReleasedArea]
    columns: list[tuple[str, str]]
    inside: list[list[int | None]]
    outside: list[list[int | None]]


class Release(msgspec.Struct, frozen=True):
    """The figures of one quarter."""

    format: int
    ledger: str
    quarter: str
    as_of: date
    version: int
    sequence: int
    synthetic: bool
    made_at: datetime
    tables: list[ReleasedTable]
    sizes: list[Sized]
    id: str = ""
    """The quarter and a digest of what everybody reads of it: whoever quotes a figure can name where it is from."""

    def without_figures(self) -> Release:
        """What the release is and where it is from, without its tables and bands: for whoever may not read all."""
        return msgspec.structs.replace(self, tables=[], sizes=[])

    def table(self, measure: str) -> ReleasedTable:
        """One measure; NotFound names those there are."""
        found = next((each for each in self.tables if each.measure == measure), None)
        if found is None:
            there = "、".join(each.measure for each in self.tables) or "(无 | none)"
            raise NotFound(
                f"{self.quarter} 的发布数字里没有这个指标;现有:{there}",
                f"the release of {self.quarter} has no such measure; there are: {there}",
                code="measure_unknown",
            )
        return found


def released_table(table: Table) -> ReleasedTable:
    """Both thresholds of a table; outside hides all that inside does, so that both together tell no more."""
    # an integer program for each small cell takes its time to import too, and most commands make no release
    from graph.disclosure.suppression import suppress

    inside = suppress(table, INSIDE)
    outside = suppress(table, OUTSIDE, inside | _single_units(table))
    return ReleasedTable(
        table.measure,
        [
            ReleasedArea(
                each.id,
                each.name,
                each.level,
                None if each.parent is None else table.areas[each.parent].id,
                each.detailed,
            )
            for each in table.areas
        ],
        list(table.columns),
        list(_shown(table, inside)),
        list(_shown(table, outside)),
    )


def make(found: Headcounts, quarter: Quarter, ledger: str) -> Release:
    """The release of a quarter from what was recorded at its end."""
    made = Release(
        format=_FORMAT,
        ledger=ledger,
        quarter=str(quarter),
        as_of=found.as_of,
        version=found.version,
        sequence=found.sequence,
        synthetic=found.synthetic,
        made_at=datetime.now(UTC).replace(microsecond=0),
        tables=[released_table(each) for each in tables(found)],
        sizes=sizes(found),
    )
    return msgspec.structs.replace(made, id=f"{quarter}-{_digest(made.tables)}")


class Releases:
    """The releases of one ledger in a data folder, one file each that its owner alone may read."""

    def __init__(self, data: Path, ledger: str) -> None:
        self._folder = data / FOLDER
        self._ledger = ledger

    def quarters(self) -> list[str]:
        """Quarters that a release was made for, oldest first."""
        if not self._folder.is_dir():
            return []
        names = (path.stem.removeprefix(f"{self._ledger}-") for path in self._folder.glob(f"{self._ledger}-*.json"))
        return sorted(name for name in names if _QUARTER.fullmatch(name))

    def read(self, quarter: Quarter) -> Release:
        """The release of a quarter; NotFound where none was made, with those there are."""
        path = self._path(quarter)
        try:
            found = msgspec.json.decode(path.read_bytes(), type=Release)
        except FileNotFoundError:
            there = "、".join(self.quarters()) or "(无 | none)"
            raise NotFound(
                f"{quarter} 的数字还没有发布;请数据管理员在季度结束后运行 gongjian people release {quarter};"
                f"已发布:{there}",
                f"no figures of {quarter} are released: after its end a steward runs "
                f"`gongjian people release {quarter}`; released: {there}",
                code="not_released",
            ) from None
        except msgspec.DecodeError:
            raise _foreign(path) from None
        if found.format != _FORMAT or found.ledger != self._ledger:
            raise _foreign(path)
        return found

    def keep(self, made: Release) -> Release:
        """Keep a release for good; where another was kept in the meantime, that one holds and is returned."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        quarter = Quarter.parse(made.quarter)
        draft = self._folder / f"{secrets.token_hex(8)}.draft"
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(made))
                file.flush()
                os.fsync(file.fileno())
            try:
                # a link cannot replace what is there: of two makers at once one is the first, and a reader sees all
                os.link(draft, self._path(quarter))
            except FileExistsError:
                return self.read(quarter)
        finally:
            draft.unlink(missing_ok=True)
        return made

    def _path(self, quarter: Quarter) -> Path:
        return self._folder / f"{self._ledger}-{quarter}.json"


def refuse_release(role: Role) -> None:
    """Raise Refused for whoever may not make a release."""
    if role is not Role.STEWARD:
        raise Refused(
            "只有数据管理员可以发布季度数字(加 --role steward)",
            "only a steward releases the figures of a quarter (add --role steward)",
        )


def measure_titles() -> Mapping[str, str]:
    """Measures that are released, with their titles."""
    return {name: title for name, (title, _) in MEASURES.items()}


def _digest(made: list[ReleasedTable]) -> str:
    """Of figures that everybody reads: bands, or what units have, could be tried out against a digest of them."""
    public = [
        (table.measure, table.columns, area.id, values)
        for table in made
        for area, values in zip(table.areas, table.outside, strict=True)
        if area.detailed
    ]
    return hashlib.sha256(msgspec.json.encode(public)).hexdigest()[:8]


def _single_units(table: Table) -> Flags:
    """Cells that nobody outside reads whatever their size: single units, and what a community has beside them."""
    import numpy as np

    return np.asarray(table.present & np.array([[not each.detailed] for each in table.areas]))


def _shown(table: Table, hidden: Flags) -> Iterator[list[int | None]]:
    kept = table.present & ~hidden
    for at in range(len(table.areas)):
        yield [int(value) if shown else None for value, shown in zip(table.counts[at], kept[at], strict=True)]


def _foreign(path: Path) -> StoreMismatch:
    return StoreMismatch(
        f"发布文件 {path.name} 不是本图的,或由更新的版本写成;请用写它的版本打开,或从备份恢复",
        f"the release file {path.name} is not of this graph, or of a newer version: open it with that version, "
        "or restore it from a backup",
        code="release_foreign",
    )
