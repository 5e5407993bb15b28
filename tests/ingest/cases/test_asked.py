"""The questions that the cases raise: each is answered by one of the catalogue, or says why nothing answers it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.analysis.standards import rules
from graph.errors import NotFound, Refused
from graph.questions.catalog import question_named
from ingest.cases import asked
from ingest.cases.asked import ALL, NO_ROWS, CaseQuestion, Uncovered, answers, case_questions
from ingest.cases.catalog import cases

NOW = date(2018, 10, 31)
LISTS = [path.stem for path in sorted(asked.FOLDER.glob("*.toml"))]
INVENTED = """
[[questions]]
number = 1
needs = "source"
title_zh = "有哪些口径不一"
title_en = "which figures do not agree"
ask = "case_conflicts"
parameters = { case = "jia" }

[[questions]]
number = 2
needs = "source"
title_zh = "志愿服务时长"
title_en = "hours of service"
ask = "observations"
parameters = { case = "jia", measure = "service_hours" }
measure = "service_hours"

[[questions]]
number = 3
needs = "roster"
title_zh = "哪些网格没有党组织"
title_en = "grids without an organisation"
ask = "grids_without_organisation"

[[questions]]
number = 4
needs = "roster"
title_zh = "只看专属网格"
title_en = "dedicated grids only"
ask = "grids"
where = { kind = ["nowhere"] }

[[questions]]
number = 5
needs = "roster"
title_zh = "党员名单"
title_en = "a list of members"
reason_zh = "依规不录"
reason_en = "not recorded"
"""


def test_every_case_has_its_list_and_so_have_all_together() -> None:
    assert set(LISTS) == {*cases(), ALL}


@pytest.mark.parametrize("case", LISTS)
def test_what_a_list_asks_can_be_asked(case: str) -> None:
    found = case_questions(case)
    assert [each.number for each in found] == list(range(1, len(found) + 1))
    for each in found:
        if each.ask is not None:
            question = question_named(each.ask)
            bound = question.bind(each.parameters)
            assert {*each.where, *each.at_most} <= set(question.columns), each.number
            assert each.uncovered is None or "id" in question.columns, each.number
            # an answer from the article alone is of this case's article
            if each.needs == "source" and case != ALL and "case" in question.parameters:
                assert bound["case"] == case, each.number
        assert each.title_zh and not any("一" <= character <= "鿿" for character in each.title_en)


def test_rows_reasons_and_gaps(subdistrict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jia.toml").write_text(INVENTED, encoding="utf-8")
    monkeypatch.setattr(asked, "FOLDER", tmp_path)
    case_questions.cache_clear()
    try:
        with subdistrict.open("planner") as graph:
            found = list(answers(graph, "jia", scope="990201001", as_of=NOW))
            some = list(answers(graph, "jia", as_of=NOW, numbers=frozenset({5})))
    finally:
        case_questions.cache_clear()
    conflict, hours, grids, none, refused = found
    assert conflict.rows is not None and conflict.rows["first"].to_list() == ["100多家"]
    # no figure is printed: the answer is the reason
    assert hours.rows is None and hours.reason_zh == "文章只说志愿者人数,未说服务时长"
    assert grids.rows is not None and not grids.rows.is_empty() and grids.reason_zh is None
    assert none.rows is not None and none.rows.is_empty() and none.reason_en
    assert refused.rows is None and (refused.reason_zh, refused.reason_en) == ("依规不录", "not recorded")
    assert [each.question.number for each in some] == [5]


def test_coverage_picks_the_rows_that_fall_short_and_tells_gaps_from_what_is_to_check(subdistrict) -> None:
    with subdistrict.open("planner") as graph:
        firms, towers = answers(graph, "yantai", scope="990201001", as_of=NOW, numbers=frozenset({2, 3}))
        before, _ = answers(graph, "yantai", scope="990201001", as_of=date(2018, 8, 31), numbers=frozenset({2, 3}))
    # the joint branch covers one of the firms above scale, the tower's branch the other; the third is closed
    assert firms.rows is not None and firms.rows.select("name", "standing").rows() == [("演示文化公司", "gap")]
    assert towers.rows is not None and towers.rows.is_empty()
    # which firms are above scale no roster said by then
    assert before.rows is not None and before.rows.is_empty() and before.reason_zh == NO_ROWS[0]


def test_buildings_out_of_reach_on_foot_are_told_from_those_whose_way_is_not_known(subdistrict) -> None:
    with subdistrict.open("planner") as graph:
        (homes,) = answers(graph, "lianyun", scope="990201001", as_of=NOW, numbers=frozenset({4}))
    # the venue of the one compound is at hand; that of the other is suspended, and its houses have no point
    assert homes.rows is not None
    assert homes.rows.select("name", "place_name", "standing").rows() == [("东苑1幢", "丑社区", "to_check")]


def test_coverage_without_a_question_whose_rows_it_picks_is_refused() -> None:
    texts = {"title_zh": "甲", "title_en": "one", "reason_zh": "依规不录", "reason_en": "not recorded"}
    with pytest.raises(ValueError, match="name it in `ask`"):
        CaseQuestion(number=1, needs="roster", uncovered=Uncovered(what="units"), **texts)


def test_an_unknown_case_is_told_which_there_are() -> None:
    with pytest.raises(NotFound, match="yantai"):
        case_questions("nowhere")


def test_a_question_may_be_answered_by_a_standard(subdistrict) -> None:
    """Rows of those that do not meet it, or that are to check; of several standards, their counts."""
    march = date(2018, 3, 31)
    with subdistrict.open("planner") as graph:
        areas, offices = answers(graph, "zhengzhou", scope="甲街道", as_of=march, numbers=frozenset({1, 2}))
        (several,) = answers(graph, ALL, scope="甲街道", as_of=march, numbers=frozenset({8}))
        with pytest.raises(Refused):
            list(answers(graph, "zhengzhou", scope="甲街道", as_of=march, numbers=frozenset({3})))
    assert areas.rows is not None and offices.rows is not None and several.rows is not None
    assert areas.rows.select("name", "verdict", "shortfall").rows() == [
        ("丑社区", "not_met", 36.0),
        ("寅社区", "not_met", 12.0),
    ]
    assert set(offices.rows["verdict"]) == {"to_check"}
    judged = {row["rule"]: row["not_met"] for row in several.rows.filter(status="judged").rows(named=True)}
    assert judged["zhengzhou_venue_area_per_100_households"] == 2
    assert set(several.rows.filter(status="withheld")["rule"]) == {"zhengzhou_workers_per_300_households"}


def test_the_standards_that_lists_name_are_there() -> None:
    named = [each for case in LISTS for each in case_questions(case) if each.standard or each.standards_of]
    assert len(named) >= 4
    assert {each.standard for each in named if each.standard} <= set(rules())
    assert {each.standards_of for each in named if each.standards_of} <= set(cases())
