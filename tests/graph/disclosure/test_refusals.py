"""What is refused by design: rosters not taken in, joins not made, rows of persons that nobody reads."""

from __future__ import annotations

import dataclasses

import pytest

from graph.disclosure.refusals import (
    MEMBERS_BY_GRID,
    PERSON_ROWS,
    PERSONS_HELPED,
    REFUSALS,
    TALENT_DIRECTORY,
    UNDECLARED_MEMBERS,
    refused_join,
    refused_question,
    refused_roster,
)
from graph.disclosure.roles import Role, refuse_persons, refuse_unless_allowed
from graph.errors import Refused
from graph.questions.catalog import questions
from ingest.formats.catalog import formats


@pytest.mark.parametrize(
    ("titles", "headings", "refusal"),
    [
        (["甲街道帮扶对象花名册"], ["序号", "姓名", "住址"], PERSONS_HELPED),
        (["困难群众台账"], ["姓 名", "家庭情况"], PERSONS_HELPED),
        (["走访慰问名单.xlsx", "Sheet1"], ["户主", "慰问金额"], PERSONS_HELPED),
        (["结对情况"], ["帮扶对象", "致贫原因", "结对党员"], PERSONS_HELPED),
        (["名册"], ["姓名", "困难类型"], PERSONS_HELPED),
        (["隐性党员名册"], ["姓名", "性别"], UNDECLARED_MEMBERS),
        (["未亮身份党员排查表"], ["党员姓名", "单位"], UNDECLARED_MEMBERS),
        (["党员情况"], ["姓名", "是否亮身份"], UNDECLARED_MEMBERS),
        (["甲街道人才名录"], ["姓名", "专业"], TALENT_DIRECTORY),
        (["乡土人才信息库"], ["人员姓名", "特长"], TALENT_DIRECTORY),
        (["表1"], ["姓名", "人才类别"], TALENT_DIRECTORY),
    ],
)
def test_a_roster_of_such_persons_is_refused(titles, headings, refusal):
    assert refused_roster(headings, titles) is refusal


@pytest.mark.parametrize(
    ("titles", "headings"),
    [
        (["帮扶对象人数统计表"], ["社区", "帮扶对象人数"]),
        (["人才情况统计"], ["单位", "人才数"]),
        (["隐性党员排查汇总"], ["支部", "隐性党员数"]),
        (["甲街道党组织名册"], ["党组织名称", "书记姓名", "联系人姓名"]),
        (["结对帮扶项目清单"], ["项目名称", "负责人姓名", "帮扶单位"]),
        (["党员名册"], ["姓名", "党员编号", "所在党支部"]),
        ([], []),
    ],
)
def test_counts_offices_and_other_rosters_are_not(titles, headings):
    assert refused_roster(headings, titles) is None


@pytest.mark.parametrize("name", sorted(formats()))
def test_no_format_is_of_what_is_refused(name):
    """By its types, and by its own title and headings: a refusal must not catch what we ask offices for."""
    declared = formats()[name]
    types = {each.type for each in (*declared.subjects.values(), *declared.ties)}
    types |= {each for one in declared.references.values() for each in one.types}
    assert refused_join(types) in (None, PERSON_ROWS)
    assert not {"Grid", "PartyMember"} <= types
    headings = [heading for column in declared.columns.values() for heading in column.headings]
    assert refused_roster(headings, [declared.title_zh, *declared.books]) is None


@pytest.mark.parametrize("name", sorted(questions()))
def test_no_question_joins_grids_with_members_or_returns_a_person(name):
    assert refused_question(questions()[name]) is None


@pytest.mark.parametrize(
    ("cypher", "refusal"),
    [
        ("MATCH (m:PartyMember) RETURN m.id AS id ORDER BY id", PERSON_ROWS),
        ("MATCH (m)-[:ENROLLED_IN]->(o)-[:COVERS]->(g:Grid {kind: 'police'}) RETURN g.id AS id", MEMBERS_BY_GRID),
        ("MATCH (h:Headcount)-[:COUNTS]->(o:PartyOrganization)-[:COVERS]->(g:Grid) RETURN 1 AS n", MEMBERS_BY_GRID),
        ("MATCH (o)-[:ENROLLED_IN|COVERS]-(g:Grid) RETURN 1 AS n", MEMBERS_BY_GRID),
        ("MATCH (g:Grid) RETURN 'PartyMember' AS text // :PartyMember", None),
    ],
)
def test_such_a_question_is_answered_to_nobody(cypher, refusal):
    question = dataclasses.replace(questions()["grids"], cypher=cypher)
    assert refused_question(question) is refusal
    if refusal is None:
        refuse_unless_allowed(question, Role.STEWARD)
        return
    with pytest.raises(Refused) as caught:
        refuse_unless_allowed(question, Role.STEWARD)
    assert caught.value.code == refusal.code


def test_where_a_single_member_stands_is_told_to_nobody():
    refuse_persons("Unit:name:甲公司@")
    with pytest.raises(Refused):
        refuse_persons("PartyMember:key:00")


def test_refusals_have_codes_of_their_own_and_words():
    assert len({each.code for each in REFUSALS}) == len(REFUSALS) == 5
    assert all(each.zh and each.en for each in REFUSALS)
