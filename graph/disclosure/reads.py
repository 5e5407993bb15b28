"""Reads of figures that are derived from people are noted: which key, which question, which scope, how many rows.

What was read (values, names) is not noted. A read that cannot be noted does not take place.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import GongjianError, StoreMismatch, StoreUnavailable
from graph.store.ledger import Ledger
from graph.store.store import Store

FILE = "audit.log"
ACT = "read_of_people_figures"
_ONE = threading.Lock()
"""A ledger's connection is shared by all threads of a process and holds one transaction at a time."""


@dataclass(frozen=True, slots=True)
class Read:
    """One read, as it is noted."""

    key: str | None
    """Id of the API key; None for the command line and the library."""
    role: str
    question: str
    scope: str | None
    as_of: str
    columns: list[str]
    rows: int


class Reads:
    """Notes in the ledger; where this machine has none of the graph, in ``audit.log`` of the data folder."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE

    def note(self, store: Store, read: Read) -> None:
        """Note a read before its answer leaves; StoreUnavailable where neither place can be written."""
        text = json.dumps(asdict(read), ensure_ascii=False, sort_keys=True)
        with _ONE:
            try:
                store.ledger.note(ACT, text)
            except GongjianError:
                self._append(text)

    def listed(self, store: Store) -> list[dict[str, object]]:
        """All reads noted here, oldest first: ``at`` and the fields of :class:`Read`."""
        try:
            found = _of_ledger(store.ledger)
        except StoreMismatch:
            found = []
        if self._path.exists():
            lines = map(json.loads, self._path.read_text("utf-8").splitlines())
            found += [{"at": each["at"], **each["detail"]} for each in lines]
        return sorted(found, key=lambda each: str(each["at"]))

    def _append(self, text: str) -> None:
        line = f'{{"at": "{_now()}", "act": "{ACT}", "detail": {text}}}\n'
        try:
            descriptor = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(line)
        except OSError as error:
            raise StoreUnavailable(
                f"读取涉及人员的数字要记录,而底账和 {FILE} 都写不进,因此没有给出答案;请检查数据文件夹的权限",
                f"reads of figures of people are noted, and neither the ledger nor {FILE} can be written, so there is "
                "no answer: see to the permissions and the room of the data folder",
                code="read_not_noted",
            ) from error


def _of_ledger(ledger: Ledger) -> list[dict[str, object]]:
    return [{"at": at, **json.loads(detail)} for at, detail in ledger.notes(ACT)]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
