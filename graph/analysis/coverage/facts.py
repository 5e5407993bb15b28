"""What the coverage formula is given: frames of facts that are live, or date uncertain, at one day.

Every id is an opaque string. ``liveness`` is ``live`` or ``uncertain``; a fact that is not live is not given.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date

import polars as pl

from graph.analysis.coverage.modes import COVERING_MODES
from graph.errors import WrongUsage

Columns = dict[str, pl.DataType | type[pl.DataType]]

SCHEMAS: dict[str, Columns] = {
    "buildings": {
        "id": pl.String,
        "name": pl.String,
        "use": pl.String,  # residential, office, commercial, mixed, public; null: unknown
        "households": pl.Int64,  # households that live there; null: unknown
        "place": pl.String,  # community that it belongs to
        "place_name": pl.String,
        "compound": pl.String,  # residential compound
        "grid": pl.String,
        "operating": pl.String,  # "vacant" where a roster states 空置, else null
        "liveness": pl.String,
    },
    "units": {
        "id": pl.String,
        "name": pl.String,
        "kind": pl.String,  # state_organ, institution, soe, non_public_firm, social_organisation, merchant, …
        "operating_state": pl.String,  # operating, suspended, closed; null: unknown
        "place": pl.String,
        "place_name": pl.String,
        "grid": pl.String,
        "liveness": pl.String,
    },
    # One row per tie; two rows of one unit in one building (two floors) add up.
    "tenancies": {
        "unit": pl.String,
        "building": pl.String,
        "staff": pl.Float64,  # people of the unit who work in this building; null: unknown
        "liveness": pl.String,
    },
    # COVERS, and ORGANISATION_OF as mode own (joint where the organisation is a joint branch).
    "covering": {
        "organisation": pl.String,
        "organisation_name": pl.String,
        "target": pl.String,
        "target_type": pl.String,  # Unit, Building, Grid, Place
        "mode": pl.String,  # own, joint, dependent, liaison, territorial, nominal
        "named_by_row": pl.Boolean,  # a row of a roster names this target
        "responsible": pl.Boolean,  # somebody responsible is named (a post or an organisation); null: not said
        "liveness": pl.String,
    },
    "places": {"id": pl.String, "name": pl.String, "level": pl.String, "parent": pl.String},
    "grids": {"id": pl.String, "name": pl.String, "place": pl.String},
    # Editions of rosters that could list covering organisations.
    "editions": {"scope": pl.String, "edition_date": pl.Date, "complete": pl.Boolean},
}

ALLOWED: dict[tuple[str, str], tuple[str, ...]] = {
    ("buildings", "use"): ("residential", "office", "commercial", "mixed", "public"),
    ("buildings", "operating"): ("vacant",),
    ("buildings", "liveness"): ("live", "uncertain"),
    ("units", "operating_state"): ("operating", "suspended", "closed"),
    ("units", "liveness"): ("live", "uncertain"),
    ("tenancies", "liveness"): ("live", "uncertain"),
    ("covering", "target_type"): ("Unit", "Building", "Grid", "Place"),
    ("covering", "mode"): COVERING_MODES,
    ("covering", "liveness"): ("live", "uncertain"),
}

REQUIRED: dict[str, tuple[str, ...]] = {
    "buildings": ("id", "liveness"),
    "units": ("id", "liveness"),
    "tenancies": ("unit", "building", "liveness"),
    "covering": ("organisation", "target", "target_type", "mode", "named_by_row", "liveness"),
    "places": ("id",),
    "grids": ("id",),
    "editions": ("scope", "edition_date", "complete"),
}


@dataclass(frozen=True)
class CoveringFacts:
    """Frames of one scope at one day; columns, types and meaning stand in ``SCHEMAS``.

    Columns that are not listed there are left out; those listed are cast to their type.
    Raises ``WrongUsage`` for a missing column, a type that does not fit, a null in ``REQUIRED``, a word that is
    not in ``ALLOWED``, or a negative or undefined number of staff. No message holds a value.
    """

    buildings: pl.DataFrame
    units: pl.DataFrame
    tenancies: pl.DataFrame
    covering: pl.DataFrame
    places: pl.DataFrame
    grids: pl.DataFrame
    editions: pl.DataFrame
    as_of: date
    guests: pl.DataFrame = field(default_factory=lambda: empty("units"))
    """Units from elsewhere with premises in these buildings, as ``units``: a building's mode is that of all its
    tenants, whatever the scope; nothing else is told of them."""

    def __post_init__(self) -> None:
        for each in fields(self):
            if each.name in SCHEMAS:
                # The dataclass stays frozen for its users; here each frame gets its documented shape once.
                object.__setattr__(self, each.name, _shaped(each.name, getattr(self, each.name)))
        object.__setattr__(self, "guests", _shaped("units", self.guests))
        staff = self.tenancies["staff"]
        if ((staff < 0) | staff.is_nan() | staff.is_infinite()).any():
            raise WrongUsage(
                "tenancies 表 staff 列有负数或非数,请改为人数或留空。",
                "Frame 'tenancies', column 'staff': a number is negative or not finite; "
                "give a count, or null if unknown.",
                code="bad_covering_facts",
            )


def empty(frame: str) -> pl.DataFrame:
    """A frame of ``SCHEMAS`` without rows."""
    return pl.DataFrame(schema=SCHEMAS[frame])


def _shaped(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    schema = SCHEMAS[name]
    missing = [column for column in schema if column not in frame.columns]
    if missing:
        listed = ", ".join(missing)
        raise WrongUsage(
            f"{name} 表缺少列:{listed}。请补上这些列(未知填空值)。",
            f"Frame '{name}' lacks the columns {listed}; add them, with nulls where unknown.",
            code="bad_covering_facts",
        )
    for column, dtype in schema.items():
        if frame.schema[column] != dtype and not _castable(frame.schema[column], dtype):
            raise WrongUsage(
                f"{name} 表 {column} 列的类型应为 {dtype},实为 {frame.schema[column]}。",
                f"Frame '{name}', column '{column}': expected {dtype}, found {frame.schema[column]}.",
                code="bad_covering_facts",
            )
    shaped = frame.select(pl.col(column).cast(dtype) for column, dtype in schema.items())
    _check_values(name, shaped)
    return shaped


def _castable(found: pl.DataType, wanted: pl.DataType | type[pl.DataType]) -> bool:
    if found == pl.Null:
        return True
    if wanted == pl.String:
        return found in (pl.Categorical, pl.Enum) or isinstance(found, pl.Enum)
    if wanted == pl.Float64:
        return found.is_numeric()
    return wanted == pl.Int64 and found.is_integer()


def _check_values(name: str, frame: pl.DataFrame) -> None:
    for column in REQUIRED[name]:
        if frame[column].null_count():
            raise WrongUsage(
                f"{name} 表 {column} 列不能有空值。",
                f"Frame '{name}', column '{column}' must not hold nulls.",
                code="bad_covering_facts",
            )
    for (table, column), words in ALLOWED.items():
        if table != name:
            continue
        known = frame[column].drop_nulls()
        if not known.is_in(words).all():
            listed = ", ".join(words)
            raise WrongUsage(
                f"{name} 表 {column} 列只能是:{listed}。",
                f"Frame '{name}', column '{column}' may only hold: {listed}.",
                code="bad_covering_facts",
            )
