"""The rosters of organisations and members, and the ledgers (台账) of what was done, as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from ingest.synthetic.codes import SUBDISTRICT
from ingest.synthetic.events import STRANGER, Activity, Agreement
from ingest.synthetic.membership import ASSOCIATION, Member, Seat
from ingest.synthetic.office import Book, Cell, Line, columns, impossible_phone, office_date, placeholder
from ingest.synthetic.organisations import LATER, Organisation

_MARK = "、"


def organisations_book(seed: int, rows: list[Organisation], edition: date) -> Book:
    """党组织名册 of one edition."""
    rng = Random(f"{seed}/organisations/{edition}")
    lines = [_organisation_line(rng, number, row) for number, row in enumerate(rows, start=1)]
    headings = columns(
        "党组织代码",
        "党组织名称",
        "组织类别",
        "上级党组织",
        "所在社区",
        "所在单位",
        "覆盖单位",
        "覆盖楼宇",
        "覆盖网格",
        "覆盖小区",
        "兜底社区",
        "覆盖方式",
        "覆盖责任人",
        "成立日期",
        "届满日期",
        "党组织书记",
        "党员数",
        "联系电话",
    )
    return Book("party_organizations", "党组织名册", edition, SUBDISTRICT, True, headings, lines, summed=("党员数",))


def _organisation_line(rng: Random, number: int, row: Organisation) -> Line:
    responsible: Cell = None
    if row.mode is not None:
        responsible = placeholder(number + 5) if row.responsible else rng.choice((None, "空缺"))
    cells: dict[str, Cell] = {
        "党组织代码": row.code,
        "党组织名称": row.name,
        "组织类别": row.kind,
        "上级党组织": row.superior,
        "所在社区": row.place,
        "所在单位": _listed(row.units),
        "覆盖单位": _listed(row.covered_units),
        "覆盖楼宇": _listed(row.buildings),
        "覆盖网格": _listed(row.grids),
        "覆盖小区": _listed(row.compounds),
        "兜底社区": row.blanket,
        "覆盖方式": row.mode,
        "覆盖责任人": responsible,
        "成立日期": office_date(rng, row.founded) if row.founded is not None else None,
        "届满日期": office_date(rng, row.term_end) if row.term_end is not None else None,
        "党组织书记": None if row.secretary is None else placeholder(number) if row.secretary else "空缺",
        "党员数": row.members,
        "联系电话": None if row.continues else impossible_phone(number),
    }
    return Line(cells, pending=("覆盖单位", row.pending) if row.pending is not None else None)


def members_book(seed: int, members: list[Member]) -> Book:
    """联合会成员名册: one row per member, with its sector and its area."""
    rng = Random(f"{seed}/members/book")
    lines = [
        Line(
            {
                "联合会名称": ASSOCIATION,
                "联合体类别": "联合会",
                "界别": member.sector,
                "片区": f"{member.stem}片区",
                "成员单位": member.name,
                "统一社会信用代码": member.uscc,
                "成员身份": member.seat,
                "加入日期": office_date(rng, member.joined),
                "退出日期": rng.choice((None, "—", "无")),
                "联络员": placeholder(number),
            }
        )
        for number, member in enumerate(members)
    ]
    headings = columns(
        "联合会名称",
        "联合体类别",
        "界别",
        "片区",
        "成员单位",
        "统一社会信用代码",
        "成员身份",
        "加入日期",
        "退出日期",
        "联络员",
    )
    return Book(
        "associations",
        "联合会成员名册",
        LATER,
        SUBDISTRICT,
        True,
        headings,
        lines,
        merged=("联合会名称", "界别"),
    )


def seats_book(seed: int, seats: list[Seat]) -> Book:
    """大党委成员名册, with the body's name in merged cells."""
    rng = Random(f"{seed}/seats/book")
    lines = [
        Line(
            {
                "机构名称": seat.body,
                "机构类别": seat.kind,
                "统筹社区": seat.place,
                "成员单位": seat.member,
                "统一社会信用代码": seat.uscc,
                "席位": seat.seat,
                "任职日期": office_date(rng, seat.since),
                "委员姓名": placeholder(number),
            },
            pending=("成员单位", seat.member) if seat.pending else None,
        )
        for number, seat in enumerate(seats)
    ]
    headings = columns(
        "机构名称", "机构类别", "统筹社区", "成员单位", "统一社会信用代码", "席位", "任职日期", "委员姓名"
    )
    merged = ("机构名称", "机构类别", "统筹社区")
    return Book("coordinating_bodies", "大党委成员名册", LATER, SUBDISTRICT, True, headings, lines, merged=merged)


def agreements_book(seed: int, agreements: list[Agreement]) -> Book:
    """共建协议台账."""
    rng = Random(f"{seed}/agreements/book")
    lines = [
        Line(
            {
                "协议编号": each.number,
                "共建项目名称": each.title,
                "甲方": each.first,
                "乙方": _MARK.join(each.second),
                "面向社区": each.place,
                "签订日期": office_date(rng, each.signed),
                "到期日期": office_date(rng, each.ends, coarse=False) if each.ends is not None else "—",
                "频次(天)": each.cadence,
                "共建内容": each.content,
                "联系人": placeholder(number),
            }
        )
        for number, each in enumerate(agreements)
    ]
    headings = columns(
        "协议编号",
        "共建项目名称",
        "甲方",
        "乙方",
        "面向社区",
        "签订日期",
        "到期日期",
        "频次(天)",
        "共建内容",
        "联系人",
    )
    return Book("agreements", "共建协议台账", LATER, SUBDISTRICT, False, headings, lines)


def activities_book(seed: int, activities: list[Activity]) -> Book:
    """共建活动台账; three rows have to be returned, and one names a society that nobody listed."""
    rng = Random(f"{seed}/activities/book")
    strange = next(each for each in activities if each.kind == "志愿服务")
    lines = [_activity_line(rng, each, STRANGER if each is strange else None) for each in activities]
    model = next(each for each in activities if each.kind == "文体活动")
    for position, (word, heading, cell, code) in enumerate(
        (
            ("补录一", "活动日期", "2018年2月30日", "impossible_date"),
            ("补录二", "活动日期", "18.5.6", "two_digit_year"),
            ("补录三", "活动内容", "报名电话19900000000(演示)", "personal_data"),
        )
    ):
        line = _activity_line(rng, model, None)
        cells = {**line.cells, "活动名称": f"{model.title}({word})", heading: cell}
        lines.insert(60 * (position + 1), Line(cells, fault=(heading, code)))
    headings = columns(
        "活动名称",
        "活动类别",
        "活动日期",
        "面向社区",
        "主办单位",
        "参加单位",
        "方向",
        "是否开展",
        "社区确认",
        "时长",
        "参加人数",
        "活动内容",
    )
    return Book("activities", "共建活动台账", LATER, SUBDISTRICT, False, headings, lines)


def _activity_line(rng: Random, activity: Activity, stranger: str | None) -> Line:
    guests = [*activity.participants, *([stranger] if stranger is not None else [])]
    cells: dict[str, Cell] = {
        "活动名称": activity.title,
        "活动类别": activity.kind,
        "活动日期": office_date(rng, activity.held, coarse=False),
        "面向社区": activity.place,
        "主办单位": _MARK.join(activity.organisers),
        "参加单位": _MARK.join(guests),
        "方向": activity.direction,
        "是否开展": "是" if activity.delivered else "否",
        "社区确认": "是" if activity.confirmed else rng.choice(("否", None)),
        "时长": activity.hours,
        "参加人数": activity.people,
        "活动内容": activity.summary,
    }
    return Line(cells, pending=("参加单位", stranger) if stranger is not None else None)


def _listed(names: Sequence[str]) -> str | None:
    return _MARK.join(names) if names else None
