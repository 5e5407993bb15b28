"""Workbooks written in code: a plain .xlsx whose bytes can be changed, and an .xls put together record by record.

The .xls format is small enough to be written here, and no writer of it is a dependency.
"""

from __future__ import annotations

import io
import struct
import zipfile

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"


def plain_workbook() -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        sheet = book.add_worksheet("单位")
        sheet.write_row(0, 0, ["单位名称", "人数"])
        for row in range(1, 40):
            sheet.write_row(row, 0, [f"第{row}公司", row])
        sheet.merge_range("D1:E1", "附注")
    return memory.getvalue()


PLAIN = plain_workbook()


def changed(*changes: tuple[bytes, bytes], part: str = SHEET, add: dict[str, bytes] | None = None) -> bytes:
    """The plain workbook with bytes of one part replaced and parts added."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            for before, after in changes if name == part else ():
                assert before in body
                body = body.replace(before, after)
            new.writestr(name, body)
        for name, body in (add or {}).items():
            new.writestr(name, body)
    return memory.getvalue()


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def error(row: int, column: int, word: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, word, 1))


def stream(cells: bytes, *, protected: bool = False) -> bytes:
    """A BIFF8 workbook stream with one sheet 单位."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    if protected:
        begin += record(0x002F, struct.pack("<HHH", 1, 1, 1) + b"\x00" * 48)
    title = "单位".encode("utf-16-le")
    length = len(begin) + 4 + 8 + len(title) + 4
    bound = record(0x0085, struct.pack("<IBBBB", length, 0, 0, 2, 1) + title)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    return begin + bound + record(0x000A, b"") + sheet + cells + record(0x000A, b"")


def entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    title = (name + "\x00").encode("utf-16-le")
    head = title.ljust(64, b"\x00") + struct.pack("<HBB", len(title), kind, 1)
    return head + struct.pack("<III", 0xFFFFFFFF, right, child) + b"\x00" * 36 + struct.pack("<IQ", start, size)


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file of 512-byte sectors: FAT in sector 0, directory in sector 1, streams behind."""
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    names = list(streams)
    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    sectors = b""
    for place, name in enumerate(names, start=1):
        body = streams[name].ljust(max(4096, -(-len(streams[name]) // 512) * 512), b"\x00")
        first, count = len(fat), len(body) // 512
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
        right = place + 1 if place < len(names) else 0xFFFFFFFF
        directory += entry(name, 2, first, len(body), right=right)
        sectors += body
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\x00" * 6 + struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header = header.ljust(512, b"\xff")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return header + table + directory.ljust(512, b"\x00") + sectors


CELLS = label(0, 0, "单位名称") + label(0, 1, "人数") + label(2, 0, "甲公司") + number(2, 1, 12) + error(3, 1, 23)
