"""When the graph changes between two requests."""

from __future__ import annotations

from graph.store.opening import open_store
from tests.api.conftest import Served
from tests.graph.store.invented import roster, unit


def test_a_load_between_two_pages(served: Served) -> None:
    paths = ("/v1/questions/units", "/v1/coverage", "/v1/loads")
    first = {path: served.get(path, limit=2).json() for path in paths}
    with open_store(served.settings) as store:
        act = store.load([roster("units", "2024-02-01", unit("后来公司"), complete=False)])
    for path in paths:
        answer = served.get(path, limit=2, cursor=first[path]["next_cursor"])
        assert (answer.status_code, answer.json()["code"]) == (409, "cursor_stale"), answer.text
    again = served.get("/v1/questions/units", limit=1000).json()
    assert "后来公司" in {row["name"] for row in again["rows"]}
    assert again["graph"]["sequence"] == act.load
    covered = served.get("/v1/coverage", what="units", limit=1000).json()
    assert "后来公司" in {row["name"] for row in covered["rows"]}

    with open_store(served.settings) as store:
        store.undo(act.load)
    loads = served.get("/v1/loads").json()["rows"]
    assert [(row["load"], row["kind"], row["undoes"], row["live"]) for row in loads[:2]] == [
        (3, "undo", 2, True),
        (2, "load", None, False),
    ]
    assert (loads[0]["file"], loads[1]["file"], loads[1]["file_live"]) == (
        None,
        "units-2024-02-01.xlsx",
        False,
    )
