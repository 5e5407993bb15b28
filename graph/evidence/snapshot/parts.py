"""What a snapshot keeps: the node types and ties that evidence rests on, with their whole history.

A node part has one row per node, sorted by ``id``: the four lists of its spells, of each dated field the lists
``<field>_values``, ``<field>_from``, ``<field>_to``, and its fixed fields. A tie part is sorted by its key: ``source``
and ``target`` are row numbers in the parts of its ends, then ``role``, ``spell``, the four bounds, its dated fields.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl

from graph.model.declare import Kind
from graph.model.registry import field_of, tie_types

FIELD, ITEM = "\x1f", "\x1e"
"""Stand between the fields of a record and after each item of a list: no text of a roster holds control characters."""
BOUNDS = ("start_earliest", "start_latest", "end_earliest", "end_latest")
TIE_KEY = ("source", "target", "role", "spell")
Schema = dict[str, pl.DataType]

_TYPES: Mapping[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.DAY: pl.Date(),
}


@dataclass(frozen=True, slots=True)
class NodePart:
    """One node type."""

    label: str
    dated: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of the part and of its files."""
        return self.label

    @property
    def match(self) -> str:
        """The pattern of its records, which are ``x``."""
        return f"MATCH (x:{self.label})"

    @property
    def key(self) -> tuple[str, ...]:
        """Columns that tell a record."""
        return ("id",)

    @property
    def schema(self) -> Schema:
        """Columns as they are read."""
        bounds: Schema = dict.fromkeys(BOUNDS, pl.List(pl.Date()))
        fixed: Schema = {each: _type(self.label, each) for each in self.fixed}
        return {"id": pl.String(), **bounds, **dict(_lists(self.label, self.dated)), **fixed}


@dataclass(frozen=True, slots=True)
class TiePart:
    """The ties of one type from one node type to another; ``role`` keeps those of one role."""

    source: str
    kind: str
    target: str
    dated: tuple[str, ...] = ()
    role: str | None = None

    @property
    def name(self) -> str:
        """Name of the part and of its files."""
        return f"{self.source}-{self.kind}-{self.target}"

    @property
    def match(self) -> str:
        """The pattern of its records, which are ``x``."""
        role = "" if self.role is None else f" {{role: '{self.role}'}}"
        return f"MATCH (a:{self.source})-[x:{self.kind}{role}]->(b:{self.target})"

    @property
    def key(self) -> tuple[str, ...]:
        """Columns that tell a record."""
        return TIE_KEY

    @property
    def schema(self) -> Schema:
        """Columns as they are read: ends by id."""
        key: Schema = {"source": pl.String(), "target": pl.String(), "role": pl.String(), "spell": pl.Int32()}
        bounds: Schema = dict.fromkeys(BOUNDS, pl.Date())
        return {**key, **bounds, **dict(_lists(self.kind, self.dated))}


Part = NodePart | TiePart

NODES = {
    each.label: each
    for each in (
        NodePart("Building", ("name", "use", "operating_state", "households"), ("longitude", "latitude")),
        NodePart("Edition", (), ("format", "scope", "day", "complete")),
        NodePart("Grid", ("name", "kind", "households")),
        NodePart("PartyOrganization", ("name", "kind")),
        NodePart("Place", ("name", "level", "households", "population"), ("longitude", "latitude")),
        NodePart("Unit", ("name", "kind", "operating_state", "above_scale")),
        NodePart("Venue", ("name", "kind", "opening_state", "area_m2"), ("longitude", "latitude")),
        # events, with what leads from them to their place
        NodePart("Activity", (), ("kind", "held_on", "delivered")),
        NodePart("Agreement", (), ("signed_on", "ends_on", "cadence_days")),
        NodePart("Claim", ("state",), ("claimed_on", "closed_on")),
        NodePart("ListItem", (), ("kind",)),
        NodePart("Meeting", (), ("level", "held_on")),
        NodePart("Project", ("state",), ("kind", "begun_on", "completed_on")),
        NodePart("Registration", ("state",), ("kind", "registered_on", "served_on")),
        NodePart("Task", ("outcome",), ("origin", "assigned_on", "closed_on")),
        *(NodePart(each) for each in ("Association", "CoordinatingBody", "MeetingSeries", "SelfGovernanceBody")),
    )
}
BODIES = ("Association", "CoordinatingBody", "PartyOrganization", "SelfGovernanceBody", "Unit")
"""Types of who calls a meeting and is tied to a place."""
EVENT_ROSTERS = ("activities", "claims", "meetings", "projects", "registrations", "tasks")
"""Formats of the rosters of events."""
_COVERS, _DISTANCE = ("named_by_row", "responsible"), ("metres", "method", "measured_on")
TIES = {
    each.name: each
    for each in (
        TiePart("Building", "PART_OF", "Place"),
        TiePart("Building", "PART_OF", "Grid"),
        TiePart("Grid", "PART_OF", "Place"),
        TiePart("Place", "PART_OF", "Place"),
        TiePart("Venue", "PART_OF", "Place"),
        TiePart("Unit", "LOCATED_IN", "Building", ("floor", "staff")),
        TiePart("Unit", "LOCATED_IN", "Place"),
        TiePart("Venue", "LOCATED_IN", "Building"),
        TiePart("Venue", "LOCATED_IN", "Place"),
        TiePart("PartyOrganization", "ORGANISATION_OF", "Unit"),
        *(TiePart("PartyOrganization", "COVERS", each, _COVERS) for each in ("Unit", "Building", "Grid", "Place")),
        *(TiePart(each, "DISTANCE_TO", "Venue", _DISTANCE) for each in ("Building", "Place")),
        *(
            TiePart(each, "FOR_PLACE", "Place")
            for each in ("Activity", "Agreement", "ListItem", "Project", "Registration", "Task")
        ),
        TiePart("Claim", "CLAIM_OF", "ListItem"),
        TiePart("Meeting", "MEETING_IN", "MeetingSeries"),
        *(TiePart("MeetingSeries", "SERIES_OF", each) for each in BODIES),
        *(TiePart(each, "TOOK_PART", "Meeting", role="convener") for each in BODIES),
        *(TiePart(each, "LOCATED_IN", "Place") for each in ("Association", "CoordinatingBody", "PartyOrganization")),
        *(TiePart(each, "GOVERNS", "Place") for each in ("CoordinatingBody", "SelfGovernanceBody")),
    )
}
PARTS: Mapping[str, Part] = {**NODES, **TIES}


def kept_schema(part: Part) -> Schema:
    """Columns as they are kept: the ends of ties are row numbers."""
    if isinstance(part, NodePart):
        return part.schema
    roles = pl.Enum(["", *tie_types()[part.kind].roles])
    return {**part.schema, "source": pl.UInt32(), "target": pl.UInt32(), "role": roles}


@cache
def layout() -> str:
    """Names what is kept and how: files of another layout are of no use."""
    told = repr([(name, part, sorted(map(str, kept_schema(part).items()))) for name, part in PARTS.items()])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def record_text(part: Part) -> str:
    """A Cypher expression that gives a whole record as one text; empty stands for null.

    A driver makes an object of each value, and days are dear: one text per record is read several times faster.
    """
    return f" + '{FIELD}' + ".join(_expression(part, name, kind) for name, kind in part.schema.items())


def key_text(part: Part) -> str:
    """The same of its key alone."""
    return f" + '{FIELD}' + ".join(_expression(part, name, part.schema[name]) for name in part.key)


def _expression(part: Part, name: str, kind: pl.DataType) -> str:
    if isinstance(part, TiePart) and name in ("source", "target"):
        return f"{'a' if name == 'source' else 'b'}.id"
    if isinstance(kind, pl.List):
        return f"reduce(text = '', each IN coalesce(x.{name}, []) | text + toString(each) + '{ITEM}')"
    return f"coalesce(toString(x.{name}), '')"


def _lists(owner: str, dated: tuple[str, ...]) -> Iterator[tuple[str, pl.DataType]]:
    for each in dated:
        yield f"{each}_values", pl.List(_type(owner, each))
        yield f"{each}_from", pl.List(pl.Date())
        yield f"{each}_to", pl.List(pl.Date())


def _type(owner: str, name: str) -> pl.DataType:
    return _TYPES[field_of(owner, name).kind]
