"""What the communities of the invented subdistrict need, and which members have claimed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ingest.synthetic.codes import SUBDISTRICT
from ingest.synthetic.membership import Member
from ingest.synthetic.office import Book, Line, columns, placeholder
from ingest.synthetic.organisations import LATER, committee
from ingest.synthetic.territory import STEMS, community

_CATEGORIES = ("场地/停车", "智力/助学", "健康/义诊", "文化/演出", "环境/绿化", "设施/加装电梯")
_BEYOND_ALL = _CATEGORIES[-1]
"""What no member can take up: a category of needs that are never claimed."""
_FIRST = date(2017, 10, 9)
_WITHIN = 300
"""Days within which the needs are put on the list."""


@dataclass(frozen=True, slots=True)
class Need:
    """An entry of the list of needs; ``claimant`` took it up on ``claimed``, if anybody did."""

    number: str
    title: str
    category: str
    stem: str
    opened: date
    claimant: str | None
    claimed: date | None


def needs(seed: int, members: list[Member]) -> list[Need]:
    """One need of each category per community, in order of number; some were claimed, by a member of the same area."""
    rng = Random(f"{seed}/needs")
    found = []
    for number, (stem, category) in enumerate((stem, each) for stem in STEMS for each in _CATEGORIES):
        near = [member.name for member in members if member.stem == stem and not member.name.startswith("中共")]
        opened = _FIRST + timedelta(days=rng.randint(0, _WITHIN))
        claims = category != _BEYOND_ALL and rng.random() < 0.7
        found.append(
            Need(
                number=f"XQ{number + 1:03d}",
                title=f"{community(stem)}{category.split('/')[1]}需求",
                category=category,
                stem=stem,
                opened=opened,
                claimant=rng.choice(near) if claims else None,
                claimed=opened + timedelta(days=rng.randint(3, 45)) if claims else None,
            )
        )
    return found


def needs_book(needs: list[Need]) -> Book:
    """需求清单."""
    lines = [
        Line(
            {
                "清单编号": each.number,
                "清单类别": "需求",
                "清单事项": each.title,
                "事项类别": each.category,
                "提出单位": committee(each.stem),
                "所在社区": community(each.stem),
                "提出日期": each.opened,
                "联系人": placeholder(number),
            }
        )
        for number, each in enumerate(needs)
    ]
    headings = columns("清单编号", "清单类别", "清单事项", "事项类别", "提出单位", "所在社区", "提出日期", "联系人")
    return Book("lists", "需求清单", LATER, SUBDISTRICT, True, headings, lines)


def claims_book(needs: list[Need]) -> Book:
    """认领台账."""
    lines = [
        Line(
            {
                "认领编号": f"RL{each.number[2:]}",
                "认领事项": each.title,
                "清单编号": each.number,
                "认领单位": each.claimant,
                "面向社区": community(each.stem),
                "认领日期": each.claimed,
                "完成情况": "已认领",
                "联系人": placeholder(number),
            }
        )
        for number, each in enumerate(each for each in needs if each.claimant is not None)
    ]
    headings = columns("认领编号", "认领事项", "清单编号", "认领单位", "面向社区", "认领日期", "完成情况", "联系人")
    return Book("claims", "认领台账", LATER, SUBDISTRICT, False, headings, lines)
