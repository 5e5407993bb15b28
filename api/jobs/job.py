"""A job as it is kept, and as it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from api.access import Caller
from graph.disclosure.roles import Role


class State(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


STATES_ZH = {
    State.QUEUED: "排队中",
    State.RUNNING: "进行中",
    State.DONE: "已完成",
    State.FAILED: "失败",
    State.CANCELLED: "已取消",
    State.INTERRUPTED: "因服务停止而中断",
}
ENDED = frozenset({State.DONE, State.FAILED, State.CANCELLED, State.INTERRUPTED})
REPEATABLE = ENDED - {State.DONE}
"""States from which a job can be begun again."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job; its result is kept apart."""

    number: int
    """Jobs are numbered as they were begun."""
    id: str
    what: str
    """Name of its kind."""
    key: str
    """Id of the key that began it, with that key's role and area at the time."""
    role: Role
    area: str | None
    parameters: Mapping[str, Any]
    state: State
    cancelling: bool
    progress: Mapping[str, Any] | None
    created: datetime
    started: datetime | None
    ended: datetime | None
    version: int | None
    """Version of the graph that the result is of."""
    problem: Mapping[str, str] | None
    """Why it failed: ``code``, ``detail_zh``, ``detail_en``."""

    @property
    def caller(self) -> Caller:
        """Who began it."""
        return Caller(self.role, self.key, self.area)

    def of(self, who: Caller) -> bool:
        """Whether this key began it, and is what it was then: with another role or area it reads something else."""
        return self.caller == who
