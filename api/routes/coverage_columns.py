"""Columns of the coverage answers: names as the frames have them, titles and meanings for the reader."""

from __future__ import annotations

from api.answers import Shown

_MODE = "own, joint, dependent, liaison, territorial, nominal, blank, to_check or vacant"

_ID = Shown("id", "text", "编号", "id of the building or unit")
_NAME = Shown("name", "text", "名称", "name at the date")
_PLACE = (
    Shown("place", "text", "社区编号", "id of its community"),
    Shown("place_name", "text", "社区", "name of its community"),
)
_MODES = (
    Shown("mode", "text", "覆盖方式", _MODE),
    Shown("lower_mode", "text", "至少", "the mode that is certain; null where vacant"),
    Shown("upper_mode", "text", "至多", "the best mode that nothing recorded excludes; null where vacant"),
    Shown("to_check_because", "texts", "待摸排原因", "codes of what is not known"),
)
BUILDINGS = (
    _ID,
    _NAME,
    Shown("use", "text", "用途", "residential, office, commercial, mixed or public; null if unknown"),
    *_PLACE,
    Shown("households", "integer", "户数", "households that live there; null if unknown"),
    *_MODES,
)
UNITS = (
    _ID,
    _NAME,
    Shown("kind", "text", "单位性质", "kind at the date"),
    *_PLACE,
    Shown("activity", "text", "经营状态", "operating, not_operating or unknown"),
    *_MODES,
)
LISTED = (
    Shown("asked", "text", "应达到", "the least mode asked of it"),
    Shown("standing", "text", "结论", "gap, or to_check where it may yet reach the mode asked"),
)
EXPLAINED = (
    Shown("organisations", "texts", "党组织编号", "ids of the organisations that give the certain mode"),
    Shown("reasons", "steps", "理由", "the chain of steps: met, not met or not known, with the ids it rests on"),
    Shown(
        "remedy",
        "remedy",
        "补建建议",
        "the cheapest thing that would bring it to the mode asked; null if none",
    ),
)
AREA = (
    Shown("area", "text", "分组", "id of the place, or code of the kind or use; null for those without"),
    Shown("area_name", "text", "分组名称", "name of the place"),
)
RATES = (
    *AREA,
    Shown("is_total", "boolean", "合计", "whether the row is the total of the scope"),
    Shown("rate", "text", "指标", "organisation or work"),
    Shown("rate_zh", "text", "指标名称", "the rate in Chinese"),
    Shown("rate_en", "text", "指标英文名称", "the rate in English"),
    Shown("denominator", "text", "分母", "units, firms or societies"),
    Shown("denominator_zh", "text", "分母口径", "what it is taken over, in Chinese"),
    Shown("denominator_en", "text", "分母英文口径", "what it is taken over, in English"),
    Shown("all", "integer", "应覆盖数", "units of the denominator"),
    Shown("covered", "integer", "已覆盖数", "units surely covered"),
    Shown("to_check", "integer", "待摸排数", "units that may be covered"),
    Shown(
        "state_unknown",
        "integer",
        "状态未登记数",
        "of those to check, units whose operating state is unknown",
    ),
    Shown("low", "number", "覆盖率下限", "covered / all; null where too few to be published"),
    Shown("high", "number", "覆盖率上限", "(covered + to check) / all"),
)
COUNTS = {
    "buildings": (
        *AREA,
        Shown("mode", "text", "覆盖方式", _MODE),
        Shown("buildings", "integer", "楼栋数", "buildings of this mode"),
        Shown("households", "integer", "户数", "households in them, as far as known"),
        Shown("households_unknown", "integer", "户数不详楼栋数", "buildings whose households are unknown"),
    ),
    "units": (
        *AREA,
        Shown("class", "text", "覆盖方式", "mode of an operating unit, else state_unknown or not_operating"),
        Shown("units", "integer", "单位数", "units of this class"),
    ),
}
"""By what is counted."""
