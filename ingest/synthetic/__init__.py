"""Invented rosters of a subdistrict, a district or a city, as offices would keep them: same seed, same bytes."""

from ingest.synthetic.areas import city, district
from ingest.synthetic.case_rosters import case_rosters
from ingest.synthetic.generator import subdistrict
from ingest.synthetic.published import NotCarried, TotalMet, assert_totals, cases_with_totals, not_carried
from ingest.synthetic.written import Dirt, FoundDirt, Gap, History, Pending, Planted, Written, WrittenFile

__all__ = [
    "Dirt",
    "FoundDirt",
    "Gap",
    "History",
    "NotCarried",
    "Pending",
    "Planted",
    "TotalMet",
    "Written",
    "WrittenFile",
    "assert_totals",
    "case_rosters",
    "cases_with_totals",
    "city",
    "district",
    "not_carried",
    "subdistrict",
]
