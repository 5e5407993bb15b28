"""Rows of one file that cannot all be right: one code under different names, as when a cell was dragged down.

One name under different codes may well be right (two shops of a chain), so it is told and nothing comes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from graph.model.names import matching
from graph.model.schemes import EXCLUSIVE, LOCAL
from graph.model.statement import Assertion, Reference
from ingest.check.columns import Fault
from ingest.check.rows import Checked
from ingest.formats.declare import Format

Code = tuple[str, str, str]
Named = tuple[str, str, str, Reference | None]
"""Type, scheme, name as compared, and what it lies within."""


def return_clashing(rows: Sequence[Checked], declared: Format, heading_of: dict[str, str]) -> list[Checked]:
    """The same rows, those that clash returned: equal codes join what they name, so a wrong one would swallow a record.

    ``heading_of`` tells the heading of each column of the format. Only the file itself decides, never the graph.
    """
    names: dict[Code, set[str]] = defaultdict(set)
    for row in rows:
        for code, name in _codes(row):
            names[code].add(name)
    sound = [_returned(row, declared, heading_of, names) for row in rows]
    return _with_namesakes(sound, declared, heading_of)


def _codes(row: Checked) -> list[tuple[Code, str]]:
    if row.assertion is None or not row.assertion.subjects:
        return []
    subject = row.assertion.subjects[0]
    name = matching(subject.name or _of_what(row.assertion))
    return [
        ((subject.type, each.scheme, f"{each.value}@{each.start}"), name)
        for each in subject.identifiers
        if each.scheme not in LOCAL
    ]


def _of_what(assertion: Assertion) -> str:
    """What tells a record that bears no name from another: whom and what its row ties it to."""
    ends = {
        (tie.type, end.text) for tie in assertion.ties for end in (tie.source, tie.target) if not isinstance(end, int)
    }
    return " ".join(f"{kind} {text}" for kind, text in sorted(ends))


def _with_namesakes(rows: list[Checked], declared: Format, heading_of: dict[str, str]) -> list[Checked]:
    """The same rows with a remark where one name in one place stands beside different codes of an exclusive scheme."""
    codes: dict[Named, set[str]] = defaultdict(set)
    for row in rows:
        for named, code in _named(row):
            codes[named].add(code)
    spec = next(iter(declared.subjects.values()), None)
    heading = heading_of.get(spec.name or "", "") if spec is not None else ""
    remark = Fault(
        heading,
        "one_name_two_codes",
        "同一名称在本文件里有不同的编码,按不同的记录导入;若实为一个,请核对编码",
        "one name stands beside different codes in this file: loaded as different records; check them if they are one",
    )
    return [
        replace(row, remarks=(*row.remarks, remark)) if any(len(codes[named]) > 1 for named, _ in _named(row)) else row
        for row in rows
    ]


def _named(row: Checked) -> list[tuple[Named, str]]:
    if row.assertion is None or not row.assertion.subjects:
        return []
    subject = row.assertion.subjects[0]
    if subject.name is None:
        return []
    name = matching(subject.name)
    return [
        ((subject.type, each.scheme, name, subject.within), each.value)
        for each in subject.identifiers
        if each.scheme in EXCLUSIVE
    ]


def _returned(row: Checked, declared: Format, heading_of: dict[str, str], names: dict[Code, set[str]]) -> Checked:
    schemes = [code[1] for code, _ in _codes(row) if len(names[code]) > 1]
    if not schemes:
        return row
    spec = next(iter(declared.subjects.values()))
    columns = [spec.identifiers[scheme] for scheme in schemes]
    faults = tuple(
        Fault(
            heading_of.get(column, column) if isinstance(column, str) else "",
            "one_code_two_names",
            "同一编码在本文件里写给了不同的名称(或事项),可能是下拉填充所致;请核对编码",
            "one code stands beside different names (or matters) in this file: check it",
        )
        for column in columns
    )
    return replace(row, assertion=None, faults=faults, key=None)
