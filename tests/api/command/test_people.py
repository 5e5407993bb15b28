"""``gongjian people``: making a release, reading it by role, and what is said where there is none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.api.command.conftest import Gongjian

COUNTS = """统计对象,所在社区,类别,人数,统计日期
试验子社区党委,子社区,党员,120,2024-06-30
试验子社区党委,子社区,女党员,52,2024-06-30
试验子社区党委,子社区,流动党员,3,2024-06-30
试验丑社区党委,丑社区,党员,64,2024-06-30
"""
SAID = "暂不具备单独组建条件或情况待摸排"


@pytest.fixture
def counted(loaded: Gongjian, tmp_path: Path) -> Gongjian:
    """The subdistrict with counts of its members."""
    path = tmp_path / "人数统计台账.csv"
    path.write_text(COUNTS, "utf-8")
    done = loaded("load", str(path), "--edition", "2024-06-30", "--scope", "990201001", "--yes")
    assert done.code == 0, done.out + done.err
    return loaded


@pytest.fixture
def released(counted: Gongjian) -> Gongjian:
    """The same with the release of one quarter."""
    done = counted("people", "release", "2024Q2", "--role", "steward")
    assert done.code == 0, done.err
    assert "不再更改" in done.out
    return counted


def test_before_a_release_the_way_is_told(counted: Gongjian) -> None:
    assert "(无)" in counted("people").out
    done = counted("people", "2024Q2")
    assert done.code != 0
    assert "gongjian people release 2024Q2" in done.err


def test_only_a_steward_releases(counted: Gongjian) -> None:
    done = counted("people", "release", "2024Q2")
    assert done.code == 1
    assert "--role steward" in done.err
    assert counted("people", "--json").json == {"quarters": []}


def test_hidden_figures_bear_one_sign(released: Gongjian) -> None:
    assert released("people", "--json").json == {"quarters": ["2024Q2"]}
    shown = released("people", "2024Q2", "--scope", "子社区", "--ids")
    assert shown.code == 0
    assert "不公布" in shown.out
    assert "120" in shown.out
    assert "流动" in shown.out


def test_for_machines_with_release_threshold_and_what_is_hidden(released: Gongjian) -> None:
    for role, k in (("public", 10), ("planner", 5)):
        answer = released("people", "2024Q2", "--role", role, "--json").json
        assert (answer["quarter"], answer["k"], answer["measure"]) == ("2024Q2", k, "members")
        assert answer["release"].startswith("2024Q2-")
        assert answer["hidden"] == sum(row["value"] is None for row in answer["rows"]) > 0
        assert not [row for row in answer["rows"] if row["value"] is not None and row["value"] < k]


def test_a_second_release_is_the_first(released: Gongjian) -> None:
    first = released("people", "2024Q2", "--json").json["release"]
    assert released("people", "release", "2024Q2", "--role", "steward", "--json").json["release"] == first


def test_bands_for_stewards_and_one_sentence_for_others(released: Gongjian) -> None:
    own = released("people", "2024Q2", "--sizes", "--role", "steward", "--json").json["rows"]
    assert {row["name"]: row["band"] for row in own if row["kind"] == "PartyOrganization"} == {
        "试验子社区党委": "100+",
        "试验丑社区党委": "50–99",
    }
    assert {row["band"] for row in released("people", "2024Q2", "--sizes", "--json").json["rows"]} == {SAID}


def test_a_file_holds_all_rows_and_no_hidden_figure(released: Gongjian, tmp_path: Path) -> None:
    path = tmp_path / "人数.csv"
    assert released("people", "2024Q2", "--csv", str(path)).code == 0
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert {row["人数"] for row in rows} >= {"", "120"}
    assert "3" not in {row["人数"] for row in rows}


@pytest.mark.parametrize("words", [("release",), ("2024Q2", "2024Q3"), ("make", "2024Q2")])
def test_other_words_are_told_how_to_write_it(gongjian: Gongjian, words: tuple[str, ...]) -> None:
    assert gongjian("people", *words).code == 2
