"""Headcount: how many people of one category a body, place or venue has at a date; nobody is named."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, NodeType, TieType, fixed

CATEGORIES = {
    "members": "党员",
    "members_male": "男党员",
    "members_female": "女党员",
    "members_to_35": "35岁及以下党员",
    "members_36_to_60": "36至60岁党员",
    "members_over_60": "61岁及以上党员",
    "members_full": "正式党员",
    "members_probationary": "预备党员",
    "members_floating": "流动党员",
    "staff": "职工",
    "officers": "专职工作者",
    "volunteers": "志愿者",
}
"""What may be counted. Closed: a breakdown that is not listed here (education, nationality …) is not kept."""

HEADCOUNT = NodeType(
    name="Headcount",
    title_zh="人数统计",
    meaning="a count of people by organisation or place, category and date",
    family="people",
    stage=9,
    named=False,
    fields=(
        fixed("category", Kind.TEXT, "统计类别", "whom it counts", choices=CATEGORIES, indexed=True),
        fixed("people", Kind.INTEGER, "人数", "how many there were", unit="人", people=True),
        fixed("counted_on", Kind.DAY, "统计日期", "latest possible day of the count", indexed=True),
    ),
    example="甲社区党委 女党员 2018-09-30",
)
COUNTS = TieType(
    name="COUNTS",
    title_zh="统计对象",
    meaning="the body, place or venue whose people are counted",
    ends=((("Headcount",), (*BODY, "Place", "Venue")),),
    example="人数统计 的对象是 甲社区党委",
)
