"""``standards``: the list, one standard, two of them, on the invented subdistrict and on an empty graph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.analysis.standards import rules
from tests.api.command.conftest import Gongjian, run, settle
from tests.conftest import Address
from tests.subdistrict import Subdistrict

STREET = ("--scope", "990201001")
DAY = ("--as-of", "2018-10-31")
MARCH = ("--as-of", "2018-03-31")
FORTY, THIRTY = "zhengzhou_venue_area_per_100_households", "community_venue_area_30_per_100_households"


@pytest.fixture
def there(subdistrict: Subdistrict, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gongjian]:
    """The command line over the loaded subdistrict."""
    with subdistrict.open():
        settings = subdistrict.settings
        if settings.uri is not None and settings.password is not None:
            address = Address(settings.uri, settings.user, settings.password.get_secret_value(), "neo4j")
            settle(monkeypatch, address, settings.data)
        else:
            monkeypatch.delenv("GONGJIAN_URI", raising=False)
            monkeypatch.setenv("GONGJIAN_DATA", str(settings.data))
        monkeypatch.setenv("COLUMNS", "200")
        yield run


def test_the_list_names_every_standard_and_why_some_are_not_told(there):
    told = there("standards", *STREET, *DAY)
    assert told.code == 0
    assert all(name in told.out for name in rules())
    assert "按人数检核的标准只给数据管理员看" in told.out
    assert "没有名册登记加装电梯的造价和补贴" in told.out
    machine = there("standards", *STREET, *DAY, "--json").json
    assert [row["rule"] for row in machine["standards"]] == list(rules())


def test_one_standard_says_source_shortfall_and_remedy(there):
    told = there("standards", FORTY, *STREET, *MARCH)
    assert told.code == 0
    assert "出处:案例 zhengzhou(P9 " in told.out
    lines = [line for line in told.out.splitlines() if line.startswith(("丑社区", "寅社区", "子社区"))]
    assert [line.split()[0] for line in lines] == ["丑社区", "寅社区", "子社区"]
    assert "未达标" in lines[0]
    assert "36 m²" in lines[0]
    assert "扩建、增设或借用场地" in lines[0]
    assert "达标 1 · 未达标 2 · 待核实 0" in told.out


def test_rows_of_machines_are_whole(there):
    told = there("standards", FORTY, *STREET, *MARCH, "--json", "--limit", 1).json
    assert told["total"] == 3
    assert [row["name"] for row in told["rows"]] == ["丑社区"]
    assert told["summary"]["not_met"] == 2
    assert told["rule"]["source"]["facts"] == ["ZZ-R01"]
    assert told["as_of"] == "2018-03-31"


def test_a_regulation_is_told_with_what_is_to_be_checked(there):
    told = there("standards", "branch_max_50_members", *STREET, *DAY, "--role", "steward")
    assert "据 S1、S2;文字待与原文核对" in told.out


def test_two_standards(there):
    told = there("standards", FORTY, "--against", THIRTY, *STREET, *MARCH)
    assert told.code == 0
    assert "都达标" in told.out
    machine = there("standards", FORTY, "--against", THIRTY, *STREET, *MARCH, "--json").json
    assert machine["counts"] == {"both": 1, "only_a": 0, "only_b": 0, "neither": 2, "to_check": 0}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("no_such",), 2, "没有标准 no_such"),
        (("--against", FORTY), 2, "--against"),
        (("zhengzhou_lift_subsidy",), 2, "无法检核"),
        (("branch_max_50_members",), 1, "--role steward"),
        ((FORTY, "--role", "public"), 1, "public"),
    ],
)
def test_what_cannot_be_asked_says_why(there, words, code, said):
    told = there("standards", *words, *STREET, *DAY)
    assert told.code == code
    assert said in told.err


def test_an_empty_graph_has_no_subjects(gongjian):
    told = gongjian("standards", FORTY)
    assert told.code == 0
    assert "没有要检核的社区" in told.out
