"""The alias table (别名表): other names of things, with the place and time in which they hold, as rows of the ledger.

A row says ``same`` of two identifiers: the thing's code (or its name within a place), and the other name within the
place. It takes no name from whoever bears it already; see ``graph.store.fold.aliases``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.model.registry import node_types
from graph.model.statement import Assertion, Decision, Identifier, encode
from graph.model.time import Moment, day_after
from graph.store.ledger import FileDraft, RowDraft
from graph.store.ledger.entries import RowState
from ingest.check.cells import CellValue, read_cell
from ingest.check.columns import Fault
from ingest.check.rows import Checked
from ingest.check.stamp import read_stamp
from ingest.clean.identifiers import parse_division_code, parse_organisation_code, parse_unified_code
from ingest.clean.problems import CellProblem
from ingest.clean.text import Said
from ingest.formats.declare import Column
from ingest.load.editions import date_missing, scope_missing
from ingest.load.options import ISSUER, LoadOptions
from ingest.load.outcome import FileOutcome, ReturnedRow
from ingest.names.decisions import name_identifier
from ingest.names.known import FAMILIES
from ingest.read.headings import normalise_heading
from ingest.read.sheets import Cell, Workbook
from ingest.read.table import Row, Table, find_table

FORMAT = "aliases"
TITLE = "别名表"
KINDS: Final = {
    name: (declared.title_zh, *declared.title_zh.rstrip(")").split("("))
    for name, declared in node_types().items()
    if declared.named and declared.family in FAMILIES
}
COLUMNS: Final[Mapping[str, Column]] = {
    "kind": Column(headings=("类别", "对象类别"), kind="category", lookup=KINDS, required=True),
    "name": Column(headings=("正式名称", "规范名称"), required=True),
    "alias": Column(headings=("别名", "曾用名", "简称", "又名"), required=True, split=True),
    "code": Column(headings=("代码", "统一社会信用代码", "编码"), kind="code"),
    "community": Column(headings=("所在社区", "社区")),
    "start": Column(headings=("启用日期", "起始日期"), kind="moment"),
    "end": Column(headings=("停用日期", "终止日期"), kind="moment"),
}
"""Columns with the headings under which they may stand; the required ones make a sheet an alias table."""
_COLUMN: Final = {normalise_heading(each): name for name, column in COLUMNS.items() for each in column.headings}
Values = Mapping[str, CellValue | Said]


@dataclass(frozen=True, slots=True)
class _Sheet:
    table: Table
    columns: Mapping[str, int]
    headings: Mapping[str, str]


def alias_tables(workbook: Workbook) -> list[_Sheet]:
    """The sheets that are alias tables."""
    found: list[_Sheet] = []
    for table in (find_table(sheet, _COLUMN.__contains__) for sheet in workbook.sheets):
        if table is not None:
            known = {_COLUMN[each.normalised]: each for each in table.columns if each.normalised in _COLUMN}
            if all(name in known for name, column in COLUMNS.items() if column.required):
                columns = {name: column.index for name, column in known.items()}
                found.append(_Sheet(table, columns, {name: column.heading for name, column in known.items()}))
    return found


def aliases(workbook: Workbook, sheets: list[_Sheet], options: LoadOptions) -> FileOutcome:
    """The aliases of a workbook; WrongUsage where date or scope are missing."""
    texts = [each.text for sheet in sheets for each in sheet.table.ignored if each.text]
    stamp = read_stamp([*texts, *(sheet.table.sheet for sheet in sheets)], workbook.name)
    moment, scope = options.edition or stamp.edition, options.scope or stamp.scope
    if moment is None:
        raise date_missing(workbook.name)
    if scope is None:
        raise scope_missing(workbook.name)
    rows: list[RowDraft] = []
    returned: list[ReturnedRow] = []
    seen: set[bytes] = set()
    for sheet in sheets:
        for row in sheet.table.rows:
            checked = _checked(sheet, row, scope)
            rows.append(_drafted(sheet.table.sheet, checked, seen))
            if checked.assertion is None:
                cells = tuple(_cell(row, at) for at in sheet.columns.values())
                kept = tuple(sheet.headings.values())
                returned.append(ReturnedRow(sheet.table.sheet, row.number, checked.faults, kept, cells))
    draft = FileDraft(
        name=workbook.name,
        sha256=workbook.sha256,
        format=FORMAT,
        issuer=(options.issuer or ISSUER).replace("|", "/"),
        scope=scope,
        edition=moment.text(),
        complete=False,
        rank=0,
        nature="reference",
        synthetic=False,
        rows=rows,
        counts=_counts(workbook, sheets, rows),
    )
    matched = tuple(dict.fromkeys(heading for sheet in sheets for heading in sheet.headings.values()))
    origin = "命令选项 | option" if options.edition else stamp.edition_from
    return FileOutcome(draft, TITLE, matched, origin, (), (), (), (), tuple(returned), ())


def _counts(workbook: Workbook, sheets: list[_Sheet], rows: list[RowDraft]) -> dict[str, int]:
    names = {sheet.table.sheet for sheet in sheets}
    states = [row.state for row in rows]
    return {
        "rows": sum(len(sheet.rows) for sheet in workbook.sheets if sheet.name in names),
        "loaded": states.count("accepted"),
        "duplicates": states.count("duplicate"),
        "ignored": sum(len(sheet.table.ignored) + len(sheet.table.header_rows) for sheet in sheets),
        "returned": states.count("returned"),
    }


def _cell(row: Row, at: int) -> Cell:
    return row.cells[at] if at < len(row.cells) else None


def _checked(sheet: _Sheet, row: Row, scope: str) -> Checked:
    values: dict[str, CellValue | Said] = {}
    faults: list[Fault] = []
    for name, at in sheet.columns.items():
        try:
            values[name] = read_cell(COLUMNS[name], _cell(row, at), None, [])
            if COLUMNS[name].required and isinstance(values[name], Said):
                raise CellProblem("required", "必填项没有填写", "this column must be filled")
        except CellProblem as problem:
            faults.append(Fault(sheet.headings[name], problem.code, problem.zh, problem.en))
    try:
        decisions = () if faults else tuple(_decisions(values, scope))
    except CellProblem as problem:
        heading = sheet.headings["end" if problem.code == "end_before_start" else "code"]
        faults.append(Fault(heading, problem.code, problem.zh, problem.en))
    return Checked(row.number, None, tuple(faults)) if faults else Checked(row.number, Assertion((), (), decisions), ())


def _decisions(values: Values, scope: str) -> Iterable[Decision]:
    kind, name, others = str(values["kind"]), str(values["name"]), values["alias"]
    start, end = values.get("start"), values.get("end")
    first = start.earliest if isinstance(start, Moment) else None
    last = day_after(end.latest) if isinstance(end, Moment) else None
    if first is not None and last is not None and last <= first:
        raise CellProblem("end_before_start", "结束日期早于开始日期", "the end lies before the start")
    place = _place(values.get("community"), scope)
    code = values.get("code")
    thing = name_identifier(name, place) if not isinstance(code, str) else Identifier(*_code(kind, code))
    names = [*others] if isinstance(others, list) else [str(others)]
    # a thing told by its code bears its formal name too, where no roster of that code writes it
    for each in [name, *names] if isinstance(code, str) else names:
        other = name_identifier(each, place, first, last) if each != name else name_identifier(each, place)
        if other != thing:
            yield Decision("same", kind, thing, other)


def _place(community: CellValue | Said | None, scope: str) -> str:
    top = f"Place:division:{scope}" if scope.isdecimal() else f"Place:name:{name_identifier(scope, None).value}"
    if not isinstance(community, str):
        return top
    if community.isdecimal():
        return f"Place:division:{parse_division_code(community)}"
    return f"Place:name:{name_identifier(community, top).value}"


def _code(kind: str, code: str) -> tuple[str, str]:
    if kind == "Place":
        return "division", parse_division_code(code)
    if kind in ("Grid", "Building"):
        return "object_code", code
    return ("org_code", parse_organisation_code(code)) if len(code) in (9, 10) else ("uscc", parse_unified_code(code))


def _drafted(sheet: str, checked: Checked, seen: set[bytes]) -> RowDraft:
    if checked.assertion is None:
        reason = json.dumps([[fault.column, fault.code] for fault in checked.faults], ensure_ascii=False)
        return RowDraft(sheet, checked.number, "returned", None, reason)
    payload = encode(checked.assertion)
    state: RowState = "duplicate" if payload in seen else "accepted"
    draft = RowDraft(sheet, checked.number, state, None if payload in seen else payload)
    seen.add(payload)
    return draft
