"""Read and check files: everything that can be known of a Load before it is recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from graph.errors import NotFound, RosterProblem
from graph.model.statement import encode
from graph.store.ledger import FileDraft, FileEntry, Ledger, RowDraft
from ingest.cases.catalog import read_case
from ingest.cases.draft import draft as case_draft
from ingest.check.clashes import return_clashing
from ingest.check.detect import RETURNED_NUMBER, Recognised, recognise
from ingest.check.personal_columns import Stripped, strip_personal
from ingest.check.rows import Checked, Fault, RowReader
from ingest.check.statements import Context
from ingest.formats.catalog import format_named
from ingest.load.editions import Edition, addition_to, edition_of, superseded
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome, Prepared, ReturnedRow, RowRemark, TotalMismatch
from ingest.read.sheets import Workbook
from ingest.read.table import Row
from ingest.read.workbook import read_workbook

SUFFIXES = (".xlsx", ".xls", ".et", ".csv", ".toml")
OnFile = Callable[[str, int, int], None]
"""Called with a file's name, its position (from 1) and the number of files."""


def prepare(paths: Iterable[Path], options: LoadOptions, ledger: Ledger, on_file: OnFile | None = None) -> Prepared:
    """Read and check all files; raises for a file that cannot be loaded at all, so that nothing is half done."""
    files = _files(paths)
    outcomes: list[FileOutcome] = []
    for position, path in enumerate(files, start=1):
        if on_file is not None:
            on_file(path.name, position, len(files))
        outcomes.extend(_prepare_case(path) if path.suffix == ".toml" else _prepare_workbook(path, options, ledger))
    known = {(file.sha256, file.roster, file.edition, file.complete) for file in ledger.files() if file.live}
    fresh = [each for each in outcomes if _identity(each.draft) not in known]
    drafts = [each.draft for each in fresh]
    return Prepared(
        files=tuple(fresh),
        unchanged=tuple(each.draft.name for each in outcomes if _identity(each.draft) in known),
        withdraws=superseded(ledger, drafts, options) if drafts else frozenset(),
        plan=_plan(drafts, options, ledger),
        sequence=ledger.sequence,
    )


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [each for each in path.iterdir() if each.suffix.lower() in SUFFIXES and each.name[0] not in "~."]
            found += sorted(inside)
        elif path.is_file():
            found.append(path)
        else:
            raise NotFound(f"找不到文件 {path.name}", f"there is no file {path.name}")
    if not found:
        raise NotFound("没有可导入的文件(.xlsx .xls .et .csv)", "there is no file to load (.xlsx .xls .et .csv)")
    return found


def _identity(draft: FileDraft) -> tuple[str, str, str, bool]:
    return draft.sha256, draft.roster, draft.edition, draft.complete


def _plan(drafts: Sequence[FileDraft], options: LoadOptions, ledger: Ledger) -> str:
    """Names what a dry run showed: the same files under the same options on the same ledger."""
    content = [ledger.id, ledger.sequence, options.replaces, options.adds_to, sorted(map(_identity, drafts))]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


def _prepare_case(path: Path) -> list[FileOutcome]:
    draft = case_draft(read_case(path))
    return [FileOutcome(draft, "案例事实", (), "来源发布日期 | date of publication", (), (), (), (), (), ())]


def _prepare_workbook(path: Path, options: LoadOptions, ledger: Ledger) -> list[FileOutcome]:
    workbook = read_workbook(path)
    wanted = None if options.format is None else format_named(options.format)
    found: dict[str, list[Recognised]] = {}
    unread: list[str] = []
    for sheet in workbook.sheets:
        recognised = recognise(sheet, workbook.name, wanted)
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
    return [_outcome(workbook, sheets, options, ledger, tuple(unread)) for sheets in found.values()]


def _outcome(
    workbook: Workbook, sheets: list[Recognised], options: LoadOptions, ledger: Ledger, unread: tuple[str, ...]
) -> FileOutcome:
    declared = sheets[0].declared
    addition = _addition(sheets, options, ledger)
    edition = edition_of(workbook.name, sheets, options, addition)
    rows: list[RowDraft] = []
    returned: list[ReturnedRow] = []
    mismatches: list[TotalMismatch] = []
    remarks: list[RowRemark] = []
    stripped = [strip_personal(sheet.table, sheet.columns, declared) for sheet in sheets]
    seen: set[bytes] = set()
    checks = _checked(sheets, stripped, Context(edition.issuer, edition.scope_reference, ledger.secret))
    for sheet, clean in zip(sheets, stripped, strict=True):
        for row, checked in checks[id(sheet)]:
            mends, fault = _mended(sheet, row, ledger, addition)
            if fault is not None:
                checked = Checked(row.number, None, (fault,))
            rows.append(_row_draft(sheet.sheet.name, checked, seen, mends))
            remarks += [RowRemark(sheet.sheet.name, row.number, remark) for remark in checked.remarks]
            if checked.assertion is None:
                returned.append(_returned(sheet, clean, row, checked))
        mismatches += _mismatches(sheet, clean)
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
        tuple(mismatches),
        tuple(remarks),
    )


def _checked(
    sheets: list[Recognised], stripped: list[Stripped], context: Context
) -> dict[int, list[tuple[Row, Checked]]]:
    """The rows of each sheet, checked one by one and then against each other."""
    readers = [RowReader(sheet, context) for sheet in sheets]
    found = [
        (sheet, row, reader.read(row))
        for sheet, clean, reader in zip(sheets, stripped, readers, strict=True)
        for row in clean.table.rows
    ]
    headings = {name: _heading(sheet, index) for sheet in sheets for index, name in sheet.columns.items()}
    sound = return_clashing([checked for _, _, checked in found], sheets[0].declared, headings)
    by_sheet: dict[int, list[tuple[Row, Checked]]] = {id(sheet): [] for sheet in sheets}
    for (sheet, row, _), checked in zip(found, sound, strict=True):
        by_sheet[id(sheet)].append((row, checked))
    return by_sheet


def _heading(sheet: Recognised, index: int) -> str:
    return next(column.heading for column in sheet.table.columns if column.index == index)


def _unknown(sheets: list[Recognised], stripped: list[Stripped]) -> tuple[str, ...]:
    dropped = {heading for each in stripped for heading in each.dropped}
    return tuple(dict.fromkeys(heading for sheet in sheets for heading in sheet.unknown if heading not in dropped))


def _addition(sheets: list[Recognised], options: LoadOptions, ledger: Ledger) -> FileEntry | None:
    """The file that this one adds to: named by option, or by the numbers of the returned rows it brings back."""
    if options.adds_to is not None:
        return addition_to(ledger, sheets[0].declared, options.adds_to)
    for sheet in sheets:
        if sheet.returned_number is None:
            continue
        for row in sheet.table.rows:
            number = _number(row, sheet.returned_number)
            entry = None if number is None else ledger.row(number)
            if entry is not None:
                return next(file for file in ledger.files() if file.id == entry.file)
    return None


def _number(row: Row, index: int) -> int | None:
    cell = row.cells[index] if index < len(row.cells) else None
    try:
        return int(str(cell).split(".")[0])
    except ValueError:
        return None


def _mended(sheet: Recognised, row: Row, ledger: Ledger, addition: FileEntry | None) -> tuple[int | None, Fault | None]:
    """The returned row that this one mends, where the sheet says so."""
    number = None if sheet.returned_number is None else _number(row, sheet.returned_number)
    if number is None:
        return None, None
    entry = ledger.row(number)
    if entry is None or entry.state != "returned" or addition is None or entry.file != addition.id:
        zh, en = "退回编号不是这份名册的退回行,请勿改动此列", "the number is not of a returned row of this roster"
        return None, Fault(RETURNED_NUMBER, "no_returned_row", zh, en)
    return number, None


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


def _returned(sheet: Recognised, clean: Stripped, row: Row, checked: Checked) -> ReturnedRow:
    personal = {*clean.dropped}  # a column kept as presence holds no more than yes or no by now
    # a cell that held personal data does not travel back either
    exposed = {fault.column for fault in checked.faults if fault.code in ("personal_data", "identity_number")}
    kept = [
        column
        for column in sheet.table.columns
        if column.heading and column.heading not in personal and column.index != sheet.returned_number
    ]
    return ReturnedRow(
        sheet.sheet.name,
        row.number,
        checked.faults,
        tuple(column.heading for column in kept),
        tuple(
            None if column.heading in exposed or column.index >= len(row.cells) else row.cells[column.index]
            for column in kept
        ),
    )


def _mismatches(sheet: Recognised, clean: Stripped) -> list[TotalMismatch]:
    found: list[TotalMismatch] = []
    for total in sheet.table.totals:
        if total.word == "小计":
            continue  # a subtotal is of the rows since the last one, which the sheet does not bound
        for index, stated in total.numbers.items():
            if index not in sheet.columns:
                continue
            cells = [row.cells[index] for row in clean.table.rows if index < len(row.cells)]
            summed = sum(float(cell) for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool))
            if abs(summed - stated) > 1e-6 * max(1.0, abs(stated)):
                found.append(TotalMismatch(sheet.sheet.name, total.row, _heading(sheet, index), stated, summed))
    return found


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
