"""What a coverage is told of, and the wider scope that its facts are read within."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.analysis.coverage import Part
from graph.errors import NotFound
from graph.evidence.reading import Reading
from graph.questions.asking import WHOLE, Asking, Scope
from graph.questions.dialect import expand
from graph.store.store import Store

BUILDING: Final = "Building:"
"""How the id of a building begins."""
GRID: Final = "Grid:"
"""How the id of a grid begins."""
_BUILDING: Final = expand(
    "MATCH (b:Building {id: $node}) WHERE @node_possible(b) "
    "OPTIONAL MATCH (b)-[r:PART_OF {role: 'administrative'}]->(p:Place) WHERE @possible(r) "
    "RETURN @name(b) AS name, collect(DISTINCT p.id) AS places"
)
_GRID: Final = expand(
    "MATCH (g:Grid {id: $node}) WHERE @node_possible(g) "
    "OPTIONAL MATCH (g)-[r:PART_OF {role: 'administrative'}]->(p:Place) WHERE @possible(r) "
    "WITH g, collect(DISTINCT p.id) AS own "
    "OPTIONAL MATCH (g)<-[t:PART_OF {role: 'grid'}]-(:Building)-[s:PART_OF {role: 'administrative'}]->(q:Place) "
    "WHERE @possible(t) AND @possible(s) "
    "WITH g, own, collect(DISTINCT q.id) AS others RETURN @name(g) AS name, own + others AS places"
)
_REACHED: Final = (
    "MATCH (:Grid {id: $node})<-[:PART_OF {role: 'grid'}]-(:Building)-[:PART_OF {role: 'administrative'}]->(p:Place) "
    "RETURN DISTINCT p.id AS place ORDER BY place"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A scope as it is told; ``part`` where it is less than the scope ``within`` which facts are read."""

    scope: Scope
    within: Scope
    part: Part | None = None


def is_node(wanted: str | None) -> bool:
    """Whether a scope names a building or a grid by its id."""
    return wanted is not None and wanted.startswith((BUILDING, GRID))


def reached_by(store: Store, wanted: str) -> set[str]:
    """Ids of the places in which a grid has, or ever had, buildings; none for anything but a grid."""
    rows, _ = store.read(_REACHED, {"node": wanted})
    return {str(row["place"]) for row in rows}


def told_of(reading: Reading, asking: Asking, store: Store, wanted: str | None) -> Told:
    """The scope that is meant: a place, or the id of a building or a grid; NotFound where there is none at the date.

    What lies below the community is read within the community, whose organisations, grids and events reach it; within
    the lowest place that holds all of it, where it lies in several communities.
    """
    day = reading.as_of
    if wanted is not None and is_node(wanted):
        single = wanted.startswith(BUILDING)
        rows, _ = store.read(_BUILDING if single else _GRID, {"node": wanted, "as_of": day})
        if not rows:
            raise _no_such(wanted, day.isoformat())
        scope = Scope(wanted, str(rows[0]["name"]), ())
        part = Part(building=wanted) if single else Part(grid=wanted)
        found = Told(scope, _around(asking, reading, rows[0]["places"]), part)
    else:
        scope = asking.scope(wanted, day)
        found = Told(scope, scope)
        if scope.compounds:
            communities = reading.frame("buildings", scope)["place"].drop_nulls().unique().to_list()
            within = _around(asking, reading, [scope.id, *communities])
            found = Told(scope, within, Part(places=scope.places))
    reading.refuse_changed()
    return found


def _around(asking: Asking, reading: Reading, places: object) -> Scope:
    assert isinstance(places, list)
    return asking.holding(places, reading.as_of) if places else WHOLE


def _no_such(wanted: str, day: str) -> NotFound:
    zh, en, asked = ("楼", "building", "buildings") if wanted.startswith(BUILDING) else ("网格", "grid", "grids")
    return NotFound(
        f"{day} 没有这个编号的{zh};用 gongjian ask {asked} 查看编号",
        f"there is no such {en} at {day}: see `gongjian ask {asked}` for ids",
    )
