"""How books reach the folder: all alike and sound, or each in another container and layout, with dirt in it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

from ingest.synthetic.containers import write_delimited, write_forms, write_page
from ingest.synthetic.dirt import plant
from ingest.synthetic.office import Book, write
from ingest.synthetic.written import Dirt, FoundDirt, History, Pending, Planted, Written, WrittenFile

ABOUT = "synthetic"
"""Folder beside the rosters for what tells of them; a load of the rosters' folder does not go into it."""
PLANTED = "planted.csv"
_LAYOUTS: Final = (
    "workbook",
    "headings_of_two_rows",
    "web_page_as_xls",
    "text_utf-8-sig",
    "text_gb18030",
    "text_utf-16",
    "text_utf-8",
)
_FORMS: Final = "agreements"
"""The format that one office keeps as forms, one sheet to an agreement."""


class RosterFolder:
    """Writes books into a folder and keeps what was planted in them."""

    def __init__(self, folder: Path, seed: int, *, dirt: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._seed, self._dirt = folder, seed, dirt
        self._files: list[WrittenFile] = []
        self._found: list[FoundDirt] = []
        self._planted: list[Planted] = []
        self._pending: list[Pending] = []
        self._forms_written = False
        self._so_far: Counter[str] = Counter()

    def hand_in(self, books: Iterable[Book], *, as_text: bool = False) -> None:
        """Write books, sound ones as workbooks or ``as_text``; with dirt, each in its turn of the layouts."""
        for book in books:
            if self._dirt:
                self._files.append(self._dirty(book))
            elif as_text:
                self._files.append(write_delimited(self._folder, book, "utf-8-sig"))
            else:
                self._files.append(write(self._folder, book))
            self._found += book.dirt
            self._planted += book.planted
            self._pending += book.pending

    def finish(self) -> Written:
        """What was written; with dirt, its ledger stands in the folder ``synthetic`` beside the rosters."""
        found = tuple(sorted(self._found, key=lambda each: (each.file, each.sheet, each.row)))
        if self._dirt:
            with LedgerOfDirt(self._folder / ABOUT) as ledger:
                ledger.write(found)
        none = History((), (), ())
        planted, pending = tuple(self._planted), tuple(self._pending)
        return Written(self._folder, self._seed, tuple(self._files), {}, planted, pending, (), none, {}, found)

    def _dirty(self, book: Book) -> WrittenFile:
        layout = "workbook" if book.merged else _LAYOUTS[len(self._files) % len(_LAYOUTS)]
        if book.format == _FORMS and not self._forms_written and len(book.lines) < 60:
            layout, self._forms_written = "forms", True
        plant(book, self._seed, self._so_far, workbook=layout in ("workbook", "headings_of_two_rows", "forms"))
        file = self._laid_out(book, layout)
        book.dirt.append(FoundDirt(file.path.name, "", 0, Dirt(layout, "", "read")))
        return file

    def _laid_out(self, book: Book, layout: str) -> WrittenFile:
        if layout == "forms":
            return write_forms(self._folder, book)
        if layout == "web_page_as_xls":
            return write_page(self._folder, book)
        if layout.startswith("text_"):
            return write_delimited(self._folder, book, layout.removeprefix("text_"))
        if layout == "headings_of_two_rows":
            below = [heading for _, group in book.groups for heading in group]
            middle = len(below) // 2
            book.groups = (("基本情况", tuple(below[:middle])), ("其他情况", tuple(below[middle:])))
        return write(self._folder, book)


class LedgerOfDirt:
    """``planted.csv``: what was planted where, and what has to become of it; written as it is found."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / PLANTED).open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(("file", "sheet", "row", "column", "kind", "outcome", "code"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *about: object) -> None:
        self._file.close()

    def write(self, found: Iterable[FoundDirt]) -> None:
        """Add entries."""
        for each in found:
            dirt = each.dirt
            self._rows.writerow((each.file, each.sheet, each.row, dirt.column, dirt.kind, dirt.outcome, dirt.code))
