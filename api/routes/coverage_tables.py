"""The tables of coverage that both a request and a job give: patterns, change, catchments."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Literal

from api.routes.coverage_answering import Made, with_names
from api.routes.coverage_sense_columns import CATCHMENT, CHANGE_COUNTS, CHANGE_RATES, CHANGE_ROWS, PATTERNS, STAFF
from graph.answers import Coverage, What
from graph.disclosure.roles import Role

ChangeTable = Literal["rows", "counts", "rates"]
CatchmentTable = Literal["buildings", "venues", "equity"]
PATTERNS_TITLE: Final = ("三重覆盖情形", "patterns of coverage")
CHANGE_TITLE: Final = ("覆盖变化", "change of coverage")
CATCHMENT_TITLE: Final = ("户均可达面积", "floating catchments")


def patterns_of(found: Coverage, role: Role, *, by: str, at_least: str | None) -> Made:
    """Buildings, households and units of each pattern; for stewards with the tenants' staff."""
    staff = STAFF if role is Role.STEWARD else ()
    rows = with_names(found, found.patterns(by, at_least=at_least))
    named = {"by": by, "at_least": at_least}
    return Made(rows, (*PATTERNS, *staff), named, seen=[column.name for column in staff], whole=True)


def change_of(
    found: Coverage, since: date, *, what: What, sense: str, table: ChangeTable, by: str, at_least: str | None
) -> Made:
    """What became of everything since an earlier date, one by one, counted, or as differences of rates."""
    named: dict[str, Any] = {"since": since, "what": what, "sense": sense, "table": table, "by": by}
    named |= {"at_least": at_least}
    become = found.change(since, what=what, sense=sense, at_least=at_least)
    if table == "rows":
        return Made(become.rows, CHANGE_ROWS, named, whole=True)
    if table == "counts":
        return Made(with_names(found, become.counts(by), become.places), CHANGE_COUNTS, named, whole=True)
    return Made(with_names(found, become.rates, become.places), CHANGE_RATES, named, whole=True)


def catchment_of(found: Coverage, *, table: CatchmentTable, by: str, enhanced: bool) -> Made:
    """What a household has within reach, what venues are asked for, or how equally it is spread."""
    had = found.catchment(enhanced=enhanced)
    rows = {"buildings": had.buildings, "venues": had.venues}.get(table)
    zones = [{"metres": each.metres, "weight": each.weight} for each in had.zones]
    named = {"table": table, "by": by, "enhanced": enhanced, "zones": zones}
    return Made(with_names(found, had.equity(by)) if rows is None else rows, CATCHMENT[table], named, whole=True)
