"""How an account calls what a case file keys: names instead of keys, intervals and passages as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from graph.model.registry import tie_types
from ingest.cases.declare import CaseFile, PassageSpan
from ingest.cases.facts import Fact, ObservationFact, OutcomeFact, TieDeclared, TieFact, node_type
from ingest.cases.vocabulary import measures


def name_of(case: CaseFile, key: str) -> str:
    """What the fact of a key is called: its name, the title of its measure, or the few words of an outcome."""
    return _name(case, case.nodes[key])


def named(case: CaseFile, fact: Fact) -> str:
    """What a fact is called; a tie by what it ties."""
    if isinstance(fact, TieFact):
        return tied(case, fact.source, TieDeclared(type=fact.type, to=fact.target, role=fact.role))
    return _name(case, fact)


def _name(case: CaseFile, fact: Fact) -> str:
    if isinstance(fact, ObservationFact):
        return measures()[fact.measure].title_zh
    return fact.raw if isinstance(fact, OutcomeFact) else str(getattr(fact, "name", fact.key))


def tied(case: CaseFile, source: str, tie: TieDeclared) -> str:
    """A tie with both of its ends: «甲社区 —位于→ 甲街道»."""
    return f"{name_of(case, source)} {arrow(case, tie)}"


def arrow(case: CaseFile, tie: TieDeclared) -> str:
    """A tie as it is told beside its source: «—位于→ 甲街道»."""
    declared = tie_types()[tie.type]
    role = declared.roles.get(tie.role, "")
    return f"—{declared.title_zh}{f'({role})' if role else ''}→ {name_of(case, tie.to)}"


def type_of(fact: Fact) -> str:
    """The type that the model has for a fact: of its node, or of the tie."""
    return fact.type if isinstance(fact, TieFact) else node_type(fact)


def interval_text(low: float | None, high: float | None, *, low_open: bool = False, high_open: bool = False) -> str:
    """An interval as mathematics writes it: ``[601, 699]``, ``(130, +∞)``; one number where both ends are it."""
    if low == high:
        return "" if low is None else number_text(low)
    start = "(-∞" if low is None else f"{'(' if low_open else '['}{number_text(low)}"
    end = "+∞)" if high is None else f"{number_text(high)}{')' if high_open else ']'}"
    return f"{start}, {end}"


def number_text(value: float) -> str:
    """A number without an exponent and without what binary fractions add to it."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    # a small share keeps its digits
    return text if text not in ("0", "-0") or value == 0 else f"{value:.3g}"


def citations(case: CaseFile, names: Iterable[str]) -> list[str]:
    """Passages as a reader looks them up in the article: «P3「辖区百余家」»."""
    return [cited_as(case.spans[name]) for name in names]


def cited_as(passage: PassageSpan) -> str:
    """One passage by its paragraph and locator."""
    return f"{passage.paragraph}「{passage.locator}」"


def repaired(case: CaseFile, names: Iterable[str]) -> str | None:
    """The weakest ground on which passages are read otherwise than printed: ``contextual`` or ``mechanical``."""
    return min((each.tier for each in chain(*(case.spans[name].repairs for name in names))), default=None)
