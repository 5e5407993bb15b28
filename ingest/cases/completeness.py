"""How complete a case is: what it counts, what rests on one passage or on repaired text, what has no date."""

from __future__ import annotations

from collections import Counter

from ingest.cases.article import Article, disagreements
from ingest.cases.declare import CaseFile
from ingest.cases.fact_rows import Row
from ingest.cases.labels import repaired
from ingest.cases.sentences import uncited
from ingest.cases.timeline import timeline, undated


def overview(case: CaseFile, article: Article | None = None) -> Row:
    """One row of counts; with the article also what in it no fact cites, and where the two do not agree."""
    tiers = Counter(repaired(case, (each.id,)) for each in case.passages)
    return {
        "facts": len(case.cited),
        "bodies": len(case.places) + len(case.bodies),
        "ties": len(case.ties) + sum(len(getattr(fact, "ties", ())) for fact in case.cited),
        "mechanisms": len(case.mechanisms),
        "standards": len(case.standards),
        "observations": len(case.observations),
        "outcomes": len(case.outcomes),
        "undated": undated(case),
        "dated": len(timeline(case)),
        "contradictions": len(case.conflicts),
        "ratios": len(case.ratios),
        "gaps": len(case.gaps),
        "practices": len(case.practices),
        "passages": len(case.passages),
        "mechanical": tiers["mechanical"],
        "contextual": tiers["contextual"],
        "single_passage": sum(1 for fact in case.cited if len(set(fact.passages)) == 1),
        "passed_over": len(case.passed_over),
        "uncited": None if article is None else len(uncited(case, article)),
        "disagreements": None if article is None else len(disagreements(case, article)),
    }


def passed_over(case: CaseFile) -> list[Row]:
    """How many spans carry something and are no fact, by the reason, the most frequent first."""
    counted = Counter(each.why for each in case.passed_over)
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return [{"why": why, "spans": spans} for why, spans in ordered]
