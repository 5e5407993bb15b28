"""What this project refuses by design, whoever asks: rosters that are not taken in, and joins that are not made.

- rosters of members who have not declared themselves: they tell of a political affiliation that its bearer keeps;
- tables of named persons helped: hardship, illness and family, by name;
- talent directories: persons by name with what they can do, kept for another purpose than this;
- joins of grids with members: police grids are grids, and whom the police watch is never set beside who is a member;
- rows of persons: a member's pseudonym and attributes never leave, only counts do.

A table of counts of the same things is welcome: it names nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from graph.model.registry import personal_types
from graph.questions.question import Question


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is refused, and what to do instead."""

    code: str
    zh: str
    en: str


UNDECLARED_MEMBERS = Refusal(
    "undeclared_members",
    "这是未亮身份(隐性)党员的名册,本系统不收;需要时请只报人数(人数统计表)",
    "this is a roster of members who have not declared themselves, which is not taken in: give counts instead",
)
PERSONS_HELPED = Refusal(
    "persons_helped",
    "这是帮扶(救助)对象的实名名册,本系统不收;需要时请只报人数(人数统计表)",
    "this is a roster of named persons who are helped, which is not taken in: give counts instead",
)
TALENT_DIRECTORY = Refusal(
    "talent_directory",
    "这是人才名录(名册),本系统不收;需要时请只报人数(人数统计表)",
    "this is a directory of talents by name, which is not taken in: give counts instead",
)
MEMBERS_BY_GRID = Refusal(
    "members_by_grid",
    "不把网格(含警务网格)与党员或人数统计放在一起查询",
    "grids, police grids among them, are not joined with members or headcounts",
)
PERSON_ROWS = Refusal(
    "person_rows",
    "党员个人的记录不外传,只提供达到最小人数的汇总",
    "records of single members do not leave, only counts above a least size do",
)
REFUSALS = (UNDECLARED_MEMBERS, PERSONS_HELPED, TALENT_DIRECTORY, MEMBERS_BY_GRID, PERSON_ROWS)

_ROSTERS: tuple[tuple[Refusal, re.Pattern[str]], ...] = (
    (
        UNDECLARED_MEMBERS,
        re.compile(
            "(隐性|隐形|口袋|未亮|不愿亮|未公开|未表明)(明|出)?(身份)?的?党员|党员(未亮|不愿亮|未公开)(明)?身份"
        ),
    ),
    (
        PERSONS_HELPED,
        re.compile(
            "(帮扶|救助|受助|资助|慰问|帮困|扶贫|脱贫|低保|特困|困难|关爱|重点(关注|人群|人员))"
            ".{0,6}(对象|户|群众|人员|党员|学生|儿童|老人|名册|名单|花名册|台账)"
        ),
    ),
    (
        TALENT_DIRECTORY,
        re.compile("人才.{0,4}(名录|名册|名单|花名册|库|信息表|登记表|一览表|台账)|(名录|名册).{0,3}人才"),
    ),
)
"""Words of a title that say what a roster is of."""
_HEADINGS: tuple[tuple[Refusal, re.Pattern[str]], ...] = (
    (UNDECLARED_MEMBERS, re.compile("隐性党员|隐形党员|口袋党员|(是否)?(未)?亮(明)?身份|身份是否公开|未亮身份原因")),
    (
        PERSONS_HELPED,
        re.compile(
            "(被)?(帮扶|救助|资助|慰问|受助)(对象|人|人员|户主)?(姓名|名字)|帮扶对象|受助人|被帮扶人|致贫原因|困难(类型|原因|情况)"
        ),
    ),
    (TALENT_DIRECTORY, re.compile("人才(姓名|类别|类型|层次|等级|称号)")),
)
"""Headings that a roster of this kind has beside the person's name."""
_PERSON = re.compile(
    "(.{0,8}(姓名|名字))|户主|(公民)?身份(证)?(号|号码|证号)|身份证件号码?|帮扶对象|(被)?(帮扶|救助|资助)人|受助人"
)
"""Headings under which persons are named or numbered; 人数 and the like are none."""
_OFFICE = re.compile(
    "(书记|负责人|责任人|联系人|经办人|填表人|填报人|审核人|法定代表人|法人|网格员|指导员|主任|负责同志).{0,2}姓名"
)
"""Names of those who hold an office or fill in a form: they make no roster of persons."""


def refused_roster(headings: Iterable[str], titles: Iterable[str]) -> Refusal | None:
    """Why a table may not be taken in, from its headings and its titles (file, sheet and title rows); else None.

    Only a table that names or numbers persons is refused: one of counts names nobody.
    """
    columns = [_plain(each) for each in headings]
    if not any(_PERSON.fullmatch(each) and not _OFFICE.fullmatch(each) for each in columns):
        return None
    above = [_plain(each) for each in titles]
    for words, texts in ((_ROSTERS, above), (_HEADINGS, columns)):
        for refusal, pattern in words:
            if any((pattern.search if texts is above else pattern.fullmatch)(each) for each in texts):
                return refusal
    return None


def refused_question(question: Question) -> Refusal | None:
    """Why a question is not answered to anybody; None for one that may be."""
    return refused_join(_matched(question.cypher))


def refused_join(names: Iterable[str]) -> Refusal | None:
    """Why node and tie types may not be read together, for questions, formats and exports; else None."""
    there = set(names)
    persons = personal_types()
    if "Grid" in there and (there.intersection(persons) or "Headcount" in there):
        return MEMBERS_BY_GRID
    return PERSON_ROWS if there.intersection(persons) else None


def tells_of_person(text: str) -> bool:
    """Whether a text is the id of a single person's record, or the key of a tie with one at an end."""
    return _person_id().search(text) is not None


@cache
def _person_id() -> re.Pattern[str]:
    """Ids at the beginning of a text, or of a part of a tie's key as the ledger or a reader has it."""
    return re.compile(rf"(?:^|\x1f| \| )(?:{'|'.join(sorted(personal_types()))}):")


@cache
def _matched(cypher: str) -> frozenset[str]:
    """The labels and types that a question names, without its texts and remarks."""
    bare = re.sub(r"//[^\n]*|'[^']*'", " ", cypher)
    return frozenset(re.findall(r"\w+", " ".join(re.findall(r":\s*([\w:|\s]+)", bare))))


def _plain(text: str) -> str:
    return re.sub(r"[\s*()()\[\]【】::_\-]+", "", unicodedata.normalize("NFKC", text))
