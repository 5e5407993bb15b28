"""A question: what its ``.cypher`` file declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from graph.errors import WrongUsage
from graph.model.declare import Kind

DEFAULT_ROLES = ("planner", "researcher", "steward")
FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "due": "到期与逾期 | due and overdue",
        "gaps": "空白与缺口 | gaps",
        "figures": "汇总 | figures",
        "records": "名册与台账 | records",
        "cases": "案例 | published cases",
        "evidence": "分析所用的事实 | facts for analyses",
    }
)
"""Families of questions in the order in which they are listed, with their titles."""
OTHERWISE = "evidence"
"""The family of a question whose header names none: analyses read it, people seldom do."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter beside ``as_of`` and ``scope``, which every question has."""

    name: str
    kind: Kind
    meaning_zh: str
    meaning_en: str
    required: bool = True
    default: str | int | float | bool | None = None
    place: bool = False
    """Names a place: a code, a name or an id is accepted."""
    node: str | None = None
    """Names a node of this type: a name or an id is accepted."""

    def read(self, value: object) -> object:
        """The value in its declared type, from text or JSON; WrongUsage says what was expected."""
        try:
            if self.kind is Kind.INTEGER:
                return int(str(value))
            if self.kind is Kind.NUMBER:
                return float(str(value))
            if self.kind is Kind.DAY:
                return value if isinstance(value, date) else date.fromisoformat(str(value))
            if self.kind is Kind.BOOLEAN:
                return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]
            return str(value)
        except (ValueError, KeyError) as error:
            raise WrongUsage(
                f"参数 {self.name} 应为 {self.kind.value}({self.meaning_zh})",
                f"parameter {self.name} must be of type {self.kind.value} ({self.meaning_en})",
            ) from error


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer."""

    name: str
    kind: Kind
    title_zh: str
    meaning: str
    people: bool
    """Derived from people: withheld from every role that ``roles`` does not name."""
    roles: frozenset[str] = frozenset()
    """Roles that alone see the column; none for one that is not of people: whoever may ask sees it."""

    @property
    def restricted(self) -> bool:
        """Whether the column is withheld from some roles that may ask the question."""
        return self.people or bool(self.roles)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its text in plain Cypher."""

    name: str
    title_zh: str
    title_en: str
    about: str
    parameters: Mapping[str, Parameter]
    columns: Mapping[str, Column]
    cypher: str
    roles: frozenset[str] = field(default=frozenset(DEFAULT_ROLES))
    family: str = OTHERWISE
    """One of :data:`FAMILIES`."""

    def bind(self, given: Mapping[str, object]) -> dict[str, object]:
        """Values for all declared parameters; WrongUsage names what is missing, unknown or of the wrong type."""
        unknown = sorted(set(given) - set(self.parameters))
        if unknown:
            known = "、".join(self.parameters) or "(无 | none)"
            raise WrongUsage(
                f"{self.name} 没有参数 {'、'.join(unknown)};可用:as_of、scope、{known}",
                f"{self.name} has no parameter {', '.join(unknown)}; there are: as_of, scope, {known}",
            )
        missing = [each.name for each in self.parameters.values() if each.required and given.get(each.name) is None]
        if missing:
            raise WrongUsage(
                f"{self.name} 缺少参数 {'、'.join(missing)}:如 {missing[0]}=…",
                f"{self.name} needs {', '.join(missing)}: give {missing[0]}=…",
            )
        return {
            name: declared.default if given.get(name) is None else declared.read(given[name])
            for name, declared in self.parameters.items()
        }
