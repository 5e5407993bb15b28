"""Units that headings and cells carry: one spelling for each, its base unit and the factor to it."""

from __future__ import annotations

import unicodedata
from typing import Final

# spelling after NFKC, lower case -> (base unit, factor); base units: m2, m, yuan, hour, ratio, count
UNITS: Final[dict[str, tuple[str, float]]] = {
    **dict.fromkeys(("m2", "m²", "m^2", "平方米", "平米"), ("m2", 1.0)),
    **dict.fromkeys(("万平方米", "万m2", "万平米"), ("m2", 10_000.0)),
    **dict.fromkeys(("公顷", "ha"), ("m2", 10_000.0)),
    **dict.fromkeys(("平方公里", "平方千米", "km2", "km²"), ("m2", 1_000_000.0)),
    "亩": ("m2", 10_000.0 / 15),
    **dict.fromkeys(("米", "m"), ("m", 1.0)),
    **dict.fromkeys(("公里", "千米", "km"), ("m", 1_000.0)),
    **dict.fromkeys(("元", "圆", "人民币元"), ("yuan", 1.0)),
    **dict.fromkeys(("千元",), ("yuan", 1_000.0)),
    **dict.fromkeys(("万元",), ("yuan", 10_000.0)),
    **dict.fromkeys(("亿元",), ("yuan", 100_000_000.0)),
    **dict.fromkeys(("小时", "学时", "工时", "h"), ("hour", 1.0)),
    **dict.fromkeys(("分钟",), ("hour", 1 / 60)),
    "%": ("ratio", 0.01),
    "‰": ("ratio", 0.001),
    **dict.fromkeys(
        "人名位户口个家栋幢座处所间套层条项件次场支组岁年月天期届台辆本份篇张把块片盏对门面", ("count", 1.0)
    ),
    **dict.fromkeys(("人次", "户次", "家次", "场次", "单元"), ("count", 1.0)),
    **dict.fromkeys(("万人", "万户", "万人次", "万家", "万个"), ("count", 10_000.0)),
}

SHARES: Final = frozenset(("%", "‰"))
"""Units of headings under which a number up to 1 may be a share already."""


def unit_of(text: str) -> str | None:
    """The spelling of a known unit as :data:`UNITS` has it (㎡ → m2), or None."""
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    return folded if folded in UNITS else None
