"""With what parameters a coverage was asked for; every one of them is in the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.analysis.coverage.gaps import BUILDING_DEFAULTS, OTHERWISE, UNIT_DEFAULTS
from graph.analysis.coverage.narrowing import Part
from graph.analysis.coverage.tie_sense import CADENCE
from graph.analysis.links.layers import layers
from graph.analysis.walking.parameters import Walk
from graph.disclosure.coverage import STANDARD_THETA


@dataclass(frozen=True, slots=True)
class CoverageAsked:
    """Parameters of a coverage; the defaults are the standard of the field.

    ``theta`` and ``freshness_days`` are of the organisation sense, the latter also of rosters of events; ``walk`` of
    the place sense; ``layer`` and ``cadence`` (days, where no agreement in force says so) of the tie sense.
    ``part`` narrows the answer to a building, grid or compound of what it is computed over.
    """

    theta: float = STANDARD_THETA
    freshness_days: int = 366
    walk: Walk = field(default_factory=Walk)
    layer: str | None = None
    cadence: int = CADENCE
    part: Part | None = None

    def __post_init__(self) -> None:
        layers().rosters(self.layer)  # refuses a layer that there is not, before anything is read

    @property
    def chosen(self) -> list[str]:
        """Parameters of the place and the tie sense that are not the standard ones."""
        standard = {"walk": Walk(), "layer": None, "cadence": CADENCE}
        return [name for name, value in standard.items() if getattr(self, name) != value]

    def described(self) -> dict[str, Any]:
        """Every parameter with the value that counts."""
        return {
            "theta": self.theta,
            "freshness_days": self.freshness_days,
            "asked_of_buildings": {**BUILDING_DEFAULTS, "otherwise": OTHERWISE},
            "asked_of_units": {**UNIT_DEFAULTS, "otherwise": OTHERWISE},
            **self.walk.described(),
            "layer": self.layer or "any",
            "layers_version": layers().version,
            "cadence_days": self.cadence,
            **({} if self.part is None else self.part.described),
        }
