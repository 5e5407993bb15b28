"""Names in a format that lead nowhere: columns, references, types, fields, schemes and roles."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.registry import node_types, tie_types
from graph.model.schemes import RANK
from ingest.formats.declare import LITERAL, Column, Format, SubjectSpec, TieSpec


def dangling(declared: Format) -> list[str]:
    """One sentence for each name that leads nowhere; empty for a sound format."""
    faults = [
        f"column {key}: {fault}" for key, column in declared.columns.items() for fault in _of_column(declared, column)
    ]
    for key, subject in declared.subjects.items():
        faults += [f"subject {key}: {fault}" for fault in _of_subject(declared, subject)]
    for key, reference in declared.references.items():
        faults += [f"reference {key}: no node type {each}" for each in reference.types if each not in node_types()]
        columns = (reference.name, reference.at, *reference.identifiers.values())
        faults += [f"reference {key}: {fault}" for fault in _columns(declared, columns)]
        faults += [f"reference {key}: {fault}" for fault in _within(declared, reference.within)]
    if not declared.subjects and not declared.ties:
        faults.append("neither subjects nor ties")
    for tie in declared.ties:
        faults += [f"tie {tie.type}: {fault}" for fault in _of_tie(declared, tie)]
    return faults


def _of_column(declared: Format, column: Column) -> list[str]:
    others = (column.parent_of, column.first_of, column.last_of, *(each.column for each in column.refine))
    faults = _columns(declared, others)
    if column.from_title and column.kind != "category":
        faults.append("only a category is told by a title")
    if column.default_edition and column.kind != "moment":
        faults.append("only a moment defaults to the edition")
    return faults


def _of_subject(declared: Format, subject: SubjectSpec) -> list[str]:
    known = node_types().get(subject.type)
    if known is None:
        return [f"no node type {subject.type}"]
    if known.family == "knowledge" or known.name == "PublicFigure":
        return [f"{subject.type} is stated by published cases, by no roster"]
    names = {field.name for field in known.all_fields}
    faults = [f"no field {field}" for field in {*subject.fields, *subject.constants} - names]
    columns: list[str | None] = [subject.name, subject.start, subject.end, *subject.fields.values()]
    for scheme, named in subject.identifiers.items():
        if scheme not in RANK:
            faults.append(f"no identifier scheme {scheme}")
        columns += [part for part in ([named] if isinstance(named, str) else named) if not part.startswith(LITERAL)]
    faults += _codes(declared, subject) + _conditions(declared, subject)
    return faults + _columns(declared, columns) + _within(declared, subject.within)


def _of_tie(declared: Format, tie: TieSpec) -> list[str]:
    known = tie_types().get(tie.type)
    if known is None:
        return ["no such tie type"]
    names = {field.name for field in known.fields}
    ends = {"scope", *declared.subjects, *declared.references}
    faults = [f"no field {field}" for field in {*tie.fields, *tie.constants} - names]
    faults += [f"no end {end}" for end in (tie.source, tie.target) if end not in ends]
    if tie.role and tie.role not in known.roles:
        faults.append(f"no role {tie.role}")
    roles = declared.columns.get(tie.role_column or "")
    faults += [f"no role {code}" for code in (roles.lookup if roles else ()) if code not in known.roles]
    faults += _codes(declared, tie) + _conditions(declared, tie)
    return faults + _columns(declared, (tie.role_column, tie.start, tie.end, *tie.fields.values()))


def _conditions(declared: Format, spec: SubjectSpec | TieSpec) -> list[str]:
    asked = [condition.partition("=") for condition in spec.when]
    faults = _columns(declared, (name for name, _, _ in asked))
    for name, sign, code in asked:
        if sign and name in declared.columns and code not in declared.columns[name].lookup:
            faults.append(f"column {name} knows no {code}")
    return faults


def _codes(declared: Format, spec: SubjectSpec | TieSpec) -> list[str]:
    """Categories that the field does not know: of its closed list, a column may say less but nothing else."""
    faults: list[str] = []
    for name, column in spec.fields.items():
        if column in declared.columns and name in _choices(spec.type):
            codes = set(declared.columns[column].lookup) - _choices(spec.type)[name]
            faults += [f"field {name} knows no {code}" for code in sorted(codes)]
    return faults


def _choices(owner: str) -> dict[str, set[str]]:
    fields = node_types()[owner].all_fields if owner in node_types() else tie_types()[owner].fields
    return {field.name: set(field.choices) for field in fields if field.choices}


def _columns(declared: Format, names: Iterable[str | None]) -> list[str]:
    return [f"no column {name}" for name in names if name is not None and name not in declared.columns]


def _within(declared: Format, name: str | None) -> list[str]:
    return [] if name in (None, "scope", *declared.references) else [f"no reference {name}"]
