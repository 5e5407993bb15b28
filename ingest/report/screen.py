"""The report on a terminal."""

from __future__ import annotations

import unicodedata

from rich import box
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ingest.report.outline import LoadReport
from ingest.report.section import Section
from ingest.report.sections import sections

SHORT = 10
"""Columns of text that are never folded: a date."""


def screen(report: LoadReport, limit: int = 20) -> RenderableType:
    """The whole report; tables are cut to ``limit`` rows."""
    return Group(*(drawn(section) for section in sections(report, limit)))


def drawn(section: Section) -> RenderableType:
    """One section: title, table, lines."""
    parts: list[RenderableType] = [Text(plain(section.title), style="bold")]
    if section.rows:
        parts.append(_table(section))
    parts += (Padding(Text(plain(line)), (0, 0, 0, 2), expand=False) for line in section.lines)
    return Group(*parts, Text(""))


def _table(section: Section) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1), collapse_padding=True)
    for index, heading in enumerate(section.headings):
        numeric = index in section.numeric
        widest = max(cell_len(text) for text in (heading, *(row[index] for row in section.rows)))
        # dates, numbers and single words cannot be read in two halves
        whole = numeric or widest <= SHORT
        table.add_column(Text(plain(heading)), justify="right" if numeric else "left", overflow="fold", no_wrap=whole)
    for row in section.rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    return table


def plain(text: str) -> str:
    """Text without control characters: what stands in a file must not drive the terminal."""
    if text.isprintable():
        return text
    return "".join("�" if unicodedata.category(each) in ("Cc", "Cf") and each != "\n" else each for each in text)
