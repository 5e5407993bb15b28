"""Erasure with tombstones (ledger.md §9): what goes, what stays, and that nothing brings it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.errors import NotFound, WrongUsage
from graph.model.statement import Tie
from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.content import recompute, summed
from graph.store.doctor import examine
from graph.store.engine import stop
from graph.store.erasure import plan_erasure
from graph.store.fold import Supposition, fold, gather
from graph.store.ledger import FileDraft, Ledger
from graph.store.opening import open_store, remove_engine
from graph.store.store import Store
from tests.graph.store.invented import (
    above,
    by_name,
    code,
    community,
    mending,
    organisation,
    places,
    returned,
    roster,
    tangled,
    unit,
)
from tests.graph.store.test_acts import Player

CANARY = "金丝雀乙丙丁"
SCHOOL, OTHER = unit("甲中学", staff=3), unit("乙公司")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def state(ledger: Ledger):
    folded = fold(gather(ledger))
    return summed(folded.records.values()), folded.reference_counts()


def of(folder: Path, *files: FileDraft):
    with Ledger(folder) as ledger:
        for each in files:
            ledger.record([each])
        return state(ledger)


def numbered(ledger: Ledger, word: str) -> list[int]:
    """Rows that hold a word."""
    rows = [each for file in ledger.files() for each in ledger.rows(file.id)]
    return [each.id for each in rows if each.payload is not None and word in each.payload.decode()]


def holding(folder: Path, word: str) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_file() and word.encode() in path.read_bytes()]


def test_a_row_goes_with_its_versions_and_its_bytes_leave_the_file(ledger, tmp_path):
    """Also the version that a correction withdrew, and that of an edition before."""
    ledger.record([places()])
    ledger.record([roster("units", "2023-01-01", unit("甲中学", system=CANARY + "旧"), OTHER)])
    wrong = ledger.record([roster("units", "2024-01-01", unit("甲中学", system=CANARY), OTHER)])
    (file,) = [each.id for each in ledger.files() if each.load == wrong]
    ledger.record([roster("units", "2024-01-01", unit("甲中学", system=CANARY + "新"), OTHER)], withdraws=[file])
    assert holding(tmp_path, CANARY)
    last = numbered(ledger, CANARY + "新")
    planned = plan_erasure(ledger, last)
    assert len(planned.gone) == 3 and planned.shortened == ()
    expected = fold(gather(ledger, Supposition(erased=planned.tombstones)))
    number, rows = ledger.erase(planned.marks)
    assert rows == 3 and ledger.loads()[-1].kind == "erase" and ledger.sequence == number
    assert ledger.unscrubbed
    assert ledger.scrub() and not ledger.unscrubbed
    assert holding(tmp_path, CANARY) == []
    clean = roster("units", "2023-01-01", OTHER), roster("units", "2024-01-01", OTHER)
    assert state(ledger) == of(tmp_path / "clean.sqlite", places(), *clean)
    assert state(ledger)[0] == summed(expected.records.values())


def test_only_the_same_words_go_where_that_is_asked(ledger):
    ledger.record([places(), roster("units", "2023-01-01", SCHOOL), roster("units", "2024-01-01", unit("甲中学"))])
    planned = plan_erasure(ledger, numbered(ledger, '"staff":3'), only=True)
    assert len(planned.gone) == 1


def test_a_later_load_of_what_was_erased_records_its_place_alone(ledger, tmp_path):
    file = roster("units", "2024-01-01", SCHOOL, OTHER)
    ledger.record([places(), file])
    ledger.erase(plan_erasure(ledger, numbered(ledger, "甲中学")).marks)
    before = state(ledger)[0]
    supposed = fold(gather(ledger, Supposition(files=[file])))
    ledger.record([file])
    again = ledger.files()[-1]
    assert again.counts["erased"] == 1
    assert [each.erased for each in ledger.rows(again.id)] == [True, False]
    assert state(ledger)[0] == before == summed(supposed.records.values())
    mended = unit("甲中学", staff=4)
    ledger.record([roster("units", "2024-01-01", mended, complete=False)])
    clean = roster("units", "2024-01-01", mended, OTHER)
    assert state(ledger)[0] == of(tmp_path / "clean.sqlite", places(), clean)[0]


def test_a_node_goes_with_all_rows_about_it_and_with_what_others_say_of_it(ledger, tmp_path):
    """Under any of its names and codes, live or not; bodies that named it stay, without that tie."""
    coded, named = unit("甲中学", code("S-1", "serial")), unit("甲中学", staff=9)
    ledger.record([places(), roster("units", "2023-01-01", named, OTHER), roster("units", "2024-01-01", coded, OTHER)])
    gone = ledger.record([roster("register", "2022-01-01", named)])
    ledger.record_undo(gone)
    school = by_name("甲中学", "Unit", community())
    ledger.record(
        [roster("orgs", "2024-01-01", organisation("支部", above("甲党委"), Tie("ORGANISATION_OF", 0, school)))]
    )
    planned = plan_erasure(ledger, nodes=["Unit:serial:S-1"])
    assert len(planned.gone) == 3 and len(planned.shortened) == 1
    ledger.erase(planned.marks)
    ledger.scrub()
    assert holding(tmp_path, "甲中学") == holding(tmp_path, "S-1") == []
    clean = (
        *(roster("units", "2023-01-01", OTHER), roster("units", "2024-01-01", OTHER)),
        roster("orgs", "2024-01-01", organisation("支部", above("甲党委"))),
    )
    expected = of(tmp_path / "clean.sqlite", places(), *clean)
    assert state(ledger) == expected
    for each in (named, coded, unit("改名中学", code("S-1", "serial"))):
        ledger.record([roster("register", "2025-01-01", each, complete=False)])
    assert [file.counts.get("erased") for file in ledger.files()[-3:]] == [1, 1, 1]
    ledger.record([roster("units", "2024-01-01", unit("甲中学", code("S-2", "serial")), complete=False)])
    assert "Unit:serial:S-2" in fold(gather(ledger)).records  # another one that took the name over is another one


def test_erasing_before_or_after_a_load_comes_to_the_same(tmp_path):
    for node in ("Unit:uscc:91990101MA00000001", "PartyOrganization:name:甲党委@Place:division:999901001001"):
        with Ledger(tmp_path / f"after{node[:4]}.sqlite") as after, Ledger(tmp_path / f"before{node[:4]}") as before:
            for each in tangled():
                after.record([each])
            marks = plan_erasure(after, nodes=[node]).marks
            after.erase(marks)
            before.erase(marks)
            for each in tangled():
                before.record([each])
            assert state(after) == state(before)
            assert node not in fold(gather(after)).records


def test_an_erased_returned_row_holds_nothing_back(ledger, tmp_path):
    listed = roster("units", "2023-01-01", SCHOOL, OTHER)
    ledger.record([places(), listed])
    load = ledger.record([roster("units", "2024-01-01", OTHER, returned(unit("甲中学")))])
    held = state(ledger)
    ((number, *_),) = ledger.returned(load)
    ledger.erase(plan_erasure(ledger, [number], only=True).marks)
    assert state(ledger) == of(tmp_path / "x.sqlite", places(), listed, roster("units", "2024-01-01", OTHER)) != held


def test_a_mended_row_goes_with_the_one_that_it_mends(ledger):
    load = ledger.record([places(), roster("units", "2024-01-01", returned(unit("甲医院")), OTHER)])
    ((number, *_),) = ledger.returned(load)
    ledger.record([roster("units", "2024-01-01", mending(unit("甲医院", kind="hospital"), number), complete=False)])
    planned = plan_erasure(ledger, numbered(ledger, "hospital"))
    assert number in planned.gone and len(planned.gone) == 2


def test_what_is_not_there_or_holds_others_is_refused(ledger):
    ledger.record([places(), roster("units", "2024-01-01", SCHOOL)])
    with pytest.raises(NotFound):
        plan_erasure(ledger, [99])
    with pytest.raises(NotFound):
        plan_erasure(ledger, nodes=["Unit:serial:nobody"])
    for wrong in ("甲中学", "Nothing:serial:1", "Unit:serial:"):
        with pytest.raises(WrongUsage):
            plan_erasure(ledger, nodes=[wrong])
    with pytest.raises(WrongUsage) as refused:
        plan_erasure(ledger, nodes=["Place:division:999901001001"])
    assert refused.value.code == "erasure_holds_others"
    number, _ = ledger.erase(plan_erasure(ledger, numbered(ledger, "甲中学")).marks)
    with pytest.raises(WrongUsage) as stays:
        ledger.record_undo(number)
    assert stays.value.code == "erasure_stays"


def test_neither_audit_nor_tombstones_tell_what_was_erased(ledger, tmp_path):
    ledger.record([places(), roster("units", "2024-01-01", unit(CANARY, staff=3))])
    ledger.erase(plan_erasure(ledger, numbered(ledger, CANARY)).marks)
    acts = ledger._db.execute("SELECT act, detail FROM audit").fetchall()
    assert acts == [("erase", "act=2 rows=1")]
    with Ledger(tmp_path / "other.sqlite") as other:
        other.record([places(), roster("units", "2024-01-01", unit(CANARY, staff=3))])
        other.erase(plan_erasure(other, numbered(other, CANARY)).marks)
        assert not set(other.tombstones().rows()) & set(ledger.tombstones().rows())  # keyed


# --- on the graph -------------------------------------------------------------------------------------


@pytest.fixture
def opened(server, bolt: Bolt, tmp_path: Path) -> Iterator[Callable[..., Store]]:
    stores: list[Store] = []

    def open_it() -> Store:
        login = {"uri": server.uri, "user": server.user, "password": server.password, "database": server.database}
        stores.append(open_store(Settings(**login, data=tmp_path / "data")))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


def test_the_graph_forgets_too_and_the_preview_said_so(opened, tmp_path):
    store = opened()
    store.load([places(), roster("units", "2024-01-01", unit(CANARY, staff=3), OTHER)])
    planned = plan_erasure(store.ledger, numbered(store.ledger, CANARY))
    supposed = store.preview(Supposition(erased=planned.tombstones))
    act, scrubbed = store.erase(planned.marks)
    assert scrubbed
    assert (act.added, act.changed, act.removed) == (supposed.added, supposed.changed, supposed.removed)
    assert act.removed >= 2  # the unit and its tie
    assert store.bolt.read("MATCH (u:Unit) RETURN u.name AS name") == [{"name": "乙公司"}]
    assert examine(store, full=True).good
    assert holding(tmp_path / "data", CANARY) == []


def test_an_erasure_that_died_is_brought_to_its_end(opened, tmp_path):
    """Recorded, but neither the graph nor the file's bytes were seen to."""
    store = opened()
    store.load([places(), roster("units", "2024-01-01", unit(CANARY, staff=3), OTHER)])
    store.ledger.erase(plan_erasure(store.ledger, numbered(store.ledger, CANARY)).marks)
    store.close()
    again = opened()
    assert again.rolled_forward == 2
    assert examine(again, full=True).good
    assert again.bolt.read("MATCH (u:Unit) RETURN u.name AS name") == [{"name": "乙公司"}]
    assert holding(tmp_path / "data", CANARY) == []


@pytest.mark.parametrize("seed", [7, 11, 19])
def test_random_acts_on_the_graph_itself(opened, tmp_path, seed):
    """What random acts leave in the ledger is what the graph holds once it is opened, and after one more act."""
    store = opened()
    player = Player(store.ledger, seed)
    player.play(12)
    store.roll_forward()
    expected, _ = player.model.from_scratch(tmp_path / "scratch.sqlite")
    assert recompute(store.bolt)[0] == store.state().sum == expected
    before = store.state().sum
    act = store.load([roster("units", "2030-01-01", unit("丁店"))])
    store.undo(act.load)
    assert recompute(store.bolt)[0] == before


def test_the_files_of_the_embedded_engine_are_built_afresh(tmp_path):
    """Its indexes and its log hold erased names until they are removed."""
    settings = Settings(data=tmp_path / "data", linger_seconds=1, engine_memory_mb=512)
    with open_store(settings) as store:
        store.load([places(), roster("units", "2024-01-01", unit(CANARY, staff=3), OTHER)])
        assert _anywhere(settings.data / "engine", CANARY)
        store.erase(plan_erasure(store.ledger, numbered(store.ledger, CANARY)).marks)
        expected = store.state().sum
    remove_engine(settings)
    assert _anywhere(settings.data, CANARY) == []
    with open_store(settings) as store:
        assert recompute(store.bolt)[0] == store.state().sum == expected
    stop(settings.data / "engine")
    assert _anywhere(settings.data, CANARY) == []


def _anywhere(folder: Path, word: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]
