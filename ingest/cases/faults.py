"""Whether a case file holds together: keys that lead nowhere, and what the model does not allow, each with its key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from graph.model.declare import Field, Kind
from graph.model.registry import node_types, tie_types
from graph.model.types.place import LEVELS
from ingest.cases.declare import (
    BodyFact,
    CaseFile,
    CohortFact,
    Fact,
    FieldValue,
    MechanismFact,
    ObservationFact,
    PlaceFact,
    TieFact,
    node_type,
)
from ingest.cases.measures import MEASURES

RESERVED = frozenset({"Case", "Source", "Passage", "Place", "Cohort", "Mechanism", "Observation", "Edition"})
"""Types that have a table of their own in a case file, or that no article states."""

_PYTHON: Mapping[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.DAY: (str,),
    Kind.INTEGER: (int,),
    Kind.NUMBER: (int, float),
    Kind.BOOLEAN: (bool,),
    Kind.TEXTS: (list,),
}


def faults(case: CaseFile) -> list[str]:
    """Everything that is wrong, as ``key: what``; empty where the file holds together."""
    found = [*_keys(case), *_passages(case)]
    for fact in case.cited:
        found += (f"{fact.key}: {what}" for what in _of_fact(case, fact))
    if not found:
        # only where all keys are known can a chain of them be followed
        found += _loops(case)
    return found


def _keys(case: CaseFile) -> Iterator[str]:
    keys = [fact.key for fact in case.cited] + [conflict.key for conflict in case.conflicts]
    yield from (f"{key}: key given twice" for key, times in Counter(keys).items() if times > 1)
    ids = Counter(passage.id for passage in case.passages)
    yield from (f"{name}: passage given twice" for name, times in ids.items() if times > 1)
    figures = {fact.key for fact in case.observations}
    for conflict in case.conflicts:
        yield from (f"{conflict.key}: no observation {key}" for key in conflict.observations if key not in figures)
        if conflict.observations[0] == conflict.observations[1]:
            yield f"{conflict.key}: a figure does not conflict with itself"


def _passages(case: CaseFile) -> Iterator[str]:
    cited: set[str] = set()
    for fact in case.cited:
        cited.update(fact.passages)
        yield from (f"{fact.key}: no passage {name}" for name in fact.passages if name not in case.spans)
    yield from (f"{name}: no fact cites this passage" for name in case.spans if name not in cited)


def _of_fact(case: CaseFile, fact: Fact) -> Iterator[str]:
    if isinstance(fact, PlaceFact):
        if fact.level is not None and fact.level not in LEVELS:
            yield f"no level {fact.level}"
        yield from _within(case, fact.within, ("Place",))
    if isinstance(fact, BodyFact):
        yield from _body(case, fact)
    if isinstance(fact, PlaceFact | BodyFact):
        for tie in fact.ties:
            yield from _tie(case, tie.type, (fact.key, tie.to), tie.role, tie.fields)
    if isinstance(fact, TieFact):
        yield from _tie(case, fact.type, (fact.source, fact.target), fact.role, fact.fields)
        yield from _stated(case, fact.source)
    if isinstance(fact, ObservationFact) and fact.measure not in MEASURES:
        yield f"no measure {fact.measure}"
    if isinstance(fact, ObservationFact | CohortFact | MechanismFact):
        for key in fact.about:
            yield from _tie(case, "ABOUT", (fact.key, key), "", {})


def _body(case: CaseFile, fact: BodyFact) -> Iterator[str]:
    declared = node_types().get(fact.type)
    if declared is None or fact.type in RESERVED:
        yield f"no type {fact.type} for a body"
        return
    yield from _within(case, fact.within, ("Place", "Association", "PartyOrganization", "CoordinatingBody"))
    yield from _fields(fact.fields, declared.fields, fact.type)
    yield from _stated(case, fact.key)


def _within(case: CaseFile, key: str | None, kinds: tuple[str, ...]) -> Iterator[str]:
    if key is None:
        return
    if key not in case.nodes:
        yield f"no fact {key} to lie within"
    elif node_type(case.nodes[key]) not in kinds:
        yield f"cannot lie within {key}"


def _stated(case: CaseFile, key: str) -> Iterator[str]:
    if key in case.nodes and not tie_types()["STATED_IN"].allows(node_type(case.nodes[key]), "Passage"):
        yield f"the model has no STATED_IN for the type of {key}"


def _tie(
    case: CaseFile, name: str, ends: tuple[str, str], role: str, fields: Mapping[str, FieldValue]
) -> Iterator[str]:
    unknown = [key for key in ends if key not in case.nodes]
    yield from (f"no fact {key} for {name}" for key in unknown)
    declared = tie_types().get(name)
    if declared is None:
        yield f"no tie type {name}"
        return
    if role not in (declared.roles or {"": "no role"}):
        yield f"no role '{role}' of {name}"
    yield from _fields(fields, declared.fields, name)
    if not unknown and not declared.allows(node_type(case.nodes[ends[0]]), node_type(case.nodes[ends[1]])):
        yield f"the model has no {name} between the types of {ends[0]} and {ends[1]}"


def _fields(given: Mapping[str, FieldValue], declared: Iterable[Field], owner: str) -> Iterator[str]:
    known = {field.name: field for field in declared}
    for name, value in given.items():
        field = known.get(name)
        if field is None:
            yield f"no field {name} of {owner}"
        elif field.people:
            yield f"field {name}: a published count of people is an observation"
        elif not isinstance(value, _PYTHON[field.kind]) or isinstance(value, bool) != (field.kind is Kind.BOOLEAN):
            yield f"field {name} is no {field.kind}"
        elif field.choices and value not in field.choices:
            yield f"field {name}: not one of {', '.join(field.choices)}"


def _loops(case: CaseFile) -> Iterator[str]:
    above = {key: fact.within for key, fact in case.nodes.items() if isinstance(fact, PlaceFact | BodyFact)}
    for key in above:
        seen: set[str] = set()
        at: str | None = key
        while at is not None and at not in seen:
            seen.add(at)
            at = above[at]
        if at is not None:
            yield f"{key}: lies within itself"
