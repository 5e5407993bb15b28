"""Which format a sheet has: the one that knows most of its headings and misses none that it requires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph.errors import RosterProblem
from ingest.formats.catalog import formats
from ingest.formats.declare import Format
from ingest.read.headings import normalise_heading
from ingest.read.sheets import Sheet
from ingest.read.table import Table, find_table

RETURNED_NUMBER = "退回编号"
"""Heading of the column by which a mended row names the row that was returned."""
REASON = "退回原因"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet taken for a format: ``columns`` tells which column of the sheet is which of the format."""

    sheet: Sheet
    table: Table
    declared: Format
    columns: dict[int, str]
    returned_number: int | None
    unknown: tuple[str, ...]


@cache
def _headings(name: str) -> Mapping[str, str]:
    return {
        normalise_heading(heading): column
        for column, declared in formats()[name].columns.items()
        for heading in declared.headings
    }


@cache
def _known() -> frozenset[str]:
    return frozenset(heading for name in formats() for heading in _headings(name))


def recognise(sheet: Sheet, file: str, wanted: Format | None = None) -> Recognised | None:
    """Take a sheet for the format that fits best, or for the one wanted; None where it has no table at all.

    Raises RosterProblem where a required column is missing, or two formats fit alike.
    """
    known = _known() | {normalise_heading(RETURNED_NUMBER)}
    table = find_table(sheet, known.__contains__)
    if table is None or not table.rows:
        return None
    candidates = [wanted] if wanted is not None else list(formats().values())
    scored = sorted(
        ((_match(table, each), each) for each in candidates),
        key=lambda found: (-len(found[0]), len(_missing(found[0], found[1])), found[1].name),
    )
    fitting = [(columns, each) for columns, each in scored if not _missing(columns, each)]
    if not fitting:
        raise _no_format(sheet, file, *scored[0])
    best = [each for each in fitting if len(each[0]) == len(fitting[0][0])]
    if len(best) > 1:
        names = "、".join(f"{each.name}({each.title_zh})" for _, each in best)
        raise RosterProblem(
            f"{file} 工作表「{sheet.name}」同样像几种名册:{names};请用 --format 指明",
            f"{file}, sheet {sheet.name}: fits several formats alike ({names}); name one with --format",
            code="format_unclear",
        )
    columns, declared = best[0]
    return _recognised(sheet, table, declared, columns)


def _recognised(sheet: Sheet, table: Table, declared: Format, columns: dict[int, str]) -> Recognised:
    marks = {normalise_heading(RETURNED_NUMBER), normalise_heading(REASON)}
    number = next((each.index for each in table.columns if each.normalised == normalise_heading(RETURNED_NUMBER)), None)
    serial = {"序号", "no", "行号", "顺序号", ""}
    unknown = tuple(
        each.heading
        for each in table.columns
        if each.index not in columns and each.normalised not in marks and each.normalised not in serial
    )
    return Recognised(sheet, table, declared, columns, number, unknown)


def _match(table: Table, declared: Format) -> dict[int, str]:
    """Column of the sheet → column of the format; the first of two columns under one name counts."""
    headings = _headings(declared.name)
    found: dict[str, int] = {}
    for column in table.columns:
        # of a two-row heading the lower part may be known by itself
        name = headings.get(column.normalised) or headings.get(column.normalised.rsplit("·", 1)[-1])
        if name is not None:
            found.setdefault(name, column.index)
    return {index: name for name, index in found.items()}


def _missing(columns: dict[int, str], declared: Format) -> list[str]:
    present = set(columns.values())
    return [name for name, column in declared.columns.items() if column.required and name not in present]


def _no_format(sheet: Sheet, file: str, columns: dict[int, str], declared: Format) -> RosterProblem:
    wanted = "、".join(declared.columns[name].headings[0] for name in _missing(columns, declared))
    return RosterProblem(
        f"{file} 工作表「{sheet.name}」不像任何一种名册;最接近「{declared.title_zh}」,但缺少必需的列:{wanted}",
        f"{file}, sheet {sheet.name}: no roster format fits; the nearest is {declared.name}, "
        f"but these required columns are missing: {wanted}",
        code="format_unknown",
    )
