"""The time line of a case: everything that the article dates, by the latest day that each date can mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.model.declare import Field, Kind
from graph.model.registry import node_types, tie_types
from graph.model.time import LAST, Moment
from ingest.cases.declare import TABLES, CaseFile
from ingest.cases.fact_rows import Row
from ingest.cases.facts import BodyFact, Fact, FieldValue, ObservationFact, OutcomeFact, TieDeclared, TieFact
from ingest.cases.labels import citations, named, tied
from ingest.clean.dates import parse_moment
from ingest.clean.periods import parse_period
from ingest.clean.problems import CellProblem

Said = tuple[str, str]
"""What a date is of, and the date as the case file has it."""


def timeline(case: CaseFile) -> list[Row]:
    """Dated facts and the article itself, by the latest day each can mean; spans that name no day come last."""
    rows = [row for table in TABLES for fact in getattr(case, table) for row in _of_fact(case, table, fact)]
    if case.source.published_on is not None:
        rows.append(_row(("published_on", case.source.published_on), "source", "source", case.source.title))
    return sorted(rows, key=lambda row: (row["latest"] or LAST, row["earliest"] or LAST, row["key"], row["what"]))


def undated(case: CaseFile) -> int:
    """Figures for which the article prints neither a date nor a span of time."""
    return sum(1 for fact in case.observations if fact.as_of is None and fact.period is None)


def _of_fact(case: CaseFile, table: str, fact: Fact) -> Iterator[Row]:
    own = {
        "raw": fact.raw if isinstance(fact, ObservationFact | OutcomeFact) else None,
        "scope": fact.scope if isinstance(fact, ObservationFact | OutcomeFact) else None,
        "period": fact.period if isinstance(fact, ObservationFact) else None,
        "passages": citations(case, fact.passages),
        "passage_ids": list(fact.passages),
    }
    for said in _dates(fact):
        yield {**_row(said, fact.key, table, named(case, fact)), **own}
    ties: tuple[TieDeclared, ...] = getattr(fact, "ties", ())
    for tie in ties:
        for said in (*_ends(tie.start, tie.end), *_fields(tie.fields, tie_types()[tie.type].fields)):
            yield {**_row(said, fact.key, table, tied(case, fact.key, tie)), **own}


def _row(said: Said, key: str, table: str, name: str) -> Row:
    what, text = said
    moment = _moment(text)
    return {
        "date": text,
        "earliest": None if moment is None else moment.earliest,
        "latest": None if moment is None else moment.latest,
        "what": what,
        "key": key,
        "table": table,
        "name": name,
        "raw": None,
        "scope": None,
        "period": None,
        "passages": [],
        "passage_ids": [],
    }


def _dates(fact: Fact) -> Iterator[Said]:
    if isinstance(fact, ObservationFact | OutcomeFact) and fact.as_of is not None:
        yield "as_of", fact.as_of
    elif isinstance(fact, ObservationFact) and fact.period is not None:
        yield "period", fact.period
    if isinstance(fact, BodyFact | TieFact):
        declared = node_types()[fact.type] if isinstance(fact, BodyFact) else tie_types()[fact.type]
        yield from _ends(fact.start, fact.end)
        yield from _fields(fact.fields, declared.fields)


def _ends(start: str | None, end: str | None) -> Iterator[Said]:
    yield from ((what, text) for what, text in (("start", start), ("end", end)) if text is not None)


def _fields(given: Mapping[str, FieldValue], declared: tuple[Field, ...]) -> Iterator[Said]:
    for field in declared:
        # some dates are kept as text, because the article gives no day
        if field.name in given and (field.kind is Kind.DAY or field.name.endswith("_on")):
            yield field.name, str(given[field.name])


def _moment(text: str) -> Moment | None:
    """The days that a date or a span of time can mean; None where it names none (近年来, 每年)."""
    try:
        return Moment.parse(text)
    except ValueError:
        pass
    for parse in (parse_moment, parse_period):
        try:
            return parse(text)
        except CellProblem:
            continue
    return None
