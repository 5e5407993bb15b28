"""Floating catchments: how much of the venues' area each building has, and how equally it is spread."""

from graph.analysis.catchment.catchment import Catchment, Zone, enhanced_zones, floating_catchment, one_zone
from graph.analysis.catchment.equity import Equity, Shortfall, equity, lorenz, shortfall

__all__ = [
    "Catchment",
    "Equity",
    "Shortfall",
    "Zone",
    "enhanced_zones",
    "equity",
    "floating_catchment",
    "lorenz",
    "one_zone",
    "shortfall",
]
