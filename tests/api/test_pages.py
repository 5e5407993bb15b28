"""Pages together are the whole, and a cursor continues nothing but the very same question."""

from __future__ import annotations

import base64

import pytest

from api.cursors import Cursors, Position
from graph.errors import WrongUsage
from tests.api.conftest import DAY, Served

PAGED = [
    ("/v1/questions/units", {}, 5),
    ("/v1/questions/buildings", {"scope": "甲社区"}, 3),
    ("/v1/questions/tenancies", {}, 4),
    ("/v1/places", {}, 1),
    ("/v1/coverage", {"what": "units"}, 4),
    ("/v1/coverage", {"uncovered": "true", "explain": "true"}, 3),
    ("/v1/coverage/rates", {}, 5),
    ("/v1/coverage/counts", {"what": "units"}, 1),
    ("/v1/loads", {}, 3),
    ("/v1/cases/lianyun/assertions", {}, 60),
    ("/v1/cases/lianyun/questions", {}, 4),
]


@pytest.mark.parametrize(("path", "parameters", "limit"), PAGED)
def test_pages_are_the_whole(served: Served, path: str, parameters: dict[str, str], limit: int) -> None:
    whole = served.get(path, limit=1000, **parameters).json()
    assert whole["next_cursor"] is None
    rows, cursor, pages = [], {}, 0
    while True:
        page = served.get(path, limit=limit, **parameters, **cursor).json()
        rows += page["rows"]
        pages += 1
        if page["next_cursor"] is None:
            break
        assert len(page["rows"]) == limit
        cursor = {"cursor": page["next_cursor"]}
    assert rows == whole["rows"]
    assert pages == -(-len(rows) // limit) > 1


def test_a_page_is_of_the_day_that_the_first_was(served: Served) -> None:
    first = served.get("/v1/questions/units", limit=2, as_of=DAY).json()
    second = served.get("/v1/questions/units", limit=2, cursor=first["next_cursor"]).json()
    assert second["data_as_of"] == DAY
    other = served.get("/v1/questions/units", limit=2, cursor=first["next_cursor"], as_of="2024-07-01")
    assert (other.status_code, other.json()["errors"][0]["parameter"]) == (400, "as_of")


def test_no_more_rows_than_allowed(served: Served) -> None:
    for limit in ("0", "-1", "1001", "many"):
        assert served.get("/v1/questions/units", limit=limit).json()["errors"][0]["parameter"] == "limit"


def cursor_of(served: Served, path: str = "/v1/questions/units", key: str = "steward", **parameters: object) -> str:
    return served.get(path, key, limit=2, **parameters).json()["next_cursor"]


def test_a_cursor_of_something_else(served: Served) -> None:
    cursor = cursor_of(served)
    elsewhere = [
        served.get("/v1/questions/buildings", cursor=cursor),
        served.get("/v1/questions/units", cursor=cursor, scope="甲社区"),
        served.get("/v1/questions/units", "planner", cursor=cursor),
        served.get("/v1/coverage", cursor=cursor),
        served.get("/v1/questions/units_of_place", place="乙社区", cursor=_of_place(served)),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in elsewhere] == [(400, "cursor_mismatch")] * 5


def _of_place(served: Served) -> str:
    return cursor_of(served, "/v1/questions/units_of_place", place="甲社区")


def test_an_altered_cursor(served: Served) -> None:
    cursor = cursor_of(served)
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    for at in range(len(raw)):
        altered = bytearray(raw)
        altered[at] ^= 1
        text = base64.urlsafe_b64encode(altered).decode().rstrip("=")
        answer = served.get("/v1/questions/units", cursor=text)
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")
    for text in ("", "x", "密", cursor[:-3], cursor + "AAAA"):
        assert served.get("/v1/questions/units", cursor=text).json()["code"] == "cursor_invalid"


def test_a_cursor_says_nothing_of_what_was_asked(served: Served) -> None:
    cursor = cursor_of(served, scope="甲社区")
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert "甲社区".encode() not in raw
    assert b"999901" not in raw


def test_another_secret_does_not_open_it() -> None:
    from datetime import date

    text = Cursors(b"a" * 32).write(Position(5, date(2024, 6, 30), 3, "0" * 32))
    assert Cursors(b"a" * 32).read(text) == Position(5, date(2024, 6, 30), 3, "0" * 32)
    with pytest.raises(WrongUsage):
        Cursors(b"b" * 32).read(text)
