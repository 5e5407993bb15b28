from __future__ import annotations

from pathlib import Path

import pytest

from graph.store.bolt import Bolt
from tests.api.command.conftest import Gongjian, run, settle
from tests.conftest import Address


def test_doctor_recomputes_the_hash_and_rebuild_keeps_it(loaded: Gongjian) -> None:
    health = loaded("doctor", "--full", "--json").json
    assert health["good"]
    assert len(health["content_hash"]) == 64
    rebuilt = loaded("rebuild", "--json").json
    assert rebuilt["content_hash"] == health["content_hash"]
    assert rebuilt["written"] == health["nodes"] + health["ties"]


def test_doctor_ends_with_1_where_the_graph_was_changed_behind_its_back(loaded: Gongjian, bolt: Bolt) -> None:
    bolt.write(lambda tx: tx.run("MATCH (u:Unit) DETACH DELETE u"))
    done = loaded("doctor", "--full", "--json")
    assert done.code == 1
    assert [each["check"] for each in done.json["findings"] if not each["good"]] == ["content"]


def test_copy_moves_the_graph_to_the_embedded_engine_and_back(
    loaded: Gongjian, monkeypatch: pytest.MonkeyPatch, server: Address, data: Path
) -> None:
    before = loaded("doctor", "--full", "--json").json["content_hash"]
    monkeypatch.setenv("GONGJIAN_LINGER_SECONDS", "30")
    try:
        moved = loaded("copy", "--to", "embedded", "--json")
        assert moved.code == 0, moved.out
        assert moved.json["content_hash"] == before
        inactive = loaded("ask", "units", "--json")
        assert inactive.json["error"]["code"] == "inactive_graph"
        monkeypatch.delenv("GONGJIAN_URI")
        assert loaded("doctor", "--full", "--json").json["content_hash"] == before
        monkeypatch.setenv("GONGJIAN_TO_PASSWORD", server.password)
        back = ["copy", "--to", server.uri, "--to-user", server.user, "--json"]
        back += [] if server.database is None else ["--to-database", server.database]
        assert loaded(*back).json["content_hash"] == before
        assert loaded("engine", "status", "--json").json["running"] is True
        assert loaded("engine", "stop", "--json").json["stopped"] is True
    finally:
        run("engine", "stop")
    settle(monkeypatch, server, data)
    assert loaded("doctor", "--full", "--json").json["content_hash"] == before


def test_copy_takes_no_password_from_the_command_line(loaded: Gongjian) -> None:
    done = loaded("copy", "--to", "bolt://127.0.0.1:1", "--json")
    assert done.code == 2
    assert "GONGJIAN_TO_PASSWORD" in done.json["error"]["zh"]


def test_engine_status_starts_nothing(gongjian: Gongjian, data: Path) -> None:
    assert gongjian("engine", "status", "--json").json["running"] is False
    assert gongjian("engine", "stop", "--json").json["stopped"] is False


def test_keys_are_made_listed_and_revoked(gongjian: Gongjian) -> None:
    made = gongjian("keys", "create", "--label", "测试", "--role", "researcher", "--json").json
    assert made["role"] == "researcher"
    listed = gongjian("keys", "list")
    assert made["id"] in listed.out
    assert made["key"] not in listed.out
    assert gongjian("keys", "revoke", made["id"], "--json").json["revoked"] is not None
    assert "已撤销" in gongjian("keys", "list").out
    assert gongjian("keys", "revoke", "nothing", "--json").code == 2
    assert gongjian("keys", "create", "--label", "测试", "--expires", "2001-01-01").code == 2


def test_a_key_is_confined_to_a_place_that_there_is(loaded: Gongjian) -> None:
    refused = loaded("keys", "create", "--label", "测试", "--area", "没有的社区", "--json")
    assert refused.code == 2
    assert refused.json["error"]["code"] == "not_found"
    assert loaded("keys", "list", "--json").json["keys"] == []
    assert loaded("keys", "create", "--label", "测试", "--area", "子社区", "--json").json["area"] == "子社区"


def test_the_data_folder_and_address_may_be_given_before_or_after_the_command(
    loaded: Gongjian, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGJIAN_DATA", str(tmp_path / "elsewhere"))
    for words in (("--data", data, "--json", "loads"), ("loads", "--data", data, "--json")):
        assert [each["load"] for each in loaded(*words).json["loads"]] == [1]
    assert loaded("loads", "--json").json["loads"] == []
