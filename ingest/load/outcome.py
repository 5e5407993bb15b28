"""What became of each file and row: the values that reports are made of. None of them holds a personal cell."""

from __future__ import annotations

from dataclasses import dataclass

from graph.store.ledger import FileDraft
from ingest.check.rows import Fault
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
class TotalMismatch:
    """A 合计 row that does not agree with the sum of its column."""

    sheet: str
    row: int
    column: str
    stated: float
    summed: float


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
    unknown: tuple[str, ...]
    unread_sheets: tuple[str, ...]
    returned: tuple[ReturnedRow, ...]
    mismatches: tuple[TotalMismatch, ...]
    remarks: tuple[RowRemark, ...] = ()

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
