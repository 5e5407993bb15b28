"""The invented subdistrict of tests/cases, loaded once, through the real ingest, on the suite's engine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import SecretStr

from graph import Graph, open_graph
from graph.model.time import Moment
from graph.settings import Settings
from graph.store.lease import read_state
from graph.store.opening import connect
from ingest.cases import catalog
from ingest.load.commit import commit
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare

CASES = Path(__file__).parent / "cases"


@dataclass
class Subdistrict:
    """Opens the loaded subdistrict in a role; loads it (again) where the graph is not this one."""

    base: Path
    loads: int = 0
    graph: str = ""

    @property
    def settings(self) -> Settings:
        """On Neo4j there is one database for all tests; the embedded engine of these has a folder of its own."""
        data = self.base / str(self.loads)
        if uri := os.environ.get("GONGJIAN_TEST_URI"):
            user, password = os.environ.get("GONGJIAN_TEST_USER", "neo4j"), os.environ["GONGJIAN_TEST_PASSWORD"]
            return Settings(uri=uri, user=user, password=SecretStr(password), data=data)
        return Settings(data=data, linger_seconds=5, engine_memory_mb=512)

    @contextmanager
    def open(self, role: str = "steward") -> Iterator[Graph]:
        """An open graph that holds the subdistrict."""
        if not self._stands():
            self._load()
        with open_graph(self.settings, role=role) as graph:
            yield graph

    def _stands(self) -> bool:
        if self.settings.uri is None:
            return self.loads > 0
        bolt, _, _ = connect(self.settings)
        try:
            state = read_state(bolt)
            if state is not None and state.graph == self.graph:
                return True
            bolt.wipe()
            return False
        finally:
            bolt.close()

    def _load(self) -> None:
        self.loads += 1
        divisions = catalog.FOLDER / "divisions" / "beishan_2018.csv"
        with open_graph(self.settings, role="steward") as graph:
            store = graph.store
            listed = LoadOptions(edition=Moment.day(date(2018, 10, 31)), complete=True)
            commit(store, prepare([divisions], listed, store.ledger))
            prepared = prepare([CASES / "subdistrict"], LoadOptions(), store.ledger)
            assert not [row for file in prepared.files for row in file.returned]
            commit(store, prepared)
            articles = [CASES / "articles" / name for name in ("jia.toml", "yi.toml")]
            commit(store, prepare(articles, LoadOptions(), store.ledger))
            self.graph = store.state().graph
