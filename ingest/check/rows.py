"""One row of a sheet as an assertion, by what its format declares; or the reasons why it is returned.

Whether a row is accepted depends on the row, its workbook and declared tables alone, never on the graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph.model.declare import Field, Kind
from graph.model.names import matching
from graph.model.registry import field_of
from graph.model.schemes import LOCAL
from graph.model.statement import Assertion, Identifier, Reference, Stated, Subject, Tie, Value
from graph.model.time import Moment, day_after
from ingest.check.cells import CellValue, parent_division, read_cell, refuse_personal
from ingest.check.detect import Recognised
from ingest.clean.coordinates import Crs, to_wgs84
from ingest.clean.problems import CellProblem
from ingest.clean.text import Said, clean_text
from ingest.formats.declare import Format, ReferenceSpec, SubjectSpec, TieSpec
from ingest.read.sheets import Cell
from ingest.read.table import Row

Values = Mapping[str, CellValue | Said]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is returned: the heading of the column, a code for machines, and the reason in words."""

    column: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the file says for all of its rows."""

    issuer: str
    scope: Reference


@dataclass(frozen=True, slots=True)
class Checked:
    """A row after the check: an assertion, or faults with at most the key of what it is about."""

    number: int
    assertion: Assertion | None
    faults: tuple[Fault, ...]
    key: Assertion | None = None


class RowReader:
    """Reads the rows of one recognised sheet."""

    def __init__(self, recognised: Recognised, context: Context) -> None:
        self._format: Format = recognised.declared
        self._context = context
        self._columns = recognised.columns
        self._headings = {column.index: column.heading for column in recognised.table.columns}
        self._units = {column.index: column.unit for column in recognised.table.columns}
        marked = {recognised.returned_number}
        self._unread = [
            column.index
            for column in recognised.table.columns
            if column.index not in recognised.columns and column.index not in marked
        ]
        self._heading_of = {name: self._headings[index] for index, name in self._columns.items()}

    def read(self, row: Row) -> Checked:
        """Check one row and say it in the graph's terms."""
        values, faults = self._values(row)
        faults += self._missing(values, faults)
        faults += self._crossed(values)
        if not faults:
            assertion = self._assertion(values)
            if assertion.subjects:
                return Checked(row.number, assertion, ())
            faults = [Fault("", "nothing_named", "此行没有写明是谁", "the row does not say whom it is about")]
        return Checked(row.number, None, tuple(faults), self._key(values, {fault.column for fault in faults}))

    # --- cells ------------------------------------------------------------------------------------

    def _values(self, row: Row) -> tuple[dict[str, CellValue | Said], list[Fault]]:
        values: dict[str, CellValue | Said] = {}
        faults: list[Fault] = []
        for index, name in self._columns.items():
            try:
                values[name] = read_cell(self._format.columns[name], _at(row, index), self._units[index])
            except CellProblem as problem:
                faults.append(Fault(self._headings[index], problem.code, problem.zh, problem.en))
        for index in self._unread:
            # nobody reads these columns, but what is personal in them must not travel on
            try:
                text = clean_text(_at(row, index))
                if text is not None:
                    refuse_personal(text)
            except CellProblem as problem:
                if problem.code == "personal_data":
                    faults.append(Fault(self._headings[index], problem.code, problem.zh, problem.en))
        try:
            _locate(values)
        except CellProblem as problem:
            faults.append(Fault(self._heading_of.get("crs", "坐标系"), problem.code, problem.zh, problem.en))
        self._derive(values)
        return values, faults

    def _derive(self, values: dict[str, CellValue | Said]) -> None:
        for name, column in self._format.columns.items():
            for refinement in column.refine:
                other = values.get(refinement.column)
                if values.get(name) != refinement.value or not isinstance(other, str):
                    continue
                if matching(other).endswith(tuple(matching(ending) for ending in refinement.endings)):
                    values[name] = refinement.becomes
            if column.parent_of is not None and not isinstance(values.get(name), str):
                code = values.get(column.parent_of)
                parent = parent_division(code) if isinstance(code, str) else None
                if parent is not None:
                    values[name] = parent

    def _missing(self, values: Values, faults: list[Fault]) -> list[Fault]:
        faulty = {fault.column for fault in faults}
        return [
            Fault(heading, "required", "必填项没有填写", "this column must be filled")
            for name, heading in self._heading_of.items()
            if self._format.columns[name].required
            and isinstance(values.get(name, Said.NOTHING), Said)
            and heading not in faulty
        ]

    def _crossed(self, values: Values) -> list[Fault]:
        """Dates that contradict each other: an end before its start."""
        faults: list[Fault] = []
        specs: list[SubjectSpec | TieSpec] = [*self._format.subjects.values(), *self._format.ties]
        pairs = {(spec.start, spec.end) for spec in specs}
        for start, end in sorted((s, e) for s, e in pairs if s is not None and e is not None):
            first, last = values.get(start), values.get(end)
            if isinstance(first, Moment) and isinstance(last, Moment) and last.latest < first.earliest:
                zh, en = "结束日期早于开始日期", "the end lies before the start"
                faults.append(Fault(self._heading_of[end], "end_before_start", zh, en))
        return faults

    # --- statements -------------------------------------------------------------------------------

    def _assertion(self, values: Values) -> Assertion:
        subjects: dict[str, int] = {}
        found: list[Subject] = []
        for key, spec in self._format.subjects.items():
            subject = self._subject(spec, values)
            if subject is not None:
                subjects[key] = len(found)
                found.append(subject)
        ties = [tie for spec in self._format.ties for tie in self._ties(spec, values, subjects)]
        return Assertion(tuple(found), tuple(ties))

    def _key(self, values: Values, faulty: set[str]) -> Assertion | None:
        """Who a returned row is about, where the columns that tell it are sound."""
        spec = next(iter(self._format.subjects.values()))
        sound = {name: value for name, value in values.items() if self._heading_of.get(name) not in faulty}
        needed = {spec.name} if spec.name is not None else set()
        within = self._format.references.get(spec.within or "")
        if within is not None and within.name is not None and within.name in self._heading_of:
            needed.add(within.name)
        if any(self._heading_of.get(name) in faulty for name in needed):
            return None
        subject = self._subject(spec, sound)
        if subject is None:
            return None
        return Assertion((Subject(subject.type, subject.identifiers, subject.name, subject.within),))

    def _subject(self, spec: SubjectSpec, values: Values) -> Subject | None:
        stated = _stated(spec, values)
        identifiers = self._identifiers(spec, values)
        name = values.get(spec.name) if spec.name is not None else None
        if not isinstance(name, str):
            name = None
        if name is None and not identifiers:
            return None
        fields: dict[str, Value] = {}
        for field, column in spec.fields.items():
            if column in values and values[column] is not Said.NOTHING:
                fields[field] = _field_value(field_of(spec.type, field), values[column])
        fields |= spec.constants
        within = None if spec.within is None else self._place(spec.within, values)
        return Subject(spec.type, identifiers, name, within, fields, stated)

    def _identifiers(self, spec: SubjectSpec, values: Values) -> tuple[Identifier, ...]:
        found: list[Identifier] = []
        for scheme, columns in spec.identifiers.items():
            parts = [values.get(each) for each in ([columns] if isinstance(columns, str) else columns)]
            texts = [_identifying(part) for part in parts if part is not None and not isinstance(part, Said)]
            if len(texts) != len(parts):
                continue
            if scheme in LOCAL:
                found.append(Identifier(scheme, "|".join(matching(text) for text in texts)))
            elif scheme == "serial":
                found.append(Identifier(scheme, self._serial(self._format.name, texts[0])))
            else:
                found.append(Identifier(scheme, texts[0], *_validity(spec, values)))
        # an event that bears a number is told by it alone
        coded = [each for each in found if each.scheme not in LOCAL]
        return tuple(coded or found)

    def _serial(self, owner: str, number: str) -> str:
        return f"{owner}/{self._context.issuer}/{number}"

    def _references(self, key: str, values: Values) -> list[Reference]:
        if key == "scope":
            return [self._context.scope]
        spec = self._format.references[key]
        identifiers = self._reference_identifiers(spec, values)
        named = values.get(spec.name) if spec.name is not None else None
        within = None if spec.within is None else self._place(spec.within, values)
        if isinstance(named, list):
            return [Reference(spec.types, (), each, within, each) for each in named]
        if not isinstance(named, str):
            if not identifiers:
                return []
            return [Reference(spec.types, identifiers, text=identifiers[0].value)]
        return [Reference(spec.types, identifiers, named, within, named)]

    def _reference_identifiers(self, spec: ReferenceSpec, values: Values) -> tuple[Identifier, ...]:
        found: list[Identifier] = []
        for scheme, column in spec.identifiers.items():
            value = values.get(column)
            if isinstance(value, str):
                owner = spec.serials_of or self._format.name
                found.append(Identifier(scheme, self._serial(owner, value) if scheme == "serial" else value))
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
        role = values.get(spec.role_column) if spec.role_column is not None else None
        fields: dict[str, Value] = {}
        for field, column in spec.fields.items():
            if column in values and values[column] is not Said.NOTHING:
                fields[field] = _field_value(field_of(spec.type, field), values[column])
        fields |= spec.constants
        return [
            Tie(spec.type, source, target, role if isinstance(role, str) else spec.role, fields, _stated(spec, values))
            for source in self._ends(spec.source, values, subjects)
            for target in self._ends(spec.target, values, subjects)
        ]

    def _ends(self, key: str, values: Values, subjects: Mapping[str, int]) -> list[int | Reference]:
        if key in self._format.subjects:
            return [subjects[key]] if key in subjects else []
        return [*self._references(key, values)]


def _at(row: Row, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None


def _locate(values: dict[str, CellValue | Said]) -> None:
    """Bring a point to WGS-84; ``crs`` then holds the point as it was written."""
    lon, lat, crs = values.get("longitude"), values.get("latitude"), values.get("crs")
    if not isinstance(lon, float) or not isinstance(lat, float):
        for name in ("longitude", "latitude", "crs"):
            values.pop(name, None)
        return
    if not isinstance(crs, str):
        raise CellProblem(
            "crs_missing",
            "有经纬度而没有写坐标系;请写 WGS-84、CGCS2000、GCJ-02 或 BD-09",
            "there is a point but no coordinate system: write WGS-84, CGCS2000, GCJ-02 or BD-09",
        )
    longitude, latitude = to_wgs84(lon, lat, Crs(crs))
    # seven decimals are a centimetre: beyond that the digits are noise of the conversion
    values["longitude"], values["latitude"] = round(longitude, 7), round(latitude, 7)
    values["crs"] = f"{lon},{lat} {crs}"


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


def _identifying(value: CellValue) -> str:
    return value.text() if isinstance(value, Moment) else str(value)


def _field_value(field: Field, value: CellValue | Said) -> Value:
    if isinstance(value, Said):
        return None
    if isinstance(value, Moment):
        # an imprecise day counts from its latest possible day (ledger.md §7)
        return value.latest.isoformat() if field.kind is Kind.DAY else value.text()
    return value
