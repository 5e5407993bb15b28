"""The questions that the cases raise: each is answered by one of the catalogue, or says why nothing answers it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.errors import NotFound
from graph.questions.catalog import question_named
from ingest.cases import asked
from ingest.cases.asked import ALL, answers, case_questions
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


def test_an_unknown_case_is_told_which_there_are() -> None:
    with pytest.raises(NotFound, match="yantai"):
        case_questions("nowhere")
