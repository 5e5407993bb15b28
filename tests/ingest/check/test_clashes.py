"""Rows of one file that cannot all be right come back, also those of records that bear no name."""

from __future__ import annotations

from pathlib import Path

from graph.store.ledger import Ledger
from ingest.load.examine import examine
from ingest.load.options import LoadOptions

TITLE = "某街道认领台账(演示数据) 截至2024年6月30日 范围:990201001"
HEADINGS = "认领编号,认领事项,认领单位,认领日期"


def returned(folder: Path, *rows: str) -> list[tuple[int, str]]:
    path = folder / "认领.csv"
    path.write_text("\n".join([TITLE, HEADINGS, *rows]), "utf-8")
    with Ledger(folder / "ledger.sqlite") as ledger:
        (outcome,) = examine(path, LoadOptions(), ledger)
    return [(row.number, fault.code) for row in outcome.returned for fault in row.faults]


def test_two_claims_under_one_number_come_back(tmp_path: Path) -> None:
    rows = "RL1,操场停车,甲局,2024-01-02", "RL1,图书角,乙校,2024-02-03", "RL2,义诊,丙院,2024-02-03"
    assert returned(tmp_path, *rows) == [(3, "one_code_two_names"), (4, "one_code_two_names")]


def test_one_claim_told_twice_does_not(tmp_path: Path) -> None:
    assert returned(tmp_path, "RL1,操场停车,甲局,2024-01-02", "RL1,操场停车,甲局,2024-01-02") == []
