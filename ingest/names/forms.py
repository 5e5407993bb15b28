"""Short and full forms of names, brought to one form by rule; for suggestions only, never for identity.

The rules: legal endings (有限责任公司, 有限公司, 股份有限公司), numbers (第一, 一, 1), the area's own name and its
市/区 before a name, and the long and short words for party organisations, committees and office of places.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from graph.model.names import matching
from ingest.clean.numerals import NUMERAL_CHARACTERS, digits_of, numeral
from ingest.names.addresses import parse_address

_AREA_WORDS: Final = (
    "特别行政区",
    "自治区",
    "自治州",
    "街道",
    "社区",
    "新区",
    "省",
    "市",
    "区",
    "县",
    "镇",
    "乡",
    "村",
)
_LIMITED: Final = re.compile(r"(?:股份)?有限(?:责任)?公司|股份公司")
_COMPANY: Final = re.compile(r"(?<![分子总])公司$")
_PARTY: Final = re.compile(r"^(?:中国共产党|中共)")
_WORDS: Final = (
    (re.compile(r"居民委员会|居委(?!会)"), "居委会"),
    (re.compile(r"村民委员会|村委(?!会)"), "村委会"),
    (re.compile(r"党?总支部?(?:委员会)?$"), "党总支"),
    (re.compile(r"党?支部(?:委员会)?$"), "党支部"),
    (re.compile(r"党?工作委员会$|党工委$"), "党工委"),
    (re.compile(r"人民政府(?=.*办事处)|办事处$"), ""),
    (re.compile(r"志愿服务(?=队)"), "志愿者服务"),
)
_COMMITTEE: Final = re.compile(r"(?:党?委员会|党委)$")
_ORDINAL: Final = re.compile(
    rf"第([{NUMERAL_CHARACTERS}\d]+)|([{NUMERAL_CHARACTERS}])(?=中$|小$|中学|小学|医院|幼儿园|网格)"
)
_SCHOOL: Final = ((re.compile(r"(?<=\d)中$"), "中学"), (re.compile(r"(?<=\d)小$"), "小学"))
_TELLING: Final = re.compile(
    r"\d+|[A-Za-z]+|[甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东南西北上下前后大小新老一二三四五六七八九十]|中(?![心学国华])"
)
"""What tells sister names apart: 第一小学 and 第二小学, 东苑 and 西苑 are never slips of the pen."""
_SHORTEST = 2


def short_form(name: str, kind: str, areas: Collection[str] = ()) -> str:
    """The form in which long and short ways of writing one name agree.

    ``kind`` is the node type; ``areas`` are the names of the places that it lies in, which names often begin with.
    """
    if kind == "Building":
        return _of_building(name)
    text = matching(name)
    for area in areas:
        text = text.replace(f"({_bare(matching(area))})", "")
    text = _COMPANY.sub("", _LIMITED.sub("公司", text))
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    if kind == "PartyOrganization":
        text = _COMMITTEE.sub("党委", _PARTY.sub("", text))
    if kind == "Place":
        text = re.sub(r"(?<=社区)居委会$|^小区|小区$", "", text)
    text = _ORDINAL.sub(_in_figures, _without_areas(text, areas))
    for pattern, word in _SCHOOL:
        text = pattern.sub(word, text)
    return text or matching(name)


@lru_cache(maxsize=200_000)
def telling_parts(name: str) -> tuple[str, ...]:
    """Numbers, letters, directions and ordinals of a name, in order: where these differ, two names are two things."""
    return tuple(_TELLING.findall(name))


def _of_building(name: str) -> str:
    address = parse_address(name)
    parts = (address.by_compound or "", "/".join(address.by_road or ()), address.building)
    return "|".join(parts) if any(parts) and not address.rest else matching(name)


def _without_areas(text: str, areas: Collection[str]) -> str:
    names = {form for area in areas for form in (matching(area), _bare(matching(area)))}
    changed = True
    while changed:
        changed = False
        for area in sorted(names, key=len, reverse=True):
            if len(area) >= _SHORTEST and text.startswith(area) and len(text) - len(area) >= _SHORTEST:
                text, changed = text[len(area) :], True
    # 市第一中学, 区人民医院: the area itself is understood
    return re.sub(rf"^[省市区县](?=第|[{NUMERAL_CHARACTERS}\d]|人民|中心|实验)", "", text)


def _bare(area: str) -> str:
    for word in _AREA_WORDS:
        if area.endswith(word) and len(area) - len(word) >= _SHORTEST:
            return area.removesuffix(word)
    return area


def _in_figures(found: re.Match[str]) -> str:
    text = found[1] or found[2]
    if text.isdigit():
        return text
    number = numeral(text)
    return str(number) if number is not None else digits_of(text)
