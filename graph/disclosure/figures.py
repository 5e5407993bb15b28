"""What a role reads of a release: its threshold, its area, and one sign for all that is hidden."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.disclosure.bands import said
from graph.disclosure.lattice import UNIT_LEVEL
from graph.disclosure.releases import INSIDE, OUTSIDE, Release, ReleasedTable
from graph.disclosure.roles import Role
from graph.errors import NotFound, Refused

THRESHOLDS = {
    Role.PUBLIC: OUTSIDE,
    Role.PLANNER: INSIDE,
    Role.RESEARCHER: INSIDE,
    Role.STEWARD: INSIDE,
    Role.UNIT: INSIDE,
}
"""The least figure that each role reads."""
SCHEMA = pl.Schema(
    {
        "quarter": pl.String(),
        "release": pl.String(),
        "k": pl.Int64(),
        "measure": pl.String(),
        "area": pl.String(),
        "area_name": pl.String(),
        "level": pl.String(),
        "parent": pl.String(),
        "breakdown": pl.String(),
        "category": pl.String(),
        "value": pl.Int64(),
        "hidden": pl.Boolean(),
    }
)
SIZES = pl.Schema({name: pl.String() for name in ("quarter", "release", "id", "name", "kind", "place", "band")})


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one measure in one quarter, as a role reads them; ``SCHEMA`` has the columns."""

    release: Release
    """Where they are from, without figures of its own."""
    measure: str
    k: int
    rows: pl.DataFrame

    @property
    def hidden(self) -> int:
        """How many figures are hidden: small ones, and those that would tell of them."""
        return int(self.rows["hidden"].sum())


def figures(release: Release, measure: str, role: Role, *, within: str | None = None) -> Figures:
    """The figures of an area (a place of the lattice, or a unit) and all below it; of everything where None is given.

    The public reads communities and up. A unit reads itself alone. Raises NotFound for an area or measure that the
    release does not have, Refused where a unit asks for anything else.
    """
    table = release.table(measure)
    k = THRESHOLDS[role]
    counts = table.outside if k == OUTSIDE else table.inside
    wanted = {each.id for each in table.areas} if within is None else _below(release, [table], within)
    if role is Role.UNIT:
        wanted &= {each.id for each in table.areas if each.id == within and each.level == UNIT_LEVEL}
        if not wanted:
            raise Refused("单位只能看自己的数字", "a unit reads its own figures only", code="own_figures_only")
    rows = [
        (
            release.quarter,
            release.id,
            k,
            measure,
            area.id,
            area.name,
            area.level,
            area.parent,
            *column,
            value,
            value is None,
        )
        for area, values in zip(table.areas, counts, strict=True)
        if area.id in wanted and (area.detailed or k == INSIDE)
        for column, value in zip(table.columns, values, strict=True)
        if area.detailed or column == ("", "")
    ]
    return Figures(release.without_figures(), measure, k, pl.DataFrame(rows, schema=SCHEMA, orient="row"))


def organisation_sizes(release: Release, role: Role, *, within: str | None = None) -> pl.DataFrame:
    """Bands of organisations and units in an area; whoever is not its steward reads the same sentence of all.

    Refused for the public and for units, who read no list of organisations at all.
    """
    if role in (Role.PUBLIC, Role.UNIT):
        raise Refused(
            f"角色 {role.value} 看不到逐个组织和单位的规模",
            f"the role {role.value} reads no sizes of single organisations and units",
        )
    places = None if within is None else _below(release, release.tables, within)
    rows = [
        (release.quarter, release.id, each.id, each.name, each.kind, each.place, said(each, role))
        for each in release.sizes
        if places is None or each.place in places
    ]
    return pl.DataFrame(rows, schema=SIZES, orient="row").sort("kind", "id")


def _below(release: Release, tables: list[ReleasedTable], top: str) -> set[str]:
    found: set[str] = set()
    for table in tables:
        for area in table.areas:  # parents stand before their parts
            if area.id == top or area.parent in found:
                found.add(area.id)
    if not found:
        raise _outside_the_lattice(release)
    return found


def _outside_the_lattice(release: Release) -> NotFound:
    return NotFound(
        f"{release.quarter} 的发布数字里没有这个地点:只有社区(村)及以上各级有数字",
        f"the release of {release.quarter} has no such area: figures exist for communities (villages) and above",
        code="area_not_released",
    )
