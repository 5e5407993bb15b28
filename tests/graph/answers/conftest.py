"""Graphs to choose sites in, loaded through the real ingest."""

from __future__ import annotations

import pytest

from graph.settings import Settings
from graph.store.bolt import Bolt
from tests.conftest import Address
from tests.loader import settings_of
from tests.siting_books import load_books, write_stores, write_street


@pytest.fixture(scope="module")
def stores(server: Address, pool: Bolt, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a graph that holds the published instance."""
    folder = tmp_path_factory.mktemp("books")
    write_stores(folder)
    pool.wipe()
    settings = settings_of(server, tmp_path_factory.mktemp("data"))
    load_books(settings, folder)
    return settings


@pytest.fixture(scope="module")
def street(server: Address, pool: Bolt, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a graph that holds the street."""
    folder = tmp_path_factory.mktemp("books")
    write_street(folder)
    pool.wipe()
    settings = settings_of(server, tmp_path_factory.mktemp("data"))
    load_books(settings, folder)
    return settings
