"""Several names in one cell, parted by 、 , ; / or line breaks.

Whether a name is one must not depend on the graph, so the cell alone decides: marks inside quotes or brackets part
nothing, and a piece that ends in a field of work
before a body (教育、卫生健康局) is the beginning of its name. A name
that is parted wrongly all the same is put in quotes: “甲、乙联合公司”.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.clean.text import clean_text

_MARKS: Final = re.compile(r"[、,，;；/／\n\r]+")
_LATIN_TAIL: Final = re.compile(r",\s*(?:Ltd|Inc|LLC|Co)\b", re.IGNORECASE)
_CLOSING: Final = {"“": "”", "「": "」", "『": "』", '"': '"', "(": ")", "（": "）", "《": "》", "【": "】", "[": "]"}
_QUOTES: Final = '“”「」『』"'
_FIELDS: Final = (
    "教育|卫生|健康|文化|旅游|体育|科技|科学|广播|电视|广电|新闻|出版|农业|农村|工业|信息|信息化|商务|住房|建设|规划|人力资源|社会保障|"
    "发展|改革|财政|税务|民政|自然资源|生态|环境|宣传|纪检|监察|交通|运输|水利|林业|绿化|园林|食品|药品|市场|应急|妇女|儿童|老年|青年"
)
_UNFINISHED: Final = re.compile(rf"(?:{_FIELDS})$")
_BODY: Final = re.compile(r"(?:局|厅|部|委|委员会|办|办公室|中心|联合会|协会|学会|联合党?支部|联合党?总支)$")


def several(text: str) -> list[str]:
    """The names in a text, cleaned, each once, in their order."""
    pieces = [(clean_text(piece) or "", mark) for piece, mark in _pieces(text)]
    pieces = [(name, mark) for name, mark in pieces if name]
    found: list[str] = []
    while pieces:
        length = _name_length(pieces)
        found.append("、".join(name for name, _ in pieces[:length]).strip(_QUOTES).strip())
        pieces = pieces[length:]
    return list(dict.fromkeys(each for each in found if each))


def _name_length(pieces: list[tuple[str, str]]) -> int:
    """How many pieces the first name takes: fields of work up to the body that has them, with 、 between."""
    length = 1
    for name, mark in pieces[:-1]:
        if mark != "、" or not _UNFINISHED.search(name):
            break
        length += 1
    return length if _BODY.search(pieces[length - 1][0]) else 1


def _pieces(text: str) -> list[tuple[str, str]]:
    """The pieces with the marks behind them; a mark inside quotes or brackets that are closed belongs to its piece."""
    shielded = _shielded(text)
    found: list[tuple[str, str]] = []
    begin = 0
    for mark in _MARKS.finditer(text):
        if mark.start() in shielded:
            continue
        found.append((text[begin : mark.start()], mark[0]))
        begin = mark.end()
    return [*found, (text[begin:], "")]


def _shielded(text: str) -> set[int]:
    places = {place for found in _LATIN_TAIL.finditer(text) for place in range(found.start(), found.end())}
    opened: tuple[int, str] | None = None
    for place, character in enumerate(text):
        if opened is not None and character == opened[1]:
            places |= set(range(opened[0], place))
            opened = None
        elif opened is None and character in _CLOSING:
            opened = place, _CLOSING[character]
    return places
