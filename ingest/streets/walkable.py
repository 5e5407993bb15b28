"""Which ways can be walked, by the tags of OpenStreetMap.

Follows the tagging guidelines for access (wiki.openstreetmap.org, «Access restrictions» and «Key:highway»). Stated as
lists, so that an answer which depends on them can be checked. A compound behind a gate is often ``access=private``: its
inner ways are left out, and its buildings join the street outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WALKABLE: Final = frozenset(
    {
        "footway",
        "path",
        "pedestrian",
        "steps",
        "corridor",
        "living_street",
        "residential",
        "service",
        "track",
        "road",
        "unclassified",
        *(f"{road}{link}" for road in ("primary", "secondary", "tertiary") for link in ("", "_link")),
    }
)
"""Values of ``highway`` on which one walks unless a tag forbids it."""
IF_STATED: Final = frozenset({"trunk", "trunk_link", "cycleway", "bridleway", "busway"})
"""Values on which one walks only where a tag says so."""
ALLOWING: Final = frozenset({"yes", "designated", "permissive", "official"})
FORBIDDING: Final = frozenset({"no", "private", "use_sidepath", "discouraged"})
SIDEWALK: Final = frozenset({"yes", "both", "left", "right"})
CLOSED: Final = frozenset({"no", "private", "military", "forestry", "agricultural"})
"""Values of ``access`` that keep walkers out unless ``foot`` lets them in."""

NOT_WALKABLE: Final = "not_walkable"
FORBIDDEN: Final = "foot_forbidden"
NO_FOOTWAY: Final = "no_footway_stated"


def why_not(tags: Mapping[str, str]) -> str | None:
    """Why nobody walks on a way with these tags (``highway`` among them); None where one can."""
    highway, foot = tags.get("highway", ""), tags.get("foot", "")
    if highway not in WALKABLE | IF_STATED:
        return NOT_WALKABLE
    if foot in FORBIDDING or (tags.get("access", "") in CLOSED and foot not in ALLOWING):
        return FORBIDDEN
    sides = (tags.get(key, "") for key in ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"))
    if highway in IF_STATED and foot not in ALLOWING and not SIDEWALK.intersection(sides):
        return NO_FOOTWAY
    return None
