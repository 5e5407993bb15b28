"""Cases over HTTP: open to everybody with their citation, the passages in full to none of the public."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from api.app import create_app
from api.routes.cases import OPEN
from ingest.cases.account import ACCOUNTS, undated
from ingest.cases.catalog import cases
from ingest.cases.declare import CaseFile
from tests.api.conftest import Served
from tests.ingest.cases.invented import ARTICLE, invented

READERS = (None, "public", "planner", "researcher", "steward", "area")
BEISHAN = "/v1/cases/beishan"


@pytest.fixture(autouse=True)
def without_sources(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service has no article, whatever the settings of whoever runs the tests."""
    serving = served.client.app.state.serving  # type: ignore[attr-defined]
    monkeypatch.setattr(serving, "settings", serving.settings.model_copy(update={"sources": None}))


def schema(served: Served, path: str) -> dict:
    operation = served.get("/openapi.json", None).json()["paths"][path]["get"]
    return operation["responses"]["200"]["content"]["application/json"]["schema"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", ["/v1/cases", BEISHAN, *(f"{BEISHAN}/{name}" for name in (*OPEN, "passages"))])
def test_everybody_reads_every_table_as_described(served: Served, path: str, reader: str | None) -> None:
    answer = served.get(path, reader)
    assert answer.status_code == 200, answer.text
    held = answer.json()
    Draft202012Validator(schema(served, path.replace("beishan", "{case}")), format_checker=None).validate(held)
    assert held["graph"]["synthetic"] is False and "notice" not in held, "what an article states is not invented"
    if path != "/v1/cases":
        assert held["source"]["citation"] == cases()["beishan"].source.citation
        assert (held["data_as_of"], held["scope"]["name"]) == ("2018-10-08", cases()["beishan"].case.place_text)
    names = [column["name"] for column in held["columns"]]
    assert all(list(row) == names for row in held["rows"])


@pytest.mark.parametrize("name", OPEN)
def test_rows_are_those_of_the_case_file(served: Served, name: str) -> None:
    expected = json.loads(json.dumps(ACCOUNTS[name].rows(cases()["beishan"]), default=str))
    assert served.get(f"{BEISHAN}/{name}", None, limit=1000).json()["rows"] == expected


def test_the_list_names_every_case_and_one_case_is_its_row(served: Served) -> None:
    rows = served.get("/v1/cases", None).json()["rows"]
    assert [row["id"] for row in rows] == list(cases())
    assert served.get(BEISHAN, None).json()["rows"] == [row for row in rows if row["id"] == "beishan"]
    assert {row["uncited"] for row in rows} == {None}, "the service has no article"


def test_the_time_line_says_how_many_figures_have_no_date(served: Served) -> None:
    told = served.get(f"{BEISHAN}/timeline", None).json()["parameters"]
    assert told == {"case": "beishan", "undated": undated(cases()["beishan"])}


def test_pages_follow_each_other_and_a_cursor_is_of_one_table(served: Served) -> None:
    whole = served.get(f"{BEISHAN}/facts", None, limit=1000).json()["rows"]
    rows, cursor = [], None
    while True:
        more = {} if cursor is None else {"cursor": cursor}
        page = served.get(f"{BEISHAN}/facts", None, limit=20, **more).json()
        rows += page["rows"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        last = cursor
    assert rows == whole
    other = served.get(f"{BEISHAN}/passages", None, limit=20, cursor=last)
    assert (other.status_code, other.json()["code"]) == (400, "cursor_mismatch")


def test_csv_and_ndjson_carry_the_citation_in_a_header(served: Served) -> None:
    whole = served.get(f"{BEISHAN}/facts", None, limit=1000).json()
    for form in ("csv", "ndjson"):
        answer = served.get(f"{BEISHAN}/facts", None, limit=1000, format=form)
        assert unquote(answer.headers["X-Gongjian-Citation"]) == whole["source"]["citation"]
    lines = served.get(f"{BEISHAN}/facts", None, limit=1000, format="ndjson").text.splitlines()
    assert [json.loads(line) for line in lines] == whole["rows"]
    text = served.get(f"{BEISHAN}/facts", None, limit=1000, headers={"Accept": "text/csv"}).content
    sheet = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    assert [row["key"] for row in sheet] == [row["key"] for row in whole["rows"]]
    assert {row["data_as_of"] for row in sheet} == {"2018-10-08"}


@pytest.mark.parametrize("path", ["", *(f"/{name}" for name in (*OPEN, "passages"))])
def test_a_case_that_there_is_not(served: Served, path: str) -> None:
    answer = served.get(f"/v1/cases/nowhere{path}", None)
    assert (answer.status_code, answer.json()["code"]) == (404, "case_unknown")
    assert "beishan" in answer.json()["detail_zh"] and "nowhere" not in answer.text


def test_a_parameter_that_there_is_not(served: Served) -> None:
    assert served.get(f"{BEISHAN}/facts", None, scope="甲社区").status_code == 400


def test_no_reader_gets_passages_where_the_service_has_no_article(served: Served) -> None:
    public, steward = (served.get(f"{BEISHAN}/passages", key).json() for key in (None, "steward"))
    assert public["withheld"] == ["text"] and "text" not in public["rows"][0]
    assert steward["withheld"] == [] and {row["text"] for row in steward["rows"]} == {None}


@pytest.fixture
def with_article(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str | None], list[dict[str, object]]]:
    """Passages of the invented case from a service that has its article, as a reader gets them."""
    case: CaseFile = invented()
    (tmp_path / "jia.txt").write_text(ARTICLE, "utf-8")
    monkeypatch.setattr("api.routes.cases.cases", lambda: {"jia": case})
    settings = served.settings.model_copy(update={"sources": tmp_path})

    def read(key: str | None) -> list[dict[str, object]]:
        with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
            rows: list[dict[str, object]] = (
                Served(client, settings, served.keys).get("/v1/cases/jia/passages", key).json()["rows"]
            )
        return rows

    return read


def test_passages_in_full_are_for_those_with_a_key(with_article: Callable[[str | None], list]) -> None:
    texts = {row["id"]: row["text"] for row in with_article("planner")}
    assert texts["P3"] == "单位200家"
    assert texts["P2"] == "目前成员单位20余家", "as it is read, not as it is printed"
    for reader in (None, "public"):
        assert all("text" not in row for row in with_article(reader))


def test_openapi_tells_of_cases_in_both_languages(served: Served) -> None:
    paths = served.get("/openapi.json", None).json()["paths"]
    mine = {path: held["get"] for path, held in paths.items() if path.startswith("/v1/cases")}
    assert len(mine) == 6 + len(OPEN)
    for operation in mine.values():
        zh, _, en = operation["summary"].partition(" | ")
        assert any("\u4e00" <= each <= "\u9fff" for each in zh) and en.isascii() and en
