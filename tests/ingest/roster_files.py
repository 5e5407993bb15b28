"""Small rosters written to disk and read by the real ingest: what was loaded, returned, told, left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from graph.model.statement import Subject, decode
from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome
from ingest.load.prepare import prepare

OPTIONS = LoadOptions(Moment.parse("2024-06-30"), True, scope="990401001")
Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Read:
    """A file after the ingest, in terms that tests assert on."""

    outcomes: tuple[FileOutcome, ...]

    @property
    def file(self) -> FileOutcome:
        (only,) = self.outcomes
        return only

    @property
    def subjects(self) -> list[Subject]:
        """The first subject of each loaded row."""
        rows = (row for file in self.outcomes for row in file.draft.rows if row.state == "accepted")
        return [decode(row.payload).subjects[0] for row in rows if row.payload is not None]

    @property
    def names(self) -> list[str | None]:
        return [each.name for each in self.subjects]

    def said(self, field: str) -> list[Any]:
        """A field of each loaded row; the text "nothing" where the row does not speak of it."""
        return [each.fields.get(field, "nothing") for each in self.subjects]

    @property
    def returned(self) -> set[tuple[int, str, str]]:
        return {
            (row.number, fault.column, fault.code)
            for file in self.outcomes
            for row in file.returned
            for fault in row.faults
        }

    @property
    def remarks(self) -> set[tuple[int, str, str]]:
        return {(each.number, each.remark.column, each.remark.code) for file in self.outcomes for each in file.remarks}

    @property
    def ignored(self) -> dict[str, int]:
        counted: Counter[str] = Counter()
        for file in self.outcomes:
            counted.update(dict(file.ignored))
        return dict(counted)

    def balanced(self) -> bool:
        """The equation of ledger.md §2, for each file and format."""
        return all(
            counts["rows"] == sum(counts[part] for part in ("loaded", "duplicates", "ignored", "returned"))
            and counts["ignored"] == sum(count for _, count in file.ignored)
            for file in self.outcomes
            for counts in [file.counts]
        )


def read(path: Path, options: LoadOptions = OPTIONS) -> Read:
    """Load a file by the normal path, over an empty ledger."""
    with Ledger(path.parent / "ledger.sqlite") as ledger:
        found = Read(prepare([path], options, ledger).files)
    assert found.balanced()
    return found


def workbook(path: Path, rows: Rows, merged: Sequence[str] = (), sheet: str = "名册") -> Path:
    """An .xlsx of one sheet; ``merged`` ranges keep the value of their first cell."""
    return workbooks(path, {sheet: rows}, merged)


def workbooks(path: Path, sheets: dict[str, Rows], merged: Sequence[str] = ()) -> Path:
    """An .xlsx of several sheets, merged alike."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for block in merged:
                page.merge_range(block, "")
            for index, row in enumerate(rows):
                page.write_row(index, 0, row)
    return path


def text(path: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    """A .csv."""
    lines = (",".join(f'"{cell}"' if "\n" in str(cell) else str(cell) for cell in row) + "\n" for row in rows)
    path.write_bytes("".join(lines).encode(encoding))
    return path
