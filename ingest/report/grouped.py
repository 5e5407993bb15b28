"""Faults and remarks by kind: a hundred rows with one reason are one line, with the first of them named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.check.columns import Fault
from ingest.load.outcome import FileOutcome
from ingest.report.faults import fault_zh

ALLOWED = "可填:"
"""What the list of allowed categories begins with, at the end of a reason."""
FIRST_ROWS = 5
"""Rows that a group names."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one sheet that say the same of one column: how many, and the first of them."""

    file: str
    sheet: str
    column: str
    code: str
    words: str
    rows: int
    first: tuple[int, ...]

    @property
    def whereabouts(self) -> str:
        """The rows in words: 第 3、4、9 行."""
        return f"第 {'、'.join(map(str, self.first))} 行" + (" 等" if self.rows > len(self.first) else "")


def returned(files: Iterable[FileOutcome]) -> tuple[Group, ...]:
    """Why rows came back, by sheet, column and kind of fault; the most frequent first."""
    return _grouped(
        (file.draft.name, row.sheet, row.number, fault)
        for file in files
        for row in file.returned
        for fault in row.faults
    )


def remarks(files: Iterable[FileOutcome]) -> tuple[Group, ...]:
    """What is told of loaded rows, by sheet, column and kind; the most frequent first."""
    return _grouped(_remarked(files))


def _remarked(files: Iterable[FileOutcome]) -> Iterator[tuple[str, str, int, Fault]]:
    for file in files:
        for each in file.remarks:
            yield file.draft.name, each.sheet, each.number, each.remark


def _grouped(found: Iterable[tuple[str, str, int, Fault]]) -> tuple[Group, ...]:
    rows: dict[tuple[str, str, str, str, str], list[int]] = {}
    for file, sheet, number, fault in found:
        rows.setdefault((file, sheet, fault.column, fault.code, _words(fault)), []).append(number)
    groups = (Group(*key, len(numbers), tuple(numbers[:FIRST_ROWS])) for key, numbers in rows.items())
    return tuple(
        sorted(groups, key=lambda each: (-each.rows, each.file, each.sheet, each.first, each.column, each.code))
    )


def _words(fault: Fault) -> str:
    """The reason in few words, with the list of what is allowed where there is one: it is the column's own."""
    allowed = fault.zh.partition(ALLOWED)[2]
    return fault_zh(fault.code) if not allowed else f"{fault_zh(fault.code).split(';')[0]};{ALLOWED}{allowed}"
