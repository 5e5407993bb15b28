"""What a coverage computes, each part once, when it is first asked for; all scopes that it is told of share it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Literal

import polars as pl

from graph.analysis import coverage as analysis
from graph.answers.asked import CoverageAsked
from graph.evidence.covering import CoveringEvidence
from graph.evidence.senses import SenseEvidence

What = Literal["buildings", "units"]


class Computed:
    """The three senses over one scope at one date: the organisation sense at once, place and tie when asked for.

    Of a city of a million buildings the frames take some gigabytes, so of the senses side by side only the last asked
    for of buildings and of units are kept.
    """

    def __init__(self, evidence: CoveringEvidence, asked: CoverageAsked, senses: SenseEvidence) -> None:
        """``senses`` reads what place and tie rest on, within the same scope."""
        self.asked = asked
        self.senses = senses
        self._whole = analysis.cover(evidence.facts, theta=asked.theta, freshness_days=asked.freshness_days)
        self.result = self._whole if asked.part is None else analysis.narrowed(self._whole, asked.part)
        """The organisation sense of what is told."""
        self._side_by_side: dict[What, tuple[str | None, pl.DataFrame]] = {}
        self._tables: dict[str, pl.DataFrame] = {}

    @cached_property
    def place_facts(self) -> analysis.PlaceFacts:
        """What the place sense and the catchments are decided from, over the whole scope that was read."""
        vacant = self._whole.building_evidence.filter(pl.col("mode") == "vacant")["id"]
        return self.senses.place_facts(vacant)

    @cached_property
    def place(self) -> analysis.PlaceSense:
        """The place sense of the same."""
        return analysis.place_sense(self.place_facts, self.asked.walk)

    @property
    def access(self) -> pl.DataFrame:
        """The place sense of what is told."""
        return self.place.buildings.filter(self.is_told)

    @property
    def is_told(self) -> pl.Expr:
        """Whether a building, by its ``id``, is told of."""
        return pl.col("id").is_in(self.result.buildings["id"].implode())

    @cached_property
    def ties(self) -> pl.DataFrame:
        """The tie sense of the places of the scope, and of those that what is told lies in."""
        asked, scope = self.asked, self.senses.scope
        places = set(analysis.community_of(self.result)["community"].drop_nulls())
        places |= set(self.result.units["place"].drop_nulls())
        if asked.part is not None:
            places |= set(asked.part.places)
        else:
            places |= set(self.result.facts.places["id"]) if scope.id is None else set(scope.places)
        return analysis.tie_sense(
            self.senses.ties, places, layer=asked.layer, cadence=asked.cadence, freshness_days=asked.freshness_days
        )

    def side_by_side(self, what: What, at_least: str | None = None) -> pl.DataFrame:
        """Every building or unit that is told of, with its three senses."""
        kept = self._side_by_side.get(what)
        if kept is not None and kept[0] == at_least:
            return kept[1]
        found = (
            analysis.building_senses(self.result, self.access, self.ties, at_least)
            if what == "buildings"
            else analysis.unit_senses(self.result, self.place.buildings, self.ties, at_least)
        )
        self._side_by_side[what] = (at_least, found)
        return found

    def table(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """A small table, made at the first call with its name."""
        if name not in self._tables:
            self._tables[name] = make()
        return self._tables[name]
