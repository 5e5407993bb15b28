"""What the place sense and the tie sense are computed from; read only where somebody asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from graph.analysis.coverage.place_sense import PlaceFacts
from graph.analysis.coverage.tie_sense import TieFacts
from graph.errors import LoadInProgress, NotFound
from graph.evidence.reading import Evidence, Reading
from graph.evidence.streets import described, read_streets
from graph.evidence.walking import WalkingEvidence, walking_evidence
from graph.questions.asking import WHOLE, Scope
from graph.questions.dialect import expand
from graph.store.store import Store

BUILDING = "Building:"
"""How the id of a building begins."""
_BUILDING = expand(
    "MATCH (b:Building {id: $building}) WHERE @node_possible(b) "
    "OPTIONAL MATCH (b)-[r:PART_OF {role: 'administrative'}]->(p:Place) WHERE @possible(r) "
    "RETURN @name(b) AS name, p.id AS place, @liveness(r) AS liveness ORDER BY liveness, place"
)


@dataclass
class SenseEvidence:
    """Frames of one scope at one day, each read when it is first asked for.

    ``version`` is that of the coverage they belong to: LoadInProgress where the graph has changed since.
    """

    evidence: Evidence
    scope: Scope
    as_of: date
    version: int
    data: Path
    """The data folder, for its street network."""
    rows_used: dict[str, int] = field(default_factory=dict)

    @cached_property
    def ties(self) -> TieFacts:
        """Events, agreements and editions of rosters of events; ``places`` are those of the whole graph."""
        reading = self._reading()
        return TieFacts(
            events=self._read(reading, "place_events", self.scope),
            agreements=self._read(reading, "place_agreements", self.scope),
            editions=self._read(reading, "event_editions", self.scope),
            places=self._read(reading, "places", WHOLE).unique("id", keep="first", maintain_order=True),
            as_of=self.as_of,
        )

    @cached_property
    def streets(self) -> dict[str, str] | str:
        """The street network that ways are found on, by its file and version; ``estimate`` where there is none."""
        found = described(self.data)
        return "estimate" if found is None else {"source": found.source, "version": found.version}

    @cached_property
    def walking(self) -> WalkingEvidence:
        """Positions of buildings, venues and places, and the loaded ways between them."""
        found = walking_evidence(self._reading(), self.scope)
        self.rows_used.update(found.rows_used)
        return found

    def place_facts(self, vacant: pl.Series) -> PlaceFacts:
        """What the place sense is decided from; ``vacant`` are the ids of buildings that stand empty."""
        return self.walking.place_facts(vacant, read_streets(self.data))

    def _reading(self) -> Reading:
        reading = self.evidence.reading(self.as_of)
        if reading.state.version != self.version:
            raise LoadInProgress("取数期间有新的导入,请重试", "a load came in while facts were read: ask again")
        return reading

    def _read(self, reading: Reading, question: str, scope: Scope) -> pl.DataFrame:
        found = reading.frame(question, scope)
        self.rows_used[question] = found.height
        return found


def building_scope(store: Store, building: str, as_of: date) -> tuple[Scope, str | None]:
    """A scope of one building, and the id of the community that it lies in; NotFound if it is not there at the date."""
    rows, _ = store.read(_BUILDING, {"building": building, "as_of": as_of})
    if not rows:
        raise NotFound(
            f"{as_of} 没有这栋楼;用 gongjian ask buildings 查看编号",
            f"there is no such building at {as_of}: see `gongjian ask buildings` for ids",
        )
    place = rows[0]["place"]
    return Scope(building, str(rows[0]["name"]), ()), None if place is None else str(place)
