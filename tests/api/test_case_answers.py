"""Cases beside the graph over HTTP: checks, comparison and questions on the invented subdistrict, and on no cases."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from api.app import create_app
from api.case_answers import COMPARED
from graph.analysis.assertions import REASONS, VERDICTS
from graph.analysis.comparison import OBSTACLES
from ingest.cases import asked
from ingest.cases.catalog import cases, read_case
from tests.api.conftest import Served, issue
from tests.subdistrict import CASES, Subdistrict

NOW = "2018-10-31"
JIA = "/v1/cases/jia"


@pytest.fixture(scope="module")
def told(subdistrict: Subdistrict) -> Iterator[Served]:
    """The application on the invented subdistrict with its two invented cases."""
    with subdistrict.open():
        settings = subdistrict.settings
        with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
            yield Served(client, settings, issue(settings))


@pytest.fixture(autouse=True)
def jia(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The invented case is one of the published ones, and has questions."""
    known = {**cases(), "jia": read_case(CASES / "articles" / "jia.toml")}
    monkeypatch.setattr("api.routes.cases.cases", lambda: known)
    folder = tmp_path_factory.mktemp("questions")
    (folder / "jia.toml").write_text((CASES / "articles" / "questions.toml").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(asked, "FOLDER", folder)
    asked.case_questions.cache_clear()
    yield
    asked.case_questions.cache_clear()


def described(served: Served, path: str) -> dict:
    return served.get("/openapi.json", None).json()["paths"][path]["get"]


def rows(served: Served, path: str, key: str | None = "steward", **parameters: object) -> list[dict]:
    answer = served.get(path, key, **{"as_of": NOW, "limit": 1000, **parameters})
    assert answer.status_code == 200, answer.text
    schema = described(served, path.replace("jia", "{case}"))["responses"]["200"]["content"]["application/json"]
    Draft202012Validator(schema["schema"], format_checker=None).validate(answer.json())
    found: list[dict] = answer.json()["rows"]
    return found


def test_assertions_are_those_of_the_check_and_cite_the_article(told: Served) -> None:
    whole = told.get(f"{JIA}/assertions", "planner", as_of=NOW, limit=1000).json()
    assert (whole["data_as_of"], whole["notice"], whole["graph"]["synthetic"]) == (NOW, "演示数据", True)
    assert whole["source"]["citation"]
    found = {row["asserted"]: row for row in rows(told, f"{JIA}/assertions", "planner")}
    assert found["社区数 2个"]["verdict"] == "met"
    wrong = found["网格数 10个"]
    assert (wrong["verdict"], wrong["verdict_zh"], wrong["found"]) == ("contradicted", "不符", "3")
    assert (wrong["reason_zh"], wrong["reason_en"]) == REASONS["outside"]
    assert len(wrong["rows"]) == 3 and wrong["passages"] == ["P6 街道划分网格10个"]
    assert {row["verdict"] for row in found.values()} <= set(VERDICTS)


def test_a_scope_stands_for_the_place_of_the_case(told: Served) -> None:
    found = {row["asserted"]: row["verdict"] for row in rows(told, f"{JIA}/assertions", scope="丑社区")}
    assert found["社区数 2个"] == "contradicted"


@pytest.mark.parametrize("reader", [None, "public", "area"])
def test_assertions_are_refused_in_both_languages(told: Served, reader: str | None) -> None:
    refused = told.get(f"{JIA}/assertions", reader)
    assert refused.status_code == 403
    assert refused.json()["code"] == ("not_confined" if reader == "area" else "checks_refused")
    assert "名册" in refused.json()["detail_zh"] or "名称" in refused.json()["detail_zh"]
    assert refused.json()["detail_en"].isascii()


@pytest.mark.parametrize("what", COMPARED)
@pytest.mark.parametrize("reader", [None, "planner", "area"])
def test_everybody_compares_the_loaded_cases(told: Served, what: str, reader: str | None) -> None:
    found = rows(told, "/v1/cases/comparison", reader, what=what)
    assert found and all(list(row) == [column.name for column in COMPARED[what]] for row in found)


def test_what_cannot_be_compared_says_why(told: Served) -> None:
    for row in rows(told, "/v1/cases/comparison", None, what="pairs"):
        assert row["comparable"] == (row["obstacles"] == [])
        assert row["obstacles_zh"] == [OBSTACLES[code][0] for code in row["obstacles"]]
        assert row["obstacles_en"] == [OBSTACLES[code][1] for code in row["obstacles"]]
    practices = rows(told, "/v1/cases/comparison", None)
    both = {row["case"] for row in rows(told, "/v1/cases/comparison", None, what="completeness")}
    assert len(both) == 2
    for row in practices:
        assert {*row["named"], *row["unnamed"], *row["absent"]} == both
        assert row["cases"] == len(row["named"]) + len(row["unnamed"])


def test_the_comparison_is_no_case(told: Served) -> None:
    assert told.get("/v1/cases/comparison", None).json()["question"] == "cases/comparison"
    wrong = told.get("/v1/cases/comparison", None, what="ranking")
    assert (wrong.status_code, wrong.json()["errors"][0]["parameter"]) == (400, "what")
    assert "comparison" not in cases()


def test_each_question_is_answered_or_told_why_not(told: Served) -> None:
    first, grids, officers, circle, signed = rows(told, f"{JIA}/questions", "planner")
    assert first["row_count"] == len(first["answer"]) > 0 and first["reason_zh"] is None
    assert {row["name"] for row in grids["answer"]} and grids["needs"] == "roster"
    assert officers["answer"] is None and "角色 planner" in officers["reason_zh"]
    assert (circle["question"], circle["reason_zh"], circle["reason_en"]) == (
        None,
        "要用步行距离",
        "needs walking distances",
    )
    assert signed["answer"] == [] and signed["row_count"] == 0 and signed["reason_zh"]
    confined = rows(told, f"{JIA}/questions", "planner", scope="丑社区")
    assert len(confined[1]["answer"]) < len(grids["answer"]) and confined[0] == first


def test_the_public_and_an_area_read_what_they_may_ask(told: Served) -> None:
    public = rows(told, f"{JIA}/questions", None)
    assert [row["answer"] is None for row in public] == [False, True, True, True, True]
    key = issue_area(told)
    area = rows(told, f"{JIA}/questions", key)
    assert [row["answer"] is None for row in area] == [False, False, True, True, True]
    assert "限定辖区" in area[4]["reason_zh"] and "area" in area[4]["reason_en"]
    assert {row["place_name"] for row in area[1]["answer"]} == {"丑社区"}


def issue_area(told: Served) -> str:
    """A planner's key for one community of the subdistrict."""
    from api.keys import create_key
    from graph.disclosure.roles import Role

    return create_key(told.settings, label="chou", role=Role.PLANNER, area="丑社区")[1]


def test_reads_of_figures_of_people_are_noted(told: Served, subdistrict: Subdistrict) -> None:
    with subdistrict.open("steward") as graph:
        before = len(graph.reads())
        rows(told, f"{JIA}/questions", "steward")
        noted = graph.reads()[before:]
    assert [(each["question"], each["columns"], each["role"]) for each in noted] == [
        ("grid_officers", ["officers"], "steward")
    ]


def test_a_page_has_its_questions_and_a_sheet_their_rows(told: Served) -> None:
    whole = rows(told, f"{JIA}/questions", "planner")
    first = told.get(f"{JIA}/questions", "planner", as_of=NOW, limit=2).json()
    rest = told.get(f"{JIA}/questions", "planner", limit=2, cursor=first["next_cursor"]).json()
    assert first["rows"] + rest["rows"] == whole[:4]
    answer = told.get(f"{JIA}/questions", "planner", as_of=NOW, format="csv")
    assert unquote(answer.headers["X-Gongjian-Citation"]) == first["source"]["citation"]
    sheet = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [json.loads(row["answer"] or "null") for row in sheet] == [row["answer"] for row in whole]


def test_cases_that_are_not_loaded_have_the_command_that_loads_them(served: Served) -> None:
    (first, *_) = rows(served, f"{JIA}/questions", "planner", as_of="2024-06-30")
    assert first["answer"] is None
    assert "gongjian cases load jia" in first["reason_zh"] and "gongjian cases load jia" in first["reason_en"]
    assert rows(served, "/v1/cases/comparison", None, what="completeness") == []


def test_a_case_without_a_list_has_no_questions_and_one_that_is_not_is_a_problem(told: Served) -> None:
    assert told.get("/v1/cases/beishan/questions", None).json()["rows"] == []
    for path in ("assertions", "questions"):
        answer = told.get(f"/v1/cases/nowhere/{path}", "steward")
        assert (answer.status_code, answer.json()["code"]) == (404, "case_unknown")


def test_openapi_tells_of_them_in_both_languages(told: Served) -> None:
    for path in ("/v1/cases/comparison", "/v1/cases/{case}/assertions", "/v1/cases/{case}/questions"):
        zh, _, en = described(told, path)["summary"].partition(" | ")
        assert any("\u4e00" <= each <= "\u9fff" for each in zh) and en.isascii() and en
