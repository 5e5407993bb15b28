"""JSON, CSV and NDJSON hold the same rows; a spreadsheet finds no formula."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from urllib.parse import unquote

import pytest

from api.answers import DATED, MARKED, Answered, Shown, disarmed
from api.answers import sheet as sheet_of
from api.routes.coverage_columns import BUILDINGS, EXPLAINED, LISTED, RATES, UNITS
from api.routes.records import LOADS, SOURCES
from graph.questions.asking import Scope
from graph.questions.catalog import questions
from tests.api.conftest import FORMULAS, Served


def sheet(answer) -> list[dict[str, str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("path", ["/v1/questions/tenancies", "/v1/coverage", "/v1/coverage/rates", "/v1/loads"])
def test_the_same_rows_in_every_format(served: Served, path: str) -> None:
    asked = {} if path.endswith(("rates", "loads", "tenancies")) else {"explain": "true"}
    whole = served.get(path, **asked).json()
    lines = served.get(path, format="ndjson", **asked)
    assert [json.loads(line) for line in lines.text.splitlines()] == whole["rows"]
    rows = sheet(served.get(path, format="csv", **asked))
    names = [column["name"] for column in whole["columns"]]
    assert [list(row) for row in rows] == [[*names, "data_as_of", "notice"]] * len(whole["rows"])
    assert {(row["data_as_of"], row["notice"]) for row in rows} == {(whole["data_as_of"], whole["notice"])}
    plain = [name for name in names if name not in ("reasons", "remedy", "organisations", "to_check_because")]
    for row, expected in zip(rows, whole["rows"], strict=True):
        assert {name: row[name] for name in plain} == {name: as_text(expected[name]) for name in plain}


@pytest.mark.parametrize("synthetic", [True, False])
def test_a_sheet_says_its_date_and_whether_it_is_invented(synthetic: bool) -> None:
    columns = [Shown("name", "text", "名称", "name"), Shown("households", "integer", "户数", "households")]
    answered = Answered(
        question="buildings",
        title_zh="楼栋",
        title_en="buildings",
        as_of=date(2024, 6, 30),
        scope=Scope(None, "全部", ()),
        parameters={},
        version=1,
        sequence=1,
        synthetic=synthetic,
        columns=columns,
        rows=[{"name": "甲1号楼", "households": 42}],
        rows_used=None,
    )
    written = list(csv.reader(io.StringIO(sheet_of(answered).decode(), newline="")))
    marked = [["notice"], ["演示数据"]] if synthetic else [[], []]
    assert written == [
        ["name", "households", "data_as_of", *marked[0]],
        ["甲1号楼", "42", "2024-06-30", *marked[1]],
    ]


def test_no_column_of_an_answer_is_named_as_those_that_a_sheet_adds() -> None:
    named = {name for question in questions().values() for name in question.columns}
    named |= {column.name for column in (*BUILDINGS, *UNITS, *LISTED, *EXPLAINED, *RATES, *LOADS, *SOURCES)}
    assert not named & {DATED, MARKED}


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/json;q=0.5, text/csv", "text/csv; charset=utf-8"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("application/*", "application/json"),
        ("text/*", "text/csv; charset=utf-8"),
    ],
)
def test_the_client_chooses(served: Served, accept: str, media: str) -> None:
    answer = served.get("/v1/places", headers={"Accept": accept})
    assert answer.headers["content-type"] == media
    assert answer.headers["vary"] == "Accept, X-API-Key"


def test_formats_that_there_are_not(served: Served) -> None:
    for accept in ("image/png", "application/json;q=0", "text/html"):
        answer = served.get("/v1/places", headers={"Accept": accept})
        assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")
    assert served.get("/v1/places", format="xml").json()["errors"][0]["parameter"] == "format"
    asked = served.get("/v1/places", format="csv", headers={"Accept": "application/json"})
    assert asked.headers["content-type"] == "text/csv; charset=utf-8"


def test_no_cell_is_a_formula(served: Served) -> None:
    names = {row["name"] for row in sheet(served.get("/v1/questions/units", format="csv"))}
    assert {f"'{name}" for name in FORMULAS} <= names
    assert all(name[0] == "'" or name[0] not in "=+-@\t\r＝＋－＠ " for name in names)


@pytest.mark.parametrize("text", [*FORMULAS, "\rx", "\nx", "－1", "＠x", "　=1", "\ufeff=1", "\u200b=1", "\x00=1"])
def test_formulas_are_disarmed(text: str) -> None:
    assert disarmed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "甲公司", "1=1", "'=1", "a-b", "2024-06-30"])
def test_other_text_stays(text: str) -> None:
    assert disarmed(text) == text


def test_headers_say_what_the_envelope_says(served: Served) -> None:
    whole = served.get("/v1/questions/tenancies", "planner", scope="甲社区", limit=2).json()
    for form in ("csv", "ndjson"):
        headers = served.get("/v1/questions/tenancies", "planner", scope="甲社区", limit=2, format=form).headers
        assert headers["X-Gongjian-As-Of"] == whole["data_as_of"]
        assert headers["X-Gongjian-Graph-Version"] == str(whole["graph"]["version"])
        assert headers["X-Gongjian-Withheld"] == "staff"
        assert headers["X-Gongjian-Rows-Used"] == "tenancies=2"
        assert unquote(headers["X-Gongjian-Scope"]) == whole["scope"]["id"]
        assert unquote(headers["X-Gongjian-Notice"]) == whole["notice"] == "演示数据"
        assert headers["X-Gongjian-Next-Cursor"] == whole["next_cursor"]


def test_the_link_leads_to_the_next_page(served: Served) -> None:
    first = served.get("/v1/questions/buildings", scope="甲社区", limit=5, format="ndjson")
    link = first.headers["Link"]
    assert link.startswith("</v1/questions/buildings?")
    second = served.client.get(link[1 : link.index(">")], headers={"X-API-Key": served.keys["steward"]})
    both = [*first.text.splitlines(), *second.text.splitlines()]
    whole = served.get("/v1/questions/buildings", scope="甲社区").json()["rows"]
    assert [json.loads(line) for line in both] == whole
    assert "Link" not in second.headers
