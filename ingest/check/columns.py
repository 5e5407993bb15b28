"""The cells of one column, read as its format declares. Most columns repeat few values: what was read once is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from ingest.check.cells import CellValue, read_cell, refuse_personal
from ingest.clean.problems import CellProblem, Remark
from ingest.clean.text import Said, clean_text
from ingest.formats.declare import Column
from ingest.read.sheets import Cell

KEPT: Final = 20_000
"""Different cells of a column that are remembered: a column of names or codes never repeats, and would only fill up."""


class Fault(NamedTuple):
    """Why a row is returned, or what is worth telling of it: the heading, a code for machines, and words."""

    column: str
    code: str
    zh: str
    en: str


class Reading(NamedTuple):
    """What became of a cell: its value, or the fault; and what is worth telling."""

    value: CellValue | Said
    fault: Fault | None = None
    remarks: tuple[Fault, ...] = ()


class ColumnReader:
    """Reads the cells of one column."""

    def __init__(self, heading: str, read: Callable[[Cell, list[Remark]], CellValue | Said]) -> None:
        self._heading = heading
        self._read = read
        self._known: dict[tuple[type, Cell], Reading] = {}

    def read(self, cell: Cell) -> Reading:
        """What the cell says; equal cells of one type say the same."""
        key = (cell.__class__, cell)
        known = self._known.get(key)
        if known is None:
            known = self._fresh(cell)
            if len(self._known) < KEPT:
                self._known[key] = known
        return known

    def _fresh(self, cell: Cell) -> Reading:
        found: list[Remark] = []
        fault: Fault | None = None
        value: CellValue | Said = Said.NOTHING
        try:
            value = self._read(cell, found)
        except CellProblem as problem:
            fault = Fault(self._heading, problem.code, problem.zh, problem.en)
        return Reading(value, fault, tuple(Fault(self._heading, each.code, each.zh, each.en) for each in found))


def declared_reader(column: Column, heading: str, unit: str | None) -> ColumnReader:
    """For a column that the format knows; ``unit`` is that of the heading."""
    return ColumnReader(heading, lambda cell, remarks: read_cell(column, cell, unit, remarks))


def unread_reader(heading: str) -> ColumnReader:
    """For a column that nobody reads: what is personal in it must not travel on, nothing else matters."""
    return ColumnReader(heading, _scanned)


def _scanned(cell: Cell, _: list[Remark]) -> Said:
    try:
        text = clean_text(cell)
    except CellProblem:
        return Said.NOTHING  # a formula in error tells nothing of anybody
    if text is not None:
        refuse_personal(text, freely=True)
    return Said.NOTHING
