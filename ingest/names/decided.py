"""A review workbook that a steward has filled in, as rows of the ledger: each verdict is an assertion."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import WrongUsage
from graph.model.registry import node_types
from graph.model.schemes import RANK
from graph.model.statement import RECORD, Assertion, Decision, encode
from graph.store.ledger import FileDraft, FileEntry, RowDraft
from graph.store.ledger.entries import RowState
from ingest.check.columns import Fault
from ingest.check.detect import RETURNED_NUMBER
from ingest.check.rows import Checked
from ingest.clean.problems import CellProblem
from ingest.clean.text import clean_text
from ingest.load.mends import Recorded
from ingest.load.options import REVIEW
from ingest.load.outcome import FileOutcome, ReturnedRow
from ingest.names.answers import KEY, NAMES, TITLE, VERDICT, VERDICTS, Key, check_of
from ingest.names.decisions import ROLES, assertion_of
from ingest.read.sheets import Cell, Sheet, Workbook

SCOPE = "核对"
_LONGEST = 19
"""Digits of a row number that the ledger can hold."""
_MARK = re.compile(rf"{TITLE} 编号 ([0-9a-f]+) 日期 (\d{{4}}-\d{{2}}-\d{{2}})")


@dataclass(frozen=True, slots=True)
class _Page:
    sheet: Sheet
    header: int
    """Zero-based index of the row of headings."""
    columns: dict[str, int]


def is_review(workbook: Workbook) -> bool:
    """Whether a workbook was written by ``gongjian review``."""
    return bool(_pages(workbook))


def _pages(workbook: Workbook) -> list[_Page]:
    found: list[_Page] = []
    for sheet in workbook.sheets:
        for index, row in enumerate(sheet.rows[:5]):
            columns = {cell: at for at, cell in enumerate(row) if isinstance(cell, str)}
            if {VERDICT, KEY, *NAMES} <= columns.keys():
                found.append(_Page(sheet, index, columns))
                break
    return found


def decided(workbook: Workbook, recorded: Recorded) -> FileOutcome:
    """The verdicts of a review; WrongUsage where its mark is gone, or no verdict is filled in.

    The workbook of its returned rows says by their numbers which review it mends.
    """
    pages = _pages(workbook)
    mended = _mended(pages, recorded)
    edition = _edition(pages) if mended is None else (mended.issuer, mended.edition)
    if edition is None:
        raise WrongUsage(
            f"{workbook.name} 第一行的「{TITLE} 编号 … 日期 …」没有了;请保留原样,或用 gongjian review 重新生成",
            f"{workbook.name}: the first line with number and date of the review is gone; write it anew with "
            "`gongjian review`",
            code="review_mark",
        )
    checks = [(page, checked) for page in pages for checked in _checked(page)]
    if not checks:
        raise WrongUsage(
            f"{workbook.name} 没有填写(或改动)任何结论;请在「{VERDICT}」列选相同、不同或不确定",
            f"{workbook.name}: no verdict is filled in or changed; choose one in the column {VERDICT}",
            code="nothing_decided",
        )
    rows, returned = _rows(checks, recorded, mended)
    draft = _draft(workbook, pages, rows, edition)
    origin = f"核对表;标题、表头、未填结论和未改动的 {draft.counts['ignored']} 行略过 | the review"
    return FileOutcome(draft, TITLE, (VERDICT, KEY), origin, (), (), (), (), tuple(returned), ())


def _edition(pages: Sequence[_Page]) -> tuple[str, str] | None:
    """Issuer and date of the review, from the line above its headings."""
    texts = (cell for page in pages for row in page.sheet.rows[: page.header] for cell in row if isinstance(cell, str))
    mark = next((found for found in map(_MARK.search, texts) if found is not None), None)
    return None if mark is None else (f"{TITLE} {mark[1]}", mark[2])


def _mended(pages: Sequence[_Page], recorded: Recorded) -> FileEntry | None:
    """The file of which the rows of a workbook of returned rows came back."""
    numbers = (_number(page, row) for page in pages for row in page.sheet.rows[page.header + 1 :])
    entries = (recorded.row(number) for number in numbers if number is not None)
    file = next((entry.file for entry in entries if entry is not None), None)
    return next((each for each in recorded.files() if each.id == file and each.format == REVIEW), None)


def _number(page: _Page, row: Sequence[Cell]) -> int | None:
    column = page.columns.get(RETURNED_NUMBER, len(row))
    cell = row[column] if column < len(row) else None
    digits = str(cell).split(".")[0]
    return int(digits) if digits.isdecimal() and len(digits) < _LONGEST else None


def _checked(page: _Page) -> list[Checked]:
    """The rows with a verdict that is new."""
    found: list[Checked] = []
    for number, row in enumerate(page.sheet.rows[page.header + 1 :], start=page.header + 2):
        try:
            verdict = _text(row, page.columns[VERDICT])
            if verdict:
                checked = _row(page, number, row, verdict)
                found += [] if checked is None else [checked]
        except CellProblem as problem:
            found.append(_returned(number, VERDICT, problem.code, problem.zh, problem.en))
    return found


def _text(row: Sequence[Cell], column: int) -> str:
    return (clean_text(row[column]) or "") if column < len(row) else ""


def _row(page: _Page, number: int, row: Sequence[Cell], word: str) -> Checked | None:
    if word not in VERDICTS:
        zh, en = "结论只能是相同、不同或不确定", "a verdict is one of 相同, 不同, 不确定"
        return _returned(number, VERDICT, "unknown_verdict", zh, en)
    zh, en = "核对键被改动,请用 gongjian review 重新生成", "the key was changed: write the review anew"
    try:
        key = Key.parse(str(row[page.columns[KEY]]) if page.columns[KEY] < len(row) else "")
        assertion = _assertion(key, word)
    except ValueError:
        return _returned(number, KEY, "unknown_key", zh, en)
    if check_of([_shown(row, page.columns[name]) for name in NAMES]) != key.check:
        zh = "此行的名称与核对键对不上,可能排序时没有选整行;请用 gongjian review 重新生成"
        en = "the names do not belong to the key: rows were sorted in part; write the review anew"
        return _returned(number, KEY, "shuffled_row", zh, en)
    return None if VERDICTS[word] == key.prior else Checked(number, assertion, ())


def _shown(row: Sequence[Cell], column: int) -> str:
    cell = row[column] if column < len(row) else None
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "")


def _assertion(key: Key, word: str) -> Assertion:
    schemes = {RECORD} if key.type in ROLES else RANK.keys()
    if key.type not in node_types() and key.type not in ROLES:
        raise ValueError("no such type")
    if not {key.first.scheme, key.second.scheme} <= schemes or not (key.first.value and key.second.value):
        raise ValueError("no such scheme")
    return assertion_of(Decision(VERDICTS[word], key.type, key.first, key.second))


def _returned(number: int, column: str, code: str, zh: str, en: str) -> Checked:
    return Checked(number, None, (Fault(column, code, zh, en),))


def _rows(
    checks: Sequence[tuple[_Page, Checked]], recorded: Recorded, mended: FileEntry | None
) -> tuple[list[RowDraft], list[ReturnedRow]]:
    rows: list[RowDraft] = []
    returned: list[ReturnedRow] = []
    seen: set[bytes] = set()
    for page, checked in checks:
        name, mends = page.sheet.name, _mends(page, checked, recorded, mended)
        if checked.assertion is None:
            reason = json.dumps([[fault.column, fault.code] for fault in checked.faults], ensure_ascii=False)
            # nothing is known of whom it is about, and an edition of decisions closes nothing anyway
            rows.append(RowDraft(name, checked.number, "returned", None, reason, mends))
            cells = page.sheet.rows[checked.number - 1]
            kept = {heading: cells[at] if at < len(cells) else None for heading, at in page.columns.items()}
            returned.append(ReturnedRow(name, checked.number, checked.faults, tuple(kept), tuple(kept.values())))
            continue
        payload = encode(checked.assertion)
        state: RowState = "duplicate" if payload in seen else "accepted"
        rows.append(RowDraft(name, checked.number, state, None if payload in seen else payload, None, mends))
        seen.add(payload)
    return rows, returned


def _mends(page: _Page, checked: Checked, recorded: Recorded, mended: FileEntry | None) -> int | None:
    """The returned row that this one mends; any other number stands for none."""
    number = None if mended is None else _number(page, page.sheet.rows[checked.number - 1])
    entry = None if number is None else recorded.row(number)
    if entry is None or mended is None or entry.file != mended.id or entry.state != "returned":
        return None
    return entry.id


def _draft(workbook: Workbook, pages: Sequence[_Page], rows: list[RowDraft], edition: tuple[str, str]) -> FileDraft:
    states = [row.state for row in rows]
    total = sum(len(page.sheet.rows) for page in pages)
    counts = {
        "rows": total,
        "loaded": states.count("accepted"),
        "duplicates": states.count("duplicate"),
        "ignored": total - len(rows),
        "returned": states.count("returned"),
    }
    said = b"\n".join([row.payload or b"" for row in rows])
    return FileDraft(
        name=workbook.name,
        # of what is decided, not of the file's bytes: a wider column is no new decision
        sha256=hashlib.sha256(said + str(states.count("returned")).encode()).hexdigest(),
        format=REVIEW,
        issuer=edition[0],
        scope=SCOPE,
        edition=edition[1],
        complete=False,
        rank=0,
        nature="reference",
        synthetic=False,
        rows=rows,
        counts=counts,
    )
