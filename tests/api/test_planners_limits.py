"""What the planner's answers must not tell: army units and their buildings, names beyond an area, what was erased."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graph.model.statement import Assertion, Reference, Subject, Tie
from graph.opened import open_graph
from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.erasure import plan_erasure
from graph.store.opening import open_store
from tests.api.conftest import DAY, Served
from tests.api.job_gate import begin, ended
from tests.conftest import Address
from tests.graph.store.invented import by_name, community, organisation, places, roster, unit
from tests.loader import settings_of

ARMY, BARRACKS, BESIDE = "测试驻军", "甲营房", "甲机关楼"
TERM = {"kind": "branch", "term_ends_on": date(2024, 1, 31), "secretary_filled": False}


def house(name: str, longitude: float, use: str = "office", households: int | None = None) -> Assertion:
    fields = {"use": use, "longitude": longitude, "latitude": 30.0, "households": households}
    return Assertion(
        (Subject("Building", (), name, community(), fields),), (Tie("PART_OF", 0, community(), "administrative"),)
    )


def held(name: str) -> Reference:
    return Reference(("Building",), (), name, community(), name)


def venue(name: str, where: str, **fields) -> Assertion:
    home = community(where)
    return Assertion((Subject("Venue", (), name, home, fields),), (Tie("PART_OF", 0, home, "administrative"),))


def grid(name: str, *more: str) -> Assertion:
    """A grid of 甲社区, with buildings of 乙社区 that it reaches across the border."""
    here = Reference(("Grid",), (), name, community(), name)
    houses = [Subject("Building", (), each, community("乙社区"), {"use": "office"}) for each in more]
    borders = [
        tie
        for number, _ in enumerate(houses, 1)
        for tie in (
            Tie("PART_OF", number, community("乙社区"), "administrative"),
            Tie("PART_OF", number, here, "grid"),
        )
    ]
    ties = (Tie("PART_OF", 0, community(), "administrative"), *borders)
    return Assertion((Subject("Grid", (), name, community(), {}), *houses), ties)


@pytest.fixture(scope="module")
def settings(server: Address, pool: Bolt, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a graph with an army unit that is alone in one building and beside an office in another."""
    pool.wipe()
    made = settings_of(server, tmp_path_factory.mktemp("data"))
    houses = [house(BARRACKS, 120.0005), house(BESIDE, 120.001), house("甲住宅", 120.0, "residential", 10)]
    army = unit(ARMY, kind="military", dispatched=True, building=held(BARRACKS))
    branches = [
        organisation(f"{name}支部", Tie("ORGANISATION_OF", 0, by_name(name, "Unit", community())), **TERM)
        for name in (ARMY, "测试机关")
    ]
    venues = [
        venue("甲无坐标站", "甲社区", kind="station", opening_state="open"),
        venue("乙无坐标站", "乙社区", kind="station", opening_state="open"),
    ]
    with open_store(made) as store:
        store.load(
            [
                places(),
                roster("buildings", "2024-01-01", *houses),
                roster("units", "2024-01-01", unit("测试机关", kind="state_organ", building=held(BESIDE))),
                roster("units", "2024-05-01", army, unit("测试机关", kind="state_organ", building=held(BESIDE))),
                roster("party_organizations", "2024-01-01", *branches),
                roster("venues", "2024-01-01", *venues),
                roster("grids", "2024-01-01", grid("越界网格", "乙借楼"), grid("甲网格")),
            ]
        )
    return made


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("questions/units_new", None),
        ("questions/units_without_assessment?year=2023&dispatched=false", "测试机关"),
        ("questions/unit_assessments?dispatched=false", "测试机关"),
        ("questions/terms_due", "测试机关支部"),
        ("questions/organisation_terms", "测试机关支部"),
        ("questions/organisation_sizes", "测试机关支部"),
        ("questions/vacant_secretary_posts", "测试机关支部"),
        ("coverage?what=units&uncovered=true", None),
        ("coverage?uncovered=true", BESIDE),
        ("coverage/senses", BESIDE),
        ("siting?sites=1&candidates=buildings", BESIDE),
        ("siting?sites=1&candidates=buildings&format=geojson", BESIDE),
        ("standards/term_not_overdue", "测试机关支部"),
    ],
)
def test_no_list_has_an_army_unit_its_organisation_or_its_barracks(
    served: Served, path: str, there: str | None
) -> None:
    base, _, query = path.partition("?")
    asked = dict(each.split("=") for each in query.split("&") if each)
    answer = served.get(f"/v1/{base}", "steward", as_of=DAY, **asked)
    assert answer.status_code == 200, answer.text
    assert there is None or there in answer.text
    assert ARMY not in answer.text and BARRACKS not in answer.text


def test_a_site_is_not_sought_in_barracks(settings: Settings) -> None:
    with open_graph(settings) as graph:
        found = graph.siting("甲社区", 1, candidates="buildings", as_of=date.fromisoformat(DAY))
    assert found.plan["name"].to_list() == [BESIDE]
    assert BARRACKS not in [*found.evidence.demands["name"], *found.evidence.sites["name"]]


def test_venues_beyond_the_area_of_a_key_are_not_named(served: Served) -> None:
    asked = {"as_of": DAY, "sites": 1, "candidates": "buildings"}
    all_of_it = served.get("/v1/siting", "planner", **asked).json()["summary"]
    assert {each["name"] for each in all_of_it["sites_without_position_first"]} == {"甲无坐标站", "乙无坐标站"}
    own = served.get("/v1/siting", "area", **asked)
    told = own.json()["summary"]
    assert (told["sites_without_position"], told["sites_without_position_first"][0]["name"]) == (1, "甲无坐标站")
    for path in ("coverage/senses?explain=true", "coverage/catchment?table=venues", "coverage/change?since=2024-01-01"):
        base, _, query = path.partition("?")
        more = dict(each.split("=") for each in query.split("&"))
        answer = served.get(f"/v1/{base}", "area", as_of=DAY, **more)
        assert answer.status_code == 200, answer.text
        assert "乙" not in json.dumps(answer.json()["rows"], ensure_ascii=False)


def test_a_grid_that_reaches_beyond_the_area_of_a_key_is_not_told_to_it(served: Served) -> None:
    across, own = (f"Grid:name:{name}@Place:division:999901001001" for name in ("越界网格", "甲网格"))
    for path in ("coverage", "coverage/senses", "coverage/change"):
        asked = {"as_of": DAY} | ({"since": "2024-02-01"} if path.endswith("change") else {})
        seen = served.get(f"/v1/{path}", "planner", scope=across, **asked).json()
        assert [row["name"] for row in seen["rows"]] == ["乙借楼"]
        refused = served.get(f"/v1/{path}", "area", scope=across, **asked)
        assert (refused.status_code, refused.json()["code"]) == (403, "outside_area")
        assert served.get(f"/v1/{path}", "area", scope=own, **asked).status_code == 200


def test_a_result_from_before_an_erasure_is_read_no_more(served: Served, settings: Settings) -> None:
    address = ended(served, begin(served, "coverage", "planner").json()["id"])["result"]
    assert served.get(address, "planner").status_code == 200
    with open_store(settings) as store:
        # by the library, as on another machine: nobody has told this service's jobs
        planned = plan_erasure(store.ledger, nodes=["Building:name:甲住宅@Place:division:999901001001"])
        store.erase(planned.marks)
    assert served.get(address, "planner").json()["code"] == "job_not_found"
    assert served.get("/v1/jobs", "planner").json()["jobs"] == []
    again = ended(served, begin(served, "coverage", "planner").json()["id"])["result"]
    assert served.get(again, "planner").status_code == 200
