"""How much work a plan is worth, and how a longer one is watched and stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

STEP = 0.5
"""Seconds between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a plan stands: the best value so far, the best proven bound (None: not yet), in the model's unit."""

    value: float
    bound: float | None
    gap: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Effort:
    """At once by default; with ``seconds``, the search for a better plan and the proof may take that long.

    ``bound_seconds`` allows the at-once answer a tighter bound by relaxation. A plan that ends before its seconds are
    over is the same every time; one cut short depends on the machine. ``progress`` is called about twice a second,
    ``cancelled`` is asked as often: when it says so, the best plan so far is returned. ``reduce`` False solves the
    instance as given, without reductions, for comparison.
    """

    seconds: float = 0.0
    bound_seconds: float = 0.0
    progress: Callable[[Progress], None] | None = None
    cancelled: Callable[[], bool] | None = None
    reduce: bool = True


AT_ONCE = Effort()


@dataclass(slots=True)
class Watch:
    """The clock of one plan; it turns the figures of a part into those of the whole before it reports them."""

    effort: Effort
    began: float = field(default_factory=time.monotonic)
    stopped: bool = False
    """Whether the reader has cancelled."""
    _told: float = 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the plan was begun."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return max(0.0, self.effort.seconds - self.seconds)

    def cancelled(self) -> bool:
        """Whether the reader has had enough."""
        if not self.stopped and self.effort.cancelled is not None and self.effort.cancelled():
            self.stopped = True
        return self.stopped

    def over(self) -> bool:
        """Whether to stop: cancelled, or no time left."""
        return self.cancelled() or self.left <= 0

    def tell(self, value: float, bound: float | None) -> None:
        """Report figures of the whole, not more often than twice a second."""
        if self.effort.progress is None or self.seconds - self._told < STEP:
            return
        self._told = self.seconds
        self.effort.progress(Progress(value, bound, None if bound is None else gap(value, bound), self.seconds))


def gap(value: float, bound: float) -> float:
    """Difference of value and bound as a share of the greater of the two; 0 where they agree."""
    difference, scale = abs(bound - value), max(abs(value), abs(bound))
    return 0.0 if difference <= 1e-9 * max(1.0, scale) else difference / scale
