"""Which format a sheet has: the one that knows most of its headings and misses none that it requires."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph.disclosure.refusals import refused_roster
from graph.errors import RosterProblem
from ingest.check.grounds import Grounds, RunnerUp, sheet_called
from ingest.check.titles import book_named, said_by_title
from ingest.formats.catalog import formats
from ingest.formats.declare import Format
from ingest.read.headings import normalise_heading
from ingest.read.sheets import Sheet
from ingest.read.table import Table, find_table

RETURNED_NUMBER = "退回编号"
"""Heading of the column by which a mended row names the row that was returned."""
REASON = "退回原因"
FORMAT = "格式:"
"""Stands in the title of a workbook of returned rows, before the name of the format that they were read as."""
_FORMAT = re.compile(FORMAT + r"(\w+)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet taken for a format: ``columns`` tells which column of the sheet is which of the format.

    ``told`` holds what its title says in place of a column that it does not have.
    """

    sheet: Sheet
    table: Table
    declared: Format
    columns: dict[int, str]
    returned_number: int | None
    unknown: tuple[str, ...]
    told: Mapping[str, str]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a format fits: its columns on the sheet, those that the title tells, those it lacks, its book."""

    declared: Format
    columns: dict[int, str]
    told: dict[str, str]
    missing: tuple[str, ...]
    book: str | None

    @property
    def order(self) -> tuple[int, int, int, str]:
        return -len(self.columns), len(self.missing), -len(self.book or ""), self.declared.name


@cache
def _headings(name: str) -> Mapping[str, str]:
    return {
        normalise_heading(heading): column
        for column, declared in formats()[name].columns.items()
        for heading in declared.headings
    }


@cache
def known_headings() -> frozenset[str]:
    """Every heading that some format knows, normalised, and that of the number of a returned row."""
    found = {heading for name in formats() for heading in _headings(name)}
    return frozenset(found | {normalise_heading(RETURNED_NUMBER)})


def recognise(sheet: Sheet, file: str, wanted: Format | None = None) -> Recognised | None:
    """Take a sheet for the format that fits best, or for the one wanted; None where it has no table at all.

    Where two know equally many headings, the title of the book decides. Raises RosterProblem where a required
    column is missing, or two formats fit alike.
    """
    table = find_table(sheet, known_headings().__contains__)
    if table is None or not table.rows:
        return None
    _refuse_by_design(table, sheet, file)
    settled = wanted or _returned_as(table)
    candidates = list(formats().values()) if settled is None else [settled]
    fits = sorted((_fit(table, file, each) for each in candidates), key=lambda fit: fit.order)
    fitting = [fit for fit in fits if not fit.missing]
    if not fitting:
        raise _no_format(sheet, file, fits[0])
    best = fitting[0]
    alike = [fit for fit in fitting if fit.order[:-1] == best.order[:-1]]
    if len(alike) > 1:
        raise _unclear(sheet, file, alike)
    runner_up = next((fit for fit in fits if fit is not best and fit.columns), None)
    return _recognised(sheet, table, best, _grounds(table, file, best, runner_up, asked=wanted is not None))


def _refuse_by_design(table: Table, sheet: Sheet, file: str) -> None:
    titles = (file, sheet.name, *(each.text for each in table.ignored if each.text))
    refusal = refused_roster((column.heading for column in table.columns), titles)
    if refusal is not None:
        raise RosterProblem(
            f"{file} 工作表「{sheet.name}」:{refusal.zh}",
            f"{file}, sheet {sheet.name}: {refusal.en}",
            code=refusal.code,
        )


def _returned_as(table: Table) -> Format | None:
    """The format that returned rows were read as: they come back without the title that may have decided it."""
    if all(column.normalised != normalise_heading(RETURNED_NUMBER) for column in table.columns):
        return None
    stamps = (_FORMAT.search(each.text) for each in table.ignored if each.text)
    return next((formats().get(stamp[1]) for stamp in stamps if stamp), None)


def _fit(table: Table, file: str, declared: Format) -> _Fit:
    columns = _match(table, declared)
    present = set(columns.values())
    told = {
        name: code
        for name, column in declared.columns.items()
        if column.from_title and name not in present and (code := said_by_title(column, table, file)) is not None
    }
    missing = (name for name, column in declared.columns.items() if column.required and name not in {*present, *told})
    return _Fit(declared, columns, told, tuple(missing), book_named(declared, table, file))


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


def _recognised(sheet: Sheet, table: Table, fit: _Fit, grounds: Grounds) -> Recognised:
    marks = {normalise_heading(RETURNED_NUMBER), normalise_heading(REASON)}
    number = next((each.index for each in table.columns if each.normalised == normalise_heading(RETURNED_NUMBER)), None)
    serial = {"序号", "no", "行号", "顺序号", ""}
    unknown = tuple(
        each.heading
        for each in table.columns
        if each.index not in fit.columns and each.normalised not in marks and each.normalised not in serial
    )
    return Recognised(sheet, table, fit.declared, fit.columns, number, unknown, fit.told, grounds)


def _grounds(table: Table, file: str, fit: _Fit, runner_up: _Fit | None, *, asked: bool) -> Grounds:
    written = {column.index: column.heading for column in table.columns}
    columns = fit.declared.columns
    return Grounds(
        sheet_called(table.sheet, file),
        fit.declared.name,
        asked,
        tuple((written[index], _title(fit.declared, name)) for index, name in fit.columns.items()),
        tuple((_title(fit.declared, name), columns[name].lookup[code][0]) for name, code in fit.told.items()),
        fit.book,
        None if runner_up is None else _runner_up(runner_up),
    )


def _runner_up(fit: _Fit) -> RunnerUp:
    lacks = tuple(_title(fit.declared, name) for name in fit.missing)
    return RunnerUp(fit.declared.name, fit.declared.title_zh, len(fit.columns), lacks)


def _title(declared: Format, column: str) -> str:
    return declared.columns[column].title_zh


def _no_format(sheet: Sheet, file: str, fit: _Fit) -> RosterProblem:
    wanted = "、".join(_title(fit.declared, name) for name in fit.missing)
    return RosterProblem(
        f"{file} 工作表「{sheet.name}」不像任何一种名册;最接近「{fit.declared.title_zh}」,但缺少必需的列:{wanted}",
        f"{file}, sheet {sheet.name}: no roster format fits; the nearest is {fit.declared.name}, "
        f"but these required columns are missing: {wanted}",
        code="format_unknown",
    )


def _unclear(sheet: Sheet, file: str, alike: list[_Fit]) -> RosterProblem:
    names = "、".join(f"{each.declared.name}({each.declared.title_zh})" for each in alike)
    called = sheet_called(sheet.name, file)
    return RosterProblem(
        f"{file} 工作表「{sheet.name}」同样像几种名册:{names};请用 --format {called}=格式名 指明",
        f"{file}, sheet {sheet.name}: fits several formats alike ({names}); name one with --format SHEET=FORMAT",
        code="format_unclear",
    )
