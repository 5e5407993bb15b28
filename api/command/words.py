"""Codes of the model in the words that people use, for what is shown on a screen; machines get the codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from graph.analysis.assertions import REASONS, VERDICTS
from graph.analysis.comparison import OBSTACLES
from graph.analysis.standards import VERDICTS as STANDARD_VERDICTS
from graph.answers.standards import STATUSES
from ingest.cases.vocabulary import measures

_ALIASES = {
    "operating": "operating_state",
    "organisation_kind": "kind",
    "sender_kinds": "kind",
    "measures": "measure",
    "party_type": "type",
    "side": "part",
    "managed": "known",
    "owners_committee": "known",
    "branch": "known",
}
_DURATION = re.compile(r"P(?:\d+[YMWD])+")
_SPANS = {"Y": "年", "M": "个月", "W": "周", "D": "天"}
_OTHER: Mapping[str, Mapping[str, str]] = {
    "liveness": {"live": "存续", "uncertain": "时间待核实"},
    "measure": {code: measure.title_zh for code, measure in measures().items()},
    "standing": {
        "gap": "缺口",
        "to_check": "待摸排",
        "overdue": "已到期",
        "extended": "已批准延期",
        "due": "即将到期",
    },
    "basis": {"moved_in": "新近入驻", "new": "此前名册未列", "first_listed": "首次列入,可能早已存在"},
    "known": {"yes": "有", "no": "无", "unknown": "未填"},
    "via": {
        "building": "本楼",
        "compound": "小区",
        "grid": "网格",
        "community": "社区",
        "tenant": "入驻单位",
    },
    "table": {
        "places": "地点",
        "bodies": "组织、单位、场所与文件",
        "ties": "关系",
        "cohorts": "未列名的一批",
        "mechanisms": "机制",
        "standards": "标准",
        "observations": "数字",
        "outcomes": "无数字的成效",
        "gaps": "未载与不记录",
        "source": "原文",
    },
    "why": {
        "heading": "标题",
        "furniture": "页面文字",
        "repeated": "重复",
        "ordinal": "序数",
        "rhetoric": "修辞",
        "reflection": "作者的思考",
        "general": "泛论",
    },
    "repaired": {"mechanical": "机械", "contextual": "据文意"},
    "verdict": {
        **{code: zh for code, (zh, _) in STANDARD_VERDICTS.items()},
        **{code: zh for code, (zh, _) in VERDICTS.items()},
    },
    "status": {code: zh for code, (zh, _) in STATUSES.items()},
    "assertion_reason": {code: zh for code, (zh, _) in REASONS.items()},
    "obstacle": {code: zh for code, (zh, _) in OBSTACLES.items()},
    "shown": {"named": "点名", "unnamed": "有其实而未点名", "absent": "未见"},
    "needs": {"source": "原文可答", "roster": "需要名册"},
    "what": {"as_of": "截至", "period": "时段", "start": "起", "end": "止", "published_on": "刊发"},
}


@cache
def _choices() -> Mapping[str, Mapping[str, str]]:
    """Field name → code → title, over all types; a code that has two titles under one name is left as it is."""
    from graph.analysis.coverage import MODES
    from graph.model.registry import field_of, node_types, tie_types

    found: dict[str, dict[str, str]] = {}
    contested: set[tuple[str, str]] = set()
    fields = [field for each in node_types().values() for field in each.all_fields]
    fields += [field for each in tie_types().values() for field in each.fields]
    for field in fields:
        for code, title in field.choices.items():
            if found.setdefault(field.name, {}).setdefault(code, title) != title:
                contested.add((field.name, code))
    for name, code in contested:
        del found[name][code]
    # of the types that share a name of a field, these are the ones that questions ask for
    found["level"] |= field_of("Place", "level").choices
    found["kind"] |= field_of("Grid", "kind").choices
    found["part"] = {code: title for each in tie_types().values() for code, title in each.roles.items()}
    modes = {mode.code: mode.zh for mode in MODES}
    found |= {name: modes for name in ("mode", "asked", "lower_mode", "upper_mode")}
    titles = {each.name: each.title_zh for each in node_types().values()}
    found |= {"target_type": titles, "type": titles}
    return {**found, **_OTHER}


def heading(column: str, title: str) -> str:
    """The heading on a screen: whether a fact is dated for sure is its state, the word 存续 is that of units."""
    return "状态" if column == "liveness" else title


def worded(column: str, value: object) -> object:
    """The value in words, or each of several, where the column's codes are known; else the value."""
    if isinstance(value, list):
        return [worded(column, each) for each in value]
    if not isinstance(value, str):
        return value
    if column in ("interval", "frequency") and _DURATION.fullmatch(value):
        return "".join(f"{number}{_SPANS[unit]}" for number, unit in re.findall(r"(\d+)([YMWD])", value))
    return _choices().get(_ALIASES.get(column, column), {}).get(value, value)


def kind_worded(type_name: object, code: object) -> object:
    """The kind of a node, or the level of a place, in the words of its own type: a code may mean two things."""
    from graph.model.registry import node_types

    declared = node_types().get(str(type_name))
    fields = () if declared is None else declared.all_fields
    choices = next((each.choices for each in fields if each.name in ("kind", "level")), {})
    return choices.get(str(code), code)
