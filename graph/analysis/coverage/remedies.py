"""补建建议: the cheapest thing that would bring a row to the mode that is asked for."""

from __future__ import annotations

from graph.analysis.coverage.modes import RANKS
from graph.analysis.coverage.reach import Reach

REMEDIES: dict[str, tuple[str, str]] = {
    "name_responsible": (
        "名册已列明,请在该行补填责任组织或责任岗位",
        "the row names it: fill in who is responsible",
    ),
    "record_place": ("请补登所属社区", "record the community it belongs to"),
    "load_complete_roster": (
        "请导入覆盖本辖区的完整组织名册(一年内)",
        "load a complete organisation roster of this area, not older than a year",
    ),
    "confirm_dates": ("请核实有关记录的起止时间", "confirm from when to when the facts hold"),
    "record_operating_state": ("请核实经营(运转)状态", "record whether it is operating"),
    "record_use": ("请补登楼宇用途", "record the use of the building"),
    "survey_tenants": ("请摸排入驻单位", "survey the tenants"),
    "survey_staff": ("请摸排入驻单位在楼人数", "survey the tenants' staff in the building"),
    "settle_tenants": ("请先摸清入驻单位的覆盖情况", "settle the tenants that are themselves to be checked"),
    "name_in_row": (
        "请在兜底(指导)名册中逐一列明,并落实责任组织或责任岗位",
        "list it by name in the roster of the duty, with who is responsible",
    ),
    "extend_joint": ("可纳入邻近的联合党组织", "extend the neighbouring joint organisation to it"),
    "send_instructor": ("请选派党建指导员", "send a party-building instructor"),
    "assign_territorial": (
        "请明确由网格或社区党组织兜底,并落实到人",
        "let the organisation of the grid or community take the duty, with who is responsible",
    ),
    "form_joint": ("可按区域或行业联合组建党组织", "form a joint organisation by area or trade"),
    "prepare_own": ("具备条件后单独组建党组织", "form an organisation of its own once it is ready"),
}

SETTLED_BY: dict[str, str] = {
    "place_unknown": "record_place",
    "no_complete_roster": "load_complete_roster",
    "roster_too_old": "load_complete_roster",
    "date_uncertain": "confirm_dates",
    "operating_state_unknown": "record_operating_state",
    "use_unknown": "record_use",
    "no_tenant_data": "survey_tenants",
    "staff_unknown": "survey_staff",
    "tenants_to_check": "settle_tenants",
}
"""Open question to remedy."""


def remedy(
    asked: int,
    may_reach: bool,
    open_codes: list[str],
    reaches: list[Reach],
    near: list[str],
    *,
    housing: bool,
) -> str:
    """Code of the cheapest remedy for a row whose certain mode is below the rank ``asked``.

    Filling in a responsible post costs a cell, so it comes first; then finding out what is not known, if the
    row may reach the rank already; only then something new. ``near`` are neighbouring joint organisations,
    ``housing`` says that people live there and nothing else.
    """
    idle = [reach for reach in reaches if reach.assigned is False and reach.certain and reach.stated >= asked]
    if any(reach.way == "named" for reach in idle):
        return "name_responsible"
    if may_reach and open_codes:
        return SETTLED_BY[open_codes[0]]
    blanket = [
        reach
        for reach in reaches
        if reach.assigned is not None and reach.certain and reach.rank < asked <= reach.stated
    ]
    if blanket:
        return "name_in_row"
    if near and asked <= RANKS["joint"] and not housing:
        return "extend_joint"
    if housing and asked <= RANKS["territorial"]:
        return "assign_territorial"
    if asked <= RANKS["liaison"] and not housing:
        return "send_instructor"
    return "form_joint" if asked <= RANKS["joint"] else "prepare_own"
