"""Cleaned values of a row, said in the graph's terms: subjects, references and ties, as the format declares."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from graph.model.declare import Field, Kind
from graph.model.names import matching
from graph.model.registry import field_of
from graph.model.schemes import LOCAL
from graph.model.statement import Assertion, Identifier, Reference, Stated, Subject, Tie, Value
from graph.model.time import Moment, day_after
from ingest.check.cells import CellValue
from ingest.clean.text import Said
from ingest.formats.declare import LITERAL, Format, ReferenceSpec, SubjectSpec, TieSpec

Values = Mapping[str, CellValue | Said]
"""Column of the format → cleaned value; a column that could not be read is absent."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the file says for all of its rows."""

    issuer: str
    scope: Reference
    secret: bytes = b""
    """Key of pseudonyms: the deployment's own, so that nobody else can try numbers against them."""
    edition: Moment | None = None
    """The file's date: that of rows which give none, where their format says so."""


_PERSON_KEY = b"gongjian person key\0"
"""Purpose of the pseudonym: no other digest under the same secret equals it."""
KEPT = 20_000
"""References of a file that are remembered at a time."""
_NO_WORDS: Mapping[str, str] = {}


class Statements:
    """Builds the assertion of each row of one file."""

    def __init__(self, declared: Format, context: Context, told: Mapping[str, str] = _NO_WORDS) -> None:
        """``told``: columns that the sheet does not have, with what its title says for every row."""
        self._format = declared
        self._context = context
        self._told = told
        self._dated = [name for name, column in declared.columns.items() if column.default_edition]
        self._person_keys = [name for name, column in declared.columns.items() if column.kind == "person_key"]
        self._rest_on = {key: self._columns_of(key) for key in declared.references}
        self._named: dict[tuple[str, tuple[object, ...]], list[Reference]] = {}

    def assertion(self, values: Values) -> Assertion:
        """All that a sound row says."""
        values = self._completed(values)
        subjects: dict[str, int] = {}
        found: list[Subject] = []
        for key, spec in self._format.subjects.items():
            subject = self._subject(spec, values)
            if subject is not None:
                subjects[key] = len(found)
                found.append(subject)
        ties = [tie for spec in self._format.ties for tie in self._ties(spec, values, subjects)]
        return Assertion(tuple(found), tuple(ties))

    def key(self, values: Values, unreadable: Collection[str]) -> Assertion | None:
        """Who a returned row is about; None where a column that tells it is among the ``unreadable`` ones."""
        spec = next(iter(self._format.subjects.values()), None)
        if spec is None:
            return None
        needed = {spec.name, self._within_column(spec)} - {None}
        if needed & set(unreadable):
            return None
        readable = {name: value for name, value in values.items() if name not in unreadable}
        subject = self._subject(spec, self._completed(readable, unreadable))
        if subject is None:
            return None
        return Assertion((Subject(subject.type, subject.identifiers, subject.name, subject.within),))

    def _completed(self, values: Values, unreadable: Collection[str] = ()) -> Values:
        """What the file says for all rows added, and serials of persons replaced by their pseudonyms."""
        said = {**self._told, **values}
        for name in self._dated:
            if self._context.edition is not None and name not in unreadable and not isinstance(said.get(name), Moment):
                said[name] = self._context.edition
        for name in self._person_keys:
            serial = said.get(name)
            if isinstance(serial, str):
                said[name] = pseudonym(serial, self._context.secret)
        return said

    def _within_column(self, spec: SubjectSpec) -> str | None:
        within = self._format.references.get(spec.within or "")
        return None if within is None else within.name

    def _subject(self, spec: SubjectSpec, values: Values) -> Subject | None:
        if not _filled(spec, values):
            return None
        stated = _stated(spec, values)
        identifiers = self._identifiers(spec, values)
        name = values.get(spec.name) if spec.name is not None else None
        if isinstance(name, list):
            if len(name) != 1:
                return None  # what else the row says is of none of them in particular
            name = name[0]
        if not isinstance(name, str):
            name = None
        if name is None and not identifiers:
            return None
        fields = _fields(spec, values)
        within = None if spec.within is None else self._place(spec.within, values)
        return Subject(spec.type, identifiers, name, within, fields, stated)

    def _identifiers(self, spec: SubjectSpec, values: Values) -> tuple[Identifier, ...]:
        found: list[Identifier] = []
        for scheme, columns in spec.identifiers.items():
            parts = [_part(each, values) for each in ([columns] if isinstance(columns, str) else columns)]
            texts = [_identifying(part) for part in parts if part is not None and not isinstance(part, Said)]
            if len(texts) != len(parts):
                continue
            if scheme in LOCAL:
                found.append(Identifier(scheme, "|".join(matching(text) for text in texts)))
            elif scheme == "serial":
                found.append(Identifier(scheme, self._serial(spec.serials_of or self._format.name, texts[0])))
            else:
                found.append(Identifier(scheme, texts[0], *_validity(spec, values)))
        # an event that bears a number is told by it alone
        coded = [each for each in found if each.scheme not in LOCAL]
        return tuple(coded or found)

    def _serial(self, owner: str, number: str) -> str:
        return f"{owner}/{self._context.issuer}/{number}"

    def _columns_of(self, key: str) -> tuple[str, ...]:
        """The columns that a reference rests on, those of what it lies within among them."""
        spec = self._format.references[key]
        own = (spec.name, spec.at, *spec.identifiers.values())
        above = self._columns_of(spec.within) if spec.within in self._format.references else ()
        return (*(each for each in own if each is not None), *above)

    def _references(self, key: str, values: Values) -> list[Reference]:
        """What the row names: many rows name the same community, so what was made once is kept for a while."""
        if key == "scope":
            return [self._context.scope]
        said = [values.get(column) for column in self._rest_on[key]]
        name = key, tuple([tuple(each) if isinstance(each, list) else each for each in said])
        known = self._named.get(name)
        if known is None:
            if len(self._named) >= KEPT:
                self._named.clear()
            known = self._named[name] = self._made(key, values)
        return known

    def _made(self, key: str, values: Values) -> list[Reference]:
        spec = self._format.references[key]
        identifiers = self._reference_identifiers(spec, values)
        named = values.get(spec.name) if spec.name is not None else None
        within = None if spec.within is None else self._place(spec.within, values)
        if isinstance(named, list):
            # a code beside several names is of none of them in particular
            codes = identifiers if len(named) == 1 else ()
            return [Reference(spec.types, codes, each, within, each) for each in named]
        if isinstance(named, str):
            return [Reference(spec.types, identifiers, named, within, named)]
        # codes alone: several in one cell are several things, codes under different schemes are one
        several = any(isinstance(values.get(column), list) for column in spec.identifiers.values())
        groups = [(each,) for each in identifiers] if several else [identifiers] if identifiers else []
        return [Reference(spec.types, group, text=group[0].value.rpartition("/")[2]) for group in groups]

    def _reference_identifiers(self, spec: ReferenceSpec, values: Values) -> tuple[Identifier, ...]:
        found: list[Identifier] = []
        day = _meant_day(spec, values)
        for scheme, column in spec.identifiers.items():
            value = values.get(column)
            for code in value if isinstance(value, list) else [value] if isinstance(value, str) else []:
                owner = spec.serials_of or self._format.name
                found.append(Identifier(scheme, self._serial(owner, code) if scheme == "serial" else code, day))
        return tuple(found)

    def _place(self, key: str, values: Values) -> Reference | None:
        """What something lies within; the file's scope where the row does not say it.

        The top of a list of places lies within nothing: its parent is known by code alone, or not at all.
        """
        found = self._references(key, values)
        if found:
            return found[0]
        return None if self._format.nature == "reference" else self._context.scope

    def _ties(self, spec: TieSpec, values: Values, subjects: Mapping[str, int]) -> list[Tie]:
        if not _filled(spec, values):
            return []
        role = values.get(spec.role_column) if spec.role_column is not None else None
        fields = _fields(spec, values)
        return [
            Tie(spec.type, source, target, role if isinstance(role, str) else spec.role, fields, _stated(spec, values))
            for source in self._ends(spec.source, values, subjects)
            for target in self._ends(spec.target, values, subjects)
        ]

    def _ends(self, key: str, values: Values, subjects: Mapping[str, int]) -> list[int | Reference]:
        if key in self._format.subjects:
            return [subjects[key]] if key in subjects else []
        return [*self._references(key, values)]


def pseudonym(serial: str, secret: bytes) -> str:
    """What stands for a person's serial: 32 hexadecimal digits of its HMAC-SHA-256 under the deployment's secret."""
    return hmac.digest(secret, _PERSON_KEY + serial.encode(), hashlib.sha256).hex()[:32]


def _filled(spec: SubjectSpec | TieSpec, values: Values) -> bool:
    return all(_holds(condition, values) for condition in spec.when)


def _holds(condition: str, values: Values) -> bool:
    name, sign, code = condition.partition("=")
    value = values.get(name, Said.NOTHING)
    return value == code if sign else not isinstance(value, Said)


def _part(part: str, values: Values) -> CellValue | Said | None:
    return part.removeprefix(LITERAL) if part.startswith(LITERAL) else values.get(part)


def _fields(spec: SubjectSpec | TieSpec, values: Values) -> dict[str, Value]:
    """The fields that the row says something of, and those that the format gives to every row."""
    said = {
        field: _field_value(field_of(spec.type, field), values[column])
        for field, column in spec.fields.items()
        if column in values and values[column] is not Said.NOTHING
    }
    return {**said, **spec.constants}


def _stated(spec: SubjectSpec | TieSpec, values: Values) -> Stated:
    start = values.get(spec.start) if spec.start is not None else None
    end = values.get(spec.end) if spec.end is not None else None
    return Stated(start.text() if isinstance(start, Moment) else None, end.text() if isinstance(end, Moment) else None)


def _validity(spec: SubjectSpec, values: Values) -> tuple[date | None, date | None]:
    """When a code is valid. Only places state it: their codes are re-issued, a firm's never is."""
    if spec.type != "Place":
        return None, None
    start = values.get(spec.start) if spec.start is not None else None
    end = values.get(spec.end) if spec.end is not None else None
    return (
        start.earliest if isinstance(start, Moment) else None,
        day_after(end.latest) if isinstance(end, Moment) else None,
    )


def _meant_day(spec: ReferenceSpec, values: Values) -> date | None:
    """The day for which a code is meant; None where that is the day of the edition."""
    at = values.get(spec.at) if spec.at is not None else None
    if not isinstance(at, Moment):
        return None
    return at.earliest - timedelta(days=1) if spec.before else at.latest


def _identifying(value: CellValue) -> str:
    if isinstance(value, list):
        return "、".join(sorted(value))
    return value.text() if isinstance(value, Moment) else str(value)


def _field_value(field: Field, value: CellValue | Said) -> Value:
    if isinstance(value, Said):
        return None
    if isinstance(value, Moment):
        # an imprecise day counts from its latest possible day (ledger.md §7)
        return value.latest.isoformat() if field.kind is Kind.DAY else value.text()
    return value
