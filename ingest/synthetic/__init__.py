"""Invented rosters of one subdistrict, as an office would keep them: same seed, same bytes."""

from ingest.synthetic.generator import subdistrict
from ingest.synthetic.published import TotalMet, assert_totals
from ingest.synthetic.written import Gap, History, Pending, Planted, Written, WrittenFile

__all__ = [
    "Gap",
    "History",
    "Pending",
    "Planted",
    "TotalMet",
    "Written",
    "WrittenFile",
    "assert_totals",
    "subdistrict",
]
