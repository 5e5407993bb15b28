"""Parameters of the three senses of coverage, and what is made of them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query

from graph.analysis.walking import Walk
from graph.model.types.place import LEVELS

Bit = Literal["yes", "no", "to_check"]
LayerCode = Literal["organisation", "place", "project", "activity", "people", "goods"]
SenseCode = Literal["organisation", "place", "tie"]
STANDARD = Walk()

OrganisationBit = Annotated[
    Bit | None, Query(description="组织覆盖:是、否、待核实;不填不限 | reached by an organisation, any if left out")
]
PlaceBit = Annotated[
    Bit | None, Query(description="步行可达开放阵地:是、否、待核实 | an open venue within walking reach")
]
TieBit = Annotated[Bit | None, Query(description="有共建事项:是、否、待核实 | a co-building event within its cadence")]
Minutes = Annotated[float, Query(gt=0, le=120, description="步行时限(分钟)| minutes on foot, inclusive")]
Speed = Annotated[float, Query(gt=0, le=5, description="标准步速(米/秒)| walking speed, m/s")]
EldersSpeed = Annotated[float, Query(gt=0, le=5, description="适老步速(米/秒)| walking speed of elders, m/s")]
LayerName = Annotated[
    LayerCode | None, Query(description="只看哪一类共建,不填不限 | which layer of events counts, any if left out")
]
Cadence = Annotated[
    int, Query(ge=1, le=3660, description="没有约定频次时多少天内应有共建 | days within which an event is due")
]
Sense = Annotated[SenseCode, Query(description="哪一种覆盖:组织、地点、共建 | which of the three senses")]


Mode = Literal["own", "joint", "dependent", "liaison", "territorial", "nominal"]
"""Modes that can be asked for: those with a rank above blank."""
AtLeast = Annotated[
    Mode | None,
    Query(description="组织覆盖至少要达到的方式;不填按用途或性质 | the least mode asked; by use or kind if left out"),
]
PlacedBy = Literal[("place", *LEVELS)]  # type: ignore[valid-type]
GroupedBy = Annotated[PlacedBy, Query(description="分组:社区或地点级别 | group by community, or a level of places")]


def walk_of(minutes: float, speed: float, elders_speed: float) -> Walk:
    """The walk asked for; WrongUsage where elders would be faster."""
    return Walk(minutes=minutes, speed=speed, elders_speed=elders_speed)
