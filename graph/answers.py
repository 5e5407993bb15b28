"""What an open graph answers with: a coverage in the words of its reader's role, the rows that assert a thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from graph.analysis import coverage as analysis
from graph.disclosure.coverage import (
    LISTS,
    coarsened,
    refuse_grouping,
    refuse_lists,
    released_rates,
    without_staff,
)
from graph.disclosure.roles import Role
from graph.evidence.covering import CoveringEvidence

What = Literal["buildings", "units"]
Noted = Callable[[str, str | None, date, Sequence[str], int], None]
"""Notes a read: what was asked, the scope's id, the date, the columns derived from people, the rows."""
EXPLAINED = ("organisations", "reasons", "remedy")
"""Columns of an explanation, which can rest on the staff of tenants."""
BY_STAFF = ("mode",)
"""Columns of a coverage that tell of the staff of tenants where θ is chosen."""


class Coverage:
    """A coverage answer at one date within one scope; frames are polars, lists only for roles that may see them."""

    def __init__(
        self, evidence: CoveringEvidence, role: Role, theta: float, freshness_days: int, noted: Noted | None = None
    ) -> None:
        self.evidence = without_staff(evidence)
        self._role = role
        self._noted = noted
        self._result = analysis.cover(evidence.facts, theta=theta, freshness_days=freshness_days)

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
        """The chain of reasons and the cheapest remedy of each building or unit."""
        refuse_lists(self._role)
        found = coarsened(analysis.explain(self._result, ids, what=what, at_least=at_least), self._role)
        if self._noted is not None:
            self._noted("coverage", self.evidence.scope.id, self.evidence.as_of, EXPLAINED, found.height)
        return found

    def rates(self, by: str | None = "place") -> pl.DataFrame:
        """组织覆盖率 and 工作覆盖率, each as [covered, covered and to check], with the denominator named."""
        refuse_grouping(self._role, by)
        if self._role in LISTS:
            return analysis.rates(self._result, by)
        told = released_rates(analysis.rates(self._result), self.evidence.scope)
        return told if by is not None else told.filter(pl.col("is_total"))

    def counts(self, by: str | None = "place", *, what: What = "buildings") -> pl.DataFrame:
        """How many buildings (with households) or units have each mode; not for the public, for whom one is a name."""
        refuse_lists(self._role)
        if what == "buildings":
            return analysis.building_counts(self._result, by)
        return analysis.unit_counts(self._result, by)


@dataclass(frozen=True, slots=True)
class Origin:
    """A row that asserts a node or tie: where it stands, and as of when."""

    file: str
    sheet: str
    row: int
    load: int
    edition: str
