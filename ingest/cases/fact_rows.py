"""Facts, contradictions, ratios, gaps, practices and passages of one case as rows; the columns are declared apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from graph.model.registry import node_types
from ingest.cases.declare import TABLES, CaseFile
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
    RatioFact,
    StandardFact,
    TieDeclared,
    TieFact,
)
from ingest.cases.labels import arrow, citations, interval_text, name_of, named, repaired, type_of
from ingest.cases.vocabulary import measures
from ingest.cases.vocabulary import practices as vocabulary

Row = dict[str, object]


def facts(case: CaseFile) -> list[Row]:
    """Every fact that names passages, in the order of the file."""
    return [
        {
            "key": fact.key,
            "table": table,
            "type": type_of(fact),
            "kind": _kind(fact),
            "name": named(case, fact),
            **_figure(fact),
            "date": fact.as_of if isinstance(fact, ObservationFact | OutcomeFact) else None,
            "start": fact.start if isinstance(fact, BodyFact | TieFact) else None,
            "end": fact.end if isinstance(fact, BodyFact | TieFact) else None,
            "period": fact.period if isinstance(fact, ObservationFact) else None,
            "statement": _statement(fact),
            "about": list(_about(case, fact)),
            **_cited(case, fact.passages),
            "repaired": repaired(case, fact.passages),
        }
        for table in TABLES
        for fact in getattr(case, table)
    ]


def contradictions(case: CaseFile) -> list[Row]:
    """Pairs of figures of one measure that cannot both hold, each with its scope, date and passages."""
    figures = _figures(case)
    return [
        {
            "key": each.key,
            "measure": figures[each.observations[0]].measure,
            "unit": figures[each.observations[0]].unit,
            **_side(case, "first", figures[each.observations[0]]),
            **_side(case, "second", figures[each.observations[1]]),
            "why": each.why,
        }
        for each in case.conflicts
    ]


def ratios(case: CaseFile) -> list[Row]:
    """Ratios that a reader will want, derived only where both figures are of the same things; else why not."""
    figures = _figures(case)
    return [
        {
            "key": each.key,
            "title": each.title,
            "derived": each.same_scope,
            **_quotient(each, figures[each.numerator], figures[each.denominator]),
            **_side(case, "numerator", figures[each.numerator]),
            **_side(case, "denominator", figures[each.denominator]),
            "why": each.why,
        }
        for each in case.ratios
    ]


def gaps(case: CaseFile) -> list[Row]:
    """What the article leaves open, or tells and is not to be recorded."""
    return [
        {
            "key": fact.key,
            "kind": fact.kind,
            "name": fact.name,
            "measures": [measures()[each].title_zh for each in fact.measures],
            "reason": fact.reason,
            "reason_en": fact.reason_en,
            "about": [name_of(case, key) for key in fact.about],
            **_cited(case, fact.passages),
        }
        for fact in case.gaps
    ]


def practices(case: CaseFile) -> list[Row]:
    """Practices of the shared vocabulary that show in the case, with the facts in which they show."""
    return [
        {
            "practice": shown.practice,
            "title": vocabulary()[shown.practice].title_zh,
            "named": shown.named,
            "facts": [name_of(case, key) for key in shown.facts],
            "fact_keys": list(shown.facts),
            "passages": citations(case, _passages_of(case, shown.facts)),
        }
        for shown in case.practices
    ]


def passages(case: CaseFile) -> list[Row]:
    """The spans that facts cite, in the order of the article; never their text."""
    citing = Counter(name for fact in case.cited for name in fact.passages)
    return [
        {
            "id": each.id,
            "paragraph": each.paragraph,
            "line": each.line,
            "start": each.start,
            "end": each.end,
            "locator": each.locator,
            "repairs": ";".join(f"{mended.printed} → {mended.reading}" for mended in each.repairs) or None,
            "tier": repaired(case, (each.id,)),
            "facts": citing[each.id],
        }
        for each in case.passages
    ]


# --- parts of rows ----------------------------------------------------------------------------------


def _figures(case: CaseFile) -> dict[str, ObservationFact]:
    return {fact.key: fact for fact in case.observations}


def _side(case: CaseFile, name: str, fact: ObservationFact) -> Row:
    return {
        f"{name}_key": fact.key,
        f"{name}_raw": fact.raw,
        f"{name}_interval": _interval(fact),
        f"{name}_scope": fact.scope,
        f"{name}_date": fact.as_of or fact.period,
        f"{name}_passages": citations(case, fact.passages),
    }


def _interval(fact: ObservationFact) -> str:
    return interval_text(fact.low, fact.high, low_open=fact.low_open, high_open=fact.high_open)


def _quotient(ratio: RatioFact, over: ObservationFact, under: ObservationFact) -> Row:
    """The quotient of two intervals of positive numbers: least over most, to most over least."""
    if not ratio.same_scope or under.low <= 0:
        return {"interval": None, "low": None, "high": None}
    low = 0.0 if under.high is None else over.low / under.high
    high = None if over.high is None else over.high / under.low
    # nothing is as large as no bound at all
    low_open = over.low_open or under.high_open or under.high is None
    high_open = over.high_open or under.low_open
    return {"interval": interval_text(low, high, low_open=low_open, high_open=high_open), "low": low, "high": high}


def _cited(case: CaseFile, names: Sequence[str]) -> Row:
    return {"passages": citations(case, names), "passage_ids": list(names)}


def _passages_of(case: CaseFile, keys: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(name for key in keys for name in case.nodes[key].passages)


def _kind(fact: Fact) -> str | None:
    if isinstance(fact, StandardFact | GapFact):
        return fact.kind
    if isinstance(fact, PlaceFact):
        return fact.level
    kind = fact.fields.get("kind") if isinstance(fact, BodyFact) else None
    return kind if isinstance(kind, str) else None


def _figure(fact: Fact) -> Row:
    """The columns of a figure: of an observation, or what a standard or a mechanism asks for."""
    empty = dict.fromkeys(("measure", "raw", "interval", "low", "high", "unit", "nature", "scope", "frequency"))
    match fact:
        case ObservationFact():
            own: Row = {
                "measure": fact.measure,
                "raw": fact.raw,
                "interval": _interval(fact),
                "low": fact.low,
                "high": fact.high,
                "unit": fact.unit,
                "nature": fact.nature,
                "scope": fact.scope,
            }
        case OutcomeFact():
            own = {"raw": fact.raw, "nature": "claim", "scope": fact.scope}
        case StandardFact():
            own = _asked(fact)
        case MechanismFact():
            own = {"frequency": fact.interval}
        case _:
            own = {}
    return {**empty, **own}


def _asked(fact: StandardFact) -> Row:
    own: Row = {"scope": fact.applies_to, "frequency": fact.interval}
    if fact.low is None and fact.high is None:
        return own
    # what is asked for is an amount, a share or a time: never less than nothing
    low, high = (0.0, fact.low) if fact.comparison == "at_most" else (fact.low, fact.high)
    if fact.comparison == "exactly":
        high = fact.low
    interval = interval_text(low, high, low_open=fact.comparison == "more_than")
    return {**own, "interval": interval, "low": low, "high": high, "unit": _unit(fact)}


def _unit(fact: StandardFact) -> str | None:
    if fact.per_unit is None:
        return fact.unit
    size = "" if fact.per in (None, 1) else f"{fact.per:g}"
    return f"{fact.unit or ''}/{size}{fact.per_unit}"


def _statement(fact: Fact) -> str | None:
    match fact:
        case MechanismFact() | OutcomeFact():
            return fact.statement
        case StandardFact():
            return fact.statement + (f"({'、'.join(fact.items)})" if fact.items else "")
        case GapFact():
            return fact.reason
        case BodyFact():
            told = {each.name: each for each in node_types()[fact.type].fields}
            said = (
                f"{told[name].title_zh}:{_value(told[name].choices.get(str(value), value))}{told[name].unit or ''}"
                for name, value in fact.fields.items()
                if name != "kind"
            )
            return ";".join(said) or None
    return None


def _value(value: FieldValue) -> str:
    if isinstance(value, list):
        return "、".join(value)
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def _about(case: CaseFile, fact: Fact) -> Iterable[str]:
    """What a fact is about, lies within, or is tied to in the same passages."""
    if isinstance(fact, CohortFact | MechanismFact | StandardFact | ObservationFact | OutcomeFact | GapFact):
        yield from (name_of(case, key) for key in fact.about)
    ties: tuple[TieDeclared, ...] = getattr(fact, "ties", ())
    within = fact.within if isinstance(fact, PlaceFact | BodyFact) else None
    if within is not None and within not in {tie.to for tie in ties}:
        yield name_of(case, within)
    yield from (arrow(case, tie) for tie in ties)
