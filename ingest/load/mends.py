"""Rows that come back mended: which returned row each one stands for, and which file they are added to."""

from __future__ import annotations

from typing import Protocol

from graph.store.ledger import FileEntry, RowEntry
from ingest.check.columns import Fault
from ingest.check.detect import RETURNED_NUMBER, Recognised
from ingest.read.table import Row

_LARGEST = 2**63 - 1
"""The largest row number that the ledger can hold."""


class Recorded(Protocol):
    """What the examination of a file asks of the ledger; ``Ledger`` itself is one."""

    @property
    def secret(self) -> bytes:
        """Key of pseudonyms."""
        ...

    def files(self) -> list[FileEntry]:
        """All files on record."""
        ...

    def row(self, number: int) -> RowEntry | None:
        """One row by its number."""
        ...


def file_mended(sheets: list[Recognised], recorded: Recorded) -> FileEntry | None:
    """The file to which the sheets bring returned rows back, told by the numbers of those rows."""
    for sheet in sheets:
        if sheet.returned_number is None:
            continue
        for row in sheet.table.rows:
            number = _number(row, sheet.returned_number)
            entry = None if number is None else recorded.row(number)
            if entry is not None:
                return next(file for file in recorded.files() if file.id == entry.file)
    return None


def row_mended(
    sheet: Recognised, row: Row, recorded: Recorded, addition: FileEntry | None
) -> tuple[int | None, Fault | None]:
    """The returned row that this one mends, where the sheet says so; a fault where it is none of this roster."""
    number = None if sheet.returned_number is None else _number(row, sheet.returned_number)
    if number is None:
        return None, None
    entry = recorded.row(number)
    if entry is None or entry.state != "returned" or addition is None or entry.file != addition.id:
        zh, en = "退回编号不是这份名册的退回行,请勿改动此列", "the number is not of a returned row of this roster"
        return None, Fault(RETURNED_NUMBER, "no_returned_row", zh, en)
    return number, None


def _number(row: Row, index: int) -> int | None:
    cell = row.cells[index] if index < len(row.cells) else None
    try:
        number = int(str(cell).split(".")[0])
    except ValueError:
        return None
    return max(-1, min(number, _LARGEST))  # what lies outside is the number of no row either
