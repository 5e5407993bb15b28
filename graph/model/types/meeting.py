"""Meetings, what they decide, and the tasks that follow; calls to departments (吹哨报到) are tasks as well."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, NodeType, TieType, dated, fixed

MEETING_SERIES = NodeType(
    name="MeetingSeries",
    title_zh="会议制度",
    meaning="a series of meetings that a body holds, such as its joint conference",
    family="events",
    stage=7,
    fields=(fixed("cadence_days", Kind.INTEGER, "约定频次", "days within which a meeting is due", unit="天"),),
    example="甲社区共建联席会议",
)
MEETING = NodeType(
    name="Meeting",
    title_zh="会议",
    meaning="one meeting on one day",
    family="events",
    stage=8,
    fields=(
        fixed("held_on", Kind.DAY, "会议日期", "latest possible day on which it was held", indexed=True),
        fixed(
            "level",
            Kind.TEXT,
            "会议层级",
            "level at which it met",
            choices={
                "county": "区(县)级",
                "subdistrict": "街道(乡镇)级",
                "community": "社区(村)级",
                "grid": "网格级",
            },
            indexed=True,
        ),
        fixed("agenda", Kind.TEXT, "议程", "what was to be discussed, as written"),
    ),
    example="甲社区共建联席会议 2018 年第 1 次",
)
DECISION = NodeType(
    name="Decision",
    title_zh="议定事项",
    meaning="one thing that a meeting decided; its name is the decision as written",
    family="events",
    stage=9,
    fields=(
        fixed("decided_on", Kind.DAY, "议定日期", "day of the meeting", indexed=True),
        fixed("due_on", Kind.DAY, "办结时限", "last day by which it is to be carried out", indexed=True),
    ),
    example="增设夜间停车位",
)
TASK = NodeType(
    name="Task",
    title_zh="任务(督办、吹哨)",
    meaning="something that a body has to do by a day: a decision to carry out, a call to answer",
    family="events",
    stage=10,
    fields=(
        fixed(
            "origin",
            Kind.TEXT,
            "事项来源",
            "where it came from",
            choices={
                "meeting": "会议议定",
                "call": "吹哨",
                "hotline": "热线工单",
                "patrol": "网格巡查",
                "residents": "居民反映",
                "superior": "上级交办",
                "other": "其他",
            },
            indexed=True,
        ),
        fixed("assigned_on", Kind.DAY, "交办日期", "day on which it was assigned or called", indexed=True),
        fixed("due_on", Kind.DAY, "办结时限", "last day by which it is to be done", indexed=True),
        fixed("arrived_on", Kind.DAY, "到场日期", "day on which the body called arrived"),
        fixed("arrival_minutes", Kind.INTEGER, "到场用时", "minutes between call and arrival", unit="min"),
        fixed("closed_on", Kind.DAY, "办结日期", "day on which it was done; absent while it is open", indexed=True),
        dated(
            "outcome",
            Kind.TEXT,
            "办理情况",
            "what became of it",
            choices={
                "open": "办理中",
                "done": "已办结",
                "partly": "部分办结",
                "referred": "转办",
                "not_done": "未办结",
                "no_arrival": "未到场",
            },
            indexed=True,
        ),
        fixed(
            "satisfaction",
            Kind.TEXT,
            "满意度",
            "how content those are who raised it",
            choices={"satisfied": "满意", "fairly": "基本满意", "dissatisfied": "不满意"},
        ),
    ),
    example="增设夜间停车位(由某中学办理)",
)
SERIES_OF = TieType(
    name="SERIES_OF",
    title_zh="会议主办",
    meaning="the body that holds a series of meetings",
    ends=((("MeetingSeries",), BODY),),
    example="共建联席会议 由 甲社区大党委 主办",
)
MEETING_IN = TieType(
    name="MEETING_IN",
    title_zh="属于会议制度",
    meaning="the series that a meeting belongs to",
    ends=((("Meeting",), ("MeetingSeries",)),),
    example="第 1 次会议 属于 共建联席会议",
)
DECIDED_AT = TieType(
    name="DECIDED_AT",
    title_zh="议定于",
    meaning="the meeting that decided it",
    ends=((("Decision",), ("Meeting",)),),
    example="增设停车位 议定于 第 1 次会议",
)
RESULTS_IN = TieType(
    name="RESULTS_IN",
    title_zh="形成任务",
    meaning="the task by which a decision is carried out",
    ends=((("Decision",), ("Task",)),),
    example="增设停车位 形成 督办任务",
)
RESPONSIBLE = TieType(
    name="RESPONSIBLE",
    title_zh="责任单位",
    meaning="who has to do a task",
    ends=((("Task",), BODY),),
    example="督办任务 的责任单位是 某中学",
)
