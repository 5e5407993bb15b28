"""Checks of a text: each figure, body and tie that a case states, beside the rosters of a graph.

What only the case itself says is no evidence for it: rows of case files are left out of every count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

import polars as pl

from graph import Graph
from graph.analysis.assertions import (
    REASONS,
    VERDICTS,
    Counted,
    Interval,
    Judgement,
    judge_figure,
    judge_name,
    judge_standard,
    judge_tie,
)
from graph.analysis.standards import rule_of_fact, summarise
from graph.answers.standards import Standards
from graph.disclosure.coverage import refuse_lists
from graph.disclosure.standards import withheld
from graph.errors import NotFound, WrongUsage
from graph.evidence.asserted import in_rosters, named_in_rosters, ties_in_rosters
from graph.model.registry import tie_types
from graph.model.time import Moment
from ingest.cases.declare import CaseFile
from ingest.cases.facts import (
    BodyFact,
    CohortFact,
    Fact,
    MechanismFact,
    ObservationFact,
    OutcomeFact,
    PlaceFact,
    StandardFact,
    TieFact,
    node_type,
)
from ingest.cases.vocabulary import Count, measures
from ingest.formats.catalog import formats

STATES = frozenset({"stock", "ratio"})
"""Natures of figures that tell of a state, which is what rosters hold."""
SCHEMA = pl.Schema(
    {
        "key": pl.String(),
        "asserted": pl.String(),
        "verdict": pl.String(),
        "verdict_zh": pl.String(),
        "found": pl.String(),
        "reason": pl.String(),
        "reason_zh": pl.String(),
        "rows": pl.List(pl.String()),
        "passages": pl.List(pl.String()),
    }
)
"""Columns of the answer, one row an assertion; ``found`` is what the rosters say, ``rows`` the ids it rests on."""


def check(graph: Graph, case: CaseFile, *, scope: str | None = None, as_of: date | None = None) -> pl.DataFrame:
    """Everything that a case asserts beside the graph's rosters at a date: met, contradicted, missing, not checkable.

    ``scope`` is the place of the rosters that stands for the case's own; without it each figure is asked of the place
    that it names. A figure that the article dates is counted at its own date. Not for the public role; raises Refused
    for it, StoreMismatch where this machine has no ledger.
    """
    refuse_lists(graph.role)
    checking = _Checking(graph, case, scope, as_of or date.today())
    rows = [_row(case, fact, asserted, found) for fact, asserted, found in checking.judgements()]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@dataclass
class _Checking:
    graph: Graph
    case: CaseFile
    wanted: str | None
    as_of: date
    _names: dict[str, Judgement] = field(default_factory=dict)
    """Names judged so far: each is asked again for every tie that it is an end of."""

    def judgements(self) -> Iterator[tuple[Fact, str, Judgement]]:
        """(fact, what it asserts, what becomes of it), in the order of the file; a gap asserts nothing."""
        for fact in self.case.cited:
            if isinstance(fact, ObservationFact):
                yield fact, f"{measures()[fact.measure].title_zh} {fact.raw}", self._figure(fact)
            elif isinstance(fact, BodyFact | PlaceFact):
                yield fact, fact.name, self._name(fact.key)
                for tie in fact.ties:
                    yield fact, self._told(fact.key, tie.type, tie.to), self._tie(fact.key, tie.type, tie.to)
            elif isinstance(fact, TieFact):
                told = self._told(fact.source, fact.type, fact.target)
                yield fact, told, self._tie(fact.source, fact.type, fact.target)
            elif isinstance(fact, StandardFact):
                yield fact, fact.name, self._standard(fact)
            elif isinstance(fact, MechanismFact):
                yield fact, fact.name, Judgement("not_checkable", "not_asserted_of_rosters")
            elif isinstance(fact, OutcomeFact):
                yield fact, fact.raw, Judgement("not_checkable", "no_figure")

    # --- figures -----------------------------------------------------------------------------------

    def _figure(self, fact: ObservationFact) -> Judgement:
        rule = measures()[fact.measure].count
        if rule is None:
            return Judgement("not_checkable", "no_rule")
        if fact.nature not in STATES:
            return Judgement("not_checkable", "not_a_state")
        scope = self._scope(fact)
        if scope is None:
            return Judgement("not_checkable", "other_place")
        rows = self._rows(rule, scope, self._day(fact))
        if rule.body is not None:
            named = rows.filter(pl.col(rule.body).is_in(sorted(self._bodies(fact))))
            rows = rows if named.is_empty() else named
            if rows[rule.body].n_unique() > 1:
                return Judgement("not_checkable", "several_bodies", str(rows[rule.body].n_unique()))
        printed = Interval(fact.low, fact.high, fact.low_open, fact.high_open)
        return judge_figure(printed, _counted(rule, rows))

    def _bodies(self, fact: ObservationFact) -> set[str]:
        return {each.name for each in map(self.case.nodes.__getitem__, fact.about) if isinstance(each, BodyFact)}

    def _day(self, fact: ObservationFact) -> date:
        """The day to count at: the one asked for, unless the article dates its figure otherwise."""
        if fact.as_of is None:
            return self.as_of
        told = Moment.parse(fact.as_of)
        return min(max(self.as_of, told.earliest), told.latest)

    def _scope(self, fact: ObservationFact) -> str | None:
        """Id of the place to count in; None where the figure is of something else."""
        about = [self.case.nodes[key] for key in fact.about]
        places = [each for each in about if isinstance(each, PlaceFact)]
        if not places:
            within = {each.within for each in about if isinstance(each, BodyFact)}
            places = [self._own_place] if within == {self._own_place.key} else []
        if len(places) != 1:
            return None
        if self.wanted is not None:
            return self._chosen if places[0].key == self._own_place.key else None
        return self._place_id(places[0])

    def _place_id(self, place: PlaceFact) -> str | None:
        try:
            return self.graph.scope(place.division or place.name, self.as_of).id
        except (NotFound, WrongUsage):
            return None

    @cached_property
    def _chosen(self) -> str | None:
        return self.graph.scope(self.wanted, self.as_of).id

    @cached_property
    def _own_place(self) -> PlaceFact:
        found = self.case.nodes[self.case.case.place]
        assert isinstance(found, PlaceFact)  # ingest.cases.faults sees to it
        return found

    def _rows(self, rule: Count, scope: str, day: date) -> pl.DataFrame:
        """What rosters, and not cases, assert of what a rule counts."""
        rows = self.graph.ask(rule.question, as_of=day, scope=scope, **rule.parameters)
        listed = in_rosters(self.graph.store, (each for each in rows[rule.column].to_list() if each is not None))
        rows = rows.filter(pl.col(rule.column).is_in(listed))
        if rule.add is not None:
            # a question that tells of every place says 0 where no roster lists anything: that is no evidence of none
            rows = rows.filter(pl.col(rule.add) > 0)
        return rows.filter(pl.lit(value=True), *(pl.col(name).is_in(values) for name, values in rule.where.items()))

    # --- standards ---------------------------------------------------------------------------------

    def _standard(self, fact: StandardFact) -> Judgement:
        """The verdicts of the fact's rule on what rosters list, the things that they rest on included."""
        rule = rule_of_fact(self.case.id, fact.key)
        if rule is None or not rule.checkable:
            return Judgement("not_checkable", "standard_not_checkable")
        if withheld(rule, self.graph.role):
            return Judgement("not_checkable", "standard_withheld")
        if self._standards is None:
            return Judgement("not_checkable", "other_place")
        verdicts = self._standards.rows(rule.id)
        rests_on = verdicts.select(pl.concat_list("id", "evidence").alias("ids"))["ids"].to_list()
        listed = in_rosters(self.graph.store, {each for ids in rests_on for each in ids})
        verdicts = verdicts.filter(pl.Series([listed.issuperset(ids) for ids in rests_on], dtype=pl.Boolean))
        counted = summarise(verdicts)
        failing = verdicts.filter(pl.col("verdict") == "not_met")
        rows = tuple((verdicts if failing.is_empty() else failing)["id"].sort())
        return judge_standard(counted.met, counted.not_met, counted.to_check, rows)

    @cached_property
    def _standards(self) -> Standards | None:
        """The standards within the place of the rosters; None where the case's own place is not in the graph."""
        scope = self._chosen if self.wanted is not None else self._place_id(self._own_place)
        return None if scope is None else self.graph.standards(scope, as_of=self.as_of)

    # --- names and ties ----------------------------------------------------------------------------

    def _name(self, key: str) -> Judgement:
        if key not in self._names:
            self._names[key] = self._named(key)
        return self._names[key]

    def _named(self, key: str) -> Judgement:
        fact = self.case.nodes[key]
        label = node_type(fact)
        if isinstance(fact, CohortFact) or label not in _rostered():
            return judge_name((), listed_type=False, invented=False)
        assert isinstance(fact, BodyFact | PlaceFact)
        if isinstance(fact, PlaceFact) and fact.division is not None:
            rows = tuple(sorted(in_rosters(self.graph.store, [f"Place:division:{fact.division}"])))
        else:
            rows = named_in_rosters(self.graph.store, label, fact.name)
        return judge_name(rows, listed_type=True, invented=self._invented)

    def _tie(self, source: str, kind: str, target: str) -> Judgement:
        ends = self._name(source), self._name(target)
        named = all(each.verdict == "met" for each in ends)
        rows = ties_in_rosters(self.graph.store, ends[0].rows[0], kind, ends[1].rows[0]) if named else ()
        return judge_tie(ends, rows)

    @cached_property
    def _invented(self) -> bool:
        return self.graph.store.state().synthetic

    def _told(self, source: str, kind: str, target: str) -> str:
        title = tie_types()[kind].title_zh
        return f"{_called(self.case.nodes[source])} —{title}→ {_called(self.case.nodes[target])}"


def _counted(rule: Count, rows: pl.DataFrame) -> Counted:
    certain = rows.filter(pl.col("liveness") == "live") if "liveness" in rows.columns else rows
    low, high = (
        float(each[rule.column].n_unique() if rule.add is None else each[rule.add].sum()) for each in (certain, rows)
    )
    return Counted(low, high, not rows.is_empty(), tuple(rows[rule.column].unique().sort()))


def _called(fact: Fact) -> str:
    return fact.name if isinstance(fact, BodyFact | PlaceFact | CohortFact) else fact.key


@cache
def _rostered() -> frozenset[str]:
    """Node types that some roster format defines."""
    return frozenset(subject.type for each in formats().values() for subject in each.subjects.values())


def _row(case: CaseFile, fact: Fact, asserted: str, found: Judgement) -> tuple[object, ...]:
    passages = [f"{case.spans[name].paragraph} {case.spans[name].locator}" for name in fact.passages]
    verdict, reason = VERDICTS[found.verdict][0], REASONS[found.reason][0]
    told = (found.verdict, verdict, found.found or None, found.reason, reason)
    return (fact.key, asserted, *told, list(found.rows), passages)
