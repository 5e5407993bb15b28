"""Whether a case file holds together: keys that lead nowhere, and what the model does not allow, each with its key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from graph.model.declare import Field, Kind
from graph.model.registry import node_types, tie_types
from graph.model.types.place import LEVELS
from ingest.cases.declare import CaseFile
from ingest.cases.facts import (
    BodyFact,
    CohortFact,
    Fact,
    FieldValue,
    GapFact,
    MechanismFact,
    ObservationFact,
    OutcomeFact,
    PlaceFact,
    StandardFact,
    TieFact,
    node_type,
)
from ingest.cases.vocabulary import measures, practices
from ingest.cases.wording import at
from ingest.clean.personal import find_personal

RESERVED = frozenset(
    {"Case", "Source", "Passage", "Place", "Cohort", "Mechanism", "Standard", "Observation", "DataGap"}
    | {"Practice", "Edition"}
)
"""Types that have a table of their own in a case file, or that no article states."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Characters that command a terminal or turn the direction of a text; none is printed by any article."""
_PRACTICE = "Practice"
_PYTHON: Mapping[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.DAY: (str,),
    Kind.INTEGER: (int,),
    Kind.NUMBER: (int, float),
    Kind.BOOLEAN: (bool,),
    Kind.TEXTS: (list,),
}


def faults(case: CaseFile) -> list[str]:
    """Everything that is wrong, as ``key: what``, in Chinese | in English; empty where the file holds together."""
    found = [*_keys(case), *_passages(case), *_texts(case)]
    for fact in case.cited:
        found += (at(fact.key, what) for what in _of_fact(case, fact))
    if not found:
        # only where all keys are known can a chain of them be followed
        found += _loops(case)
    return found


def _keys(case: CaseFile) -> Iterator[str]:
    keys = [fact.key for fact in case.cited] + [conflict.key for conflict in case.conflicts]
    yield from (at(key, "编号用了两次 | key given twice") for key, times in Counter(keys).items() if times > 1)
    ids = Counter(passage.id for passage in case.passages)
    yield from (at(name, "段落编号用了两次 | passage given twice") for name, times in ids.items() if times > 1)
    if not isinstance(case.nodes.get(case.case.place), PlaceFact):
        yield at("case.place", f"places 里没有 {case.case.place} | no place {case.case.place}")
    yield from _pairs(case)
    for shown in case.practices:
        if shown.practice not in practices():
            yield at(shown.practice, "做法表里没有这个代码 | no such practice in the vocabulary")
        for key in shown.facts:
            yield from (at(shown.practice, what) for what in _tie(case, "EXAMPLE_OF", (key, None), "named", {}))
    shown_twice = Counter(shown.practice for shown in case.practices)
    yield from (
        at(practice, "同一做法写了两次 | practice given twice") for practice, times in shown_twice.items() if times > 1
    )


def _texts(case: CaseFile) -> Iterator[str]:
    """Texts that no reader should meet: everybody reads what a case states. What was found is never told."""
    for where, text in _strings(case.model_dump(exclude={"source": {"sha256"}}), ""):
        kind = find_personal(text)
        if kind is not None:
            yield at(
                where,
                f"含有个人信息({kind}),案例不记录,请删去 | "
                f"holds personal data ({kind}), which no case records: leave it out",
            )
        if CONTROL.search(text):
            yield at(where, "含有控制字符,请删去 | holds a control character: leave it out")


def _strings(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every text of a file, with the place where it stands (entries of a list by their key, else their position)."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _strings(each, f"{where}.{name}".removeprefix("."))
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value, start=1):
            name = (each.get("key") or each.get("id")) if isinstance(each, Mapping) else None
            yield from _strings(each, f"{where}.{name or number}")


def _pairs(case: CaseFile) -> Iterator[str]:
    """Pairs of figures: those that do not agree, and those whose ratio is asked for."""
    figures = {fact.key: fact for fact in case.observations}
    pairs = [(each.key, each.observations) for each in case.conflicts]
    pairs += [(each.key, (each.numerator, each.denominator)) for each in case.ratios]
    for key, pair in pairs:
        yield from (
            at(key, f"observations 里没有 {each} | no observation {each}") for each in pair if each not in figures
        )
        if pair[0] == pair[1]:
            yield at(key, "一个数字不能与自己成对 | a figure is not paired with itself")


def _passages(case: CaseFile) -> Iterator[str]:
    cited: set[str] = set()
    for fact in case.cited:
        cited.update(fact.passages)
        yield from (
            at(fact.key, f"passages 里没有 {name} | no passage {name}")
            for name in fact.passages
            if name not in case.spans
        )
    yield from (
        at(name, "没有事实引用这个段落 | no fact cites this passage") for name in case.spans if name not in cited
    )
    for each in case.passed_over:
        if each.same_as is not None and each.same_as not in case.spans:
            yield at(f"passed_over line {each.line}", f"passages 里没有 {each.same_as} | no passage {each.same_as}")


def _of_fact(case: CaseFile, fact: Fact) -> Iterator[str]:
    if isinstance(fact, PlaceFact):
        if fact.level is not None and fact.level not in LEVELS:
            listed = ", ".join(LEVELS)
            yield f"没有级别 {fact.level},可用:{listed} | no level {fact.level}: there are {listed}"
        yield from _within(case, fact.within, ("Place",))
    if isinstance(fact, BodyFact):
        yield from _body(case, fact)
    if isinstance(fact, PlaceFact | BodyFact | CohortFact | MechanismFact | StandardFact):
        for tie in fact.ties:
            yield from _tie(case, tie.type, (fact.key, tie.to), tie.role, tie.fields)
    if isinstance(fact, TieFact):
        yield from _tie(case, fact.type, (fact.source, fact.target), fact.role, fact.fields)
        yield from _stated(case, fact.source)
    if isinstance(fact, ObservationFact):
        yield from _measure(fact)
    if isinstance(fact, GapFact):
        yield from (f"没有指标 {each} | no measure {each}" for each in fact.measures if each not in measures())
    if isinstance(fact, CohortFact | MechanismFact | StandardFact | ObservationFact | OutcomeFact | GapFact):
        for key in fact.about:
            yield from _tie(case, "ABOUT", (fact.key, key), "", {})


def _measure(fact: ObservationFact) -> Iterator[str]:
    measure = measures().get(fact.measure)
    if measure is None:
        yield (
            f"没有指标 {fact.measure},可用的见 docs/reference/case-files.md,没有合适的加在 vocabulary/measures.toml | "
            f"no measure {fact.measure}: see docs/reference/case-files.md, or add it to vocabulary/measures.toml"
        )
    elif fact.unit != measure.unit:
        yield f"{fact.measure} 的单位是{measure.unit} | the unit of {fact.measure} is {measure.unit}"


def _body(case: CaseFile, fact: BodyFact) -> Iterator[str]:
    declared = node_types().get(fact.type)
    if declared is None or fact.type in RESERVED:
        yield f"没有可用于 bodies 的类型 {fact.type},见 docs/reference/case-files.md | no type {fact.type} for a body"
        return
    yield from _within(case, fact.within, ("Place", "Association", "SubGroup", "PartyOrganization", "CoordinatingBody"))
    yield from _fields(fact.fields, declared.fields, fact.type)
    yield from _stated(case, fact.key)


def _within(case: CaseFile, key: str | None, kinds: tuple[str, ...]) -> Iterator[str]:
    if key is None:
        return
    if key not in case.nodes:
        yield f"没有编号为 {key} 的事实可作 within | no fact {key} to lie within"
    elif node_type(case.nodes[key]) not in kinds:
        yield f"不能写在 {key} 之内(within) | cannot lie within {key}"


def _stated(case: CaseFile, key: str) -> Iterator[str]:
    if key in case.nodes and not tie_types()["STATED_IN"].allows(node_type(case.nodes[key]), "Passage"):
        yield f"{key} 的类型不能由文章陈述 | the model has no STATED_IN for the type of {key}"


def _tie(
    case: CaseFile, name: str, ends: tuple[str, str | None], role: str, fields: Mapping[str, FieldValue]
) -> Iterator[str]:
    """What is wrong with a tie; without a second end it leads to a practice."""
    unknown = [key for key in ends if key is not None and key not in case.nodes]
    yield from (f"没有编号为 {key} 的事实({name}) | no fact {key} for {name}" for key in unknown)
    declared = tie_types().get(name)
    if declared is None:
        yield f"没有关系类型 {name},见 docs/reference/model.md | no tie type {name}"
        return
    if role not in (declared.roles or {"": "no role"}):
        yield f"{name} 没有角色「{role}」 | no role '{role}' of {name}"
    yield from _fields(fields, declared.fields, name)
    if unknown:
        return
    source, target = (_PRACTICE if key is None else node_type(case.nodes[key]) for key in ends)
    if not declared.allows(source, target):
        yield (
            f"模型里没有从 {source} 到 {target} 的 {name}({ends[0]}、{ends[1]}) | "
            f"the model has no {name} from {source} to {target} ({ends[0]}, {ends[1]})"
        )


def _fields(given: Mapping[str, FieldValue], declared: Iterable[Field], owner: str) -> Iterator[str]:
    known = {field.name: field for field in declared}
    for name, value in given.items():
        field = known.get(name)
        if field is None:
            yield f"{owner} 没有字段 {name} | no field {name} of {owner}"
        elif field.people:
            yield (
                f"字段 {name}:公布的人数应写在 observations | "
                f"field {name}: a published count of people is an observation"
            )
        elif not isinstance(value, _PYTHON[field.kind]) or isinstance(value, bool) != (field.kind is Kind.BOOLEAN):
            yield f"字段 {name} 的值不是 {field.kind} | field {name} is no {field.kind}"
        elif field.choices and value not in field.choices:
            listed = ", ".join(field.choices)
            yield f"字段 {name} 只能是:{listed} | field {name}: not one of {listed}"


def _loops(case: CaseFile) -> Iterator[str]:
    above = {key: fact.within for key, fact in case.nodes.items() if isinstance(fact, PlaceFact | BodyFact)}
    for key in above:
        seen: set[str] = set()
        here: str | None = key
        while here is not None and here not in seen:
            seen.add(here)
            here = above[here]
        if here is not None:
            yield at(key, "within 绕回了自己 | lies within itself")
