"""The documentation: opens without a network, and is true."""

from __future__ import annotations

import hashlib
import html
import re
import shlex
import tomllib
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from jsonschema import Draft202012Validator

from api.routes.site import ASSETS
from graph.questions.catalog import questions
from tests.api.conftest import Served
from tests.api.test_access import REQUIRED, STEWARDS_ASK, UNIT


class Addresses(HTMLParser):
    """Every address in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action", "srcset", "data")]


@pytest.mark.parametrize("page", ["/", "/docs"])
def test_pages_need_no_other_host(served: Served, page: str) -> None:
    answer = served.get(page, None)
    addresses = Addresses()
    addresses.feed(answer.text)
    assert addresses.found
    for address in addresses.found:
        if address != "data:,":
            assert re.match(r"/(?!/)", address), address
            assert served.get(address, None).status_code == 200, address
    assert not re.search(r"<style|style=|<script>|\son\w+=", answer.text)


def test_the_examples_of_the_front_page_work(served: Served) -> None:
    page = html.unescape(served.get("/", None).text)
    examples = [shlex.split(each) for each in re.findall(r"<pre>(curl -G .*)</pre>", page)]
    assert len(examples) == 2
    asked = {}
    for _, _, address, *options in examples:
        assert address.startswith("http://127.0.0.1:8000/v1/")
        given = [after for option, after in pairwise(options) if option == "--data-urlencode"]
        asked |= dict(each.split("=") for each in given)
        answer = served.get(address, "planner" if "-H" in options else None, **dict(e.split("=") for e in given))
        assert answer.status_code == 200, answer.text
    assert asked == {"scope": "甲社区", "place": "甲社区"}


def test_the_address_on_the_front_page_is_no_markup(served: Served) -> None:
    page = served.client.get("/", headers={"Host": "a&b"}).text
    assert "http://a&amp;b/v1/" in page
    assert "//a&b" not in page


def test_it_is_said_that_the_public_reads_no_counts(served: Served) -> None:
    described = description(served)
    operation = described["paths"]["/v1/coverage/counts"]["get"]
    assert "公开角色不可见" in operation["summary"]
    assert "403" in operation["description"]
    assert "`notice`" in described["info"]["description"]


def test_scripts_and_styles_load_nothing_from_elsewhere(served: Served) -> None:
    assert '"/openapi.json"' in served.get("/docs/init.js", None).text
    assert "validatorUrl: null" in served.get("/docs/init.js", None).text
    styles = (ASSETS / "swagger-ui.css").read_text("utf-8") + served.get("/site.css", None).text
    assert set(re.findall(r"url\(\s*[\"']?([a-z]+:|/)", styles)) <= {"data:"}
    assert "@import" not in styles


def test_vendored_files_are_as_published() -> None:
    source = tomllib.loads((ASSETS / "SOURCE.toml").read_text("utf-8"))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in ASSETS.iterdir()
        if path.name != "SOURCE.toml"
    }
    assert found == source["sha256"]
    assert source["licence"] == "Apache-2.0"


@pytest.mark.parametrize("path", ["/", "/docs", "/v1/places", "/v1/none", "/docs/assets/swagger-ui.css"])
def test_headers_of_safety(served: Served, path: str) -> None:
    headers = served.get(path, None).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers.get("cache-control") == (None if "assets" in path else "no-store")


# --- OpenAPI --------------------------------------------------------------------------------------


def description(served: Served) -> dict:
    return served.get("/openapi.json", None).json()


def test_every_question_is_described(served: Served) -> None:
    paths = description(served)["paths"]
    for question in questions().values():
        operation = paths[f"/v1/questions/{question.name}"]["get"]
        named = {each["name"]: each for each in operation["parameters"]}
        assert set(named) == {"as_of", "scope", "limit", "cursor", "format", *question.parameters}
        assert [name for name, each in named.items() if each["required"]] == [
            each.name for each in question.parameters.values() if each.required
        ]
        assert question.title_zh in operation["summary"]
        content = operation["responses"]["200"]["content"]
        assert set(content) == {"application/json", "text/csv", "application/x-ndjson"}
        columns = content["application/json"]["schema"]["properties"]["rows"]["items"]["properties"]
        assert {name: each["description"] for name, each in columns.items()} == {
            column.name: f"{column.title_zh} | {column.meaning}" for column in question.columns.values()
        }
        assert operation["security"] == [{"APIKeyHeader": []}, {}]


def test_no_operation_promises_what_it_does_not_give(served: Served) -> None:
    described = description(served)
    assert "HTTPValidationError" not in described.get("components", {}).get("schemas", {})
    # objections and jobs are the things that are sent here; all else is read
    sent = {
        "/v1/own/objections": {"get": "200", "post": "201"},
        "/v1/jobs": {"get": "200", "post": "202"},
        "/v1/jobs/{id}": {"get": "200", "delete": "200"},
        "/v1/jobs/{id}/again": {"post": "202"},
    }
    for address, path in described["paths"].items():
        answered = {method: set(operation["responses"]) for method, operation in path.items()}
        expected = sent.get(address, {"get": "200"})
        assert answered == {method: {status, "default"} for method, status in expected.items()}, address


ANSWERS = [
    *((f"/v1/questions/{name}", REQUIRED.get(name, {})) for name in questions()),
    ("/v1/places", {}),
    ("/v1/coverage", {}),
    ("/v1/coverage", {"what": "units", "uncovered": "true", "explain": "true"}),
    ("/v1/coverage", {"uncovered": "true", "explain": "true", "at_least": "own"}),
    ("/v1/coverage/rates", {"by": "community"}),
    ("/v1/coverage/counts", {}),
    ("/v1/coverage/counts", {"what": "units", "by": "kind"}),
    ("/v1/loads", {}),
    ("/v1/siting", {"at": "120.1,30.2"}),
    (f"/v1/sources/{UNIT}", {}),
    ("/v1/cases/comparison", {"what": "completeness"}),
    ("/v1/cases/lianyun/assertions", {}),
    ("/v1/cases/lianyun/questions", {}),
]


@pytest.mark.parametrize("reader", ["planner", "steward"])
@pytest.mark.parametrize(("path", "parameters"), ANSWERS)
def test_answers_are_as_described(served: Served, path: str, parameters: dict, reader: str) -> None:
    if reader == "planner" and path.rpartition("/")[2] in {"loads", *STEWARDS_ASK}:
        pytest.skip("stewards only")
    answer = served.get(path, reader, **parameters).json()
    pattern = "/v1/sources/{id}" if path.startswith("/v1/sources") else path.replace("lianyun", "{case}")
    operation = description(served)["paths"][pattern]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(answer)
    assert [column["name"] for column in answer["columns"]] == list(
        answer["rows"][0] if answer["rows"] else []
    ) or not (answer["rows"])


def test_a_wrong_answer_would_be_noticed(served: Served) -> None:
    schema = description(served)["paths"]["/v1/questions/units"]["get"]["responses"]["200"]["content"]
    answer = served.get("/v1/questions/units").json()
    answer["rows"][0]["name"] = 5
    assert not Draft202012Validator(schema["application/json"]["schema"]).is_valid(answer)


def test_problems_are_as_described(served: Served) -> None:
    operation = description(served)["paths"]["/v1/questions/units"]["get"]
    schema = operation["responses"]["default"]["content"]["application/problem+json"]["schema"]
    for answer in (served.get("/v1/questions/units", None), served.get("/v1/questions/units", limit="x")):
        Draft202012Validator(schema).validate(answer.json())


def test_modes_that_can_be_asked_are_those_of_the_analysis() -> None:
    from typing import get_args

    from api.routes.coverage import Mode
    from graph.analysis.coverage.modes import RANKS

    assert set(get_args(Mode)) == {code for code, rank in RANKS.items() if rank > 0}
