"""The object that people hold: ``with open_graph() as g: g.ask(...)``, ``g.coverage(...)``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from graph.analysis import coverage as analysis
from graph.disclosure.coverage import refuse_lists, released_rates
from graph.disclosure.roles import Released, Role, release
from graph.evidence.covering import CoveringEvidence, covering_evidence
from graph.evidence.frames import frame
from graph.questions.asking import Asking, Page, Scope
from graph.questions.catalog import question_named
from graph.settings import Settings
from graph.store.doctor import Health, examine
from graph.store.opening import open_store
from graph.store.store import Store

What = Literal["buildings", "units"]


class Coverage:
    """A coverage answer at one date within one scope; frames are polars, lists only for roles that may see them."""

    def __init__(self, evidence: CoveringEvidence, role: Role, theta: float, freshness_days: int) -> None:
        self.evidence = evidence
        self._role = role
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
        return analysis.explain(self._result, ids, what=what, at_least=at_least)

    def rates(self, by: str | None = "place") -> pl.DataFrame:
        """组织覆盖率 and 工作覆盖率, each as [covered, covered and to check], with the denominator named."""
        return released_rates(analysis.rates(self._result, by), self._role)

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


class Graph:
    """An open graph, read in one role."""

    def __init__(self, store: Store, role: Role) -> None:
        self.store = store
        self.role = role
        self._asking = Asking(store)

    def ask(
        self, name: str, *, as_of: date | None = None, scope: str | None = None, **parameters: object
    ) -> pl.DataFrame:
        """Rows of a question as a frame, without the columns that the role may not see.

        ``as_of`` defaults to today, ``scope`` (a place's code, name or id) to the whole graph.
        """
        released = self.answer(name, parameters, as_of=as_of, scope=scope)
        return frame(released.answer).select([column.name for column in released.columns])

    def answer(
        self,
        name: str,
        parameters: Mapping[str, object],
        *,
        as_of: date | None = None,
        scope: str | None = None,
        page: Page | None = None,
    ) -> Released:
        """The same with all that the answer rests on: date, scope, version of the graph, columns withheld."""
        question = question_named(name)
        return release(
            self._asking.ask(question, parameters, as_of=as_of or date.today(), scope=scope, page=page), self.role
        )

    def coverage(
        self,
        scope: str | None = None,
        *,
        as_of: date | None = None,
        theta: float = 0.5,
        freshness_days: int = 366,
    ) -> Coverage:
        """Organisation coverage of buildings and units (design §5.1)."""
        evidence = covering_evidence(self._asking, scope, as_of or date.today())
        return Coverage(evidence, self.role, theta, freshness_days)

    def scope(self, wanted: str | None, as_of: date | None = None) -> Scope:
        """A place with all that lies below it."""
        return self._asking.scope(wanted, as_of or date.today())

    def origins(self, key: str) -> list[Origin]:
        """The rows that assert a node, by its id; StoreMismatch where this machine has no ledger of the graph."""
        refuse_lists(self.role)
        ledger = self.store.ledger
        rows = ledger.whereabouts(ledger.rows_of_record(key))
        return [Origin(file, sheet, row, load, edition) for _, file, sheet, row, load, edition in rows]

    def doctor(self, *, full: bool = False) -> Health:
        """Whether graph and ledger agree; ``full`` recomputes the content hash from the graph itself."""
        return examine(self.store, full=full)


@contextmanager
def open_graph(
    settings: Settings | None = None,
    *,
    role: Role | str = Role.PLANNER,
    on_wait: Callable[[str], None] | None = None,
) -> Iterator[Graph]:
    """Open the graph that the settings (``GONGJIAN_*``, ``gongjian.toml``) name; starts the embedded engine if needed.

    ``role`` filters what is read; whoever holds the data folder may choose any, and is a steward in fact.
    """
    with open_store(settings or Settings(), on_wait=on_wait) as store:
        yield Graph(store, Role(role))
