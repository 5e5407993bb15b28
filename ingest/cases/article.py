"""The article beside its case file: passages in full where the articles are at hand, and whether the two agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import NotFound, RosterProblem
from ingest.cases.declare import BodyFact, CaseFile, Fact, ObservationFact, PassageSpan, PlaceFact


@dataclass(frozen=True, slots=True)
class Article:
    """The physical lines of a published text, as they are."""

    lines: tuple[str, ...]

    def text(self, passage: PassageSpan) -> str:
        """The characters of a passage; shorter or empty where the article ends before."""
        line = self.lines[passage.line - 1] if passage.line <= len(self.lines) else ""
        return line[passage.start : passage.end]


def read_article(case: CaseFile, folder: Path) -> Article:
    """The article of a case from the folder of sources; NotFound without it, RosterProblem for other bytes."""
    path = folder / case.source.file
    if not path.is_file():
        raise NotFound(
            f"原文文件夹里没有 {case.source.file};请检查设置 sources(GONGJIAN_SOURCES)",
            f"no {case.source.file} in the folder of sources: see the setting sources (GONGJIAN_SOURCES)",
        )
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != case.source.sha256:
        raise RosterProblem(
            f"{case.source.file} 与案例文件登记的指纹不符,段落位置不可用;请换回登记时的原文",
            f"{case.source.file} is not the text that the case file was made from: put that text back",
            code="other_article",
        )
    return Article(tuple(content.decode("utf-8").split("\n")))


def disagreements(case: CaseFile, article: Article) -> list[str]:
    """What the case file says of the article and the article does not, as ``key: what``; empty where they agree."""
    found = [f"{each.id}: {what}" for each in case.passages for what in _of_passage(each, article)]
    for fact in case.cited:
        printed = "\n".join(article.text(case.spans[name]) for name in fact.passages)
        found += (f"{fact.key}: {what}" for what in _of_fact(fact, printed))
    return found


def _of_passage(passage: PassageSpan, article: Article) -> Iterator[str]:
    printed = article.text(passage)
    if len(printed) != passage.end - passage.start:
        yield "the span leaves the article"
    elif printed.count(passage.locator) != 1:
        yield "the locator does not stand once in the span"


def _of_fact(fact: Fact, printed: str) -> Iterator[str]:
    if isinstance(fact, PlaceFact | BodyFact) and fact.name not in printed:
        yield "its passages do not print its name"
    if isinstance(fact, ObservationFact) and fact.raw not in printed:
        yield "its passages do not print its figure"
