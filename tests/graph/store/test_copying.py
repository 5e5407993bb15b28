"""The graph moves from the embedded engine to the server under test, and the content hash proves it (design §2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.errors import StoreMismatch, WrongUsage
from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.content import recompute
from graph.store.copying import copy
from graph.store.doctor import examine
from graph.store.engine import stop
from graph.store.opening import open_store
from graph.store.store import Store
from tests.graph.store.invented import roster, tangled, unit

if TYPE_CHECKING:
    from tests.conftest import Address


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", linger_seconds=1, engine_memory_mb=512)


@pytest.fixture
def there(server: Address, bolt: Bolt, tmp_path: Path) -> Settings:
    return Settings(
        uri=server.uri,
        user=server.user,
        password=server.password,
        database=server.database,
        data=tmp_path / "data",
    )


@pytest.fixture
def source(here: Settings) -> Iterator[Store]:
    with open_store(here) as store:
        store.load(tangled())
        yield store
    stop(here.data / "engine")


def test_a_copy_holds_the_same_and_becomes_the_active_graph(source: Store, here: Settings, there: Settings) -> None:
    """There, on with loading, and back again with what was loaded meanwhile."""
    before = source.state().sum
    assert copy(source, there) == f"{before:064x}"
    with open_store(there) as moved:
        assert recompute(moved.bolt)[0] == before
        assert examine(moved, full=True).good
        moved.load([roster("units", "2031-01-01", unit("演示新单位"))])
        assert examine(moved, full=True).good
        with pytest.raises(StoreMismatch) as refused:
            open_store(here)
        assert refused.value.code == "inactive_graph"
        total = moved.state().sum
        assert copy(moved, here) == f"{total:064x}"
    with open_store(here) as back:
        assert examine(back, full=True).good


def test_a_database_with_foreign_data_is_left_alone(source: Store, there: Settings, bolt: Bolt) -> None:
    bolt.write(lambda tx: tx.run("CREATE (:Stranger {id: 'x'})"))
    with pytest.raises(StoreMismatch):
        copy(source, there)
    assert bolt.read("MATCH (n) RETURN labels(n) AS labels") == [{"labels": ["Stranger"]}]


def test_a_graph_of_another_ledger_is_left_alone(source: Store, there: Settings, tmp_path: Path) -> None:
    elsewhere = there.model_copy(update={"data": tmp_path / "other"})
    with open_store(elsewhere) as other:
        other.load([roster("units", "2020-01-01", unit("演示甲单位"))])
        total = other.state().sum
        with pytest.raises(StoreMismatch) as refused:
            copy(source, there)
        assert refused.value.code == "foreign_ledger"
        assert other.state().sum == total
    with pytest.raises(StoreMismatch) as foreign:
        open_store(there)
    assert foreign.value.code == "foreign_ledger"


def test_a_graph_is_not_copied_onto_itself(source: Store, here: Settings) -> None:
    with pytest.raises(WrongUsage):
        copy(source, here)
