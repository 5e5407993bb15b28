"""Personal columns: dropped before anything else looks at the rows, or kept as presence only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ingest.clean.text import clean_text, is_null_word
from ingest.formats.declare import Format
from ingest.read.headings import normalise_heading
from ingest.read.sheets import Cell
from ingest.read.table import Column, Row, Table

VACANT = frozenset(["空缺", "暂缺", "缺", "缺位", "缺额", "待补", "待补选"])
"""Words for a post that nobody holds: a finding, not a missing answer."""


@cache
def personal_headings() -> frozenset[str]:
    """Normalised headings under which personal data are kept."""
    path = Path(__file__).parent.parent / "formats" / "personal.toml"
    with path.open("rb") as file:
        return frozenset(normalise_heading(heading) for heading in tomllib.load(file)["headings"])


@dataclass(frozen=True, slots=True)
class Stripped:
    """A table without personal data, and the headings whose cells were not read."""

    table: Table
    dropped: tuple[str, ...]
    as_presence: tuple[str, ...]


def strip_personal(table: Table, columns: dict[int, str], declared: Format) -> Stripped:
    """Replace the cells of personal columns: by nothing, or by whether they are filled where the format asks that.

    ``columns`` tells which column of the sheet is which column of the format.
    """
    presence = {index for index, name in columns.items() if declared.columns[name].presence}
    dropped = {
        column.index
        for column in table.columns
        if column.index not in presence and (column.index not in columns) and _looks_personal(column)
    }
    if not presence and not dropped:
        return Stripped(table, (), ())
    rows = [Row(row.number, _cells(row.cells, dropped, presence)) for row in table.rows]
    return Stripped(
        replace(table, rows=rows),
        tuple(column.heading for column in table.columns if column.index in dropped),
        tuple(column.heading for column in table.columns if column.index in presence),
    )


def _looks_personal(column: Column) -> bool:
    return column.normalised in personal_headings() or column.normalised.rsplit("·", 1)[-1] in personal_headings()


def _cells(cells: list[Cell], dropped: set[int], presence: set[int]) -> list[Cell]:
    return [
        None if index in dropped else _presence(cell) if index in presence else cell for index, cell in enumerate(cells)
    ]


def _presence(cell: Cell) -> bool | None:
    text = None if cell is None else clean_text(str(cell))
    if text is None:
        return None
    return not (text.casefold() in VACANT or is_null_word(text))
