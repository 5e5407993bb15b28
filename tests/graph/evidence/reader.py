"""Reads snapshots in a process of its own until an act is in: ``python -m tests.graph.evidence.reader ACT``.

Prints for each reading the last act in it and the units in it, as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import date

from graph.errors import LoadInProgress
from graph.evidence.reading import Evidence
from graph.settings import Settings
from graph.store.opening import open_store


def main() -> None:
    """Read again and again; another loader in between is to be expected."""
    last, found = int(sys.argv[1]), []
    settings = Settings()
    with open_store(settings) as store:
        evidence = Evidence(store, settings.data, large=0)
        while not found or found[-1][0] < last:
            try:
                reading = evidence.reading(date(2026, 1, 1))
            except LoadInProgress:
                continue
            found.append((reading.state.sequence, reading._day.parts["Unit"].height))  # type: ignore[attr-defined]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
