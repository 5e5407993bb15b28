"""Postal addresses taken apart offline, by the words that end their parts (省 市 区 街道 路 号 弄 小区 幢 室).

There is no gazetteer behind it: a part is what stands before its word. What has no word of its own (与…交叉口,
某店对面) is kept in ``rest`` and never guessed at. Parts stand in the order of writing, the widest first.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final

from graph.model.names import DASHES, simplified, without_controls
from ingest.clean.numerals import NUMERAL_CHARACTERS, digits_of, numeral

_ENDINGS: Final = {
    "lane": "弄",
    "number": "号",
    "building": "幢",
    "entrance": "单元",
    "floor": "层",
    "room": "室",
}
_BUILT: Final = (
    "小区|花园|花苑|新村|新苑|公寓|家园|大院|大厦|大楼|商厦|广场|商城|商场|市场|中心|公馆|名邸|华庭|雅居|山庄|别墅|"
    "苑|园|庭|府|居|坊|里|邸|轩|阁|墅|城|院|湾|楼宇"
)
"""What the name of a compound or of a tower ends in."""
_NUMBERED: Final = re.compile(rf"(第?)([{NUMERAL_CHARACTERS}]+)(?=号|弄|栋|幢|座|单元|室|层)")
_SPACE: Final = re.compile(r"\s+")
_ASIDE: Final = re.compile(r"\(([^()]*)\)")
# 演示路小区 is a compound named after a road, 演示路园东街 a road beside one
_NOT_COMPOUND: Final = rf"(?!(?:{_BUILT})(?![一二三四五六七八九十东西南北]*(?:路|街|道|巷)))"

# of the words for areas those are left out that end something else: 小区, 社区, 园区; 市场; 景德镇路
_PROVINCE: Final = re.compile(
    r"(?:中国)?([^省市区县路街号]{1,3}省|[^省市区县路街号]{2,5}自治区|(?:北京|上海|天津|重庆)市)"
)
_CITY: Final = re.compile(r"([^市区县路街号]{1,8}?(?:自治州|地区|盟|(?<!城)市(?!场)))")
_COUNTY: Final = re.compile(r"([^市区县路街号\d]{1,8}?(?:(?<!小)(?<!社)(?<!园)(?<!校)(?<!院)(?<!厂)区|县|市(?!场)|旗))")
_SUBDISTRICT: Final = re.compile(r"([^路街号\d]{1,8}?(?:街道(?:办事处)?|镇(?!路|街|大道)|乡(?!路|街)))")
_COMMUNITY: Final = re.compile(
    r"([^路街巷号]{1,10}?(?:社区(?:居民?委?会)?|居委会|村委会|(?<!新)村(?!路|街|巷|道|小区)))"
)
_CROSSING: Final = re.compile(r".*?(?:路|街|道|巷)(?:与|和|及|、|-).*?(?:路|街|道|巷)?(?:交叉|交汇|交界|路口|口).*")
_ROAD: Final = re.compile(
    r"(.{1,12}?(?:大道|大街|公路|胡同|路|街(?!道)|(?<!街)道|巷)(?:[东西南北中]段|[一二三四五六七八九十\d]+段)?)"
    rf"(?!口|[东西南北]?[侧边]){_NOT_COMPOUND}"
)
_LANE: Final = re.compile(r"(\d+)(?:弄|巷|条)")
_NUMBER: Final = re.compile(
    r"(?:门牌)?([甲乙丙丁]?\d+(?:-\d+)*)(?:(?:号)?(附\d+|之\d+)号?|号([甲乙丙丁])(?=$|\d)|([甲乙丙丁])?号)(?!楼|线)院?(?:内)?"
)
_COMPOUND: Final = re.compile(
    rf"([^\d号弄幢栋座室]{{1,14}}?(?:{_BUILT})(?:[东西南北中]区|[A-Z一二三四五六]区|小区)?)(?!小区)"
)
_DASHED: Final = re.compile(r"(?:(\d+)-(\d+)-(\d{2,4})|(\d+)-(\d{3,4}))(?:室|房|号)?$")
_BUILDING: Final = re.compile(r"第?(\d+|[A-Z]\d*|[甲乙丙丁])(?:号楼|#楼?|栋|幢|座|号(?=$|\d|[A-Z]|第))楼?")
_ENTRANCE_ROOM: Final = re.compile(r"(\d+)-(\d{3,4})(?:室|房|号)?$")
_ENTRANCE: Final = re.compile(r"第?(\d+|[A-Z])单元")
_FLOOR: Final = re.compile(r"第?(\d+)(?:层|楼|F)")
_ROOM: Final = re.compile(r"([A-Z]?\d{2,4}[A-Z]?)(?:室|房间?|号房?)?$")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts that an address states; empty where it states none. Numbers are texts: 3-1, 甲3, 3附2."""

    province: str = ""
    city: str = ""
    county: str = ""
    subdistrict: str = ""
    community: str = ""
    road: str = ""
    lane: str = ""
    number: str = ""
    compound: str = ""
    building: str = ""
    entrance: str = ""
    floor: str = ""
    room: str = ""
    rest: str = ""
    """What could not be told: a description, a crossing, a note in brackets."""

    def text(self) -> str:
        """The address written out in order, each part with its word."""
        parts = ((each.name, getattr(self, each.name)) for each in fields(self))
        return "".join(f"{value}{_ENDINGS.get(name, '')}" for name, value in parts if value)

    @property
    def by_road(self) -> tuple[str, str, str] | None:
        """Road, lane and number, for comparing; None where the address has no house number."""
        return (self.road, self.lane, self.number) if self.road and (self.number or self.lane) else None

    @property
    def by_compound(self) -> str | None:
        """The compound's name without its 小区, for comparing."""
        return self.compound.removesuffix("小区") or None


@lru_cache(maxsize=200_000)
def parse_address(written: str) -> Address:
    """Take an address apart; whatever stays over is its ``rest``. Never raises."""
    text, asides = _folded(written)
    found: dict[str, str] = {}
    if _CROSSING.fullmatch(_after_areas(text, found)):
        return Address(**found, rest=_after_areas(text, {}) + asides)
    text = _after_areas(text, found)
    text = _take(_ROAD, text, found, "road")
    if "road" in found:
        text = _take(_LANE, text, found, "lane")
        text = _numbered(text, found)
    text = _take(_COMPOUND, text, found, "compound")
    text = _inside(text, found)
    return Address(**found, rest=text + asides)


def _folded(written: str) -> tuple[str, str]:
    text = unicodedata.normalize("NFKC", without_controls(written)).translate(DASHES)
    text = simplified(_SPACE.sub("", text)).upper().replace(",", "")
    asides = "".join(f"({each})" for each in _ASIDE.findall(text))
    return _NUMBERED.sub(_in_figures, _ASIDE.sub("", text)), asides


def _in_figures(found: re.Match[str]) -> str:
    number = numeral(found[2])
    return str(number) if number is not None else digits_of(found[2])


def _after_areas(text: str, found: dict[str, str]) -> str:
    for name, pattern in (
        ("province", _PROVINCE),
        ("city", _CITY),
        ("county", _COUNTY),
        ("subdistrict", _SUBDISTRICT),
        ("community", _COMMUNITY),
    ):
        text = _take(pattern, text, found, name)
    return text


def _take(pattern: re.Pattern[str], text: str, found: dict[str, str], name: str) -> str:
    """Take a part off the front, where it stands there."""
    match = pattern.match(text)
    if match is None:
        return text
    found[name] = match[1]
    return text[match.end() :]


def _numbered(text: str, found: dict[str, str]) -> str:
    match = _NUMBER.match(text)
    if match is None:
        return text
    number, attached, after, before = match.groups()
    found["number"] = f"{after or before or ''}{number}{(attached or '').replace('之', '附')}"
    return text[match.end() :]


def _inside(text: str, found: dict[str, str]) -> str:
    """Building, entrance, floor and room: 3幢2单元301室, 3-2-301, A座12层1203."""
    dashed = _DASHED.match(text) if "building" not in found else None
    if dashed is not None and (found.get("compound") or found.get("number")):
        building, entrance, room, plain, plain_room = dashed.groups()
        found |= {"building": building or plain, "room": room or plain_room}
        if entrance:
            found["entrance"] = entrance
        return text[dashed.end() :]
    text = _take(_BUILDING, text, found, "building")
    pair = _ENTRANCE_ROOM.match(text)
    if pair is not None:
        found |= {"entrance": pair[1], "room": pair[2]}
        return text[pair.end() :]
    text = _take(_ENTRANCE, text, found, "entrance")
    text = _take(_FLOOR, text, found, "floor")
    return _take(_ROOM, text, found, "room") if found else text
