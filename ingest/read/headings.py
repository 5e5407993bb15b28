"""Headings as people write them, and the form in which formats know them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph.model.names import simplified
from ingest.clean.units import unit_of

_SPACE: Final = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_STARS: Final = re.compile(r"^[*※★▲]+|[*※★▲:]+$")
_BRACKETED: Final = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
# what forms put in brackets to tell people how to fill the column in; anything else in brackets means something
_HINT: Final = re.compile(
    r"(?:必填|选填|非必填|可选|可不填|必选|条件必填|必录|自动生成|下拉选择|下拉|单选|多选|请选择|勿改|全称|填写.*|"
    r"\d+位|按.*填写|请.*|如.*|例.*|示例.*|格式.*|与.*一致|年月日|年月|年/月/日|yyyy.*|单位|文本|数字|日期|是/否|\*)",
    re.IGNORECASE,
)
_UNIT_TAIL: Final = re.compile(r"(?:[/,]|,?单位:?)([^/,:]{1,5})$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading without its furniture: the normalised name and the unit that stood in it, if any."""

    name: str
    unit: str | None = None


@lru_cache(maxsize=10_000)
def parse_heading(text: str) -> Heading:
    """``*建筑面积 （㎡）`` → name 建筑面积, unit m2; brackets that are neither unit nor hint stay in the name."""
    folded = simplified(_SPACE.sub("", unicodedata.normalize("NFKC", text)))
    unit: str | None = None
    for found in list(_BRACKETED.finditer(folded)):
        inside = found[1].removeprefix("单位").lstrip(":")
        known = unit_of(inside)
        if known is not None:
            unit = unit or known
        if known is not None or not inside or _HINT.fullmatch(inside):
            folded = folded.replace(found[0], "", 1)
    folded = _STARS.sub("", folded)
    tail = _UNIT_TAIL.search(folded)
    if tail and tail.start() > 0 and unit_of(tail[1]) is not None:
        unit, folded = unit or unit_of(tail[1]), folded[: tail.start()]
    return Heading(folded.strip(":*_-,.、").casefold(), unit)


def normalise_heading(text: str) -> str:
    """The form in which a heading is looked up: NFKC, simplified, no spaces, required marks, hints or units."""
    return parse_heading(text).name
