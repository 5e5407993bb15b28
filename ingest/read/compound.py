"""Guards in front of an .xls or .et container (OLE compound file with BIFF records): passwords, macros, stray cells.

Only as much of both formats as is needed to know what the reader is about to meet; every chain is bounded by the
size of the file, so no crafted file can hold the scan up.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from ingest.read import limits
from ingest.read.archive import encrypted, macros, stray_cell, truncated
from ingest.read.problems import file_problem
from ingest.read.sheet_scan import SheetScan

_END: Final = 0xFFFFFFFA
_ERROR_WORDS: Final = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _SST, _DIMENSIONS = 0x0809, 0x000A, 0x002F, 0x0085, 0x00FC, 0x0200
_NUMBER, _LABEL, _BOOLERR, _RK, _MULRK, _LABELSST, _RSTRING = 0x203, 0x204, 0x205, 0x27E, 0xBD, 0xFD, 0xD6
_FORMULAS: Final = frozenset((0x006, 0x206, 0x406))
_MOST_COLUMNS: Final = 256
_CELLS: Final = frozenset((_NUMBER, _LABEL, _BOOLERR, _RK, _MULRK, _LABELSST, _RSTRING)) | _FORMULAS


class _Broken(Exception):
    """The container contradicts itself."""


class _CompoundFile:
    """The directory and streams of an OLE compound file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise _Broken
        self._size = 1 << shift
        fat_count, first_directory = (
            struct.unpack_from("<I", data, 44)[0],
            struct.unpack_from("<I", data, 48)[0],
        )
        counts = (fat_count, *struct.unpack_from("<I", data, 64), *struct.unpack_from("<I", data, 72))
        # the reader reserves room by what the file claims: no claim may exceed the file
        if any(count > len(data) >> shift for count in counts):
            raise _Broken
        self._cutoff, mini_start = struct.unpack_from("<II", data, 56)
        self._fat = self._table(self._fat_sectors(fat_count))
        self._mini_fat = self._table(self._chain(mini_start, self._fat))
        self.streams = dict(self._directory(first_directory))
        if any(size > len(data) for _, size in self.streams.values()):
            raise _Broken
        root = next((each for name, each in self.streams.items() if name == "Root Entry"), (0, 0))
        self._mini = self._joined(root[0])

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        return self._data[begin : begin + self._size]

    def _fat_sectors(self, count: int) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        following, left = struct.unpack_from("<II", self._data, 68)
        while following < _END and left > 0 and len(sectors) < len(self._data) // self._size + 109:
            block = struct.unpack_from(f"<{self._size // 4}I", self._sector(following))
            sectors.extend(block[:-1])
            following, left = block[-1], left - 1
        return [each for each in sectors if each < _END][:count]

    def _table(self, sectors: list[int]) -> list[int]:
        raw = b"".join(self._sector(each) for each in sectors)
        return [number for (number,) in struct.iter_unpack("<I", raw[: len(raw) // 4 * 4])]

    @staticmethod
    def _chain(start: int, table: list[int]) -> list[int]:
        chain: list[int] = []
        while start < len(table):
            chain.append(start)
            if len(chain) > len(table):
                raise _Broken
            start = table[start]
        return chain

    def _joined(self, start: int) -> bytes:
        return b"".join(self._sector(each) for each in self._chain(start, self._fat))

    def _directory(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        raw = self._joined(start)
        for begin in range(0, len(raw) - 127, 128):
            length = struct.unpack_from("<H", raw, begin + 64)[0]
            if raw[begin + 66] and 2 <= length <= 64:
                title = raw[begin : begin + length - 2].decode("utf-16-le", "replace")
                yield title, struct.unpack_from("<II", raw, begin + 116)

    def read(self, title: str) -> bytes:
        """The bytes of a stream."""
        start, size = self.streams[title]
        if size >= self._cutoff:
            return self._joined(start)[:size]
        chain = self._chain(start, self._mini_fat)
        return b"".join(self._mini[each << 6 : (each + 1) << 6] for each in chain)[:size]


def check_compound(data: bytes, name: str) -> dict[str, SheetScan]:
    """Scan an .xls or .et and return what each sheet holds, by sheet name.

    Raises RosterProblem for passwords, macros, other office documents, stray cells and damaged files.
    """
    try:
        container = _CompoundFile(data)
        title = _workbook_stream(container.streams, name)
        return _scan_stream(container.read(title), name)
    except (_Broken, struct.error, IndexError) as error:
        raise truncated(name) from error


def _workbook_stream(streams: dict[str, tuple[int, int]], name: str) -> str:
    if "EncryptedPackage" in streams:
        raise encrypted(name)
    if any(each.upper().startswith("_VBA_PROJECT") for each in streams):
        raise macros(name)
    for title in ("Workbook", "Book", "WORKBOOK", "BOOK"):
        if title in streams:
            return title
    raise file_problem(
        "not_a_workbook",
        name,
        "是其他办公文档(如 .doc、.ppt),不是表格;请把表格另存为 .xlsx",
        "is another office document (.doc, .ppt), no workbook; save the table as .xlsx",
    )


def _records(stream: bytes, begin: int) -> Iterator[tuple[int, int, int]]:
    """(type, position of the body, length) from ``begin`` until the end of the substream."""
    end = len(stream) - 4
    while begin <= end:
        kind, length = struct.unpack_from("<HH", stream, begin)
        yield kind, begin + 4, length
        if kind == _EOF:
            return
        begin += 4 + length


def _scan_stream(stream: bytes, name: str) -> dict[str, SheetScan]:
    if len(stream) < 8 or struct.unpack_from("<H", stream)[0] != _BOF:
        raise _Broken
    biff8 = struct.unpack_from("<H", stream, 4)[0] >= 0x0600
    bounds: list[tuple[int, int, str]] = []
    for kind, at, length in _records(stream, 0):
        if kind == _FILEPASS:
            raise encrypted(name)
        if kind == _SST and (length < 8 or struct.unpack_from("<I", stream, at + 4)[0] > len(stream)):
            raise _Broken
        if kind == _BOUNDSHEET and length >= 8:
            offset, _, sort = struct.unpack_from("<IBB", stream, at)
            bounds.append((offset, sort, _sheet_name(stream[at + 6 : at + length], biff8)))
    if not bounds or len(bounds) > limits.MAX_SHEETS or len({each[0] for each in bounds}) != len(bounds):
        raise _Broken
    if any(sort == 1 for _, sort, _ in bounds):
        raise macros(name)
    scans = {}
    for offset, _, sheet in bounds:
        scan = _scan_substream(stream, offset)
        if limits.box_too_big(scan.rows, scan.columns, scan.cells) or scan.columns > _MOST_COLUMNS:
            raise stray_cell(name, sheet, scan.rows, scan.columns)
        scans[sheet] = scan
    return scans


def _sheet_name(raw: bytes, biff8: bool) -> str:
    if not biff8:
        return raw[1 : 1 + raw[0]].decode("gb18030", "replace")
    wide = raw[1] & 1
    return raw[2 : 2 + raw[0] * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _scan_substream(stream: bytes, offset: int) -> SheetScan:
    scan = SheetScan()
    for kind, at, length in _records(stream, offset):
        if kind == _DIMENSIONS:
            _check_dimensions(stream, at, length)
        if kind not in _CELLS or length < 6:
            continue
        row, column = struct.unpack_from("<HH", stream, at)
        last = struct.unpack_from("<H", stream, at + length - 2)[0] if kind == _MULRK else column
        scan.cells += max(last - column, 0) + 1
        scan.rows = max(scan.rows, row + 1)
        scan.columns = max(scan.columns, column + 1, last + 1)
        word = _error_word(stream, kind, at, length)
        if word is not None:
            scan.errors.append((row, column, word))
    return scan


def _check_dimensions(stream: bytes, at: int, length: int) -> None:
    """A used range that lies within the format's limits is harmless; the reader reserves room for any other."""
    if length not in (10, 14):
        raise _Broken
    first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH" if length == 14 else "<4H", stream, at)
    if not (first_row <= last_row <= 0x10000 and first_column <= last_column <= 0x100):
        raise _Broken


def _error_word(stream: bytes, kind: int, at: int, length: int) -> str | None:
    if kind == _BOOLERR and length >= 8 and stream[at + 7]:
        return _ERROR_WORDS.get(stream[at + 6], "#N/A")
    # a formula's stored result: type 2 (error) is marked by 0xFFFF at the end of its eight bytes
    if kind in _FORMULAS and length >= 14 and stream[at + 6] == 2 and stream[at + 12 : at + 14] == b"\xff\xff":
        return _ERROR_WORDS.get(stream[at + 8], "#N/A")
    return None
