"""Columns of the answers on the three senses of coverage; names as the frames have them."""

from __future__ import annotations

from api.answers import Shown
from api.routes.coverage_columns import AREA

_BIT = "yes, no or to_check"
_ID = Shown("id", "text", "编号", "id of the building or unit")
_NAME = Shown("name", "text", "名称", "name at the date")
_PLACE = (
    Shown("place", "text", "社区编号", "id of its community"),
    Shown("place_name", "text", "社区", "name of its community"),
)
_MODE = Shown("mode", "text", "覆盖方式", "mode of the organisation sense")
_ASKED = Shown("asked", "text", "应达到", "the least mode asked of it")
PATTERN = (
    Shown("organisation_sense", "text", "组织", f"reached by an organisation: {_BIT}"),
    Shown("place_sense", "text", "地点", f"an open venue within walking reach: {_BIT}"),
    Shown("tie_sense", "text", "共建", f"a co-building event within its cadence: {_BIT}"),
    Shown("pattern", "text", "三重覆盖", "the three in one, such as 组织✓ 地点✗ 共建待核"),
)
_ELDERS = Shown("elders_sense", "text", "适老", f"the place sense at the pace of elders: {_BIT}")
_TIE = (
    Shown("tie_standing", "text", "共建状态", "kept, signed_not_acted (to be verified), none or to_check"),
    Shown("last_event", "text", "最近事项", "id of the last event delivered by the date"),
    Shown("last_day", "day", "最近共建日期", "latest possible day of it"),
)
WAY = (
    Shown("metres", "number", "最近阵地距离(米)", "metres to the nearest open venue, as on level ground"),
    Shown("minutes", "number", "步行分钟", "minutes at the standard pace"),
    Shown("minutes_elders", "number", "适老分钟", "minutes at the pace of elders"),
    Shown("venue", "text", "最近阵地编号", "id of that venue"),
    Shown("venue_name", "text", "最近阵地", "its name"),
    Shown("method", "text", "距离取得", "table, street, estimate or no_path"),
    Shown("precision", "text", "定位精度", "point, building, compound or community: the coarser of both ends"),
    Shown("why", "text", "地点待核原因", "why the place sense is to be checked"),
)
BUILDING_SENSES = (
    _ID,
    _NAME,
    Shown("use", "text", "用途", "residential, office, commercial, mixed or public; null if unknown"),
    *_PLACE,
    Shown("households", "integer", "户数", "households that live there; null if unknown"),
    _MODE,
    _ASKED,
    *PATTERN,
    _ELDERS,
    *WAY,
    *_TIE,
)
UNIT_SENSES = (
    _ID,
    _NAME,
    Shown("kind", "text", "单位性质", "kind at the date"),
    *_PLACE,
    _MODE,
    _ASKED,
    *PATTERN,
    _ELDERS,
    *_TIE,
)
CHAIN = (
    Shown("reasons", "steps", "理由", "the chain of steps of all senses: met, not met or not known"),
    Shown("remedies", "remedies", "补建建议", "the cheapest remedy of each sense that is not reached"),
)
_TOTAL = Shown("is_total", "boolean", "合计", "whether the row is the total of the scope")
STAFF = (
    Shown("staff", "integer", "在楼人数", "tenants' staff in these buildings, as far as known; for stewards"),
    Shown("staff_unknown", "integer", "人数不详", "tenancies without a number; for stewards"),
)
PATTERNS = (
    *AREA,
    _TOTAL,
    *PATTERN,
    Shown("buildings", "integer", "楼栋数", "buildings of this pattern"),
    Shown("households", "integer", "户数", "households in them, as far as known"),
    Shown("households_unknown", "integer", "户数不详楼栋数", "buildings whose households are unknown"),
    Shown("units", "integer", "单位数", "units of this pattern"),
)
_DENOMINATOR = (
    Shown("denominator", "text", "分母", "buildings, households or units"),
    Shown("denominator_zh", "text", "分母口径", "what it is taken over, in Chinese"),
    Shown("denominator_en", "text", "分母英文口径", "what it is taken over, in English"),
)
_RATE = (
    Shown("all", "integer", "总数", "of the denominator; null where too few to be published"),
    Shown("covered", "integer", "已覆盖数", "surely covered"),
    Shown("to_check", "integer", "待核实数", "that may be covered"),
)
_SHARE = (
    Shown("low", "number", "覆盖率下限", "covered / all; null where too few to be published"),
    Shown("high", "number", "覆盖率上限", "(covered + to check) / all"),
)
SENSE_RATES = (
    *AREA,
    _TOTAL,
    Shown("rate", "text", "指标", "organisation, place, elders or tie"),
    Shown("rate_zh", "text", "指标名称", "the sense in Chinese"),
    *_DENOMINATOR,
    *_RATE,
    *_SHARE,
)
PLACE_RATES = (
    *AREA,
    _TOTAL,
    Shown("line", "text", "步速", "standard, elders, slower or faster"),
    Shown("line_zh", "text", "步速名称", "in Chinese"),
    Shown("line_en", "text", "步速英文名称", "in English"),
    *_DENOMINATOR,
    *_RATE,
    Shown("unknown", "integer", "户数不详楼栋数", "buildings without a number of households, in no count of them"),
    *_SHARE,
)
TIES = (
    Shown("place", "text", "地点编号", "id of the place"),
    Shown("place_name", "text", "地点", "its name"),
    Shown("level", "text", "级别", "its level"),
    Shown("standing", "text", "共建状态", "kept, signed_not_acted (to be verified), none or to_check"),
    Shown("cadence_days", "integer", "频次(天)", "the shortest cadence of its agreements in force, else the default"),
    Shown("since", "day", "起算日", "first day of the window"),
    Shown("events", "integer", "事项数", "events delivered within the window"),
    *_TIE[1:],
    Shown("agreements", "texts", "生效协议", "ids of the agreements in force"),
    Shown("first_due_on", "day", "首次应于", "day by which the earliest of them is to be acted on"),
    Shown("to_check_because", "texts", "待核原因", "codes of what is not known"),
)
CHANGE_ROWS = (
    _ID,
    _NAME,
    *_PLACE,
    Shown("mode_then", "text", "当时方式", "mode at the earlier date; null if it was not there"),
    Shown("mode_now", "text", "现在方式", "mode at the date; null if it is not there"),
    Shown("standing_then", "text", "当时", "yes, no, to_check or not_asked; null if it was not there"),
    Shown("standing_now", "text", "现在", "the same at the date"),
    Shown("change", "text", "变化", "kind of change"),
)
CHANGE_COUNTS = (
    *AREA,
    _TOTAL,
    Shown("change", "text", "变化", "kind of change"),
    Shown("number", "integer", "数目", "buildings or units"),
)
CHANGE_RATES = (
    *AREA,
    _TOTAL,
    Shown("rate", "text", "指标", "the rate"),
    Shown("rate_zh", "text", "指标名称", "in Chinese"),
    *_DENOMINATOR,
    *(
        Shown(f"{each.name}_{when}", each.kind, f"{each.title_zh}({word})", meaning)
        for each in (*_RATE, *_SHARE)
        for when, word, meaning in (
            ("then", "当时", f"at the earlier date: {each.meaning}"),
            ("now", "现在", f"at the date: {each.meaning}"),
            ("change", "变化", "now less then"),
        )
    ),
)
CATCHMENT = {
    "buildings": (
        _ID,
        _NAME,
        *_PLACE,
        Shown("households", "integer", "户数", "households that live there; null if unknown"),
        Shown(
            "access", "number", "户均可达面积(㎡)", "m² of open venues per household within reach; null if not placed"
        ),
        Shown("venues", "integer", "可达阵地数", "venues within reach"),
        Shown("venues_unknown", "integer", "面积不详阵地数", "of them, of unknown area: access is then a lower bound"),
    ),
    "venues": (
        Shown("venue", "text", "阵地编号", "id of the venue"),
        Shown("supply", "number", "面积(㎡)", "its floor area; null if unknown"),
        Shown("demand", "number", "可达户数", "households of the scope within reach, by the weight of their zone"),
        Shown("ratio", "number", "户均面积(㎡)", "m² per household within reach"),
        Shown("households_unknown", "integer", "户数不详楼栋数", "buildings within reach of unknown households"),
    ),
    "equity": (
        *AREA,
        _TOTAL,
        Shown("households", "integer", "户数", "households counted"),
        Shown("access", "number", "户均可达面积(㎡)", "mean m² per household"),
        Shown("gini", "number", "基尼系数", "0 all alike, 1 one has all; null with a reason"),
        Shown("reason", "text", "无基尼系数的原因", "no_households or all_zero"),
        Shown("line", "number", "标准线(㎡/户)", "the line of the shortfall"),
        Shown("share_below", "number", "低于标准线的户占比", "FGT 0"),
        Shown("gap", "number", "平均缺口", "FGT 1"),
        Shown("severity", "number", "缺口强度", "FGT 2"),
        Shown("access_unknown", "integer", "位置不详楼栋数", "buildings without a position"),
        Shown("households_unknown", "integer", "户数不详楼栋数", "buildings whose households are unknown"),
    ),
}
"""By table."""
