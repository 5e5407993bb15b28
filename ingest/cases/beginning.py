"""A sixth case begun from an article: what its text prints of itself, its paragraphs, and its sentences to be cited.

Nothing is decided here that an author has to decide: what is not printed stays open, and no fact is made.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.errors import NotFound, RosterProblem
from graph.model.names import simplified
from ingest.cases.article import PINYIN_NOTE, plain
from ingest.cases.declare import LOCATOR_LENGTH, SourceHead
from ingest.cases.sentences import carried, sentences
from ingest.read.delimited import decode
from ingest.read.naming import file_name, is_personal

Role = Literal["head", "text", "heading", "furniture"]

_HEAD_LINES = 15
"""Lines at the top among which title, organ and date of publication are looked for."""
_TRADITIONAL = 0.05
"""Share of Chinese characters that change in simplified script from which on a text is traditional."""
_NOTES = 3
"""Notes of pronunciation from which on a text has them."""
_SHORTEST_LOCATOR = 6
_EDGES = " \t\r\u3000\u00a0,。;、,;"
_DATE_LINE = re.compile(
    r"^(\d{4})[年-](\d{1,2})[月-](\d{1,2})日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:来源\s*[::]\s*(\S+))?$"
)
_REPRINTED = re.compile(r"原载[^《》]*《([^》]+)》")
_UNDER_TITLE = re.compile(r"以《([^》]+)》为题")
_ORGAN = re.compile(r"^[\u4e00-\u9fff]{2,28}(?:部|委|委员会|办公室|局|政府|中心|办事处|街道|支部)$")
_FURNITURE = re.compile(r"<[a-z/]|>>|\|$|扫一扫|扫二维码|^[((]?责(?:任)?编(?:辑)?[::]")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|[((][一二三四五六七八九十]+[))])[^。]{2,80}$")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a text prints of its own publication; None for what it does not."""

    title: str | None
    author: str | None
    """A body; a person's name is never taken over."""
    publisher: str | None
    published_on: str | None
    kind: Literal["EB/OL", "N"]
    """Online, or reprinted from a newspaper."""

    @property
    def citation(self) -> str | None:
        """GB/T 7714, once title, publisher and date are known."""
        return None if None in (self.title, self.publisher, self.published_on) else self.cited()

    def cited(self) -> str:
        """The same with 〔…〕 for what is not known."""
        author = "" if self.author is None else f"{self.author}. "
        day = self.published_on or "〔年-月-日〕"
        return f"{author}{self.title or '〔题名〕'}[{self.kind}]. {self.publisher or '〔来源〕'}, {day}."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text without the blanks and marks around it: characters ``[start, end)``."""

    role: Role
    label: str
    """P1 … for text, P0 for what stands at its head, empty for headings and furniture."""
    line: int
    start: int
    end: int
    locator: str | None
    carries: bool
    """Whether the coverage check would ask for a fact or a reason."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that carries a figure, a quoted term or a body, and what it carries."""

    line: int
    start: int
    end: int
    paragraph: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new case file begins with."""

    id: str
    source: SourceHead
    """File, fingerprint, script and notes of the text; its title and citation may be empty yet."""
    encoding: str
    printed: Printed
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]


def begin(path: Path, id: str) -> Beginning:
    """Read an article's text; NotFound without the file, RosterProblem where it is no text that can be read."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise NotFound(f"没有文件 {file_name(path)}", f"there is no file {file_name(path)}") from error
    text, encoding = _decoded(content, path)
    printed = _printed(_plain_lines(text))
    # a head that an author has yet to finish: what the text does not print stays out of it
    source = SourceHead.model_construct(
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        title=printed.title or "",
        citation=printed.citation or "",
        script=_script(text),
        pinyin_notes=_has_notes(text),
    )
    paragraphs = tuple(_paragraphs(source, text.split("\n"), printed))
    return Beginning(id, source, encoding, printed, paragraphs, tuple(_sentences(source, text, paragraphs)))


def default_id(path: Path) -> str:
    """An id for the case from its file's name where that can be one, else from what is in the file."""
    stem = path.stem.lower().replace("-", "_")
    if re.fullmatch(r"[a-z][a-z0-9_]*", stem) and not is_personal(stem):
        return stem
    try:
        return f"case_{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"
    except OSError:
        return "case"  # whoever reads it says what is wrong


def _decoded(content: bytes, path: Path) -> tuple[str, str]:
    try:
        text, encoding = decode(content, file_name(path))
    except RosterProblem:
        text, encoding = "", ""
    if not text.strip() or "\0" in text:
        raise RosterProblem(
            f"{file_name(path)} 不是可读的文字(应为 UTF-8 或 GB18030 的 .txt);请另存为 UTF-8 文本",
            f"{file_name(path)} is no text that can be read (UTF-8 or GB18030): save it as a UTF-8 .txt",
            code="no_article",
        )
    return text, encoding


# --- the text as a whole ------------------------------------------------------------------------------


def _script(text: str) -> Literal["simplified", "traditional"]:
    chinese = [each for each in PINYIN_NOTE.sub("", text) if "\u3400" <= each <= "\u9fff"]
    joined = "".join(chinese)
    changed = sum(1 for one, other in zip(joined, simplified(joined), strict=False) if one != other)
    return "traditional" if changed > _TRADITIONAL * len(chinese) else "simplified"


def _has_notes(text: str) -> bool:
    # a reading has tones; (app) behind a word has none
    return sum(1 for found in PINYIN_NOTE.findall(text) if not found.isascii()) >= _NOTES


def _plain_lines(text: str) -> list[str]:
    return [simplified(PINYIN_NOTE.sub("", line)).strip() for line in text.split("\n")]


def _printed(lines: list[str]) -> Printed:
    head = [line for line in lines[:_HEAD_LINES] if line and not _FURNITURE.search(line)]
    dated = next((found for line in head if (found := _DATE_LINE.match(line))), None)
    if dated is None:
        return _reprinted(lines)
    above = head[: head.index(dated.string)]
    author = next((line for line in above if _ORGAN.match(line) and not is_personal(line)), None)
    titles = [line for line in above if line != author and 6 <= len(line) <= 80 and not line.endswith("。")]
    year, month, day = (int(dated[part]) for part in (1, 2, 3))
    return Printed(
        title=max(titles, key=len, default=None),
        author=author,
        publisher=dated[4],
        published_on=f"{year:04}-{month:02}-{day:02}",
        kind="EB/OL",
    )


def _reprinted(lines: list[str]) -> Printed:
    """Of a text without a line of date and source: what it says it was reprinted from."""
    whole = "\n".join(lines)
    title, origin = _UNDER_TITLE.search(whole), _REPRINTED.search(whole)
    return Printed(
        title=None if title is None else title[1],
        author=None,
        publisher=None if origin is None else origin[1],
        published_on=None,
        kind="EB/OL" if origin is None else "N",
    )


# --- its parts ----------------------------------------------------------------------------------------


def _paragraphs(source: SourceHead, lines: list[str], printed: Printed) -> Iterator[Paragraph]:
    number = 0
    for line, text in enumerate(lines, start=1):
        start, end = len(text) - len(text.lstrip(_EDGES)), len(text.rstrip(_EDGES))
        if end <= start:
            continue
        role = _role(plain(source, text).strip(), printed)
        number += role == "text"
        label = f"P{number}" if role == "text" else "P0" if role == "head" else ""
        locator = _locator(plain(source, text[start:end])) if label else None
        yield Paragraph(role, label, line, start, end, locator, bool(carried(source, text)))


def _role(text: str, printed: Printed) -> Role:
    # the date is recorded in the head of the file, no fact cites its line
    if _FURNITURE.search(text) or _DATE_LINE.match(text):
        return "furniture"
    if text in (printed.title, printed.author):
        return "head"
    return "heading" if _HEADING.match(text) else "text"


def _locator(text: str) -> str | None:
    """The first few words that stand once in the text; None where there are none."""
    for start in range(len(text)):
        for length in range(min(_SHORTEST_LOCATOR, len(text)), LOCATOR_LENGTH + 1):
            piece = text[start : start + length]
            if len(piece) >= 2 and piece == piece.strip(_EDGES) and text.count(piece) == 1 and not is_personal(piece):
                return piece
    return None


def _sentences(source: SourceHead, text: str, paragraphs: tuple[Paragraph, ...]) -> Iterator[Sentence]:
    lines = text.split("\n")
    for paragraph in paragraphs:
        if not paragraph.label:
            continue
        line = lines[paragraph.line - 1]
        for start, end in sentences(line):
            marks = dict.fromkeys(carried(source, line[start:end]))
            if marks:
                yield Sentence(paragraph.line, start, end, paragraph.label, tuple(marks))
