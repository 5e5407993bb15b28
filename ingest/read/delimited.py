"""Delimited text: strict UTF-8 (or UTF-16 with its mark), else GB18030, else the byte where both fail."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from ingest.read import limits
from ingest.read.archive import stray_cell
from ingest.read.problems import file_problem
from ingest.read.sheets import Cell, Sheet

_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_AS_TEXT: Final = re.compile(r'="(.*)"', re.DOTALL)
_MOSTLY = 0.5


def decode(data: bytes, name: str) -> tuple[str, str]:
    """(text, encoding) of a text file; a wrong guess is worse than none, so damaged UTF-8 is never read as GB18030.

    Raises RosterProblem with the byte offset.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError as error:
            raise _undecodable(name, "UTF-16", error.start) from error
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            raise _undecodable(name, "UTF-8", error.start) from error
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(name, "UTF-8、GB18030", error.start) from error
    _refuse_mojibake(text, name)
    return text, "gb18030"


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether sound UTF-8 outweighs the broken places.

    Only three-byte characters count as sound: all Chinese ones are, and GB18030 text forms hardly any by chance.
    """
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return sum(1 for character in text if character > "\u07ff") - lost > lost


def _refuse_mojibake(text: str, name: str) -> None:
    beyond = [character for character in text if character > "\x7f"]
    common = sum(1 for character in beyond if _is_gb2312(character))
    private = sum(1 for character in beyond if "\ue000" <= character <= "\uf8ff")
    if beyond and (common < _MOSTLY * len(beyond) or private > 0.02 * len(beyond)):
        raise file_problem(
            "encoding",
            name,
            "的编码无法确认(不像 UTF-8 或 GB18030,可能是 Big5);请另存为 .xlsx 或 UTF-8 的 .csv",
            "has an encoding that cannot be told (perhaps Big5); save it as .xlsx or as UTF-8 .csv",
        )


def _is_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _undecodable(name: str, tried: str, offset: int) -> Exception:
    return file_problem(
        "encoding",
        name,
        f"在第 {offset} 字节处不是有效的 {tried} 文字;请另存为 .xlsx 或 UTF-8 的 .csv",
        f"is no valid {tried.replace('、', ' or ')} text at byte offset {offset}; save it as .xlsx or UTF-8 .csv",
    )


def read_delimited(data: bytes, name: str) -> tuple[Sheet, str]:
    """The one sheet of a CSV or tab-separated file and its encoding; every record is one row, blank lines too.

    Raises RosterProblem for what is no text, and for quoting that does not close.
    """
    text, encoding = decode(data, name)
    if _CONTROL.search(text):
        raise file_problem(
            "not_a_workbook",
            name,
            "不是表格文件,或已损坏;请确认文件后另存为 .xlsx",
            "is no table, or is damaged; check it and save it as .xlsx",
        )
    # not splitlines: it parts records at U+2028 and form feeds too
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[Cell]] = []
    try:
        for record in reader:
            rows.append([_value(each) for each in record])
    except csv.Error as error:
        raise file_problem(
            "quoting",
            name,
            f"第 {reader.line_num} 行附近的引号不配对,无法分列;请改正,或另存为 .xlsx",
            f"has quotes that do not match near line {reader.line_num}; mend them or save it as .xlsx",
        ) from error
    width = max((len(row) for row in rows), default=0)
    if limits.is_hollow(len(rows), width, sum(map(len, rows))):
        raise stray_cell(name, None, len(rows), width)
    for row in rows:
        row.extend([None] * (width - len(row)))
    return Sheet(name="", rows=rows), encoding


def _value(text: str) -> str | None:
    if text.startswith('="'):
        # ="0123" is how programs keep Excel from turning a code into a number
        found = _AS_TEXT.fullmatch(text)
        text = found[1] if found else text
    return text or None


def _delimiter(text: str) -> str:
    head = text[:20_000].splitlines()[:50]
    return max(",\t;", key=lambda mark: sum(line.count(mark) for line in head))
