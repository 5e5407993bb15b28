"""A book in the other containers that offices hand in: delimited text, a web page under a workbook's suffix, forms."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from html import escape
from pathlib import Path

import xlsxwriter

from ingest.synthetic.office import CREATED, Book, Cell, Place, data_rows, file_of, foot_rows, note
from ingest.synthetic.written import WrittenFile


def write_delimited(folder: Path, book: Book, encoding: str) -> WrittenFile:
    """Write comma-separated text in ``utf-8``, ``utf-8-sig``, ``utf-16`` or ``gb18030``."""
    path = folder / f"{Path(book.name).stem}.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(_whole(book, path.name))
    return file_of(book, path)


def write_page(folder: Path, book: Book) -> WrittenFile:
    """Write what an office system exports as .xls and what is a web page: one table, cells without types."""
    path = folder / f"{Path(book.name).stem}.xls"
    width = len(book.headings)
    rows = []
    for number, cells in enumerate(_whole(book, path.name)):
        inside = "".join(f"<td>{'' if cell is None else escape(str(cell))}</td>" for cell in cells)
        if number == 0:
            inside = f'<td colspan="{width}">{escape(book.headline)}</td>'
        rows.append(f"<tr>{inside}</tr>")
    head = '<html><head><meta charset="utf-8"></head><body><table border="1">'
    path.write_text("\n".join((head, *rows, "</table></body></html>")), encoding="utf-8")
    return file_of(book, path)


def _whole(book: Book, file: str) -> list[Sequence[Cell]]:
    """All rows of a sheet with one row of headings; notes where its planted rows stand."""
    rows: list[Sequence[Cell]] = [[book.headline], [book.stamp], book.headings]
    for line, cells in zip(book.lines, data_rows(book), strict=True):
        rows.append(cells)
        note(book, line, Place(file, "", len(rows)))
    return [*rows, *foot_rows(book, Place(file, "", len(rows) + 1))]


def write_forms(folder: Path, book: Book) -> WrittenFile:
    """Write one sheet for each row, label left and value right."""
    path = folder / book.name
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as workbook:
        workbook.set_properties({"title": f"{book.title}(演示数据)", "created": CREATED})
        bold = workbook.add_format({"bold": True})
        for number, line in enumerate((each for each in book.lines if each.raw is None), start=1):
            name = f"{book.title}{number}"
            sheet = workbook.add_worksheet(name)
            sheet.merge_range(0, 0, 0, 1, book.headline, bold)
            sheet.write_string(1, 0, book.stamp)
            for row, heading in enumerate(book.headings[1:], start=2):
                sheet.write_string(row, 0, heading)
                cell = line.cells.get(heading)
                if cell is not None:
                    sheet.write(row, 1, cell if isinstance(cell, int | float) else str(cell))
            note(book, line, Place(path.name, name, 3))
    return file_of(book, path)
