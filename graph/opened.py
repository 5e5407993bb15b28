"""The object that people hold: ``with open_graph() as g: g.ask(...)``, ``g.coverage(...)``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Unpack

import polars as pl

from graph.analysis.comparison import Comparison, compare
from graph.analysis.coverage.tie_sense import CADENCE
from graph.analysis.siting import AT_ONCE, Effort
from graph.analysis.walking.parameters import Walk
from graph.answers import BY_STAFF, Coverage, CoverageAsked, Origin
from graph.answers.computed import Computed
from graph.answers.siting import ModelName, Siting, Task, sited
from graph.answers.standards import Standards
from graph.disclosure.coverage import (
    LISTS,
    STANDARD_THETA,
    refuse_lists,
    refuse_parameters,
    refuse_population,
    refuse_theta,
)
from graph.disclosure.figures import Figures, figures, organisation_sizes
from graph.disclosure.reads import Read, Reads
from graph.disclosure.releases import Quarter, Release, Releases, make, refuse_release
from graph.disclosure.roles import (
    Released,
    Role,
    refuse_other_unit,
    refuse_persons,
    refuse_place_of_case,
    refuse_unless_allowed,
    release,
)
from graph.errors import Refused
from graph.evidence.covering import covering_of
from graph.evidence.frames import frame
from graph.evidence.headcounts import headcounts
from graph.evidence.own_records import OwnRecords, own_records
from graph.evidence.reading import Evidence
from graph.evidence.senses import SenseEvidence
from graph.evidence.siting import SitingAsked, SitingChoices, siting_evidence
from graph.evidence.standards import StandardsEvidence
from graph.evidence.streets import described
from graph.evidence.telling import is_node, told_of
from graph.questions.asking import WHOLE, Page, Scope
from graph.questions.catalog import question_named
from graph.settings import Settings
from graph.store.doctor import Health, examine
from graph.store.opening import open_store
from graph.store.store import Store


class Graph:
    """An open graph, read in one role."""

    def __init__(
        self, store: Store, role: Role, data: Path, *, noting: bool = True, evidence: Evidence | None = None
    ) -> None:
        """``noting`` is False where the caller notes reads of figures of people itself, with the key that read.

        ``evidence`` is that of the store, where several graphs share it.
        """
        self.store = store
        self.role = role
        self.evidence = evidence or Evidence(store, data)
        self._data = data
        self._asking = self.evidence.asking
        self._reads = Reads(data) if noting else None

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
        unit: str | None = None,
    ) -> Released:
        """The same with all that the answer rests on: date, scope, version of the graph, columns withheld.

        ``unit`` is the id of the unit that asks in the role unit.
        """
        question = question_named(name)
        refuse_other_unit(question, parameters, self.role, unit)
        # before anything is looked up: whether there is a body of a name is an answer too
        refuse_unless_allowed(question, self.role)
        refuse_place_of_case(question, scope, self.role)
        answer = self._asking.ask(question, parameters, as_of=as_of or date.today(), scope=scope, page=page)
        released = release(answer, self.role)
        seen = [column.name for column in released.columns if column.people]
        if seen:
            self._note(name, answer.scope.id, answer.as_of, seen, len(released.rows))
        return released

    def coverage(
        self,
        scope: str | None = None,
        *,
        as_of: date | None = None,
        theta: float = STANDARD_THETA,
        freshness_days: int = 366,
        walk: Walk | None = None,
        layer: str | None = None,
        cadence: int = CADENCE,
    ) -> Coverage:
        """Coverage of buildings and units in three senses (design §5.1); ``scope`` may be the id of a building or grid.

        Only stewards may choose ``theta``. ``walk`` is of the place sense; ``layer`` and ``cadence`` (days) are of the
        tie sense. Those who see no lists read the standard parameters alone.
        """
        asked = CoverageAsked(theta, freshness_days, walk or Walk(), layer, cadence)
        refuse_theta(self.role, theta)
        refuse_parameters(self.role, asked.chosen)
        return self._coverage(scope, as_of or date.today(), asked)

    def _coverage(self, scope: str | None, day: date, asked: CoverageAsked) -> Coverage:
        if is_node(scope):
            refuse_lists(self.role)
        reading = self.evidence.reading(day)
        told = told_of(reading, self._asking, self.store, scope)
        # what is withheld from those who see no lists is decided over the whole graph, whatever the scope
        within, part = (told.within, told.part) if self.role in LISTS else (WHOLE, None)
        read = covering_of(reading, within)
        senses = SenseEvidence(self.evidence, within, day, read.version, self._data)
        found = Coverage(
            replace(read, scope=told.scope),
            self.role,
            Computed(read, replace(asked, part=part), senses),
            noted=self._note if self._reads is not None else None,
            again=lambda other: self._coverage(scope, other, asked),
        )
        if asked.theta != STANDARD_THETA:
            self._note("coverage", told.scope.id, day, BY_STAFF, found.buildings.height)
        return found

    @property
    def streets(self) -> str | None:
        """Version of the street network of the data folder; None where there is none."""
        found = described(self._data)
        return None if found is None else found.version

    def standards(self, scope: str | None = None, *, as_of: date | None = None) -> Standards:
        """Standards (``graph/analysis/standards/rules``) of a scope at a date: summary, verdicts, comparison.

        Read while the graph is open; Refused for the public and for units.
        """
        refuse_lists(self.role)
        evidence = StandardsEvidence(self._asking, scope, as_of or date.today())
        return Standards(evidence, self.role, self._note if self._reads is not None else None)

    def siting(
        self,
        scope: str | None = None,
        sites: int | None = None,
        *,
        model: ModelName = "mclp",
        as_of: date | None = None,
        exact: bool = False,
        seconds: float = 60.0,
        effort: Effort = AT_ONCE,
        **choices: Unpack[SitingChoices],
    ) -> Siting:
        """Where to put ``sites`` new venues beside the open ones (design §5.1), at once; ``exact`` proves it.

        ``choices`` are fields of :class:`~graph.evidence.siting.SitingAsked`; with ``points`` it is a what-if of all of
        them. ``effort`` tells whom to report to. Not for the public; weights by population are for stewards.
        """
        refuse_lists(self.role)
        asked = SitingAsked(**choices)
        task = Task(model, sites if sites is not None else len(asked.points) or None, exact, seconds)
        refuse_population(self.role, asked.weight)
        reading = self.evidence.reading(as_of or date.today())
        place = self._asking.scope(scope, reading.as_of)
        reading.refuse_changed()
        found = sited(siting_evidence(reading, place, asked, self._data), task, effort)
        if found.people:
            self._note("siting", place.id, reading.as_of, found.people, found.plan.height)
        return found

    def comparison(self, *, as_of: date | None = None) -> Comparison:
        """The loaded cases side by side: common figures and whether they can be compared, practices, completeness."""
        return compare(*(self.ask(each, as_of=as_of) for each in ("observations", "practices", "case_facts")))

    def people(self, quarter: str, measure: str = "members", *, scope: str | None = None) -> Figures:
        """Released figures of people (members, staff, officers, volunteers) of a quarter such as ``2018Q3``.

        ``scope`` names a place, or gives the id of a unit. NotFound where no release of that quarter was made.
        """
        found = self._release(quarter)
        area = self._released_area(scope, found)
        told = figures(found, measure, self.role, within=area)
        self._note("people", area, found.as_of, ("value",), told.rows.height)
        return told

    def organisation_sizes(self, quarter: str, *, scope: str | None = None) -> pl.DataFrame:
        """Sizes of organisations and units in bands of members, as released; others than stewards read one sentence."""
        found = self._release(quarter)
        area = self._released_area(scope, found)
        told = organisation_sizes(found, self.role, within=area)
        self._note("people/sizes", area, found.as_of, ("band",), told.height)
        return told

    def release_people(self, quarter: str) -> Release:
        """Make the release of a quarter that has ended, once and for good; by stewards only.

        Raises WrongUsage before the quarter's end. Where it was made before, that one is returned.
        """
        refuse_release(self.role)
        wanted = Quarter.parse(quarter)
        wanted.refuse_unended(date.today())
        kept = self._releases()
        if str(wanted) in kept.quarters():
            return kept.read(wanted)
        return kept.keep(make(headcounts(self._asking, wanted.last_day), wanted, self.store.state().ledger))

    def released_quarters(self) -> list[str]:
        """Quarters whose figures of people were released of this graph's ledger, oldest first."""
        return self._releases().quarters()

    def release_of(self, quarter: str) -> Release:
        """Id, dates and version of the release of a quarter, without its figures; NotFound where none was made."""
        return self._release(quarter).without_figures()

    def _releases(self) -> Releases:
        return Releases(self._data, self.store.state().ledger)

    def _release(self, quarter: str) -> Release:
        return self._releases().read(Quarter.parse(quarter))

    def _released_area(self, scope: str | None, found: Release) -> str | None:
        if scope is None or any(area.id == scope for table in found.tables for area in table.areas):
            return scope
        return self._asking.scope(scope, found.as_of).id

    def own_records(self, unit: str) -> OwnRecords:
        """What is recorded of one unit, by its id, as that unit may read it; for it and for stewards."""
        if self.role not in (Role.UNIT, Role.STEWARD):
            raise Refused(
                "单位的本单位记录只给该单位自己和数据管理员看",
                "what a unit reads of itself is for the unit and for stewards",
            )
        found = own_records(self.store, unit)
        seen = sorted({str(fact.field) for fact in found.facts if fact.people})
        if seen:
            self._note("own", unit, date.today(), seen, len(found.facts))
        return found

    def reads(self) -> list[dict[str, object]]:
        """The log of reads of figures of people, oldest first; by stewards only."""
        if self.role is not Role.STEWARD:
            raise Refused(
                "读取记录只给数据管理员看(--role steward)", "the log of reads is for stewards (--role steward)"
            )
        return Reads(self._data).listed(self.store)

    def _note(self, what: str, scope: str | None, as_of: date, columns: Sequence[str], rows: int) -> None:
        if self._reads is not None:
            read = Read(None, self.role.value, what, scope, as_of.isoformat(), list(columns), rows)
            self._reads.note(self.store, read)

    def scope(self, wanted: str | None, as_of: date | None = None) -> Scope:
        """A place with all that lies below it."""
        return self._asking.scope(wanted, as_of or date.today())

    def node(self, label: str, wanted: str) -> str:
        """Id of the one node of a type that is meant by its id, its name or the last part of a code.

        NotFound if there is none, WrongUsage if there are several.
        """
        refuse_persons(f"{label}:")
        return self._asking.node(label, wanted, label.lower())

    def origins(self, key: str) -> list[Origin]:
        """The rows that assert a node, by its id; StoreMismatch where this machine has no ledger of the graph."""
        refuse_lists(self.role)
        refuse_persons(key)
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
    chosen = settings or Settings()
    with open_store(chosen, on_wait=on_wait) as store:
        yield Graph(store, Role(role), chosen.data)
