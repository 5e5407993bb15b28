"""What a roster says of itself: its date, its scope, whether it is complete, whether it is synthetic.

Read from the title and note rows of its sheets and from the file's name; options of the command come first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.model.time import Moment
from ingest.clean.dates import parse_moment
from ingest.clean.problems import CellProblem

SYNTHETIC = "演示数据"
_DATE = r"(\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{4}[-./]\d{1,2}|\d{4}\s*年)"
_STATED = re.compile(rf"(?:截至|截止|统计时间|统计时点|统计日期|数据日期)\s*[::]?\s*{_DATE}")
# a day or month in brackets stands in titles; a year alone may be that of a document cited
_BRACKETED = re.compile(
    r"[((]\s*(\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?)\s*[))]"
)
_FILLED_IN = re.compile(rf"(?:填表|填报|制表|上报)(?:日期|时间)\s*[::]?\s*{_DATE}")
_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d{2}[-._]?(?:0[1-9]|1[0-2])[-._]?(?:0[1-9]|[12]\d|3[01])|(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?"
    r"|(?:19|20)\d{2}[-._](?:0[1-9]|1[0-2])|(?:19|20)\d{2})(?!\d)"
)
_SCOPE = re.compile(r"(?:范围|区划代码|数据范围)\s*[::]\s*(\d{2,12})")
_COMPLETE = re.compile(r"全量|完整名册|全部名册")
_PARTIAL = re.compile(r"增量|补充名册|部分名册")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What was found, and where: ``source`` names for each the cell text, the file name or nothing."""

    edition: Moment | None
    scope: str | None
    complete: bool | None
    synthetic: bool
    edition_from: str = ""


def read_stamp(texts: list[str], file: str) -> Stamp:
    """Look through titles and notes, then the file's name."""
    joined = "\n".join(texts)
    edition, origin = _edition(joined, file)
    scope = _SCOPE.search(joined)
    complete: bool | None = None
    for text in (joined, file):
        if complete is None and (_COMPLETE.search(text) or _PARTIAL.search(text)):
            complete = _PARTIAL.search(text) is None
    return Stamp(edition, scope[1] if scope else None, complete, SYNTHETIC in joined or SYNTHETIC in file, origin)


def _edition(joined: str, file: str) -> tuple[Moment | None, str]:
    for pattern, text, origin in (
        (_STATED, joined, "标题或注 | title or note"),
        (_BRACKETED, joined, "标题或注 | title or note"),
        (_IN_NAME, file, "文件名 | file name"),
        (_FILLED_IN, joined, "填表日期 | day it was filled in"),
    ):
        found = pattern.search(text)
        if found is not None:
            try:
                return parse_moment(found[1].replace("_", "-").replace(" ", "")), origin
            except CellProblem:
                continue
    return None, ""
