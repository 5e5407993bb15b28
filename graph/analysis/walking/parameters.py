"""The parameters of walking: how long, how fast, by how much the way is longer than the straight line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from graph.analysis.walking.precision import FINEST_FIRST
from graph.errors import WrongUsage

ROUNDING = 1e-9
"""Share by which a length may exceed a limit and still be within: 5 minutes at 1 m/s hold 300.0 m, however computed."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What counts as within walking reach.

    - ``minutes``: the limit T, inclusive;
    - ``speed``: m/s on level ground (1.0: the 300 m of the national five-minute circle);
    - ``elders_speed``: m/s of the line for elders (适老), told beside the standard one;
    - ``detour``: metres of way for one of straight line, where neither table nor streets give the way;
    - ``sensitivity``: factors of the speed at which coverage is told once more, slower and faster;
    - ``least_precision``: the coarsest position (see ``precision``) that a certain answer may rest on.

    Raises ``WrongUsage`` for values that no walk can have.
    """

    minutes: float = 5.0
    speed: float = 1.0
    elders_speed: float = 0.75
    detour: float = 1.3
    sensitivity: tuple[float, float] = (0.9, 1.1)
    least_precision: str = "compound"

    def __post_init__(self) -> None:
        slower, faster = self.sensitivity
        positive = (self.minutes, self.speed, self.elders_speed, slower)
        finite = all(math.isfinite(each) for each in (*positive, faster, self.detour))
        if not finite or min(positive) <= 0 or self.detour < 1:
            raise WrongUsage(
                "步行参数有误:分钟、速度和敏感性系数须大于 0,绕行系数不小于 1",
                "minutes, speeds and factors of sensitivity must be above 0, and detour at least 1",
                code="bad_walk",
            )
        if self.elders_speed > self.speed or not slower <= 1 <= faster:
            raise WrongUsage(
                "适老速度不能大于标准速度;敏感性系数须一个不大于 1、一个不小于 1,如 0.9 和 1.1",
                "elders_speed must not exceed speed; of the sensitivity one factor is at most 1, the other at least 1",
                code="bad_walk",
            )
        if self.least_precision not in FINEST_FIRST:
            known = "、".join(FINEST_FIRST)
            raise WrongUsage(
                f"最低定位精度只能是:{known}",
                f"least_precision must be one of: {', '.join(FINEST_FIRST)}",
                code="bad_walk",
            )

    def reach(self, speed: float | None = None) -> float:
        """Flat metres that the limit allows at a speed (default: the standard one), rounding included."""
        return self.minutes * 60 * (self.speed if speed is None else speed) * (1 + ROUNDING)

    def described(self) -> dict[str, Any]:
        """Every parameter by name, for the answer that rests on it."""
        slower, faster = self.sensitivity
        return {
            "minutes": self.minutes,
            "speed": self.speed,
            "elders_speed": self.elders_speed,
            "detour": self.detour,
            "slower": slower,
            "faster": faster,
            "least_precision": self.least_precision,
        }
