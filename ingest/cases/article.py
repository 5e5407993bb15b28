"""The article beside its case file: passages in full where the articles are at hand, and whether the two agree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import NotFound, RosterProblem
from graph.model.names import simplified
from ingest.cases.declare import CaseFile, PassageSpan, SourceHead, Span
from ingest.cases.facts import BodyFact, Fact, ObservationFact, OutcomeFact, PlaceFact
from ingest.cases.wording import at
from ingest.read.delimited import decode

_OUTSIDE = "起止超出了原文的这一行 | the span leaves the article"

PINYIN_NOTE = re.compile(r"(?<=[\u3400-\u9fff])\([a-zà-üāăēěīĭōŏūŭǎǐǒǔǖǘǚǜńňǹ]+\)")
"""The reading of a character, in brackets behind it: 區(qū)."""


@dataclass(frozen=True, slots=True)
class Article:
    """The physical lines of a published text, as they are."""

    lines: tuple[str, ...]

    def text(self, span: Span) -> str:
        """The characters of a span as printed; shorter or empty where the article ends before."""
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        return line[span.start : span.end]


def as_read(source: SourceHead, passage: PassageSpan, printed: str) -> str:
    """A passage as it is to be read: repaired, without notes of pronunciation, in simplified characters."""
    for repair in passage.repairs:
        printed = printed.replace(repair.printed, repair.reading)
    return plain(source, printed)


def plain(source: SourceHead, printed: str) -> str:
    """Printed text without notes of pronunciation, in simplified characters."""
    text = PINYIN_NOTE.sub("", printed) if source.pinyin_notes else printed
    return simplified(text) if source.script == "traditional" else text


def read_article(case: CaseFile, folder: Path) -> Article:
    """The article of a case from the folder of sources; NotFound without it, RosterProblem for other bytes."""
    path = folder / case.source.file
    if not path.is_file():
        raise NotFound(
            f"原文文件夹里没有 {case.source.file};请检查设置 sources(GONGJIAN_SOURCES)",
            f"no {case.source.file} in the folder of sources: see the setting sources (GONGJIAN_SOURCES)",
        )
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != case.source.sha256:
        raise RosterProblem(
            f"{case.source.file} 与案例文件登记的指纹不符,段落位置不可用;请换回登记时的原文。"
            f"自己的案例确要改用这一份的,先核对各段起止,再把 source.sha256 改为 {digest}",
            f"{case.source.file} is not the text that the case file was made from: put that text back; or, in a case "
            f"of your own, go through its spans and then set source.sha256 to {digest}",
            code="other_article",
        )
    return Article(tuple(decode(content, case.source.file)[0].split("\n")))


def disagreements(case: CaseFile, article: Article) -> list[str]:
    """What the case file says of the article and the article does not, as ``key: what`` in ``zh | en``."""
    found = [at(each.id, what) for each in case.passages for what in _of_passage(case.source, each, article)]
    for over in case.passed_over:
        if len(article.text(over)) != over.end - over.start:
            found.append(at(f"passed_over line {over.line}", _OUTSIDE))
    read = {each.id: as_read(case.source, each, article.text(each)) for each in case.passages}
    for fact in case.cited:
        text = "\n".join(read[name] for name in fact.passages)
        found += (at(fact.key, what) for what in _of_fact(fact, text))
    return found


def _of_passage(source: SourceHead, passage: PassageSpan, article: Article) -> Iterator[str]:
    printed = article.text(passage)
    if len(printed) != passage.end - passage.start:
        yield _OUTSIDE
        return
    yield from (
        f"那里没有印「{each.printed}」 | {each.printed} is not printed there"
        for each in passage.repairs
        if each.printed not in printed
    )
    if as_read(source, passage, printed).count(passage.locator) != 1:
        yield "定位词在起止之间不是恰好出现一次,请核对行和起止 | the locator does not stand once in the span"


def _of_fact(fact: Fact, text: str) -> Iterator[str]:
    if isinstance(fact, PlaceFact | BodyFact) and fact.name not in text:
        yield "所引段落里没有这个名称 | its passages do not print its name"
    if isinstance(fact, ObservationFact | OutcomeFact) and fact.raw not in text:
        yield "所引段落里没有 raw 的文字 | its passages do not print its figure"
