"""The words of the place and the tie sense in a chain of reasons: steps and remedies."""

from __future__ import annotations

CHAIN_STEPS: dict[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    # code: (met), (not met), (not known or not applicable); braces are filled in
    "venue_within": (
        (
            "最近阵地{venue_name} {metres} 米({method}),步行 {minutes} 分钟,在 {limit} 分钟内",
            "nearest venue {venue_name} {metres} m ({method_en}), {minutes} min on foot, within {limit} min",
        ),
        (
            "最近阵地{venue_name} {metres} 米({method}),步行 {minutes} 分钟,超出 {limit} 分钟",
            "nearest venue {venue_name} {metres} m ({method_en}), {minutes} min on foot, beyond {limit} min",
        ),
        (
            "能否步行到达阵地待核实:{why}{so_far}",
            "whether a venue is within reach is to be checked: {why_en}{so_far_en}",
        ),
    ),
    "premises_within": (
        ("所在楼栋 {limit} 分钟内有开放阵地", "an open venue within {limit} min of the building it is in"),
        ("所在楼栋 {limit} 分钟内没有开放阵地", "no open venue within {limit} min of the building it is in"),
        ("", ""),
    ),
    "no_venue": (
        ("", ""),
        ("没有任何开放的阵地", "no venue is open at all"),
        ("", ""),
    ),
    "venue_within_for_elders": (
        ("按适老步速 {minutes} 分钟,在 {limit} 分钟内", "{minutes} min at the pace of elders, within {limit} min"),
        ("按适老步速 {minutes} 分钟,超出 {limit} 分钟", "{minutes} min at the pace of elders, beyond {limit} min"),
        ("按适老步速能否到达待核实", "whether elders reach one in time is to be checked"),
    ),
    "event_within": (
        ("近 {days} 天有共建事项(最近 {last})", "an event within {days} days (the last on {last_en})"),
        ("近 {days} 天没有共建事项(最近一次 {last})", "no event within {days} days (the last: {last_en})"),
        ("近 {days} 天有没有共建事项待核实:{why}", "whether there was an event within {days} days is open: {why_en}"),
    ),
    "agreement_acted_on": (
        ("有生效协议,已有落实记录", "an agreement is in force, and acted on"),
        (
            "有生效协议,近 {days} 天没有落实记录(签而未动,待核实)",
            "an agreement is in force, with no record of its being acted on for {days} days (to be verified)",
        ),
        ("没有生效的共建协议", "no agreement is in force"),
    ),
}
"""Steps of the place and the tie sense, in their fixed order."""

CHAIN_REMEDIES: dict[str, tuple[str, str]] = {
    "locate_building": ("请补登楼栋坐标(或小区坐标)", "record the point of the building, or of its compound"),
    "load_venue_roster": ("请导入阵地名册", "load a roster of venues"),
    "join_streets": (
        "请核对路网在此处是否断开,或实测步行距离并导入距离表",
        "see whether the streets are broken here, or measure the way and load it",
    ),
    "locate_venues": ("请补登开放阵地的坐标", "record the points of the open venues"),
    "confirm_opening": ("请核实最近阵地的开放状态", "record whether the nearest venue is open"),
    "confirm_dates": ("请核实有关记录的起止时间", "confirm from when to when the facts hold"),
    "locate_premises": ("请补登单位所在楼栋", "record the building that the unit is in"),
    "open_venue": (
        "可就近开放或新建阵地:运行 gongjian site 比较备选点",
        "open or build a venue nearby: compare candidate sites with gongjian site",
    ),
    "locate_community": ("请补登所属社区", "record the community it belongs to"),
    "date_events": ("请核实有关事项的日期", "confirm the days of those events"),
    "record_delivery": ("请核实有关事项是否开展并补填", "record whether those events were delivered"),
    "load_event_roster": (
        "请导入本地近一年的共建事项台账(活动、会议、项目等)",
        "load a roster of events of this area of the past year (activities, meetings, projects)",
    ),
    "open_candidate": (
        "可启用 {metres} 米外的{name}({state}),或运行 gongjian site 比较备选点",
        "open {name} ({state_en}), {metres} m away, or compare candidate sites with gongjian site",
    ),
    "act_on_agreement": ("请联系签约单位,核实并落实一次共建", "ask the parties of the agreement, and act on it once"),
    "hold_event": (
        "请组织一次共建,可先联系双报到单位和辖区单位",
        "hold an event; begin with the units registered here",
    ),
}
"""Remedies of the place and the tie sense."""

NOT_OPEN = {
    "candidate": ("备选点", "a candidate site"),
    "preparing": ("筹建", "being prepared"),
    "suspended": ("暂停开放", "suspended"),
}
"""States of a venue that is not open and could be, with their words."""

SETTLED_BY: dict[str, str] = {
    "no_venues_recorded": "load_venue_roster",
    "date_uncertain": "confirm_dates",
    "no_position": "locate_building",
    "no_path": "join_streets",
    "coarse_position": "locate_building",
    "venue_uncertain": "confirm_opening",
    "no_venue_position": "locate_venues",
    "event_date_uncertain": "date_events",
    "delivered_unknown": "record_delivery",
    "no_event_roster": "load_event_roster",
    "event_roster_too_old": "load_event_roster",
}
"""Code of what is open (``PLACE_WHY``, ``TIE_OPEN``) to the remedy that settles it."""
