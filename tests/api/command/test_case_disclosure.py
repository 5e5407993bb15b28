"""What the public reads of cases is the articles' alone: rosters beside them change nothing of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph import open_graph
from graph.disclosure.roles import Role, may_ask
from graph.errors import Refused
from graph.questions.catalog import questions
from tests.api.command.conftest import DAY, ORGANISATIONS, PLACES, SCOPE, Gongjian, load

OF_CASES = [
    each
    for each in questions().values()
    if may_ask(each, Role.PUBLIC) and any(given.node == "Case" for given in each.parameters.values())
]
CODED = """统一社会信用代码,单位名称,单位性质,经营状态,所在社区
91990201995000032Y,试验甲公司,非公企业,存续,子社区
"""
CASE = """case = { id = "yi", title_zh = "乙案例", title_en = "Case B", place_text = "试验街道", place = "E1" }
passages = [{ id = "P1", paragraph = "P1", line = 1, start = 0, end = 9, locator = "试验甲公司" }]
places = [{ key = "E1", name = "子社区", division = "990201001001", passages = ["P1"] }]
cohorts = [{ key = "H1", name = "两家企业", about = ["E2", "E3"], passages = ["P1"] }]

[source]
file = "yi.txt"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
title = "乙"
published_on = "2020-01-01"
citation = "乙."

[[bodies]]
key = "E2"
type = "Unit"
name = "试验甲公司"
within = "E1"
passages = ["P1"]

[[bodies]]
key = "E3"
type = "PartyOrganization"
name = "试验子社区党委"
within = "E1"
passages = ["P1"]

[[bodies]]
key = "E4"
type = "Programme"
name = "试验先锋"
within = "E3"
passages = ["P1"]
ties = [{ type = "ABOUT", to = "E2" }]

[[bodies]]
key = "E5"
type = "PublicFigure"
name = "演示教授"
within = "E3"
passages = ["P1"]
ties = [{ type = "ADVISES", to = "E3" }]

[[mechanisms]]
key = "M1"
name = "例会"
statement = "每季度一次"
about = ["E2"]
passages = ["P1"]
"""


def told() -> dict[str, list[dict[str, object]]]:
    """All that the public reads of cases."""
    with open_graph(role=Role.PUBLIC) as graph:
        return {each.name: graph.ask(each.name, as_of=date.fromisoformat(DAY)).to_dicts() for each in OF_CASES}


@pytest.fixture
def case(gongjian: Gongjian, tmp_path: Path) -> Gongjian:
    """A case on a graph that has places and no rosters yet."""
    (tmp_path / "places.csv").write_text(PLACES, "utf-8")
    (tmp_path / "yi.toml").write_text(CASE, "utf-8")
    assert load(gongjian, tmp_path / "places.csv").code == 0
    assert gongjian("load", tmp_path / "yi.toml").code == 0
    return gongjian


def test_rosters_change_nothing_of_what_the_public_reads_of_cases(case: Gongjian, tmp_path: Path) -> None:
    before = told()
    assert {row["name"] for row in before["case_facts"]} >= {"试验甲公司", "试验子社区党委"}
    for name, text in (("units", CODED), ("organisations", ORGANISATIONS.replace("试验甲公司", ""))):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        assert load(case, tmp_path / f"{name}.csv").code == 0
    with open_graph(role=Role.PLANNER) as graph:
        listed = graph.ask("case_facts", as_of=date.fromisoformat(DAY))["fact"].to_list()
    assert "Unit:uscc:91990201995000032Y" in listed  # the article's unit is the roster's
    assert told() == before


@pytest.mark.parametrize("question", [each.name for each in OF_CASES])
def test_the_public_asks_of_cases_without_a_scope(case: Gongjian, question: str) -> None:
    with open_graph(role=Role.PUBLIC) as graph, pytest.raises(Refused) as refused:
        graph.ask(question, scope=SCOPE)
    assert refused.value.code == "case_scope_refused"
    with open_graph(role=Role.PLANNER) as graph:
        graph.ask(question, scope=SCOPE)


def test_whether_there_is_a_body_of_a_name_is_no_answer_to_who_may_not_ask(loaded: Gongjian) -> None:
    with open_graph(role=Role.PUBLIC) as graph:
        for name in ("试验甲公司", "没有这个单位"):
            with pytest.raises(Refused, match="events_between"):
                graph.ask("events_between", unit=name, place="子社区")
