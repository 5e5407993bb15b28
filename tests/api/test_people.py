"""Released figures over HTTP: by role and area, from one frozen release, every read noted."""

from __future__ import annotations

import csv
import io
import json
import sqlite3

import pytest
from jsonschema import Draft202012Validator

from graph import open_graph
from graph.model.statement import Tie
from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.opening import open_store
from tests.api.conftest import Served
from tests.graph.store.invented import community, organisation, places, roster, unit

PATH, SIZES = "/v1/people", "/v1/people/sizes"
HERE, THERE = "Place:division:999901001001", "Place:division:999901001002"
QUARTER = "2024Q2"
SAID = "暂不具备单独组建条件或情况待摸排"


@pytest.fixture(scope="module")
def settings(server, pool: Bolt, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A graph of firms with staff and branches with members, and the release of one quarter."""
    pool.wipe()
    made = Settings(
        uri=server.uri,
        user=server.user,
        password=server.password,
        database=server.database,
        data=tmp_path_factory.mktemp("data"),
    )
    staff = {"甲社区": (3, 17, 28, 44), "乙社区": (36, 52)}
    firms = [
        unit(f"{name[0]}测试公司{number}", at=community(name), kind="merchant", staff=number)
        for name, numbers in staff.items()
        for number in numbers
    ]
    branches = [
        organisation(f"{name[0]}支部", lies_in(name), at=community(name), kind="branch", members=members)
        for name, members in (("甲社区", 2), ("乙社区", 55))
    ]
    with open_store(made) as store:
        store.load(
            [
                places(),
                roster("units", "2024-01-01", *firms),
                roster("party_organizations", "2024-01-01", *branches),
            ]
        )
    with open_graph(made, role="steward") as graph:
        graph.release_people(QUARTER)
    return made


def lies_in(name: str) -> Tie:
    return Tie("LOCATED_IN", 0, community(name), "place")


def totals(answer) -> dict[str, int | None]:
    assert answer.status_code == 200, answer.text
    return {row["area"]: row["value"] for row in answer.json()["rows"] if not row["breakdown"]}


def test_the_public_reads_communities_and_nothing_below(served: Served) -> None:
    found = totals(served.get(PATH, None, quarter=QUARTER, measure="staff"))
    assert found[HERE] == 92
    assert found[THERE] == 88
    assert not [area for area in found if area.startswith("Unit:")]


def test_planners_read_units_and_none_that_is_small_or_tells_of_one(served: Served) -> None:
    found = totals(served.get(PATH, "planner", quarter=QUARTER, measure="staff"))
    firms = {area.split("公司")[1].split("@")[0]: value for area, value in found.items() if area.startswith("Unit:")}
    assert firms["3"] is None
    hidden = sorted(int(name) for name, value in firms.items() if value is None)
    assert hidden == [3, 17]
    assert (firms["28"], firms["52"]) == (28, 52)


def test_an_answer_names_release_quarter_threshold_and_what_is_hidden(served: Served) -> None:
    for reader, k in ((None, 10), ("planner", 5), ("researcher", 5), ("steward", 5)):
        answer = served.get(PATH, reader, quarter="2024q2").json()
        named = answer["parameters"]
        assert (named["quarter"], named["measure"], named["k"]) == (QUARTER, "members", k)
        assert named["release"].startswith(QUARTER + "-")
        assert named["hidden"] == sum(row["hidden"] for row in answer["rows"]) > 0
        assert answer["data_as_of"] == "2024-06-30"
        assert answer["rows_used"] is None


@pytest.mark.parametrize("path", [PATH, SIZES])
def test_answers_are_as_described(served: Served, path: str) -> None:
    operation = served.get("/openapi.json", None).json()["paths"][path]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator(schema).validate(served.get(path, "planner", quarter=QUARTER).json())


def test_the_same_in_a_sheet(served: Served) -> None:
    text = served.get(PATH, "planner", quarter=QUARTER, format="csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["k"] for row in rows} == {"5"}
    assert {row["quarter"] for row in rows} == {QUARTER}
    assert {row["value"] for row in rows if row["hidden"] == "true"} == {""}


def test_a_later_load_changes_no_released_figure(served: Served) -> None:
    before = served.get(PATH, "planner", quarter=QUARTER, measure="staff").json()
    late = roster("units", "2024-02-01", unit("迟到公司", at=community("甲社区"), kind="merchant", staff=60))
    with open_store(served.settings) as store:
        store.load([late])
    after = served.get(PATH, "planner", quarter=QUARTER, measure="staff").json()
    assert after == before
    with open_graph(served.settings, role="steward") as graph:
        assert graph.release_people(QUARTER).id == before["parameters"]["release"]


def test_a_key_with_an_area_reads_its_area(served: Served) -> None:
    assert HERE in totals(served.get(PATH, "area", quarter=QUARTER, measure="staff"))
    assert THERE not in totals(served.get(PATH, "area", quarter=QUARTER, measure="staff"))
    assert served.get(PATH, "area", quarter=QUARTER, scope="乙社区").status_code == 403


def test_bands_are_for_stewards_of_the_area(served: Served) -> None:
    own = served.get(SIZES, "steward_of_area", quarter=QUARTER).json()["rows"]
    assert {row["name"]: row["band"] for row in own if row["kind"] == "PartyOrganization"} == {"甲支部": "1–2"}
    others = served.get(SIZES, "planner", quarter=QUARTER).json()["rows"]
    assert {row["band"] for row in others} == {SAID}
    assert {"甲支部", "乙支部"} <= {row["name"] for row in others}
    assert served.get(SIZES, None, quarter=QUARTER).status_code == 403


def test_reads_are_noted(served: Served) -> None:
    before = len(_audit(served))
    served.get(PATH, None, quarter=QUARTER, limit=3)
    served.get(SIZES, "steward", quarter=QUARTER)
    public, steward = _audit(served)[before:]
    assert (public["key"], public["role"], public["question"], public["rows"]) == (None, "public", "people", 3)
    assert (steward["role"], steward["question"], steward["columns"]) == ("steward", "people/sizes", ["band"])


def test_pages_of_one_release_follow_each_other(served: Served) -> None:
    whole = served.get(PATH, "planner", quarter=QUARTER, measure="staff").json()["rows"]
    first = served.get(PATH, "planner", quarter=QUARTER, measure="staff", limit=4).json()
    then = served.get(PATH, "planner", quarter=QUARTER, measure="staff", cursor=first["next_cursor"]).json()
    assert [*first["rows"], *then["rows"]] == whole
    other = served.get(PATH, "planner", quarter=QUARTER, measure="members", cursor=first["next_cursor"])
    assert other.status_code == 400


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"quarter": "2024Q1"}, 404, "not_released"),
        ({"quarter": "2024Q9"}, 400, "bad_quarter"),
        ({"quarter": QUARTER, "measure": "volunteers"}, 404, "measure_unknown"),
        ({"quarter": QUARTER, "as_of": "2024-06-30"}, 400, None),
    ],
)
def test_what_cannot_be_answered_says_why(served: Served, asked, status, code) -> None:
    answer = served.get(PATH, "planner", **asked)
    assert answer.status_code == status
    assert code is None or answer.json()["code"] == code


def _audit(served: Served) -> list[dict]:
    with sqlite3.connect(served.settings.data / "ledger.sqlite") as db:
        rows = list(db.execute("SELECT detail FROM audit WHERE act = 'read_of_people_figures' ORDER BY rowid"))
    db.close()
    return [json.loads(detail) for (detail,) in rows]
