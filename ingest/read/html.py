"""Web pages under a workbook's suffix, as office systems export them: one sheet, as spreadsheet programs show it.

Tables stand one below the other, texts between them in rows of their own, a nested table at the place of its cell.
Nothing is fetched and nothing is run; scripts, styles and comments are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from ingest.read import limits
from ingest.read.delimited import decode
from ingest.read.problems import file_problem
from ingest.read.sheets import Cell, MergedRange, Sheet

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_READ_AS: Final = re.compile(
    r"utf-?(?:8|16(?:le|be)?)|gb_?2312(?:-80)?|gbk|gb18030|x-gbk|cp936|us-ascii|unicode", re.IGNORECASE
)
_LEFT_OUT: Final = frozenset(("script", "style", "title", "xml", "template", "noscript"))
_BLOCKS: Final = frozenset(("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "li", "center", "hr"))
_MAX_SPAN: Final = 1_000
_MAX_DEPTH: Final = 50


@dataclass(slots=True)
class _Cell:
    rows: int
    columns: int
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table that is open: the cells of its open row, and what hangs down from rows above."""

    row: list[_Cell] | None = None
    cell: _Cell | None = None
    hanging: dict[int, int] = field(default_factory=dict)
    """Column → index of the block in ``_Page.blocks`` that covers it in the rows to come."""
    left: dict[int, int] = field(default_factory=dict)
    """Block → rows it still covers."""


class _Page(HTMLParser):
    """Lays a page out as rows of cells; ``blocks`` are the merged ranges with the values that fill them."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Cell]] = []
        self.blocks: list[MergedRange] = []
        self._name = name
        self._tables: list[_Table] = []
        self._between: list[str] = []
        self._silent: str | None = None
        self._cells = 0

    # --- what the parser calls --------------------------------------------------------------------

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self._silent is not None:
            return
        table = self._tables[-1] if self._tables else None
        if tag in _LEFT_OUT:
            self._silent = tag
        elif tag == "table":
            self._open_table()
        elif tag == "br":
            self._write("\n")
        elif tag in _BLOCKS:
            self._break()
        elif table is not None and tag == "tr":
            self._end_row(table)
            table.row = []
        elif table is not None and tag in ("td", "th"):
            table.row = [] if table.row is None else table.row
            spans = dict(attributes)
            table.cell = _Cell(_span(spans.get("rowspan")), _span(spans.get("colspan")))
            table.row.append(table.cell)

    def handle_endtag(self, tag: str) -> None:
        if self._silent is not None:
            self._silent = None if tag == self._silent else self._silent
        elif tag == "table" and self._tables:
            table = self._tables.pop()
            self._end_row(table)
            self._cut_hanging(table)
        elif tag in _BLOCKS:
            self._break()
        elif self._tables and tag in ("td", "th"):
            self._tables[-1].cell = None
        elif self._tables and tag == "tr":
            self._end_row(self._tables[-1])

    def handle_data(self, data: str) -> None:
        if self._silent is None:
            # line ends of the source are spaces; only <br> and blocks break a line
            self._write(re.sub(r"[ \t\r\n\f]+", " ", data))

    # --- laying out -------------------------------------------------------------------------------

    def finish(self) -> None:
        """Bring to its end what the page left open."""
        self.close()
        self._silent = None  # a script that is never closed must not keep the tables open
        while self._tables:
            self.handle_endtag("table")
        self._end_text()

    def _write(self, text: str) -> None:
        if not self._tables:
            self._between.append(text)
        elif self._tables[-1].cell is not None:
            self._tables[-1].cell.text.append(text)
        elif text.strip():
            self._cut_hanging(self._tables[-1])
            self._row_of(text)

    def _break(self) -> None:
        if self._tables:
            cell = self._tables[-1].cell
            if cell is not None and cell.text:
                cell.text.append("\n")
        else:
            self._end_text()

    def _end_text(self) -> None:
        text = _tidy(self._between)
        self._between = []
        if text is not None:
            self._row_of(text)

    def _row_of(self, text: str) -> None:
        self._count(1)
        self.rows.append([text.strip()])

    def _open_table(self) -> None:
        if not self._tables:
            self._end_text()
        elif self._tables[-1].row is not None:
            self._interrupt(self._tables[-1])
        if len(self._tables) >= _MAX_DEPTH:
            raise _too_big(self._name)
        self._tables.append(_Table())

    def _interrupt(self, table: _Table) -> None:
        """A nested table begins: what its row holds so far stands above it, and nothing hangs down across it."""
        if any(_tidy(cell.text) for cell in table.row or []):
            self._end_row(table)
        table.row = table.cell = None
        self._cut_hanging(table)

    def _end_row(self, table: _Table) -> None:
        if table.row is None:
            return
        cells, table.row, table.cell = table.row, None, None
        row: list[Cell] = []
        for cell in cells:
            self._hang(table, row)
            self._place(table, row, cell)
        self._hang(table, row)
        self.rows.append(row)
        for block in [each for each, left in table.left.items() if left <= 1]:
            del table.left[block]
            table.hanging = {column: each for column, each in table.hanging.items() if each != block}
        table.left = {block: left - 1 for block, left in table.left.items()}

    def _hang(self, table: _Table, row: list[Cell]) -> None:
        """Fill the columns next in the row that a cell of a row above covers."""
        while len(row) in table.hanging:
            block = self.blocks[table.hanging[len(row)]]
            self._count(1)
            row.append(self.rows[block.top][block.left])

    def _place(self, table: _Table, row: list[Cell], cell: _Cell) -> None:
        value = _tidy(cell.text)
        top, left = len(self.rows), len(row)
        # ranges never overlap: a wide cell ends where one hangs down from above
        free = next((column for column in range(left, left + cell.columns) if column in table.hanging), None)
        columns = cell.columns if free is None else free - left
        self._count(columns)
        row.extend([value] * columns)
        if cell.rows == 1 and columns == 1:
            return
        self.blocks.append(MergedRange(top, left, top + cell.rows - 1, left + columns - 1))
        if cell.rows > 1:
            number = len(self.blocks) - 1
            table.left[number] = cell.rows
            table.hanging |= dict.fromkeys(range(left, left + columns), number)

    def _cut_hanging(self, table: _Table) -> None:
        """End what hangs down at the last row: a cell cannot reach beyond its table."""
        last = len(self.rows) - 1
        for number in table.left:
            block = self.blocks[number]
            self.blocks[number] = MergedRange(block.top, block.left, min(block.bottom, last), block.right)
        table.left, table.hanging = {}, {}

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > limits.MAX_BOX:
            raise _too_big(self._name)


def read_html(data: bytes, name: str) -> tuple[Sheet, str]:
    """The one sheet of a web page and its encoding.

    Raises RosterProblem for an encoding that is not read, for a page without a table, and for one that is too big.
    """
    declared = _CHARSET.search(data[:4096])
    if declared is not None and not _READ_AS.fullmatch(declared[1].decode("ascii")):
        raise file_problem(
            "encoding",
            name,
            "是网页(HTML),写明的编码不在可读之列(UTF-8、GB18030);请用 WPS 或 Excel 打开后另存为 .xlsx",
            "is a web page (HTML) in an encoding that is not read (UTF-8, GB18030 are); open it and save it as .xlsx",
        )
    # bytes are believed before the page's own word: exports often say gb2312 and hold UTF-8
    text, encoding = decode(data, name)
    page = _Page(name)
    page.feed(text)
    page.finish()
    if not any(len(row) > 1 for row in page.rows):
        raise file_problem(
            "html_without_table",
            name,
            "是网页(HTML),里面没有表格;请用 WPS 或 Excel 打开原文件,另存为 .xlsx",
            "is a web page (HTML) without a table; open the original and save it as .xlsx",
        )
    width = max(len(row) for row in page.rows)
    if limits.box_too_big(len(page.rows), width, sum(map(len, page.rows))):
        raise _too_big(name)
    for row in page.rows:
        row.extend([None] * (width - len(row)))
    merged = tuple(each for each in page.blocks if (each.top, each.left) != (each.bottom, each.right))
    return Sheet("", page.rows, merged), encoding


def _span(written: str | None) -> int:
    text = (written or "1").strip()
    return max(1, min(int(text), _MAX_SPAN)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _tidy(pieces: list[str]) -> str | None:
    lines = (" ".join(line.replace("\xa0", " ").split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line) or None


def _too_big(name: str) -> Exception:
    return file_problem(
        "too_big",
        name,
        "是网页(HTML),表格太大或嵌套太深;请用 WPS 或 Excel 打开后另存为 .xlsx",
        "is a web page (HTML) whose tables are too big or nested too deep; open it and save it as .xlsx",
    )
