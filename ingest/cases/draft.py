"""From a case file to rows of the ledger: one fact is one row, its sheet the kind of fact, its number the position.

Knowledge nodes are told by ``source`` identifiers (``beishan/BS-S02``). What exists outside the article is not: a
place is told by its division code, anything else by its name within a place, so that a roster's codes join it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from graph.model.statement import Assertion, Identifier, Reference, Stated, Subject, Tie, Value, encode
from graph.store.ledger import FileDraft, RowDraft
from ingest.cases.declare import TABLES, CaseFile, PassageSpan
from ingest.cases.facts import (
    BodyFact,
    CohortFact,
    ConflictFact,
    Fact,
    GapFact,
    MechanismFact,
    ObservationFact,
    OutcomeFact,
    PlaceFact,
    PracticeFact,
    RatioFact,
    StandardFact,
    TieDeclared,
    TieFact,
    node_type,
)
from ingest.cases.vocabulary import measures, practices

FORMAT = "case"
"""Name of the format in the roster key."""
OUTCOME = "outcome"
"""The measure of an outcome without a figure."""


def draft(case: CaseFile) -> FileDraft:
    """The case as one complete edition of its own roster, dated as its article is."""
    rows = [RowDraft(sheet, number, "accepted", encode(said)) for sheet, number, said in assertions(case)]
    return FileDraft(
        name=f"{case.id}.toml",
        # of what is recorded, not of the file's bytes: a comment or another layout is no new edition
        sha256=hashlib.sha256(b"\n".join(row.payload or b"" for row in rows)).hexdigest(),
        format=FORMAT,
        issuer=case.id,
        scope=case.id,
        edition=case.source.edition,
        complete=True,
        rank=0,
        nature="case",
        synthetic=False,
        rows=rows,
        counts={"accepted": len(rows)},
    )


def assertions(case: CaseFile) -> Iterator[tuple[str, int, Assertion]]:
    """(kind of fact, position from 1, what it says), in the order of the file."""
    yield "case", 1, _case(case)
    yield "source", 1, _source(case)
    for number, passage in enumerate(case.passages, start=1):
        yield "passages", number, _passage(case, passage)
    for table in TABLES:
        facts: Sequence[Fact] = getattr(case, table)
        for number, fact in enumerate(facts, start=1):
            yield table, number, _fact(case, fact)
    for number, conflict in enumerate(case.conflicts, start=1):
        yield "conflicts", number, _conflict(case, conflict)
    for number, ratio in enumerate(case.ratios, start=1):
        yield "ratios", number, _ratio(case, ratio)
    for number, practice in enumerate(case.practices, start=1):
        yield "practices", number, _practice(case, practice)


def reference(case: CaseFile, key: str) -> Reference:
    """What another row writes to mean the fact of this key."""
    fact = case.nodes[key]
    kinds = (node_type(fact),)
    if isinstance(fact, PlaceFact) and fact.division is not None:
        return Reference(kinds, (Identifier("division", fact.division),), text=fact.name)
    if isinstance(fact, PlaceFact | BodyFact):
        within = None if fact.within is None else reference(case, fact.within)
        return Reference(kinds, name=fact.name, within=within, text=fact.name)
    return _own(case, kinds[0], key)


# --- one row each -----------------------------------------------------------------------------------


def _case(case: CaseFile) -> Assertion:
    fields: dict[str, Value] = {"place_text": case.case.place_text}
    return Assertion((Subject("Case", (Identifier("source", case.id),), case.case.title_zh, fields=fields),))


def _source(case: CaseFile) -> Assertion:
    source = case.source
    # the field holds a day; a vaguer date stays in the citation
    day = source.published_on if source.published_on is not None and len(source.published_on) == 10 else None
    fields = _said(
        publisher=source.publisher,
        author=source.author,
        published_on=day,
        sha256=source.sha256,
        citation=source.citation,
    )
    subject = Subject("Source", _identifier(case, "source"), source.title, fields=fields)
    described = Reference(("Case",), (Identifier("source", case.id),), text=case.id)
    return Assertion((subject,), (Tie("SOURCE_OF", 0, described),))


def _passage(case: CaseFile, passage: PassageSpan) -> Assertion:
    fields = _said(
        paragraph=passage.paragraph,
        line=passage.line,
        start=passage.start,
        end=passage.end,
        locator=passage.locator,
        repair=";".join(f"{each.printed} → {each.reading}" for each in passage.repairs) or None,
        # what rests on the weaker ground decides
        repair_tier=min((each.tier for each in passage.repairs), default=None),
    )
    subject = Subject("Passage", _identifier(case, passage.id), fields=fields)
    return Assertion((subject,), (Tie("PASSAGE_OF", 0, _own(case, "Source", "source")),))


def _fact(case: CaseFile, fact: Fact) -> Assertion:
    if isinstance(fact, TieFact):
        return _tie(case, fact)
    if isinstance(fact, PlaceFact) and fact.division is not None:
        # named, not defined: a division list says until when there is such a place, an article of one day cannot
        meant = reference(case, fact.key)
        return Assertion((), (*_ties(case, meant, fact.ties), *_stated_in(case, meant, fact)))
    subject, ties = _subject(case, fact)
    return Assertion((subject,), (*ties, *_stated_in(case, 0, fact)))


def _subject(case: CaseFile, fact: Fact) -> tuple[Subject, tuple[Tie, ...]]:
    kind, identifiers = node_type(fact), _identifier(case, fact.key)
    if isinstance(fact, PlaceFact | BodyFact):
        within = None if fact.within is None else reference(case, fact.within)
        fields = _said(level=fact.level) if isinstance(fact, PlaceFact) else _said(**fact.fields)
        stated = Stated() if isinstance(fact, PlaceFact) else Stated(fact.start, fact.end)
        return Subject(kind, (), fact.name, within, fields, stated), _ties(case, 0, fact.ties)
    assert isinstance(fact, CohortFact | MechanismFact | StandardFact | ObservationFact | OutcomeFact | GapFact)
    ties = () if isinstance(fact, ObservationFact | OutcomeFact | GapFact) else fact.ties
    about = tuple(Tie("ABOUT", 0, reference(case, key)) for key in fact.about)
    return Subject(kind, identifiers, _name(fact), fields=_knowledge(fact)), (*about, *_ties(case, 0, ties))


def _name(fact: CohortFact | MechanismFact | StandardFact | ObservationFact | OutcomeFact | GapFact) -> str:
    if isinstance(fact, ObservationFact):
        return measures()[fact.measure].title_zh
    return fact.raw if isinstance(fact, OutcomeFact) else fact.name


def _knowledge(fact: Fact) -> dict[str, Value]:
    """The fields of a fact that is told by a source identifier."""
    match fact:
        case MechanismFact():
            return _said(interval=fact.interval, statement=fact.statement)
        case StandardFact():
            return _standard(fact)
        case ObservationFact():
            return _figure(fact)
        case OutcomeFact():
            said = {"measure": OUTCOME, "raw": fact.raw, "statement": fact.statement, "scope_text": fact.scope}
            return _said(nature="claim", as_of=fact.as_of, **said)
        case GapFact():
            return _said(
                kind=fact.kind, measures=list(fact.measures) or None, reason=fact.reason, reason_en=fact.reason_en
            )
    return {}


def _standard(fact: StandardFact) -> dict[str, Value]:
    return _said(
        kind=fact.kind,
        force=fact.force,
        statement=fact.statement,
        applies_to=fact.applies_to,
        comparison=fact.comparison,
        low=fact.low,
        high=fact.high,
        unit=fact.unit,
        per=fact.per,
        per_unit=fact.per_unit,
        interval=fact.interval,
        items=list(fact.items) or None,
    )


def _figure(fact: ObservationFact) -> dict[str, Value]:
    return _said(
        measure=fact.measure,
        raw=fact.raw,
        low=fact.low,
        high=fact.high,
        low_open=fact.low_open,
        high_open=fact.high_open,
        unit=fact.unit,
        scope_text=fact.scope,
        nature=fact.nature,
        as_of=fact.as_of,
        period=fact.period,
        qualifier=fact.qualifier,
    )


def _tie(case: CaseFile, fact: TieFact) -> Assertion:
    source = reference(case, fact.source)
    stated = Stated(fact.start, fact.end)
    tie = Tie(fact.type, source, reference(case, fact.target), fact.role, _said(**fact.fields), stated)
    # a tie has no tie of its own to a passage: the passages are those of its source
    return Assertion((), (tie, *_stated_in(case, source, fact)))


def _conflict(case: CaseFile, conflict: ConflictFact) -> Assertion:
    first, second = (_own(case, "Observation", key) for key in sorted(conflict.observations))
    return Assertion((), (Tie("CONFLICTS_WITH", first, second, fields={"why": conflict.why}),))


def _ratio(case: CaseFile, ratio: RatioFact) -> Assertion:
    ends = _own(case, "Observation", ratio.numerator), _own(case, "Observation", ratio.denominator)
    fields = _said(title=ratio.title, same_scope=ratio.same_scope, why=ratio.why)
    return Assertion((), (Tie("MEASURED_AGAINST", *ends, fields=fields),))


def _practice(case: CaseFile, shown: PracticeFact) -> Assertion:
    # one node for all cases: whichever is loaded says what it is
    told = Identifier("source", f"practice/{shown.practice}")
    subject = Subject("Practice", (told,), practices()[shown.practice].title_zh)
    meant = Reference(("Practice",), (told,), text=shown.practice)
    role = "named" if shown.named else "unnamed"
    return Assertion((subject,), tuple(Tie("EXAMPLE_OF", reference(case, key), meant, role) for key in shown.facts))


# --- parts of rows ----------------------------------------------------------------------------------


def _identifier(case: CaseFile, key: str) -> tuple[Identifier, ...]:
    return (Identifier("source", f"{case.id}/{key}"),)


def _own(case: CaseFile, kind: str, key: str) -> Reference:
    return Reference((kind,), _identifier(case, key), text=key)


def _stated_in(case: CaseFile, source: int | Reference, fact: Fact) -> tuple[Tie, ...]:
    return tuple(Tie("STATED_IN", source, _own(case, "Passage", name)) for name in fact.passages)


def _ties(case: CaseFile, source: int | Reference, ties: Sequence[TieDeclared]) -> tuple[Tie, ...]:
    return tuple(
        Tie(
            tie.type,
            source,
            reference(case, tie.to),
            tie.role,
            _said(**tie.fields),
            Stated(tie.start, tie.end),
        )
        for tie in ties
    )


def _said(**fields: Value | None) -> dict[str, Value]:
    """What the file says: a key that is absent is no null word."""
    return {name: value for name, value in fields.items() if value is not None}
