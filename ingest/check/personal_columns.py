"""Personal columns: dropped before anything else looks at the rows, or kept as presence only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ingest.clean.dates import parse_moment
from ingest.clean.named import holds_names
from ingest.clean.problems import CellProblem, PlaceholderDate
from ingest.clean.text import Said, clean_text, is_null_word, is_unknown_word, said_as
from ingest.formats.declare import Format
from ingest.read.headings import normalise_heading
from ingest.read.naming import was_personal
from ingest.read.sheets import Cell
from ingest.read.table import Column, Row, Table

VACANT = frozenset(["空缺", "暂缺", "缺", "缺位", "缺额", "待补", "待补选"])
"""Words for a post that nobody holds: a finding, not a missing answer."""
_VACANCY = re.compile("空缺|缺位|缺额|待补选|待选举|待选配|待配备")
# headings that speak of a person whatever stands before it (网格支部书记姓名, 法人联系电话)
_PERSONAL = re.compile(
    "(?:姓名|电话|手机号?码?|联系人|联系方式|身份证号?码?|证件号码?|住址|出生年月日?|微信号?|qq号?|邮箱|传真|银行卡号|银行账号|书记|负责人|经办人|"
    "(?:楼栋|楼|网格|片|路|巷|站|园|校|院|所|会|局|科|组|户)长)(?:签字|签名)?$"
)
_UNTITLED = "(无表头)"
YEARS_KEPT: Mapping[str, int] = {"birth_decade": 10, "year": 1}
"""Kinds of columns whose dates are kept coarse → how many years are one."""
NO_DATE = "(日期无法识别)"
"""What the reader leaves of a date that it cannot read and may not hand on."""


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
        if column.index not in columns and (_looks_personal(column) or _holds_names(column, table.rows))
    }
    coarse = {
        index: span
        for index, name in columns.items()
        if (span := YEARS_KEPT.get(declared.columns[name].kind)) is not None
    }
    if not presence and not dropped and not coarse:
        return Stripped(table, (), ())
    rows = [Row(row.number, _cells(row.cells, dropped, presence, coarse)) for row in table.rows]
    return Stripped(
        replace(table, rows=rows),
        tuple(column.heading or _UNTITLED for column in table.columns if column.index in dropped),
        tuple(column.heading for column in table.columns if column.index in presence),
    )


def _looks_personal(column: Column) -> bool:
    return was_personal(column.heading) or is_personal_heading(column.normalised)


def is_personal_heading(normalised: str) -> bool:
    """Whether personal data are kept under a heading."""
    last = normalised.rsplit("·", 1)[-1]
    return normalised in personal_headings() or last in personal_headings() or bool(_PERSONAL.search(last))


def beside_personal_label(cells: Sequence[Cell], index: int) -> bool:
    """Whether the nearest filled cell to the left is such a heading: a form read as a table has persons there."""
    label = next((cell for cell in reversed(cells[:index]) if cell is not None), None)
    return isinstance(label, str) and is_personal_heading(normalise_heading(label))


def _holds_names(column: Column, rows: Sequence[Row]) -> bool:
    """Whether a column that no format knows lists persons by name, whatever its heading says."""
    return holds_names(cell for row in rows if isinstance(cell := row.cells[column.index], str))


def _cells(cells: list[Cell], dropped: set[int], presence: set[int], coarse: Mapping[int, int]) -> list[Cell]:
    return [
        None
        if index in dropped
        else _presence(cell)
        if index in presence
        else _year(cell, coarse[index])
        if index in coarse
        else cell
        for index, cell in enumerate(cells)
    ]


def _year(cell: Cell, span: int) -> Cell:
    """The first of ``span`` years in which the date lies; what is no date leaves a mark only: it may be personal."""
    try:
        moment = said_as(parse_moment, cell)
    except PlaceholderDate:
        return None
    except CellProblem:
        return NO_DATE
    if isinstance(moment, Said):
        return None
    first, last = (day.year - day.year % span for day in (moment.earliest, moment.latest))
    return first if first == last else NO_DATE


def _presence(cell: Cell) -> Cell:
    try:
        text = None if cell is None else clean_text(str(cell))
    except CellProblem:
        return cell  # a formula in error tells of nobody; its row comes back
    if text is None:
        return None
    if text.casefold() in VACANT or is_null_word(text) or _VACANCY.search(text):
        return False
    return None if is_unknown_word(text) else True
