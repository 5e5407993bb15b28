"""What a siting answer holds: sites in order, what each adds, who is served where, before and after, the proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import polars as pl


@dataclass(frozen=True, slots=True)
class Model:
    """A location model by its code, with its name, its objective and the unit of its value."""

    code: str
    zh: str
    en: str
    objective_zh: str
    objective_en: str
    unit_zh: str
    unit_en: str
    gain_zh: str
    gain_en: str
    """What the marginal gain of a site is counted in."""
    maximise: bool


_WEIGHT = ("权重", "weight")
_COVERED = ("新覆盖的权重", "weight newly covered")
MODELS: Final[MappingProxyType[str, Model]] = MappingProxyType(
    {
        each.code: each
        for each in (
            Model(
                *("mclp", "最大覆盖", "maximal covering"),
                *("新增站点不超过给定个数,覆盖的权重最大", "most weight covered with at most the given new sites"),
                *(*_WEIGHT, *_COVERED),
                True,
            ),
            Model(
                *("lscp", "集合覆盖", "set covering"),
                *("覆盖所有可达的需求点,新增站点最少", "fewest new sites that cover every reachable demand"),
                *("个站点", "sites", *_COVERED),
                False,
            ),
            Model(
                *("lscp_backup", "带备份的集合覆盖", "set covering with backup"),
                *(
                    "以最少的新增站点覆盖所有可达的需求点,其中被两个站点覆盖的最多",
                    "with the fewest new sites that cover every reachable demand, most of it covered twice",
                ),
                *("两次覆盖的权重或个数", "weight or count covered twice", "新增两次覆盖", "newly covered twice"),
                True,
            ),
            Model(
                *("p_median", "p-中位", "p-median"),
                *("权重乘距离之和最小", "least sum of weight times metres"),
                *("权重·米", "weight-metres", "减少的权重·米", "weight-metres saved"),
                False,
            ),
            Model(
                *("p_center", "p-中心", "p-center"),
                *("可达的需求点到最近站点的最远距离最小", "least greatest distance of a reachable demand"),
                *("米", "metres", "新落入该距离的需求点数", "demands newly within that distance"),
                False,
            ),
        )
    }
)
"""The location models by code."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the demands stand with some sites open; shares are of all demands, the unreachable ones included."""

    demands: int
    weight: float
    covered: int
    """Demands with an open site within reach; with capacities, those served in full."""
    covered_weight: float
    """Their weight; with capacities, the weight served."""
    twice: int
    """Demands with two open sites or more within reach."""
    twice_weight: float
    weighted_metres: float
    """Sum of weight times metres over the weight served."""
    mean_metres: float | None
    """Metres of a unit of weight that is served; None where nothing is."""
    greatest_metres: float | None
    """Metres of the farthest demand that is served, whatever its weight; None where none is."""

    @property
    def covered_share(self) -> float | None:
        """Share of the demands; None without demands."""
        return self.covered / self.demands if self.demands else None

    @property
    def covered_weight_share(self) -> float | None:
        """Share of the weight; None without weight."""
        return self.covered_weight / self.weight if self.weight else None

    @property
    def twice_share(self) -> float | None:
        """Share of the demands that have a backup."""
        return self.twice / self.demands if self.demands else None

    @property
    def twice_weight_share(self) -> float | None:
        """Share of the weight that has a backup."""
        return self.twice_weight / self.weight if self.weight else None


@dataclass(frozen=True, slots=True)
class Plan:
    """An answer of siting. Everything is in the order of ids but ``chosen`` and ``following``."""

    model: Model
    value: float
    """In the model's unit, the fixed sites included; of LSCP, the new sites."""
    bound: float
    """Best proven: no plan is better than this."""
    gap: float
    """Difference of value and bound as a share of the greater; 0 where it is proven."""
    proven: bool
    """Whether no better plan exists."""
    ended: str
    """``proven``, ``at_once`` (no time was given), ``time`` (it ran out) or ``cancelled``."""
    seconds: float
    chosen: pl.DataFrame
    """New sites in the order in which each adds most: ``order`` from 1, ``site``, ``gain`` (see the model; they add up
    to what the new sites gain together), ``newly_covered`` and ``newly_covered_weight``, ``newly_twice`` and
    ``newly_twice_weight`` (within reach, whatever the capacities)."""
    following: pl.DataFrame
    """Up to ten further sites and what each would add after those before it (``order``, ``site``, ``gain``); MCLP and
    p-median only, since the others leave nothing to gain."""
    allocation: pl.DataFrame
    """Who is served where: ``demand``, ``site`` and ``metres`` (null: nobody), ``weight``. One row a demand, but more
    where capacities share it out. The nearest open site serves; of equally near ones the one with the lowest id."""
    allocation_before: pl.DataFrame
    """The same with the fixed sites alone."""
    before: Standing
    after: Standing
    unreachable: tuple[str, ...]
    """Demands that no site reaches, open or not: no plan can serve them."""
    reductions: MappingProxyType[str, int]
    """How the instance was reduced before it was solved, in numbers."""
    parameters: MappingProxyType[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What was asked: sites, reach, capacities, penalty, seconds."""

    @property
    def sites(self) -> tuple[str, ...]:
        """The new sites in order."""
        return tuple(self.chosen["site"].to_list())
