"""Read one roster file whole: guards first, then python-calamine, then merged ranges filled and errors put back."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

import python_calamine

from graph.errors import RosterProblem
from ingest.read import limits
from ingest.read.archive import check_archive, truncated
from ingest.read.compound import check_compound
from ingest.read.container import Container, container_of
from ingest.read.delimited import read_delimited
from ingest.read.html import read_html
from ingest.read.naming import file_name, sheet_name
from ingest.read.problems import file_problem
from ingest.read.sheet_scan import SheetScan
from ingest.read.sheets import Cell, MergedRange, Sheet, Workbook

_CHECKS: Final[dict[Container, Callable[[bytes, str], dict[str, SheetScan]]]] = {
    Container.ZIP: check_archive,
    Container.COMPOUND: check_compound,
}


def read_workbook(path: Path) -> Workbook:
    """Read an .xlsx, .xls, .et, .csv or a web page dressed as one, told by its content.

    A pure function of the file, fit for a worker process.

    Raises RosterProblem, naming file and sheet, for every file that cannot be read whole and true.
    """
    name = file_name(path)
    data = _bytes_of(path)
    digest = hashlib.sha256(data).hexdigest()
    container = container_of(data, name)
    if container is Container.TEXT:
        sheet, encoding = read_delimited(data, name)
        return Workbook(name, digest, "csv", encoding, (sheet,))
    if container is Container.HTML:
        sheet, encoding = read_html(data, name)
        return Workbook(name, digest, "html", encoding, (sheet,))
    scans = _CHECKS[container](data, name)
    kind = "xlsx" if container is Container.ZIP else "xls"
    return Workbook(name, digest, kind, None, _read_sheets(data, name, scans))


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.MAX_FILE_BYTES:
            raise file_problem(
                "too_big",
                file_name(path),
                f"超过 {limits.MAX_FILE_BYTES >> 20} MB;请拆成几个文件",
                f"is over {limits.MAX_FILE_BYTES >> 20} MB; split it",
            )
        data = path.read_bytes()
    except OSError as error:
        raise file_problem(
            "unreadable",
            file_name(path),
            "打不开;请确认文件存在、没有被其他程序占用、有读取权限",
            "cannot be opened; check that it exists, is not locked and may be read",
        ) from error
    if not data.strip(b"\x00"):
        raise file_problem("empty_file", file_name(path), "是空文件;请重新取得", "is empty; fetch it again")
    return data


def _read_sheets(data: bytes, name: str, scans: dict[str, SheetScan]) -> tuple[Sheet, ...]:
    sheets: list[Sheet] = []
    current: str | None = None
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for metadata in book.sheets_metadata:
                current = sheet_name(metadata.name, len(sheets) + 1)
                if metadata.typ == python_calamine.SheetTypeEnum.WorkSheet:
                    scan = scans.get(metadata.name, SheetScan())
                    sheet = book.get_sheet_by_name(metadata.name)
                    sheets.append(_read_sheet(sheet, metadata, scan, (name, current)))
    except RosterProblem:
        raise
    except python_calamine.PasswordError as error:
        raise file_problem("encrypted", name, "设有打开密码;请先去掉密码", "has a password; remove it") from error
    except Exception as error:
        raise _damaged(name, current) from error
    except BaseException as error:
        # a panic of the reader arrives as a BaseException of its own; anything else is not ours to catch
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(name, current) from None
    return tuple(sheets)


def _damaged(name: str, sheet: str | None) -> RosterProblem:
    if sheet is None:
        return truncated(name)
    return file_problem(
        "damaged",
        name,
        "已损坏,无法读取;请用 WPS 或 Excel 打开后另存为 .xlsx",
        "is damaged and cannot be read; open it and save it as .xlsx",
        sheet,
    )


def _read_sheet(
    sheet: python_calamine.CalamineSheet,
    metadata: python_calamine.SheetMetadata,
    scan: SheetScan,
    called: tuple[str, str],
) -> Sheet:
    """The sheet; ``called``: what file and sheet are called."""
    # skip_empty_area=False keeps the blank rows and columns before the table, so that row numbers stay true
    rows = cast(list[list[Cell]], sheet.to_python(skip_empty_area=False))
    for index, row in enumerate(rows):
        if "" in row:
            rows[index] = [None if cell == "" else cell for cell in row]
    for row_index, column, word in scan.errors:
        _put(rows, row_index, column, word)
    merged = _merged(sheet)
    _fill(rows, merged, *called)
    hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
    return Sheet(called[1], rows, merged, hidden)


def _put(rows: list[list[Cell]], row: int, column: int, word: str) -> None:
    """Write the word of a cell in error where the reader left nothing, also beyond what it returned."""
    width = max((len(each) for each in rows), default=0)
    while len(rows) <= row:
        rows.append([None] * width)
    if len(rows[row]) <= column:
        for each in rows:
            each.extend([None] * (column + 1 - len(each)))
    rows[row][column] = word


def _merged(sheet: python_calamine.CalamineSheet) -> tuple[MergedRange, ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple(
        MergedRange(top, left, bottom, right)
        for (top, left), (bottom, right) in ranges
        if top <= bottom and left <= right and (top, left) != (bottom, right)
    )


def _fill(rows: list[list[Cell]], merged: tuple[MergedRange, ...], name: str, sheet: str) -> None:
    """Write each merged value into all cells of its range inside the sheet; never by blank alone.

    Merged ranges never overlap in a sound file: more merged cells than cells is a trap.
    """
    width = len(rows[0]) if rows else 0
    left = len(rows) * width
    for block in merged:
        bottom, right = min(block.bottom, len(rows) - 1), min(block.right, width - 1)
        if block.top > bottom or block.left > right:
            continue
        left -= (bottom - block.top + 1) * (right - block.left + 1)
        if left < 0:
            raise file_problem(
                "merged_overlap",
                name,
                "的合并单元格互相重叠;请取消合并后另存",
                "has merged ranges that overlap; unmerge them and save",
                sheet,
            )
        value = rows[block.top][block.left]
        if value is not None:
            for row in rows[block.top : bottom + 1]:
                row[block.left : right + 1] = [value] * (right - block.left + 1)
