"""Venue: a place of service (阵地); who owns it, who provides it and who runs it are three different ties."""

from __future__ import annotations

from graph.model.declare import BODY, Kind, NodeType, TieType, dated, fixed

TENURES = {
    "owned": "自有",
    "allocated": "划拨",
    "rented": "租用",
    "lent": "无偿借用",
    "shared": "共用",
}

VENUE = NodeType(
    name="Venue",
    title_zh="阵地",
    meaning="a place of service: party-mass service centre, station, base, hall",
    family="places",
    stage=3,
    fields=(
        dated(
            "kind",
            Kind.TEXT,
            "阵地类别",
            "kind of venue",
            choices={
                "service_centre": "党群服务中心",
                "station": "工作站",
                "micro": "微阵地",
                "base": "共建基地",
                "hall": "议事厅",
                "rest_stop": "驿站",
                "activity_room": "活动室",
                "other": "其他",
            },
            indexed=True,
        ),
        dated("area_m2", Kind.NUMBER, "面积", "floor area", unit="m²"),
        dated(
            "opening_state",
            Kind.TEXT,
            "开放状态",
            "whether the public can use it",
            choices={
                "open": "开放",
                "suspended": "暂停开放",
                "preparing": "筹建",
                "closed": "停用",
                "candidate": "备选点",
            },
            indexed=True,
        ),
        dated(
            "capacity_households",
            Kind.INTEGER,
            "可服务户数",
            "households that it can serve, as its roster says",
            unit="户",
        ),
        dated("opening_hours", Kind.TEXT, "开放时间", "when it is open, as written"),
        fixed("opened_on", Kind.DAY, "启用日期", "latest possible day on which it opened"),
        fixed("address", Kind.TEXT, "地址", "postal address"),
        fixed("longitude", Kind.NUMBER, "经度", "WGS-84 longitude of its point", unit="°"),
        fixed("latitude", Kind.NUMBER, "纬度", "WGS-84 latitude of its point", unit="°"),
        fixed("point_as_written", Kind.TEXT, "原坐标", "the point and its coordinate system as the roster wrote them"),
    ),
    example="甲社区党群服务中心",
)
_TERMS = (
    dated("area_m2", Kind.NUMBER, "面积", "floor area that the tie is about", unit="m²"),
    dated("hours", Kind.NUMBER, "每周时长", "hours a week that the tie is about", unit="h"),
    dated("tenure", Kind.TEXT, "使用方式", "by what right the venue is used", choices=TENURES),
)

OWNS = TieType(
    name="OWNS",
    title_zh="产权",
    meaning="the body that the venue belongs to",
    ends=((BODY, ("Venue",)),),
    fields=_TERMS,
    example="某公司 拥有 甲社区党群服务中心 的产权",
)
PROVIDES = TieType(
    name="PROVIDES",
    title_zh="提供",
    meaning="the body that puts a venue at the place's disposal, or that an entry of a list comes from",
    ends=((BODY, ("Venue", "ListItem")),),
    fields=_TERMS,
    example="某公司 提供 甲社区党群服务中心",
)
OPERATES = TieType(
    name="OPERATES",
    title_zh="运营",
    meaning="the body that runs the venue",
    ends=((BODY, ("Venue",)),),
    fields=_TERMS,
    example="某社区党委 运营 甲社区党群服务中心",
)
