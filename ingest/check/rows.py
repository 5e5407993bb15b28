"""One row of a sheet as an assertion, by what its format declares; or the reasons why it is returned.

Whether a row is accepted depends on the row, its workbook and declared tables alone, never on the graph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.model.names import matching
from graph.model.statement import Assertion
from graph.model.time import Moment
from ingest.check.cells import CellValue, parent_division
from ingest.check.columns import Fault, declared_reader, unread_reader
from ingest.check.detect import Recognised
from ingest.check.statements import Context, Statements, Values
from ingest.clean.coordinates import Crs, to_wgs84
from ingest.clean.problems import CellProblem
from ingest.clean.text import Said
from ingest.formats.declare import Column, Format, SubjectSpec, TieSpec
from ingest.read.table import Column as HeadedColumn
from ingest.read.table import Row

_NOTHING_ZH = "没有写明是谁,或除名称外没有可导入的内容;请补填,各列见 gongjian formats 格式名"
_NOTHING_EN = "the row does not say whom it is about, or nothing of it; fill it in (columns: `gongjian formats NAME`)"
_GONE = re.compile(r"[(\[【〔]已?(?:撤销|注销|停用|撤并|吊销|废止)[)\]】〕]$")


@dataclass(frozen=True, slots=True)
class Checked:
    """A row after the check: an assertion, or faults with at most the key of what it is about."""

    number: int
    assertion: Assertion | None
    faults: tuple[Fault, ...]
    key: Assertion | None = None
    remarks: tuple[Fault, ...] = ()
    """Worth knowing of a sound row: how a cell was taken, what was found vacant; never a reason to return it."""


class RowReader:
    """Reads the rows of one recognised sheet."""

    def __init__(self, recognised: Recognised, context: Context) -> None:
        self._format: Format = recognised.declared
        self._statements = Statements(recognised.declared, context, recognised.told)
        columns = self._format.columns
        known = [(each, recognised.columns[each.index]) for each in _in_order(recognised)]
        self._heading_of = {name: each.heading for each, name in known}
        self._readers = [
            (each.index, name, declared_reader(columns[name], each.heading, each.unit)) for each, name in known
        ]
        self._unread = [
            (column.index, unread_reader(column.heading))
            for column in recognised.table.columns
            if column.index not in recognised.columns and column.index != recognised.returned_number
        ]
        self._required = [(name, heading) for name, heading in self._heading_of.items() if columns[name].required]
        self._derived = [(name, column) for name, column in columns.items() if _is_derived(column)]
        specs: list[SubjectSpec | TieSpec] = [*self._format.subjects.values(), *self._format.ties]
        pairs = {(spec.start, spec.end) for spec in specs}
        self._spans = sorted((start, end) for start, end in pairs if start is not None and end is not None)

    def read(self, row: Row) -> Checked:
        """Check one row and say it in the graph's terms."""
        remarks: list[Fault] = []
        values, faults = self._values(row, remarks)
        faults += self._missing(values, faults)
        faults += self._crossed(values)
        faults += self._dead(values, remarks)
        if not faults:
            assertion = self._statements.assertion(values)
            if assertion.subjects or assertion.ties:
                return Checked(row.number, assertion, (), remarks=tuple(remarks))
            faults = [Fault("", "nothing_named", _NOTHING_ZH, _NOTHING_EN)]
        faulty = {fault.column for fault in faults}
        unreadable = [name for name, heading in self._heading_of.items() if heading in faulty]
        return Checked(row.number, None, tuple(faults), self._statements.key(values, unreadable))

    # --- cells ------------------------------------------------------------------------------------

    def _values(self, row: Row, remarks: list[Fault]) -> tuple[dict[str, CellValue | Said], list[Fault]]:
        values: dict[str, CellValue | Said] = {}
        faults: list[Fault] = []
        cells, width = row.cells, len(row.cells)
        for index, name, reader in self._readers:
            value, fault, told = reader.read(cells[index] if index < width else None)
            if fault is None:
                values[name] = value
            else:
                faults.append(fault)
            remarks += told
        for index, reader in self._unread:
            fault = reader.read(cells[index] if index < width else None).fault
            if fault is not None:
                faults.append(fault)
        try:
            # a system that could not be read is at fault itself, and not missing
            if self._heading_of.get("crs") not in {fault.column for fault in faults}:
                _locate(values)
        except CellProblem as problem:
            faults.append(Fault(self._heading_of.get("crs", "坐标系"), problem.code, problem.zh, problem.en))
        self._derive(values)
        return values, faults

    def _derive(self, values: dict[str, CellValue | Said]) -> None:
        for name, column in self._derived:
            for refinement in column.refine:
                other = values.get(refinement.column)
                if values.get(name) != refinement.value or not isinstance(other, str):
                    continue
                if matching(other).endswith(tuple(matching(ending) for ending in refinement.endings)):
                    values[name] = refinement.becomes
            if column.parent_of is not None and not isinstance(values.get(name), str):
                code = values.get(column.parent_of)
                parent = parent_division(code) if isinstance(code, str) else None
                if parent is not None:
                    values[name] = parent
            period = values.get(column.first_of or column.last_of or "")
            if isinstance(period, Moment) and not isinstance(values.get(name), Moment):
                values[name] = Moment.day(period.earliest if column.first_of is not None else period.latest)

    def _missing(self, values: Values, faults: list[Fault]) -> list[Fault]:
        faulty = {fault.column for fault in faults}
        return [
            Fault(heading, "required", "必填项没有填写", "this column must be filled")
            for name, heading in self._required
            if isinstance(values.get(name, Said.NOTHING), Said) and heading not in faulty
        ]

    def _dead(self, values: dict[str, CellValue | Said], remarks: list[Fault]) -> list[Fault]:
        """Names marked as gone (甲社区[已撤销]): the mark is no part of the name, and the row must say it elsewhere."""
        faults: list[Fault] = []
        for spec in self._format.subjects.values():
            name = values.get(spec.name or "")
            if spec.name is None or not isinstance(name, str) or (mark := _GONE.search(name)) is None:
                continue
            heading = self._heading_of[spec.name]
            state = values.get(spec.fields.get("operating_state", ""))
            if isinstance(values.get(spec.end or ""), Moment) or state == "closed":
                values[spec.name] = name[: mark.start()].strip()
                zh = "名称里的「已撤销」一类字样不算名称,已去掉"
                remarks.append(Fault(heading, "mark_of_end", zh, "the mark in the name that it is gone was left out"))
            else:
                zh = "名称里写有「已撤销」一类字样,而没有写停用日期或状态;请从名称中删去,另填停用日期或状态"
                en = "the name says that it is gone, no date or state does: take it out of the name and fill in either"
                faults.append(Fault(heading, "gone_without_date", zh, en))
        return faults

    def _crossed(self, values: Values) -> list[Fault]:
        """Dates that contradict each other: an end before its start."""
        faults: list[Fault] = []
        for start, end in self._spans:
            first, last = values.get(start), values.get(end)
            if isinstance(first, Moment) and isinstance(last, Moment) and last.latest < first.earliest:
                zh, en = "结束日期早于开始日期", "the end lies before the start"
                faults.append(Fault(self._heading_of[end], "end_before_start", zh, en))
        return faults


def _in_order(recognised: Recognised) -> list[HeadedColumn]:
    """The columns that the format knows, as detection found them."""
    of_index = {column.index: column for column in recognised.table.columns}
    return [of_index[index] for index in recognised.columns]


def _is_derived(column: Column) -> bool:
    return bool(column.refine or column.parent_of or column.first_of or column.last_of)


def _locate(values: dict[str, CellValue | Said]) -> None:
    """Bring a point to WGS-84; ``crs`` then holds the point as it was written."""
    lon, lat, crs = values.get("longitude"), values.get("latitude"), values.get("crs")
    if not isinstance(lon, float) or not isinstance(lat, float):
        for name in ("longitude", "latitude", "crs"):
            values.pop(name, None)
        return
    if not isinstance(crs, str):
        raise CellProblem(
            "crs_missing",
            "有经纬度而没有写坐标系;请写 WGS-84、CGCS2000、GCJ-02 或 BD-09",
            "there is a point but no coordinate system: write WGS-84, CGCS2000, GCJ-02 or BD-09",
        )
    longitude, latitude = to_wgs84(lon, lat, Crs(crs))
    # seven decimals are a centimetre: beyond that the digits are noise of the conversion
    values["longitude"], values["latitude"] = round(longitude, 7), round(latitude, 7)
    values["crs"] = f"{lon},{lat} {crs}"
