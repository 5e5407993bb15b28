"""A look through a sheet's XML before the reader gets it: how far its cells reach, which are in error.

The reader allocates the box around all filled cells, and one stray cell at XFD1048576 ends the process; the sheet's own
dimension tag cannot be believed. So cell references are scanned as a stream: quickly over what common
programs write, exactly (expat) where a sheet is written otherwise or the quick bound is too big.
The reader also turns cells in error into empty ones; an empty cell says nothing, so their places are noted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

_CELL: Final = re.compile(rb'<c r="(?:([A-Za-z]{2,})(\d+)|[A-Za-z](\d{6,}))')
_UNUSUAL: Final = re.compile(rb'<c(?:[\t\n\r/>]| (?!r="))')
_PREFIXED: Final = re.compile(rb":c[\s/>]")
# a crafted sheet must not keep a pattern busy: repetitions are possessive or short, and long tags are left to expat
_LONG_TAG: Final = re.compile(rb"<c [^<>]{200}")
_ERROR: Final = re.compile(
    rb"""<c r="([A-Za-z]{1,3})(\d+)"[^<>]{0,200}?\bt=["']e["'][^<>]*+>"""
    rb"""(?:<f[^<>]*+(?<=/)>|<f[^<>]*+>[^<]*+</f>)?<v>([^<]*+)</v>"""
)
_UNCOMPUTED: Final = re.compile(
    rb"<c ([^<>]*+)>\s*+(?:<f[^<>]*+(?<=/)>|<f[^<>]*+>[^<]*+</f>)\s*+(?:<v\s*+/>|<v>\s*+</v>)?\s*+</c>"
)
# the reader takes whatever is no number for 0, and shows the first of all strings
_NO_INDEX: Final = re.compile(rb"""\bt=["']s["'][^<>]*+><v>(?!\d{1,10}</v>)""")
_TEXT_RESULT: Final = re.compile(rb"""\bt=["']str["']""")
_MAX_PENDING = 16 * 1024 * 1024


class TooLong(Exception):
    """A stretch of XML without the end of any cell is longer than any real one."""


class NoIndex(Exception):
    """A cell names its text by what is no number."""


@dataclass(slots=True)
class SheetScan:
    """Bounds of a sheet: ``rows`` and ``columns`` are at least the true ones, and the true ones from the exact scan."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    usual: bool = True
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncomputed: int = 0


def column_index(letters: str) -> int:
    """Zero-based index of a column's letters: A is 0, AA is 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def scan_quickly(chunks: Iterable[bytes]) -> SheetScan:
    """Upper bounds of a sheet written as common programs write it; ``usual`` is False where they do not hold.

    Raises TooLong for XML that has no cell ends for 16 MB, NoIndex for a text that cannot be told.
    """
    scan = SheetScan()
    for piece in _cut_at_cells(chunks):
        if b"<c" not in piece and b":c" not in piece:
            continue
        usual = piece.count(b'<c r="')
        odd = (piece.count(b"<c") != usual and _UNUSUAL.search(piece)) or (b":c" in piece and _PREFIXED.search(piece))
        if odd or _LONG_TAG.search(piece):
            scan.usual = False
            break
        # No match means every reference is within A1:Z99999.
        scan.rows, scan.columns = max(scan.rows, 99_999), max(scan.columns, 26)
        for letters, row, tall in set(_CELL.findall(piece)):
            scan.columns = max(scan.columns, column_index(letters.decode()) + 1)
            scan.rows = max(scan.rows, int((row or tall)[:10]))
        scan.cells += piece.count(b"</c>")
        if _NO_INDEX.search(piece):
            raise NoIndex
        _note_results(piece, scan)
    return scan


def _note_results(piece: bytes, scan: SheetScan) -> None:
    if b't="e"' in piece or b"t='e'" in piece:
        for letters, row, word in _ERROR.findall(piece):
            scan.errors.append((int(row) - 1, column_index(letters.decode()), word.decode("utf-8", "replace")))
    if b"<f" in piece:
        attributes = _UNCOMPUTED.findall(piece)
        scan.uncomputed += sum(1 for each in attributes if not _TEXT_RESULT.search(each))


def _cut_at_cells(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut only behind the end of a cell, so that no pattern lies across two pieces."""
    pending = b""
    for chunk in chunks:
        pending += chunk
        cut = pending.rfind(b"</c>") + 4
        if cut < 4:
            cut = pending.rfind(b"/>") + 2
        if cut >= 2:
            yield pending[:cut]
            pending = pending[cut:]
        elif len(pending) > _MAX_PENDING:
            raise TooLong
    yield pending


class _ExactReader:
    """Follows rows and cells as the reader does, with or without references and name prefixes."""

    def __init__(self) -> None:
        self.scan = SheetScan()
        self._row = 0
        self._column = -1
        self._cell: dict[str, str] | None = None
        self._formula = self._value = False
        self._text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                self._row = int(attributes["r"]) if attributes.get("r", "").isdecimal() else self._row + 1
                self._column = -1
            case "c":
                self._place(attributes.get("r", ""))
                self._cell, self._formula, self._text = attributes, False, ""
            case "f":
                self._formula = True
            case "v" | "t":
                self._value = True

    def _place(self, reference: str) -> None:
        found = re.fullmatch(r"([A-Za-z]+)(\d+)", reference, re.ASCII)
        if found:
            self._column, self._row = column_index(found[1]), int(found[2])
        else:
            self._column += 1

    def characters(self, text: str) -> None:
        if self._value and len(self._text) < 20:
            self._text += text

    def end(self, tag: str) -> None:
        match tag.rpartition(":")[2]:
            case "v" | "t":
                self._value = False
            case "c" if self._cell is not None:
                self._close(self._cell)
                self._cell = None

    def _close(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("t")
        if kind == "s" and self._text and not (self._text.isascii() and self._text.isdecimal()):
            raise NoIndex
        if self._text or kind == "str":
            self.scan.cells += 1
            self.scan.rows = max(self.scan.rows, self._row)
            self.scan.columns = max(self.scan.columns, self._column + 1)
        if kind == "e":
            self.scan.errors.append((self._row - 1, self._column, self._text))
        if self._formula and not self._text and kind != "str":
            self.scan.uncomputed += 1


def scan_exactly(chunks: Iterable[bytes]) -> SheetScan:
    """The true bounds of the filled cells of a sheet; raises expat.ExpatError for broken XML, and NoIndex.

    Must only see XML without entity declarations.
    """
    reader = _ExactReader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return reader.scan
