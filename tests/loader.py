"""Loads a folder of rosters as a process of its own, so that a test can kill it: ``loader.py FOLDER DATA [URI …]``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from graph.opened import open_graph
from graph.settings import Settings
from ingest.load.commit import commit
from ingest.load.options import LoadOptions
from ingest.load.prepare import prepare


def main() -> None:
    """Load what is not loaded yet, then print the content hash as the graph itself holds it."""
    books, data, *server = sys.argv[1:]
    if server:
        uri, user, password = server
        settings = Settings(uri=uri, user=user, password=password, data=Path(data))
    else:
        settings = Settings(data=Path(data), linger_seconds=1)
    with open_graph(settings, role="steward") as graph:
        prepared = prepare([Path(books)], LoadOptions(), graph.store.ledger)
        if prepared.files:
            commit(graph.store, prepared, wait=150)  # a killed loader leaves its lease behind until it runs out
        # another loader may have recorded these very files and still be writing them
        deadline = time.monotonic() + 120
        while graph.store.state().sequence < graph.store.ledger.sequence and time.monotonic() < deadline:
            time.sleep(0.5)
        health = graph.doctor(full=True)
        assert health.good, health.findings
        print(health.content_hash, len(graph.store.ledger.loads()))


if __name__ == "__main__":
    main()
