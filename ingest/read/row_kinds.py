"""What a row below or above the headings is, when it is no data. Strict on purpose: in doubt a row is data.

A row wrongly taken for a footer would vanish from the record; one wrongly taken for data is returned with a reason.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

from ingest.clean.personal import find_personal
from ingest.clean.text import is_null_word
from ingest.read.header import Header
from ingest.read.headings import normalise_heading
from ingest.read.sheets import Cell, MergedRange, Sheet


class RowKind(StrEnum):
    """Why a row is not data."""

    BLANK = "blank"
    TITLE = "title"
    NOTE = "note"
    HINT = "hint"
    EXAMPLE = "example"
    SIGNATURE = "signature"
    TOTAL = "total"
    HEADER = "header"
    COLUMN_NUMBERS = "column_numbers"
    FORM = "form"


_TOTAL_WORDS: Final = frozenset(["合计", "小计", "总计", "共计", "累计", "总数", "合计数", "小计数"])
_TOTAL_LINE: Final = re.compile(r"(合计|总计|共计|小计):?[\d,.]+\D{0,4}")
_NOTE: Final = re.compile(r"(?:注|备注|附注|说明|填表说明|填报说明|填写说明|注意事项)(?:\d{0,2}[:、.]|$)")
_NUMBERED: Final = re.compile(r"[(]?\d{1,2}[).、.:]")
_SIGNING: Final = (
    "填表人|填报人|制表人|制表|填表|经办人|审核人|审核|复核人|复核|审批人|负责人|单位负责人|负责人签字|书记签字|主要领导签字|"
    "分管领导|分管领导签字|签字|签名|盖章|单位盖章|公章|联系人|联系电话|电话|填报单位|填表单位|制表单位|报送单位|单位名称|"
    "填报日期|填表日期|填报时间|填表时间|制表日期|制表时间|报送日期|日期|上报时间"
)
_SIGNATURE: Final = re.compile(rf"(?:{_SIGNING})(?:\((?:签字|签名|盖章|公章|签章)\))?:.*")
_BARE_SIGNATURE: Final = re.compile(
    r"(?:填表人|填报人|制表人|审核人|复核人|审批人|经办人|负责人签字|书记签字|盖章|单位盖章|公章|填报日期|填表日期|制表日期)"
    r"(?:\((?:签字|签名|盖章|公章|签章)\))?|\((?:盖章|公章|签章|签字)\)"
)
_DATE_LINE: Final = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?")
_HINTS: Final = re.compile(
    "[(]?(?:必填项?|选填项?|非必填|可选|必录|条件必填|可不填|文本|数字|日期|数值|整数|下拉|下拉选择|单选|多选|自动生成)[)]?"
)
_EXAMPLE: Final = re.compile(r"\(?(?:示例|样例|举例|范例|填写示例|例)\d{0,2}\)?(?::.*)?")
_SERIAL: Final = frozenset(("序号", "编号", "no", "行号", "顺序号"))
_NAMED: Final = re.compile(
    r"(?:填表人|填报人|制表人|经办人|审核人|复核人|审批人|负责人|书记|主任|领导|联系人|联系电话|电话|手机|签字|签名)"
    r"[^:\s]{0,6}:\s*(?:\S\s\S(?=\s|$)|\S*)"
)
_FIRST_CELLS = 3
# how any special row can begin; a row whose first three cells begin otherwise is data and needs no closer look
_SUSPECT: Final = frozenset(
    {word[0] for word in _TOTAL_WORDS | frozenset(_SIGNING.split("|"))} | set("注备附说填例示样举范(（[【《<\"'*")
)


class RowJudge:
    """Tells the rows of one sheet apart, given where its headings are."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._sheet = sheet
        self._header = header
        self._merged_at: dict[int, list[MergedRange]] = {}
        for block in sheet.merged:
            for index in range(block.top, min(block.bottom, len(sheet.rows) - 1) + 1):
                self._merged_at.setdefault(index, []).append(block)
        self._titled = sum(1 for each in header.headings if each.name)
        self._serial = next((i for i, each in enumerate(header.headings) if each.name in _SERIAL), None)
        self._headings = [self._names(index) for index in range(header.top, header.bottom + 1)]
        self._titles = {_flat(cell) for index in range(header.top) for cell in self.own(index) if cell}
        self._footer_from = self._last_full_row() + 1
        self._in_notes = False
        self._suspect = _SUSPECT | {name.strip()[0] for name in header.written if name.strip()}
        self._suspect |= {each[0] for names in self._headings for each in names if each}

    def own(self, index: int) -> list[Cell]:
        """The cells of a row without the copies of merged ranges."""
        blocks = self._merged_at.get(index)
        if not blocks:
            return self._sheet.rows[index]
        own = list(self._sheet.rows[index])
        for block in blocks:
            for column in range(block.left, min(block.right + 1, len(own))):
                if (index, column) != (block.top, block.left):
                    own[column] = None
        return own

    def _names(self, index: int) -> list[str]:
        return [normalise_heading(cell) if isinstance(cell, str) else "" for cell in self._sheet.rows[index]]

    def _last_full_row(self) -> int:
        """The last row that fills at least two cells and begins like no footer; footers are only looked for below."""
        for index in range(len(self._sheet.rows) - 1, self._header.bottom, -1):
            texts = [_flat(cell) for cell in self.own(index) if cell is not None]
            texts = [text for text in texts if text]
            if len(texts) > 1 and not _is_signing(texts):
                return index
        return self._header.bottom

    def kind(self, index: int) -> RowKind | None:
        """The kind of a row that is no data, or None for data; to be asked in the order of the rows."""
        if index > self._header.bottom + 3 and index not in self._merged_at and self._is_plain(index):
            self._in_notes = False
            return None
        own = self.own(index)
        first = [(i, _flat(cell)) for i, cell in _leading(own)]
        if not first:
            return RowKind.BLANK
        filled = sum(1 for cell in own if not _is_blank(cell))
        if index < self._header.top:
            return self._kind_above(own, [text for _, text in first], filled)
        found = self._kind_below(index, own, first, filled)
        self._in_notes = found is RowKind.NOTE or (found is RowKind.BLANK and self._in_notes)
        return found

    def _is_plain(self, index: int) -> bool:
        seen = 0
        for cell in self._sheet.rows[index]:
            if cell is None:
                continue
            if isinstance(cell, str) and (cell[:1] in self._suspect or not cell[:1].strip()):
                return False
            seen += 1
            if seen == _FIRST_CELLS:
                return True
        return False

    def _kind_above(self, own: list[Cell], first: list[str], filled: int) -> RowKind:
        if _NOTE.match(first[0]) or (filled == 1 and _NUMBERED.match(first[0])):
            return RowKind.NOTE
        return RowKind.SIGNATURE if _is_signing(first) else RowKind.TITLE

    def _kind_below(self, index: int, own: list[Cell], first: list[tuple[int, str]], filled: int) -> RowKind | None:
        texts = [text for _, text in first]
        if filled == 1 and self._titled > 1:
            return self._kind_single(index, first[0][0], texts[0])
        if any(text.rstrip(":") in _TOTAL_WORDS for text in texts) and self._is_total(own):
            return RowKind.TOTAL
        if _NOTE.match(texts[0]) and filled <= 2 < self._titled and texts[0] not in ("备注", "说明"):
            return RowKind.NOTE
        if index >= self._footer_from and _is_signing(texts):
            return RowKind.SIGNATURE
        if index <= self._header.bottom + 3:
            near = self._kind_near_header(own, texts)
            if near is not None:
                return near
        return RowKind.HEADER if self._repeats_header(index, texts[0]) else None

    def _kind_single(self, index: int, column: int, text: str) -> RowKind | None:
        """A row with one filled cell in a table of several columns."""
        if column == self._serial and text.removesuffix(".").isdecimal():
            return RowKind.BLANK
        if _TOTAL_LINE.fullmatch(text) or text.rstrip(":") in _TOTAL_WORDS:
            return RowKind.TOTAL
        if _NOTE.match(text) or (self._in_notes and _NUMBERED.match(text)):
            return RowKind.NOTE
        if text in self._titles:
            return RowKind.TITLE
        if _EXAMPLE.fullmatch(text):
            return RowKind.EXAMPLE
        if index >= self._footer_from and (_is_signing([text]) or _DATE_LINE.fullmatch(text)):
            return RowKind.SIGNATURE
        return None

    def _kind_near_header(self, own: list[Cell], texts: list[str]) -> RowKind | None:
        filled = [_flat(cell) for cell in own if not _is_blank(cell)]
        if all(_HINTS.fullmatch(text) for text in filled):
            return RowKind.HINT
        # a serial number may stand before the word
        if any(_EXAMPLE.fullmatch(text) for text in texts[:2]):
            return RowKind.EXAMPLE
        numbers = [text for text in filled if text not in ("甲", "乙", "丙", "栏次")]
        counted = [str(each) for each in range(1, len(numbers) + 1)]
        if len(numbers) >= 4 and len(filled) == self._titled and numbers == counted:
            return RowKind.COLUMN_NUMBERS
        return None

    def _repeats_header(self, index: int, first: str) -> bool:
        for names in self._headings:
            if normalise_heading(first) in names:
                here = self._names(index)
                filled = [i for i, cell in enumerate(self._sheet.rows[index]) if cell is not None]
                same = sum(1 for i in filled if here[i] and here[i] == names[i])
                if len(filled) > 1 and same >= 0.8 * len(filled):
                    return True
        return False

    def _is_total(self, own: list[Cell]) -> bool:
        _, rest = _after_total_word(own)
        values = [cell for cell in rest.values() if not is_null_word(_flat(cell))]
        return 2 * sum(1 for cell in values if _number(cell) is not None) > len(values) or not values

    def total(self, index: int) -> tuple[str, dict[int, float]]:
        """The word of a row of totals and its numbers by column index."""
        word, rest = _after_total_word(self.own(index))
        numbers = {column: _number(cell) for column, cell in rest.items()}
        return word, {column: number for column, number in numbers.items() if number is not None}


def _leading(own: list[Cell]) -> list[tuple[int, Cell]]:
    """The first cells of a row that hold anything, with their columns."""
    found: list[tuple[int, Cell]] = []
    for index, cell in enumerate(own):
        if not _is_blank(cell):
            found.append((index, cell))
            if len(found) == _FIRST_CELLS:
                break
    return found


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _flat(cell: Cell) -> str:
    """A cell for comparing with words: NFKC, no spaces at all; a whole number without its point."""
    if isinstance(cell, str):
        return "".join(unicodedata.normalize("NFKC", cell).split())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _is_signing(texts: list[str]) -> bool:
    return bool(_SIGNATURE.fullmatch(texts[0]) or _BARE_SIGNATURE.fullmatch(texts[0]))


def _number(cell: Cell) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    found = re.fullmatch(r"(-?\d[\d,]*(?:\.\d+)?)\D{0,3}", _flat(cell)) if isinstance(cell, str) else None
    return float(found[1].replace(",", "")) if found else None


def _after_total_word(own: list[Cell]) -> tuple[str, dict[int, Cell]]:
    for index, cell in enumerate(own):
        word = _flat(cell).rstrip(":")
        if word in _TOTAL_WORDS:
            return word, {i: each for i, each in enumerate(own) if i > index and each is not None}
    line = next((_TOTAL_LINE.fullmatch(_flat(cell)) for cell in own if cell is not None), None)
    return (line[1] if line else ""), {}


def kept_text(own: list[Cell], kind: RowKind) -> str | None:
    """The text of a title, note or office-and-date line, for finding the edition; without who filled it in.

    None where nothing is worth keeping or where personal data still show.
    """
    if kind not in (RowKind.TITLE, RowKind.NOTE, RowKind.SIGNATURE):
        return None
    texts: list[str] = []
    skip = False
    for cell in own:
        text = " ".join(unicodedata.normalize("NFKC", str(cell)).split()) if cell is not None else ""
        if not text:
            continue
        if not skip:
            texts.append(_NAMED.sub("", text))
        # a label alone in its cell has the name in the next one
        skip = not skip and bool(_NAMED.fullmatch(text.rstrip(":") + ":"))
    joined = " ".join(" ".join(texts).split())
    return joined if joined and find_personal(joined) is None else None
