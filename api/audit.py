"""Reads of figures that are derived from people are noted: which key, which question, which scope, how many rows."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import GongjianError
from graph.settings import Settings
from graph.store.store import Store

FILE = "audit.log"
ACT = "read_of_people_figures"


@dataclass(frozen=True, slots=True)
class Read:
    """One read, as it is noted."""

    key: str | None
    role: str
    question: str
    scope: str | None
    as_of: str
    columns: list[str]
    rows: int


class Audit:
    """Notes in the ledger; where this machine has none of the graph, in ``audit.log`` of the data folder."""

    def __init__(self, settings: Settings) -> None:
        self._path = settings.data / FILE
        # the ledger's connection is shared by all threads and holds one transaction at a time
        self._one = threading.Lock()

    def note(self, store: Store, read: Read) -> None:
        """Note a read before its answer leaves; raises OSError where neither place can be written."""
        detail = asdict(read)
        text = json.dumps(detail, ensure_ascii=False, sort_keys=True)
        with self._one:
            try:
                store.ledger.note(ACT, text)
            except GongjianError:
                _append(self._path, json.dumps({"at": _now(), "act": ACT, "detail": detail}, ensure_ascii=False))


def _append(path: Path, line: str) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(line + "\n")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
