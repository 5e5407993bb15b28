"""A store on the suite's engine with a data folder of its own, and evidence that always keeps a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.evidence.reading import Evidence
from graph.settings import Settings
from graph.store.opening import open_store
from graph.store.store import Store
from tests.loader import settings_of


@pytest.fixture
def settings(server, bolt, tmp_path: Path) -> Settings:
    return settings_of(server, tmp_path / "data")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings) as opened:
        yield opened


@pytest.fixture
def evidence(store: Store, settings: Settings) -> Evidence:
    return Evidence(store, settings.data, large=0, patience=60)
