"""Rows of one file that cannot all be right: one code under different names, as when a cell was dragged down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from graph.model.names import matching
from graph.model.schemes import LOCAL
from ingest.check.rows import Checked, Fault
from ingest.formats.declare import Format

Code = tuple[str, str, str]


def return_clashing(rows: Sequence[Checked], declared: Format, heading_of: dict[str, str]) -> list[Checked]:
    """The same rows, those that clash returned: equal codes join what they name, so a wrong one would swallow a record.

    ``heading_of`` tells the heading of each column of the format. Only the file itself decides, never the graph.
    """
    names: dict[Code, set[str]] = defaultdict(set)
    for row in rows:
        for code, name in _codes(row):
            names[code].add(name)
    return [_returned(row, declared, heading_of, names) for row in rows]


def _codes(row: Checked) -> list[tuple[Code, str]]:
    if row.assertion is None:
        return []
    subject = row.assertion.subjects[0]
    if subject.name is None:
        return []
    name = matching(subject.name)
    return [
        ((subject.type, each.scheme, f"{each.value}@{each.start}"), name)
        for each in subject.identifiers
        if each.scheme not in LOCAL
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
            "同一编码在本文件里写给了不同的名称,可能是下拉填充所致;请核对编码",
            "one code stands beside different names in this file: check it",
        )
        for column in columns
    )
    return replace(row, assertion=None, faults=faults, key=None)
