"""What was done together: signed agreements, and the activities of two years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ingest.synthetic.membership import ASSOCIATION, Member
from ingest.synthetic.organisations import LATER, WORKING_COMMITTEE, committee
from ingest.synthetic.territory import STEMS, STREET, community

AGREEMENTS, ACTIVITIES = 21, 250
STRANGER = "演示未登记志愿者协会"
"""A society that no roster lists: the activity it took part in shows the reference as pending."""

_FIRST = date(2016, 10, 1)
_SUBJECTS = ("场地共享", "义诊进社区", "课后托管", "法律咨询", "消防宣传", "文化展演", "垃圾分类")
_TOPICS = ("停车", "加装电梯", "垃圾分类", "楼道清理", "用水改造", "噪声", "宠物管理", "绿化")
_TITLES = {
    "主题党日": "联合主题党日",
    "志愿服务": "志愿服务日",
    "宣讲授课": "宣讲课",
    "义诊": "义诊",
    "走访慰问": "走访慰问",
    "文体活动": "文艺演出",
    "其他": "共建项目交流会",
}
_WEIGHTS = (40, 60, 30, 20, 25, 28, 10)
# consultations by year; of 2018 the article says 20余
_CONSULTATIONS = {2016: (date(2016, 10, 8), 4), 2017: (date(2017, 1, 9), 12), 2018: (date(2018, 1, 8), 24)}


@dataclass(frozen=True, slots=True)
class Agreement:
    """A signed agreement."""

    number: str
    title: str
    first: str
    second: tuple[str, ...]
    place: str
    signed: date
    ends: date | None
    cadence: int | None
    content: str


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity; ``delivered`` tells whether it was held."""

    title: str
    kind: str
    held: date
    place: str
    organisers: tuple[str, ...]
    participants: tuple[str, ...]
    direction: str
    delivered: bool
    confirmed: bool
    hours: float
    people: int
    summary: str


def agreements(seed: int, members: list[Member]) -> list[Agreement]:
    """Three agreements per community; four have run out and were not renewed."""
    rng = Random(f"{seed}/agreements")
    found = []
    for number in range(AGREEMENTS):
        stem = STEMS[number % len(STEMS)]
        near = [member.name for member in members if member.stem == stem and not member.name.startswith("中共")]
        parties = tuple(rng.sample(near, 2 if number % 6 == 5 else 1))
        expired = number % 5 == 4
        signed = date(2016, 9, 1) + timedelta(days=rng.randint(0, 200) if expired else rng.randint(260, 730))
        days = 365 if expired else 730
        subject = _SUBJECTS[number % len(_SUBJECTS)]
        found.append(
            Agreement(
                number=f"GJ{signed.year}{number + 1:03d}",
                title=f"{community(stem)}与{parties[0]}{subject}共建项目",
                first=committee(stem),
                second=parties,
                place=community(stem),
                signed=signed,
                ends=signed + timedelta(days=days) if expired or number % 3 else None,
                cadence=rng.choice((90, 180, 365, None)),
                content=f"双方就{subject}开展共建(演示)",
            )
        )
    return sorted(found, key=lambda each: each.signed)


def activities(seed: int, members: list[Member]) -> list[Activity]:
    """Activities from October 2016 to September 2018, in order of their day."""
    rng = Random(f"{seed}/activities")
    found = [*_consultations(rng, members)]
    kinds = list(_TITLES)
    numbers = dict.fromkeys(kinds, 0)
    while len(found) < ACTIVITIES:
        kind = rng.choices(kinds, _WEIGHTS)[0]
        numbers[kind] += 1
        day = _FIRST + timedelta(days=rng.randint(0, (LATER - _FIRST).days))
        stem = rng.choice(STEMS)
        wide = kind == "其他"
        title = f"{STREET if wide else community(stem)}{_TITLES[kind]}第{numbers[kind]}场"
        found.append(_activity(rng, members, stem, kind, title, day))
    return sorted(found, key=lambda each: (each.held, each.title))


def _consultations(rng: Random, members: list[Member]) -> list[Activity]:
    found = []
    for year, (first, number) in _CONSULTATIONS.items():
        span = {2016: 80, 2017: 340, 2018: 250}[year]
        for turn in range(number):
            stem = STEMS[turn % len(STEMS)]
            day = first + timedelta(days=span * turn // number)
            topic = _TOPICS[turn % len(_TOPICS)]
            title = f"{community(stem)}{year}年第{turn // len(STEMS) + 1}次议事协商({topic})"
            found.append(_activity(rng, members, stem, "议事协商", title, day))
    return found


def _activity(rng: Random, members: list[Member], stem: str, kind: str, title: str, day: date) -> Activity:
    near = [member.name for member in members if member.stem == stem and not member.name.startswith("中共")]
    guests = tuple(rng.sample(near, min(len(near), rng.choice((1, 1, 2, 2, 3, 4)))))
    host, direction, place = committee(stem), rng.choice(("单位服务社区", "双向", "共同")), community(stem)
    if kind == "其他":
        host, place = rng.choice((WORKING_COMMITTEE, ASSOCIATION)), STREET
        direction = "共同"
    elif kind in ("宣讲授课", "义诊") and len(guests) > 1:
        host, guests, direction = guests[0], (*guests[1:], committee(stem)), "单位服务社区"
    elif kind == "走访慰问":
        direction = "社区服务单位"
    return Activity(
        title=title,
        kind=kind,
        held=day,
        place=place,
        organisers=(host,),
        participants=guests,
        direction=direction,
        delivered=kind == "议事协商" or rng.random() > 0.06,
        confirmed=rng.random() > 0.2,
        hours=rng.choice((1.0, 1.5, 2.0, 3.0)),
        people=rng.randint(8, 120),
        summary=f"{_TITLES.get(kind, '议事协商')}(演示)",
    )
