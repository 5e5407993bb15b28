"""What is suggested as one thing, and what is not (nothing is ever joined here)."""

from __future__ import annotations

import pytest

from graph.model.statement import Assertion, Reference, Subject, Tie
from ingest.names.candidates import Forms, open_names, same_things
from ingest.names.forms import short_form, telling_parts
from tests.graph.store.invented import HERE, by_name, code, community, organisation, places, roster, same, unit

ONE, TWO = code("91990101MA00000001", "uscc"), code("91990101MA00000002", "uscc")
AREAS = ("测试区", "甲街道", "甲社区")


def pairs(known) -> set[tuple[str, frozenset[str]]]:
    return {(each.kind, frozenset((each.left.name, each.right.name))) for each in same_things(known, Forms(known))}


def meant(known) -> set[tuple[str, str]]:
    return {(each.left.written, each.right.id) for each in open_names(known, Forms(known))}


def listed(*rows: Assertion, kind: str = "units", edition: str = "2024-01-01"):
    return roster(kind, edition, *rows)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("Unit", ("测试区第一中学", "第一中学", "一中", "区一中", "测试第1中学")),
        (
            "Unit",
            ("演示科技有限责任公司", "演示科技股份有限公司", "演示科技公司", "测试区演示科技有限公司", "演示科技"),
        ),
        ("Unit", ("演示科技(测试)有限公司", "演示科技有限公司")),
        ("PartyOrganization", ("中国共产党甲社区委员会", "中共甲社区委员会", "甲社区党委")),
        ("PartyOrganization", ("甲社区第一网格党支部委员会", "甲社区一网格支部", "甲社区第1网格党支部")),
        ("PartyOrganization", ("甲街道党工委", "中共甲街道工作委员会")),
        ("SelfGovernanceBody", ("甲社区居民委员会", "甲社区居委会")),
        ("Building", ("甲苑2幢", "甲苑二号楼", "甲苑小区2栋")),
        ("Grid", ("第三网格", "三网格", "第3网格")),
    ],
)
def test_long_and_short_forms_agree(kind, names):
    assert len({short_form(name, kind, AREAS) for name in names}) == 1


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("Unit", "演示科技有限公司", "演示科技有限公司第一分公司"),
        ("Unit", "演示集团有限公司", "演示有限公司"),
        ("PartyOrganization", "甲社区党委", "甲社区党总支"),
        ("PartyOrganization", "甲社区党委", "甲社区党支部"),
        ("Building", "甲苑1幢", "甲苑2幢"),
        ("Unit", "第一中学", "第二中学"),
    ],
)
def test_what_is_something_else_keeps_its_own_form(kind, one, other):
    assert short_form(one, kind, AREAS) != short_form(other, kind, AREAS)


def test_numbers_and_directions_tell_sister_names_apart():
    assert telling_parts("东苑第二幼儿园") != telling_parts("西苑第二幼儿园")
    assert telling_parts("演示商贸") == telling_parts("演示商行")


def test_a_name_with_a_code_and_the_same_without_in_another_roster_of_a_wider_place(knows):
    files = [listed(unit("甲中学", ONE)), listed(unit("甲中学", at=by_name("乙社区", "Place", HERE)), kind="other")]
    assert pairs(knows(places(), *files)) == set()  # the places do not overlap
    wider = [listed(unit("甲中学", ONE), unit("甲中学", TWO, at=HERE))]
    assert pairs(knows(places(), *wider)) == {("same_name", frozenset(["甲中学"]))}


def test_two_codes_are_suggested_by_their_very_name_alone_and_say_so(knows):
    known = knows(places(), listed(unit("演示科技公司", ONE), unit("演示科技有限公司", TWO)))
    assert pairs(known) == set()
    twins = knows(places(), listed(unit("演示科技公司", ONE), unit("演示科技公司", TWO)))
    (found,) = same_things(twins, Forms(twins))
    assert "代码不同" in found.why
    assert {found.first.value, found.second.value} == {ONE.value, TWO.value}


def test_short_forms_and_likeness_are_suggested_and_sisters_are_not(knows):
    rows = [unit("演示康乐养老服务中心"), unit("演示科技有限公司")]
    others = [unit("演示康乐养老服务站"), unit("演示科技公司"), unit("演示科技有限公司第二分公司")]
    known = knows(places(), listed(*rows), listed(*others, kind="other"))
    assert pairs(known) == {
        ("similar", frozenset(["演示康乐养老服务中心", "演示康乐养老服务站"])),
        ("short_form", frozenset(["演示科技有限公司", "演示科技公司"])),
    }
    sisters = knows(places(), listed(unit("演示第一小学")), listed(unit("演示第二小学"), kind="other"))
    assert pairs(sisters) == set()


def test_the_area_is_left_out_of_a_name_only_where_both_lie_in_it(knows):
    rows = [organisation("甲街道党委", at=HERE), organisation("甲社区党委", at=community())]
    assert pairs(knows(places(), listed(*rows, kind="orgs"))) == set()


def test_a_name_that_means_nothing_yet_gets_its_nearest(knows):
    branch = organisation("支部", Tie("ORGANISATION_OF", 0, by_name("一中", "Unit", community())))
    known = knows(places(), listed(unit("测试区第一中学", ONE), unit("甲医院")), listed(branch, kind="orgs"))
    assert meant(known) == {("一中", f"Unit:uscc:{ONE.value}")}
    (found,) = open_names(known, Forms(known))
    assert found.first == code("一中@Place:division:999901001001", "name")
    nothing = organisation("支部", Tie("ORGANISATION_OF", 0, by_name("天文台", "Unit", community())))
    assert meant(knows(places(), listed(unit("第一中学", ONE)), listed(nothing, kind="orgs"))) == set()


def test_a_name_that_several_bear_gets_each_of_them(knows):
    branch = organisation("支部", Tie("ORGANISATION_OF", 0, by_name("甲中学", "Unit", community())))
    twins = listed(unit("甲中学", ONE), unit("甲中学", TWO))
    expected = {("甲中学", f"Unit:uscc:{each.value}") for each in (ONE, TWO)}
    assert meant(knows(places(), twins, listed(branch, kind="orgs"))) == expected
    assert meant(knows(places(), twins, listed(unit("甲中学", staff=3), kind="other"))) == expected


def test_a_name_whose_place_is_unknown_waits_until_the_place_is_known(knows):
    lost = unit("第一中学", at=by_name("丁社区", "Place", HERE))
    known = knows(places(), listed(lost), listed(unit("一中", ONE), kind="other"))
    assert {each.written for each in known.open.values()} == {"丁社区"}


def test_what_a_steward_joined_is_one_and_no_question_any_more(knows):
    rows = [listed(unit("甲中学", ONE)), listed(unit("甲中学", TWO, at=HERE), kind="other")]
    assert len(pairs(knows(places(), *rows))) == 1
    decided = roster("review", "2024-02-01", same(ONE, TWO), complete=False)
    assert pairs(knows(places(), *rows, decided)) == set()


def test_places_with_two_codes_hint_at_a_succession(knows):
    rows = [
        Assertion((Subject("Place", (code(each),), "丙社区", HERE, {"level": "community"}),))
        for each in ("999901001008", "999901001009")
    ]
    known = knows(places(), listed(*rows, kind="places"))
    (found,) = same_things(known, Forms(known))
    assert "沿革" in found.why


def test_a_reference_by_code_is_not_guessed_at(knows):
    stranger = Reference(("Unit",), (TWO,), "甲中学", community(), "甲中学")
    branch = organisation("支部", Tie("ORGANISATION_OF", 0, stranger))
    assert meant(knows(places(), listed(unit("甲中学", ONE)), listed(branch, kind="orgs"))) == set()
