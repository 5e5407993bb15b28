"""``objections``, ``audit`` and keys of units on the command line."""

from __future__ import annotations

from api.keys import check_key, list_keys
from api.objections import file_objection
from graph.settings import Settings
from tests.api.command.conftest import Gongjian

UNIT = "Unit:name:试验甲公司@Place:division:990201001001"


def test_a_key_of_a_unit(loaded: Gongjian) -> None:
    made = loaded("--role", "unit", "keys", "create", "--label", "甲公司用", "--unit", "试验甲公司", "--json")
    assert (made.code, made.json["unit"], made.json["role"]) == (0, UNIT, "unit"), made.err
    settings = Settings()
    assert check_key(settings, made.json["key"]).unit == UNIT
    for wrong in (
        ("--role", "unit", "keys", "create", "--label", "x"),
        ("--role", "unit", "keys", "create", "--label", "x", "--unit", "没有的公司"),
        ("--role", "steward", "keys", "create", "--label", "x", "--unit", UNIT),
    ):
        assert loaded(*wrong).code == 2
    assert len(list_keys(settings)) == 1
    assert UNIT in loaded("keys", "list").out.replace("\n", "")


def test_objections_are_listed_reviewed_and_answered(loaded: Gongjian) -> None:
    filed = file_objection(
        Settings(),
        key="k",
        unit=UNIT,
        unit_name="试验甲公司",
        record=UNIT,
        field="kind",
        said="性质有误",
        wished="国企",
    )
    assert loaded("objections", "list").code == 1  # for stewards
    listed = loaded("--role", "steward", "objections", "list")
    assert "性质有误" in listed.out
    reviewed = loaded("review")
    assert "gongjian objections list" in reviewed.out
    assert loaded("review", "--json").json["objections"] == [filed.id]
    answer = ("--role", "steward", "objections", "answer", str(filed.id), "declined", "--word", "以登记为准")
    assert loaded(*answer).code == 0
    assert loaded(*answer).code == 2
    assert "没有待处理的异议" in loaded("--role", "steward", "objections", "list").out
    [closed] = loaded("--role", "steward", "objections", "list", "--all", "--json").json["objections"]
    assert (closed["state"], closed["word"]) == ("declined", "以登记为准")


def test_a_review_with_objections_is_still_a_review(loaded: Gongjian, tmp_path) -> None:
    file_objection(
        Settings(), key="k", unit=UNIT, unit_name="试验甲公司", record=UNIT, field=None, said="不在此处", wished=None
    )
    path = tmp_path / "review.xlsx"
    assert loaded("review", str(path)).code == 0
    done = loaded("load", str(path), "--yes")
    # known for a review, in which nobody has chosen anything yet: the sheet of objections is in nobody's way
    assert "nothing_decided" in done.err


def test_reads_of_the_command_line_are_listed_for_stewards(loaded: Gongjian) -> None:
    assert loaded("ask", "units").code == 0
    assert loaded("--role", "steward", "audit", "--json").json["reads"] == []
    assert loaded("--role", "steward", "ask", "tenancies").code == 0
    assert loaded("cover", "--explain").code == 0
    assert loaded("audit").code == 1
    reads = loaded("--role", "steward", "audit", "--json").json["reads"]
    assert [(each["question"], each["role"], each["key"], each["columns"]) for each in reads] == [
        ("tenancies", "steward", None, ["staff"]),
        ("coverage", "planner", None, ["organisations", "reasons", "remedy"]),
    ]
    assert "tenancies" in loaded("--role", "steward", "audit").out
