"""What a node type, a tie type and a field are. A type is one declaration; everything else is derived from it:
constraints and indexes, the projector's Cypher, the reference page, the empty workbook template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The type of a field's value."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    TEXTS = "texts"
    """A set of texts: kept sorted, without repetition."""


class History(StrEnum):
    """Whether a field keeps its past."""

    FIXED = "fixed"
    """One value for all time; a later edition corrects it."""
    DATED = "dated"
    """Changes with time: kept as parallel lists ``f_values``, ``f_from``, ``f_to``; ``f`` is the current value."""


@dataclass(frozen=True, slots=True)
class Field:
    """One property of a node or tie."""

    name: str
    kind: Kind
    title_zh: str
    meaning: str
    history: History = History.FIXED
    unit: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    """Closed list of codes with their Chinese titles; empty where any value may stand."""
    indexed: bool = False
    people: bool = False
    """Derived from people: no reader sees it unless a question's column declares for whom."""


def fixed(name: str, kind: Kind, title_zh: str, meaning: str, **more: object) -> Field:
    """A field with one value for all time."""
    return Field(name, kind, title_zh, meaning, History.FIXED, **more)  # type: ignore[arg-type]


def dated(name: str, kind: Kind, title_zh: str, meaning: str, **more: object) -> Field:
    """A field that keeps its past."""
    return Field(name, kind, title_zh, meaning, History.DATED, **more)  # type: ignore[arg-type]


NAME = Field("name", Kind.TEXT, "名称", "name as the source writes it", History.DATED, indexed=True)


@dataclass(frozen=True, slots=True)
class NodeType:
    """One family of nodes. ``stage`` orders identification: what a name is looked up within comes first."""

    name: str
    title_zh: str
    meaning: str
    family: str
    stage: int
    fields: tuple[Field, ...] = ()
    named: bool = True
    """Whether its nodes bear a name (events and passages are told by key alone)."""
    personal: bool = False
    """Whether each node stands for a single person: no node, tie or row of it is ever told to a reader of any role."""
    example: str = ""
    """One invented example, in Chinese, for the reference page."""

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The declared fields, the name first where the type bears one."""
        return (NAME, *self.fields) if self.named else self.fields


@dataclass(frozen=True, slots=True)
class TieType:
    """One type of tie; its key in the graph is (from, type, to, role, spell)."""

    name: str
    title_zh: str
    meaning: str
    ends: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """Allowed (from types, to types); two ends of ``SAME_TYPE`` pairs are written out."""
    fields: tuple[Field, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    """Closed list of roles or modes that are part of the key, with Chinese titles; empty: no role."""
    single_roles: frozenset[str] = frozenset()
    """Roles (``""`` for none) under which one thing has at most one live tie; a later assertion ends the former."""
    example: str = ""

    def allows(self, source: str, target: str) -> bool:
        """Whether a tie of this type may lead from one node type to the other."""
        return any(source in sources and target in targets for sources, targets in self.ends)


BODY = ("Unit", "PartyOrganization", "CoordinatingBody", "SelfGovernanceBody", "Association", "Cohort")
"""*body* of design §3: whatever can be party to an agreement, take part, or be responsible."""
