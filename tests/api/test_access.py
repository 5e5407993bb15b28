"""Every route for every reader: who may, who may not, and what stays hidden."""

from __future__ import annotations

import json
import sqlite3

import pytest

from graph.questions.catalog import questions
from tests.api.conftest import COMMUNITIES, DAY, KEYS, Served

HERE = "Place:division:999901001001"
THERE = "999901001002"
UNIT = f"Unit:name:甲测试公司1@{HERE}"
BUILDING = f"Building:name:甲大厦@{HERE}"
REQUIRED = {
    "community_grants": {"year": "2023"},
    "events_between": {"unit": UNIT, "place": "甲社区"},
    "funds_by_place": {"year": "2023"},
    "members_without_event": {"year": "2023"},
    "organisation_chain": {"building": BUILDING},
    "roster_editions": {"roster": "venues"},
    "roster_reaches": {"roster": "meetings"},
    "units_of_place": {"place": "甲社区"},
    "units_without_assessment": {"year": "2023"},
}
PUBLIC = {
    "case_conflicts",
    "case_facts",
    "case_ratios",
    "data_gaps",
    "mechanisms",
    "observations",
    "places",
    "practices",
    "programmes",
    "public_figures",
    "published_standards",
}
EVERYBODY, LISTS, STEWARDS = set(KEYS[:6]) | {None}, set(KEYS[1:6]), {"steward", "steward_of_area"}
STEWARDS_ASK = {
    "community_staff",
    "grid_officers",
    "headcounts",
    "organisation_members",
    "organisation_sizes",
    "unit_members",
    "unit_staff",
    "venue_staffing",
}
"""Questions of figures of people."""


def routes() -> list[tuple[str, dict[str, str], set[str | None]]]:
    """Path, parameters and the readers that get an answer."""
    found: list[tuple[str, dict[str, str], set[str | None]]] = []
    for name in questions():
        allowed = EVERYBODY if name in PUBLIC else STEWARDS if name in STEWARDS_ASK else LISTS
        found.append((f"/v1/questions/{name}", REQUIRED.get(name, {}), allowed))
    return [
        *found,
        ("/v1/questions", {}, EVERYBODY),
        ("/v1/places", {}, EVERYBODY),
        ("/v1/coverage", {"uncovered": "true", "explain": "true"}, LISTS),
        ("/v1/coverage", {"what": "units", "at_least": "joint"}, LISTS),
        ("/v1/coverage/rates", {}, EVERYBODY),
        ("/v1/coverage/rates", {"by": "kind"}, LISTS),
        ("/v1/coverage/rates", {"by": "subdistrict"}, LISTS),
        ("/v1/coverage/rates", {"theta": "0.4"}, STEWARDS),
        ("/v1/own", {}, set()),
        ("/v1/coverage/counts", {}, LISTS),
        ("/v1/coverage", {"place": "no"}, LISTS),
        ("/v1/coverage/senses", {"explain": "true"}, LISTS),
        ("/v1/coverage/senses", {"what": "units", "tie": "no"}, LISTS),
        ("/v1/coverage/patterns", {}, LISTS),
        ("/v1/coverage/sense-rates", {}, EVERYBODY),
        ("/v1/coverage/sense-rates", {"layer": "people"}, LISTS),
        ("/v1/coverage/place-rates", {}, EVERYBODY),
        ("/v1/coverage/place-rates", {"minutes": "6"}, LISTS),
        ("/v1/coverage/ties", {}, LISTS),
        ("/v1/coverage/change", {"since": "2024-03-31"}, LISTS),
        ("/v1/coverage/change", {"since": "2024-03-31", "table": "rates"}, LISTS),
        ("/v1/coverage/catchment", {}, LISTS),
        ("/v1/coverage/counts", {"what": "units"}, LISTS),
        ("/v1/coverage/counts", {"by": "use"}, LISTS),
        ("/v1/loads", {}, STEWARDS),
        ("/v1/jobs", {}, set(KEYS[:6])),
        ("/v1/siting", {"at": "120.1,30.2"}, LISTS),
        ("/v1/siting", {"at": "120.1,30.2", "of": "community", "weight": "population"}, STEWARDS),
        (f"/v1/sources/{UNIT}", {}, LISTS),
        ("/v1/cases/comparison", {}, EVERYBODY),
        ("/v1/cases/lianyun/assertions", {}, LISTS - {"area", "steward_of_area"}),
        ("/v1/cases/lianyun/questions", {}, EVERYBODY),
        ("/v1/cases/all/questions", {}, EVERYBODY),
    ]


@pytest.mark.parametrize(("path", "parameters", "allowed"), routes())
@pytest.mark.parametrize("reader", [None, *KEYS])
def test_who_reads_what(served: Served, path: str, parameters: dict[str, str], allowed: set[str], reader) -> None:
    answer = served.get(path, reader, **parameters)
    if reader in ("revoked", "expired"):
        assert (answer.status_code, answer.json()["code"]) == (401, "key_not_live")
    elif reader in allowed:
        assert answer.status_code == 200, answer.text
    else:
        assert answer.status_code == 403, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/health"])
def test_what_needs_no_key(served: Served, path: str) -> None:
    assert served.get(path, None).status_code == 200


@pytest.mark.parametrize("text", ["", "x", "gj_", "gj_00000000_x", "gj_" + "0" * 300, "密"])
def test_an_unknown_key(served: Served, text: str) -> None:
    answer = served.client.get("/v1/places", headers={"X-API-Key": text.encode()})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorised")
    assert answer.headers["WWW-Authenticate"] == "ApiKey"


def test_a_key_with_another_secret(served: Served) -> None:
    known = served.keys["steward"]
    assert served.get("/v1/places", known[:-1] + ("A" if known[-1] != "A" else "B")).status_code == 401


def test_only_questions_that_may_be_asked_are_listed(served: Served) -> None:
    listed = {reader: _names(served, reader) for reader in (None, "planner", "area")}
    asked = set(questions()) - STEWARDS_ASK
    assert listed == {None: PUBLIC, "planner": asked, "area": asked}
    tenancies = next(
        each for each in served.get("/v1/questions", "planner").json()["questions"] if each["name"] == "tenancies"
    )
    assert [column["name"] for column in tenancies["columns"] if column["withheld"]] == ["staff"]


def _names(served: Served, reader: str | None) -> set[str]:
    return {each["name"] for each in served.get("/v1/questions", reader).json()["questions"]}


# --- areas ----------------------------------------------------------------------------------------


def test_an_area_is_the_scope_where_none_is_asked(served: Served) -> None:
    whole, mine = (served.get("/v1/questions/buildings", key).json() for key in ("planner", "area"))
    assert {row["place_name"] for row in whole["rows"]} == set(COMMUNITIES)
    assert {row["place_name"] for row in mine["rows"]} == {"甲社区"}
    assert mine["scope"] == {"id": HERE, "name": "甲社区"}
    covered = served.get("/v1/coverage", "area").json()
    assert {row["place_name"] for row in covered["rows"]} == {"甲社区"}


@pytest.mark.parametrize("outside", [THERE, "乙社区", "甲街道", "没有这个地方"])
@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/v1/questions/units", {"scope": "?"}),
        ("/v1/places", {"scope": "?"}),
        ("/v1/coverage", {"scope": "?"}),
        ("/v1/coverage/rates", {"scope": "?"}),
        ("/v1/questions/units_of_place", {"place": "?"}),
        ("/v1/questions/events_between", {"unit": UNIT, "place": "?"}),
    ],
)
def test_outside_the_area(served: Served, path: str, parameters: dict[str, str], outside: str) -> None:
    asked = {name: outside if value == "?" else value for name, value in parameters.items()}
    answer = served.get(path, "area", **asked)
    # a place that exists elsewhere is refused in the same words as one that does not exist
    assert (answer.status_code, answer.json()["code"]) == (403, "outside_area")


def test_sources_outside_the_area(served: Served) -> None:
    there = f"Unit:name:乙测试公司1@Place:division:{THERE}"
    assert served.get(f"/v1/sources/{there}", "planner").status_code == 200
    for node in (there, "Unit:name:无", "PartyOrganization:name:甲支部"):
        assert served.get(f"/v1/sources/{node}", "area").json()["code"] == "outside_area"
    assert served.get("/v1/sources/Unit:name:无", "planner").status_code == 404


def test_loads_of_an_area(served: Served) -> None:
    assert len(served.get("/v1/loads", "steward").json()["rows"]) == 4
    # all files are of the subdistrict, which is wider than the area
    assert served.get("/v1/loads", "steward_of_area").json()["rows"] == []


def test_a_key_whose_area_is_not_in_the_graph(served: Served) -> None:
    from api.keys import create_key

    _, key = create_key(served.settings, label="elsewhere", role="steward", area="110101")
    answer = served.get("/v1/questions/units", key)
    assert (answer.status_code, answer.json()["code"]) == (403, "area_not_found")


# --- figures of people -----------------------------------------------------------------------------


def test_columns_of_people_are_withheld_and_their_reads_noted(served: Served) -> None:
    before = _audit(served)
    planner = served.get("/v1/questions/tenancies", "planner").json()
    assert planner["withheld"] == ["staff"]
    assert all("staff" not in row for row in planner["rows"])
    assert _audit(served) == before
    steward = served.get("/v1/questions/tenancies", "steward", scope="甲社区", as_of=DAY, limit=3).json()
    assert [row["staff"] for row in steward["rows"]] == [71, 72, 73]
    [noted] = _audit(served)[len(before) :]
    assert noted == {
        "key": served.keys["steward"].split("_")[1],
        "role": "steward",
        "question": "tenancies",
        "scope": HERE,
        "as_of": DAY,
        "columns": ["staff"],
        "rows": 3,
    }


def test_explanations_are_noted(served: Served) -> None:
    before = len(_audit(served))
    served.get("/v1/coverage", "planner", explain="true", limit=2)
    [noted] = _audit(served)[before:]
    assert (noted["question"], noted["rows"], noted["columns"]) == (
        "coverage",
        2,
        ["organisations", "reasons", "remedy"],
    )


def test_a_steward_of_one_area_reads_nothing_of_another(served: Served) -> None:
    """No answer of any route has a word of the other community in it."""
    for path, parameters, allowed in routes():
        if "steward_of_area" in allowed:
            for form in ("json", "csv"):
                answer = served.get(path, "steward_of_area", format=form, **parameters)
                assert answer.status_code in (200, 400), (path, answer.text)
                words = ("乙社区", "乙大厦", "乙支部", "乙测试", THERE)
                other = [word for word in words if word in answer.text]
                assert not other, (path, parameters, other)


def test_a_chosen_theta_is_noted(served: Served) -> None:
    before = len(_audit(served))
    served.get("/v1/coverage", "steward", theta="0.4", limit=2)
    [noted] = _audit(served)[before:]
    assert (noted["question"], noted["columns"], noted["rows"]) == ("coverage", ["mode"], 2)


def test_every_question_with_figures_of_people_is_noted(served: Served) -> None:
    for name, question in questions().items():
        told = {column.name for column in question.columns.values() if column.people and "steward" in column.roles}
        before = len(_audit(served))
        assert served.get(f"/v1/questions/{name}", "steward", **REQUIRED.get(name, {})).status_code == 200
        after = _audit(served)[before:]
        assert [set(each["columns"]) for each in after] == ([told] if told else []), name


def test_a_read_that_cannot_be_noted_is_not_answered(served: Served) -> None:
    (served.settings.data / "audit.log").mkdir()
    db = sqlite3.connect(served.settings.data / "ledger.sqlite")
    db.execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END")
    try:
        answer = served.get("/v1/questions/tenancies", "steward")
        assert (answer.status_code, answer.json()["code"]) == (503, "read_not_noted")
        assert "staff" not in answer.text
        assert served.get("/v1/questions/tenancies", "planner").status_code == 200
    finally:
        db.execute("DROP TRIGGER full")
        db.close()
        (served.settings.data / "audit.log").rmdir()


def _audit(served: Served) -> list[dict]:
    with sqlite3.connect(served.settings.data / "ledger.sqlite") as db:
        rows = list(db.execute("SELECT detail FROM audit WHERE act = 'read_of_people_figures' ORDER BY rowid"))
    db.close()
    return [json.loads(detail) for (detail,) in rows]


@pytest.mark.parametrize("reader", [None, "public"])
def test_the_public_is_told_where_the_rates_are(served: Served, reader: str | None) -> None:
    refused = served.get("/v1/coverage/counts", reader, what="units")
    assert "/v1/coverage/rates" in refused.json()["detail_zh"]
    assert "/v1/coverage/rates" in refused.json()["detail_en"]
    assert served.get("/v1/coverage/rates", reader).status_code == 200


def test_the_public_reads_nothing_below_the_community(served: Served) -> None:
    public = served.get("/v1/coverage/rates", None, scope="甲社区").json()
    assert public["rows_used"] is None
    assert {row["area_name"] for row in public["rows"]} == {"甲社区", None}
