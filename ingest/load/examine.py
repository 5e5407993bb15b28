"""Examine one file: read it, recognise its rosters, check every row. Of the ledger it needs two look-ups, no more.

Runs in a process of its own (ingest.load.worker): a reader that meets a hostile file may end its process.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from graph.collector import collector_paused
from graph.errors import RosterProblem
from graph.model.statement import encode
from graph.store.ledger import FileDraft, FileEntry, RowDraft
from ingest.check.clashes import return_clashing
from ingest.check.detect import Recognised, known_headings, recognise
from ingest.check.grounds import sheet_called
from ingest.check.members import refuse_members
from ingest.check.personal_columns import Stripped, beside_personal_label, strip_personal
from ingest.check.rows import Checked, RowReader
from ingest.check.statements import Context
from ingest.check.totals import TotalMismatch, mismatches
from ingest.check.unknown_columns import UnknownColumn, described
from ingest.clean.personal import find_personal
from ingest.formats.catalog import format_named
from ingest.load.editions import Edition, addition_to, edition_of
from ingest.load.mends import Recorded, file_mended, row_mended
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome, ReturnedRow, RowRemark
from ingest.names.alias_table import alias_tables, aliases
from ingest.names.decided import decided, is_review
from ingest.read.naming import file_name
from ingest.read.parts import parts
from ingest.read.problems import file_problem
from ingest.read.row_kinds import RowKind
from ingest.read.sheets import Cell, Workbook
from ingest.read.table import Column, Row
from ingest.read.workbook import read_workbook

OnRows = Callable[[int, int], None]
"""Called now and then with the rows checked so far and the rows of the file."""
_STRIDE = 5_000
CODES = frozenset(("uscc", "org_code", "division", "code", "person_key"))
"""Kinds of columns that hold codes."""


@collector_paused()
def examine(path: Path, options: LoadOptions, recorded: Recorded, on_rows: OnRows | None = None) -> list[FileOutcome]:
    """What loading this file would record, one outcome for each format in it.

    Raises RosterProblem for a file that cannot be loaded as it is, WrongUsage where date or scope are missing.
    """
    if path.suffix.lower() == ".toml":
        return [_case(path)]
    workbook = read_workbook(path)
    decisions = _decisions(workbook, options, recorded)
    if decisions is not None:
        return [decisions]
    found: dict[str, list[Recognised]] = {}
    unread: list[str] = []
    for sheet in (part for whole in workbook.sheets for part in parts(whole, known_headings().__contains__)):
        asked = options.format_of(sheet_called(sheet.name, workbook.name))
        recognised = recognise(sheet, workbook.name, None if asked is None else format_named(asked))
        if recognised is not None:
            found.setdefault(recognised.declared.name, []).append(recognised)
        elif any(cell is not None for row in sheet.rows for cell in row):
            unread.append(sheet.name)
    if not found:
        raise RosterProblem(
            f"{workbook.name} 里没有找到名册表格;请检查表头,或用 gongjian formats 查看各种名册的表头",
            f"{workbook.name}: no roster table was found; check the headings, or see `gongjian formats`",
            code="no_table",
        )
    tell = on_rows or (lambda done, of: None)
    return [
        _outcome(workbook, sheets, options, recorded, tell, tuple(dict.fromkeys(unread))) for sheets in found.values()
    ]


def _decisions(workbook: Workbook, options: LoadOptions, recorded: Recorded) -> FileOutcome | None:
    """What a steward decided on names: a review that was filled in, or a table of aliases; None for any other file."""
    if is_review(workbook):
        return decided(workbook, recorded)
    tables = alias_tables(workbook)
    return aliases(workbook, tables, options) if tables else None


def _case(path: Path) -> FileOutcome:
    from ingest.cases.catalog import read_case  # the model of cases takes longer to import than a roster to read
    from ingest.cases.draft import draft

    try:
        case = read_case(path)
        said = draft(case)
    except RecursionError as error:
        raise file_problem(
            "too_deep",
            file_name(path),
            "层层嵌套过深,不是案例文件;请检查后再导入",
            "is nested too deeply to be a case: check it",
        ) from error
    printed = case.source.published_on is not None
    dated = "来源发布日期 | date of publication" if printed else "案例文件(原文未印日期) | case file (no date printed)"
    return FileOutcome(said, "案例事实", (), dated, (), (), (), (), (), ())


def _outcome(
    workbook: Workbook,
    sheets: list[Recognised],
    options: LoadOptions,
    recorded: Recorded,
    tell: OnRows,
    unread: tuple[str, ...],
) -> FileOutcome:
    refuse_members(workbook.name, sheets, declared=options.keyed_members)
    declared = sheets[0].declared
    if options.adds_to is not None:
        addition: FileEntry | None = addition_to(recorded.files(), declared, options.adds_to)
    else:
        addition = file_mended(sheets, recorded)
    edition = edition_of(workbook.name, sheets, options, addition)
    rows: list[RowDraft] = []
    returned: list[ReturnedRow] = []
    totals: list[TotalMismatch] = []
    remarks: list[RowRemark] = []
    stripped = [strip_personal(sheet.table, sheet.columns, declared) for sheet in sheets]
    seen: set[bytes] = set()
    checks = _checked(sheets, stripped, _context(edition, recorded), tell)
    for sheet, clean in zip(sheets, stripped, strict=True):
        for row, checked in checks[id(sheet)]:
            mends, fault = row_mended(sheet, row, recorded, addition)
            if fault is not None:
                checked = Checked(row.number, None, (fault,))
            rows.append(_row_draft(sheet.sheet.name, checked, seen, mends))
            remarks += [RowRemark(sheet.sheet.name, row.number, remark) for remark in checked.remarks]
            if checked.assertion is None:
                returned.append(_returned(sheet, clean, row, checked))
        totals += mismatches(sheet, clean.table.rows)
    draft = _draft(workbook, declared.name, edition, rows, sheets)
    return FileOutcome(
        draft,
        declared.title_zh,
        tuple(dict.fromkeys(_heading(sheet, index) for sheet in sheets for index in sheet.columns)),
        edition.origin,
        tuple(dict.fromkeys(heading for each in stripped for heading in each.dropped)),
        tuple(dict.fromkeys(heading for each in stripped for heading in each.as_presence)),
        _unknown(sheets, stripped),
        unread,
        tuple(returned),
        tuple(totals),
        tuple(remarks),
        _ignored(sheets),
        tuple(sheet.grounds for sheet in sheets),
    )


def _context(edition: Edition, recorded: Recorded) -> Context:
    return Context(edition.issuer, edition.scope_reference, recorded.secret, edition.moment)


def _checked(
    sheets: list[Recognised], stripped: list[Stripped], context: Context, tell: OnRows
) -> dict[int, list[tuple[Row, Checked]]]:
    """The rows of each sheet, checked one by one and then against each other."""
    count = sum(len(clean.table.rows) for clean in stripped)
    found: list[tuple[Recognised, Row, Checked]] = []
    for sheet, clean in zip(sheets, stripped, strict=True):
        reader = RowReader(sheet, context)
        for row in clean.table.rows:
            found.append((sheet, row, reader.read(row)))
            if len(found) % _STRIDE == 0:
                tell(len(found), count)
    headings = {name: _heading(sheet, index) for sheet in sheets for index, name in sheet.columns.items()}
    sound = return_clashing([checked for _, _, checked in found], sheets[0].declared, headings)
    by_sheet: dict[int, list[tuple[Row, Checked]]] = {id(sheet): [] for sheet in sheets}
    for (sheet, row, _), checked in zip(found, sound, strict=True):
        by_sheet[id(sheet)].append((row, checked))
    return by_sheet


def _heading(sheet: Recognised, index: int) -> str:
    return next(column.heading for column in sheet.table.columns if column.index == index)


def _unknown(sheets: list[Recognised], stripped: list[Stripped]) -> tuple[UnknownColumn, ...]:
    dropped = {heading for each in stripped for heading in each.dropped}
    found: dict[str, UnknownColumn] = {}
    for sheet, clean in zip(sheets, stripped, strict=True):
        index_of = {column.heading: column.index for column in sheet.table.columns}
        for heading in sheet.unknown:
            if heading not in dropped:
                found.setdefault(heading, described(heading, index_of[heading], clean.table.rows))
    return tuple(found.values())


def _ignored(sheets: list[Recognised]) -> tuple[tuple[str, int], ...]:
    kinds = Counter(each.kind.value for sheet in sheets for each in sheet.table.ignored)
    kinds[RowKind.HEADER.value] += sum(len(sheet.table.header_rows) for sheet in sheets)
    return tuple((kind.value, kinds[kind.value]) for kind in RowKind if kinds[kind.value])


def _row_draft(sheet: str, checked: Checked, seen: set[bytes], mends: int | None) -> RowDraft:
    if checked.assertion is None:
        reason = json.dumps([[fault.column, fault.code] for fault in checked.faults], ensure_ascii=False)
        key = None if checked.key is None else encode(checked.key)
        return RowDraft(sheet, checked.number, "returned", key, reason, mends)
    payload = encode(checked.assertion)
    if payload in seen:
        return RowDraft(sheet, checked.number, "duplicate", None, None, mends)
    seen.add(payload)
    return RowDraft(sheet, checked.number, "accepted", payload, None, mends)


def _draft(
    workbook: Workbook, format_name: str, edition: Edition, rows: list[RowDraft], sheets: list[Recognised]
) -> FileDraft:
    declared = sheets[0].declared
    states = [row.state for row in rows]
    counts = {
        "rows": sum(len(sheet.sheet.rows) for sheet in sheets),
        "loaded": states.count("accepted"),
        "duplicates": states.count("duplicate"),
        "ignored": sum(len(sheet.table.ignored) + len(sheet.table.header_rows) for sheet in sheets),
        "returned": states.count("returned"),
    }
    reference = declared.nature == "reference" and not edition.synthetic
    return FileDraft(
        name=workbook.name,
        sha256=workbook.sha256,
        format=format_name,
        issuer=edition.issuer,
        scope=edition.scope,
        edition=edition.moment.text(),
        complete=edition.complete,
        rank=declared.rank,
        nature="reference" if reference else "roster",
        synthetic=edition.synthetic,
        rows=rows,
        counts=counts,
    )


def _returned(sheet: Recognised, clean: Stripped, row: Row, checked: Checked) -> ReturnedRow:
    personal = {*clean.dropped}  # a column kept as presence holds no more than yes or no by now
    # a cell that held personal data does not travel back either
    exposed = {fault.column for fault in checked.faults if fault.code in ("personal_data", "identity_number")}
    kept = [
        column
        for column in sheet.table.columns
        if column.heading and column.heading not in personal and column.index != sheet.returned_number
    ]
    # the title stays behind, so what it told of the row travels as a column
    told = sheet.grounds.from_title
    faulty = {fault.column for fault in checked.faults}
    cells = [row.cells[column.index] if column.index < len(row.cells) else None for column in kept]
    return ReturnedRow(
        sheet.sheet.name,
        row.number,
        checked.faults,
        (*(column.heading for column in kept), *(heading for heading, _ in told)),
        tuple(
            None
            if column.heading in exposed
            # of a column that the format knows, the cell to the left is a value (a post 书记), no label of a form
            or (column.index not in sheet.columns and beside_personal_label(row.cells, column.index))
            or _strays(sheet, column, cell, column.heading in faulty)
            else cell
            for column, cell in zip(kept, cells, strict=True)
        )
        + tuple(word for _, word in told),
    )


def _strays(sheet: Recognised, column: Column, cell: Cell, faulty: bool) -> bool:
    """Whether a cell of any column holds a number of a person, put there by mistake: it must not travel on."""
    name = sheet.columns.get(column.index)
    kind = None if name is None else sheet.declared.columns[name].kind
    if kind == "person_key":
        return True  # an office's serial tells its own people who it is; the row's number finds it in their roster
    if kind in CODES and not faulty:
        return False  # codes are runs of digits, too; these have been read as what they are
    if isinstance(cell, str):
        return find_personal(cell) is not None
    return faulty and isinstance(cell, int | float) and find_personal(f"{cell:.0f}") is not None
