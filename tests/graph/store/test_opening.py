"""The first opening: a graph never says that it is one before its ledger knows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.settings import Settings
from graph.store import opening
from graph.store.bolt import Bolt
from graph.store.lease import create_state
from graph.store.opening import open_store

if TYPE_CHECKING:
    from tests.conftest import Address


class Killed(BaseException):
    """Stands for the death of whoever opens: nothing of ours catches it."""


@pytest.mark.parametrize("written", [False, True], ids=["before the state", "after the state"])
def test_a_first_opening_that_died_hinders_nobody(
    server: Address, bolt: Bolt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    data = tmp_path / "data"
    settings = Settings(uri=server.uri, user=server.user, password=server.password, database=server.database, data=data)

    def killed(bolt: Bolt, graph: str, ledger: str, model: str) -> None:
        if written:
            create_state(bolt, graph, ledger, model)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(opening, "create_state", killed)
        with pytest.raises(Killed):
            open_store(settings)
    with open_store(settings) as store:
        assert store.ledger is not None
        assert [graph.id for graph in store.ledger.graphs() if graph.active] == [store.state().graph]
