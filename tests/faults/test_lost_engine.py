"""The engine dies, or the wire to it is cut: in the middle of a load, and between a question and its answer."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from graph.errors import StoreUnavailable, Unfinished
from graph.model.time import Moment
from graph.opened import open_graph
from graph.settings import Settings
from graph.store import project
from graph.store.bolt import Bolt
from graph.store.engine import status, stop
from graph.store.opening import open_store
from ingest.load.commit import commit
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare
from tests.conftest import Address
from tests.faults.conftest import BUILDINGS, Books, Gongjian, second_edition
from tests.faults.proxy import Wire
from tests.faults.rosters import FIRST_HOUSEHOLDS, SCOPE, SECOND_DAY
from tests.loader import content, load_first, load_second, settings_of

FAILED, UNFINISHED = 1, 4


def through(wire: Wire, settings: Settings) -> Settings:
    return settings.model_copy(update={"uri": wire.uri})


def test_the_wire_is_cut_between_two_batches(
    books: Books, server: Address, bolt: Bolt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "BATCH", 100)
    settings = settings_of(server, tmp_path / "data")
    load_first(settings, books.folder)
    options = LoadOptions(edition=Moment.parse(SECOND_DAY), scope=SCOPE, complete=True)
    with Wire(server.uri) as wire, open_store(through(wire, settings)) as store:
        prepared = prepare([books.folder / "second"], options, store.ledger)
        written: list[int] = []

        def cut(done: int, of: int) -> None:
            written.append(done)
            wire.cut()

        with pytest.raises(Unfinished) as lost:
            commit(store, prepared, progress=cut)
        assert len(written) == 1
        assert "连不上图数据库" in lost.value.zh and "does not answer" in lost.value.en
        assert store.ledger.sequence == 2
    load_second(settings, books.folder)  # is recorded: only the graph is brought to it
    assert content(settings) == (books.second, 2)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_the_wire_is_cut_in_the_middle_of_a_message(
    books: Books, gongjian: Gongjian, server: Address, pool: Bolt, tmp_path: Path, share: float
) -> None:
    pool.wipe()
    settings = settings_of(server, tmp_path / "whole")
    load_first(settings, books.folder)
    with Wire(server.uri) as wire:
        assert gongjian(through(wire, settings), *second_edition(books)).code == 0
        whole = wire.sent
    pool.wipe()
    settings = settings_of(server, tmp_path / "cut")
    load_first(settings, books.folder)
    with Wire(server.uri, cut_after=int(share * whole)) as wire:
        lost = gongjian(through(wire, settings), *second_edition(books))
    assert lost.code in (FAILED, UNFINISHED), lost
    assert "连不上图数据库" in lost.err and "does not answer" in lost.err and "Traceback" not in lost.err
    again = gongjian(settings, *second_edition(books))
    assert again.code == 0, again
    assert content(settings) == (books.second, 2)


def test_the_wire_is_cut_between_question_and_answer(books: Books, server: Address, bolt: Bolt, tmp_path: Path) -> None:
    settings = settings_of(server, tmp_path / "data")
    load_first(settings, books.folder)
    with Wire(server.uri) as wire, open_graph(through(wire, settings)) as reader:
        opened = wire.sent
        assert reader.ask("buildings")["households"].to_list() == [FIRST_HOUSEHOLDS] * BUILDINGS
        asked = wire.sent - opened
    with Wire(server.uri, cut_after=opened + asked // 2) as wire, open_graph(through(wire, settings)) as reader:
        with pytest.raises(StoreUnavailable) as lost:
            reader.ask("buildings")
        assert "连不上图数据库" in lost.value.zh
    assert content(settings) == (books.first, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX systems")
def test_the_engine_is_killed_under_its_readers(books: Books, server: Address, tmp_path: Path) -> None:
    if server.dialect != "embedded":
        pytest.skip("the engine's own process is the embedded engine's; Neo4j is started by the test script")
    settings = Settings(data=tmp_path / "data", linger_seconds=30, engine_memory_mb=256)
    load_first(settings, books.folder)
    answers: list[list[int]] = []
    answered, lost = threading.Event(), []

    def ask_on_and_on() -> None:
        with open_graph(settings) as reader:
            try:
                while True:
                    answers.append(reader.ask("buildings")["households"].to_list())
                    answered.set()
            except Exception as error:
                lost.append(error)

    thread = threading.Thread(target=ask_on_and_on)
    thread.start()
    try:
        assert answered.wait(120)
        pid = status(settings.data / "engine").pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        thread.join(120)
        assert [type(error) for error in lost] == [StoreUnavailable], lost
        assert all(answer == [FIRST_HOUSEHOLDS] * BUILDINGS for answer in answers)
        load_second(settings, books.folder)
        assert content(settings) == (books.second, 2)
    finally:
        thread.join(120)
        stop(settings.data / "engine")
