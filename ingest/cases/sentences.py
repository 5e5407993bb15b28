"""The coverage check: sentences of an article that carry a number or name a body and that no fact cites.

What counts as carrying something is wide on purpose: each figure and each quoted term must lie in a cited passage or
in a span that is passed over with a reason; a sentence that names a body of the case, or reads as if it named one,
must at least be touched by such a span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.cases.article import Article, plain
from ingest.cases.declare import CaseFile, SourceHead, Span
from ingest.cases.facts import BodyFact, PlaceFact

_SENTENCE = re.compile(r"[^。;!?]+[。;!?]*")
# in both scripts; 一 counts only where it says how often, because 一个整体 and 统一 count nothing
_COUNTER = (
    "(?:[个個名家条條次项項户戶人张張场場年类類级級大所支处處栋棟层層种種届屆天日月周元]|平方米|公里|季度|小[时時])"
)
_FIGURE = re.compile(
    r"\d(?:[\d.,/]*\d)?%?"
    rf"|[二三四五六七八九十百千万萬亿億两兩数數几幾]+[余餘多]?{_COUNTER}"
    r"|每[个個]?(?:半?年|季度|月|周)"
    r"|[一二三四五六七八九十百]分之[一二三四五六七八九十]"
)
_QUOTED = re.compile(r"“[^”]+”|《[^》]+》|「[^」]+」")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:公司|医院|大学|研究院|研究会|书画院|委员会|联合会|联席会议|领导小组|派出所|中队|银行|酒店)"
)


@dataclass(frozen=True, slots=True)
class Uncited:
    """A sentence with what it carries and no fact cites; the characters are ``[start, end)`` of the line."""

    line: int
    start: int
    end: int
    marks: tuple[str, ...]
    """The figures and quoted terms outside of every cited or passed-over span, then bodies if no span touches it."""


def uncited(case: CaseFile, article: Article) -> list[Uncited]:
    """Sentences that still want a fact or a reason, in order; empty where the case is whole."""
    names = {fact.name for fact in case.cited if isinstance(fact, PlaceFact | BodyFact)}
    spans: Sequence[Span] = (*case.passages, *case.passed_over)
    found: list[Uncited] = []
    for number, text in enumerate(article.lines, start=1):
        here = [(each.start, each.end) for each in spans if each.line == number]
        for start, end in sentences(text):
            marks = tuple(_marks(case.source, text, (start, end), here, names))
            if marks:
                found.append(Uncited(number, start, end, marks))
    return found


def sentences(line: str) -> Iterator[tuple[int, int]]:
    """Characters ``[start, end)`` of each sentence of a line; blank ones are left out."""
    for each in _SENTENCE.finditer(line):
        if each[0].strip():
            yield each.span()


def carried(source: SourceHead, sentence: str) -> list[str]:
    """The figures, quoted terms and what reads as a body's name in a sentence as printed."""
    marks = [each[0] for pattern in (_FIGURE, _QUOTED) for each in pattern.finditer(sentence)]
    return [*marks, *_BODY.findall(plain(source, sentence))]


def _marks(
    source: SourceHead, line: str, sentence: tuple[int, int], spans: list[tuple[int, int]], names: set[str]
) -> Iterator[str]:
    start, end = sentence
    for pattern in (_FIGURE, _QUOTED):
        for each in pattern.finditer(line, start, end):
            if not any(first <= each.start() and each.end() <= last for first, last in spans):
                yield each[0]
    if any(first < end and start < last for first, last in spans):
        return
    text = plain(source, line[start:end])
    yield from sorted(name for name in names if name in text)
    yield from _BODY.findall(text)
