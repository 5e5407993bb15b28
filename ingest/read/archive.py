"""Guards in front of an .xlsx container: sizes, entities, macros, encryption, stray cells; nothing is trusted.

Parts are inflated here with a hard limit instead of by ``zipfile``, which stops at the declared size while the reader
goes on: a part that declares 100 bytes and holds gigabytes must be refused, not believed.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from graph.errors import RosterProblem
from ingest.read import limits
from ingest.read.problems import file_problem
from ingest.read.sheet_scan import NoIndex, SheetScan, TooLong, scan_exactly, scan_quickly

_CHUNK = 1024 * 1024
_ENCODING: Final = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
_RESAVE_ZH = "请用 WPS 或 Excel 打开后另存为 .xlsx"
_RESAVE_EN = "open it and save it as .xlsx"
_OTHERS: Final = (
    ("xl/workbook.bin", "xlsb", "是二进制工作簿(.xlsb)", "is a binary workbook (.xlsb)"),
    ("content.xml", "ods", "是 ODF 表格(.ods)或文档", "is an ODF file (.ods)"),
    ("word/document.xml", "docx", "是 Word 文档", "is a Word document"),
    ("ppt/presentation.xml", "pptx", "是演示文稿", "is a presentation"),
)


class _Broken(Exception):
    """The archive is truncated or contradicts itself."""


# what the standard library raises on archives and XML that were cut or changed
_DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, OverflowError, EOFError, ValueError),
    *(ElementTree.ParseError, expat.ExpatError, TooLong, NoIndex, _Broken),
)


def check_archive(data: bytes, name: str) -> dict[str, SheetScan]:
    """Scan an .xlsx and return what each sheet's XML says, by sheet name.

    Raises RosterProblem for anything that is no plain workbook or could exhaust the machine.
    """
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        _check_directory(entries, name)
        sheets = _sheet_parts(data, entries, name)
        scans = {}
        for entry in entries:
            sheet = sheets.get(entry.filename.lower())
            if sheet is not None:
                scans[sheet] = _scan_sheet(data, entry, name, sheet)
            else:
                _check_part(data, entry, name)
        return scans
    except _DAMAGE as error:
        raise truncated(name) from error


def truncated(name: str) -> RosterProblem:
    """The error for a container that ends early or contradicts itself."""
    return file_problem(
        "truncated",
        name,
        "不完整或已损坏(可能没有下载完),请重新取得该文件;能打开的话,打开后另存为 .xlsx",
        "is incomplete or damaged; fetch it again, or open it and save it as .xlsx",
    )


def _check_directory(entries: list[zipfile.ZipInfo], name: str) -> None:
    names = {entry.filename.lower() for entry in entries}
    if "xl/workbook.xml" not in names:
        for member, code, zh, en in _OTHERS:
            if member in names:
                raise file_problem(code, name, f"{zh},{_RESAVE_ZH}", f"{en}; {_RESAVE_EN}")
        raise file_problem(
            "archive",
            name,
            "是压缩包,不是工作簿;请解压后导入里面的表格",
            "is an archive, no workbook; unpack it and load the tables inside",
        )
    if any(each.endswith("vbaproject.bin") or each.startswith("xl/macrosheets/") for each in names):
        raise macros(name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise encrypted(name)
    if len(names) != len(entries):
        raise _Broken
    total = sum(entry.file_size for entry in entries)
    bloated = any(
        entry.file_size > limits.RATIO_MATTERS_FROM and entry.file_size > limits.MAX_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if len(entries) > limits.MAX_ENTRIES or total > limits.MAX_UNZIPPED_BYTES or bloated:
        raise _too_big(name)


def macros(name: str) -> RosterProblem:
    """The error for a workbook that carries macros."""
    return file_problem(
        "macros",
        name,
        "含有宏,不予读取;请另存为不含宏的 .xlsx",
        "contains macros and is not read; save it as .xlsx without macros",
    )


def encrypted(name: str) -> RosterProblem:
    """The error for a workbook behind a password."""
    return file_problem(
        "encrypted",
        name,
        "设有打开密码;请先去掉密码再导入",
        "is protected by a password; remove the password first",
    )


def _too_big(name: str, sheet: str | None = None) -> RosterProblem:
    return file_problem(
        "too_big",
        name,
        "解压后过大,不予读取;请只保留名册本身,或拆成几个文件",
        "is too big when unpacked; keep only the roster, or split it",
        sheet,
    )


def stray_cell(name: str, sheet: str | None, rows: int, columns: int) -> RosterProblem:
    """The error for a sheet whose filled cells span a box that is far bigger than they are many."""
    return file_problem(
        "stray_cell",
        name,
        f"在很远处有单元格(用到第 {rows} 行、第 {columns} 列);请删除表格以外的内容后另存",
        f"has cells far away (it reaches row {rows}, column {columns}); delete what lies outside the table",
        sheet,
    )


def _inflate(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes in chunks of at most a megabyte; raises _Broken where they are not as declared."""
    lengths = struct.unpack_from("<4s22xHH", data, entry.header_offset)
    start = entry.header_offset + 30 + lengths[1] + lengths[2]
    packed = memoryview(data)[start : start + entry.compress_size]
    if lengths[0] != b"PK\x03\x04" or len(packed) != entry.compress_size:
        raise _Broken
    if entry.compress_type == zipfile.ZIP_STORED:
        chunks: Iterator[bytes] = (bytes(packed[i : i + _CHUNK]) for i in range(0, len(packed), _CHUNK))
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        chunks = _deflated(packed)
    else:
        raise _Broken
    size = checksum = 0
    for chunk in chunks:
        size += len(chunk)
        if size > entry.file_size:
            raise _Broken
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if size != entry.file_size or checksum != entry.CRC:
        raise _Broken


def _deflated(packed: memoryview) -> Iterator[bytes]:
    stream = zlib.decompressobj(-15)
    for begin in range(0, len(packed), _CHUNK):
        rest: bytes = bytes(packed[begin : begin + _CHUNK])
        while rest:
            chunk = stream.decompress(rest, _CHUNK)
            rest = stream.unconsumed_tail
            if not chunk:
                break
            yield chunk
    if not stream.eof:
        tail = stream.flush()
        if tail:
            yield tail


def _checked_xml(data: bytes, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The chunks of an XML part, refused at the first sign of entities or of another encoding than UTF-8."""
    tail = b""
    first = True
    for chunk in _inflate(data, entry):
        if first:
            declared = _ENCODING.search(chunk[:200])
            other = declared is not None and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")
            if b"\x00" in chunk[:200] or other:
                raise _Broken
            first = False
        seam = tail + chunk[:16]
        if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk or b"<!DOCTYPE" in seam or b"<!ENTITY" in seam:
            raise file_problem(
                "entities",
                name,
                f"的内部含有实体声明,可能有害,不予读取;{_RESAVE_ZH}",
                f"declares XML entities and is not read; {_RESAVE_EN}",
            )
        tail = chunk[-16:]
        yield chunk


def _check_part(data: bytes, entry: zipfile.ZipInfo, name: str) -> None:
    is_xml = entry.filename.lower().endswith((".xml", ".rels"))
    for _ in _checked_xml(data, entry, name) if is_xml else _inflate(data, entry):
        pass


def _scan_sheet(data: bytes, entry: zipfile.ZipInfo, name: str, sheet: str) -> SheetScan:
    scan = scan_quickly(_checked_xml(data, entry, name))
    if not scan.usual or limits.box_too_big(scan.rows, scan.columns, scan.cells):
        scan = scan_exactly(_checked_xml(data, entry, name))
    if limits.box_too_big(scan.rows, scan.columns, scan.cells):
        raise stray_cell(name, sheet, scan.rows, scan.columns)
    if scan.uncomputed:
        raise file_problem(
            "uncomputed",
            name,
            f"有 {scan.uncomputed} 个公式没有保存计算结果;请用 WPS 或 Excel 打开、保存后再导入",
            f"has {scan.uncomputed} formulas without a stored result; open and save it, then load it",
            sheet,
        )
    return scan


def _sheet_parts(data: bytes, entries: list[zipfile.ZipInfo], name: str) -> dict[str, str]:
    """Names of the sheets by the lower-case path of their part.

    Resolved as the reader resolves them; a workbook that could be understood in two ways is refused, because
    then the part that was scanned might not be the part that is read.
    """
    parts = {entry.filename.lower(): entry for entry in entries}
    workbook = _tree(data, parts.get("xl/workbook.xml"), name)
    relations = _tree(data, parts.get("xl/_rels/workbook.xml.rels"), name)
    targets = [(each.get("Id"), each.get("Target", "")) for each in relations if each.get("Id")]
    by_id = dict(targets)
    sheets: dict[str, str] = {}
    for each in workbook.iter():
        if each.tag.rpartition("}")[2] != "sheet":
            continue
        links = [value for key, value in each.items() if key.endswith("}id")]
        target = by_id.get(links[0], "") if len(links) == 1 else ""
        path = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
        if path.lower() not in parts or path.lower() in sheets:
            raise _Broken
        sheets[path.lower()] = each.get("name", "")
    if len(by_id) != len(targets) or len(sheets) > limits.MAX_SHEETS:
        raise _Broken
    return sheets


def _tree(data: bytes, entry: zipfile.ZipInfo | None, name: str) -> ElementTree.Element:
    if entry is None or entry.file_size > 4 * _CHUNK:
        raise _Broken
    return ElementTree.fromstring(b"".join(_checked_xml(data, entry, name)))
