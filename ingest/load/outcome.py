"""What became of each file and row: the values that reports are made of. None of them holds a personal cell."""

from __future__ import annotations

from dataclasses import dataclass

from graph.store.ledger import FileDraft
from ingest.check.columns import Fault
from ingest.check.grounds import Grounds
from ingest.check.totals import TotalMismatch
from ingest.check.unknown_columns import UnknownColumn
from ingest.read.sheets import Cell


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row to mend: where it stands, why it came back, and its cells without the personal ones."""

    sheet: str
    number: int
    faults: tuple[Fault, ...]
    headings: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowRemark:
    """Something worth knowing of a row that was loaded: where it stands and what it is."""

    sheet: str
    number: int
    remark: Fault


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file under one format."""

    draft: FileDraft
    title_zh: str
    matched: tuple[str, ...]
    """Headings by which the format was recognised."""
    edition_from: str
    dropped: tuple[str, ...]
    as_presence: tuple[str, ...]
    unknown_columns: tuple[UnknownColumn, ...]
    unread_sheets: tuple[str, ...]
    returned: tuple[ReturnedRow, ...]
    mismatches: tuple[TotalMismatch, ...]
    remarks: tuple[RowRemark, ...] = ()
    ignored: tuple[tuple[str, int], ...] = ()
    """Why rows are no data (RowKind) → how many; together the ignored rows."""
    taken_for: tuple[Grounds, ...] = ()
    """Why each of its sheets was taken for this format."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings that the format does not know."""
        return tuple(column.heading for column in self.unknown_columns)

    @property
    def counts(self) -> dict[str, int]:
        """rows = loaded + duplicates + ignored + returned (ledger.md §2)."""
        return self.draft.counts


@dataclass(frozen=True, slots=True)
class Prepared:
    """Files read and checked, nothing recorded yet."""

    files: tuple[FileOutcome, ...]
    unchanged: tuple[str, ...]
    """Names of files that are in the ledger already, with the same edition."""
    withdraws: frozenset[int]
    plan: str
    sequence: int
    """Last load of the ledger that all this was computed on."""

    @property
    def drafts(self) -> list[FileDraft]:
        """What would be recorded."""
        return [file.draft for file in self.files]
