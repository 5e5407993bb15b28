"""What a kind of job declares: its name, its parameters, the roles that may begin it, and the function that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from api.answers import Answered
from api.parameters import LONGEST, Day
from graph.disclosure.roles import Role
from graph.opened import Graph


class Parameters(BaseModel):
    """Parameters of a kind of job; what it does not have is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Scoped(Parameters):
    """Parameters of a job on a place at a date, which the service settles: within the key's area, at a fixed day."""

    scope: str | None = Field(
        default=None,
        min_length=1,
        max_length=LONGEST,
        description="范围:地点的区划代码、名称或编号,默认全部(或密钥的辖区) | "
        "place by division code, name or id; all (or the area of the key) if left out",
    )
    as_of: Day | None = Field(default=None, description="统计时点,默认今天 | date of the answer; today if left out")


P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come, and what is known so far."""

    zh: str
    en: str
    share: float | None = None
    """Between 0 and 1; None where it cannot be told."""
    known: Mapping[str, object] = field(default_factory=dict)
    """Figures that stand already, such as the best value so far, its bound and the gap between them."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """The whole answer, not cut into pages."""

    answered: Answered
    people: tuple[str, ...] = ()
    """Its columns that are derived from people: each read of it is noted."""


class Stopped(Exception):
    """Raised by a job that has seen that it is to stop."""


Report = Callable[[Progress], None]
Cancelled = Callable[[], bool]
"""Whether the job is to stop; asked every second or so, by a job that can."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[P]):
    """A kind of job. ``run`` gets the graph in the role of the key that began it, and settled parameters."""

    name: str
    title_zh: str
    title_en: str
    parameters: type[P]
    roles: frozenset[Role]
    run: Callable[[Graph, P, Report, Cancelled], JobResult]
    refuse: Callable[[Role, P], None] = lambda role, parameters: None
    """Raises Refused where a role may not begin it with these parameters."""


Kinds = Mapping[str, Kind[Any]]
