"""What the title of a book says of all its rows: sheet name first, then the title rows, then the name of the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from graph.model.names import matching
from ingest.formats.declare import Column, Format
from ingest.read.row_kinds import RowKind
from ingest.read.table import Table


def said_by_title(column: Column, table: Table, file: str) -> str | None:
    """The one category whose word stands in the nearest title that has any; None where that title names several.

    Longer words are found first, and count only once. A word at most half as long as the longest one only
    qualifies it: 服务需求清单 is a list of needs.
    """
    words = sorted(((matching(word), code) for code, each in column.lookup.items() for word in each), key=_longest)
    for title in _titles(table, file):
        found: list[tuple[str, str]] = []
        rest = title
        for word, code in words:
            if word and word in rest and (not found or 2 * len(word) > len(found[0][0])):
                found.append((word, code))
                rest = rest.replace(word, "\n")
        if found:
            codes = {code for _, code in found}
            return codes.pop() if len(codes) == 1 else None
    return None


def book_named(declared: Format, table: Table, file: str) -> str | None:
    """The longest title, of the format or of its books, that sheet, title row or file name holds."""
    titles = [*_titles(table, file)]
    known = (declared.title_zh, *declared.books)
    found = [book for book in known if any(matching(book) in title for title in titles)]
    return max(found, key=lambda book: (len(book), book), default=None)


def _titles(table: Table, file: str) -> Iterator[str]:
    yield matching(table.sheet)
    yield matching("".join(each.text for each in table.ignored if each.kind is RowKind.TITLE and each.text))
    yield matching(PurePath(file).stem)


def _longest(word: tuple[str, str]) -> tuple[int, str, str]:
    return -len(word[0]), *word
