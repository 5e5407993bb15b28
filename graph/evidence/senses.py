"""What the place sense and the tie sense are computed from; read only where somebody asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from graph.analysis.coverage.place_sense import PlaceFacts
from graph.analysis.coverage.tie_sense import TieFacts
from graph.errors import LoadInProgress
from graph.evidence.reading import Evidence, Reading
from graph.evidence.streets import described, read_streets
from graph.evidence.walking import WalkingEvidence, walking_evidence
from graph.questions.asking import WHOLE, Scope


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
