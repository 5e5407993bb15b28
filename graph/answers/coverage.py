"""A coverage in the words of its reader's role: the organisation sense at once, place and tie when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from graph.analysis import coverage as analysis
from graph.analysis.catchment import enhanced_zones, one_zone
from graph.analysis.coverage import Pattern
from graph.answers.catchments import Catchments, catchments
from graph.answers.change import Change
from graph.answers.computed import Computed, What
from graph.disclosure.coverage import (
    LISTS,
    coarsened,
    refuse_grouping,
    refuse_lists,
    released_place_rates,
    released_rates,
    released_sense_rates,
    without_staff,
)
from graph.disclosure.roles import Role
from graph.errors import WrongUsage
from graph.evidence.covering import CoveringEvidence
from graph.questions.asking import Scope

WHATS: tuple[What, ...] = ("buildings", "units")
Noted = Callable[[str, str | None, date, Sequence[str], int], None]
"""Notes a read: what was asked, the scope's id, the date, the columns derived from people, the rows."""
EXPLAINED = ("organisations", "reasons", "remedy")
"""Columns of an explanation, which can rest on the staff of tenants."""
BY_STAFF = ("mode",)
"""Columns of a coverage that tell of the staff of tenants where θ is chosen."""
WORKING = ("staff", "staff_unknown")
"""Columns of counts by pattern that are numbers of people."""


class Coverage:
    """A coverage answer at one date within one scope; frames are polars, lists only for roles that may see them."""

    def __init__(
        self,
        evidence: CoveringEvidence,
        role: Role,
        computed: Computed,
        *,
        noted: Noted | None = None,
        again: Callable[[date], Coverage] | None = None,
    ) -> None:
        """``evidence`` bears the scope as it is told; ``again`` gives the same coverage at another date."""
        self.evidence = without_staff(evidence)
        self.asked = computed.asked
        self._role = role
        self._computed = computed
        self._noted = noted
        self._again = again

    def told_of(self, scope: Scope) -> Coverage:
        """The same told of another scope, where what is told of a scope is decided over the whole graph."""
        evidence = replace(self.evidence, scope=scope)
        return Coverage(evidence, self._role, self._computed, noted=self._noted, again=self._again)

    @property
    def _result(self) -> analysis.Coverage:
        return self._computed.result

    # --- organisation -----------------------------------------------------------------------------

    @property
    def buildings(self) -> pl.DataFrame:
        """Every building with its mode and the bounds of it."""
        refuse_lists(self._role)
        return self._result.buildings

    @property
    def units(self) -> pl.DataFrame:
        """Every unit with its mode and the bounds of it."""
        refuse_lists(self._role)
        return self._result.units

    def uncovered(self, at_least: str | None = None, *, what: What = "buildings") -> pl.DataFrame:
        """What falls short of the mode asked: gaps, and what is still to check; defaults by use and kind."""
        refuse_lists(self._role)
        return analysis.uncovered(self._result, at_least, what=what)

    def explain(self, ids: list[str], *, what: What = "buildings", at_least: str | None = None) -> pl.DataFrame:
        """The chain of reasons and the cheapest remedy of each building or unit, in the organisation sense."""
        refuse_lists(self._role)
        found = coarsened(analysis.explain(self._result, ids, what=what, at_least=at_least), self._role)
        self._note("coverage", EXPLAINED, found.height)
        return found

    def rates(self, by: str | None = "place") -> pl.DataFrame:
        """组织覆盖率 and 工作覆盖率, each as [covered, covered and to check], with the denominator named."""
        refuse_grouping(self._role, by)
        if self._role in LISTS:
            return analysis.rates(self._result, by)
        found = self._computed.table("rates", lambda: analysis.rates(self._result))
        told = released_rates(found, self.evidence.scope)
        return told if by is not None else told.filter(pl.col("is_total"))

    def counts(self, by: str | None = "place", *, what: What = "buildings") -> pl.DataFrame:
        """How many buildings (with households) or units have each mode; not for the public, for whom one is a name."""
        refuse_lists(self._role)
        if what == "buildings":
            return analysis.building_counts(self._result, by)
        return analysis.unit_counts(self._result, by)

    # --- place and tie ----------------------------------------------------------------------------

    @property
    def access(self) -> pl.DataFrame:
        """Every building with the way on foot to its nearest open venue, and its standing in the place sense."""
        refuse_lists(self._role)
        return self._computed.access

    @property
    def ties(self) -> pl.DataFrame:
        """Every place of the scope with its standing in the tie sense."""
        refuse_lists(self._role)
        return self._computed.ties

    def place_rates(self, by: str | None = "place") -> pl.DataFrame:
        """Shares within reach at the standard pace, that of elders, and a slower and a faster one (sensitivity).

        The public reads those of buildings, by community, where there are enough of them.
        """
        refuse_grouping(self._role, by)
        sense = replace(self._computed.place, buildings=self._computed.access)
        if self._role in LISTS:
            return analysis.place_rates(sense, by)
        found = self._computed.table("place_rates", lambda: analysis.place_rates(sense, "place"))
        told = released_place_rates(found, self.evidence.scope)
        return told if by is not None else told.filter(pl.col("is_total"))

    def catchment(self, *, enhanced: bool = False) -> Catchments:
        """How many m² of open venues a household has within reach: 2SFCA, or E2SFCA with three zones."""
        refuse_lists(self._role)
        asked = self.asked
        zones = enhanced_zones(asked.walk.speed) if enhanced else one_zone(asked.walk.reach())
        found = catchments(self._computed.place_facts, self._computed.senses.walking.venues, asked.walk, zones)
        # who else asks for a venue counts, also where one building alone is told
        return replace(found, buildings=found.buildings.filter(self._computed.is_told))

    # --- the senses together ----------------------------------------------------------------------

    def senses(
        self, what: What = "buildings", *, pattern: Pattern | str | None = None, at_least: str | None = None
    ) -> pl.DataFrame:
        """Every building or unit with its three senses; ``pattern`` keeps those of one, such as «组织✗ 地点✓»."""
        refuse_lists(self._role)
        wanted = Pattern.parse(pattern) if isinstance(pattern, str) else pattern or Pattern()
        return self._computed.side_by_side(what, at_least).filter(wanted.keeps())

    def patterns(self, by: str | None = "place", *, at_least: str | None = None) -> pl.DataFrame:
        """Buildings, households and units of each pattern; for stewards also the tenants' staff in the buildings."""
        refuse_lists(self._role)
        staff = self._result.facts.tenancies if self._role is Role.STEWARD else None
        buildings, units = (self._computed.side_by_side(what, at_least) for what in WHATS)
        found = analysis.pattern_counts(buildings, units, self._result.facts.places, by, staff=staff)
        if staff is not None:
            self._note("coverage/senses", WORKING, found.height)
        return found

    def sense_rates(self, by: str | None = "place") -> pl.DataFrame:
        """Rates of the three senses, and of the place sense at the pace of elders, over buildings, households, units.

        The public reads those of place and tie over buildings, by community, where there are enough of them.
        """
        refuse_grouping(self._role, by)
        if self._role in LISTS:
            return self._sense_rates(by)
        found = self._computed.table("sense_rates", lambda: self._sense_rates("place"))
        told = released_sense_rates(found, self.evidence.scope)
        return told if by is not None else told.filter(pl.col("is_total"))

    def _sense_rates(self, by: str | None) -> pl.DataFrame:
        buildings, units = (self._computed.side_by_side(what) for what in WHATS)
        return analysis.sense_rates(buildings, units, self._result.facts.places, by)

    def chain(
        self, ids: list[str], *, what: What = "buildings", at_least: str | None = None, sense: str | None = None
    ) -> pl.DataFrame:
        """The whole chain of reasons, over all senses or one, and the cheapest remedy of each."""
        refuse_lists(self._role)
        explained = coarsened(analysis.explain(self._result, ids, what=what, at_least=at_least), self._role)
        self._note("coverage", EXPLAINED, explained.height)
        senses = self._computed.side_by_side(what, at_least).filter(pl.col("id").is_in(ids))
        if what == "buildings":
            senses = analysis.with_candidates(senses, self._computed.place_facts, self.asked.walk)
        ties = {row["place"]: row for row in self._computed.ties.iter_rows(named=True)}
        return analysis.whole_chain(senses, explained, ties, self.asked.walk.minutes, sense)

    # --- two dates --------------------------------------------------------------------------------

    def change(
        self, since: date, *, what: What = "buildings", sense: str = "organisation", at_least: str | None = None
    ) -> Change:
        """What became of everything since an earlier date, in one sense, with the difference of the rates."""
        refuse_lists(self._role)
        analysis.senses_of(sense)
        if self._again is None or since >= self.evidence.as_of:
            raise WrongUsage("比较的起始日期应早于统计时点", "since must be earlier than the date of the answer")
        before = self._again(since)
        standing = [each._standings(what, sense, at_least) for each in (before, self)]
        rates = [each._rates_of(sense) for each in (before, self)]
        return Change(
            since,
            self.evidence.as_of,
            sense,
            analysis.changed(*standing),
            analysis.rate_differences(*rates),
            # also of places that are no more
            pl.concat([each._result.facts.places for each in (self, before)]).unique("id", keep="first"),
        )

    def _standings(self, what: What, sense: str, at_least: str | None) -> pl.DataFrame:
        everything = analysis.standings(self._result, what, at_least)
        if sense == "organisation":
            return everything
        return analysis.in_sense(everything, self._computed.side_by_side(what, at_least), sense)

    def _rates_of(self, sense: str) -> pl.DataFrame:
        return self.rates() if sense == "organisation" else self.sense_rates().filter(pl.col("rate") == sense)

    # --- what it rests on -------------------------------------------------------------------------

    @property
    def parameters(self) -> dict[str, Any]:
        """Every parameter that the answer rests on."""
        return {**self.asked.described(), "streets": self._computed.senses.streets}

    @property
    def rows_used(self) -> dict[str, int]:
        """Rows of each question that were read so far; those of place and tie once they were asked for."""
        return {**self.evidence.rows_used, **self._computed.senses.rows_used}

    def _note(self, what: str, columns: Sequence[str], rows: int) -> None:
        if self._noted is not None:
            self._noted(what, self.evidence.scope.id, self.evidence.as_of, columns, rows)
