"""``gongjian site``: the plan as a planner reads it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from api.command.session import Given, Session
from api.command.siting import _watched
from graph.settings import Settings
from graph.store.bolt import Bolt
from tests.api.command.conftest import run, settle
from tests.conftest import Address
from tests.loader import settings_of
from tests.siting_books import STREET, east, load_books, write_street


@pytest.fixture(scope="module")
def street(server: Address, pool: Bolt, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("books")
    write_street(folder)
    pool.wipe()
    settings = settings_of(server, tmp_path_factory.mktemp("data"))
    load_books(settings, folder)
    return settings


@pytest.fixture(autouse=True)
def here(street: Settings, server: Address, monkeypatch: pytest.MonkeyPatch, nowhere: None) -> Path:
    settle(monkeypatch, server, street.data)
    return street.data


def test_the_plan_in_a_table_and_in_sentences() -> None:
    told = run("site", "--sites", 2, "--scope", STREET)
    assert told.code == 0, told.err
    lines = told.out.splitlines()
    rows = [line.split() for line in lines if line.startswith("     ")]
    assert rows == [
        ["1", "备选点乙", "街边社区", "3", "270", "6", "54.5%", "330", "66.0%"],
        ["2", "备选点甲", "街边社区", "5", "170", "11", "100.0%", "500", "100.0%"],
    ]
    assert "结果 500 户,已证明最优" in told.out
    assert "覆盖:3 → 11 栋(共 11 栋,27.3% → 100.0%);60 → 500 户(12.0% → 100.0%)" in told.out
    assert "待摸排 1 栋(没有够精确的坐标,未计入):无坐标楼" in told.out
    assert "备选点丙" in told.out
    assert "仍未覆盖" not in told.out


def test_what_is_left_is_named() -> None:
    told = run("site", "--sites", 1, "--minutes", 5, "--exact", "--seconds", 5)
    assert "仍未覆盖 5 栋(其中 0 栋任何备选点都达不到):7号楼、6号楼、4号楼、5号楼、街边大厦" in told.out


def test_json_is_the_answer_of_the_api() -> None:
    told = run("site", "--at", ",".join(map(str, east(500))), "--json").json
    assert (told["question"], told["summary"]["value"]) == ("siting", 310)
    assert [(row["site"], row["gain"]) for row in told["rows"]] == [("at:1", 250)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("site",), "bad_siting"),
        (("site", "--sites", 9), "wrong_usage"),
        (("site", "--sites", 1, "--model", "best"), "wrong_usage"),
        (("site", "--at", "here"), "wrong_usage"),
        (("site", "--sites", 1, "--role", "public"), "refused"),
        (("site", "--sites", 1, "--of", "community", "--weight", "population"), "refused"),
    ],
)
def test_what_cannot_be_asked(words: tuple[object, ...], code: str) -> None:
    told = run(*words, "--json")
    assert told.code in (1, 2)
    assert told.json["error"]["code"] == code


def test_ctrl_c_asks_the_search_to_stop_and_twice_ends_the_command() -> None:
    before = signal.getsignal(signal.SIGINT)
    with _watched(Session(Given()), True) as effort:
        assert effort.cancelled is not None
        assert not effort.cancelled()
        signal.raise_signal(signal.SIGINT)
        assert effort.cancelled()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
