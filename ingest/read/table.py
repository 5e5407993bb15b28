"""The table on a sheet: its headings, its data rows, and every other row with the reason why it is no data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.read import naming
from ingest.read.form import Form, find_form
from ingest.read.header import Header, find_header, own_cells
from ingest.read.row_kinds import RowJudge, RowKind, kept_text
from ingest.read.sheets import Cell, Sheet


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place (zero-based), its heading as written, the name it is looked up by, its unit if it has one.

    A column of data without a heading has empty texts, so that it can be reported.
    """

    index: int
    heading: str
    normalised: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A data row: its physical number (from 1) and all its cells, by the index of the column."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that is no data. ``text`` is kept only for titles and notes, without names of people who filled it in."""

    row: int
    kind: RowKind
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A 合计, 小计 or 总计 row: its physical number, its numbers by column index, the word it uses."""

    row: int
    numbers: dict[int, float]
    word: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet taken apart: ``header_rows``, ``rows`` and ``ignored`` together are all its physical rows, once each.

    Rows of totals are among ``ignored`` and again in ``totals``, so that the caller can compare them with the sum.
    """

    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: list[Row]
    ignored: list[Ignored]
    totals: list[Total]


def find_table(sheet: Sheet, known: Callable[[str], bool]) -> Table | None:
    """The table of a sheet, or of a form that fills it; None where no row looks like headings.

    ``known`` says of a normalised heading whether any format knows it; the row or rows with most known
    headings are the header. A form is taken where it has more known labels than any row has known headings.
    """
    header = find_header(sheet, known)
    form = find_form(sheet, known)
    if form is not None and (header is None or form.hits > header.hits):
        return _form_table(sheet, form)
    if header is None:
        return None
    judge = RowJudge(sheet, header)
    rows: list[Row] = []
    ignored: list[Ignored] = []
    totals: list[Total] = []
    for index, cells in enumerate(sheet.rows):
        if header.top <= index <= header.bottom:
            continue
        kind = judge.kind(index)
        number = sheet.first + index + 1
        if kind is None:
            rows.append(Row(number, cells))
            continue
        ignored.append(Ignored(number, kind, kept_text(judge.own(index), kind)))
        if kind is RowKind.TOTAL:
            word, numbers = judge.total(index)
            totals.append(Total(number, numbers, word))
    header_rows = tuple(range(sheet.first + header.top + 1, sheet.first + header.bottom + 2))
    return Table(sheet.name, header_rows, _columns(header, rows), rows, ignored, totals)


def _form_table(sheet: Sheet, form: Form) -> Table:
    """A form as a table of one row, which stands where the form begins; its other rows are ignored as FORM."""
    columns = tuple(
        Column(index, naming.heading(each.written, index), each.heading.name, each.heading.unit)
        for index, each in enumerate(form.entries)
    )
    ignored = [
        Ignored(sheet.first + index + 1, kind, kept_text(own_cells(sheet, index), kind))
        for index, kind in form.other_rows.items()
    ]
    row = Row(sheet.first + form.top + 1, [each.value for each in form.entries])
    return Table(sheet.name, (), columns, [row], ignored, [])


def _columns(header: Header, rows: list[Row]) -> tuple[Column, ...]:
    columns = []
    for index, (written, heading) in enumerate(zip(header.written, header.headings, strict=True)):
        if written:
            columns.append(Column(index, naming.heading(written, index), heading.name, heading.unit))
        elif any(row.cells[index] is not None for row in rows):
            columns.append(Column(index, "", ""))
    return tuple(columns)
