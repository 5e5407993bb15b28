"""An invented case in which each kind of row occurs, and the article that it is of."""

from __future__ import annotations

import hashlib
from typing import Any

from ingest.cases.declare import CaseFile

ARTICLE = "甲街道2011年成立甲联合会,成员单位10家。\n如今成员单位20余家,单位200家,其中共建单位50家以上。\n“同心”是口号。"
SPANS = {"P1": (1, 0, 21), "P2": (2, 0, 10), "P3": (2, 11, 17), "P4": (2, 18, 27)}
LOCATORS = {"P1": "甲联合会", "P2": "20余家", "P3": "200家", "P4": "共建单位"}


def figure(key: str, raw: str, low: float, high: float | None, passage: str, **more: Any) -> dict[str, Any]:
    """An observation of the association's members, unless said otherwise."""
    told = {"measure": "association_members", "unit": "家", "scope": "成员单位", "nature": "stock", "about": ["E2"]}
    return {**told, "key": key, "raw": raw, "low": low, "high": high, "passages": [passage], **more}


def invented(**tables: Any) -> CaseFile:
    """The case, with tables of its own in place of those given here."""
    spans = [
        {"id": name, "paragraph": name, "line": line, "start": start, "end": end, "locator": LOCATORS[name]}
        for name, (line, start, end) in SPANS.items()
    ]
    spans[1]["repairs"] = [{"printed": "如今", "reading": "目前", "tier": "contextual"}]
    said: dict[str, Any] = {
        "case": {"id": "jia", "title_zh": "甲街道", "title_en": "A", "place_text": "甲市甲街道", "place": "E1"},
        "source": {
            "file": "jia.txt",
            "sha256": hashlib.sha256(ARTICLE.encode()).hexdigest(),
            "title": "甲",
            "published_on": "2020-01-01",
            "citation": "甲[EB/OL]. 甲网, 2020-01-01.",
        },
        "passages": spans,
        "places": [{"key": "E1", "name": "甲街道", "level": "subdistrict", "passages": ["P1"]}],
        "bodies": [
            {
                "key": "E2",
                "type": "Association",
                "name": "甲联合会",
                "within": "E1",
                "fields": {"kind": "federation"},
                "start": "2011",
                "passages": ["P1"],
                "ties": [{"type": "LOCATED_IN", "to": "E1", "role": "place"}],
            }
        ],
        "observations": [
            figure("S1", "10家", 10, 10, "P1", as_of="2011"),
            figure("S2", "20余家", 21, 29, "P2", period="2019年1月至2019年6月"),
            figure("S3", "200家", 200, 200, "P3", measure="units_in_area", scope="单位", about=["E1"]),
            figure("S4", "50家以上", 50, None, "P4", measure="agreement_parties", about=["E1"], period="近年来"),
        ],
        "gaps": [
            {
                "key": "G1",
                "name": "成员名单",
                "kind": "unstated",
                "measures": ["association_members"],
                "reason": "没有说是哪些单位",
                "reason_en": "who they are is not said",
                "about": ["E2"],
                "passages": ["P1"],
            }
        ],
        "conflicts": [{"key": "C1", "observations": ["S1", "S2"], "why": "前后不一"}],
        "ratios": [
            {"key": "R1", "title": "甲", "numerator": "S4", "denominator": "S3", "same_scope": True, "why": "同"},
            {"key": "R2", "title": "乙", "numerator": "S1", "denominator": "S3", "same_scope": False, "why": "异"},
            {"key": "R3", "title": "丙", "numerator": "S2", "denominator": "S4", "same_scope": True, "why": "同"},
        ],
        "practices": [{"practice": "association", "named": True, "facts": ["E2"]}],
        "passed_over": [{"line": 3, "start": 0, "end": 7, "why": "rhetoric"}],
    }
    return CaseFile.model_validate({**said, **tables})
