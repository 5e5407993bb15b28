"""Names in a format that lead nowhere: columns, references, types, fields, schemes and roles."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.registry import node_types, tie_types
from graph.model.schemes import RANK
from ingest.formats.declare import Format, SubjectSpec, TieSpec


def dangling(declared: Format) -> list[str]:
    """One sentence for each name that leads nowhere; empty for a sound format."""
    faults: list[str] = []
    for key, subject in declared.subjects.items():
        faults += [f"subject {key}: {fault}" for fault in _of_subject(declared, subject)]
    for key, reference in declared.references.items():
        faults += [f"reference {key}: no node type {each}" for each in reference.types if each not in node_types()]
        columns = (reference.name, *reference.identifiers.values())
        faults += [f"reference {key}: {fault}" for fault in _columns(declared, columns)]
        faults += [f"reference {key}: {fault}" for fault in _within(declared, reference.within)]
    for tie in declared.ties:
        faults += [f"tie {tie.type}: {fault}" for fault in _of_tie(declared, tie)]
    return faults


def _of_subject(declared: Format, subject: SubjectSpec) -> list[str]:
    known = node_types().get(subject.type)
    if known is None:
        return [f"no node type {subject.type}"]
    names = {field.name for field in known.all_fields}
    faults = [f"no field {field}" for field in {*subject.fields, *subject.constants} - names]
    columns: list[str | None] = [subject.name, subject.start, subject.end, *subject.fields.values()]
    for scheme, named in subject.identifiers.items():
        if scheme not in RANK:
            faults.append(f"no identifier scheme {scheme}")
        columns += [named] if isinstance(named, str) else named
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
    return faults + _columns(declared, (tie.role_column, tie.start, tie.end, *tie.fields.values()))


def _columns(declared: Format, names: Iterable[str | None]) -> list[str]:
    return [f"no column {name}" for name in names if name is not None and name not in declared.columns]


def _within(declared: Format, name: str | None) -> list[str]:
    return [] if name in (None, "scope", *declared.references) else [f"no reference {name}"]
