"""Keys: hashed, owner-only, with a role, an area and an end; and the link that hands out the first one."""

from __future__ import annotations

import html
import os
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api import keys
from api.keys import check_key, create_key, exchange_first, first_link, list_keys, revoke_key, signing_secret
from api.problems import Unauthorised
from graph.errors import NotFound, StoreUnavailable, WrongUsage
from graph.settings import Settings
from tests.api.conftest import Served


@pytest.fixture
def folder(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def test_a_key_opens_until_it_is_revoked(folder: Settings) -> None:
    key, text = create_key(folder, label=" 规划 ", role="planner", area="999901001")
    assert check_key(folder, text) == key == list_keys(folder)[0]
    assert (key.label, key.role, key.area, key.expires) == ("规划", "planner", "999901001", None)
    gone = revoke_key(folder, key.id)
    assert gone.revoked is not None
    with pytest.raises(Unauthorised) as refused:
        check_key(folder, text)
    assert refused.value.code == "key_not_live"
    assert revoke_key(folder, key.id) == gone  # the first time counts


def test_a_key_of_a_unit_knows_its_unit_also_in_a_file_of_before(folder: Settings) -> None:
    create_key(folder, label="a", role="planner")
    with sqlite3.connect(folder.data / keys.FILE) as db:
        db.execute("ALTER TABLE key DROP COLUMN unit")
    db.close()
    key, text = create_key(folder, label="校", role="unit", unit="Unit:name:x")
    assert check_key(folder, text) == key
    assert [(each.role, each.unit) for each in list_keys(folder)] == [("planner", None), ("unit", "Unit:name:x")]


def test_a_key_ends(folder: Settings) -> None:
    now = datetime.now(UTC)
    _, later = create_key(folder, label="a", role="steward", expires=now + timedelta(hours=1))
    _, over = create_key(folder, label="b", role="steward", expires=now)
    assert check_key(folder, later).live(now)
    with pytest.raises(Unauthorised):
        check_key(folder, over)


def test_what_keys_are_not_issued(folder: Settings) -> None:
    for wrong in (
        {"label": " ", "role": "planner"},
        {"label": "a", "role": "unit"},
        {"label": "a", "role": "unit", "unit": "Unit:name:x", "area": "999901001"},
        {"label": "a", "role": "steward", "unit": "Unit:name:x"},
        {"label": "a", "role": "root"},
        {"label": "a", "role": "planner", "expires": datetime(2030, 1, 1)},
    ):
        with pytest.raises(WrongUsage):
            create_key(folder, **wrong)
    assert list_keys(folder) == []
    with pytest.raises(NotFound):
        revoke_key(folder, "00000000")


def test_only_hashes_are_kept_and_only_for_the_owner(folder: Settings) -> None:
    texts = [create_key(folder, label="a", role="planner")[1] for _ in range(3)]
    link = first_link(Settings(data=folder.data / "other"))
    assert link is not None
    told = [text.split("_", 2)[2] for text in texts]
    for place, secrets in ((folder.data, told), (folder.data / "other", [link.split("=")[1]])):
        held = b"".join(path.read_bytes() for path in place.iterdir() if path.is_file())
        assert not any(secret.encode() in held for secret in secrets)
        if os.name == "posix":
            assert (place / keys.FILE).stat().st_mode & 0o777 == 0o600
    assert len(set(told)) == 3
    assert all(len(each) >= 43 for each in told)


def test_the_secret_of_cursors_stays(folder: Settings) -> None:
    assert signing_secret(folder) == signing_secret(folder)
    assert len(signing_secret(folder)) == 32
    assert signing_secret(Settings(data=folder.data / "other")) != signing_secret(folder)


def test_a_file_that_is_none_of_ours(folder: Settings) -> None:
    folder.data.mkdir()
    (folder.data / keys.FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreUnavailable) as refused:
        list_keys(folder)
    assert refused.value.code == "keys_unavailable"
    assert str(folder.data) not in str(refused.value)


# --- the first link -------------------------------------------------------------------------------


def token(link: str | None) -> str:
    assert link is not None
    return link.split("token=")[1]


def test_the_first_link_works_once(folder: Settings) -> None:
    link = first_link(folder)
    assert link is not None
    assert link.startswith("http://127.0.0.1:8000/first?token=")
    key, text = exchange_first(folder, token(link))
    assert check_key(folder, text) == key
    assert (key.role, key.area) == ("steward", None)
    with pytest.raises(Unauthorised):
        exchange_first(folder, token(link))
    assert first_link(folder) is None


def test_the_first_link_ends(folder: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    late, replaced = first_link(folder), None
    replaced, late = late, first_link(folder)
    with pytest.raises(Unauthorised):
        exchange_first(folder, token(replaced))
    after = datetime.now(UTC) + keys.FIRST_LINK_LIVES
    monkeypatch.setattr(keys, "_now", lambda: after)
    with pytest.raises(Unauthorised):
        exchange_first(folder, token(late))
    assert list_keys(folder) == []


def test_the_first_link_is_void_once_there_is_a_key(folder: Settings) -> None:
    link = first_link(folder)
    create_key(folder, label="a", role="planner")
    with pytest.raises(Unauthorised):
        exchange_first(folder, token(link))


def test_only_one_of_many_gets_the_first_key(folder: Settings) -> None:
    from concurrent.futures import ThreadPoolExecutor

    link = token(first_link(folder))

    def take(_: int) -> bool:
        try:
            exchange_first(folder, link)
        except Unauthorised:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(16))) == 1
    assert len(list_keys(folder)) == 1


@pytest.mark.parametrize(("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("::", "127.0.0.1"), ("::1", "[::1]")])
def test_the_link_leads_to_this_machine(folder: Settings, host: str, shown: str) -> None:
    link = first_link(folder.model_copy(update={"host": host, "port": 8123}))
    assert link is not None
    assert link.startswith(f"http://{shown}:8123/first?")


def on_a_new_folder(settings: Settings, serve: Callable[..., Served]) -> Served:
    served = serve()
    with sqlite3.connect(settings.data / keys.FILE) as db:
        db.execute("DELETE FROM key")
    db.close()
    return served


@pytest.mark.parametrize("accept", ["text/html,*/*", "application/json"])
def test_the_first_key_over_http(settings: Settings, serve: Callable[..., Served], accept: str) -> None:
    served = on_a_new_folder(settings, serve)
    asked = {"params": {"token": token(first_link(settings))}, "headers": {"Accept": accept}}
    answer = served.client.post("/first", **asked)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    shown = answer.json()["key"] if "json" in accept else answer.text.split("<pre>")[1].split("</pre>")[0]
    assert served.get("/v1/loads", shown).status_code == 200
    assert "只显示这一次,请保存" in answer.text
    said = answer.json()["example"] if "json" in accept else html.unescape(answer.text)
    assert f'curl -H "X-API-Key: {shown}" "http://127.0.0.1:8000/v1/questions"' in said
    for again in (served.client.get("/first", **asked), served.client.post("/first", **asked)):
        assert (again.status_code, again.json()["code"]) == (401, "first_link_void")
        assert "gongjian keys create --label" in again.json()["detail_zh"]


def test_a_preview_does_not_use_up_the_link(settings: Settings, serve: Callable[..., Served]) -> None:
    served = on_a_new_folder(settings, serve)
    asked = {"token": token(first_link(settings))}
    for accept in ("text/html", "*/*", "application/json"):
        offered = served.client.get("/first", params=asked, headers={"Accept": accept})
        assert offered.status_code == 200
        assert asked["token"] not in offered.text
        if accept != "text/html":
            assert offered.json()["method"] == "POST"
    assert list_keys(settings) == []
    page = served.client.get("/first", params=asked, headers={"Accept": "text/html"})
    # no action: a browser posts to the address that it shows, token and all
    assert '<form method="post">' in page.text
    assert not re.search(r"<script|<style|style=|\son\w+=", page.text)
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert served.client.post("/first", params=asked).json()["role"] == "steward"
